"""Wards, halls and officers are known by what people call them, and a slip of the hand is answered with a guess."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import SharedName, UnknownName, near_names
from scheduler.facts import Role
from scheduler.names import hall_named, officer_named, staff_words, ward_named
from scheduler.reading import read_borough
from tests.scheduler.examples import a_borough, an_officer

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def tower_hamlets():
    return read_borough(DATA)


def test_every_ward_is_known_by_its_code_slug_and_name_in_any_case(tower_hamlets):
    for ward in tower_hamlets.wards:
        for typed in (ward.code, ward.slug, ward.name):
            assert {ward_named(tower_hamlets, each) for each in (typed, typed.upper(), f" {typed.lower()}")} == {ward}


def test_ward_is_known_by_what_it_was_called_unless_another_is_called_so_today():
    east, mile_end, *rest = a_borough().wards
    east = replace(east, old_slugs=("bow-north", "bow-roman", mile_end.slug))
    borough = replace(a_borough(), wards=(east, replace(mile_end, old_slugs=("bow-roman",)), *rest))

    assert ward_named(borough, "Bow-North") == east
    assert ward_named(borough, mile_end.slug).code == mile_end.code
    with pytest.raises(SharedName, match=f"one of {east.code}, {mile_end.code}"):
        ward_named(borough, "bow-roman")


def test_every_hall_is_known_by_its_id_and_name_in_any_case(tower_hamlets):
    for hall in tower_hamlets.venues:
        for typed in (hall.venue_id, hall.name):
            assert {hall_named(tower_hamlets, each) for each in (typed, typed.upper(), typed.lower())} == {hall}


def test_every_officer_is_known_by_id_and_name_in_any_case(tower_hamlets):
    for officer in tower_hamlets.officers:
        for typed in (officer.officer_id, officer.name):
            assert {officer_named(tower_hamlets, each) for each in (typed, typed.upper(), typed.lower())} == {officer}


def test_apostrophe_of_a_word_processor_is_an_apostrophe(tower_hamlets):
    assert ward_named(tower_hamlets, "St Dunstan\u2019s").slug == "st-dunstans"


def test_name_that_two_officers_share_is_answered_with_their_ids():
    first, second, *rest = a_borough().officers
    borough = replace(a_borough(), officers=(first, replace(second, name=first.name), *rest))

    with pytest.raises(UnknownName) as told:
        officer_named(borough, first.name)

    ids = f"{first.officer_id}, {second.officer_id}"
    assert str(told.value) == f"officer: found {first.name!r}, wanted one of {ids}, which share that name"
    assert officer_named(borough, second.officer_id).officer_id == second.officer_id


@pytest.mark.parametrize(
    ("named", "typed", "told"),
    [
        (ward_named, "Limehose", "ward: found 'Limehose', wanted a known ward: did you mean limehouse?"),
        (
            hall_named,
            "Limehouse Yuth Center",
            "hall: found 'Limehouse Yuth Center', wanted a known hall: did you mean Limehouse Youth Centre?",
        ),
        (hall_named, "zzz", "hall: found 'zzz', wanted a hall's id or name in venues.csv"),
    ],
    ids=["a letter left out", "two slips", "nothing like it"],
)
def test_unknown_name_is_answered_with_a_guess_in_the_place_of_a_long_list(tower_hamlets, named, typed, told):
    with pytest.raises(UnknownName) as refused:
        named(tower_hamlets, typed)

    assert str(refused.value) == told


def test_part_of_a_name_is_near_to_it(tower_hamlets):
    slugs = [ward.slug for ward in tower_hamlets.wards]

    assert near_names("wapping", slugs) == ("st-katharines-wapping",)
    assert near_names("Bow", slugs) == ("bow-east", "bow-west")


def test_nothing_typed_is_near_to_nothing():
    assert near_names(" ", ["bow-east", "bow-west"]) == ()


def test_staff_are_said_by_name_and_role_and_who_is_not_known_by_id():
    borough = a_borough(
        officers=(an_officer("dwo-1", Role.DWO, name="PC A. Rahman"), an_officer("r-1", Role.PUBLIC_REALM, name=""))
    )

    assert staff_words(borough, ("dwo-1", "r-1", "gone")) == "PC A. Rahman (DWO), r-1 (public realm), gone"
