"""What a store promises, whatever keeps the rows: drafts, releases and ledger lines are added, never edited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from scheduler.errors import PanelError, StaleRevision
from scheduler.items import (
    NO_WITNESS,
    ClosedChannel,
    Filling,
    Item,
    ItemChoice,
    ItemFilter,
    ItemGroup,
    ItemPage,
    ItemState,
    LedgerEntry,
    Record,
    Witness,
    Worded,
)
from scheduler.job import Jobs
from scheduler.pinned import Pinned
from scheduler.plan import Plan
from scheduler.release.promises import Publication, Register
from scheduler.release.value import Release
from scheduler.release.versions import MeetingVersion
from scheduler.store.draft_lines import Draft, DraftLine, StoredPeriod
from scheduler.store.happened import Notes, Records
from scheduler.store.people import Invitees, Subscribers
from scheduler.store.staff_ports import Staff
from scheduler.visited import Visits


class StoreUnavailable(PanelError):
    """The store cannot be reached or used. `place` never holds a password."""

    code = "store-unavailable"

    def __init__(self, place: str, found: str, wanted: str) -> None:
        self.place, self.found, self.wanted = place, found, wanted
        super().__init__(f"store {place}: found {found}, wanted {wanted}")


class CannotCopy(StoreUnavailable):
    """One store could not be copied to another, and nothing was. `place` is the one of the two that is at fault."""

    code = "cannot-copy"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied from one store to another: the codes of the boroughs, and how many rows each table has of them.

    Edges: the places may be printed: they hold no password
    """

    source: str
    target: str
    boroughs: tuple[str, ...]
    rows: Mapping[str, int]


class StaleRelease(StaleRevision):
    """Somebody else stored a release since the one before this was read."""

    code = "stale-release"

    def __init__(self, found: int, wanted: int) -> None:
        self.found, self.wanted = found, wanted
        PanelError.__init__(self, f"release: found number {found}, wanted {wanted}. Make the release again.")


class StalePublication(PanelError):
    """Another run published since the register was read, or is just publishing."""

    code = "stale-publication"

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"publication {number}: found another run that publishes. Repeat the command.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A publication that was begun and is not known to have gone out.

    Edges: `folder` is where to, as an absolute path; `mark` is the digest of what tells a folder that it went out
    """

    number: int
    begun_at: datetime
    folder: str
    mark: str


class Outbox(Protocol):
    """What is to go out, by borough code and the first day of the period, and the ledger of what became of it.

    Units: moments are aware
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

    def page(
        self, borough_code: str, first_day: date, chosen: ItemChoice, limit: int | None = None, offset: int = 0
    ) -> ItemPage:
        """So many of the items that are chosen, after the first `offset`, by the moment they are due; None is all."""

    def entries(self, borough_code: str, first_day: date) -> tuple[LedgerEntry, ...]:
        """All lines of the ledger, oldest first."""

    def entries_of(self, keys: Sequence[str]) -> tuple[LedgerEntry, ...]:
        """All that happened to items, oldest first."""

    def content(self, digest: str) -> bytes:
        """What the items with this digest say."""


class Promises(Protocol):
    """What the public was told, by borough code: publications are added, never edited.

    Edges: a zone is that in which the times of meetings come back
    """

    def register(self, borough_code: str, timezone: str) -> Register:
        """All that was told, as it was told last."""

    def publications(self, borough_code: str, timezone: str) -> tuple[Publication, ...]:
        """What each publication that went out told anew, oldest first."""

    def last(self, borough_code: str) -> int:
        """The number of the newest publication, whether it is known to be out or not; 0 before the first."""

    def begun(self, borough_code: str) -> Begun | None:
        """The publication that was begun and is not known to have gone out, if any."""

    def begin(self, borough_code: str, publication: Publication, folder: str, mark: str) -> None:
        """Write down what is about to be told, before it is.

        Errors: StalePublication where there is one with its number
        """

    def told(self, borough_code: str, number: int, timezone: str) -> None:
        """Let a publication that was begun count: it went out. A second time is no harm."""

    def drop(self, borough_code: str, number: int) -> None:
        """Forget a publication that was begun and never went out."""

    def heard(self, borough_code: str) -> frozenset[str]:
        """The ids of meetings of which any audience but the site's has heard."""


