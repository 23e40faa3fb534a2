"""Jobs in the store: one has a turn at a time, and one that has ended is never changed again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import UnknownName
from scheduler.job import UNDER_WAY, Ending, Job, JobState, JobUnderWay, Process
from scheduler.period import calendar_year
from scheduler.store import CannotCopy, copy_store, open_store
from scheduler.store.memory import memory_store
from tests.scheduler.examples import a_meeting, a_plan, utc

AT, LATER = utc("2026-11-28 10:00"), utc("2026-11-28 10:05")
HERE, THERE = Process("here", 7, "1"), Process("here", 8, "2")
JOB = Job("E09000030", calendar_year(2027), "plan", "plan", {"may_leave_out": False}, "PS Ann", AT, HERE)


@pytest.fixture
def store(each_url):
    store = open_store(each_url)
    yield store
    store.close()


def test_job_comes_back_as_it_was_stored(store):
    plan = a_plan(a_meeting())
    job = store.jobs.add(JOB)
    assert (job, job.number > 0) == (replace(JOB, number=job.number), True)
    assert store.jobs.handed_to(job.number, THERE)
    assert store.jobs.begin(job.number, THERE)
    assert store.jobs.beat(job.number, {"stage": "A first plan", "cost": 17})
    running = replace(
        job, process=THERE, state=JobState.RUNNING, beats=1, progress={"stage": "A first plan", "cost": 17}
    )
    assert store.jobs.under_way(JOB.borough_code) == (running,)

    assert store.jobs.end(job.number, Ending(JobState.DONE, "", {"cost": 16}, plan), LATER)

    done = replace(running, state=JobState.DONE, result={"cost": 16}, ended_at=LATER)
    assert (store.jobs.job(job.number), store.jobs.listed(JOB.borough_code, most=2)) == (done, (done,))
    assert (store.jobs.plan(job.number), store.jobs.under_way(JOB.borough_code)) == (plan, ())
    with pytest.raises(UnknownName):
        store.jobs.job(job.number + 1)


def test_a_turn_of_a_period_is_one_jobs_at_a_time(store):
    first = store.jobs.add(JOB)
    others = [
        store.jobs.add(replace(JOB, **other))
        for other in ({"turn": "tell"}, {"period": calendar_year(2028)}, {"borough_code": "E09000012"})
    ]

    with pytest.raises(JobUnderWay) as refused:
        store.jobs.add(replace(JOB, kind="compare", by="PS Bob"))

    assert str(refused.value) == (
        f"2027: found job {first.number} (plan) under way, which PS Ann began at 10:00 UTC on 28 November 2026, "
        "wanted none"
    )
    store.jobs.end(first.number, Ending(JobState.STOPPED), LATER)
    assert store.jobs.add(JOB).number > max(job.number for job in others)


def test_store_with_a_job_under_way_is_not_copied(tmp_path):
    source, target = (f"sqlite:///{tmp_path / name}.db" for name in ("old", "new"))
    store = open_store(source)
    job = store.jobs.add(JOB)
    store.save_draft(a_plan(a_meeting()), expected_revision=None, saved_at=AT)

    with pytest.raises(CannotCopy, match=f"found job {job.number} under way, wanted none: let it end"):
        copy_store(source, target, None, AT)
    store.jobs.end(job.number, Ending(JobState.LOST), LATER)
    store.close()

    copied = copy_store(source, target, None, AT)
    assert "job" not in copied.rows


@given(acts=st.lists(st.sampled_from(["hand", "begin", "beat", *JobState]), max_size=8))
def test_whatever_happens_a_job_goes_forward_and_ends_once(acts):
    store = memory_store()
    number = store.jobs.add(JOB).number
    do = {
        "hand": lambda: store.jobs.handed_to(number, THERE),
        "begin": lambda: store.jobs.begin(number, THERE),
        "beat": lambda: store.jobs.beat(number, {}),
    }
    may = {"hand": {JobState.WAITING}, "begin": {JobState.WAITING}, "beat": {JobState.RUNNING}}

    for act in (act for act in acts if act not in UNDER_WAY):
        before = store.jobs.job(number)
        ending = Ending(act) if isinstance(act, JobState) else None
        went = store.jobs.end(number, ending, LATER) if ending else do[act]()
        after = store.jobs.job(number)
        assert went is (before.state in (UNDER_WAY if ending else may[act]))
        assert went or after == before
    store.close()
