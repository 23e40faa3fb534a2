"""The outbox's benchmark measures what it says: a first release, one move, and the same with nothing known."""

from __future__ import annotations

from benchmarks.outbox import due_among, fillings, in_six_languages, with_one_move
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at

PLAN = a_plan(
    *(
        a_meeting(meeting_id=f"2027-X-{number}", starts_at=at(day))
        for number, day in enumerate(("Mon 2027-05-03 19:00", "Tue 2027-10-05 19:00"))
    )
)


def test_move_fills_in_less_than_the_first_release_and_nothing_is_missing_where_all_is_made_anew():
    first, moved, anew = fillings(in_six_languages(a_borough()), PLAN)

    assert first.items > moved.items > 0
    assert anew.items == 0


def test_one_meeting_moves_and_no_other():
    kept = [one for one, other in zip(PLAN.meetings, with_one_move(PLAN).meetings, strict=True) if one == other]

    assert len(kept) == len(PLAN.meetings) - 1


def test_every_borough_is_asked_for_all_of_its_own():
    first, *_ = fillings(in_six_languages(a_borough()), PLAN)

    assert due_among(in_six_languages(a_borough()), PLAN, 2).items == first.items
