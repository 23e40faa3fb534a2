"""Who hears that a meeting is cancelled: each audience, by which channel, when, and who does not and why not.

Nothing here sends. The same lines are drawn up before it is told and afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from publishers.channels.every_channel import CHANNELS, Medium, Mending
from scheduler.items import OUT, TOLD, Item, ItemFilter, ItemState
from scheduler.period import Period
from scheduler.store import Store
from wardpanels.publicity.desk import Desk, closed_channels
from wardpanels.publicity.publicity_settings import Way
from wardpanels.publicity.sending import Dispatch, ways_of

READERS = "readers of the public site and of its calendar feeds"


class How(StrEnum):
    """Who takes the news to an audience."""

    AUTOMATIC = "automatic"
    BY_HAND = "by hand"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Hearing:
    """One audience of a meeting, and how it stands with what it is to hear.

    Units: `told_at` is aware UTC
    Edges: `items` are what tells it, none where nothing does; `told_at` is when all of it was out, None before;
           `reached` is how many people that were, None where nobody can know; `why` says why it has not heard
    """

    channel: str
    audience: str
    how: How
    medium: Medium = Medium.PAGES
    items: tuple[Item, ...] = ()
    told_at: datetime | None = None
    reached: int | None = None
    why: str = ""

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys of what waits for somebody who may approve."""
        return tuple(item.key for item in self.items if item.awaits_approval)

    @property
    def in_hand(self) -> tuple[str, ...]:
        """The keys of what a person has to take there."""
        return tuple(item.key for item in self.items if item.state is ItemState.HANDED_OVER)

    @property
    def is_left(self) -> bool:
        """Whether it should have heard, or somebody should have got it to take there, and that is not so."""
        if self.how is How.NOBODY or self.told_at is not None:
            return False
        return self.how is How.AUTOMATIC or not all(item.state in TOLD for item in self.items)


@dataclass(frozen=True, slots=True)
class KnownNow:
    """What is known of the channels and the outbox.

    Edges: `items` are letters too; `out_at` is when each that is out went out, by its key; `stops` is what stands in
           the way of a channel
    """

    ways: tuple[Way, ...]
    items: tuple[Item, ...]
    out_at: Mapping[str, datetime]
    stops: Mapping[str, str]


def known_now(desk: Desk, post: Dispatch, foreseen: Sequence[Item] = ()) -> KnownNow:
    """What a sender knows now, or, where items but letters are foreseen, soon."""
    outbox, place = desk.store.outbox, (desk.code, desk.period.first_day)
    items = outbox.items(*place)
    if foreseen:
        items = (*foreseen, *(item for item in items if item.parent))
    out_at = {entry.key: entry.at for entry in outbox.entries(*place) if entry.event in OUT}
    closed = {one.channel: f"The channel is closed: {one.reason}" for one in closed_channels(desk)}
    stops = {channel: f"It cannot be sent from here: {why}" for channel, why in post.cannot.items()} | closed
    return KnownNow(ways_of(desk, post.environ), items, out_at, stops)


def hearings(meeting_id: str, since: int, known: KnownNow, at: datetime) -> tuple[Hearing, ...]:
    """Who hears that a meeting is cancelled, but for readers of the site: what reaches people's phones first.

    Edges: `since` is the release that told so first; an audience that was never told of the meeting hears nothing
    """
    of_it = [item for item in known.items if meeting_id in item.meetings and not item.parent]
    found = (_hearing(way, of_it, since, known, at) for way in known.ways)
    return tuple(sorted(found, key=lambda one: (one.how is How.NOBODY, one.medium)))


def audiences_of(store: Store, borough_code: str, period: Period, meeting_id: str) -> tuple[str, ...]:
    """Who was told of a meeting, and so hears of a change once that is released.

    Edges: readers of the site always, and nobody of what is printed and cannot be put right
    """
    of_it = ItemFilter(meetings=(meeting_id,))
    told = {item.channel for item in store.outbox.sought(borough_code, period.first_day, of_it, TOLD)}
    hear = [each.told for each in CHANNELS if each.name in told and each.mending is not Mending.NEVER]
    return tuple(dict.fromkeys((READERS, *hear)))


def _hearing(way: Way, of_it: Sequence[Item], since: int, known: KnownNow, at: datetime) -> Hearing:
    channel = way.heard_by
    ours = [item for item in of_it if item.channel == way.channel]
    wanted = tuple(item for item in ours if _puts_right(item, since, at))
    if not wanted or channel.mending is Mending.NEVER:
        return Hearing(way.channel, channel.told, How.NOBODY, channel.medium, why=_why_nobody(way, ours, at))
    how = How.BY_HAND if way.is_by_hand else How.AUTOMATIC
    letters = [item for item in known.items if item.parent in {one.key for one in wanted}]
    parts = letters or wanted
    lacking = [item for item in (*wanted, *letters) if item.state not in OUT]
    moments = [known.out_at[item.key] for item in parts if item.key in known.out_at]
    told_at = max(moments, default=None) if not lacking else None
    counted = way.is_mailing or any(item.recipient for item in wanted)
    reached = sum(item.state in OUT for item in (letters if way.is_mailing else wanted)) if counted else None
    why = _why_not_yet(lacking, known, at)
    return Hearing(way.channel, channel.told, how, channel.medium, wanted, told_at, reached, why)


def _puts_right(item: Item, since: int, at: datetime) -> bool:
    is_new = item.is_correction and item.version >= since
    return is_new and item.state is not ItemState.REPLACED and not item.is_missed(at)


def _why_nobody(way: Way, ours: Iterable[Item], at: datetime) -> str:
    told = [item for item in ours if item.may_be_told]
    if not told:
        return "The borough does not use it." if way.is_retired else "It never told of this meeting."
    if way.heard_by.mending is Mending.NEVER:
        return "What it told is printed, and cannot be put right."
    return "What it told is of no more use, or is right as it is."


def _why_not_yet(lacking: Sequence[Item], known: KnownNow, at: datetime) -> str:
    """Why some of it is not out, in one sentence: that of what has gone most wrong."""
    order = (ItemState.FAILED, ItemState.PLANNED, ItemState.APPROVED, ItemState.HANDED_OVER)
    worst = min(lacking, key=lambda item: order.index(item.state) if item.state in order else len(order), default=None)
    if worst is None:
        return ""
    many = f"{len(lacking):,} are not out. " if len(lacking) > 1 else ""
    return many + _why_not(worst, known, at)


def _why_not(item: Item, known: KnownNow, at: datetime) -> str:
    if item.state is ItemState.HANDED_OVER:
        return "A person has to take it there."
    if item.is_held:
        return f"{item.held_by} holds it back."
    if item.awaits_approval:
        return " ".join(filter(None, ("It waits for somebody who may approve it.", item.care)))
    if item.state is ItemState.FAILED:
        return item.note
    if item.is_on_its_way(at):
        return "Another sender has it."
    return known.stops.get(item.channel, item.note)
