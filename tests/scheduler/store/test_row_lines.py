"""A store told in lines and taken from them again: all of it, on either database, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from scheduler.items import ItemState
from scheduler.store import StoreUnavailable, UntrueLines, open_store, take_store, tell_store
from scheduler.store.engines import reading, writing
from scheduler.store.layout import bring_up_to_date
from scheduler.store.ports import Taking
from scheduler.store.tables import LAYOUT, LEDGER_ENTRY, OUTBOX_ITEM
from tests.scheduler.store.endless_writer import plan_of
from tests.scheduler.store.filled import ELSEWHERE, HERE, NOW, TABLES, WAYS, engine_at, fill, kept, written_meanwhile

LEASE = ("leased_by", "leased_until_utc")
"""What somebody had in hand is free again."""


def told(url, codes=None):
    lines = []
    tell_store(url, codes, lambda layout, boroughs: lines.append)
    return lines


def taking(codes=(HERE,), *, why=None, notice=None, layout=LAYOUT, before_keeping=lambda: None):
    return Taking(layout, tuple(codes), NOW, "restore", why, notice or {}, before_keeping)


def free(rows):
    """The same rows with nothing in anybody's hands."""
    names = [column.name for column in OUTBOX_ITEM.columns]
    unset = {"leased_by": "", "leased_until_utc": None}
    is_held = names.index("leased_until_utc")

    def freed(row):
        return tuple(unset.get(name, value) for name, value in zip(names, row, strict=True)) if row[is_held] else row

    return {**rows, "outbox_item": sorted(map(freed, rows["outbox_item"]), key=repr)}


@pytest.mark.parametrize(("source", "target"), WAYS[:2])
def test_a_borough_comes_back_whole_and_nothing_of_another(source, target, new_url):
    source, target = new_url(source), new_url(target)
    fill(source, HERE, 7)
    fill(source, ELSEWHERE, 3)
    fill(target, "E09000001", 2)
    others = kept(target, "E09000001")

    took = take_store(target, taking(), iter(told(source, [HERE])))

    assert kept(target, HERE, numbered=False) == free(kept(source, HERE, numbered=False))
    assert kept(target, "E09000001") == others
    assert took.told.rows == {table.name: 7 for table in TABLES}


def test_what_comes_back_from_the_other_database_is_told_in_the_same_lines(new_url):
    first, second = new_url("sqlite"), new_url("postgres")
    fill(first, HERE, 5)
    with engine_at(first) as engine, writing(engine) as connection:
        connection.execute(update(OUTBOX_ITEM).values(dict.fromkeys(LEASE[:1], "") | {"leased_until_utc": None}))
    lines = told(first)

    take_store(second, taking(), iter(lines))

    assert sorted(told(second)) == sorted(lines)


def changed_letter(lines):
    place = next(number for number, line in enumerate(lines) if line.startswith(b"[") and b"q" in line)
    return [*lines[:place], lines[place].replace(b"q", b"p", 1), *lines[place + 1 :]]


def with_a_row_twice(lines):
    place = next(number for number, line in enumerate(lines) if line.startswith(b"["))
    return [*lines[: place + 1], *lines[place:]]


def with_two_rows_of_the_ledger_swapped(lines):
    place = next(number for number, line in enumerate(lines) if b'"ledger_entry"' in line) + 1
    return [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]


