"""Opening a store: new, old, newer than we are, or not there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, insert, inspect, make_url, select, text

from scheduler.items import NO_WITNESS, Filling, Item, ItemState, Witness
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import Draft, StoredPeriod, StoreUnavailable, open_store
from scheduler.store.documents import encode
from scheduler.store.engines import open_engine, reading, writing
from scheduler.store.layout import bring_up_to_date
from scheduler.store.tables import (
    HEARD,
    LAYOUT,
    LAYOUT_TABLE,
    METADATA,
    OUTBOX_ITEM,
    RELEASED_MEETING,
)
from scheduler.subscriber import Interest
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, at, utc
from tests.thorough import DATABASES, enough

ROOT = Path(__file__).parents[3]
SAVED = utc("2026-11-22 09:00")
OPENER = """
import sys
import scheduler.store.layout
from scheduler.store import open_store
print("ready", flush=True)
for url in sys.stdin:
    open_store(url.strip()).close()
    print("opened", flush=True)
"""


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'panels.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def engine(url):
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def both(request, tmp_path_factory):
    """An engine on a store that all migrations built, and one on a new store."""
    folder = tmp_path_factory.mktemp("both")
    urls = (
        request.getfixturevalue("postgres_databases")
        if request.param == "postgres"
        else (f"sqlite:///{folder / name}" for name in ("old.db", "new.db"))
    )
    migrated, new = open_engine(next(urls)), open_engine(next(urls))
    bring_up_to_date(migrated, "0001")
    bring_up_to_date(migrated)
    bring_up_to_date(new)
    yield migrated, new
    migrated.dispose()
    new.dispose()


def test_all_migrations_build_the_tables_that_are_declared(both):
    with reading(both[0]) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": LAYOUT_TABLE, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == LAYOUT


def test_new_store_has_the_tables_that_all_migrations_build(both):
    """To the order of their columns, the names of their keys and what stands in them."""
    old, new = map(shape, both)

    assert new == old
    assert new.keys() == {*METADATA.tables, LAYOUT_TABLE}


def shape(engine):
    """All that a database says of its tables, and how many rows they have."""
    with reading(engine) as connection:
        said = inspect(connection)
        return {
            name: {
                "columns": [{**column, "type": str(column["type"])} for column in said.get_columns(name)],
                "key": said.get_pk_constraint(name),
                "others": sorted(said.get_foreign_keys(name), key=str),
                "unique": sorted(said.get_unique_constraints(name), key=str),
                "checks": sorted(said.get_check_constraints(name), key=str),
                "indexes": sorted(said.get_indexes(name), key=str),
                "rows": connection.execute(text(f"SELECT count(*) FROM {name}")).scalar(),
            }
            for name in said.get_table_names()
        }


def test_newest_migration_is_the_layout_that_opens_fast():
    config = Config()
    config.set_main_option("script_location", "scheduler.store:migrations")

    assert ScriptDirectory.from_config(config).get_heads() == [LAYOUT]


def test_opening_again_keeps_what_is_stored(url):
    first = open_store(url)
    first.save_draft(a_plan(), expected_revision=None, saved_at=SAVED)
    first.close()

    again = open_store(url)

    assert again.draft("E09000030", calendar_year(2027).first_day).plan == a_plan()
    again.close()


def test_store_of_a_newer_program_is_left_alone_and_said_so(url, engine):
    open_store(url).close()
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE {LAYOUT_TABLE} SET version_num = '9999'"))

    with pytest.raises(StoreUnavailable) as caught:
        open_store(url)

    assert str(caught.value) == (
        f"store {caught.value.place}: found layout 9999, "
        f"wanted {LAYOUT} or older: open it with the newer wardpanels that made it"
    )


def test_layout_that_breaks_off_leaves_nothing_behind(engine):
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE released_meeting (something INTEGER)"))

    with pytest.raises(StoreUnavailable):
        bring_up_to_date(engine)

    with reading(engine) as connection:
        assert sorted(connection.dialect.get_table_names(connection)) == ["released_meeting"]


@pytest.fixture(scope="module")
def openers():
    """Processes that open each store they are told of."""
    with ExitStack() as stack:
        command = [sys.executable, "-c", OPENER]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        started = [
            stack.enter_context(subprocess.Popen(command, cwd=ROOT, text=True, **pipes)) for _ in range(enough(2, 3))
        ]
        assert {opener.stdout.readline() for opener in started} == {"ready\n"}
        yield started
        ended = [(opener.communicate(timeout=30)[1], opener.returncode) for opener in started]
        assert ended == [("", 0)] * len(started)


def test_processes_that_open_a_new_store_at_once_all_succeed(url, openers):
    for opener in openers:
        opener.stdin.write(f"{url}\n")
        opener.stdin.flush()

    assert {opener.stdout.readline() for opener in openers} == {"opened\n"}


def test_meetings_of_a_release_can_be_asked_for_by_row(url, engine):
    store = open_store(url)
    first = next_release(a_borough(), a_plan(a_meeting()), None, SAVED)
    moved = a_plan(a_meeting(starts_at=at("Thu 2027-04-01 19:00")))
    store.append_release(first, a_plan(a_meeting()))
    store.append_release(next_release(a_borough(), moved, first, utc("2027-01-10 12:00")), moved)
    store.close()

    columns = RELEASED_MEETING.c
    asked = select(columns.number, columns.meeting_id, columns.ward_code, columns.starts_at_utc, columns.sequence)
    with reading(engine) as connection:
        rows = [tuple(row) for row in connection.execute(asked.order_by(columns.number))]

    assert rows == [
        (1, "2027-E05009317-1", BOW_EAST, utc("2027-03-25 19:00"), 0),
        (2, "2027-E05009317-1", BOW_EAST, utc("2027-04-01 18:00"), 1),
    ]
    assert MILE_END not in {row[2] for row in rows}


def test_sqlite_waits_for_its_turn_keeps_a_log_and_minds_its_keys(sqlite_url):
    engine = open_engine(sqlite_url)

    with reading(engine) as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    engine.dispose()

    assert found == ["wal", 1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("panels.db", "store address: found text that is no URL, wanted {wanted}"),
        ("postgres://u:secret@h:port/x", "store address: found text that is no URL, wanted {wanted}"),
        ("mysql://u:secret@h/x", "store address: found a store of kind 'mysql', wanted {wanted}"),
        ("sqlite://", "store address: found SQLite without a file, wanted {wanted}"),
        ("sqlite:///p.db?timeout=x&a=b", "store address: found the option a, timeout, wanted none: {wanted}"),
        (
            "sqlite:////nowhere/at/all/panels.db",
            "store /nowhere/at/all/panels.db: found unable to open database file, "
            "wanted a store that can be read and written",
        ),
    ],
)
def test_store_that_cannot_be_had_is_named(address, said):
    with pytest.raises(StoreUnavailable) as caught:
        open_store(address)

    assert str(caught.value) == said.format(wanted="sqlite:///FILE, postgresql://USER@HOST/NAME or memory:")


@pytest.mark.parametrize("address", ["postgresql://u:secret@127.0.0.1:1/x", "postgres://h:1/x?password=secret"])
def test_unreachable_server_is_named_without_its_password(address):
    with pytest.raises(StoreUnavailable) as caught:
        open_store(address.replace("//h:", "//127.0.0.1:"))

    assert str(caught.value).startswith("store 127.0.0.1:1/x: found connection failed")
    assert "secret" not in str(caught.value)


def test_file_that_is_no_database_is_left_as_it_is(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear resident, " * 100)

    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"sqlite:///{letter}")

    assert str(caught.value) == (
        f"store {letter}: found file is not a database, wanted a store that can be read and written"
    )
    assert letter.read_text() == "Dear resident, " * 100


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_postgresql_that_is_not_utf_8_is_refused_before_anything_is_written(postgres_url, encoding):
    name = f"not_utf_8_{encoding.lower()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    other = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)

    with pytest.raises(StoreUnavailable) as caught:
        open_store(other)

    assert str(caught.value) == (
        f"store {caught.value.place}: found a database whose text is {encoding}, wanted one in UTF8"
    )
    assert caught.value.place.endswith(name)
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_postgresql_is_spoken_to_in_utf_8_whatever_the_environment_says(postgres_url, monkeypatch):
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    hall = "বেথনাল গ্রিন হল"
    store = open_store(postgres_url)

    asked = store.subscribers.ask("E09000030", f"{hall}@example.org", Interest(), "s1", SAVED, timedelta(days=1))

    assert store.subscribers.listed("E09000030") == (asked,)
    store.close()


def test_sqlite_that_is_not_utf_8_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "panels.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("PRAGMA encoding = 'UTF-16le'; CREATE TABLE letter (words TEXT)")
    before = file.read_bytes()

    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"sqlite:///{file}")

    assert str(caught.value) == f"store {file}: found a database whose text is UTF-16le, wanted one in UTF-8"
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, ["panels.db"])


def test_importing_the_store_loads_no_database_library():
    listed = "import sys, scheduler.store; print([m for m in ('sqlalchemy', 'alembic', 'msgspec') if m in sys.modules])"

    found = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


def test_opening_a_store_that_is_up_to_date_does_not_load_alembic(sqlite_url):
    open_store(sqlite_url).close()
    opened = f"import sys; from scheduler.store import open_store; open_store({sqlite_url!r}); "
    listed = opened + "print('alembic' in sys.modules)"

    found = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout == "False\n"


def test_store_of_an_older_program_is_brought_up_to_date_and_keeps_its_rows(url, engine):
    bring_up_to_date(engine, "0004")
    plan = a_plan()
    release = next_release(a_borough(), plan, None, SAVED)
    draft = {"borough_code": "E09000030", "year": 2027, "saved_at_utc": SAVED, "plan": encode(plan)}
    released = {"borough_code": "E09000030", "year": 2027, "number": 1}
    documents = {"released_at_utc": SAVED, "release": encode(release), "plan": encode(plan)}
    first = release.meetings[0]
    told = {"ward_code": first.ward_code, "starts_at_utc": first.starts_at, "state": "confirmed", "sequence": 0}
    with writing(engine) as connection:
        insert_as_it_was(connection, "plan_draft", draft | {"revision": 1})
        insert_as_it_was(connection, "plan_draft", draft | {"revision": 2})
        insert_as_it_was(connection, "plan_release", released | documents)
        insert_as_it_was(connection, "released_meeting", released | told | {"meeting_id": first.meeting_id})

    store = open_store(url)

    year = calendar_year(2027)
    assert store.periods("E09000030") == (StoredPeriod(year, SAVED, 1, SAVED),)
    assert store.draft("E09000030", year.first_day) == Draft(2, plan, parent=1)
    assert store.draft_before("E09000030", year.first_day) == Draft(1, plan)
    assert store.latest_release("E09000030", year.first_day) == release
    with reading(engine) as connection:
        kept = connection.execute(select(RELEASED_MEETING.c.first_day, RELEASED_MEETING.c.meeting_id)).all()
    assert kept == [(year.first_day, first.meeting_id)]
    store.close()


def insert_as_it_was(connection, name, row):
    """Add a row to a table as the layout of today has it, whatever ours is."""
    connection.execute(insert(Table(name, MetaData(), autoload_with=connection)), row)


@pytest.mark.parametrize("url", DATABASES, indirect=True)
def test_outbox_of_an_older_program_keeps_its_items_and_knows_no_recipe_yet(url, engine):
    bring_up_to_date(engine, "0003")
    row = {column.name: "" for column in OUTBOX_ITEM.columns if column.name != "first_day"} | {
        "key": "x.1", "borough_code": "E09000030", "year": 2027, "channel": "x", "subject": "2027-E05009317-1",
        "meetings": "2027-E05009317-1", "lead": "7", "due_at_utc": SAVED, "use_by_utc": SAVED, "digest": "d1",
        "version": 1, "needs_approval": True, "state": "approved", "attempts": 0, "leased_until_utc": None,
        "next_try_at_utc": None,
    }  # fmt: skip  # one row
    filled = {"borough_code": "E09000030", "year": 2027, "version": 1, "settings": "as an older program wrote them"}
    with writing(engine) as connection:
        insert_as_it_was(connection, "outbox_content", {"digest": "d1", "content": b"one"})
        insert_as_it_was(connection, "outbox_item", row)
        insert_as_it_was(connection, "outbox_filled", filled)

    store = open_store(url)

    (item,) = store.outbox.items("E09000030", calendar_year(2027).first_day)
    assert (item.key, item.state, store.outbox.content(item.digest)) == ("x.1", ItemState.APPROVED, b"one")
    assert store.outbox.filled_for("E09000030", calendar_year(2027).first_day, SAVED) == (
        1,
        "as an older program wrote them",
    )
    assert store.outbox.worded("E09000030", calendar_year(2027).first_day) == {}
    store.close()


def test_what_an_older_program_wrote_off_as_missed_is_what_it_was_before(url, engine):
    bring_up_to_date(engine, "0007")
    plain = {column.name: "" for column in OUTBOX_ITEM.columns} | {
        "borough_code": "E09000030", "first_day": calendar_year(2027).first_day, "due_at_utc": SAVED,
        "use_by_utc": SAVED + timedelta(days=7), "version": 1, "needs_approval": True, "state": "missed", "attempts": 0,
        "leased_until_utc": None, "next_try_at_utc": None, "note": "Nothing was sending when it was due.",
    }  # fmt: skip  # one row
    events = {"x.1": ["planned", "missed"], "x.2": ["planned", "approved", "missed"], "x.3": ["missed"],
              "x.4": ["planned", "handed_over", "missed"], "x.5": ["planned", "missed"]}  # fmt: skip
    gone = {"x.5": "There is no address for this person any more."}
    with writing(engine) as connection:
        for key, lines in events.items():
            insert_as_it_was(connection, "outbox_item", plain | {"key": key, "note": gone.get(key, plain["note"])})
            for event in lines:
                line = {"key": key, "at_utc": SAVED, "event": event, "by": "Ann", "note": "", "digest": "d1"}
                insert_as_it_was(connection, "ledger_entry", line)

    store = open_store(url)

    first_day = calendar_year(2027).first_day
    states = {item.key: str(item.state) for item in store.outbox.items("E09000030", first_day)}
    assert states == {"x.1": "planned", "x.2": "approved", "x.3": "planned", "x.4": "handed_over", "x.5": "replaced"}
    assert [str(entry.event) for entry in store.outbox.entries("E09000030", first_day)] == [*chain(*events.values())]
    store.close()


@pytest.mark.parametrize("url", DATABASES, indirect=True)
def test_letters_of_an_older_program_are_counted_and_its_lines_happened_when_they_were_written(url, engine):
    bring_up_to_date(engine, "0008")
    plain = {column.name: "" for column in OUTBOX_ITEM.columns if column.name != "letters"} | {
        "borough_code": "E09000030", "first_day": calendar_year(2027).first_day, "due_at_utc": SAVED,
        "use_by_utc": SAVED + timedelta(days=7), "version": 1, "needs_approval": False, "state": "issued",
        "attempts": 1, "leased_until_utc": None, "next_try_at_utc": None,
    }  # fmt: skip  # one row
    mailings = [("email.1", "", "To 2 people."), ("email.2", "email.1", ""), ("email.3", "email.1", ""),
                ("email.4", "", "To 0 people."), ("x.1", "", "ok")]  # fmt: skip  # key, parent and note
    line = {"key": "email.1", "at_utc": SAVED, "event": "issued", "by": "host:1", "note": "", "digest": "d1"}
    with writing(engine) as connection:
        for key, parent, note in mailings:
            insert_as_it_was(connection, "outbox_item", plain | {"key": key, "parent": parent, "note": note})
        insert_as_it_was(connection, "ledger_entry", line)

    store = open_store(url)

    first_day = calendar_year(2027).first_day
    assert {item.key: item.letters for item in store.outbox.items("E09000030", first_day)} == {
        "email.1": 2, "email.2": None, "email.3": None, "email.4": 0, "x.1": None,
    }  # fmt: skip  # one table
    (entry,) = store.outbox.entries("E09000030", first_day)
    assert (entry.at, entry.evidence) == (SAVED, NO_WITNESS)
    store.close()


def test_audience_heard_on_the_day_that_was_told_and_by_no_mailing_to_nobody(url, engine):
    store, first = open_store(url), next_release(a_borough(), a_plan(a_meeting()), None, SAVED)
    store.append_release(first, a_plan(a_meeting()))
    poster = Item("poster.1", "E09000030", first.first_day, "poster", "s", (a_meeting().meeting_id,), "28", SAVED,
                  SAVED + timedelta(days=90), "d1", 1)  # fmt: skip  # one item
    filling = Filling((poster, replace(poster, key="email.1", channel="email")))
    store.outbox.fill("E09000030", first.first_day, (1, ""), lambda known: filling, lambda digest: b"one", SAVED)
    (sent,) = store.outbox.claim("E09000030", first.first_day, "anna", SAVED, SAVED + timedelta(hours=1), "email", 9)
    store.outbox.fan_out(sent, "anna", (), SAVED, "To 0 people.")

    for keys, told in ((["poster.1", "email.1"], NO_WITNESS), (["poster.1"], Witness(date(2026, 11, 25)))):
        typed_in = SAVED + timedelta(days=30)
        store.outbox.mark(keys, tuple(ItemState), ItemState.CONFIRMED, "Ann", typed_in, "", told)

    with reading(engine) as connection:
        heard = [tuple(row) for row in connection.execute(select(HEARD.c.audience, HEARD.c.at_utc))]
    assert heard == [("poster", utc("2026-11-25 12:00"))]
    store.close()
