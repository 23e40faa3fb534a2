"""The sentences every format shares, so that a resident reads the same words on a page, a phone and a poster.

Plain English at a reading age of about 11. No markup: each format escapes for itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from scheduler.facts import Known, Role
from scheduler.policy import Session
from scheduler.release import Change, ChangeKind, Hall, PastFacts, PublicWard, ReleasedMeeting

# Names of our own rather than strftime's, which follow the machine's locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

KNOWN: Mapping[Known, str] = MappingProxyType({Known.YES: "yes", Known.NO: "no", Known.UNKNOWN: "not known"})

SESSIONS: Mapping[Session, str] = MappingProxyType(
    {
        Session.EVENING: "Evening",
        Session.WEEKDAY_DAYTIME: "Weekday daytime",
        Session.WEEKEND_DAYTIME: "Weekend daytime",
    }
)

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.SERGEANT: "the ward sergeant",
        Role.DWO: "a Dedicated Ward Officer (DWO)",
        Role.PCSO: "a Police Community Support Officer (PCSO)",
        Role.INSPECTOR: "a police inspector",
        Role.PUBLIC_REALM: "a council officer who looks after streets and public spaces (Public Realm)",
    }
)

WHAT_IT_IS = (
    "A ward panel is a public meeting. You can meet your local police team, tell them what worries you, "
    "and help choose what they work on next. Everyone who lives, works or studies in the ward can come. It is free."
)


def one_line(text: str) -> str:
    """The text on one line, without control characters: safe to put in any format that escapes its own marks.

    Edges: marks of direction and joiners stay, some languages need them
    """
    visible = "".join(" " if mark.isspace() else mark for mark in text if _is_text(mark))
    return " ".join(visible.split())


def _is_text(mark: str) -> bool:
    # XML 1.0 (2.2) has no place for control characters, lone surrogates, U+FFFE and U+FFFF, even escaped.
    return mark.isspace() or not (unicodedata.category(mark) in ("Cc", "Cs") or mark in "\ufffe\uffff")


def clock(at: datetime) -> str:
    """A local time in words: 7pm, 6:30pm, midday."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day(on: date) -> str:
    """A date in words: Tuesday 2 March 2027. Takes a datetime too."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def when(meeting: ReleasedMeeting | PastFacts) -> str:
    """The day and the times in words: Tuesday 2 March 2027, 7pm to 8:30pm."""
    return f"{day(meeting.starts_at)}, {clock(meeting.starts_at)} to {clock(meeting.ends_at)}"


def where(hall: Hall) -> str:
    """The hall's name and postal address on one line."""
    parts: list[str] = []
    for part in map(one_line, (hall.name, hall.address, hall.postcode)):
        if part and not any(part.casefold() in said.casefold() for said in parts):
            parts.append(part)
    return ", ".join(parts)


def title(ward: PublicWard) -> str:
    """What a meeting of this ward is called."""
    return f"{one_line(ward.name)} ward panel meeting"


def announced_title(meeting: ReleasedMeeting, ward: PublicWard) -> str:
    """The title, which says first of all where a meeting is cancelled."""
    return f"CANCELLED: {title(ward)}" if meeting.is_cancelled else title(ward)


def access_notes(hall: Hall) -> tuple[str, ...]:
    """What somebody needs to know to get in: always the same facts in the same order, unknown ones said to be."""
    notes = (
        f"Step-free: {KNOWN[hall.step_free]}",
        f"Hearing loop: {KNOWN[hall.hearing_loop]}",
        f"Accessible toilet: {KNOWN[hall.accessible_toilet]}",
    )
    entrance = one_line(hall.entrance)
    return (*notes, f"Entrance: {entrance}") if entrance else notes


def who_attends(roles: Sequence[Role]) -> str:
    """Who from the police and the council is to be there: one sentence, or "" where nobody is named.

    Edges: in the order of ROLES, each once
    """
    named = [words for role, words in ROLES.items() if role in roles]
    if not named:
        return ""
    joined = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"You can meet {joined}."


def what_changed(meeting: ReleasedMeeting) -> str:
    """How the meeting differs from what was last announced: whole sentences, or "" where nothing does."""
    if meeting.is_cancelled:
        return "This meeting is cancelled. It will not be held."
    return _moved_from(meeting, meeting.was) if meeting.was else ""


def _moved_from(meeting: ReleasedMeeting, was: PastFacts) -> str:
    time_is_kept = (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at)
    if not time_is_kept:
        return f"Moved from {when(was)}, at {where(was.hall)}."
    if where(was.hall) != where(meeting.hall):
        return f"New place: moved from {where(was.hall)}. The day and time are the same."
    return "Some details have changed. The day, time and place are the same."


def change_sentence(change: Change, ward: PublicWard) -> str:
    """What happened to one meeting since the release before, for a list of changes.

    Edges: an unchanged meeting gives "", for it is no news
    """
    after, name = change.after, title(ward)
    held = f"{when(after)}, at {where(after.hall)}"
    match change.kind:
        case ChangeKind.UNCHANGED:
            return ""
        case ChangeKind.NEW:
            return f"New: {name} on {held}."
        case ChangeKind.CANCELLED:
            return f"Cancelled: {name} on {held}. It will not be held."
        case ChangeKind.REINSTATED:
            return f"Back on: {name} will be held after all, on {held}."
        case ChangeKind.MOVED | ChangeKind.VENUE_CHANGED | ChangeKind.UPDATED:
            before = change.before or after
            was = PastFacts(before.starts_at, before.ends_at, before.hall)
            return f"{name} is now on {held}. {_moved_from(after, was)}"
