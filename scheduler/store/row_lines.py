"""Tells what a store keeps of boroughs in lines of text, and takes such lines into a store of either kind.

A table is a head with its name and columns, a JSON array for each row, and a foot with how many they were and the sum
of their digests; the last line of all says how many tables there were. A number that the database itself gives is left
out, as in `copying`: the rows come in its order, and are given new ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Engine, MetaData, Table, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Boolean, Date, DateTime, Integer, LargeBinary

from scheduler.items import OPEN, ItemState
from scheduler.store.columns import Utc
from scheduler.store.copying import (
    COPIED,
    ROWS_AT_ONCE,
    SHARED,
    chosen,
    not_there,
    opened,
    refuse_known,
    to_copy,
)
from scheduler.store.engines import in_our_words, passing_engine, standing_still, writing
from scheduler.store.forgotten_rows import forget_again
from scheduler.store.item_hands import set_aside
from scheduler.store.layout import migrate, refuse_missing_file, refuse_other_layout
from scheduler.store.ports import RowsTaken, RowsTold, Taking, UntrueLines
from scheduler.store.tables import LAYOUT, OUTBOX_ITEM
from scheduler.store.upkeep_lines import add_upkeep_line

Take = Callable[[bytes], object]
"""What is given each line, its end included."""

KINDS: Mapping[type, type] = {Utc: datetime, Date: date, Boolean: bool, Integer: int, LargeBinary: bytes}
"""What a column's values are in Python, where they are not text. Bytes are told in base64."""


class _Head(msgspec.Struct, frozen=True):
    table: str
    columns: tuple[str, ...]


class _Foot(msgspec.Struct, frozen=True):
    rows: int
    digest: str


class _End(msgspec.Struct, frozen=True):
    tables: int


def tell_rows(url: str, boroughs: Collection[str] | None, begin: Callable[[str, tuple[str, ...]], Take]) -> RowsTold:
    """Tell all that a store keeps of these boroughs, or of every one, as it was at one moment.

    Edges:  nothing is written, and whoever writes meanwhile goes on; `begin` is told the layout and the boroughs' codes
            before the first line, and returns what takes the lines
    Errors: StoreUnavailable; whatever `begin` raises, or what it returned
    """
    with opened(url) as source:
        refuse_missing_file(source)
        with standing_still(source) as here:
            refuse_other_layout(here)
            codes = to_copy(here, boroughs)
            return RowsTold(LAYOUT, codes, _tell_tables(here, codes, begin(LAYOUT, codes)))


def take_rows(url: str | None, taking: Taking, lines: Iterator[bytes]) -> RowsTaken:
    """Put what was told of boroughs into a store that has nothing of them, and compare what arrived with what was told.

    What somebody had in hand when it was told is free again. All of it is one transaction, its layout included.

    Edges:  without `url` it goes into a database in memory that is dropped; lines of an older layout are taken into one
            of that layout first, and brought up to date there
    Errors: StoreUnavailable, UntrueLines, and whatever `before_keeping` raises; then nothing is kept
    """
    layout, codes = taking.layout, taking.boroughs
    if layout > LAYOUT:
        raise UntrueLines(f"layout {layout}", f"{LAYOUT} or older: use the newer wardpanels that made it")
    with _opened_or_passing(url) as target, writing(target) as there:
        migrate(there)
        refuse_known(there, codes)
        feet = _take_tables(lines if layout == LAYOUT else _brought_up(layout, lines, codes), there, COPIED)
        for table in COPIED:
            _check_arrived(table, there, codes, feet[table.name])
        free = update(OUTBOX_ITEM).where(chosen(OUTBOX_ITEM)(codes), OUTBOX_ITEM.c.leased_until_utc.is_not(None))
        there.execute(free.values(leased_by="", leased_until_utc=None))
        held = _hold_back(there, taking)
        gone = forget_again(there, codes, taking.forgotten)
        _note(there, taking)
        taking.before_keeping()
    return RowsTaken(RowsTold(layout, codes, {name: foot.rows for name, foot in feet.items()}), held, gone)


def _note(there: Connection, taking: Taking) -> None:
    if taking.noted is not None:
        for code in taking.boroughs:
            add_upkeep_line(there, code, taking.noted)


def _hold_back(there: Connection, taking: Taking) -> int:
    """Hold back what may have gone out since it was told, on channels whose receivers would not notice a repeat."""
    if taking.why_held is None:
        return 0
    items, is_open = OUTBOX_ITEM.c, OUTBOX_ITEM.c.state.in_(map(str, OPEN))
    due = is_open & (items.held_by == "") & (items.due_at_utc <= taking.at) & (items.use_by_utc > taking.at)
    asked = select(items.key, items.borough_code, items.channel).where(chosen(OUTBOX_ITEM)(taking.boroughs), due)
    keys = [key for key, code, channel in there.execute(asked) if channel not in taking.notice.get(code, ())]
    return len(set_aside(there, ItemState.HELD, keys, taking.by, taking.at, taking.why_held))


@contextmanager
def _opened_or_passing(url: str | None) -> Iterator[Engine]:
    if url is not None:
        with opened(url) as engine:
            yield engine
        return
    engine = passing_engine()
    try:
        yield engine
    finally:
        engine.dispose()


