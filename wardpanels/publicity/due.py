"""What is to go out, and what of it a person lets go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from publishers.handover import soonest_first
from scheduler.items import ClosedChannel, Item
from scheduler.release.value import Release
from wardpanels.people.rights import Act, Person
from wardpanels.publicity.desk import APPROVABLE, Desk, closed_channels, fill, latest_release, waiting
from wardpanels.publicity.handling import approve_seen
from wardpanels.publicity.keys_meant import keys_meant
from wardpanels.publicity.missing import Missed, missed_lately
from wardpanels.publicity.typed_items import act_on_items


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items somebody means: of one channel, of one ward, due by a day; all of them where nothing is named."""

    channel: str | None = None
    ward: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is still to go out, or is in somebody's hands, at a moment: corrections first, then the soonest.

    Edges: `releases` are by the first day of their period, which each item has too; `closed` are the channels on which
           nothing goes out until somebody has mended them; `missed` is what somebody has to see to, whatever was chosen
    """

    releases: Mapping[date, Release]
    items: tuple[Item, ...]
    at: datetime
    closed: tuple[ClosedChannel, ...] = ()
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """The keys that somebody meant, and the items of them that had waited for it."""

    asked: tuple[str, ...]
    items: tuple[Item, ...]


def due(desks: Sequence[Desk], chosen: Selection, at: datetime) -> Due:
    """Bring the outbox up to date, and show what is in it. Errors: NothingYet, UnknownName."""
    for desk in desks:
        fill(desk, at)
    return still_due(desks, chosen, at)


def still_due(desks: Sequence[Desk], chosen: Selection, at: datetime) -> Due:
    """Show what is in the outbox as it was filled last. Errors: NothingYet, UnknownName."""
    releases = {desk.period.first_day: latest_release(desk) for desk in desks}
    found = sorted(_chosen(desks, chosen, at), key=lambda item: soonest_first(item, releases[item.first_day], at))
    missed = tuple(one for desk in desks for one in missed_lately(desk, at))
    return Due(releases, tuple(found), at, closed_channels(desks[0]), missed)


def approve_chosen(  # which ones, and by whom and when, as every act has it
    desks: Sequence[Desk], keys: Sequence[str], chosen: Selection, by: str, at: datetime, *, same_may: bool = False
) -> Approved:
    """Let the items with these keys go out, or, where no key is given, all those chosen that wait for a person.

    Errors: NotAllowed, OwnApproval, where this person may not; NothingYet, UnknownName
    """
    for desk in desks:
        fill(desk, at)
    found = () if keys else _chosen(desks, chosen, at)
    asked = keys_meant(desks, keys, APPROVABLE) or tuple(item.key for item in found if item.awaits_approval)

    def approved(person: Person) -> tuple[Item, ...]:
        return approve_seen(desks[0], items, person, at, same_may=same_may)

    items = [desks[0].store.outbox.item(key) for key in asked]
    return Approved(asked, act_on_items(desks[0], by, Act.APPROVE, "approve", asked, approved))


def _chosen(desks: Sequence[Desk], chosen: Selection, at: datetime) -> tuple[Item, ...]:
    return tuple(item for desk in desks for item in waiting(desk, chosen.channel, chosen.ward, chosen.until, at))
