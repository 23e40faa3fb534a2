"""How the pages of a year word a meeting in one line, what marks it, and what lies behind it. Nothing here decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from publishers import wording
from scheduler.policy import Session
from scheduler.year_marks import Behind, MarkedDays
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.year.seeing import SeenMeeting, StateSeen, YearSeen
from wardpanels.year.seeking import CHANGED, TROUBLED, FoundWard

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
}
"""What each class of a meeting's mark means, in the order of a legend."""


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
    """How a meeting is drawn: its part of the week, whether it is cancelled, and the one mark that says most."""
    drawn = [LETTERS[seen.meeting.session]]
    if seen.became is StateSeen.CANCELLED:
        drawn.append("off")
    over = {StateSeen.HELD: "held", StateSeen.NOT_HELD: "unheld", StateSeen.UNRECORDED: "ask"}
    if seen.became in over:
        drawn.append(over[seen.became])
    elif seen.is_changed:
        drawn.append("changed")
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


def marked_line(marked: MarkedDays) -> str:
    """Marked days in one line: `Fri 26 March 2027: Good Friday`."""
    first, last = short_day(marked.days.first), short_day(marked.days.last)
    return f"{first if first == last else f'{first} to {last}'}: {marked.label}"
