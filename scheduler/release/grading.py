"""What kind of change a meeting went through, and whether that is news. No clock, no store.

Time, place, access, and whether it is held are news: whoever was told has to hear of it. Words are not: a new spelling,
another officer's role or a new contact is shown from now on, and nobody is called back for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scheduler.facts import Known
from scheduler.release.value import Access, Change, ChangeKind, Hall, PastFacts, ReleasedMeeting

Told = ReleasedMeeting | PastFacts
NUMBERS = re.compile(r"\d+")
NOT_KNOWN = (Known.UNKNOWN.value, "")


def change_of(before: ReleasedMeeting | None, after: ReleasedMeeting) -> Change:
    """What happened to a meeting. `before` is None for one that was never told of."""
    return Change(_kind(before, after) if before else ChangeKind.NEW, before, after)


def is_news(kind: ChangeKind) -> bool:
    """Whether people who were told of a meeting have to hear of such a change."""
    return kind not in (ChangeKind.UNCHANGED, ChangeKind.UPDATED)


def was_announced_otherwise(meeting: ReleasedMeeting) -> bool:
    """Whether a meeting is otherwise than before its last change. Edges: not where it is back on as it was"""
    was = meeting.was
    return meeting.is_cancelled or (was is not None and not keeps_facts(was, meeting))


def otherwise_by_now(
    told: Mapping[str, ReleasedMeeting], now: Mapping[str, ReleasedMeeting], meeting_ids: Iterable[str]
) -> tuple[str, ...]:
    """Which of some meetings people who were told of them have wrong by now. Both go by id.

    Edges: one that was not told is none of them; one that is no more is
    """
    known = (meeting_id for meeting_id in meeting_ids if meeting_id in told)
    return tuple(each for each in known if each not in now or is_news(change_of(told[each], now[each]).kind))


def revised(before: ReleasedMeeting, now: ReleasedMeeting, at: datetime) -> ReleasedMeeting:
    """`now` as the next of what was told `before`: `before` itself where nothing at all is different.

    `at` is when it is told: the moment of the change where that is news.

    Edges: words that changed leave the sequence and the last news as they were
    """
    now = replace(
        now,
        sequence=before.sequence,
        first_released_at=before.first_released_at,
        last_changed_at=before.last_changed_at,
        was=before.was,
        last_change=before.last_change,
        first=before.first,
    )
    kind = _kind(before, now)
    if kind is ChangeKind.UNCHANGED:
        return before
    if not is_news(kind):
        return now
    return replace(
        now,
        sequence=before.sequence + 1,
        last_changed_at=at,
        was=_was(kind, before, now),
        last_change=kind,
        first=_first(before, now),
    )


def is_same_time(one: Told, other: Told) -> bool:
    """Whether both begin and end at the same moments."""
    return (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)


def is_same_place(one: Hall, other: Hall) -> bool:
    """Whether both halls are where the same door is: the venue, its postcode and the numbers of its address.

    Edges: a name or a street that is spelled anew is the same place
    """
    return _place(one) == _place(other)


def keeps_access(told: Hall, now: Hall) -> bool:
    """Whether whoever could get in and take part by what was `told` still can, by the same way.

    Edges: blanks, capitals and full stops in the words for the entrance are spelling; what nobody had checked was no
           promise, so its first answer breaks none; what an older version told unchecked, only another answer breaks:
           that it is no longer told calls nobody back
    """
    answers = zip(_access(told), _access(now), _answers(told.access), strict=True)
    return all(
        was in (now_is, *NOT_KNOWN) or (now_is in NOT_KNOWN and checked in NOT_KNOWN)
        for was, now_is, checked in answers
    )


def is_as_first_told(meeting: ReleasedMeeting) -> bool:
    """Whether it is held as it was told first, whatever happened in between.

    Edges: one that was off when it was told of first is as it was told
    """
    if meeting.is_off:
        return meeting.last_change is ChangeKind.NEW
    first = meeting.first or meeting.was
    return first is None or keeps_facts(first, meeting)


def keeps_facts(told: Told, now: Told) -> bool:
    """Whether time and place are the same, and access is kept."""
    return is_same_time(told, now) and is_same_place(told.hall, now.hall) and keeps_access(told.hall, now.hall)


def facts_of(meeting: ReleasedMeeting) -> str:
    """A digest of what is news of a meeting: time, place, access and whether it is held. Never changes its meaning."""
    times = (meeting.starts_at.astimezone(UTC).isoformat(), meeting.ends_at.astimezone(UTC).isoformat())
    facts = (*times, _place(meeting.hall), _access(meeting.hall), meeting.is_cancelled, meeting.is_not_held)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _kind(before: ReleasedMeeting, after: ReleasedMeeting) -> ChangeKind:
    if before == after:
        return ChangeKind.UNCHANGED
    if before.is_not_held != after.is_not_held and not after.is_cancelled:
        return ChangeKind.NOT_HELD if after.is_not_held else ChangeKind.HELD
    if before.is_cancelled != after.is_cancelled:
        return ChangeKind.CANCELLED if after.is_cancelled else ChangeKind.REINSTATED
    if not is_same_time(before, after):
        return ChangeKind.MOVED
    if not is_same_place(before.hall, after.hall):
        return ChangeKind.VENUE_CHANGED
    if not keeps_access(before.hall, after.hall):
        return ChangeKind.ACCESS_CHANGED
    return ChangeKind.UPDATED


def _was(kind: ChangeKind, before: ReleasedMeeting, now: ReleasedMeeting) -> PastFacts | None:
    """What was told before, where time, place or access changed, or a cancelled meeting is back on."""
    if keeps_facts(before, now) and kind is not ChangeKind.REINSTATED:
        return before.was
    return PastFacts(before.starts_at, before.ends_at, before.hall, before.is_cancelled)


def _first(before: ReleasedMeeting, now: ReleasedMeeting) -> PastFacts | None:
    """What was told before it first changed. Edges: unknown where an older version made that release."""
    never_changed = before.was is None or keeps_facts(before.was, before)
    if before.first or not never_changed or keeps_facts(before, now):
        return before.first
    return PastFacts(before.starts_at, before.ends_at, before.hall)


def _place(hall: Hall) -> tuple[str, str, tuple[str, ...]]:
    return hall.venue_id, "".join(hall.postcode.split()).upper(), tuple(NUMBERS.findall(hall.address))


def _access(hall: Hall) -> tuple[str, ...]:
    """What was told of access, also by an older version that told what nobody had checked."""
    told = Access(hall.step_free, hall.hearing_loop, hall.accessible_toilet, hall.entrance)
    return _answers(told if hall.access == Access() else hall.access)


def _answers(access: Access) -> tuple[str, ...]:
    entrance = "".join(mark for mark in access.entrance.casefold() if mark.isalnum())
    return access.step_free.value, access.hearing_loop.value, access.accessible_toilet.value, entrance
