"""What a printed sheet says, in one language: words only, in the order of no layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from zoneinfo import ZoneInfo

from publishers import wording
from publishers.languages import Language, to_translate
from publishers.pages import views
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

LONGEST_WORD = 22
"""Letters in a row before a word may be broken: fits the largest type on a poster."""

LONGEST_NAME = 18
"""Letters in a row in an address before it may be broken: fits beside the QR code."""

DRAFT = to_translate(
    "A computer made this translation and nobody has checked it yet. It may have mistakes. "
    "If in doubt, trust the English page."
)
"""The same sentence as on the site."""

EVENING = time(17)
"""Units: local wall-clock time from which today is called tonight."""

Voice = dict[str, object]


def of_meeting(meeting: ReleasedMeeting, ward: PublicWard, release: Release, lang: Language) -> Voice:
    """Everything that a sheet about one meeting says."""
    state = views.state_of(meeting)
    named = "" if state is None else lang.say(state.name)
    return {
        **_of_any(release, lang),
        "heading": breakable(wording.title(ward, lang)),
        "state": lang.say("CANCELLED") if meeting.is_cancelled else named,
        "what_changed": breakable(wording.what_changed(meeting, lang)),
        **_facts(meeting, lang),
        "was": _past_facts(meeting, lang),
        "access": [breakable(note) for note in wording.access_notes(meeting.hall, lang)],
        "attends": wording.who_attends(meeting.attending, lang),
        "scan": lang.say("Scan for the newest facts and for your calendar, or go to"),
        "checked": _checked((meeting,), release, lang),
    }


def at_the_door(meeting: ReleasedMeeting, ward: PublicWard, release: Release, lang: Language, today: date) -> Voice:
    """Everything that a notice on a hall's door says on a day: of a meeting that is off, first of all when."""
    said = of_meeting(meeting, ward, release, lang)
    if meeting.is_cancelled and meeting.held_on == today:
        is_tonight = meeting.starts_at.time() >= EVENING
        said["state"] = lang.say("CANCELLED TONIGHT") if is_tonight else lang.say("CANCELLED TODAY")
    return {**said, "why": wording.why_cancelled(meeting, lang)}


def of_year(ward: PublicWard, meetings: tuple[ReleasedMeeting, ...], release: Release, lang: Language) -> Voice:
    """Everything that a ward's year card says."""
    return {
        **_of_any(release, lang),
        "heading": lang.say(
            "%(ward)s ward panel %(year)s",
            ward=breakable(wording.one_line(ward.name)),
            year=views.period(release, lang),
        ),
        "meetings": [_row(meeting, lang) for meeting in meetings],
        "none": lang.say("No meetings are planned yet."),
        "scan": lang.say("Scan for the newest dates and for your calendar, or go to"),
        "checked": _checked(meetings, release, lang),
    }


def breakable(text: str) -> str:
    """The text, in which a word too long for a line may be broken."""
    return " ".join(_in_pieces(word) for word in text.split(" "))


def in_lines(address: str) -> tuple[str, ...]:
    """An address in pieces between which a line may end: after its marks, and within a name too long for a column.

    Edges: a letter alone stays with what follows it, such as the "m" of a short address with its code
    """
    return tuple(re.findall(rf"(?:[^./-][./-])?[^./-]{{1,{LONGEST_NAME}}}[./-]?|[./-]", address))


def _in_pieces(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return "\N{ZERO WIDTH SPACE}".join(
        word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)
    )


def _of_any(release: Release, lang: Language) -> Voice:
    return {
        "lang": lang.tag,
        "dir": lang.direction,
        "borough": lang.say("%(borough)s ward panels", borough=breakable(wording.one_line(release.borough))),
        "invite": lang.say("Meet your local police team"),
        "it_was": lang.say("It was:"),
        "date_label": lang.say("Date"),
        "time_label": lang.say("Time"),
        "when_label": lang.say("When"),
        "place_label": lang.say("Place"),
        "address_label": lang.say("Address"),
        "page": lang.say("Page"),
        "access_heading": lang.say("Getting in"),
        "about_heading": lang.say("What is a ward panel?"),
        "about": wording.what_it_is(lang),
        "more_heading": lang.say("Find out more"),
        "contact": lang.say("Questions, or need an interpreter or other help to take part? Email"),
        "police": lang.say(
            "If someone is in danger or a crime is happening now, call 999. For anything else, call 101."
        ),
        "draft": "" if lang.is_source or lang.tag in release.reviewed_languages else lang.say(DRAFT),
    }


def _facts(meeting: ReleasedMeeting, lang: Language) -> Voice:
    return {
        "day": wording.day(meeting.starts_at, lang),
        "time": wording.time_of_day(meeting, lang),
        "hall": breakable(wording.one_line(meeting.hall.name)),
        "address": breakable(views.address_of(meeting.hall)),
    }


def _past_facts(meeting: ReleasedMeeting, lang: Language) -> Mapping[str, str | None]:
    """What the last change replaced; None for a fact that is as it was, and for all of a cancelled meeting."""
    was = None if meeting.is_cancelled else meeting.was
    return {
        "day": wording.day(was.starts_at, lang) if was and views.has_new_day(meeting) else None,
        "time": wording.time_of_day(was, lang) if was and views.has_new_clock(meeting) else None,
        "hall": breakable(wording.where(was.hall)) if was and views.has_new_place(meeting) else None,
        "address": None,
    }


def _row(meeting: ReleasedMeeting, lang: Language) -> Voice:
    state = views.state_of(meeting)
    return {
        **_facts(meeting, lang),
        "state": "" if state is None else lang.say("CANCELLED") if meeting.is_cancelled else lang.say(state.name),
        "is_cancelled": meeting.is_cancelled,
        "moved": "" if meeting.is_cancelled else breakable(wording.what_changed(meeting, lang)),
        "access": [breakable(note) for note in wording.access_notes(meeting.hall, lang)],
    }


def _checked(meetings: Iterable[ReleasedMeeting], release: Release, lang: Language) -> str:
    changed = max((meeting.last_changed_at for meeting in meetings), default=release.released_at)
    on = wording.day(changed.astimezone(ZoneInfo(release.timezone)), lang)
    return lang.say("As known on %(day)s. The web page above always has the newest facts.", day=on)
