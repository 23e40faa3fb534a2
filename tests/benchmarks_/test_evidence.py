"""The peer of the action plan's colours counts what they count, so that the two times are of one thing."""

from __future__ import annotations

from benchmarks.evidence import counted_by_sqlite
from scheduler.evidence.status import Kept
from tests.wardpanels.evidence.reported import report


def test_query_counts_the_promises_as_the_colours_do() -> None:
    plan = report().plan

    counted = counted_by_sqlite(plan)()

    kept = (Kept.ON_TIME, Kept.LATE, Kept.BROKEN, Kept.UNRECORDED)
    ours = [
        (each.measure.name, *(each.status.count(one) for one in kept)) for each in plan.measures if each.status.judged
    ]
    assert sorted(counted) == sorted(ours)
