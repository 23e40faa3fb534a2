"""Same data, same plan, to the byte: again, on one thread, and with the rows of every file in another order."""

from __future__ import annotations

from random import Random  # noqa: TID251 - seeded below, so the same every time

import pytest

from benchmarks.boroughs import borough, tiny_borough, write_folder
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.reading import read_borough
from scheduler.solver import solve
from scheduler.store.documents import encode
from tests.thorough import enough
from wardpanels.facts.plan import plan_bytes

YEAR = 2027
BOROUGHS = [
    pytest.param(tiny_borough(0), id="tiny-0"),
    pytest.param(tiny_borough(9), id="tiny-9", marks=pytest.mark.thorough),
    pytest.param(borough(7, wards=4), id="four-wards-7"),
]


def plan_document(made, **options):
    plan = solve(planning_problem(made, calendar_year(YEAR)), **options)
    return encode(plan), plan_bytes(plan)


def shuffle_rows(folder, seed):
    """Put the rows of every table in another order, the header first as ever."""
    rng = Random(seed)
    for path in sorted(folder.glob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        rng.shuffle(rows)
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")


@pytest.mark.parametrize("made", BOROUGHS)
def test_second_run_and_one_thread_give_the_same_bytes(made):
    first = plan_document(made)

    assert plan_document(made) == first
    assert plan_document(made, threads=1) == first


@pytest.mark.parametrize("made", BOROUGHS)
def test_order_of_rows_never_matters(made, tmp_path):
    write_folder(made, tmp_path)
    in_order = plan_document(read_borough(tmp_path))

    for seed in range(enough(1, 2)):
        shuffle_rows(tmp_path, seed)
        assert plan_document(read_borough(tmp_path)) == in_order