def _brought_up(layout: str, lines: Iterator[bytes], codes: Collection[str]) -> Iterator[bytes]:
    """The same in lines of the newest layout."""
    told: list[bytes] = []
    with _opened_or_passing(None) as between, writing(between) as connection:
        migrate(connection, layout)
        _take_tables(lines, connection, _reflected(connection))
        migrate(connection)
        _tell_tables(connection, codes, told.append)
    return iter(told)


def _reflected(connection: Connection) -> Sequence[Table]:
    """The tables as they are there, of whatever layout, with our kind of moments."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def _with_zone(_inspector: Any, _table: Any, column: dict[str, Any]) -> None:
        if isinstance(column["type"], DateTime):
            column["type"] = Utc()

    found.reflect(connection)
    return tuple(found.tables.values())


def _tell_tables(here: Connection, codes: Collection[str], take: Take) -> Mapping[str, int]:
    rows = {table.name: _tell_table(table, here, codes, take).rows for table in COPIED}
    take(_line(_End(len(rows))))
    return rows


def _tell_table(table: Table, here: Connection, codes: Collection[str], take: Take) -> _Foot:
    columns = [column for column in table.columns if column is not table.autoincrement_column]
    take(_line(_Head(str(table.name), tuple(str(column.name) for column in columns))))
    summed = _Sum(is_ordered=table.autoincrement_column is not None)
    given = [column for column in table.primary_key if column not in columns]
    asked = select(*columns).where(chosen(table)(codes)).order_by(*given)
    with in_our_words(here.engine):
        for row in here.execute(asked, execution_options={"yield_per": ROWS_AT_ONCE}):
            told = _line(tuple(row))
            summed.add(told)
            take(told)
    take(_line(summed.foot))
    return summed.foot


def _take_tables(lines: Iterator[bytes], there: Connection, tables: Sequence[Table]) -> dict[str, _Foot]:
    known = {table.name: table for table in tables}
    feet: dict[str, _Foot] = {}
    for line in lines:
        if line.startswith(b'{"tables"'):
            if len(feet) != _read(line, _End).tables:
                raise UntrueLines(f"{len(feet)} tables", f"the {_read(line, _End).tables} that were told")
            return feet
        head = _read(line, _Head)
        if head.table not in known or not set(head.columns) <= set(known[head.table].columns.keys()):
            raise UntrueLines(f"a table {head.table!r} of columns that are not ours", "tables of ours")
        feet[head.table] = _take_table(known[head.table], head, lines, there)
    raise UntrueLines("that it ends among the tables", "all of them")


def _take_table(table: Table, head: _Head, lines: Iterator[bytes], there: Connection) -> _Foot:
    columns = [table.c[name] for name in head.columns]
    read = msgspec.json.Decoder(tuple[*map(_kind, columns)])  # type: ignore[misc]  # worked out from the columns
    summed = _Sum(is_ordered=any(column not in columns for column in table.primary_key))
    waiting: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith(b"{"):
            _insert(table, waiting, there)
            if _read(line, _Foot) != summed.foot:
                raise UntrueLines(f"{summed.count} rows of {table.name} that were changed", "those that were told")
            return summed.foot
        summed.add(line)
        waiting.append(dict(zip(head.columns, _decoded(read, line), strict=True)))
        if len(waiting) == ROWS_AT_ONCE:
            _insert(table, waiting, there)
            waiting = []
    raise UntrueLines(f"that it ends in {table.name}", "all of its rows")


def _insert(table: Table, rows: Sequence[dict[str, Any]], there: Connection) -> None:
    new = not_there(table, there, rows) if rows and table in SHARED else rows
    if not new:
        return
    try:
        there.execute(insert(table), new)
    except IntegrityError as error:
        raise UntrueLines(f"rows of {table.name} that contradict each other", "those that were told") from error


def _check_arrived(table: Table, there: Connection, codes: Collection[str], told: _Foot) -> None:
    """Errors: UntrueLines where the database does not give back what it was given."""
    arrived = _tell_table(table, there, codes, lambda _: None)
    if arrived != told:
        raise UntrueLines(f"{arrived.rows} rows of {table.name} in the store", f"the {told.rows} that were told")


def _kind(column: Column[Any]) -> Any:
    kind: Any = next((each for of, each in KINDS.items() if isinstance(column.type, of)), str)
    return kind | None if column.nullable else kind


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _read(line: bytes, kind: type[Any]) -> Any:
    return _decoded(msgspec.json.Decoder(kind), line)


def _decoded(decoder: msgspec.json.Decoder[Any], line: bytes) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UntrueLines(f"a line that does not read ({error})", "lines as they were told") from error


@dataclass(slots=True)
class _Sum:
    """How many lines there were, and the sum of their digests: databases sort text each in their own way."""

    is_ordered: bool
    count: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        place = f"{self.count} ".encode() if self.is_ordered else b""
        self.total += int.from_bytes(hashlib.sha256(place + line).digest())
        self.count += 1

    @property
    def foot(self) -> _Foot:
        return _Foot(self.count, f"{self.total % 2**256:064x}")
