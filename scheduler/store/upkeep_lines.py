"""What was done to keep a borough well, in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from scheduler.items import OPEN, ItemState
from scheduler.store.engines import empty_the_log, reading, writing
from scheduler.store.sweep_rows import still_kept, sweep_contents, sweep_jobs, sweep_unconfirmed
from scheduler.store.tables import LEDGER_ENTRY, OUTBOX_ITEM, UPKEEP_LINE
from scheduler.upkeep import Backlog, Backlogs, KeptUntil, StillKept, Swept, UpkeepKind, UpkeepLine

COLUMN, ITEM = UPKEEP_LINE.c, OUTBOX_ITEM.c


def add_upkeep_line(connection: Connection, borough_code: str, line: UpkeepLine) -> None:
    """Add a line in the transaction of what it tells of."""
    row = {"borough_code": borough_code, "kind": str(line.kind), "at_utc": line.at, "of_utc": line.of}
    connection.execute(insert(UPKEEP_LINE), row | {"note": line.note})


def last_upkeep_line(connection: Connection, borough_code: str, kind: UpkeepKind) -> UpkeepLine | None:
    """The newest line of one kind, None where there is none."""
    ours = (COLUMN.borough_code == borough_code) & (COLUMN.kind == str(kind))
    row = connection.execute(select(UPKEEP_LINE).where(ours).order_by(COLUMN.number.desc()).limit(1)).first()
    return UpkeepLine(UpkeepKind(row.kind), row.at_utc, row.of_utc, row.note) if row else None


class SqlUpkeep:
    """Keeps the lines in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, borough_code: str, line: UpkeepLine) -> None:
        with writing(self._engine) as connection:
            add_upkeep_line(connection, borough_code, line)

    def last(self, borough_code: str, kind: UpkeepKind) -> UpkeepLine | None:
        with reading(self._engine) as connection:
            return last_upkeep_line(connection, borough_code, kind)

    def waiting(self, borough_code: str, at: datetime) -> Backlogs:
        due = (ITEM.borough_code == borough_code) & (ITEM.due_at_utc <= at) & (ITEM.use_by_utc > at)
        is_open, in_hand = ITEM.state.in_(map(str, OPEN)), ITEM.state == str(ItemState.HANDED_OVER)
        stays = (ITEM.held_by != "") | (ITEM.needs_approval.is_(True) & (ITEM.state == str(ItemState.PLANNED)))
        with reading(self._engine) as connection:
            found = [
                connection.execute(
                    select(func.count(), func.min(ITEM.due_at_utc), func.min(ITEM.use_by_utc)).where(due, which)
                ).one()
                for which in (is_open & ~stays, is_open & stays, in_hand)
            ]
        return Backlogs(*(Backlog(*row) for row in found))

    def sweep(self, borough_code: str, reached: KeptUntil) -> Swept:
        with writing(self._engine) as connection:
            swept = Swept(
                sweep_unconfirmed(connection, borough_code, reached.unconfirmed),
                sweep_contents(connection, borough_code, reached),
                sweep_jobs(connection, borough_code, reached.jobs),
            )
        if swept != Swept():
            empty_the_log(self._engine)
        return swept

    def still_kept(self, borough_code: str) -> StillKept:
        with reading(self._engine) as connection:
            return still_kept(connection, borough_code)

    def last_sent(self, borough_code: str) -> Mapping[str, datetime]:
        line = LEDGER_ENTRY.c
        ours = (line.key == ITEM.key) & (ITEM.borough_code == borough_code) & (line.event == str(ItemState.ISSUED))
        asked = select(ITEM.channel, func.max(line.at_utc)).where(ours).group_by(ITEM.channel)
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(asked)}
