"""What may be told of getting in at a hall, and what a plan rests on that nobody has checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.basis import ACCESS, is_checked, is_told, on_unchecked_steps, unchecked
from scheduler.facts import Known
from scheduler.plan import MeetingState
from scheduler.release.public_places import hall_of
from scheduler.release.value import Access
from tests.scheduler.examples import a_borough, a_library, a_meeting, a_policy, a_venue


@pytest.mark.parametrize(
    ("basis", "counts"),
    [
        ("checked", True),
        ("Checked (sergeant)", True),
        ("SOURCED: the hall's own page", True),
        ("  sourced", True),
        ("", False),
        ("unsourced", False),
        ("unchecked", False),
        ("not checked", False),
        ("illustrative", False),
        ("stated by the caretaker, checked by nobody", False),
        ("checkedish", False),
    ],
)
def test_first_word_alone_decides_whether_a_basis_counts(basis, counts):
    assert is_checked(basis) == counts


@pytest.mark.parametrize("fact", ACCESS)
def test_fact_is_told_where_it_is_known_and_checked(fact):
    known = {"step_free": Known.NO, "hearing_loop": Known.YES, "accessible_toilet": Known.NO, "entrance": "Side door"}
    blank = {**dict.fromkeys(ACCESS, Known.UNKNOWN), "entrance": ""}
    told = a_venue(**known)
    doubted, silent = replace(told, checked=told.checked - {fact}), replace(told, **{fact: blank[fact]})

    assert [is_told(venue, fact) for venue in (told, doubted, silent)] == [True, False, False]
    assert unchecked((told, doubted, silent), fact) == (doubted, silent)
    assert hall_of(told).access == Access(**known)
    assert hall_of(doubted).access == hall_of(silent).access == Access(**{**known, fact: blank[fact]})


def test_plan_rests_on_what_is_unchecked_only_where_the_borough_requires_it_and_the_meeting_stands():
    borough = a_borough(venues=(a_venue(checked=frozenset({"entrance"})), a_library()))
    first, second, off = (
        a_meeting(meeting_id=f"2027-x-{number}", venue_id=hall, state=state)
        for number, (hall, state) in enumerate(
            (
                ("bow-centre", MeetingState.CONFIRMED),
                ("library", MeetingState.CONFIRMED),
                ("bow-centre", MeetingState.CANCELLED),
            )
        )
    )

    assert on_unchecked_steps(borough, (first, second, off)) == (first,)
    assert on_unchecked_steps(replace(borough, policy=a_policy(step_free_required=False)), (first,)) == ()
