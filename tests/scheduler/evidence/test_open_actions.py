"""Which minuted actions are still open, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scheduler.evidence.actions import action_states, open_in_ward
from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, Turn

WARD, OTHER = "E05009317", "E05009318"
AT = datetime(2027, 3, 2, 21, tzinfo=UTC)
MARCH, APRIL, MAY = date(2027, 3, 30), date(2027, 4, 30), date(2027, 5, 30)


def an_action(number: int, due: date | None = MARCH, ward: str = WARD) -> MinutedAction:
    return MinutedAction(f"2027-{ward}-1/{number}", f"2027-{ward}-1", f"Thing {number}", "sergeant", due)


def a_turn(number: int, turn: Turn, due: date | None = None) -> ActionTurn:
    return ActionTurn(f"2027-{WARD}-1/{number}", turn, date(2027, 3, 20), due, "A reason.")


def lines(*noted):
    return [NotedLine(number, AT, "clerk", each) for number, each in enumerate(noted, 1)]


def open_actions(told, ward, on=MAY):
    return open_in_ward(action_states(told, on), ward)


def test_action_is_open_until_it_is_done_or_struck_out():
    found = open_actions(
        lines(*map(an_action, (1, 2, 3)), a_turn(1, Turn.DONE), a_turn(2, Turn.STRUCK)),
        WARD,
    )

    assert [(one.action_id[-1], one.due) for one in found] == [("3", MARCH)]


def test_moved_action_is_due_on_its_last_day_and_says_how_often_it_moved():
    found = open_actions(lines(an_action(1), a_turn(1, Turn.MOVED, APRIL), a_turn(1, Turn.MOVED, MAY)), WARD)

    assert [(one.due, one.first_due, one.moves) for one in found] == [(MAY, MARCH, 2)]


def test_action_that_was_done_and_then_moved_is_open_again():
    (found,) = open_actions(lines(an_action(1), a_turn(1, Turn.DONE), a_turn(1, Turn.MOVED, MAY)), WARD)

    assert found.due == MAY


def test_actions_of_the_ward_alone_come_the_first_due_first_and_those_without_a_day_last():
    told = lines(an_action(1, None), an_action(2, MAY), an_action(3, APRIL), an_action(4, ward=OTHER))

    assert [one.action_id[-1] for one in open_actions(told, WARD)] == ["3", "2", "1"]


def test_action_is_late_from_the_day_after_its_day():
    (found,) = open_actions(lines(an_action(1)), WARD)
    (without,) = open_actions(lines(an_action(1, None)), WARD)

    assert [found.is_late(day) for day in (MARCH, date(2027, 3, 31))] == [False, True]
    assert not without.is_late(MAY)
