"""Two years told of side by side: nothing that is still to come goes, and every old address leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.release.adjoining import with_years_beside
from scheduler.release.making import next_release
from tests.scheduler.examples import BOW_EAST, a_borough, a_meeting, a_plan, at, utc

TODAY = date(2027, 11, 26)


def released(*planned, year=2027, at_hour="2026-11-22 09:00"):
    plan = a_plan(*planned, first_day=date(year, 1, 1), last_day=date(year, 12, 31))
    return next_release(a_borough(), plan, None, utc(at_hour))


def this_year():
    return released(a_meeting(starts_at=at("Thu 2027-12-09 19:00")))


def next_year():
    meeting = a_meeting(meeting_id=f"2028-{BOW_EAST}-1", starts_at=at("Thu 2028-02-03 19:00"))
    return released(meeting, year=2028, at_hour="2027-11-20 09:00")


def ids(release):
    return [meeting.meeting_id for meeting in release.meetings]


@pytest.mark.parametrize("is_next_asked", [True, False])
def test_both_years_are_told_of_whichever_is_asked_for(is_next_asked):
    old, new = this_year(), next_year()

    told = with_years_beside(*((new, [old]) if is_next_asked else (old, [new])), TODAY)

    assert ids(told) == [f"2027-{BOW_EAST}-1", f"2028-{BOW_EAST}-1"]
    assert (told.first_day, told.last_day, told.released_at) == (date(2027, 1, 1), date(2028, 12, 31), new.released_at)


def test_a_year_goes_a_month_after_its_last_meeting():
    old, new = this_year(), next_year()

    assert ids(with_years_beside(new, [old], date(2028, 1, 9))) == [f"2027-{BOW_EAST}-1", f"2028-{BOW_EAST}-1"]
    assert with_years_beside(new, [old], date(2028, 1, 10)) is new


def test_a_ward_that_was_renamed_between_the_years_is_found_under_its_old_name():
    old, new = this_year(), next_year()
    renamed = tuple(replace(w, slug="old-ford", name="Old Ford") if w.code == BOW_EAST else w for w in new.wards)

    told = with_years_beside(replace(new, wards=renamed), [old], TODAY)

    ward = told.ward_by_code[BOW_EAST]
    assert (ward.slug, ward.old_slugs) == ("old-ford", ("bow-east",))


def test_a_ward_that_the_new_year_no_longer_has_keeps_its_page():
    old, new = this_year(), next_year()
    without = replace(new, wards=tuple(w for w in new.wards if w.code != BOW_EAST), meetings=())

    told = with_years_beside(without, [old], TODAY)

    assert told.ward_by_code[BOW_EAST].slug == "bow-east"
    assert ids(told) == [f"2027-{BOW_EAST}-1"]


def test_a_ward_under_a_new_code_takes_on_the_meetings_of_its_name():
    old, new = this_year(), next_year()
    coded = tuple(replace(w, code="E05999999") if w.code == BOW_EAST else w for w in new.wards)
    meetings = tuple(replace(m, ward_code="E05999999") for m in new.meetings)

    told = with_years_beside(replace(new, wards=coded, meetings=meetings), [old], TODAY)

    assert {meeting.ward_code for meeting in told.meetings} == {"E05999999"}
    assert len({ward.slug for ward in told.wards}) == len(told.wards)
