"""How often one network may ask: an attacker cannot choose the limit away, nor make it dear."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import event

from scheduler.store import open_store
from tests.scheduler.examples import utc
from tests.thorough import enough
from wardpanels.subscriptions.gate import Gate
from wardpanels.wiring import store_at

BOROUGH = "E09000030"
MONDAY = utc("2027-02-01 09:00")


@pytest.mark.parametrize(
    ("origins", "let_in"),
    [
        ([f"2001:db8:1:2::{number:x}" for number in range(enough(100, 2000))], 20),
        ([f"2001:db8:1:{number:x}::1" for number in range(30)], 30),
        (["::ffff:192.0.2.1"] * 15 + ["192.0.2.1"] * 15, 20),
        (["192.0.2.1", "192.0.2.2"] * 30, 40),
    ],
    ids=["one IPv6 home", "thirty IPv6 homes", "one IPv4 address written in two ways", "two IPv4 addresses"],
)
def test_gate_counts_networks(origins, let_in):
    gate = Gate(open_store("memory:").staff.tries, BOROUGH)

    assert [gate.shut_until(origin, MONDAY) for origin in origins].count(None) == let_in


def test_gates_of_two_processes_count_together(tmp_path):
    url = f"sqlite:///{tmp_path}/panels.db"
    with store_at(url) as one, store_at(url) as other:
        gates = [Gate(each.staff.tries, BOROUGH, most=3) for each in (one, other, one, other)]
        found = [gate.shut_until("192.0.2.1", MONDAY) for gate in gates]

    assert found == [None, None, None, MONDAY + timedelta(hours=1)]


def test_what_one_more_costs_does_not_grow_with_how_many_there_are(tmp_path):
    """Each statement finds its rows by an index, and there are as many statements for the last as for the first.

    One check with 30,000 origins once cost 80,000 times one with a single origin.
    """
    url = f"sqlite:///{tmp_path}/panels.db"
    with store_at(url) as store:
        gate, typed = Gate(store.staff.tries, BOROUGH), []
        event.listen(store.staff.tries._engine, "before_cursor_execute", lambda *told: typed.append((told[2], told[3])))
        counts = []
        for number in range(enough(200, 1000)):
            before = len(typed)
            gate.shut_until(f"10.0.{number // 250}.{number % 250}", MONDAY)
            counts.append(len(typed) - before)
    with sqlite3.connect(tmp_path / "panels.db") as database:
        plans = [
            row[3]
            for statement, given in typed[-counts[-1] :]
            if not statement.startswith("INSERT")
            for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    database.close()

    assert len(set(counts)) == 1
    assert len(plans) == 2
    assert [plan for plan in plans if "USING INDEX" not in plan and "USING COVERING INDEX" not in plan] == []
