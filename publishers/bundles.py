"""A week's work on one channel under one name, so that one act approves or confirms all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.days import local_day
from scheduler.items import Item


@dataclass(frozen=True, slots=True, order=True)
class Bundle:
    """What falls due on one channel in one week. `monday` is the week's first day; `str` is what people type."""

    monday: date
    channel: str

    def __str__(self) -> str:
        return f"{self.channel}/{self.monday:%G-W%V}"


def bundle_of(item: Item, timezone: str) -> Bundle:
    """The bundle that an item belongs to, by the day on which it is due."""
    day = local_day(item.due_at, timezone)
    return Bundle(day - timedelta(days=day.weekday()), item.channel)


def bundled(items: Iterable[Item], timezone: str) -> Mapping[Bundle, tuple[Item, ...]]:
    """Items by bundle, the earliest week first, each in the order given."""
    found: dict[Bundle, list[Item]] = {}
    for item in items:
        found.setdefault(bundle_of(item, timezone), []).append(item)
    return {bundle: tuple(found[bundle]) for bundle in sorted(found)}
