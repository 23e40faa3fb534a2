"""The forms for what people write down beside the records: what each asks, and the line that it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.evidence.actions import ActionState, action_states, ward_of
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import (
    ActionTurn,
    BoardAttendance,
    Noted,
    NotedLine,
    PanelPosts,
    Statement,
    Turn,
)
from scheduler.facts import Borough
from wardpanels.console.form_reading import FormRead, day_typed
from wardpanels.console.wording_for_staff import Names

Options = tuple[tuple[str, str], ...]
YES, NO, NOT_KNOWN = "yes", "no", ""


@dataclass(frozen=True, slots=True)
class NoteField:
    """One field of a form. `kind` is the macro that draws it: day, input, number, radios or select."""

    kind: str
    name: str
    label: str
    hint: str = ""
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers: the borough, the lines in force, the day, and the wards that somebody notes for.

    Edges: no `wards` are all of them
    """

    borough: Borough
    lines: tuple[NotedLine, ...]
    today: date
    wards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteForm:
    """One kind of note. Edges: `read` is only to be used where the form has nothing wrong afterwards"""

    noted: type[Noted]
    title: str
    says: str
    fields: Callable[[Offered], tuple[NoteField, ...]]
    read: Callable[[FormRead, Offered], Noted]
    words: Callable[[Any, Offered], str]


ON = NoteField("day", "on", "On which day was it so?", "Leave it blank for today.")


def typed_of(noted: Noted) -> dict[str, str]:
    """What the fields hold of a line that is to be put right."""
    typed: dict[str, str] = {}
    for name in type(noted).__dataclass_fields__:
        value = getattr(noted, name)
        if isinstance(value, date):
            typed |= {name: value.isoformat(), **day_typed(name, value)}
        elif isinstance(value, bool):
            typed[name] = YES if value else NO
        else:
            typed[name] = "" if value is None else str(value)
    return typed


def _posts_fields(known: Offered) -> tuple[NoteField, ...]:
    wards = ((each.code, each.name) for each in known.borough.wards if not known.wards or each.code in known.wards)
    return (
        NoteField("select", "ward_code", "Which ward’s panel?", options=tuple(wards)),
        NoteField("number", "chairs", "How many chairs does it have?"),
        NoteField("number", "vice_chairs", "How many vice chairs?"),
        NoteField("number", "secretaries", "How many secretaries?"),
        ON,
    )


def _posts(form: FormRead, known: Offered) -> PanelPosts:
    counts = [form.number(each.name, each.label, is_needed=True) or 0 for each in _posts_fields(known)[1:4]]
    code = form.choice("ward_code", _values(_posts_fields(known)[0]), "Choose a ward.")
    return PanelPosts(code, form.day("on", "The day") or known.today, *counts)


def _posts_words(posts: PanelPosts, known: Offered) -> str:
    counts = f"chairs {posts.chairs}, vice chairs {posts.vice_chairs}, secretaries {posts.secretaries}"
    return f"{Names(known.borough).ward(posts.ward_code)} on {day_of(posts.on)}: {counts}"


def _board_fields(known: Offered) -> tuple[NoteField, ...]:
    days = sorted((each.held_on for each in known.borough.board), reverse=True)
    came = ((YES, "Yes"), (NO, "No"), (NOT_KNOWN, "Not known yet"))
    return (
        NoteField("select", "held_on", "Which meeting of the board?", options=tuple((f"{d}", day_of(d)) for d in days)),
        NoteField(
            "day", "youth_invited_on", "When was the youth representative invited?", "Leave it blank if unknown."
        ),
        NoteField("radios", "youth_came", "Did the youth representative come?", options=came),
    )


def _board(form: FormRead, known: Offered) -> BoardAttendance:
    held = form.choice("held_on", _values(_board_fields(known)[0]), "Choose a meeting of the board.")
    invited = form.day("youth_invited_on", "The day of the invitation")
    came = {YES: True, NO: False}.get(form.text("youth_came"))
    if invited is None and came is None and not form.wrong:
        form.refuse([("youth_invited_on", "Type when they were invited, or say whether they came.")])
    return BoardAttendance(date.fromisoformat(held) if held else known.today, invited, came)


def _board_words(board: BoardAttendance, _: Offered) -> str:
    asked = f"invited on {day_of(board.youth_invited_on)}" if board.youth_invited_on else "not known when invited"
    came = {True: "came", False: "did not come", None: "not known whether they came"}[board.youth_came]
    return f"Board on {day_of(board.held_on)}, youth representative: {asked}, {came}"


