"""The outbox and the ledger in SQLite or PostgreSQL: every step is one transaction, and is written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.sql.expression import ColumnElement

from scheduler.errors import UnknownName
from scheduler.items import (
    CORRECTION,
    NO_WITNESS,
    WAITING,
    ClosedChannel,
    Filling,
    Item,
    ItemFilter,
    ItemState,
    LedgerEntry,
    Record,
    Witness,
    Worded,
    records,
)
from scheduler.store import item_groups
from scheduler.store.chain_lines import add_lines
from scheduler.store.engines import reading, writing
from scheduler.store.item_desk import SqlItemDesk
from scheduler.store.item_groups import OPEN_STATES
from scheduler.store.item_groups import is_free as _is_free
from scheduler.store.item_rows import entry_of, entry_row, item_of
from scheduler.store.outbox_writing import (
    batches,
    close,
    hear_of,
    keep_contents,
    note_filled,
    note_worded,
    put,
    stored,
    told_at,
)
from scheduler.store.tables import (
    CLOSED_CHANNEL,
    LEDGER_ENTRY,
    OUTBOX_CONTENT,
    OUTBOX_FILLED,
    OUTBOX_ITEM,
    OUTBOX_WORDED,
    SENDER_LOOK,
)
from scheduler.who import KnownBy, Who

ITEM, WORDED, CLOSED = OUTBOX_ITEM.c, OUTBOX_WORDED.c, CLOSED_CHANNEL.c
IN_TURN = (ITEM.due_at_utc, ITEM.channel, ITEM.subject, ITEM.key)


class SqlOutbox(SqlItemDesk):
    """Keeps the outbox of every borough and period in the database of `engine`, whose layout is up to date."""

    def filled_for(self, borough_code: str, first_day: date, at: datetime) -> tuple[int, str] | None:
        filled = OUTBOX_FILLED.c
        asked = select(filled.version, filled.settings).where(
            filled.borough_code == borough_code, filled.first_day == first_day
        )
        left_over = select(ITEM.key).where(
            _of(borough_code, first_day), ITEM.parent == "", _is_held_against_releases(at)
        )
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
            if row is None or connection.execute(left_over.where(ITEM.version != row.version).limit(1)).first():
                return None
        return row.version, row.settings

    def worded(self, borough_code: str, first_day: date) -> Mapping[str, Worded]:
        asked = select(WORDED.made_from, WORDED.digest, WORDED.care).where(_of(borough_code, first_day, WORDED))
        with reading(self._engine) as connection:
            rows = connection.execute(asked)
            return {row.made_from: Worded(row.digest, tuple(filter(None, row.care.split("\n")))) for row in rows}

    def without_content(self, digests: Collection[str]) -> frozenset[str]:
        with reading(self._engine) as connection:
            return frozenset(digests) - stored(connection, digests)

    def fill(
        self,
        borough_code: str,
        first_day: date,
        filled_for: tuple[int, str],
        decide: Callable[[tuple[Item, ...]], Filling],
        content_of: Callable[[str], bytes],
        at: datetime,
    ) -> Filling:
        version, settings = filled_for
        with writing(self._engine) as connection:
            known = _items(connection, select(OUTBOX_ITEM).where(_of(borough_code, first_day), ITEM.parent == ""))
            filling = decide(known)
            wanted = (*filling.items, *filling.in_place.values())
            moved = {key: item.note for key, item in filling.reworded.items() if item.key != key}
            gone = {**filling.replaced, **moved}
            keep_contents(connection, {item.digest for item in wanted}, content_of)
            # In this order: what is overtaken may be wanted again at once, as where it must be approved from now on.
            close(connection, gone, [item for item in known if item.key in gone], at)
            put(connection, wanted, {item.key for item in known}, at, filling.retimed)
            ours = _of(borough_code, first_day) & (ITEM.parent == "")
            connection.execute(update(OUTBOX_ITEM).where(ours, _is_held_against_releases(at)).values(version=version))
            note_filled(connection, borough_code, first_day, version, settings)
            note_worded(connection, borough_code, first_day, filling.worded)
        return filling

    def due_channels(self, borough_code: str, first_day: date, at: datetime) -> frozenset[str]:
        asked = select(ITEM.channel).where(item_groups.is_due(borough_code, first_day, at)).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.execute(asked).scalars())

    def claim(
        self, borough_code: str, first_day: date, worker: str, at: datetime, until: datetime, channel: str, limit: int
    ) -> tuple[Item, ...]:
        due = select(OUTBOX_ITEM).where(item_groups.is_due(borough_code, first_day, at), ITEM.channel == channel)
        # Somebody may be on the way to a meeting that is off: a correction waits behind nothing that is routine.
        is_routine = ITEM.lead.not_like(f"{CORRECTION}%")
        due = due.order_by(is_routine, ITEM.attempts, ITEM.use_by_utc, ITEM.due_at_utc, ITEM.key).limit(limit)
        with writing(self._engine) as connection:
            found = _items(connection, due)
            lease = {"leased_by": worker, "leased_until_utc": until, "attempts": ITEM.attempts + 1}
            connection.execute(update(OUTBOX_ITEM).where(ITEM.key.in_([item.key for item in found])).values(lease))
        return tuple(replace(item, attempts=item.attempts + 1, leased_until=until) for item in found)

    def renew(self, item: Item, worker: str, until: datetime) -> bool:
        with writing(self._engine) as connection:
            return connection.execute(_held_by(item, worker).values(leased_until_utc=until)).rowcount == 1

    def holders(self, borough_code: str, first_day: date, at: datetime) -> frozenset[str]:
        asked = select(ITEM.leased_by).where(item_groups.is_in_hand(borough_code, first_day, at)).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.execute(asked).scalars())

    def free_from(self, borough_code: str, first_day: date, workers: Collection[str], at: datetime) -> None:
        theirs = item_groups.is_in_hand(borough_code, first_day, at) & ITEM.leased_by.in_(sorted(workers))
        with writing(self._engine) as connection:
            connection.execute(update(OUTBOX_ITEM).where(theirs).values(leased_until_utc=at))

    def settle(self, item: Item, worker: str, event: ItemState, at: datetime, note: str) -> bool:
        with writing(self._engine) as connection:
            return _settle(connection, item, worker, event, at, note)

    def put_back(self, item: Item, worker: str, next_try_at: datetime, note: str, *, was_tried: bool = True) -> bool:
        freed: dict[str, Any] = {"leased_by": "", "leased_until_utc": None, "next_try_at_utc": next_try_at}
        freed |= {"note": note, "attempts": item.attempts if was_tried else item.attempts - 1}
        with writing(self._engine) as connection:
            return connection.execute(_held_by(item, worker).values(freed)).rowcount == 1

    def fan_out(self, item: Item, worker: str, letters: Sequence[Item], at: datetime, note: str) -> bool:
        with writing(self._engine) as connection:
            is_ours = _settle(connection, item, worker, ItemState.ISSUED, at, note, is_mailing=True)
            if is_ours:
                _add_letters(connection, item, letters, at)
        return is_ours

    def add_letters(self, mailing: Item, letters: Sequence[Item], at: datetime) -> None:
        with writing(self._engine) as connection:
            _add_letters(connection, mailing, letters, at)

    def closed_channels(self, borough_code: str) -> tuple[ClosedChannel, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(CLOSED_CHANNEL).where(item_groups.are_closed(borough_code)).order_by(CLOSED.number)
            )
            by_name: dict[str, ClosedChannel] = {}
            for row in rows:
                one = ClosedChannel(row.channel, row.closed_at_utc, row.closed_by, row.reason)
                by_name.setdefault(row.channel, one)
        return tuple(by_name[name] for name in sorted(by_name))

    def close_channel(self, borough_code: str, closed: ClosedChannel) -> None:
        row = {"borough_code": borough_code, "channel": closed.channel, "closed_at_utc": closed.at}
        row |= {"closed_by": closed.by, "reason": closed.reason, "opened_at_utc": None, "opened_by": ""}
        ours = item_groups.are_closed(borough_code) & (CLOSED.channel == closed.channel)
        with writing(self._engine) as connection:
            if connection.execute(select(CLOSED.number).where(ours)).first() is None:
                connection.execute(insert(CLOSED_CHANNEL), row)

    def open_channel(self, borough_code: str, channel: str, by: str, at: datetime) -> ClosedChannel | None:
        known = {one.channel: one for one in self.closed_channels(borough_code)}
        ours = item_groups.are_closed(borough_code) & (CLOSED.channel == channel)
        waits = (ITEM.borough_code == borough_code) & (ITEM.channel == channel) & ITEM.state.in_(OPEN_STATES)
        with writing(self._engine) as connection:
            connection.execute(update(CLOSED_CHANNEL).where(ours).values(opened_at_utc=at, opened_by=by))
            connection.execute(update(OUTBOX_ITEM).where(waits).values(next_try_at_utc=None))
        return known.get(channel)

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
        with writing(self._engine) as connection:
            found = [item for item in _by_keys(connection, keys) if item.state in wanted]
            for item in found:
                connection.execute(update(OUTBOX_ITEM).where(ITEM.key == item.key).values(state=event, note=note))
                if event is ItemState.CONFIRMED and item.letters is None:
                    hear_of(connection, item, told_at(evidence, at))
            add_lines(connection, LEDGER_ENTRY, [entry_row(item, event, by, at, note, evidence) for item in found])
        return tuple(replace(item, state=event, note=note) for item in found)

    def missed(self, borough_code: str, first_day: date, since: datetime | None, at: datetime) -> tuple[Record, ...]:
        waited = ITEM.state.in_(map(str, WAITING)) & (ITEM.use_by_utc <= at) & _is_free(at)
        asked = select(OUTBOX_ITEM).where(_of(borough_code, first_day), waited)
        if since is not None:
            asked = asked.where(ITEM.use_by_utc > since)
        with reading(self._engine) as connection:
            found = _items(connection, asked.order_by(ITEM.use_by_utc, ITEM.key))
            keys = [item.key for item in found]
            return records(found, (entry for some in batches(keys) for entry in _entries(connection, some)))

    def looks(self, borough_code: str) -> Mapping[date, datetime]:
        asked = select(SENDER_LOOK).where(SENDER_LOOK.c.borough_code == borough_code)
        with reading(self._engine) as connection:
            return {row.first_day: row.at_utc for row in connection.execute(asked)}

    def look(self, borough_code: str, first_days: Collection[date], at: datetime) -> None:
        rows = [{"borough_code": borough_code, "first_day": each, "at_utc": at} for each in first_days]
        with writing(self._engine) as connection:
            for first_day in first_days:
                connection.execute(delete(SENDER_LOOK).where(_of(borough_code, first_day, SENDER_LOOK.c)))
            connection.execute(insert(SENDER_LOOK), rows)

    def item(self, key: str) -> Item:
        with reading(self._engine) as connection:
            return _by_keys(connection, [key])[0]

    def items(
        self,
        borough_code: str,
        first_day: date,
        states: Sequence[ItemState] = tuple(ItemState),
        *,
        with_letters: bool = True,
        channels: Collection[str] | None = None,
    ) -> tuple[Item, ...]:
        asked = select(OUTBOX_ITEM).where(_of(borough_code, first_day), ITEM.state.in_(map(str, states)))
        if not with_letters:
            asked = asked.where(ITEM.parent == "")
        if channels is not None:
            asked = asked.where(ITEM.channel.in_(channels))
        with reading(self._engine) as connection:
            return _items(connection, asked.order_by(*IN_TURN))

    def sought(
        self,
        borough_code: str,
        first_day: date,
        wanted: ItemFilter,
        states: Sequence[ItemState],
        of_use_at: datetime | None = None,
    ) -> tuple[Item, ...]:
        asked = item_groups.sought(_of(borough_code, first_day), wanted, states, of_use_at)
        with reading(self._engine) as connection:
            return _items(connection, asked.order_by(*IN_TURN))

    def entries(self, borough_code: str, first_day: date) -> tuple[LedgerEntry, ...]:
        with reading(self._engine) as connection:
            return _entries(connection, select(ITEM.key).where(_of(borough_code, first_day)))

    def entries_of(self, keys: Sequence[str]) -> tuple[LedgerEntry, ...]:
        with reading(self._engine) as connection:
            return tuple(entry for some in batches(keys) for entry in _entries(connection, some))

    def content(self, digest: str) -> bytes:
        with reading(self._engine) as connection:
            asked = select(OUTBOX_CONTENT.c.content).where(OUTBOX_CONTENT.c.digest == digest)
            content: bytes | None = connection.execute(asked).scalar_one_or_none()
        return content or b""


def _of(borough_code: str, first_day: date, columns: Any = ITEM) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (columns.borough_code == borough_code) & (columns.first_day == first_day)
    return found


def _is_held_against_releases(at: datetime) -> ColumnElement[bool]:
    """What a filling looks at: all that has still to go out, is free, and is not missed."""
    return ITEM.state.in_(OPEN_STATES) & (ITEM.use_by_utc > at) & _is_free(at)


def _held_by(item: Item, worker: str) -> Any:
    return update(OUTBOX_ITEM).where(
        ITEM.key == item.key, ITEM.leased_by == worker, ITEM.attempts == item.attempts, ITEM.state.in_(OPEN_STATES)
    )


def _settle(
    connection: Connection,
    item: Item,
    worker: str,
    event: ItemState,
    at: datetime,
    note: str,
    *,
    is_mailing: bool = False,
) -> bool:
    """Write down what became of an item.

    Edges: whoever lost its lease has nothing to say, and False comes back; nobody hears of a mailing but by its letters
    """
    done = {"state": event, "note": note, "leased_by": "", "leased_until_utc": None, "next_try_at_utc": None}
    if connection.execute(_held_by(item, worker).values(done)).rowcount != 1:
        return False
    add_lines(
        connection, LEDGER_ENTRY, [entry_row(item, event, Who(worker.partition(" ")[0], KnownBy.PROGRAM), at, note)]
    )
    if event is ItemState.ISSUED and not is_mailing:
        hear_of(connection, item, at)
    # A release that came while the item was on its way could not know that it went out: the outbox is looked at anew.
    if not item.parent:
        filled = OUTBOX_FILLED.c
        ours = _of(item.borough_code, item.first_day, filled)
        connection.execute(delete(OUTBOX_FILLED).where(ours, filled.version > item.version))
    return True


def _add_letters(connection: Connection, mailing: Item, letters: Sequence[Item], at: datetime) -> None:
    known = set(connection.execute(select(ITEM.key).where(ITEM.parent == mailing.key)).scalars())
    new = [letter for letter in letters if letter.key not in known]
    put(connection, new, known, at)
    count = {"letters": len(known) + len(new)}
    connection.execute(update(OUTBOX_ITEM).where(ITEM.key == mailing.key).values(count))


def _entries(connection: Connection, keys: Any) -> tuple[LedgerEntry, ...]:
    """The lines of the ledger of these keys, or of those that a question finds, oldest first."""
    line = LEDGER_ENTRY.c
    rows = connection.execute(select(LEDGER_ENTRY).where(line.key.in_(keys)).order_by(line.number))
    return tuple(map(entry_of, rows))


def _items(connection: Connection, asked: Select[Any]) -> tuple[Item, ...]:
    return tuple(item_of(row) for row in connection.execute(asked))


def _by_keys(connection: Connection, keys: Sequence[str]) -> tuple[Item, ...]:
    found: list[Item] = []
    for some in batches(keys):
        found += _items(connection, select(OUTBOX_ITEM).where(ITEM.key.in_(some)))
    by_key = {item.key: item for item in found}
    for key in keys:
        if key not in by_key:
            raise UnknownName("item", key, "a key that `wardpanels due` shows")
    return tuple(by_key[key] for key in dict.fromkeys(keys))
