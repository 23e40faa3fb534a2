"""Copies what a store keeps of boroughs to another store, from SQLite to PostgreSQL, back, or to one of its own kind.

Every table that is declared is copied, but for who is signed in: one that names the borough by that, the others by what
leads to them. A number that the database itself gives is given anew, in the old order: it clashes with nobody's, and
the next one follows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, union
from sqlalchemy.sql.expression import ColumnElement

from scheduler.job import UNDER_WAY
from scheduler.store.columns import METADATA
from scheduler.store.engines import in_our_words, open_engine, place_of, standing_still, writing
from scheduler.store.layout import migrate, refuse_missing_file, refuse_other_layout
from scheduler.store.ports import CannotCopy, Copied, StoreUnavailable
from scheduler.store.tables import JOB, LEDGER_ENTRY, OF_THIS_PLACE, OUTBOX_CONTENT, OUTBOX_ITEM, OUTBOX_WORDED
from scheduler.store.upkeep_lines import add_upkeep_line, last_upkeep_line
from scheduler.upkeep import WITH_A_BACKUP

Chosen = Callable[[Collection[str]], ColumnElement[bool]]
"""From the codes of boroughs to which rows of a table are theirs."""

ROWS_AT_ONCE = 500
BOROUGH = "borough_code"
"""The column that says whose a row is."""


def _that_they_say(codes: Collection[str]) -> ColumnElement[bool]:
    tables = (OUTBOX_ITEM, OUTBOX_WORDED, LEDGER_ENTRY)
    said = union(*(select(table.c.digest).where(chosen(table)(codes)) for table in tables))
    return OUTBOX_CONTENT.c.digest.in_(said)


LED_TO: Mapping[Table, Chosen] = {OUTBOX_CONTENT: _that_they_say}
"""The table that does not name the borough."""

SHARED = (OUTBOX_CONTENT,)
"""The tables whose rows several boroughs may have in common: what is there already is not copied again."""


COPIED: Sequence[Table] = [table for table in METADATA.sorted_tables if table not in OF_THIS_PLACE]
"""Every table but those that are of no use anywhere else, what leads to others after that."""


def chosen(table: Table) -> Chosen:
    """Which rows of a table belong to boroughs. Errors: KeyError for a table that neither names them nor is led to."""
    return table.c[BOROUGH].in_ if BOROUGH in table.c else LED_TO[table]


def copy(source_url: str, target_url: str, boroughs: Collection[str] | None, at: datetime) -> Copied:
    """Copy all that is kept of these boroughs, or of every one, and compare what arrived.

    The source is read as it is at one moment, and not written. On the target all of it is one transaction, its layout
    included: whatever happens in between leaves it as it was.

    Errors: CannotCopy, and then nothing was copied
    """
    try:
        with opened(source_url) as source, opened(target_url) as target:
            refuse_missing_file(source)
            with standing_still(source) as here:
                refuse_other_layout(here)
                codes = to_copy(here, boroughs)
                _refuse_on_its_way(here, codes, at)
                with writing(target) as there:
                    migrate(there)
                    refuse_known(there, codes)
                    for table in COPIED:
                        _carry_over(table, here, there, codes)
                    _tell_of_backups(here, there, codes)
                    rows = {table.name: _compared(table, here, there, codes) for table in COPIED}
            return Copied(place_of(source.url), place_of(target.url), codes, rows)
    except StoreUnavailable as error:
        raise CannotCopy(error.place, error.found, error.wanted) from error


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The engine at an address, for as long as it is needed. Errors: StoreUnavailable, also for one in memory."""
    if url == "memory:":
        wanted = "one that lasts: sqlite:///FILE or postgresql://USER@HOST/NAME"
        raise StoreUnavailable("address", "a store in memory", wanted)
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def to_copy(here: Connection, boroughs: Collection[str] | None) -> tuple[str, ...]:
    """The codes of these boroughs, or of every one that is there. Errors: StoreUnavailable, where one is not."""
    known = _boroughs(here)
    missing = sorted(set(boroughs or ()) - known)
    if missing or not known:
        wanted = f"a borough that is there: {', '.join(sorted(known))}" if known else "a store that keeps one"
        raise StoreUnavailable(place_of(here.engine.url), f"nothing of {', '.join(missing) or 'any borough'}", wanted)
    return tuple(sorted(known if boroughs is None else boroughs))


