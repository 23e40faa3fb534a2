"""Every line that is written stands in its borough's chain, and whatever is done to one afterwards is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, insert, select, text, update

from scheduler.account import ActEnd, ActState, NewAct
from scheduler.chain import NO_LINK, ChainHead
from scheduler.items import Filling, Item, ItemState
from scheduler.store import copy_store, open_store
from scheduler.store.chain_lines import CHAINED
from scheduler.store.engines import open_engine, reading, writing
from scheduler.store.layout import bring_up_to_date
from scheduler.store.staff_tables import ACT, ACT_END
from scheduler.store.tables import CHAIN_HEAD, LEDGER_ENTRY
from tests.scheduler.examples import utc

HERE, ELSEWHERE = "E09000030", "E09000012"
NOW = utc("2027-02-01 09:00")
FIRST_DAY = date(2027, 1, 1)


def an_item(key, code=HERE):
    return Item(
        key=key,
        borough_code=code,
        first_day=FIRST_DAY,
        channel="x",
        subject="2027-E05009317-1",
        meetings=("2027-E05009317-1",),
        lead="7",
        due_at=NOW,
        use_by=NOW + timedelta(days=7),
        digest="d1",
        version=1,
    )


def fill(store, keys, code=HERE):
    filling = Filling(tuple(an_item(key, code) for key in keys), {}, {})
    store.outbox.fill(code, FIRST_DAY, (1, "s"), lambda _: filling, lambda _: b"words", NOW)


def act(store, name="Ann Lee", code=HERE):
    told = NewAct(code, "a1", name, "approve", (), "Approve x.1", "127.0.0.1", NOW)
    store.staff.acts.end(code, store.staff.acts.begin(told), ActEnd(ActState.DONE, "planned", "approved"))


def live(store):
    """Eight lines: an act is begun, three items are planned, one approved, one held and let go, and the act ends."""
    number = store.staff.acts.begin(NewAct(HERE, "a1", "Ann Lee", "approve", (), "Approve x.1", "127.0.0.1", NOW))
    fill(store, ["x.1", "x.2", "x.3"])
    store.outbox.mark(["x.1"], [ItemState.PLANNED], ItemState.APPROVED, "Ann Lee", NOW, "")
    store.outbox.set_aside(ItemState.HELD, ["x.2"], "Ann Lee", NOW, "wait")
    store.outbox.set_aside(ItemState.LET_GO, ["x.2"], "Ann Lee", NOW, "")
    store.staff.acts.end(HERE, number, ActEnd(ActState.DONE, "planned", "approved"))


on_both = pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
"""Where the database has a part in it: what a line says, who writes when, and what was there before."""


@pytest.fixture
def url(request, tmp_path):
    is_postgres = getattr(request, "param", "sqlite") == "postgres"
    return request.getfixturevalue("emptied_url") if is_postgres else f"sqlite:///{tmp_path / 'p.db'}"


@pytest.fixture
def store(url):
    opened = open_store(url)
    live(opened)
    yield opened
    opened.close()


@pytest.fixture
def engine(url, store):
    engine = open_engine(url)
    yield engine
    engine.dispose()


def tamper(engine, *changes):
    with writing(engine) as connection:
        for change in changes:
            connection.execute(change)


def places(store, noted=None):
    return [each.place for each in store.chains.check(HERE, noted).broken]


@on_both
def test_all_that_is_done_is_one_chain_of_each_borough(store):
    act(store, code=ELSEWHERE)

    assert store.chains.check(HERE).is_whole
    assert store.chains.check(HERE).head.place == 8
    assert store.chains.check(ELSEWHERE).head.place == 2
    assert store.chains.check("E09000001").head == ChainHead(0, NO_LINK, 0)


def test_any_value_of_any_line_that_is_changed_is_found_where_it_is(store, engine):
    """Each column of each line in turn, one at a time, and back."""
    told = 0
    for table in CHAINED:
        with reading(engine) as connection:
            rows = connection.execute(select(table)).mappings().all()
        # A line that is told of by another (an act by its end) cannot have another number: the database refuses that.
        columns = [column for column in table.columns if column.name not in {"number", "place", "borough_code"}]
        for row in rows:
            for column in columns:
                ours, before = table.c.place == row["place"], row[column.name]
                tamper(engine, update(table).where(ours).values({column.name: other(before)}))
                assert places(store)[0] in {row["place"], row["place"] + 1}, (table.name, column.name)
                tamper(engine, update(table).where(ours).values({column.name: before}))
                told += 1

    assert told == 6 * 10 + 9 + 5
    assert places(store) == []


def other(value):
    """A value as near to one as its kind allows."""
    if value is None:
        return date(2027, 1, 1)
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else " "
    return value + timedelta(microseconds=1)


@pytest.mark.parametrize("change", ["at_utc = 'rubbish'", "happened_on = 'soon'", "place = 'x'", "note = x'ff00fe'"])
def test_value_of_another_kind_is_found(store, engine, change):
    """SQLite takes any kind of value in any column."""
    tamper(engine, text(f"UPDATE ledger_entry SET {change} WHERE place = 4"))

    (broken,) = store.chains.check(HERE).broken

    assert broken.sentence.startswith("A line holds what no program wrote there, so the rest was not looked at (")


@pytest.mark.parametrize("place", range(2, 8))
def test_line_that_is_taken_away_is_found(store, engine, place):
    tamper(engine, *(delete(table).where(table.c.place == place) for table in (ACT_END, LEDGER_ENTRY)))

    assert places(store) == [place]


def test_last_line_that_is_taken_away_is_found(store, engine):
    tamper(engine, delete(ACT_END))

    assert store.chains.check(HERE).broken[0].sentence == "Line 8 is gone at the end."


def test_last_line_that_is_taken_away_with_its_head_is_found_by_the_head_that_was_noted(store, engine):
    noted = store.chains.check(HERE).head
    with reading(engine) as connection:
        link = connection.execute(select(LEDGER_ENTRY.c.link).where(LEDGER_ENTRY.c.place == 7)).scalar()
    tamper(engine, delete(ACT_END), update(CHAIN_HEAD).values(place=7, link=link))

    assert places(store) == []
    assert places(store, noted) == [8]
    assert store.chains.check(HERE, noted).broken[0].sentence == f"No line has the head that was noted, {noted}."


def test_head_that_was_noted_is_known_when_more_was_written(store):
    noted = store.chains.check(HERE).head
    act(store)

    assert places(store, noted) == []


@pytest.mark.parametrize("code", [HERE, ELSEWHERE, ""])
def test_line_that_is_put_in_by_hand_is_found(store, engine, code):
    row = {"key": "x.1", "at_utc": NOW, "event": "issued", "by": "Eve", "note": "", "digest": "d1", "evidence": ""}
    tamper(engine, insert(LEDGER_ENTRY).values(row | {"happened_on": None, "borough_code": code}))

    assert places(store) == [0]


def test_line_that_says_it_is_of_another_borough_is_found(store, engine):
    tamper(engine, update(LEDGER_ENTRY).where(LEDGER_ENTRY.c.place == 4).values(borough_code=ELSEWHERE))

    assert places(store) == [4]


@on_both
def test_lines_that_change_places_are_found(store, engine):
    numbers = LEDGER_ENTRY.c.number
    with reading(engine) as connection:
        first, second = connection.execute(select(numbers).order_by(numbers).limit(2)).scalars()
    swaps = ((first, 99), (second, first), (99, second))
    tamper(engine, *(update(LEDGER_ENTRY).where(numbers == old).values(number=new) for old, new in swaps))

    assert places(store) == [3]


@on_both
def test_chain_goes_with_the_borough_to_another_database(store, url, tmp_path, request):
    noted = store.chains.check(HERE).head
    elsewhere = f"sqlite:///{tmp_path / 'copy.db'}"
    copy_store(url, elsewhere, None, NOW)

    there = open_store(elsewhere)
    act(there)
    found = there.chains.check(HERE, noted)
    there.close()

    assert found.is_whole
    assert found.head.place == 10


@on_both
def test_lines_of_two_writers_at_once_are_one_chain(store, url):
    start = Barrier(2)

    def write(name):
        own = open_store(url)
        start.wait()
        for number in range(15):
            fill(own, [f"{name}.{number}"])
            act(own, name)
        own.close()

    writers = [Thread(target=write, args=(name,)) for name in ("anna", "ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    found = store.chains.check(HERE)
    assert found.is_whole
    assert found.head.place == 8 + 2 * 15 * 3


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_lines_of_an_older_program_are_linked_as_they_are_found_and_said_to_be_so(kind, new_url):
    url = new_url(kind)
    engine = open_engine(url)
    bring_up_to_date(engine, "0019")
    act_row = {"borough_code": HERE, "number": 1, "at": NOW.replace(tzinfo=None), "zone": ""}
    with writing(engine) as connection:
        said = text(
            "INSERT INTO act (borough_code, number, at_utc, account_id, name, act, ward_codes, what, origin)"
            " VALUES (:borough_code, :number, '2027-02-01 09:00:00', '', 'Ann Lee', 'approve', '', 'x', :zone)"
        )
        connection.execute(said, {name: act_row[name] for name in ("borough_code", "number", "zone")})
        connection.execute(text("INSERT INTO act_end VALUES ('E09000030', 1, 'done', 'planned', 'approved', '')"))
        item = {"made": "", "edited_by": "", "beside": "", "held_by": "", "recipient": "", "parent": "", "care": ""}
        item |= {"key": "x.1", "borough_code": HERE, "channel": "x", "subject": "s", "meetings": "m", "lead": "7"}
        item |= {"first_day": "2027-01-01", "due_at_utc": "2027-02-01 09:00:00", "use_by_utc": "2027-02-08 09:00:00"}
        item |= {"digest": "d1", "version": 1, "needs_approval": False, "state": "planned", "attempts": 0}
        item |= {"leased_by": "", "note": ""}
        columns = ", ".join(item)
        connection.execute(
            text(f"INSERT INTO outbox_item ({columns}) VALUES ({', '.join(f':{name}' for name in item)})"), item
        )
        connection.execute(
            text(
                'INSERT INTO ledger_entry (key, at_utc, event, "by", note, digest, evidence)'
                " VALUES ('x.1', '2027-02-01 09:00:00', 'planned', 'the program', '', 'd1', '')"
            )
        )
    engine.dispose()

    store = open_store(url)
    act(store)
    found = store.chains.check(HERE)
    store.close()

    assert found.is_whole
    assert (found.head.place, found.head.before) == (5, 3)


def test_store_in_memory_has_a_chain_too():
    store = open_store("memory:")
    live(store)

    assert store.chains.check(HERE).is_whole
    assert replace(store.chains.check(HERE).head, link="").place == 8
    store.close()


def test_act_cannot_be_taken_from_its_end(store, engine):
    tamper(engine, delete(ACT_END), delete(ACT))

    assert places(store) == [1, 8]
