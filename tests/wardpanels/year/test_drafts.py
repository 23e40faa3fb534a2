"""Two people at one draft, what was pinned by hand, and any draft brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.edit import NewTiming
from scheduler.errors import RefusedEdit, SettledMeeting, StaleRevision, UnknownName
from scheduler.period import calendar_year
from scheduler.pinned import PARTS, Pinned
from scheduler.posing import pinned, planning_problem
from scheduler.store import open_store
from tests.scheduler.examples import at, utc
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year
from wardpanels.year import adding, editing, replanning
from wardpanels.year.drafts import Signed, drafts_of, keep_draft, stored_draft
from wardpanels.year.planning import plan_borough, plan_problem

NOON = utc("2026-11-22 12:00")
LATER = utc("2026-11-22 12:05")
ANN, BOB = Signed("PS Ann", "the hall asked", 1), Signed("PC Bob", "", 1)
EARLIER_START = NewTiming(starts=time(18, 30))


@pytest.fixture
def store(database_url):
    store = open_store(database_url)
    keep_draft(store, the_problem().borough, the_year(), NOON)
    yield store
    store.close()


def newest(store):
    return stored_draft(store, the_problem().borough, the_problem().period)


def ann_moves(store, **more):
    return editing.move_meeting(store, the_problem(), bow(2), EARLIER_START, NOON, ANN, **more)


CHANGES = {
    "move": lambda store: editing.move_meeting(store, the_problem(), mile(2), EARLIER_START, LATER, BOB),
    "cancel": lambda store: editing.cancel_meeting(store, the_problem(), mile(2), LATER, None, BOB),
    "reinstate": lambda store: editing.reinstate_meeting(store, the_problem(), mile(2), LATER, BOB),
    "undo": lambda store: editing.undo_last(store, the_problem(), LATER, BOB),
    "restore": lambda store: editing.restore_draft(store, the_problem(), 1, LATER, BOB),
    "pin": lambda store: editing.pin_meeting(store, the_problem(), Pinned(mile(2)), LATER, BOB),
    "add": lambda store: adding.add_meeting(store, the_problem(), adding.ToAdd("bow-east"), NewTiming(), LATER, BOB),
    "plan": lambda store: keep_draft(store, the_problem().borough, the_year(), LATER, BOB),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_second_of_two_people_reads_what_the_first_did_and_changes_nothing(store, change):
    ann_moves(store)
    before = newest(store)

    with pytest.raises(StaleRevision) as stale:
        change(store)

    assert str(stale.value) == (
        "draft: found revision 2, wanted 1.\n"
        "- Revision 2 is by PS Ann, Sun 22 Nov 2026 12:00: the hall asked\n"
        f"- Bow East, {bow(2)}: moved from Thu 08 Apr 2027 19:00, Bow Centre to Thu 08 Apr 2027 18:30, Bow Centre\n"
        "Read the draft again and repeat the change."
    )
    assert newest(store) == before


def test_whoever_saw_the_newest_draft_is_let_through_and_is_remembered(store):
    ann_moves(store)

    editing.cancel_meeting(store, the_problem(), mile(2), LATER, None, replace(BOB, revision=2))

    lines = drafts_of(store, the_problem().borough, the_problem().period)
    assert [(line.revision, line.by, line.why, line.saved_at) for line in lines] == [
        (3, "PC Bob", "", LATER),
        (2, "PS Ann", "the hall asked", NOON),
        (1, "", "", NOON),
    ]
    assert [line.cost for line in lines] == [445, 505, 30]


def test_any_draft_comes_back_with_its_pins_and_that_can_be_taken_back(store):
    ann_moves(store, pin=PARTS)
    second = newest(store)
    editing.pin_meeting(store, the_problem(), Pinned(bow(2), ()), LATER)
    editing.restore_draft(store, the_problem(), 1, LATER)
    assert (newest(store).plan, newest(store).pins) == (the_year(), ())

    editing.restore_draft(store, the_problem(), 2, LATER, Signed("PC Bob", "after all"))
    assert (newest(store).plan, newest(store).pins) == (second.plan, second.pins)
    editing.undo_last(store, the_problem(), LATER)

    assert (newest(store).plan, newest(store).pins) == (the_year(), ())


def test_draft_that_never_was_is_not_known(store):
    with pytest.raises(UnknownName, match="found '7', wanted a number from 1 to 1"):
        editing.restore_draft(store, the_problem(), 7, LATER)


def test_what_is_cancelled_or_has_begun_cannot_be_pinned(store):
    editing.cancel_meeting(store, the_problem(), bow(2), NOON)
    for meeting, moment in ((bow(2), NOON), (bow(1), at("Thu 2027-01-14 20:00"))):
        with pytest.raises(SettledMeeting):
            editing.pin_meeting(store, the_problem(), Pinned(meeting), moment)


def test_part_of_a_meeting_is_pinned_and_let_go_of(store):
    assert editing.pin_meeting(store, the_problem(), Pinned(bow(2), ("date",)), NOON) == (Pinned(bow(2), ("date",)),)
    assert editing.pin_meeting(store, the_problem(), Pinned(bow(2), ("hall",)), NOON) == (Pinned(bow(2), ("hall",)),)
    assert editing.pin_meeting(store, the_problem(), Pinned(bow(2), ()), NOON) == ()


@pytest.mark.parametrize("seed", [0, pytest.param(6, marks=pytest.mark.thorough)])
def test_pins_stay_when_the_period_is_planned_and_replanned(seed):
    borough, store = tiny_borough(seed), open_store("memory:")
    problem = planning_problem(borough, calendar_year(2027))
    keep_draft(store, borough, plan_borough(borough, problem.period, threads=1).plan, NOON)
    chosen = stored_draft(store, borough, problem.period).plan.meetings[2]
    moved = _moved(store, problem, chosen.meeting_id)

    draft = stored_draft(store, borough, problem.period)
    again = plan_problem(pinned(problem, draft.plan, draft.pins), threads=1).plan
    keep_draft(store, borough, again, NOON)
    replanned = replanning.replan(store, problem, NOON, ()).replanned.plan

    for plan in (again, replanned):
        meeting = plan.meeting_by_id[chosen.meeting_id]
        now = (meeting.starts_at, meeting.venue_id, meeting.sergeant, meeting.ward_officers)
        assert now == (moved.starts_at, moved.venue_id, moved.sergeant, moved.ward_officers)
        assert len(plan.meeting_by_id) == len(plan.meetings)
    assert stored_draft(store, borough, problem.period).pins == draft.pins == (Pinned(chosen.meeting_id),)


def _moved(store, problem, meeting_id):
    """The meeting on the first other day that the rules allow at a price, pinned there."""
    draft = stored_draft(store, problem.borough, problem.period)
    others = adding.ranking(problem, draft.plan, meeting_id).best(400)
    dearest = max(others, key=lambda other: other.difference).meeting
    starts = dearest.starts_at.timetz().replace(tzinfo=None)
    new = NewTiming(dearest.held_on, starts, dearest.venue_id, dearest.sergeant, *dearest.ward_officers)
    edited = editing.move_meeting(store, problem, meeting_id, new, NOON, pin=PARTS)
    return edited.after.meeting_by_id[meeting_id]


def test_pin_that_a_rule_forbids_by_now_is_refused_before_any_search():
    problem = the_problem()
    shut = tuple(replace(venue, opening_hours="Mo 03:00-04:00") for venue in problem.borough.venues)

    with pytest.raises(RefusedEdit, match=bow(2)):
        pinned(the_problem(venues=shut), the_year(), (Pinned(bow(2)),))