def _boroughs(connection: Connection) -> set[str]:
    """The codes of all boroughs of which anything is kept."""
    named = (select(table.c[BOROUGH]) for table in COPIED if BOROUGH in table.c)
    return set(connection.execute(union(*named)).scalars())


def _tell_of_backups(here: Connection, there: Connection, codes: Collection[str]) -> None:
    """Where the last backups are: whoever is deleted from now on is not to come back by them."""
    for code, kind in product(codes, WITH_A_BACKUP):
        if line := last_upkeep_line(here, code, kind):
            add_upkeep_line(there, code, line)


def _refuse_on_its_way(here: Connection, codes: Collection[str], at: datetime) -> None:
    """What is being sent or worked on at this moment would be so once more from the copy, or never end there."""
    until = OUTBOX_ITEM.c.leased_until_utc
    taken = chosen(OUTBOX_ITEM)(codes) & (until > at)
    count, last = here.execute(select(func.count(), func.max(until)).where(taken)).one()
    if count:
        wanted = f"none: stop every worker, and copy after {last:%H:%M:%S} UTC"
        raise StoreUnavailable(place_of(here.engine.url), f"{count} on the way out", wanted)
    asked = select(JOB.c.number).where(chosen(JOB)(codes) & JOB.c.state.in_(UNDER_WAY)).limit(1)
    job = here.execute(asked).scalar()
    if job is not None:  # it would end there, and stay under way here for ever
        found, wanted = f"job {job} under way", f"none: let it end, or type: wardpanels jobs stop {job}"
        raise StoreUnavailable(place_of(here.engine.url), found, wanted)


def refuse_known(there: Connection, codes: Collection[str]) -> None:
    """Errors: StoreUnavailable, where anything of these boroughs is there already."""
    known = sorted(_boroughs(there) & set(codes))
    if known:
        raise StoreUnavailable(place_of(there.engine.url), f"{', '.join(known)} there already", "a store without it")


def _carry_over(table: Table, here: Connection, there: Connection, codes: Collection[str]) -> None:
    for rows in _batches(table, here, codes):
        if new := not_there(table, there, rows) if table in SHARED else rows:
            there.execute(insert(table), new)


def _compared(table: Table, here: Connection, there: Connection, codes: Collection[str]) -> int:
    """How many rows of one table the boroughs have, the same on both sides. Edges: asked once all tables are there."""
    sent, arrived = (_summed(table, each, codes) for each in (here, there))
    if sent != arrived:
        found = f"{arrived[0]} rows of {table.name} that are not the {sent[0]} sent"
        raise StoreUnavailable(place_of(there.engine.url), found, "the same rows")
    return sent[0]


def _batches(table: Table, connection: Connection, codes: Collection[str]) -> Iterator[list[dict[str, Any]]]:
    """The boroughs' rows of one table without the numbers that the database gave, but in their order."""
    given = table.autoincrement_column
    asked = select(*(column for column in table.columns if column is not given)).where(chosen(table)(codes))
    if given is not None:
        asked = asked.order_by(given)
    with in_our_words(connection.engine):
        found = connection.execute(asked, execution_options={"yield_per": ROWS_AT_ONCE})
        for rows in found.mappings().partitions():
            yield [dict(row) for row in rows]


def not_there(table: Table, there: Connection, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a shared table's rows that are not there yet."""
    (key,) = table.primary_key
    known = set(there.execute(select(key).where(key.in_([row[key.name] for row in rows]))).scalars())
    return [row for row in rows if row[key.name] not in known]


def _summed(table: Table, connection: Connection, codes: Collection[str]) -> tuple[int, int]:
    """How many rows the boroughs have in a table, and the sum of the rows' digests.

    Edges: databases sort text each in their own way, so the order counts only where a number gives it
    """
    is_ordered = table.autoincrement_column is not None
    count = total = 0
    for rows in _batches(table, connection, codes):
        for row in rows:
            told = (count if is_ordered else 0, *row.values())
            total += int.from_bytes(hashlib.sha256(repr(told).encode()).digest())
            count += 1
    return count, total
