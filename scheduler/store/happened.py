"""What a store promises of records and of what people wrote down beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from scheduler.errors import PanelError, StaleRevision
from scheduler.evidence.lines import NewLine, Noted, NotedLine
from scheduler.records import MeetingRecord, RecordLine


class StaleRecord(StaleRevision):
    """Somebody else recorded the meeting since its record was read. `found` and `wanted` are lines, 0 for none."""

    code = "stale-record"

    def __init__(self, meeting_id: str, found: int, wanted: int) -> None:
        self.meeting_id, self.found, self.wanted = meeting_id, found, wanted
        PanelError.__init__(self, f"record of {meeting_id}: found line {found}, wanted {wanted}")


class StaleNote(StaleRevision):
    """The line that was to be corrected is not there, or was corrected since it was read."""

    code = "stale-note"

    def __init__(self, number: int) -> None:
        self.number = number
        PanelError.__init__(self, f"line {number}: found none, or one that is corrected already, wanted one to correct")


class Records(Protocol):
    """What became of meetings, by borough code: lines are added, never edited."""

    def add(
        self,
        borough_code: str,
        record: MeetingRecord,
        *,
        after: int,
        at: datetime,
        by: str = "",
        beside: Iterable[NewLine] = (),
    ) -> int:
        """Add a line and return its number. `after` is the meeting's newest line that was read, 0 where there was none.

        Edges:  the notes `beside` it are added with it, or neither is
        Errors: StaleRecord where the meeting's newest line is another one; StaleNote as `Notes.add`
        """

    def lines(self, borough_code: str) -> tuple[RecordLine, ...]:
        """All lines, oldest first, corrected ones included."""

    def latest(self, borough_code: str) -> Mapping[str, RecordLine]:
        """Each meeting's newest line by its id."""


class Notes(Protocol):
    """What people wrote down beside the records, by borough code: lines are added, never edited."""

    def add(self, borough_code: str, noted: Noted, *, by: str, at: datetime, replaces: int | None = None) -> int:
        """Add a line and return its number. `replaces` is the line that it corrects.

        Errors: StaleNote where that is no line of the borough, or another one corrects it already
        """

    def add_all(self, borough_code: str, noted: Iterable[Noted], *, by: str, at: datetime) -> None:
        """Add lines that correct none, all of them or none."""

    def lines(self, borough_code: str, kinds: Collection[type[Noted]] = ()) -> tuple[NotedLine, ...]:
        """All lines, of some kinds if they are given, oldest first, corrected ones included."""
