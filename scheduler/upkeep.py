"""What was done to keep a borough's data and its machine well: lines that are added, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class UpkeepKind(StrEnum):
    """What was done.

    Edges: BACKUP wrote a backup; DRILL read one whole, as bringing it back would; RESTORE brought one back; CALL told
           the person on duty what is wrong
    """

    BACKUP = "backup"
    DRILL = "drill"
    RESTORE = "restore"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    """One thing that was done.

    Units: moments are aware, UTC
    Edges: `of` is the moment that a backup keeps; `note` is the backup's file, or what was told
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


class Upkeep(Protocol):
    """What was done, by borough code, and how its outbox stands."""

    def add(self, borough_code: str, line: UpkeepLine) -> None:
        """Write a line down."""

    def last(self, borough_code: str, kind: UpkeepKind) -> UpkeepLine | None:
        """The newest line of one kind, None where there is none."""

    def waiting(self, borough_code: str, at: datetime) -> Backlogs:
        """What is due at a moment and still of use, letters too."""

    def last_sent(self, borough_code: str) -> Mapping[str, datetime]:
        """When something last went out on each channel, for those on which anything ever did."""