class Store(Protocol):
    """Drafts and releases by borough code and the first day of the period planned."""

    @property
    def outbox(self) -> Outbox:
        """What is to go out, in the same database."""

    @property
    def subscribers(self) -> Subscribers:
        """Who asked for mail, in the same database."""

    @property
    def invitees(self) -> Invitees:
        """How officers were written to, in the same database."""

    @property
    def records(self) -> Records:
        """What became of meetings, in the same database."""

    @property
    def notes(self) -> Notes:
        """What people wrote down beside the records, in the same database."""

    @property
    def promises(self) -> Promises:
        """What the public was told, in the same database."""

    @property
    def visits(self) -> Visits:
        """How often pages were visited, in the same database."""

    @property
    def staff(self) -> Staff:
        """Who signs in, and what they did, in the same database."""

    @property
    def jobs(self) -> Jobs:
        """The work that outlives a page, in the same database."""

    def draft(self, borough_code: str, first_day: date) -> Draft | None:
        """The newest draft, or None where nothing was planned yet."""

    def draft_before(self, borough_code: str, first_day: date) -> Draft | None:
        """The draft that the newest one was changed from, or None where it is the first."""

    def draft_at(self, borough_code: str, first_day: date, revision: int) -> Draft:
        """One draft, the newest or an earlier one. Errors: UnknownName."""

    def drafts(self, borough_code: str, first_day: date) -> tuple[DraftLine, ...]:
        """Every draft of a period, oldest first, without the meetings."""

    def save_draft(
        self,
        plan: Plan,
        *,
        expected_revision: int | None,
        saved_at: datetime,
        parent: int | None = None,
        by: str = "",
        why: str = "",
        pins: tuple[Pinned, ...] | None = None,
    ) -> int:
        """Add `plan` as the newest draft and return its revision.

        Edges:  `expected_revision` is the revision that was read before, None where there was no draft yet; `parent` is
                the revision that this one was changed from, where it is another; `by` and `why` as for a draft; `pins`
                are those of the newest draft where none are given
        Errors: StaleRevision where the newest draft is another one
        """

    def append_release(self, release: Release, plan: Plan) -> None:
        """Add a release and the plan it was made of, both or neither.

        Errors: StaleRelease where its number does not follow the last one
        """

    def latest_release(self, borough_code: str, first_day: date) -> Release | None:
        """The newest release, or None where nothing was released yet."""

    def release(self, borough_code: str, first_day: date, number: int) -> Release:
        """One release. Errors: UnknownName."""

    def releases(self, borough_code: str, first_day: date) -> tuple[int, ...]:
        """The numbers of all releases, in order."""

    def versions(self, borough_code: str, first_day: date) -> tuple[MeetingVersion, ...]:
        """What was released of each meeting of a period, from change to change: by meeting, oldest first."""

    def released_plan(self, borough_code: str, first_day: date, number: int) -> Plan:
        """The plan that a release was made of. Errors: UnknownName."""

    def periods(self, borough_code: str) -> tuple[StoredPeriod, ...]:
        """Every period of which there is a draft or a release, in order."""

    def close(self) -> None:
        """Let go of files and connections. The store is not used afterwards."""


def in_utc(moment: datetime) -> datetime:
    """Errors: ValueError where `moment` has no zone: a guess would be an hour out all summer."""
    if moment.tzinfo is None:
        raise ValueError(f"store: found {moment.isoformat()} without a zone, wanted a moment with one")
    return moment.astimezone(UTC)