def without_a_table(lines):
    first, second = [number for number, line in enumerate(lines) if line.startswith(b'{"table"')][:2]
    return [*lines[:first], *lines[second:]]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A store of one borough, what it keeps, and the lines of another borough."""
    folder = tmp_path_factory.mktemp("elsewhere")
    source, target = (f"sqlite:///{folder / name}" for name in ("source.db", "target.db"))
    fill(source, HERE, 3)
    fill(target, ELSEWHERE, 2)
    return target, kept(target), told(source)


@pytest.mark.parametrize(
    "harm",
    [
        changed_letter,
        with_two_rows_of_the_ledger_swapped,
        without_a_table,
        lambda lines: lines[:-1],
        lambda lines: lines[:-5],
        lambda lines: [],
        lambda lines: [b"{}\n", *lines],
        lambda lines: [lines[0], b"nonsense\n"],
        with_a_row_twice,
    ],
)
def test_lines_that_are_not_as_they_were_told_leave_the_store_as_it_was(harm, elsewhere):
    target, before, lines = elsewhere

    with pytest.raises(UntrueLines, match="the backup: found"):
        take_store(target, taking(), iter(harm(lines)))

    assert kept(target) == before


def test_borough_that_is_there_already_is_never_mixed(new_url):
    source = new_url("sqlite")
    fill(source, HERE, 2)
    before = kept(source)

    with pytest.raises(StoreUnavailable, match=f"found {HERE} there already, wanted a store without it"):
        take_store(source, taking(), iter(told(source)))

    assert kept(source) == before


def test_what_is_done_before_it_counts_can_still_stop_it(new_url):
    source, target = new_url("sqlite"), new_url("sqlite")
    fill(source, HERE, 2)

    def full():
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        take_store(target, taking(before_keeping=full), iter(told(source)))

    assert kept(target) == {}


def test_newer_layout_is_refused_before_anything_is_read(new_url):
    with pytest.raises(UntrueLines) as caught:
        take_store(new_url("sqlite"), taking(layout="9999"), iter(()))

    wanted = f"{LAYOUT} or older: use the newer wardpanels that made it"
    assert str(caught.value) == f"the backup: found layout 9999, wanted {wanted}"


def test_lines_of_an_older_layout_are_brought_up_to_date(new_url):
    """The oldest tables, as a program of then had them, with a row each."""
    target = new_url("sqlite")
    lines = [
        b'{"table":"log_day","columns":["borough_code","day"]}\n',
        b'["E09000030","2027-03-01"]\n',
    ]
    old = new_url("sqlite")
    with engine_at(old) as engine:
        bring_up_to_date(engine, "0010")
    fill_now = new_url("sqlite")
    fill(fill_now, HERE, 0)
    with engine_at(fill_now) as engine, writing(engine) as connection:
        connection.execute(text("INSERT INTO log_day VALUES ('E09000030', '2027-03-01')"))
    foot = next(line for line in reversed(told(fill_now)) if line.startswith(b'{"rows":1,'))

    take_store(target, taking(layout="0010"), iter([*lines, foot, b'{"tables":1}\n']))

    store = open_store(target)
    (day,) = store.visits.days(HERE, NOW.date() - timedelta(days=30), NOW.date())
    store.close()
    assert day.isoformat() == "2027-03-01"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_was_due_is_held_back_where_a_repeat_would_not_be_noticed(kind, new_url):
    source, target = new_url("sqlite"), new_url(kind)
    fill(source, HERE, 6)
    items = OUTBOX_ITEM.c
    hour = timedelta(hours=1)
    with engine_at(source) as engine, writing(engine) as connection:
        connection.execute(
            update(OUTBOX_ITEM).values(
                state="planned", held_by="", due_at_utc=NOW - hour, use_by_utc=NOW + hour, channel="email"
            )
        )
        for place, values in enumerate(
            (
                {"channel": "email"},
                {"leased_by": "w", "leased_until_utc": NOW + hour},
                {"due_at_utc": NOW + hour},
                {"channel": "council"},
                {"state": "issued"},
                {"held_by": "Ann"},
            )
        ):
            connection.execute(update(OUTBOX_ITEM).where(items.version == place).values(**values))

    took = take_store(target, taking(why="It may be out.", notice={HERE: {"council"}}), iter(told(source)))

    with engine_at(target) as engine, reading(engine) as connection:
        held = connection.execute(select(items.version).where(items.held_by == "restore")).scalars().all()
        asked = select(LEDGER_ENTRY).where(LEDGER_ENTRY.c.event == str(ItemState.HELD))
        lines = [(row.by, row.note) for row in connection.execute(asked)]
    assert (took.held, sorted(held)) == (2, [0, 1])
    assert lines == [("restore", "It may be out.")] * 2


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_store_that_is_written_meanwhile_is_told_as_it_was_at_one_moment(kind, new_url):
    source, target = new_url(kind), new_url("sqlite")
    with written_meanwhile(source):
        lines = told(source, [HERE])
    rows = take_store(target, taking(), iter(lines)).told.rows

    assert rows["plan_release"] in (rows["plan_draft"], rows["plan_draft"] - 1)
    assert rows["released_meeting"] == rows["plan_release"] * len(plan_of(1).meetings)
