"""What is to go out, and what of it a person lets go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.items import ClosedChannel, Item
from scheduler.release.value import Release
from wardpanels.publicity.desk import Desk, approve, closed_channels, fill, latest_release, soonest_first, waiting


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items somebody means: of one channel, of one ward, due by a day; all of them where nothing is named."""

    channel: str | None = None
    ward: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is still to go out, or is in somebody's hands, at a moment: the soonest first.

    Edges: `releases` are by the first day of their period, which each item has too; `closed` are the channels on which
           nothing goes out until somebody has mended them
    """

    releases: Mapping[date, Release]
    items: tuple[Item, ...]
    at: datetime
    closed: tuple[ClosedChannel, ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """The keys that somebody meant, and the items of them that had waited for it."""

    asked: tuple[str, ...]
    items: tuple[Item, ...]


def due(desks: Sequence[Desk], chosen: Selection, at: datetime) -> Due:
    """Bring the outbox up to date, and show what is in it. Errors: NothingYet, UnknownName."""
    for desk in desks:
        fill(desk, at)
    releases = {desk.period.first_day: latest_release(desk) for desk in desks}
    return Due(releases, _chosen(desks, chosen), at, closed_channels(desks[0]))


def approve_chosen(desks: Sequence[Desk], keys: Sequence[str], chosen: Selection, by: str, at: datetime) -> Approved:
    """Let the items with these keys go out, or, where no key is given, all those chosen that wait for a person.

    Errors: CannotUse, where this person may not; NothingYet, UnknownName
    """
    for desk in desks:
        fill(desk, at)
    found = () if keys else _chosen(desks, chosen)
    asked = tuple(keys) or tuple(item.key for item in found if item.awaits_approval)
    return Approved(asked, approve(desks[0], asked, by, at))


def _chosen(desks: Sequence[Desk], chosen: Selection) -> tuple[Item, ...]:
    found = (item for desk in desks for item in waiting(desk, chosen.channel, chosen.ward, chosen.until))
    return tuple(sorted(found, key=soonest_first))
