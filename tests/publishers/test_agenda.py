"""The agenda for officers for streets and public spaces: what a panel talks of, and what it still waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from publishers.channels import agenda
from publishers.letters import letter_in
from publishers.pieces import pieces
from scheduler.evidence.meeting_facts import StillOpen
from scheduler.facts import Priority, Role
from scheduler.plan import MeetingState
from tests.publishers.examples import HOSTILE, HOSTILE_LINE, a_meeting, a_release

BOW = "2027-E05009317-1"
STILL = "What the panel asked for, and is still open:"


def text(**facts) -> str:
    state = {"state": facts.pop("state")} if "state" in facts else {}
    meeting = a_meeting(BOW, "Thu 2027-03-25 19:00", attending=(Role.SERGEANT, Role.PUBLIC_REALM))
    release = a_release(meetings=(replace(meeting, **state),), changes=(), **facts)
    (piece,) = pieces(agenda.copies(release))
    return letter_in(piece.artifacts, "en").text


def test_what_is_still_open_stands_below_the_agenda_newest_first():
    asked = (
        Priority("E05009317", date(2026, 6, 1), "Litter in Roman Road"),
        Priority("E05009317", date(2026, 9, 1), "Noise at night"),
        Priority("E05009317", date(2026, 8, 1), "Bike theft", "The team marked 40 bikes."),
        Priority("E05009328", date(2026, 9, 1), "Cars that race"),
    )

    assert (
        f"\n\n{STILL}\n"
        "- Noise at night (asked for on Tuesday 1 September 2026)\n"
        "- Litter in Roman Road (asked for on Monday 1 June 2026)\n\n"
        "More about this meeting:"
    ) in text(priorities=asked)


def test_examples_are_called_examples():
    assert "- Noise at night (asked for on Tuesday 1 September 2026)\nSome of these are examples." in text()


def test_nothing_open_is_not_spoken_of():
    done = (Priority("E05009317", date(2026, 8, 1), "Bike theft", "The team marked 40 bikes."),)

    assert STILL not in text(priorities=done)
    assert STILL not in text(priorities=())


def test_before_a_poll_and_for_a_cancelled_meeting_nothing_is_said_of_it():
    assert STILL not in text(is_neutral=True)
    assert STILL not in text(state=MeetingState.CANCELLED)


def test_open_actions_of_the_ward_stand_above_what_the_panel_asked_for():
    gate = StillOpen("E05009317", date(2027, 1, 14), "Fix the gate", "council", date(2027, 2, 4))
    ask = StillOpen("E05009317", date(2027, 1, 14), "Ask the\nschool")
    other = StillOpen("E05009328", date(2027, 1, 14), "Mend the lamp")

    said = text(open_actions=(gate, ask, other), priorities=())

    assert (
        "\n\nActions that are still open:\n"
        "- Fix the gate, the council, by Thursday 4 February 2027 (agreed on Thursday 14 January 2027)\n"
        "- Ask the school (agreed on Thursday 14 January 2027)\n\n"
        "More about this meeting:"
    ) in said
    assert "Fix the gate" not in text(open_actions=(gate,), is_neutral=True)
    assert "Fix the gate" not in text(open_actions=(gate,), state=MeetingState.CANCELLED)


def test_hostile_words_stay_on_their_line():
    assert f"- {HOSTILE_LINE.replace('@', '(at)')} (asked" in text(
        priorities=(Priority("E05009317", date(2026, 9, 1), HOSTILE),)
    )
