"""What was missed and somebody has to see to: lately, or while its meeting is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from publishers.missed import TOO_LATE, why_missed
from scheduler.items import Item, Record
from scheduler.release.value import Release
from wardpanels.publicity.desk import Desk, latest_release

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missed:
    """An item that never went out while it was of use, and why."""

    item: Item
    why: str


def missed_since(desk: Desk, since: datetime | None, at: datetime) -> Iterator[Missed]:
    """Yield what was missed since a moment, or ever. Edges: not what the release came too late for, as it said then."""
    for record in desk.store.outbox.missed(desk.code, desk.period.first_day, since, at):
        if (why := why_missed(record)) != TOO_LATE:
            yield Missed(record.item, why)


def missed_lately(desk: Desk, at: datetime) -> Iterator[Missed]:
    """What is missed and somebody has to see to. Edges: letters are their mailing's matter."""
    missed = desk.store.outbox.missed(desk.code, desk.period.first_day, None, at)
    return to_see_to(missed, [latest_release(desk)], at)


def to_see_to(records: Iterable[Record], releases: Iterable[Release], at: datetime) -> Iterator[Missed]:
    """Yield the same of items whose lines of the ledger are at hand."""
    known = tuple(releases)
    for record in records:
        if record.item.is_missed(at) and _matters(record.item, known, at) and (why := why_missed(record)) != TOO_LATE:
            yield Missed(record.item, why)


def _matters(item: Item, releases: Iterable[Release], at: datetime) -> bool:
    """Whether it was missed lately, or something can still be done: later there is nothing to see to."""
    told = (release.meeting_by_id.get(one) for release in releases for one in item.meetings)
    is_to_come = any(meeting and not meeting.is_cancelled and meeting.starts_at > at for meeting in told)
    return not item.parent and (item.use_by + LATELY > at or is_to_come)
