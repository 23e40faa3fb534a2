"""The sentences every format shares, so that a resident reads the same words on a page, a phone and a poster.

Plain English at a reading age of about 11, and the same in every language that has a catalogue. No markup: each format
escapes for itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from publishers.languages import ENGLISH, Language, to_translate
from scheduler.facts import Known, Role
from scheduler.policy import Session
from scheduler.reasons import public_sentence
from scheduler.release.grading import is_same_place, is_same_time, keeps_access, keeps_facts
from scheduler.release.value import Change, ChangeKind, Hall, PastFacts, ReleasedMeeting

# Names of our own rather than strftime's, which follow the machine's locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

KNOWN: Mapping[Known, str] = MappingProxyType(
    {Known.YES: to_translate("yes"), Known.NO: to_translate("no"), Known.UNKNOWN: to_translate("not checked yet")}
)

SESSIONS: Mapping[Session, str] = MappingProxyType(
    {
        Session.EVENING: to_translate("Evening"),
        Session.WEEKDAY_DAYTIME: to_translate("Weekday daytime"),
        Session.WEEKEND_DAYTIME: to_translate("Weekend daytime"),
    }
)

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.SERGEANT: to_translate("the ward sergeant"),
        Role.DWO: to_translate("a Dedicated Ward Officer (DWO)"),
        Role.PCSO: to_translate("a Police Community Support Officer (PCSO)"),
        Role.INSPECTOR: to_translate("a police inspector"),
        Role.PUBLIC_REALM: to_translate("a council officer who looks after streets and public spaces (Public Realm)"),
    }
)

WHAT_IT_IS = to_translate(
    "A ward panel is a public meeting. You can meet your local police team, tell them what worries you, "
    "and help choose what they work on next. Everyone who lives, works or studies in the ward can come. It is free."
)
"""In English; `lang.say(WHAT_IT_IS)` is the same in another language."""


class NamedWard(Protocol):
    """Whatever has a ward's name."""

    @property
    def name(self) -> str:
        """What people call the ward."""


@lru_cache(maxsize=8192)  # the same few halls and wards stand on every page
def one_line(text: str) -> str:
    """The text on one line, without control characters: safe to put in any format that escapes its own marks.

    Edges: marks of direction and joiners stay, some languages need them
    """
    visible = "".join(" " if mark.isspace() else mark for mark in text if _is_text(mark))
    return " ".join(visible.split())


def _is_text(mark: str) -> bool:
    # XML 1.0 (2.2) has no place for control characters, lone surrogates, U+FFFE and U+FFFF, even escaped.
    return mark.isspace() or not (unicodedata.category(mark) in ("Cc", "Cs") or mark in "\ufffe\uffff")


def clock(at: datetime, lang: Language = ENGLISH) -> str:
    """A local time in words: 7pm, 6:30pm, midday; in other languages as their own readers write it."""
    if not lang.is_source:
        return lang.clock(at)
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day(on: date, lang: Language = ENGLISH) -> str:
    """A date in words: Tuesday 2 March 2027. Takes a datetime too."""
    if not lang.is_source:
        return lang.day(on)
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def month(on: date, lang: Language = ENGLISH) -> str:
    """A month in words: March 2027."""
    return f"{MONTHS[on.month - 1]} {on.year}" if lang.is_source else lang.month(on)


def time_of_day(meeting: ReleasedMeeting | PastFacts, lang: Language = ENGLISH) -> str:
    """The times alone, in words: 7pm to 8:30pm."""
    return lang.say("%(start)s to %(end)s", start=clock(meeting.starts_at, lang), end=clock(meeting.ends_at, lang))


def when(meeting: ReleasedMeeting | PastFacts, lang: Language = ENGLISH) -> str:
    """The day and the times in words: Tuesday 2 March 2027, 7pm to 8:30pm."""
    return lang.say("%(day)s, %(times)s", day=day(meeting.starts_at, lang), times=time_of_day(meeting, lang))


def where(hall: Hall) -> str:
    """The hall's name and postal address on one line: the same in every language, as they stand on the door."""
    parts: list[str] = []
    for part in map(one_line, (hall.name, hall.address, hall.postcode)):
        if part and not any(part.casefold() in said.casefold() for said in parts):
            parts.append(part)
    return ", ".join(parts)


def held(meeting: ReleasedMeeting | PastFacts, lang: Language = ENGLISH) -> str:
    """When and where, without a full stop."""
    return lang.say("%(when)s, at %(where)s", when=when(meeting, lang), where=where_among(meeting.hall, lang))


def where_among(hall: Hall, lang: Language) -> str:
    """The hall's name and address inside a sentence: one that runs from right to left may not turn it round.

    Source: Unicode UAX 9, explicit directional isolates
    """
    return apart(where(hall), lang)


