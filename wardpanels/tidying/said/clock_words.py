"""Times and spans of the day as people write them: `7.30pm`, `1400-2200`, `9 til 10`, `noon`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NOON, MIDNIGHT = 12 * 60, 24 * 60
EARLIEST_OPEN = 6 * 60
"""Minutes: nobody who leaves out am and pm means an hour before this as the start of a day."""
LONGEST_OPEN = 18 * 60
SURELY_MORNING = 8 * 60
"""From such an hour to 12 is to noon: nobody is up to midnight who starts then."""

CLOCK = re.compile(
    r"(?P<military>(?:[01]\d|2[0-4])[0-5]\d)(?:\s*h(?:rs|ours)?)?(?![\d:.])"
    r"|(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>[0-5]\d))?(?::00)?\s*(?P<half>[ap])\.?m?\b\.?"
    r"|(?P<bare>\d{1,2})(?:\s*[:.h]\s*(?P<past>[0-5]\d)(?!\d))?(?::00)?(?:\s*(?:h(?:rs|ours)?|o'?clock))?(?![\d%])"
    r"|(?P<named>noon|midday|midnight)\b"
)

HALF_PAST = re.compile(r"\bhalf(?: past)? (\d{1,2})\b(?![.:]\d)")


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A time as written: the minutes after midnight that it may mean, earliest first."""

    may_be: tuple[int, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it can mean one time only."""
        return len(self.may_be) == 1


def in_figures(text: str) -> str:
    """The text with `half 7` and `half past 7` as 7.30."""
    return HALF_PAST.sub(r"\1.30", text)


def clock_at(text: str, start: int = 0) -> tuple[ClockWords, int] | None:
    """The time that stands at this place of a plain text, and where it ends."""
    found = CLOCK.match(text, start)
    if not found:
        return None
    meant = _meant(found)
    return (ClockWords(meant), found.end()) if meant else None


def _meant(found: re.Match[str]) -> tuple[int, ...]:
    if found["named"]:
        return (MIDNIGHT,) if found["named"] == "midnight" else (NOON,)
    if found["military"]:
        return _within(int(found["military"][:2]) * 60 + int(found["military"][2:]))
    if found["half"]:
        hour = int(found["hour"])
        if not 1 <= hour <= 12:
            return _within(hour * 60 + int(found["minute"] or 0)) if hour > 12 else ()
        return (hour % 12 * 60 + (NOON if found["half"] == "p" else 0) + int(found["minute"] or 0),)
    hour, minute = int(found["bare"]), int(found["past"] or 0)
    if hour > 12 or hour == 0 or (found["bare"].startswith("0") and found["past"]):
        return _within(hour * 60 + minute)
    if hour == 12:
        return (NOON + minute,) if minute else (NOON, MIDNIGHT)
    return (hour * 60 + minute, hour * 60 + minute + NOON)


def _within(minutes: int) -> tuple[int, ...]:
    return (minutes,) if minutes <= MIDNIGHT else ()


def spans_meant(start: ClockWords, end: ClockWords) -> tuple[tuple[int, int], ...]:
    """What a span may mean, widest first; one past midnight only where both ends are plain."""
    if start.is_plain and end.is_plain:
        return ((start.may_be[0], end.may_be[0] or MIDNIGHT),) if start.may_be != end.may_be else ()
    likely = tuple(sorted(_likely(start, end), key=lambda span: (span[0] - span[1], span)))
    to_noon = tuple(span for span in likely if span[1] == NOON and span[0] >= SURELY_MORNING)
    return to_noon if to_noon and len(end.may_be) > 1 else likely


def _likely(start: ClockWords, end: ClockWords) -> Iterator[tuple[int, int]]:
    for first in start.may_be:
        for last in end.may_be:
            is_awake = start.is_plain or EARLIEST_OPEN <= first < MIDNIGHT
            if is_awake and first < last <= first + LONGEST_OPEN:
                yield first, last


def shown(minutes: int) -> str:
    """Minutes after midnight as the contract writes a time; the next midnight is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def spoken(minutes: int) -> str:
    """Minutes after midnight as people say them."""
    if minutes in (NOON, MIDNIGHT):
        return "noon" if minutes == NOON else "midnight"
    hour, past = minutes // 60, f".{minutes % 60:02}" if minutes % 60 else ""
    return f"{hour % 12 or 12}{past}{'am' if hour < 12 else 'pm'}"
