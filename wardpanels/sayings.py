"""What there is to say, by the name of the channel that says it: one line for each, public and private.

Public words come from the publishers' own table. Words for officers are made here, because only here both the plan with
its officers and the publishers may be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from publishers.channels.table import CHANNELS, Channel, named
from publishers.pieces import Piece, pieces_of
from scheduler.elections import with_polls
from scheduler.facts import Borough
from scheduler.outbox import Item
from scheduler.plan import Plan
from scheduler.release import Release


@dataclass(frozen=True, slots=True)
class Known:
    """All that words can be made of: the latest release, the plan it was made of, and the borough's own facts."""

    release: Release
    plan: Plan
    borough: Borough
    told: tuple[Item, ...] = ()


Saying = Callable[[Known], Iterable[Piece]]


def _public(channel: Channel, known: Known) -> Iterable[Piece]:
    return pieces_of(with_polls(known.release, known.borough.elections), (channel,))


SAYINGS: Mapping[str, Saying] = {channel.name: partial(_public, channel) for channel in CHANNELS}
GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(channel.name for channel in named(group))
    for group in dict.fromkeys(one.group for one in CHANNELS)
    if group
}
"""Names in [publicity] that stand for several channels."""
