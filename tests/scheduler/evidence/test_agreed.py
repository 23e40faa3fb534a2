"""What a panel agreed, as lines, and as lines that take the place of others."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scheduler.errors import RefusedRecord
from scheduler.evidence.agreed import TAKEN_OUT, Agreed, AgreedAction, Owner, agreed_lines
from scheduler.evidence.lines import (
    ActionTurn,
    MinutedAction,
    NewLine,
    NotedLine,
    PrioritiesAgreed,
    Turn,
    in_force,
)
from scheduler.records import MeetingRecord, recorded
from tests.scheduler.examples import a_meeting

MEETING = a_meeting()
ID, DAY = MEETING.meeting_id, MEETING.held_on
LATER = date(2027, 4, 9)
GATE, LAMP, BIN = (AgreedAction(what, Owner.COUNCIL, LATER) for what in ("Fix the gate", "Mend the lamp", "Add a bin"))


def minuted(number, action):
    return MinutedAction(f"{ID}/{number}", ID, action.what, action.owner or "", action.due)


def written(*tellings, was_held=True):
    """All lines after several tellings, as a store keeps them."""
    lines = []
    for agreed in tellings:
        for line in agreed_lines(MEETING, agreed, in_force(lines), LATER, was_held=was_held):
            at = datetime(2027, 4, 9, tzinfo=UTC)
            lines.append(NotedLine(len(lines) + 1, at, "secretary", line.noted, line.replaces))
    return lines


def standing(*tellings):
    return [line.noted for line in in_force(written(*tellings))]


def test_priorities_and_actions_become_lines_that_name_the_meeting():
    agreed = Agreed(("Bikes", "Noise"), (GATE, AgreedAction("Ask the school")))

    assert agreed_lines(MEETING, agreed, (), LATER, was_held=True) == (
        NewLine(PrioritiesAgreed(ID, MEETING.ward_code, DAY, ("Bikes", "Noise"))),
        NewLine(minuted(1, GATE)),
        NewLine(MinutedAction(f"{ID}/2", ID, "Ask the school", "", None)),
    )


def test_correction_takes_the_place_of_the_earlier_lines():
    before, after = Agreed(("Bikes",), (GATE, LAMP)), Agreed(("Noise",), (BIN, LAMP))

    assert standing(before, after) == [
        PrioritiesAgreed(ID, MEETING.ward_code, DAY, ("Noise",)),
        minuted(1, BIN),
        minuted(2, LAMP),
    ]


def test_correction_that_tells_nothing_of_what_was_agreed_leaves_it():
    told = Agreed(("Bikes",), (GATE,))

    assert standing(told, Agreed()) == standing(told)


def test_action_that_a_correction_tells_no_more_is_struck_out_and_its_number_is_never_given_again():
    lines = standing(Agreed((), (GATE, LAMP)), Agreed((), (GATE,)), Agreed((), (GATE, BIN)))

    assert lines == [
        minuted(2, LAMP),
        ActionTurn(f"{ID}/2", Turn.STRUCK, LATER, because=TAKEN_OUT),
        minuted(1, GATE),
        minuted(3, BIN),
    ]


def test_meeting_that_turns_out_not_to_have_been_held_agreed_on_nothing():
    told = written(Agreed(("Bikes",), (GATE,)))
    taken_back = agreed_lines(MEETING, Agreed(), told, LATER, was_held=False)

    assert taken_back == (
        NewLine(PrioritiesAgreed(ID, MEETING.ward_code, DAY, ()), replaces=1),
        NewLine(ActionTurn(f"{ID}/1", Turn.STRUCK, LATER, because=TAKEN_OUT)),
    )
    assert agreed_lines(MEETING, Agreed(), (), LATER, was_held=False) == ()


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        (Agreed((" ",)), "found the priority ' ', wanted words on one line, at most 300 letters"),
        (Agreed(("a\nb",)), "found the priority 'a\\nb', wanted words on one line, at most 300 letters"),
        (Agreed(("Bikes", "bikes")), "found the same priority twice, wanted each once"),
        (Agreed(tuple(map(str, range(31)))), "found 31 of: priority, wanted 30 at most"),
        (
            Agreed((), (AgreedAction("Fix the gate", Owner.COUNCIL, date(2027, 3, 24)),)),
            "found the action 'Fix the gate' due on 24 March 2027, "
            "wanted 25 March 2027 or later, the meeting's own day",
        ),
    ],
)
def test_what_cannot_have_been_agreed_is_refused(agreed, words):
    with pytest.raises(RefusedRecord) as refused:
        recorded(MEETING, None, MeetingRecord(ID, 5), MEETING.ends_at, corrects=False, agreed=agreed)

    assert str(refused.value) == f"record of {ID}: {words}"


def test_action_may_be_due_on_the_day_of_the_meeting():
    agreed = Agreed((), (AgreedAction("Fix the gate", None, DAY),))

    assert recorded(MEETING, None, MeetingRecord(ID, 5), MEETING.ends_at, corrects=False, agreed=agreed)
