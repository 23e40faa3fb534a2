"""How the pages for staff say days, meetings and people. Nothing here decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from publishers import wording
from scheduler.facts import Borough
from scheduler.names import naming_staff, staff_words
from scheduler.plan import PlannedMeeting
from scheduler.rules.shapes import spoken

"""What may stand before an officer's id."""


def when(starts_at: datetime) -> str:
    """A day and a time: `Tuesday 9 March 2027, 7pm`."""
    return f"{wording.day(starts_at)}, {wording.clock(starts_at)}"


def clock_on(at: datetime, timezone: str) -> str:
    """A moment's time by a borough's clocks: `7:05pm`."""
    return wording.clock(at.astimezone(ZoneInfo(timezone)))


def moment(at: datetime, timezone: str) -> str:
    """A moment by a borough's clocks: `Tuesday 9 March 2027, 7:05pm`."""
    return when(at.astimezone(ZoneInfo(timezone)))


def how_far(day: date, today: date) -> str:
    """How far a day is from today: `today`, `yesterday`, `in 3 days`."""
    apart = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if apart in near:
        return near[apart]
    return f"in {apart} days" if apart > 0 else f"{-apart} days ago"


def counted(number: int, one: str, many: str) -> str:
    """A number and its noun: `1 meeting`, `2 meetings`."""
    return f"{number:,} {one if number == 1 else many}"


def named(names: Mapping[str, str], codes: Iterable[str]) -> str:
    """Several wards by their names, or by their codes where they have none."""
    return ", ".join(sorted(names.get(code, code) for code in codes))


class Names:
    """The names of a borough's wards, halls and officers, by their ids. Who is gone keeps the id for a name."""

    def __init__(self, borough: Borough) -> None:
        self._wards = {ward.code: ward for ward in borough.wards}
        self._halls = {venue.venue_id: venue.name for venue in borough.venues}
        self._borough = borough

    def ward(self, code: str) -> str:
        """A ward's name."""
        known = self._wards.get(code)
        return known.name if known else code

    def hall(self, venue_id: str) -> str:
        """A hall's name."""
        return self._halls.get(venue_id, venue_id)

    def officer(self, officer_id: str) -> str:
        """An officer's name and role, for staff alone: `Sgt A. Rahman (sergeant)`."""
        return staff_words(self._borough, (officer_id,))

    def crew(self, meeting: PlannedMeeting) -> Iterator[str]:
        """Everybody who is to be at a meeting."""
        return map(self.officer, meeting.officers)

    def meeting(self, meeting: PlannedMeeting) -> str:
        """A meeting in few words: `Bow East, Tuesday 9 March 2027, 7pm`."""
        return f"{self.ward(meeting.ward_code)}, {when(meeting.starts_at)}"

    def named(self, told: str) -> str:
        """The same words, with officers by name and role where they have their ids."""
        return self._naming(told)

    @cached_property
    def _naming(self) -> Callable[[str], str]:
        return naming_staff(self._borough.officers)

    def why(self, meeting: PlannedMeeting, told: str) -> str:
        """What a rule says of a meeting where that meeting stands above it: `It is at Olga School, which is closed`."""
        own = spoken(meeting)
        rest = told.removeprefix(f"{own}: ")
        return self.named(f"It{rest.removeprefix(own)}" if rest.startswith(f"{own} ") else rest)

    def sentence(self, told: str) -> str:
        """What a rule or a use case says, as a sentence: with officers as `named` has them."""
        whole = self.named(told).rstrip(".")
        return f"{whole[:1].upper()}{whole[1:]}."
