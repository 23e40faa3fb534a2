"""What is said of a meeting that others list rightly, wrongly, still or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from tests.publishers.examples import HALL, SECOND, TOWN_HALL, a_hall, a_release
from wardpanels.listings.seen import ListingPlace, Verdict, compared, is_named
from wardpanels.sources.listing import Listing

RELEASE = a_release()
BY_ID = {meeting.meeting_id: meeting for meeting in RELEASE.meetings}
PLANNED, MOVED, CANCELLED = (BY_ID[f"2027-{code}"] for code in ("E05009317-1", "E05009328-1", "E05009328-3"))
BOROUGH = ListingPlace("web page", "https://x.example/all")


def a_listing(day=date(2027, 3, 25), start=time(19), text="Ward panel at Bow Library, E3 5LU", **facts):
    return Listing(day, start, text, **facts)


def verdict(meeting, *listings, place=None):
    place = place or ListingPlace("police.uk", "https://x.example/", meeting.ward_code)
    (seen,) = compared(RELEASE, place, listings, (meeting,), SECOND)
    assert (seen.meeting_id, seen.looked_at, seen.address) == (meeting.meeting_id, SECOND, place.address)
    return seen.verdict, seen.differs


def test_meeting_with_its_day_time_and_hall_is_listed():
    assert verdict(PLANNED, a_listing()) == (Verdict.LISTED, ())


@pytest.mark.parametrize(
    ("listing", "differs"),
    [
        (a_listing(start=time(18)), ("time: found 18:00, wanted 19:00",)),
        (a_listing(start=None), ("time: found none, wanted 19:00",)),
        (
            a_listing(text="Ward panel", place="Old Ford Hall"),
            ("hall: found Old Ford Hall, wanted Bow Library, 1 Roman Road, E3 5LU",),
        ),
        (
            a_listing(start=time(20), text="Ward panel"),
            ("time: found 20:00, wanted 19:00", "hall: found no such name, wanted Bow Library, 1 Roman Road, E3 5LU"),
        ),
        (
            a_listing(day=date(2027, 3, 24)),
            ("date: found Wednesday 24 March 2027, wanted Thursday 25 March 2027",),
        ),
        (a_listing(is_cancelled=True), ("state: found it cancelled, wanted it to be held",)),
        (a_listing(text="Ward panel CANCELLED, Bow Library"), ("state: found it cancelled, wanted it to be held",)),
    ],
)
def test_meeting_that_is_listed_wrongly_says_what_differs(listing, differs):
    assert verdict(PLANNED, listing) == (Verdict.WRONG, differs)


@pytest.mark.parametrize(
    "listing",
    [
        a_listing(day=date(2027, 5, 25)),
        a_listing(start=time(10), text="Street briefing at the station"),
        a_listing(day=date(2027, 3, 24), text="Page last changed on this day, about the ward panel", start=None),
        a_listing(day=date(2027, 4, 24), text="Ward panel at Bow Library"),
    ],
    ids=["two months off", "another kind of event", "a day without a time", "the ward's next meeting"],
)
def test_meeting_that_nobody_lists_is_missing(listing):
    assert verdict(PLANNED, listing) == (Verdict.MISSING, ())


def test_right_listing_among_wrong_ones_counts():
    assert verdict(PLANNED, a_listing(start=time(18)), a_listing()) == (Verdict.LISTED, ())


def test_moved_meeting_that_is_listed_on_its_old_day_alone_is_listed_wrongly():
    old = a_listing(day=date(2027, 3, 2), text="Ward panel, Bow Library")

    found, differs = verdict(MOVED, old)

    assert found is Verdict.WRONG
    assert differs[0] == "date: found Tuesday 2 March 2027, wanted Tuesday 30 March 2027"


def test_moved_meeting_that_is_listed_on_both_days_is_stale():
    new = a_listing(day=date(2027, 3, 30), start=time(18, 30), text="Ward panel, Town Hall")
    old = a_listing(day=date(2027, 3, 2), text="Ward panel, Bow Library")
    told = replace(old, text="Moved from this day: ward panel, Bow Library")

    assert verdict(MOVED, new, old) == (
        Verdict.STALE,
        ("date: also found Tuesday 2 March 2027, wanted it taken down",),
    )
    assert verdict(MOVED, new, told) == (Verdict.LISTED, ())


def test_cancelled_meeting_that_still_asks_people_to_come_is_stale():
    still = a_listing(day=date(2027, 11, 3), text="Ward panel, Bow Library")

    assert verdict(CANCELLED, still) == (Verdict.STALE, ("state: found it listed, wanted it cancelled",))
    assert verdict(CANCELLED, replace(still, text="CANCELLED: ward panel, Bow Library")) == (Verdict.GONE, ())
    assert verdict(CANCELLED, replace(still, is_cancelled=True)) == (Verdict.GONE, ())
    assert verdict(CANCELLED) == (Verdict.GONE, ())


def test_page_of_the_whole_borough_must_name_the_ward():
    bow = a_listing(text="Bow East ward panel, Bow Library")
    other = a_listing(text="Mile End ward panel, Bow Library")

    assert verdict(PLANNED, bow, place=BOROUGH) == (Verdict.LISTED, ())
    assert verdict(PLANNED, other, place=BOROUGH) == (Verdict.MISSING, ())


@pytest.mark.parametrize(
    ("hall", "text", "named"),
    [
        (HALL, "the BOW LIBRARY", True),
        (HALL, "at E3 5LU", True),
        (HALL, "at E35LU", True),
        (HALL, "Bow Road, library", True),
        (HALL, "Bow Road", False),
        (TOWN_HALL, "Hall of the town", True),
        (a_hall(name="St Ann’s", postcode=""), "st ann's", True),
        (a_hall(name="", postcode=""), "anything", False),
        (a_hall(name="বো লাইব্রেরি", postcode=""), "বো লাইব্রেরি, Bow", True),
    ],
)
def test_hall_is_named_by_its_postcode_or_the_words_of_its_name(hall, text, named):
    assert is_named(hall, text) is named


def test_verdicts_that_need_nobody_are_listed_and_gone():
    assert {one for one in Verdict if one.is_right} == {Verdict.LISTED, Verdict.GONE}
