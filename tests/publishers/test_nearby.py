"""What a ward's page offers beside its next meeting, and where the names of halls lead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publishers import hall_names, postcodes
from publishers.pages import nearby
from publishers.pages.standing import by_ward
from scheduler.facts import Known
from scheduler.place import Position
from scheduler.policy import Session
from scheduler.release.edition import Edition
from scheduler.release.value import PostcodeArea
from tests.publishers.examples import BOW, HALL, MILE_END, a_hall, a_meeting, a_release, with_facts

FAR_WARD = replace(BOW, code="E05009400", slug="far", neighbours=())
STEPS = with_facts(HALL, step_free=Known.NO)
NEXT = a_meeting("2027-E05009328-1", "Tue 2027-03-02 19:00", hall=STEPS)
DAYTIME = {"session": Session.WEEKDAY_DAYTIME, "hall": STEPS}
WEEKEND = {"session": Session.WEEKEND_DAYTIME, "hall": STEPS}


def offered(*others):
    return [
        (each.meeting.meeting_id, each.fits) for each in nearby.offers(MILE_END, NEXT, nearby.firsts((NEXT, *others)))
    ]


def test_wish_is_met_by_the_ward_s_own_meeting_before_an_earlier_one_beside_it_and_by_that_before_one_far_off():
    far = a_meeting("2027-E05009400-1", "Wed 2027-03-03 14:00", **DAYTIME)
    beside = a_meeting("2027-E05009317-1", "Thu 2027-03-04 14:00", **DAYTIME)
    own = a_meeting("2027-E05009328-2", "Fri 2027-05-07 14:00", **DAYTIME)

    assert offered(far, beside, own) == [("2027-E05009328-2", ("In the daytime",))]
    assert offered(far, beside) == [("2027-E05009317-1", ("In the daytime",))]
    assert offered(far) == [("2027-E05009400-1", ("In the daytime",))]


def test_one_meeting_may_meet_several_wishes_and_one_that_is_off_meets_none():
    weekend = a_meeting("2027-E05009317-1", "Sat 2027-03-06 11:00", **{**WEEKEND, "hall": HALL})
    cancelled = replace(weekend, state=a_release().meetings[6].state)

    fits = ("In the daytime", "At the weekend", "Without steps at the door")
    assert offered(weekend) == [("2027-E05009317-1", fits)]
    assert offered(cancelled) == []


def test_what_the_next_meeting_has_itself_is_not_offered_nor_what_nobody_has_checked():
    unchecked = with_facts(HALL, step_free=Known.UNKNOWN)
    evening = a_meeting("2027-E05009317-1", "Thu 2027-03-04 19:00", hall=unchecked)

    assert offered(evening) == []


def test_ward_beside_is_named_with_its_next_meeting_that_is_on_or_without_one():
    release = a_release()
    stands = by_ward(release, release.meetings[5].held_on)

    ((code, meeting),) = nearby.beside(MILE_END, release.wards, stands)
    ((_, nothing),) = nearby.beside(BOW, release.wards, stands)

    assert (code, meeting.meeting_id, nothing) == (BOW.code, "2027-E05009317-3", None)


@pytest.mark.parametrize(
    ("position", "told"),
    [
        (Position.DOOR, "51.5301,-0.0312"),
        (Position.POSTCODE, "51.5301,-0.0312"),
        (Position.WARD, ""),
        (Position.UNKNOWN, ""),
    ],
)
def test_distance_is_told_to_a_door_or_the_middle_of_a_postcode_and_never_of_a_ward(position, told):
    assert nearby.place(a_hall(position=position)) == told


def test_name_of_a_hall_leads_to_the_next_meeting_there_or_to_the_ward_that_met_there_last():
    edition = replace(Edition.of(a_release(meetings=a_release().meetings[4:])), now=datetime(2027, 6, 20, tzinfo=UTC))

    (recipe,) = hall_names.recipes(edition)

    assert json.loads(recipe.make()) == {
        "halls": [["Bow Library", "meetings/2027-E05009317-3/"], ["Town Hall", "wards/mile-end/"]]
    }


def test_postcode_s_file_says_where_its_middle_is_if_the_release_knows_it():
    areas = (
        PostcodeArea("E3", BOW.code, "2AA 2AB", "515301,-312 515302,-310"),
        PostcodeArea("E3", MILE_END.code, "4AA"),
    )

    (file,) = postcodes.publish(a_release(postcodes=areas))

    assert json.loads(file.content)["at"] == {"2AA": [51.5301, -0.0312], "2AB": [51.5302, -0.031]}
