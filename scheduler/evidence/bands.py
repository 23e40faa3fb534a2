"""How many residents of each age came, and how much of that may be shown: nobody is to be found by a small count.

Pure. Totals are always shown. A band under five is not, and neither is the next smallest where the total would give it
away. What people did not say is never shown either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

LEAST_SHOWN = 5
"""Source: fewer than five are left out of small-area counts, so that a person is not known by them."""

OLDEST = 150
WANTED = "ages such as under 18, 18-29 or 65 and over"
UNDER = re.compile(r"under (\d{1,3})")
BETWEEN = re.compile(r"(\d{1,3}) ?(?:-|–|to) ?(\d{1,3})")
OVER = re.compile(r"(\d{1,3}) ?(?:\+|and over)")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many of the residents who came were of some ages: `name` is as `band_named` writes it."""

    name: str
    people: int


def band_named(typed: str) -> str:
    """The ages that somebody typed, as they are written here. Errors: ValueError, saying what was wanted."""
    plain = " ".join(typed.casefold().split())
    if found := UNDER.fullmatch(plain):
        return f"under {int(found[1])}"
    if found := OVER.fullmatch(plain):
        return f"{int(found[1])} and over"
    if (found := BETWEEN.fullmatch(plain)) and int(found[1]) <= int(found[2]):
        return f"{int(found[1])}-{int(found[2])}"
    raise ValueError(WANTED)


def in_age_order(bands: Iterable[AgeBand]) -> tuple[AgeBand, ...]:
    """The bands from the youngest to the oldest."""
    return tuple(sorted(bands, key=lambda band: _ages(band.name)))


def overlapping(bands: Iterable[AgeBand]) -> Iterator[tuple[str, str]]:
    """The bands of which one person could be in two."""
    for younger, older in pairwise(in_age_order(bands)):
        if _ages(younger.name)[1] >= _ages(older.name)[0]:
            yield younger.name, older.name


def shown(bands: Iterable[AgeBand], total: int) -> Mapping[str, int | None]:
    """What may be shown of one meeting's bands beside its total, by name. Edges: None is not shown."""
    people = {band.name: band.people for band in in_age_order(bands)}
    hidden = {name for name, number in people.items() if number < LEAST_SHOWN}
    while hidden and len(hidden) < len(people):
        rest = total - sum(number for name, number in people.items() if name not in hidden)
        if len(hidden) > 1 and rest > 0:
            break
        smallest = min(number for name, number in people.items() if name not in hidden)
        hidden |= {name for name, number in people.items() if number == smallest}
    return {name: None if name in hidden else number for name, number in people.items()}


def shown_of_several(meetings: Iterable[Mapping[str, int | None]]) -> Mapping[str, int | None]:
    """The sums of what is shown of several meetings. Edges: a band that one of them does not show has no sum

    It is worked out from what is shown and from nothing else, so that it tells nothing more.
    """
    found: dict[str, list[int | None]] = {}
    for meeting in meetings:
        for name, number in meeting.items():
            found.setdefault(name, []).append(number)
    return {name: _sum(found[name]) for name in sorted(found, key=_ages)}


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _ages(name: str) -> tuple[int, int]:
    """The youngest and the oldest of a band. Edges: one that was never read through `band_named` comes last."""
    if found := UNDER.fullmatch(name):
        return 0, int(found[1]) - 1
    if found := BETWEEN.fullmatch(name):
        return int(found[1]), int(found[2])
    found = OVER.fullmatch(name)
    return (int(found[1]), OLDEST) if found else (OLDEST, OLDEST)
