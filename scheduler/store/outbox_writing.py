"""What a filling writes: items, their contents, the ledger's lines, and what it was for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, delete, insert, select, update

from scheduler.items import Item, ItemState, Witness, Worded
from scheduler.store.chain_lines import add_lines
from scheduler.store.item_rows import entry_row, row_of
from scheduler.store.publications import hear
from scheduler.store.tables import (
    LEDGER_ENTRY,
    OUTBOX_CONTENT,
    OUTBOX_FILLED,
    OUTBOX_ITEM,
    OUTBOX_WORDED,
    RELEASED_MEETING,
)
from scheduler.who import KnownBy, Who

ITEM, WORDED = OUTBOX_ITEM.c, OUTBOX_WORDED.c
ROWS_AT_ONCE = 500
PROGRAM = Who("the program", KnownBy.PROGRAM)


def keep_contents(connection: Connection, digests: set[str], content_of: Callable[[str], bytes]) -> None:
    """Store the contents that are wanted and not there yet."""
    lacking = sorted(digests - stored(connection, digests))
    for some in batches(lacking):
        rows = [{"digest": digest, "content": content_of(digest)} for digest in some]
        connection.execute(insert(OUTBOX_CONTENT), rows)


def stored(connection: Connection, digests: Collection[str]) -> set[str]:
    """Those of the digests whose content is there."""
    column = OUTBOX_CONTENT.c.digest
    asked = (select(column).where(column.in_(some)) for some in batches(sorted(digests)))
    return {digest for each in asked for digest in connection.execute(each).scalars()}


def put(
    connection: Connection, items: Sequence[Item], known: Collection[str], at: datetime, quiet: Collection[str] = ()
) -> None:
    """Add items, or put them in the place of those with their keys: overtaken once and wanted again, or reworded.

    Edges: nothing happened to the `quiet` ones that a ledger could have
    """
    for item in items:
        if item.key in known:
            connection.execute(update(OUTBOX_ITEM).where(ITEM.key == item.key).values(row_of(item)))
    added = [row_of(item) for item in items if item.key not in known]
    if added:
        connection.execute(insert(OUTBOX_ITEM), added)
    told = (item for item in items if item.key not in quiet)
    add_lines(connection, LEDGER_ENTRY, [entry_row(item, item.state, PROGRAM, at, item.note) for item in told])


def close(connection: Connection, replaced: Mapping[str, str], items: Iterable[Item], at: datetime) -> None:
    """Close what a release overtakes, and write down why."""
    overtaken = tuple(items)
    for item in overtaken:
        gone = {"state": ItemState.REPLACED, "note": replaced[item.key], "leased_by": "", "leased_until_utc": None}
        connection.execute(update(OUTBOX_ITEM).where(ITEM.key == item.key).values(gone))
    why = ((item, replaced[item.key]) for item in overtaken)
    rows = [entry_row(item, ItemState.REPLACED, PROGRAM, at, told) for item, told in why]
    add_lines(connection, LEDGER_ENTRY, rows)


def told_at(evidence: Witness, at: datetime) -> datetime:
    """When something was told that is written down at a moment: at noon where only the day is known."""
    day = evidence.happened_on
    return min(at, datetime.combine(day, time(12), UTC)) if day else at


def hear_of(connection: Connection, item: Item, at: datetime) -> None:
    """Write down that a channel's audience has heard what the item's release says of its meetings."""
    told = RELEASED_MEETING.c
    of_release = (told.borough_code == item.borough_code) & (told.first_day == item.first_day)
    asked = select(told.meeting_id, told.facts).where(
        of_release, told.number == item.version, told.meeting_id.in_(item.meetings)
    )
    versions = [(row.meeting_id, row.facts) for row in connection.execute(asked)]
    hear(connection, item.borough_code, item.channel, versions, at)


def note_filled(connection: Connection, borough_code: str, first_day: date, version: int, settings: str) -> None:
    """Write down which release, under which settings, the outbox is filled for."""
    filled = OUTBOX_FILLED.c
    connection.execute(delete(OUTBOX_FILLED).where(filled.borough_code == borough_code, filled.first_day == first_day))
    row = {"borough_code": borough_code, "first_day": first_day, "version": version, "settings": settings}
    connection.execute(insert(OUTBOX_FILLED), row)


def note_worded(connection: Connection, borough_code: str, first_day: date, worded: Mapping[str, Worded]) -> None:
    """Keep what this filling asked for, and no more: the words of older programs would never be asked for again."""
    ours = (WORDED.borough_code == borough_code) & (WORDED.first_day == first_day)
    kept = connection.execute(select(WORDED.made_from, WORDED.digest, WORDED.care).where(ours))
    known = {row.made_from: (row.digest, row.care) for row in kept}
    told = {made_from: (one.digest, "\n".join(one.care)) for made_from, one in worded.items()}
    for some in batches(sorted(made_from for made_from in known if known[made_from] != told.get(made_from))):
        connection.execute(delete(OUTBOX_WORDED).where(ours, WORDED.made_from.in_(some)))
    ours_by = {"borough_code": borough_code, "first_day": first_day}
    rows = [
        ours_by | {"made_from": made_from, "digest": digest, "care": care}
        for made_from, (digest, care) in told.items()
        if known.get(made_from) != (digest, care)
    ]
    if rows:
        connection.execute(insert(OUTBOX_WORDED), rows)


def batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Databases take so many values in one question."""
    return (keys[first : first + ROWS_AT_ONCE] for first in range(0, len(keys), ROWS_AT_ONCE))
