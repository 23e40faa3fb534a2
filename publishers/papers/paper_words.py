"""What minutes and agendas say, in English: from the facts of a meeting to a paper that can be laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from publishers import addresses, wording
from publishers.languages import to_translate
from publishers.papers.paper import LaidOut, PaperTable, Part
from scheduler.evidence.actions import ActionState
from scheduler.evidence.agreed import Owner
from scheduler.evidence.lines import Paper
from scheduler.evidence.meeting_facts import EarlierAction, MeetingFacts
from scheduler.facts import Priority
from scheduler.reasons import public_sentence

DRAFT = "Draft. Nobody has issued this yet."
NOBODY = "not recorded"
NO_DAY = "no day set"

OWNERS: Mapping[str, str] = {
    Owner.SERGEANT: to_translate("ward sergeant"),
    Owner.DWO: to_translate("ward officer"),
    Owner.PCSO: to_translate("community support officer"),
    Owner.INSPECTOR: to_translate("police inspector"),
    Owner.PUBLIC_REALM: to_translate("council, streets and public spaces"),
    Owner.CHAIR: to_translate("chair of the panel"),
    Owner.VICE_CHAIR: to_translate("vice chair of the panel"),
    Owner.SECRETARY: to_translate("secretary of the panel"),
    Owner.PANEL: to_translate("the panel"),
    Owner.COUNCIL: to_translate("the council"),
    Owner.LANDLORD: to_translate("the landlord"),
    Owner.PARTNER: to_translate("another partner"),
}
"""Who does something, as readers know them."""


def paper_of(kind: Paper, facts: MeetingFacts, site_url: str, made_at: datetime, *, is_draft: bool = False) -> LaidOut:
    """Minutes or an agenda."""
    name, parts = PAPERS[kind]
    meeting = facts.meeting
    return LaidOut(
        path=addresses.meeting_paper(meeting.meeting_id, kind),
        title=f"{name}: {wording.one_line(facts.ward)} ward panel, {wording.day(meeting.starts_at)}",
        lead=(f"{wording.day(meeting.starts_at)}, {wording.clock(meeting.starts_at)}", wording.one_line(meeting.hall)),
        parts=tuple(parts(facts)),
        author=f"{wording.one_line(facts.borough)} ward panels",
        address=addresses.absolute(site_url, addresses.meeting_page(meeting.meeting_id)),
        made_at=made_at,
        note=DRAFT if is_draft else "",
    )


def _minutes(facts: MeetingFacts) -> Iterator[Part]:
    record = facts.record
    if record is not None and record.not_held is not None:
        why = public_sentence(record.not_held)
        yield Part("This meeting was not held", (why,) if why else ())
    else:
        yield _agreed(facts)
    still_open = tuple(each for each in facts.earlier if not each.state.is_closed)
    if still_open:
        yield Part("Still open from before", (f"As of {_day(facts.as_of)}.",), grid=_earlier(still_open, facts.as_of))
    if record is not None and record.residents is not None:
        yield Part("Who came", tuple(_who_came(facts)))
    yield _next(facts)


def _agreed(facts: MeetingFacts) -> Part:
    """Decisions and actions, first of all."""
    if not facts.priorities and not facts.agreed:
        return Part("What was agreed", ("Nobody wrote down that anything was agreed.",))
    said = ("The panel asked the police to work on this:",) if facts.priorities else ()
    points = tuple(map(wording.one_line, facts.priorities))
    return Part("What was agreed", said, points, _actions(facts.agreed) if facts.agreed else None)


def _actions(states: tuple[ActionState, ...]) -> PaperTable:
    rows = tuple((wording.one_line(each.what), _owner(each), _due(each), _state(each)) for each in states)
    return PaperTable(("What", "Who", "By when", "How it stands"), rows)


def _earlier(actions: tuple[EarlierAction, ...], as_of: date) -> PaperTable:
    rows = tuple(
        (
            wording.one_line(each.state.what),
            _owner(each.state),
            _due(each.state),
            f"{_day(each.agreed_on)}, {_days((as_of - each.agreed_on).days)} ago",
            _state(each.state),
        )
        for each in actions
    )
    return PaperTable(("What", "Who", "By when", "Agreed on", "How it stands"), rows)


def _owner(state: ActionState) -> str:
    return OWNERS.get(state.owner, NOBODY)


def _due(state: ActionState) -> str:
    if state.due is None:
        return NO_DAY
    moved = f" (first {_day(state.first_due)})" if state.moves and state.first_due else ""
    return f"{_day(state.due)}{moved}"


def _state(state: ActionState) -> str:
    """How an action stands, and why it was given up or put off."""
    when = f" on {_day(state.closed_on)}" if state.closed_on else ""
    why = f": {wording.one_line(state.because)}" if state.because else ""
    moved = f", moved {_times(state.moves)}" if state.moves and not state.is_closed else ""
    return f"{state.word}{when}{moved}{why}"


def _who_came(facts: MeetingFacts) -> Iterator[str]:
    """Totals, and roles: small counts of ages are in no paper of one meeting."""
    record = facts.record
    if record is None or record.residents is None:
        return
    came = "1 resident" if record.residents == 1 else f"{record.residents:,} residents"
    new = f", {record.first_timers:,} of them for the first time" if record.first_timers is not None else ""
    yield f"{came} came{new}."
    if record.apologies is not None:
        yield f"{record.apologies:,} sent apologies."
    if record.roles:
        yield f"From the police and the council: {', '.join(wording.ROLES[role] for role in record.roles)}."
    if record.stood_in:
        yield f"Somebody stood in for {', '.join(wording.ROLES[role] for role in record.stood_in)}."


def _next(facts: MeetingFacts) -> Part:
    following = facts.next_meeting
    if following is None:
        return Part("Next meeting", ("The next date is not known yet.",))
    when = f"{wording.day(following.starts_at)}, {wording.clock(following.starts_at)}"
    return Part("Next meeting", (when, wording.one_line(following.hall)))


def _agenda(facts: MeetingFacts) -> Iterator[Part]:
    """The order of the panels' handbook. Source: its chapter on the agenda of a ward panel."""
    actions = Part("Actions of last time", ("There are none open.",))
    if facts.earlier:
        actions = Part("Actions of last time", grid=_earlier(facts.earlier, facts.as_of))
    items = (
        Part("Apologies", ("Who has sent word that they cannot come.",)),
        actions,
        _police_did(facts.asked_before),
        Part("Crime and survey", ("What was recorded in the ward, and what residents said when they were asked.",)),
        Part("Concerns", ("What worries you where you live.",)),
        Part("New priorities", ("What the police should work on next.",)),
        Part("Contact sessions", ("Where and when you can meet the ward team before the next meeting.",)),
        _next(facts),
    )
    for number, item in enumerate(items, 1):
        yield Part(f"{number}. {item.heading}", item.paragraphs, item.points, item.grid)


def _police_did(asked: tuple[Priority, ...]) -> Part:
    heading = "What the police did on the priorities"
    if not asked:
        return Part(heading, ("No priorities are recorded yet.",))
    rows = tuple((wording.one_line(one.priority), _day(one.agreed_on), _done(one)) for one in asked)
    return Part(heading, grid=PaperTable(("You said", "Agreed on", "We did"), rows))


def _done(one: Priority) -> str:
    when = f" ({_day(one.done_on)})" if one.done_on else ""
    return f"{wording.one_line(one.done)}{when}" if one.done else "to be told at the meeting"


def _day(on: date) -> str:
    """A day without its weekday: columns are narrow."""
    return f"{on.day} {wording.MONTHS[on.month - 1]} {on.year}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


PAPERS: Mapping[Paper, tuple[str, Callable[[MeetingFacts], Iterator[Part]]]] = {
    Paper.MINUTES: ("Minutes", _minutes),
    Paper.AGENDA: ("Agenda", _agenda),
}
"""What each paper is called, and what makes it."""
