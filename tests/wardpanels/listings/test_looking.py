"""Which meetings are looked for, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.publishers.carriers.peers import Reply, web_peer
from tests.publishers.examples import BOW, MILE_END, a_release
from tests.scheduler.examples import a_borough, a_ward
from tests.wardpanels.sources.test_web import Time, an_asker
from wardpanels.faults import CannotUse
from wardpanels.listings.looking import Round, look, place_of
from wardpanels.listings.seen import ListingPlace, Verdict

WARDS = (
    a_ward(code=BOW.code, name=BOW.name, slug=BOW.slug, police_uk_id="E05009317N"),
    a_ward(code=MILE_END.code, name=MILE_END.name, slug=MILE_END.slug),
)
BOROUGH = a_borough(wards=WARDS)
MOVED = "2027-E05009328-1"  # from 2 March to 30 March


def a_round(at: datetime, police_uk: str = "", **facts) -> Round:
    return Round(an_asker(Time()), BOROUGH, a_release(), at, police_uk=police_uk, **facts)


def morning(year, month, day):
    return datetime(year, month, day, 9, tzinfo=UTC)


def test_meetings_of_the_days_to_come_are_looked_for_and_no_others():
    found = a_round(morning(2027, 4, 20), days=28).meetings(None)

    assert [meeting.held_on for meeting in found] == [date(2027, 4, 24), date(2027, 5, 10)]


def test_meeting_that_moved_out_of_the_days_to_come_is_looked_for_on_its_old_day():
    found = a_round(morning(2027, 2, 20), days=14).meetings(WARDS[1])

    assert [meeting.meeting_id for meeting in found] == [MOVED]


@pytest.mark.parametrize(
    ("events", "verdicts"),
    [
        ([], []),
        ([{"title": "Ward panel", "address": "Bow Library", "start_date": "2027-03-02T19:00:00"}], [Verdict.WRONG]),
    ],
    ids=["not listed yet", "listed on its old day"],
)
def test_meeting_that_moved_further_off_need_not_be_listed_but_its_old_day_must_be_gone(events, verdicts):
    def reply(request):
        located = {"force": "metropolitan", "neighbourhood": "M1"}
        return Reply(body=located if "locate" in request.path else events)

    with web_peer(reply) as peer:
        report = look(a_round(morning(2027, 2, 20), peer.url, days=14), WARDS[1])

    assert [seen.verdict for seen in report.seen] == verdicts


def test_checked_neighbourhood_is_not_looked_up_and_one_that_is_looked_up_is_said_to_be_unchecked():
    def reply(request):
        return Reply(body={"force": "metropolitan", "neighbourhood": "M1"} if "locate" in request.path else [])

    with web_peer(reply) as peer:
        report = look(a_round(morning(2027, 3, 20), peer.url, days=28))

    paths = [request.path.partition("?")[0] for request in peer.asked]
    assert paths == ["/metropolitan/E05009317N/events", "/locate-neighbourhood", "/metropolitan/M1/events"]
    assert [(found.ward.name, found.neighbourhood, found.is_checked) for found in report.looked_up] == [
        ("Mile End", "M1", False)
    ]


def test_pages_of_a_ward_stand_in_its_row_and_those_of_the_borough_are_given():
    with web_peer(lambda request: Reply(body="<p>None</p>", headers={"Content-Type": "text/html"})) as peer:
        wards = (replace(WARDS[0], listed_at=(f"{peer.url}/bow",)), WARDS[1])
        borough = replace(BOROUGH, wards=wards)
        pages = (place_of(borough, f"mile-end={peer.url}/mile-end"), place_of(borough, f"{peer.url}/all?a=b"))
        report = look(replace(a_round(morning(2027, 3, 20)), borough=borough, pages=pages))

    assert {(seen.ward_code, seen.address.removeprefix(peer.url)) for seen in report.seen} == {
        (BOW.code, "/bow"),
        (MILE_END.code, "/mile-end"),
        (BOW.code, "/all?a=b"),
        (MILE_END.code, "/all?a=b"),
    }


def test_page_may_be_typed_with_its_ward_or_alone():
    assert place_of(BOROUGH, "Bow East=https://x.example/a=b") == ListingPlace(
        "web page", "https://x.example/a=b", BOW.code
    )
    assert place_of(BOROUGH, "https://x.example/a=b") == ListingPlace("web page", "https://x.example/a=b")
    with pytest.raises(CannotUse):
        place_of(BOROUGH, "bow-east=x.example")
