"""Opening hours as rules, and what they say of one day: values and arithmetic, no text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_

from scheduler.daylight import SunTime
from scheduler.opening.selectors import SchoolHolidays, Selector, days_on

MINUTES_IN_A_DAY = 24 * 60
NO_END = "they do not say until when"
NO_TERMS = "they go by the school holidays, and the terms are not known for that day"


class OpenState(StrEnum):
    """What opening hours say of a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BySun:
    """So many minutes after one of the sun's times, or before it where below 0."""

    sun_time: SunTime
    offset: int = 0


Moment = int | BySun
"""Minutes from a day's midnight, above 1440 in the night after it; or by the sun."""

SunMinute = Callable[[SunTime], int]
"""From one of the sun's times to minutes from midnight, 0 to 1440, on the day that is asked about."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Times of a day. `has_no_end`: what follows until midnight is not known; without `ends`, all that follows."""

    begins: Moment
    ends: Moment | None
    has_no_end: bool = False

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Its one or two ends."""
        return (self.begins,) if self.ends is None else (self.begins, self.ends)

    def minutes(self, sun_minute: SunMinute) -> tuple[int, int]:
        """From and to, in minutes from midnight. Edges: none where a span until sunset or dusk begins after it."""
        begins = _minute(self.begins, sun_minute)
        if self.ends is None:
            return begins, begins
        ends = _minute(self.ends, sun_minute)
        if ends > begins:
            return begins, ends
        if isinstance(self.ends, BySun) and self.ends.sun_time.is_evening:
            return begins, begins
        return begins, ends + MINUTES_IN_A_DAY


def _minute(moment: Moment, sun_minute: SunMinute) -> int:
    return moment if isinstance(moment, int) else max(0, sun_minute(moment.sun_time) + moment.offset)


class Joins(StrEnum):
    """How a rule goes together with those before it."""

    INSTEAD = ";"
    AS_WELL = ","
    WHERE_CLOSED = "||"


@dataclass(frozen=True, slots=True)
class HoursRule:
    """One rule. `days` has lists of selectors: a day is meant if each list has one that is on it; none: every day.

    Edges: no `times` is the whole day; `note` is the comment
    """

    joins: Joins
    days: tuple[tuple[Selector, ...], ...]
    times: tuple[TimeSpan, ...]
    state: OpenState
    note: str = ""

    def on(self, first: date, count: int, school: int) -> int:
        """On which of `count` days from `first` it is, bit by bit. `school`: on which of them are school holidays."""
        found = (1 << count) - 1
        for selectors in self.days:
            found &= reduce(or_, (_on(selector, first, count, school) for selector in selectors))
        return found

    @property
    def starts_afresh(self) -> bool:
        """Whether its days are its own, whatever stands before; to close times leaves the others as they are."""
        return self.joins is Joins.INSTEAD and self.state is not OpenState.CLOSED


def _on(selector: Selector, first: date, count: int, school: int) -> int:
    return school if isinstance(selector, SchoolHolidays) else days_on(selector, first, count)


@dataclass(frozen=True, slots=True)
class DayStretch:
    """A part of a day, in minutes from its midnight, and what is said of it. `note` tells more, or is ""."""

    begins: int
    ends: int
    state: OpenState
    note: str = ""


@dataclass(frozen=True)
class Expression:
    """One expression."""

    rules: tuple[HoursRule, ...]

    @cached_property
    def name_school_holidays(self) -> bool:
        """Whether they can be told only by the borough's school terms."""
        every = (selector for rule in self.rules for selectors in rule.days for selector in selectors)
        return any(isinstance(selector, SchoolHolidays) for selector in every)

    @cached_property
    def name_the_sun(self) -> bool:
        """Whether they can be told only for a place."""
        return any(isinstance(moment, BySun) for rule in self.rules for span in rule.times for moment in span.moments)

    @cached_property
    def may_be_unknown(self) -> bool:
        """Whether there may be times of which they do not tell: quick to say, before they are told day by day."""
        says_so = any(rule.state is OpenState.UNKNOWN or any(t.has_no_end for t in rule.times) for rule in self.rules)
        return says_so or self.name_school_holidays

    def by_day(self, first: date, count: int, school: int) -> Iterator[tuple[int, ...]]:
        """The places of the rules that make each of `count` days from `first`, in order.

        Units: `school` has bit `n` set if schools are closed for a holiday on the `n`th day after the first
        """
        on = [(rule.on(first, count, school), rule.starts_afresh) for rule in self.rules]
        for n in range(count):
            found: list[int] = []
            for place, (days, starts_afresh) in enumerate(on):
                if days >> n & 1:
                    if starts_afresh:
                        found.clear()
                    found.append(place)
            yield tuple(found)

    def told(self, places: Iterable[int], sun_minute: SunMinute) -> tuple[DayStretch, ...]:
        """What the rules at these places, which make a day, say of it and of the night that belongs to it.

        Shape: in order, none of them closed: that is what is left
        """
        strokes = [(rule, stroke) for n in places for rule in [self.rules[n]] for stroke in _strokes(rule, sun_minute)]
        cuts = sorted({minute for _, stroke in strokes for minute in (stroke.begins, stroke.ends)})
        return _joined(_told(strokes, begins, ends) for begins, ends in pairwise(cuts))