def _statement_fields(known: Offered) -> tuple[NoteField, ...]:
    actions = (
        (a.action_id, _short(f"{a.action_id} {a.title or a.action}")) for a in known.borough.actions if not a.struck_out
    )
    return (
        NoteField("select", "action_id", "Which action of the plan?", options=tuple(actions)),
        NoteField("input", "says", "What was done?", "Do not name anybody."),
        NoteField(
            "input",
            "link",
            "Where can that be looked up?",
            "An address that begins with https://. Without it nothing turns green.",
        ),
        ON,
    )


def _statement(form: FormRead, known: Offered) -> Statement:
    action = form.choice("action_id", _values(_statement_fields(known)[0]), "Choose an action.")
    return Statement(action, form.day("on", "The day") or known.today, form.text("says"), form.text("link"))


def _statement_words(told: Statement, _: Offered) -> str:
    return f"Action {told.action_id} on {day_of(told.on)}: {told.says}{f' ({told.link})' if told.link else ''}"


def _turn_fields(known: Offered) -> tuple[NoteField, ...]:
    actions = tuple((each.action_id, _short(_of_action(each, known))) for each in _open_actions(known))
    turns = (
        (Turn.DONE, "It is done"),
        (Turn.MOVED, "It has another day"),
        (Turn.STRUCK, "Nobody is to do it any more"),
    )
    return (
        NoteField("select", "action_id", "Which action of a panel?", options=actions),
        NoteField("radios", "turn", "What became of it?", options=turns),
        NoteField("day", "due", "If it has another day, which?"),
        NoteField(
            "input", "because", "If it is not done, why?", "The minutes show it to everybody: do not name anybody."
        ),
        ON,
    )


def _turn(form: FormRead, known: Offered) -> ActionTurn:
    action = form.choice("action_id", _values(_turn_fields(known)[0]), "Choose an action.")
    turn = form.choice("turn", tuple(Turn), "Say what became of it.") or Turn.DONE
    is_moved = turn == Turn.MOVED
    due = form.day("due", "The new day", is_needed=is_moved)
    on, because = form.day("on", "The day") or known.today, form.text("because")
    return ActionTurn(action, Turn(turn), on, due if is_moved else None, "" if turn == Turn.DONE else because)


def _turn_words(turn: ActionTurn, known: Offered) -> str:
    state = next((each for each in action_states(known.lines, known.today) if each.action_id == turn.action_id), None)
    became = {
        Turn.DONE: "done",
        Turn.MOVED: f"moved to {day_of(turn.due) if turn.due else ''}",
        Turn.STRUCK: "struck out",
    }
    why = f": {turn.because}" if turn.because else ""
    return f"{_of_action(state, known) if state else turn.action_id}, {became[turn.turn]} on {day_of(turn.on)}{why}"


def _open_actions(known: Offered) -> Iterator[ActionState]:
    for each in action_states(known.lines, known.today):
        if not each.is_closed and (not known.wards or ward_of(each.meeting_id) in known.wards):
            yield each


def _of_action(state: ActionState, known: Offered) -> str:
    return f"{Names(known.borough).ward(ward_of(state.meeting_id))}: {state.what}"


def _short(words: str) -> str:
    return words if len(words) <= 70 else f"{words[:69]}…"


def _values(field: NoteField) -> Sequence[str]:
    return [value for value, _ in field.options]


NOTE_FORMS: Mapping[str, NoteForm] = {
    "action": NoteForm(
        ActionTurn, "What became of an action", "An action of a panel is done, has another day, or is struck out.",
        _turn_fields, _turn, _turn_words,
    ),
    "posts": NoteForm(
        PanelPosts, "Who a panel has", "Count the posts that a panel has filled. No name is kept.",
        _posts_fields, _posts, _posts_words,
    ),
    "board": NoteForm(
        BoardAttendance, "The youth representative at the board", "Whether they were invited, and came.",
        _board_fields, _board, _board_words,
    ),
    "statement": NoteForm(
        Statement, "An action of the plan was done", "For actions that no measure counts.",
        _statement_fields, _statement, _statement_words,
    ),
}  # fmt: skip
"""What people note, by the name in the address. Source: `scheduler.evidence.guards.GUARDS`, which judge each."""
