"""One store to another: all of a borough, once, and nothing of it where something goes wrong."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text, update

from scheduler.account import (
    AccountRole,
    ActEnd,
    ActState,
    ActsWanted,
    Link,
    NewAct,
    StaffAccount,
    StaffSession,
)
from scheduler.period import calendar_year
from scheduler.records import MeetingRecord
from scheduler.store import CannotCopy, copy_store, copying, open_store
from scheduler.store.copying import chosen
from scheduler.store.engines import reading, writing
from scheduler.store.layout import bring_up_to_date
from scheduler.store.tables import (
    LAYOUT,
    LEDGER_ENTRY,
    MEETING_RECORD,
    OUTBOX_ITEM,
)
from tests import shell
from tests.scheduler.store.filled import (
    ELSEWHERE,
    HERE,
    NOW,
    TABLES,
    WAYS,
    engine_at,
    fill,
    kept,
    value_of,
    written_meanwhile,
)
from tests.thorough import enough, some

OWNED = [table for table in TABLES if "borough_code" in table.c and not table.foreign_keys]
"""The tables that may hold a row of a borough while all others are empty."""
KILLED_AT = {("_carry_over", "return"): False, ("_compared", "return"): False, ("copied_sentence", "call"): True}
"""Where a copy is killed, once one table is there, once all are and once it is kept; and whether it is there then."""


@pytest.mark.parametrize(("source", "target"), WAYS[: enough(2, len(WAYS))])
def test_every_table_of_a_borough_is_copied_and_nothing_of_another(source, target, new_url):
    source, target = new_url(source), new_url(target)
    fill(source, ELSEWHERE, 3)
    fill(source, HERE, 7)
    fill(source, ELSEWHERE.replace("12", "13"), 2)
    before = kept(source)

    copied = copy_store(source, target, [HERE], NOW)

    assert kept(target, numbered=False) == kept(source, HERE, numbered=False)
    assert copied.rows == {table.name: 7 for table in TABLES}
    assert copied.boroughs == (HERE,)
    assert kept(source) == before


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_says_whose_its_rows_are(table):
    assert chosen(table)([HERE]) is not None


@pytest.mark.parametrize(("source", "target"), WAYS[:2])
def test_accounts_and_what_they_did_go_along_and_nobody_stays_signed_in(source, target, new_url):
    source, target = new_url(source), new_url(target)
    ann = StaffAccount("a1", HERE, "Ann", "ann@police.example", (AccountRole.PLANNER,), NOW, ("E05009317",), "hash")
    store = open_store(source)
    store.staff.accounts.add(ann)
    store.staff.sessions.add(StaffSession("d1", "a1", HERE, NOW, NOW, "192.0.2.7/32", "f1"))
    store.staff.accounts.put_link(Link("d2", "a1", HERE, NOW + timedelta(days=1)))
    number = store.staff.acts.begin(NewAct(HERE, "a1", "Ann", "plan", (), "Planned 2027", "192.0.2.7", NOW))
    store.staff.acts.end(HERE, number, ActEnd(ActState.DONE, after="92 meetings"))
    told = store.staff.acts.lines(HERE, ActsWanted())
    store.close()

    copy_store(source, target, [HERE], NOW)

    store = open_store(target)
    assert store.staff.accounts.listed(HERE) == (ann,)
    assert store.staff.acts.lines(HERE, ActsWanted()) == told
    assert store.staff.sessions.find("d1") is None
    assert store.staff.accounts.link("d2", NOW) is None
    store.close()


def test_numbers_that_a_database_gives_lead_nowhere():
    counted = {table.autoincrement_column for table in TABLES} - {None}

    assert {column.table for column in counted} >= {LEDGER_ENTRY, MEETING_RECORD}
    assert not any(key.column in counted for table in TABLES for key in table.foreign_keys)


@pytest.mark.parametrize(("source", "target"), WAYS[: enough(1, len(WAYS))])
def test_borough_joins_others_and_the_next_numbers_follow(source, target, new_url):
    source, target = new_url(source), new_url(target)
    fill(source, HERE, 5)
    fill(target, ELSEWHERE, 9)
    others = kept(target, ELSEWHERE)

    copy_store(source, target, None, NOW)
    store = open_store(target)
    number = store.records.add(HERE, MeetingRecord("2027-E05009317-9", residents=12), after=0, at=NOW)
    store.close()

    assert number == 5 + 9 + 1
    assert kept(target, ELSEWHERE) == others
    assert len(kept(target)["outbox_content"]) == 9
    assert len(kept(target)["ledger_entry"]) == 5 + 9


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_all_boroughs_are_copied_there_and_back_with_their_numbers(kind, new_url):
    first, second, third = new_url("sqlite"), new_url(kind), new_url("sqlite")
    for code in (HERE, ELSEWHERE):
        fill(first, code, 4)

    there, back = copy_store(first, second, None, NOW), copy_store(second, third, None, NOW)

    assert there.boroughs == back.boroughs == (ELSEWHERE, HERE)
    assert kept(first) == kept(second) == kept(third)


@pytest.mark.parametrize(
    ("kind", "table"), [*(("sqlite", table) for table in some(OWNED)), ("postgres", OWNED[0])], ids=str
)
def test_borough_that_is_there_in_any_part_is_refused_by_name(kind, table, new_url):
    source, target = new_url("sqlite"), new_url(kind)
    fill(source, HERE, 2)
    open_store(target).close()
    line = {each.name: value_of(each, HERE, 1) for each in table.columns if each is not table.autoincrement_column}
    with engine_at(target) as engine, writing(engine) as connection:
        connection.execute(insert(table), [line])
    before = kept(target)

    with pytest.raises(CannotCopy) as caught:
        copy_store(source, target, None, NOW)

    assert str(caught.value) == f"store {caught.value.place}: found {HERE} there already, wanted a store without it"
    assert kept(target) == before


def test_store_is_not_copied_to_itself(new_url):
    url = new_url("sqlite")
    fill(url, HERE, 2)
    before = kept(url)

    with pytest.raises(CannotCopy, match=f"found {HERE} there already"):
        copy_store(url, url, [HERE], NOW)

    assert kept(url) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_item_that_is_on_its_way_is_waited_for(kind, new_url):
    source, target = new_url(kind), new_url("sqlite")
    fill(source, HERE, 3)
    fill(source, ELSEWHERE, 3)
    until = NOW + timedelta(minutes=5)
    item = OUTBOX_ITEM.c
    taken = update(OUTBOX_ITEM).where(item.borough_code == HERE, item.version == 0)
    with engine_at(source) as engine, writing(engine) as connection:
        connection.execute(taken.values(leased_by="w", leased_until_utc=until))

    with pytest.raises(CannotCopy) as caught:
        copy_store(source, target, None, NOW)

    wanted = "none: stop every worker, and copy after 10:05:00 UTC"
    assert str(caught.value) == f"store {caught.value.place}: found 1 on the way out, wanted {wanted}"
    assert kept(target) == {}
    assert copy_store(source, target, [ELSEWHERE], NOW).boroughs == (ELSEWHERE,)
    assert copy_store(source, target, [HERE], until).boroughs == (HERE,)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_borough_that_is_not_there_is_named_and_so_are_those_that_are(kind, new_url):
    source, target = new_url(kind), new_url("sqlite")
    open_store(source).close()

    with pytest.raises(CannotCopy) as nothing:
        copy_store(source, target, None, NOW)
    fill(source, HERE, 1)
    fill(source, ELSEWHERE, 1)
    with pytest.raises(CannotCopy) as other:
        copy_store(source, target, ["E09000001"], NOW)

    assert str(nothing.value).endswith("found nothing of any borough, wanted a store that keeps one")
    wanted = f"a borough that is there: {ELSEWHERE}, {HERE}"
    assert str(other.value).endswith(f"found nothing of E09000001, wanted {wanted}")


def test_file_that_is_not_there_is_not_made(tmp_path):
    missing = tmp_path / "old.db"

    with pytest.raises(CannotCopy) as caught:
        copy_store(f"sqlite:///{missing}", f"sqlite:///{tmp_path / 'new.db'}", None, NOW)

    assert str(caught.value) == f"store {missing}: found no such file, wanted a store that is there"
    assert list(tmp_path.iterdir()) == []


OTHER_LAYOUTS = (
    ("0003", f"layout 0003, wanted {LAYOUT}: wardpanels due, given this store, brings it there"),
    ("9999", f"layout 9999, wanted {LAYOUT}: use the newer wardpanels"),
    (None, "a database that is no store, wanted one that is"),
)


@pytest.mark.parametrize(
    ("kind", "layout", "told"),
    [*(("sqlite", *each) for each in OTHER_LAYOUTS), *(("postgres", *each) for each in OTHER_LAYOUTS[1:])],
)
def test_source_of_another_layout_is_said_so_and_left_alone(kind, layout, told, new_url):
    source, target = new_url(kind), new_url("sqlite")
    with engine_at(source) as engine:
        if layout:
            bring_up_to_date(engine, min(layout, LAYOUT))
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE letter (words TEXT)"))
            if layout:
                connection.execute(text(f"UPDATE wardpanels_layout SET version_num = '{layout}'"))
            before = sorted(connection.dialect.get_table_names(connection))

    with pytest.raises(CannotCopy) as caught:
        copy_store(source, target, None, NOW)

    assert str(caught.value) == f"store {caught.value.place}: found {told}"
    with engine_at(source) as engine, reading(engine) as connection:
        assert sorted(connection.dialect.get_table_names(connection)) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_target_of_an_older_layout_is_brought_up_to_date_or_else_stays(kind, new_url):
    source, target = new_url("sqlite"), new_url(kind)
    fill(source, HERE, 2)
    with engine_at(target) as engine:
        bring_up_to_date(engine, "0004")

    with pytest.raises(CannotCopy):
        copy_store(source, target, ["E09000001"], NOW)
    with engine_at(target) as engine, reading(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM wardpanels_layout")).scalar() == "0004"
    copy_store(source, target, [HERE], NOW)

    assert kept(target, numbered=False) == kept(source, HERE, numbered=False)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("memory:", "sqlite:///new.db"),
        ("sqlite:///{store}", "memory:"),
        ("sqlite:///{store}", "postgresql://u:secret@127.0.0.1:1/x"),
        ("postgresql://u:secret@127.0.0.1:1/x", "sqlite:///new.db"),
        ("mysql://u:secret@h/x", "sqlite:///new.db"),
    ],
)
def test_store_that_cannot_be_had_is_told_without_its_password(source, target, new_url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fill(new_url("sqlite"), HERE, 1)

    with pytest.raises(CannotCopy) as caught:
        copy_store(*(url.format(store=tmp_path / "panels-0.db") for url in (source, target)), None, NOW)

    assert "secret" not in str(caught.value)
    assert not (tmp_path / "new.db").exists()


@settings(max_examples=enough(2, 4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=300), rows=st.integers(1, 4))
def test_whatever_is_written_comes_back_as_it_was(words, rows, tmp_path_factory, postgres_url):
    folder = tmp_path_factory.mktemp("words")
    first, third = (f"sqlite:///{folder / name}" for name in ("first.db", "third.db"))
    fill(first, HERE, rows, words=words)
    with engine_at(postgres_url) as engine, writing(engine) as connection:
        if "plan_draft" in connection.dialect.get_table_names(connection):
            for table in reversed(TABLES):
                connection.execute(table.delete())

    copy_store(first, postgres_url, None, NOW)
    copy_store(postgres_url, third, None, NOW)

    assert kept(first, numbered=False) == kept(postgres_url, numbered=False)
    assert kept(first) == kept(third)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_store_that_is_written_meanwhile_is_copied_as_it_was_at_one_moment(kind, new_url):
    source, targets = new_url(kind), [new_url("sqlite") for _ in range(enough(1, 3))]
    with written_meanwhile(source):
        copied = [copy_store(source, target, [HERE], NOW) for target in targets]

    for each, target in zip(copied, targets, strict=True):
        released = each.rows["plan_release"]
        assert each.rows["plan_draft"] in (released, released + 1)
        assert each.rows["released_meeting"] == 42 * released
        store = open_store(target)
        assert store.releases(HERE, calendar_year(2027).first_day) == tuple(range(1, released + 1))
        store.close()


@pytest.mark.parametrize(("source", "target"), [WAYS[0], pytest.param(*WAYS[1], marks=pytest.mark.thorough)])
def test_copy_that_is_killed_leaves_the_target_as_it_was_or_whole(source, target, new_url, tmp_path):
    source, target = new_url(source), new_url(target)
    fill(source, HERE, 7)
    fill(target, ELSEWHERE, 3)
    before, clock = kept(target), str(int(NOW.timestamp()))

    for door, is_there in KILLED_AT.items():
        words = ("store", "copy", source, target, "--all")
        killed = shell.run(tmp_path, *words, kill=shell.Kill(door=door), SOURCE_DATE_EPOCH=clock)

        assert (killed.returncode, "it was compared" in killed.stdout) == (-signal.SIGKILL, False)
        assert (kept(target) == before) is not is_there

    assert kept(target, HERE, numbered=False) == kept(source, HERE, numbered=False)
    assert kept(target, ELSEWHERE) == before


def test_rows_are_counted_as_the_database_counts_them(new_url, monkeypatch):
    """In two full lots and a part of one."""
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", 50)
    source, target = new_url("sqlite"), new_url("sqlite")
    fill(source, HERE, 123)

    copied = copy_store(source, target, [HERE], NOW)

    with engine_at(target) as engine, reading(engine) as connection:
        counted = {table.name: connection.execute(select(func.count()).select_from(table)).scalar() for table in TABLES}
    assert copied.rows == counted == {table.name: 123 for table in TABLES}
