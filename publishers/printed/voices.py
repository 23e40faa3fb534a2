"""What a printed sheet says, in one language: words only, in the order of no layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from publishers import ways_in, wording
from publishers.languages import Language, to_translate
from publishers.pages import views
from publishers.pages.standing import Afterwards, next_dates, no_more
from scheduler.days import local_day
from scheduler.facts import Priority
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

MOST_DONE = 2
"""How many things that were done a poster names."""

LONGEST_SAID = 90
"""Letters of what was said, or done, on a poster: more would make the day and the hall smaller."""

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
        "why": wording.why_cancelled(meeting, lang),
        "next_heading": lang.say("Next meeting"),
        "next": _instead(meeting, release, lang),
        "access": [breakable(note) for note in wording.access_notes(meeting.hall, lang)],
        "attends": wording.who_attends(meeting.attending, lang),
        "scan": lang.say("Scan for the newest facts and for your calendar, or go to"),
        "done": [],
        "checked": _checked(told_of(meeting, release), release, lang),
    }


def told_of(meeting: ReleasedMeeting, release: Release) -> tuple[ReleasedMeeting, ...]:
    """The meetings that a sheet about one tells of: itself, and where it is cancelled the ward's next, if any is set.

    Edges: the next is that after the cancelled one whenever the sheet is read, so that a day that passes prints nothing
    """
    if not meeting.is_cancelled:
        return (meeting,)
    of_ward = (one for one in release.meetings if one.ward_code == meeting.ward_code and not one.is_off)
    after = min((one for one in of_ward if one.starts_at > meeting.starts_at), key=_start, default=None)
    return (meeting, after) if after else (meeting,)


def _instead(meeting: ReleasedMeeting, release: Release, lang: Language) -> list[str]:
    """When and where to go instead of to a meeting that is cancelled; of one that will be held, nothing."""
    if not meeting.is_cancelled:
        return []
    *_, after = told_of(meeting, release)
    if after is not meeting:
        return [wording.when(after, lang), breakable(wording.where(after.hall))]
    known = Afterwards(release.last_day, release.next_dates_on)
    return [no_more(known, lang), next_dates(known, lang)]


def on_the_way(meeting: ReleasedMeeting, ward: PublicWard, release: Release, lang: Language) -> Voice:
    """Everything that a sign in a corridor says."""
    said = of_meeting(meeting, ward, release, lang)
    return {**said, "this_way": lang.say("This way"), "room": lang.say("Room:")}


def of_poster(meeting: ReleasedMeeting, ward: PublicWard, release: Release, lang: Language) -> Voice:
    """Everything that a poster says: that of a ward's next meeting also what was done about what the panel asked for.

    Edges: what was said and done stays in English, in which it was agreed, under words in the poster's language
    """
    said = of_meeting(meeting, ward, release, lang)
    done = done_lately(meeting, release)
    if not done:
        return said
    newest = max(one.done_on for one in done if one.done_on)
    changed = max(newest, local_day(meeting.last_changed_at, release.timezone))
    return {
        **said,
        "you_said": lang.say("You said:"),
        "we_did": lang.say("We did:"),
        "done": [
            {"said": _short(one.priority), "did": _short(one.done), "on": wording.day(one.done_on, lang)}
            for one in done
            if one.done_on
        ],
        "checked": _checked_on(changed, lang),
    }


def done_lately(meeting: ReleasedMeeting, release: Release) -> tuple[Priority, ...]:
    """What was done last in a meeting's ward, newest first, where it is the next that stands when it is released.

    Edges: nothing that was made up, that has no day, or that was done after the meeting; nothing before a poll
    """
    to_come = (one for one in release.meetings if one.ward_code == meeting.ward_code and not one.is_cancelled)
    following = min((one for one in to_come if one.starts_at > release.released_at), key=_start, default=None)
    if release.is_neutral or following is None or following.meeting_id != meeting.meeting_id:
        return ()
    asked = (one for one in release.priorities if one.ward_code == meeting.ward_code and not one.is_made_up)
    done = [one for one in asked if one.done and one.done_on and one.done_on <= meeting.held_on]
    return tuple(sorted(done, key=_when_done, reverse=True)[:MOST_DONE])


def at_the_door(meeting: ReleasedMeeting, ward: PublicWard, release: Release, lang: Language, today: date) -> Voice:
    """Everything that a notice on a hall's door says on a day: of a meeting that is off, first of all when."""
    said = of_meeting(meeting, ward, release, lang)
    if meeting.is_cancelled and meeting.held_on == today:
        is_tonight = meeting.starts_at.time() >= EVENING
        said["state"] = lang.say("CANCELLED TONIGHT") if is_tonight else lang.say("CANCELLED TODAY")
    return said


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


def of_next(
    ward: PublicWard, meetings: tuple[ReleasedMeeting, ...], after: Afterwards, release: Release, lang: Language
) -> Voice:
    """Everything that a ward's sheet for a noticeboard says."""
    return {
        **_of_any(release, lang),
        "heading": lang.say("%(ward)s ward panel", ward=breakable(wording.one_line(ward.name))),
        "next_heading": lang.say("Next meetings") if meetings else lang.say("Next meeting"),
        "meetings": [_row(meeting, lang) for meeting in meetings],
        "none": []
        if any(not meeting.is_off for meeting in meetings)
        else [no_more(after, lang), next_dates(after, lang)],
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
        "help": lang.say(ways_in.HELP),
        "ways": [way.text(lang) for way in ways_in.ways_in(release)],
        "police": lang.say(
            "If someone is in danger or a crime is happening now, call 999. For anything else, call 101."
        ),
        "deaf": ways_in.for_the_deaf(lang),
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


def last_told(meetings: Iterable[ReleasedMeeting], release: Release) -> datetime:
    """When there was last news of some meetings. Edges: of none, when it was released that there are none"""
    return max((meeting.last_changed_at for meeting in meetings), default=release.released_at)


def _checked(meetings: Iterable[ReleasedMeeting], release: Release, lang: Language) -> str:
    return _checked_on(local_day(last_told(meetings, release), release.timezone), lang)


def _checked_on(day: date, lang: Language) -> str:
    on = wording.day(day, lang)
    return lang.say("As known on %(day)s. The web page above always has the newest facts.", day=on)


def _short(words: str) -> str:
    line = wording.one_line(words)
    return breakable(line if len(line) <= LONGEST_SAID else f"{line[:LONGEST_SAID].rsplit(' ', 1)[0]}…")


def _start(meeting: ReleasedMeeting) -> datetime:
    return meeting.starts_at


def _when_done(one: Priority) -> tuple[date, date, str]:
    return one.done_on or date.min, one.agreed_on, one.priority
