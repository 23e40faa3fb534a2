"""The days on which a channel speaks of meetings: what a person carries, on working days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.items import AFTER, RELEASE
from scheduler.release.value import ReleasedMeeting

DUE_CLOCK = time(9)
"""Units: local wall-clock time at which a day's items fall due."""

AFTERWARDS = -1
"""The lead of what goes out on the day after a meeting was held."""

THANKS_LAST = timedelta(days=7)
"""How long it is of use to say something of a meeting that was held."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One channel as the borough uses it.

    Units: `leads` in days before the meeting, None for "as soon as it is released", AFTERWARDS for when it was held
    Edges: a channel without leads puts right what it told, and says nothing else; one that is not `is_mended` cannot;
           `takes_a_person` where somebody has to carry or approve each item, which is done on working days;
           `tells_changes` where people asked to hear when a meeting moves or is cancelled, told of or not
    """

    channel: str
    leads: tuple[int | None, ...]
    needs_approval: bool = False
    takes_a_person: bool = False
    is_mended: bool = True
    tells_changes: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Its leads, as items have them."""
        return tuple(map(label, self.leads))


@dataclass(frozen=True, slots=True)
class Time:
    """A time at which something goes out, and until when that is of use. Units: moments are aware, UTC."""

    lead: str
    due_at: datetime
    use_by: datetime


@dataclass(frozen=True, slots=True)
class Almanac:
    """What decides on which day something falls. Edges: `is_working` is whether people are at work on a day."""

    timezone: str
    is_working: Callable[[date], bool]

    def due_at(self, voice: Voice, meeting: ReleasedMeeting, lead: int | None) -> datetime:
        """When a lead falls due. What takes a person is done on a working day, before the meeting the one before."""
        if lead is None:
            return meeting.first_released_at
        day, step = meeting.held_on - timedelta(days=lead), timedelta(days=1 if lead == AFTERWARDS else -1)
        while voice.takes_a_person and not self.is_working(day):
            day += step
        return datetime.combine(day, DUE_CLOCK, ZoneInfo(self.timezone)).astimezone(UTC)

    def times(
        self, voice: Voice, to_come: Sequence[ReleasedMeeting], held: Sequence[ReleasedMeeting]
    ) -> Iterator[Time]:
        """Yield the times at which a channel speaks of meetings, in order, each of use until the next.

        Edges: the last one before the meetings is of use until the last of them begins; of two that fall on one day, as
               before a weekend, there is the later one; what is said of a meeting that was held has a time of its own
        """
        leads = sorted({lead for lead in voice.leads if lead != AFTERWARDS}, key=_longest_first)
        if to_come and leads:
            due = {self.due_at(voice, to_come[0], lead): label(lead) for lead in leads}
            ends = [*sorted(due)[1:], to_come[-1].starts_at.astimezone(UTC)]
            for due_at, use_by in zip(sorted(due), ends, strict=True):
                yield Time(due[due_at], due_at, use_by)
        if held and AFTERWARDS in voice.leads:
            thanks = self.due_at(voice, held[-1], AFTERWARDS)
            yield Time(AFTER, thanks, thanks + THANKS_LAST)


def label(lead: int | None) -> str:
    """A lead as items have it."""
    if lead is None:
        return RELEASE
    return AFTER if lead == AFTERWARDS else str(lead)


def _longest_first(lead: int | None) -> tuple[bool, int]:
    return lead is not None, -(lead or 0)
