"""What was done to keep a borough's data and its machine well: lines that are added, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class UpkeepKind(StrEnum):
    """What was done.

    Edges: BACKUP wrote a backup; DRILL read one whole, as bringing it back would; RESTORE brought one back; CALL told
           the person on duty what is wrong; SWEEP deleted what was kept long enough
    """

    BACKUP = "backup"
    DRILL = "drill"
    RESTORE = "restore"
    CALL = "call"
    SWEEP = "sweep"


WITH_A_BACKUP = (UpkeepKind.BACKUP, UpkeepKind.RESTORE)
"""The kinds whose note is the file of a backup."""


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    """One thing that was done.

    Units: moments are aware, UTC
    Edges: `of` is the moment that a backup keeps, or the one by which a sweep took things for old; `note` is the
           backup's file, or what was told
    """

    kind: UpkeepKind
    at: datetime
    of: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due, of use, and not known to be out: how much, since when, and until when the first is of use.

    Units: moments are aware, UTC
    Edges: without any there are no moments
    """

    count: int = 0
    oldest_due_at: datetime | None = None
    first_use_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlogs:
    """What waits, by what it waits for: to be sent, to be approved or let go, and to be carried by a person."""

    to_send: Backlog
    to_approve: Backlog
    to_carry: Backlog


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """What has been kept long enough: sign-ups, letters and ended jobs of before a moment, and the words of periods.

    Units: moments are aware; `periods` are first days
    Edges: what is of use after `at` stays in any case
    """

    unconfirmed: datetime
    letters: datetime
    jobs: datetime
    periods: tuple[date, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was deleted."""

    unconfirmed: int = 0
    contents: int = 0
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class StillKept:
    """How much there is that goes one day, and since when the oldest is there, None where there is nothing.

    Edges: `letters` are counted by their words, which several may share, and are old from when they were last of use;
           `contents` are the words of each period that were no letters, by its first day
    """

    unconfirmed: tuple[int, datetime | None]
    letters: tuple[int, datetime | None]
    jobs: tuple[int, datetime | None]
    contents: Mapping[date, int]


class Upkeep(Protocol):
    """What was done, by borough code, and how its outbox stands."""

    def add(self, borough_code: str, line: UpkeepLine) -> None:
        """Write a line down."""

    def last(self, borough_code: str, kind: UpkeepKind) -> UpkeepLine | None:
        """The newest line of one kind, None where there is none."""

    def waiting(self, borough_code: str, at: datetime) -> Backlogs:
        """What is due at a moment and still of use, letters too."""

    def sweep(self, borough_code: str, reached: KeptUntil) -> Swept:
        """Delete what has been kept long enough: facts and digests stay, and so does the chain of the ledger.

        Edges: words that something else says too stay; so does the newest job. A second time is no harm
        """

    def still_kept(self, borough_code: str) -> StillKept:
        """What goes one day."""

    def last_sent(self, borough_code: str) -> Mapping[str, datetime]:
        """When something last went out on each channel, for those on which anything ever did."""
