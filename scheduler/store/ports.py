"""What a store promises, whatever keeps the rows: drafts, releases and ledger lines are added, never edited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from scheduler.chain import Chains
from scheduler.errors import PanelError, StaleRevision
from scheduler.job import Jobs
from scheduler.pinned import Pinned
from scheduler.plan import Plan
from scheduler.release.promises import Publication, Register
from scheduler.release.value import Release
from scheduler.release.versions import MeetingVersion
from scheduler.store.draft_lines import Draft, DraftLine, StoredPeriod
from scheduler.store.happened import Notes, Records
from scheduler.store.outbox_port import Outbox
from scheduler.store.people import Invitees, Subscribers
from scheduler.store.staff_ports import Staff
from scheduler.upkeep import Upkeep, UpkeepLine
from scheduler.visited import Visits


class StoreUnavailable(PanelError):
    """The store cannot be reached or used. `place` never holds a password."""

    code = "store-unavailable"

    def __init__(self, place: str, found: str, wanted: str) -> None:
        self.place, self.found, self.wanted = place, found, wanted
        super().__init__(f"store {place}: found {found}, wanted {wanted}")


class StoreFull(StoreUnavailable):
    """There is no room for what was to be stored, and none of it was. What was stored before is there."""

    code = "store-full"


class StoreReadOnly(StoreUnavailable):
    """The database can be read, and not be written."""

    code = "store-read-only"


class StoreBusy(StoreUnavailable):
    """Another program has the database to itself. Nothing was changed."""

    code = "store-busy"


class StoreBroken(StoreUnavailable):
    """The database's file was damaged."""

    code = "store-broken"


class StoreGone(StoreUnavailable):
    """The server went away in the middle of a step, which it kept wholly or not at all."""

    code = "store-gone"


class StoreAway(StoreUnavailable):
    """No server is there, or it lets nobody in yet: it is stopped, or still starts."""

    code = "store-away"


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


class UntrueLines(PanelError):
    """What is to be brought back is not as it was told: it was changed, broken off, or is of a newer program."""

    code = "untrue-lines"

    def __init__(self, found: str, wanted: str) -> None:
        self.found, self.wanted = found, wanted
        super().__init__(f"the backup: found {found}, wanted {wanted}")


@dataclass(frozen=True, slots=True)
class RowsTold:
    """What was told of a store, or taken into one: its layout, the boroughs' codes, how many rows each table has."""

    layout: str
    boroughs: tuple[str, ...]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StoreState:
    """How a database is.

    Edges: `layout` is None where it has none of our tables; `troubles` is what is broken in it, as far as it can tell;
           `clock` is what the server's says, None where there is no server
    """

    kind: str
    layout: str | None
    newest: str
    troubles: tuple[str, ...]
    clock: datetime | None


@dataclass(frozen=True, slots=True)
class Taking:
    """How what was told of a store is to be taken into another one.

    Units: `at` is aware: by then it may have gone out what was still to go out when it was told
    Edges: `notice` are, by borough, the channels whose receivers notice a repeat: what was due on another is held back
           in the name of `by`, with the reason `why_held`, or not where that is None; `before_keeping` is called when
           all is there and nothing is kept yet; `forgotten` are the digests of who is not to come back; `noted` is
           the line that says of each borough that it came
    """

    layout: str
    boroughs: tuple[str, ...]
    at: datetime
    by: str
    why_held: str | None
    notice: Mapping[str, Collection[str]]
    before_keeping: Callable[[], object]
    forgotten: Collection[str] = ()
    noted: UpkeepLine | None = None


@dataclass(frozen=True, slots=True)
class RowsTaken:
    """What was taken, how many items are held back because they may have gone out since, and who did not come back."""

    told: RowsTold
    held: int
    forgotten: int = 0


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

    @property
    def upkeep(self) -> Upkeep:
        """When the borough was backed up, and what else was done to keep it well, in the same database."""

    @property
    def chains(self) -> Chains:
        """Whether what was done stands as it was written, in the same database."""

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

    def mark(self, borough_code: str) -> Hashable:
        """A value that is another one once anything of a borough was told, recorded, noted or drafted since."""

    def close(self) -> None:
        """Let go of files and connections. The store is not used afterwards."""


def in_utc(moment: datetime) -> datetime:
    """Errors: ValueError where `moment` has no zone: a guess would be an hour out all summer."""
    if moment.tzinfo is None:
        raise ValueError(f"store: found {moment.isoformat()} without a zone, wanted a moment with one")
    return moment.astimezone(UTC)