def apart(said: str, lang: Language) -> str:
    """Something that runs its own way inside a sentence, which may not turn it round."""
    return f"\N{FIRST STRONG ISOLATE}{said}\N{POP DIRECTIONAL ISOLATE}" if lang.direction == "rtl" else said


def what_it_is(lang: Language = ENGLISH) -> str:
    """What a ward panel is, in five short sentences."""
    return lang.say(WHAT_IT_IS)


def draft_note(reviewed: Sequence[str], lang: Language) -> str:
    """That a computer made the translation and nobody has checked it, or "" where somebody has."""
    if lang.is_source or lang.tag in reviewed:
        return ""
    return lang.say(
        "A computer made this translation and nobody has checked it yet. It may have mistakes. "
        "If in doubt, trust the English page."
    )


def session(meeting: ReleasedMeeting, lang: Language = ENGLISH) -> str:
    """When on the week a meeting is held, in words."""
    return lang.say(SESSIONS[meeting.session])


def title(ward: NamedWard, lang: Language = ENGLISH) -> str:
    """What a meeting of this ward is called."""
    return lang.say("%(ward)s ward panel meeting", ward=one_line(ward.name))


def ward_calendar(name: str, lang: Language = ENGLISH) -> str:
    """What a ward's calendar calls itself, given the ward's name on one line."""
    return lang.say("%(ward)s ward panel meetings", ward=name)


def borough_calendar(name: str, lang: Language = ENGLISH) -> str:
    """The same for the borough's."""
    return lang.say("Ward panel meetings in %(borough)s", borough=name)


def announced_title(meeting: ReleasedMeeting, ward: NamedWard, lang: Language = ENGLISH) -> str:
    """The title, which says first of all where a meeting is cancelled."""
    named = title(ward, lang)
    if meeting.is_not_held:
        return lang.say("NOT HELD: %(title)s", title=named)
    return lang.say("CANCELLED: %(title)s", title=named) if meeting.is_cancelled else named


def access_notes(hall: Hall, lang: Language = ENGLISH) -> tuple[str, ...]:
    """What somebody needs to know to get in: always the same facts in the same order, unchecked ones said to be."""
    access = hall.access
    notes = (
        lang.say("Step-free: %(answer)s", answer=lang.say(KNOWN[access.step_free])),
        lang.say("Hearing loop: %(answer)s", answer=lang.say(KNOWN[access.hearing_loop])),
        lang.say("Accessible toilet: %(answer)s", answer=lang.say(KNOWN[access.accessible_toilet])),
    )
    entrance = one_line(access.entrance)
    return (*notes, lang.say("Entrance: %(note)s", note=entrance)) if entrance else notes


def who_attends(roles: Sequence[Role], lang: Language = ENGLISH) -> str:
    """Who from the police and the council is to be there: one sentence, or "" where nobody is named.

    Edges: in the order of ROLES, each once
    """
    named = [lang.say(words) for role, words in ROLES.items() if role in roles]
    return lang.say("You can meet %(people)s.", people=lang.joined(named)) if named else ""


def what_changed(meeting: ReleasedMeeting, lang: Language = ENGLISH) -> str:
    """How the meeting differs from what was last announced: whole sentences, or "" where nothing does."""
    if meeting.is_cancelled:
        return lang.say("This meeting is cancelled. It will not be held.")
    if meeting.is_not_held:
        return lang.say("This meeting was not held.")
    was = meeting.was
    if was is None or (keeps_facts(was, meeting) and not meeting.is_back_on):
        return ""
    if not meeting.is_back_on:
        return _moved_from(meeting, was, lang)
    back = lang.say("This meeting was cancelled. It will be held after all.")
    return back if is_as(was, meeting) else f"{back} {_moved_from(meeting, was, lang)}"


def why_cancelled(meeting: ReleasedMeeting, lang: Language = ENGLISH) -> str:
    """Why a meeting is cancelled, and whether a new date will follow: whole sentences, or "" where nobody said it."""
    if not meeting.is_cancelled:
        return ""
    why = public_sentence(meeting.because)
    follows = lang.say("A new date will follow.") if meeting.new_date_follows else ""
    return " ".join(filter(None, (lang.say(why) if why else "", follows)))


def what_changed_and_why(meeting: ReleasedMeeting, lang: Language = ENGLISH) -> str:
    """Both at once, for a message: whole sentences, or "" where nothing differs from what was last announced."""
    return " ".join(filter(None, (what_changed(meeting, lang), why_cancelled(meeting, lang))))


def first_announced(meeting: ReleasedMeeting, lang: Language = ENGLISH) -> str:
    """What was announced first, for whoever knows no more: one sentence, or "" where `what_changed` says it."""
    first = meeting.first
    if meeting.is_off or first is None or is_as(first, meeting) or (meeting.was and is_as(first, meeting.was)):
        return ""
    return lang.say("First announced for %(held)s.", held=held(first, lang))


