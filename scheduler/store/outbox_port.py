"""What an outbox and its ledger promise, whatever keeps the rows: lines of the ledger are added, never edited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from scheduler.items import (
    NO_WITNESS,
    ClosedChannel,
    Filling,
    Item,
    ItemFilter,
    ItemGroup,
    ItemState,
    LedgerEntry,
    Record,
    Witness,
    Worded,
)


class Outbox(Protocol):
    """What is to go out, by borough code and the first day of the period, and the ledger of what became of it.

    Units: moments are aware; a worker is its name, and after a blank what tells its process from others of that name
    Edges: a worker takes an item by a lease, and may settle it or put it back while nobody else has taken it since; a
           False from either says that it came too late, and that nothing was written
    """

    def filled_for(self, borough_code: str, first_day: date, at: datetime) -> tuple[int, str] | None:
        """The release and the settings that the outbox is filled for; None where it has to be looked at anew."""

    def worded(self, borough_code: str, first_day: date) -> Mapping[str, Worded]:
        """What the recipes of the last filling came to, by their digests."""

    def without_content(self, digests: Collection[str]) -> frozenset[str]:
        """Those of these digests whose content is not stored yet."""

    def fill(
        self,
        borough_code: str,
        first_day: date,
        filled_for: tuple[int, str],
        decide: Callable[[tuple[Item, ...]], Filling],
        content_of: Callable[[str], bytes],
        at: datetime,
    ) -> Filling:
        """Ask `decide` what is to change, given the items there are, and change it, all or nothing.

        Edges: items on their way at `at` keep the version they had; `content_of` is asked for new digests only
        """

    def due_channels(self, borough_code: str, first_day: date, at: datetime) -> frozenset[str]:
        """The channels on which something could be claimed."""

    def claim(
        self, borough_code: str, first_day: date, worker: str, at: datetime, until: datetime, channel: str, limit: int
    ) -> tuple[Item, ...]:
        """Take what is due on a channel, approved where it must be and free, so that nobody else does before `until`.

        Edges: corrections first; then the nearest meeting, but what was tried before comes last: it may be what stops
               the channel each time;
               items that a newer release has not been held against are left until the outbox is filled again
        """

    def renew(self, item: Item, worker: str, until: datetime) -> bool:
        """Keep a claimed item for longer. Edges: also where its time ran out and nobody has taken it since"""

    def holders(self, borough_code: str, first_day: date, at: datetime) -> frozenset[str]:
        """The workers that have something to themselves at a moment."""

    def free_from(self, borough_code: str, first_day: date, workers: Collection[str], at: datetime) -> None:
        """Let what workers have in hand be theirs no longer than to a moment."""

    def settle(self, item: Item, worker: str, event: ItemState, at: datetime, note: str) -> bool:
        """Write down what became of a claimed item."""

    def put_back(self, item: Item, worker: str, next_try_at: datetime, note: str, *, was_tried: bool = True) -> bool:
        """Let a claimed item wait for another try. Where it `was_tried`, somebody may have read it all the same."""

    def fan_out(self, item: Item, worker: str, letters: Sequence[Item], at: datetime, note: str) -> bool:
        """Settle a claimed mailing as issued and add its letters, both or neither."""

    def add_letters(self, mailing: Item, letters: Sequence[Item], at: datetime) -> None:
        """Add letters to a mailing that is out, but for those that it has."""

    def closed_channels(self, borough_code: str) -> tuple[ClosedChannel, ...]:
        """The channels that are closed, by name. Nothing can be claimed on them."""

    def close_channel(self, borough_code: str, closed: ClosedChannel) -> None:
        """Close a channel. Edges: one that is closed already stays so, since then and for the first reason"""

    def open_channel(self, borough_code: str, channel: str, by: str, at: datetime) -> ClosedChannel | None:
        """Open a channel, and let what waits on it for another try be due at once; None where it was not closed."""

    def mark(
        self,
        keys: Sequence[str],
        wanted: Sequence[ItemState],
        event: ItemState,
        by: str,
        at: datetime,
        note: str,
        evidence: Witness = NO_WITNESS,
    ) -> tuple[Item, ...]:
        """Write down that a person did something to items that are in one of the wanted states; return those.

        Edges:  what is confirmed was told on the day that the evidence gives, if it gives one
        Errors: UnknownName, where a key is no item's; then nothing is written
        """

    def set_aside(self, event: ItemState, keys: Sequence[str], by: str, at: datetime, why: str) -> tuple[Item, ...]:
        """Write down that a person holds items back (HELD), lets them go (LET_GO) or does not want them (REJECTED).

        Edges: those are left that no sender may take any more, that one has in hand, or to which it was done already;
               the others are returned
        """

    def reword(self, item: Item, anew: Item, content: bytes, by: str, at: datetime) -> bool:
        """Put an item with other words in the place of one. False where that has changed meanwhile; nothing is written.

        Edges: `content` is what the new one says, under its digest; its key may be that of one that was overtaken
        """

    def counts(self, borough_code: str, first_day: date, wanted: ItemFilter, at: datetime) -> Mapping[ItemGroup, int]:
        """How many of the wanted items, letters apart, are in each group at a moment."""

    def group(
        self,
        borough_code: str,
        first_day: date,
        group: ItemGroup,
        wanted: ItemFilter,
        at: datetime,
        page: tuple[int, int],
    ) -> tuple[Item, ...]:
        """Some of the wanted items of a group: `page` is how many to leave out, and the most to give.

        Edges: corrections first, then the soonest; of what is sent, missed or rejected, the latest first
        """

    def contents(self, digests: Collection[str]) -> Mapping[str, bytes]:
        """What the items with these digests say, asked for at once: as many as a page has."""

    def happened(
        self,
        borough_code: str,
        first_day: date,
        wanted: ItemFilter,
        events: Sequence[ItemState],
        page: tuple[int, int],
    ) -> tuple[tuple[Item, LedgerEntry], ...]:
        """Some lines of the ledger of the wanted items with their items, the newest first.

        Edges: no events are all of them; `page` is how many to leave out, and the most to give
        """

    def missed(self, borough_code: str, first_day: date, since: datetime | None, at: datetime) -> tuple[Record, ...]:
        """What is missed at a moment and was not yet at an earlier one; all that is missed where none is given."""

    def looks(self, borough_code: str) -> Mapping[date, datetime]:
        """When a sender last looked at each period, by its first day and by the sender's clock."""

    def look(self, borough_code: str, first_days: Collection[date], at: datetime) -> None:
        """Write down that a sender looks at these periods at a moment, whatever was written down before."""

    def item(self, key: str) -> Item:
        """One item. Errors: UnknownName."""

    def items(
        self,
        borough_code: str,
        first_day: date,
        states: Sequence[ItemState] = tuple(ItemState),
        *,
        with_letters: bool = True,
        channels: Collection[str] | None = None,
    ) -> tuple[Item, ...]:
        """All items in some states, by the moment they are due; without the letters of mailings if so asked.

        Edges: a borough has some thousand items, and a hundred times as many letters; None is every channel
        """

    def sought(
        self,
        borough_code: str,
        first_day: date,
        wanted: ItemFilter,
        states: Sequence[ItemState],
        of_use_at: datetime | None = None,
    ) -> tuple[Item, ...]:
        """The wanted items in some states, by the moment they are due; without what is missed at a moment, if given."""

    def entries(self, borough_code: str, first_day: date) -> tuple[LedgerEntry, ...]:
        """All lines of the ledger, oldest first."""

    def entries_of(self, keys: Sequence[str]) -> tuple[LedgerEntry, ...]:
        """All that happened to items, oldest first."""

    def content(self, digest: str) -> bytes:
        """What the items with this digest say. Edges: nothing where it was deleted, having been kept long enough"""