def _strokes(rule: HoursRule, sun_minute: SunMinute) -> Iterator[DayStretch]:
    """What one rule says, without regard to the others."""
    if not rule.times:
        nights = 2 if rule.state is OpenState.CLOSED else 1  # a day that is off has no night either
        yield DayStretch(0, nights * MINUTES_IN_A_DAY, rule.state, rule.note)
    for span in rule.times:
        begins, ends = span.minutes(sun_minute)
        yield DayStretch(begins, ends, rule.state, rule.note)
        if span.has_no_end:
            later = rule.state if rule.state is OpenState.CLOSED else OpenState.UNKNOWN
            yield DayStretch(ends, MINUTES_IN_A_DAY, later, rule.note or NO_END)


def _told(strokes: Iterable[tuple[HoursRule, DayStretch]], begins: int, ends: int) -> DayStretch:
    told = DayStretch(begins, ends, OpenState.CLOSED)
    for rule, stroke in strokes:
        is_free = rule.joins is not Joins.WHERE_CLOSED or told.state is OpenState.CLOSED
        if is_free and stroke.begins <= begins and ends <= stroke.ends:
            told = DayStretch(begins, ends, stroke.state, stroke.note)
    return told


def _joined(parts: Iterable[DayStretch]) -> tuple[DayStretch, ...]:
    joined: list[DayStretch] = []
    for part in parts:
        before = joined[-1] if joined else None
        if part.state is OpenState.CLOSED:
            continue
        if before and (before.ends, before.state, before.note) == (part.begins, part.state, part.note):
            joined[-1] = DayStretch(before.begins, part.ends, part.state, part.note)
        else:
            joined.append(part)
    return tuple(joined)


def agreed(one: Sequence[DayStretch], other: Sequence[DayStretch], doubt: str) -> tuple[DayStretch, ...]:
    """What two readings of a day both say; unknown, with the doubt as its note, where they differ."""
    cuts = sorted({minute for part in (*one, *other) for minute in (part.begins, part.ends)})
    return _joined(
        first if first.state is second.state else DayStretch(begins, ends, OpenState.UNKNOWN, doubt)
        for begins, ends in pairwise(cuts)
        for first, second in [(_at(one, begins, ends), _at(other, begins, ends))]
    )


def _at(parts: Sequence[DayStretch], begins: int, ends: int) -> DayStretch:
    for part in parts:
        if part.begins <= begins and ends <= part.ends:
            return DayStretch(begins, ends, part.state, part.note)
    return DayStretch(begins, ends, OpenState.CLOSED)