def is_as(past: PastFacts, meeting: ReleasedMeeting | PastFacts) -> bool:
    """Whether the time and the place were the same."""
    return is_same_time(past, meeting) and is_same_place(past.hall, meeting.hall)


def _moved_from(meeting: ReleasedMeeting, was: PastFacts, lang: Language) -> str:
    if not is_same_time(was, meeting):
        return lang.say("Moved from %(held)s.", held=held(was, lang))
    if not is_same_place(was.hall, meeting.hall):
        place = where_among(was.hall, lang)
        return lang.say("New place: moved from %(where)s. The day and time are the same.", where=place)
    if not keeps_access(was.hall, meeting.hall):
        return _new_access(meeting.hall, was.hall, lang)
    return other_words(lang)


def _new_access(now: Hall, was: Hall, lang: Language) -> str:
    """Which of the notes on access are different, and what they were."""
    notes = zip(_ways_in(now, lang), _ways_in(was, lang), strict=True)
    changed = [each for each in notes if each[0] != each[1]]
    if not changed:  # what was checked anew since, or what an older version told unchecked
        return other_words(lang)
    new, old = zip(*changed, strict=True)
    pause = "؛ " if lang.direction == "rtl" else "; "
    return lang.say(
        "Getting in has changed. Now: %(now)s. Before: %(before)s. The day, time and place are the same.",
        now=pause.join(apart(note, lang) for note in new),
        before=pause.join(apart(note, lang) for note in old),
    )


def _ways_in(hall: Hall, lang: Language) -> tuple[str, ...]:
    """The notes on access inside a sentence, the one on the entrance too where nobody checked it."""
    notes = tuple(note.rstrip(".") for note in access_notes(hall, lang))
    return notes if one_line(hall.access.entrance) else (*notes, lang.say("Entrance: not checked yet"))


OF_ALL: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.CANCELLED: to_translate("Cancelled: all %(number)s meetings from %(first)s to %(last)s."),
        ChangeKind.REINSTATED: to_translate("Back on: all %(number)s meetings from %(first)s to %(last)s."),
        ChangeKind.MOVED: to_translate("New times: all %(number)s meetings from %(first)s to %(last)s."),
        ChangeKind.VENUE_CHANGED: to_translate("New places: all %(number)s meetings from %(first)s to %(last)s."),
        ChangeKind.ACCESS_CHANGED: to_translate(
            "Getting in has changed: all %(number)s meetings from %(first)s to %(last)s."
        ),
    }
)


def change_of_all(kind: ChangeKind, meetings: Sequence[ReleasedMeeting], lang: Language = ENGLISH) -> str:
    """What happened to every meeting to come, in one sentence."""
    first, last = (day(edge(meeting.starts_at for meeting in meetings), lang) for edge in (min, max))
    return lang.say(OF_ALL[kind], number=len(meetings), first=first, last=last)


def other_words(lang: Language = ENGLISH) -> str:
    """That only words have changed."""
    return lang.say("Some details have changed. The day, time and place are the same.")


OF_ONE: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.NEW: to_translate("New: %(title)s on %(held)s."),
        ChangeKind.CANCELLED: to_translate("Cancelled: %(title)s on %(held)s. It will not be held."),
        ChangeKind.NOT_HELD: to_translate("Not held: %(title)s on %(held)s."),
        ChangeKind.HELD: to_translate("Held after all: %(title)s on %(held)s."),
    }
)


def change_sentence(change: Change, ward: NamedWard, lang: Language = ENGLISH) -> str:
    """What happened to one meeting since it was told of before, for a list of changes: what it was, and what it is.

    Edges: an unchanged meeting gives "", for it is no news
    """
    after, before = change.after, change.before or change.after
    facts = {"title": title(ward, lang), "held": held(after, lang)}
    was = PastFacts(before.starts_at, before.ends_at, before.hall)
    match change.kind:
        case ChangeKind.UNCHANGED:
            return ""
        case ChangeKind.REINSTATED:
            back = lang.say("Back on: %(title)s will be held after all, on %(held)s.", **facts)
            return (
                back
                if after.was is None or is_as(after.was, after)
                else f"{back} {_moved_from(after, after.was, lang)}"
            )
        case ChangeKind.ACCESS_CHANGED:
            meeting = lang.say("%(title)s, %(day)s", title=facts["title"], day=facts["held"])
            return " ".join((lang.say("%(held)s.", held=meeting), _new_access(after.hall, was.hall, lang)))
        case ChangeKind.MOVED | ChangeKind.VENUE_CHANGED | ChangeKind.UPDATED:
            return " ".join((lang.say("%(title)s is now on %(held)s.", **facts), _moved_from(after, was, lang)))
        case _:
            return lang.say(OF_ONE[change.kind], **facts)
