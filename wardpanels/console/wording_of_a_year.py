"""How the pages of a year word a meeting in one line, what marks it, and what lies behind it. Nothing here decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from publishers import wording
from scheduler.debt import Fate, PromisedMeeting, WardDebt
from scheduler.policy import Session
from scheduler.problem import WardView
from scheduler.rules.shapes import Charge
from scheduler.year_marks import Behind, MarkedDays
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.year.seeing import SeenMeeting, StateSeen, YearSeen
from wardpanels.year.seeking import CHANGED, PINNED, TROUBLED, FoundWard, Sought

SESSIONS: Mapping[Session, str] = {each: wording.SESSIONS[each].lower() for each in Session}
"""A part of the week inside a sentence."""
LETTERS = {Session.EVENING: "e", Session.WEEKDAY_DAYTIME: "d", Session.WEEKEND_DAYTIME: "w"}
"""What its meetings are marked with, as classes."""

BECAME = {
    StateSeen.TO_COME: "to come",
    StateSeen.UNRECORDED: "not recorded yet",
    StateSeen.HELD: "held",
    StateSeen.NOT_HELD: "not held",
    StateSeen.CANCELLED: "cancelled",
}
STATES = {
    **{str(each): words.capitalize() for each, words in BECAME.items()},
    CHANGED: "Changed since it was told",
    PINNED: "Pinned",
    TROUBLED: "Needs a decision",
}
"""What can be asked for, by its name in the address."""

BEHIND = {Behind.BOARD: "board meeting", Behind.CLOSED: "closed day", Behind.AVOID: "days to avoid"}
MARKS = {
    "held": "held",
    "ask": "not recorded yet",
    "unheld": "not held",
    "off": "cancelled",
    "changed": "changed since residents were told",
    "pin": "pinned: stays when the year is planned again",
}
"""What each class of a meeting's mark means, in the order of a legend."""
KEPT = {
    Fate.HELD: "held",
    Fate.NOT_RECORDED: "over and not recorded yet",
    Fate.PLANNED: "to come",
    Fate.WAIVED: "let go",
}
"""What became of a promise, but for one that is still owed."""


def short_day(day: date) -> str:
    """A day in few letters: `Tue 9 March 2027`."""
    return f"{wording.WEEKDAYS[day.weekday()][:3]} {day.day} {wording.month(day)}"


def short_when(starts_at: datetime) -> str:
    """The same with the time: `Tue 9 March 2027, 7pm`."""
    return f"{short_day(starts_at)}, {wording.clock(starts_at)}"


def line(seen: SeenMeeting, names: Names) -> str:
    """A meeting with all that is to be known of it at a look."""
    meeting = seen.meeting
    facts = [short_when(meeting.starts_at), SESSIONS[meeting.session], names.hall(meeting.venue_id)]
    if seen.became is not StateSeen.TO_COME:
        facts.append(BECAME[seen.became])
    if seen.is_pinned:
        facts.append("pinned")
    return "; ".join((", ".join(facts), *_changes(seen, names)))


def _changes(seen: SeenMeeting, names: Names) -> Iterator[str]:
    before = seen.before
    if seen.is_new:
        yield "residents do not know of it yet"
    if before is None:
        return
    if seen.is_moved:
        yield f"moved, residents were told {short_when(before.starts_at)}"
    if seen.is_elsewhere:
        yield f"another hall, residents were told {names.hall(before.venue_id)}"
    if before.is_cancelled and seen.became is not StateSeen.CANCELLED:
        yield "put back, residents were told that it is cancelled"
    if seen.became is StateSeen.CANCELLED and not before.is_cancelled:
        yield "residents were told that it is on"


def classes(seen: SeenMeeting) -> tuple[str, ...]:
    """How a meeting is drawn: by the part of the week, as cancelled or pinned, with the one mark that says most."""
    drawn = [LETTERS[seen.meeting.session]]
    if seen.became is StateSeen.CANCELLED:
        drawn.append("off")
    over = {StateSeen.HELD: "held", StateSeen.NOT_HELD: "unheld", StateSeen.UNRECORDED: "ask"}
    if seen.became in over:
        drawn.append(over[seen.became])
    elif seen.is_changed:
        drawn.append("changed")
    if seen.is_pinned:
        drawn.append("pin")
    return tuple(drawn)


def year_sentence(seen: YearSeen) -> str:
    """Whether it is the draft, and how it differs from what residents know."""
    if not seen.is_draft:
        return f"This is what residents have been told, by release {seen.release}."
    if seen.release is None:
        return "This is the draft. Residents have been told nothing of it yet."
    if not seen.changed:
        return f"This is the draft. It says what residents have been told, by release {seen.release}."
    differ = counted(seen.changed, "meeting is", "meetings are")
    return f"This is the draft. In it {differ} not as residents have been told, by release {seen.release}."


def found_words(wards: Sequence[FoundWard]) -> str:
    """How much there is: `92 meetings in 20 wards`."""
    meetings = sum(len(each.meetings) for each in wards)
    return f"{counted(meetings, 'meeting', 'meetings')} in {counted(len(wards), 'ward', 'wards')}"


def sought_words(sought: Sought, cluster: str) -> str:
    """What is looked for: `ward “bow”; cancelled`. `cluster` is what the list of clusters says of the one that is."""
    named = (("ward", sought.ward), ("hall", sought.hall), ("officer", sought.officer))
    told = [
        f"{kind} \N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}" for kind, name in named if name
    ]
    session = SESSIONS[Session(sought.session)] if sought.session else ""
    return "; ".join(filter(None, (cluster, *told, STATES.get(sought.state, "").lower(), session)))


def marked_line(marked: MarkedDays) -> str:
    """Marked days in one line: `Fri 26 March 2027: Good Friday`."""
    first, last = short_day(marked.days.first), short_day(marked.days.last)
    return f"{first if first == last else f'{first} to {last}'}: {marked.label}"


def owed_words(view: WardView) -> str:
    """What a ward is owed in a period: `4 evening meetings, because its tier is steady`."""
    kinds = ((view.evening, "evening meeting"), (view.daytime, "daytime meeting"))
    told = " and ".join(counted(number, kind, f"{kind}s") for number, kind in kinds if number)
    return f"{told or 'No meeting'}, because its tier is {view.standing.tier.name}"


def debt_words(debt: WardDebt) -> Iterator[str]:
    """What became of what a ward is owed, a sentence each; how many are still owed last."""
    told = [f"{debt.count(kept)} {words}" for kept, words in KEPT.items() if debt.count(kept)]
    if debt.extras:
        told.append(f"{debt.extras} more than it is owed")
    if told:
        yield f"{', '.join(told)}."
    if debt.still_owed:
        yield f"Still owed: {counted(debt.still_owed, 'meeting', 'meetings')}."


def open_line(promise: PromisedMeeting) -> str:
    """A promise that is still owed: `Tue 9 March 2027: cancelled: The hall was locked`."""
    return f"{short_day(promise.meeting.held_on)}: {promise.why.rstrip('.') or 'not made good'}"


def charge_line(charge: Charge, meetings: Iterable[SeenMeeting]) -> str:
    """Why a rule costs points: with the meeting's day where it is one's, and without ids."""
    days = {each.meeting.meeting_id: short_day(each.meeting.held_on) for each in meetings}
    why = charge.why
    for meeting_id in days:
        why = why.replace(f"{meeting_id} ", "")
    points = counted(charge.points, "point", "points")
    return f"{days[charge.subject]}: {why} ({points})" if charge.subject in days else f"{why} ({points})"
