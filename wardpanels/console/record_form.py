"""The form that says how a meeting went: from what was typed to an account of it, and back for a correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.evidence.agreed import MOST_AGREED, NOTHING_TOLD, Agreed, AgreedAction, Owner
from scheduler.evidence.bands import AgeBand, band_named, in_age_order
from scheduler.evidence.lines import Turn
from scheduler.evidence.meeting_facts import Agreement
from scheduler.facts import Role
from scheduler.reasons import OTHER, WHY_NOT_HELD
from scheduler.records import MeetingRecord
from wardpanels.console.form_reading import FormRead, day_typed
from wardpanels.year.recording import Account

HELD = "held"
OUTCOMES = (
    (HELD, "It was held"),
    *((reason.code, reason.sentence.rstrip(".")) for reason in WHY_NOT_HELD),
    (OTHER, "It was not held, for another reason"),
)
USUAL_AGES = ("under 18", "18-29", "30-44", "45-64", "65 and over")
AGES = "ages-"
FEWEST_ROWS, MORE_ROWS = 2, 3


@dataclass(frozen=True, slots=True)
class RecordTyped:
    """What the fields hold. Edges: `rows` is how many actions there is room for"""

    typed: Mapping[str, str]
    roles: tuple[str, ...] = ()
    stood_in: tuple[str, ...] = ()
    ages: tuple[tuple[str, str], ...] = ()
    rows: int = FEWEST_ROWS

    @property
    def is_detailed(self) -> bool:
        """Whether something is in the part of the form that may be left out."""
        beside = ("first_timers", "apologies", "priorities", *(name for name, _ in self.ages))
        rows = (f"action-{row}-what" for row in range(1, self.rows + 1))
        return bool(self.stood_in) or any(self.typed.get(name) for name in (*beside, *rows))


def first_form(planned: Sequence[Role]) -> RecordTyped:
    """The form of a meeting that nobody has recorded: held, with the roles that were planned."""
    return RecordTyped({"outcome": HELD}, tuple(planned), ages=_ages(USUAL_AGES))


def form_of(record: MeetingRecord, agreed: Agreed) -> RecordTyped:
    """The form of a meeting as it is recorded."""
    outcome, why = HELD, ""
    if record.not_held is not None:
        outcome, _, why = record.not_held.partition(": ")
    names = tuple(band.name for band in record.ages or ()) or USUAL_AGES
    typed = {"outcome": outcome, "why": why, "priorities": "\n".join(agreed.priorities)}
    for name in ("residents", "first_timers", "apologies"):
        number = getattr(record, name)
        typed[name] = "" if number is None else str(number)
    typed |= {_age_field(band.name): str(band.people) for band in record.ages or ()}
    for row, action in enumerate(agreed.actions, 1):
        typed |= {f"action-{row}-what": action.what, f"action-{row}-owner": action.owner or ""}
        typed |= day_typed(f"action-{row}-due", action.due)
    rows = max(FEWEST_ROWS, len(agreed.actions) + 1)
    return RecordTyped(typed, tuple(record.roles or ()), record.stood_in, _ages(names), rows)


def form_again(form: FormRead) -> RecordTyped:
    """The form as it was typed, with room for more actions where that was asked for."""
    rows = _rows(form) + (MORE_ROWS if form.text("more") else 0)
    ages = _ages([name for name, _ in _age_fields(form)] or USUAL_AGES)
    roles, stood_in = (form.chosen(name, tuple(Role)) for name in ("roles", "stood_in"))
    return RecordTyped(form.typed, roles, stood_in, ages, min(rows, MOST_AGREED))


def account_typed(form: FormRead, meeting_id: str, by: str, stands: Agreed) -> Account:
    """What was typed of a meeting. It is only to be used where `form` has nothing wrong.

    Edges: what was agreed is told only where it is not what `stands` already, so that it is not written twice
    """
    outcome = form.choice("outcome", [code for code, _ in OUTCOMES], "Choose what happened.")
    if outcome not in ("", HELD):
        return _not_held(form, meeting_id, by, outcome)
    came = form.number("residents", "How many residents came", is_needed=True)
    new = form.number("first_timers", "How many came for the first time")
    record = MeetingRecord(
        meeting_id,
        came,
        new,
        tuple(map(Role, form.chosen("roles", tuple(Role)))),
        ages=_ages_typed(form),
        stood_in=tuple(map(Role, form.chosen("stood_in", tuple(Role)))),
        apologies=form.number("apologies", "How many sent apologies"),
    )
    return Account(record, _agreed(form, stands), by)


def agreed_before(agreement: Agreement) -> Agreed:
    """What a meeting agreed, as it was minuted. Edges: without what was struck out"""
    actions = (
        AgreedAction(each.what, Owner(each.owner) if each.owner in set(Owner) else None, each.first_due)
        for each in agreement.actions
        if each.turn is not Turn.STRUCK
    )
    return Agreed(agreement.priorities, tuple(actions))


def _not_held(form: FormRead, meeting_id: str, by: str, outcome: str) -> Account:
    if form.text("residents"):
        came = f"You typed that {form.text('residents')} came."
        form.refuse([("residents", f"{came} Take that out, or choose “It was held”.")])
    why = form.text("why")
    if outcome == OTHER and not why:
        form.refuse([("why", "Type why it was not held.")])
    return Account(MeetingRecord(meeting_id, not_held=f"{OTHER}: {why}" if outcome == OTHER else outcome), by=by)


def _agreed(form: FormRead, stands: Agreed) -> Agreed:
    told = Agreed(form.lines("priorities"), tuple(_actions(form)))
    for name, now, before in (
        ("priorities", told.priorities, stands.priorities),
        ("action-1-what", told.actions, stands.actions),
    ):
        if before and not now:
            form.refuse([(name, "Leave one here at least: what was agreed can be changed, not taken away.")])
    return replace(
        NOTHING_TOLD,
        priorities=() if told.priorities == stands.priorities else told.priorities,
        actions=() if told.actions == stands.actions else told.actions,
    )


def _actions(form: FormRead) -> Iterator[AgreedAction]:
    for row in range(1, _rows(form) + 1):
        name = f"action-{row}"
        what, owner = form.text(f"{name}-what"), form.text(f"{name}-owner")
        due = form.day(f"{name}-due", "The day by which it is to be done")
        if what:
            yield AgreedAction(what, Owner(owner) if owner in set(Owner) else None, due)
        elif owner or due:
            form.refuse([(f"{name}-what", "Type what is to be done.")])


def _rows(form: FormRead) -> int:
    """How many rows of actions were sent. Edges: a gap ends nothing, and no more are read than may be agreed"""
    sent = [row for row in range(1, MOST_AGREED + 1) if f"action-{row}-what" in form.form]
    return max(sent, default=FEWEST_ROWS)


def _ages_typed(form: FormRead) -> tuple[AgeBand, ...] | None:
    told = [
        AgeBand(name, number)
        for name, field in _age_fields(form)
        if (number := form.number(field, f"How many were {name}")) is not None
    ]
    return in_age_order(told) if told else None


def _age_fields(form: FormRead) -> Iterator[tuple[str, str]]:
    """The ages that the form asked for, by name and field. Edges: what is no age is nobody's field"""
    for field in form.form:
        if field.startswith(AGES):
            try:
                yield band_named(field.removeprefix(AGES).replace("_", " ")), field
            except ValueError:
                continue


def _ages(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((_age_field(name), name) for name in names)


def _age_field(name: str) -> str:
    return AGES + name.replace(" ", "_")
