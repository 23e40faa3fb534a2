"""How a minuted action stands after what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scheduler.evidence.actions import ActionState, action_states
from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, Turn

ID = "2027-E05009317-1/2"
FIRST, SECOND, THIRD = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


def standing(*turns, on=THIRD):
    noted = (MinutedAction(ID, "2027-E05009317-1", "Fix the gate", "council", FIRST), *turns)
    lines = [NotedLine(number, datetime(2027, 3, 1, tzinfo=UTC), "x", each) for number, each in enumerate(noted, 1)]
    (state,) = action_states(lines, on)
    return state


def test_action_of_which_nothing_became_is_open_and_late_after_its_day():
    state = standing()

    assert state == ActionState(ID, "2027-E05009317-1", "Fix the gate", "council", FIRST, FIRST)
    assert (state.word, state.is_late(FIRST), state.is_late(SECOND)) == ("open", False, True)


def test_action_that_moved_keeps_its_first_day_and_counts_its_moves():
    state = standing(
        ActionTurn(ID, Turn.MOVED, FIRST, SECOND, "No parts."), ActionTurn(ID, Turn.MOVED, SECOND, THIRD, "Still none.")
    )

    assert (state.first_due, state.due, state.moves, state.word) == (FIRST, THIRD, 2, "open")
    assert (state.because, state.is_late(THIRD)) == ("Still none.", False)


def test_action_that_is_done_or_struck_out_is_closed_from_that_day_on():
    done = ActionTurn(ID, Turn.DONE, SECOND)
    struck = ActionTurn(ID, Turn.STRUCK, SECOND, because="Gone.")

    assert (standing(done).word, standing(done).closed_on) == ("done", SECOND)
    assert (standing(struck).word, standing(struck).because) == ("struck out", "Gone.")
    assert not standing(done, on=FIRST).is_closed
