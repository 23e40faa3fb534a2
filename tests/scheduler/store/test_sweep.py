"""One contract, three stores: what was kept long enough goes, with its words, and every line that says so stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.items import Filling
from scheduler.job import Ending, Job, JobState, Process
from scheduler.period import calendar_year
from scheduler.store import open_store
from scheduler.subscriber import Interest
from scheduler.upkeep import KeptUntil, Swept
from tests.scheduler.store.test_outbox import NOW, TOWER_HAMLETS, YEAR, an_item

PERIOD = calendar_year(YEAR)
LATER = NOW + timedelta(days=400)
NOTHING = KeptUntil(NOW, NOW, NOW, (), NOW)
DAY = timedelta(days=1)


@pytest.fixture
def store(each_url):
    store = open_store(each_url)
    yield store
    store.close()


def fill(store, *items, number=1):
    store.outbox.fill(TOWER_HAMLETS, PERIOD.first_day, (number, ""), lambda _: Filling(items), str.encode, NOW)


def sweep(store, **reached):
    return store.upkeep.sweep(TOWER_HAMLETS, replace(NOTHING, **reached))


def test_words_go_once_their_period_is_over_and_lines_and_digests_stay(store):
    fill(store, an_item(digest="d1"), an_item("x.2", digest="d2"))
    before = store.outbox.entries(TOWER_HAMLETS, PERIOD.first_day)

    kept = sweep(store, at=LATER), sweep(store, periods=(PERIOD.first_day,))
    gone = sweep(store, at=LATER, periods=(PERIOD.first_day,))

    assert (kept, gone) == ((Swept(), Swept()), Swept(contents=2))
    assert (store.outbox.content("d1"), store.outbox.contents({"d1", "d2"})) == (b"", {})
    assert store.outbox.entries(TOWER_HAMLETS, PERIOD.first_day) == before
    assert store.outbox.item("x.1").digest == "d1"
    assert store.chains.check(TOWER_HAMLETS).is_whole
    assert sweep(store, at=LATER, periods=(PERIOD.first_day,)) == Swept()


def test_words_of_letters_have_their_own_time_and_words_that_somebody_else_says_stay(store):
    fill(store, an_item(digest="d1"), an_item("x.2", digest="d2", recipient="a1"), an_item("x.3", digest="d3"))
    fill(store, an_item(digest="d3"), number=2)
    other = replace(an_item("y.1", digest="d3"), borough_code="E09000012")
    store.outbox.fill("E09000012", PERIOD.first_day, (1, ""), lambda _: Filling((other,)), str.encode, NOW)

    assert sweep(store, at=LATER, periods=(PERIOD.first_day,)).contents == 1
    assert store.outbox.contents({"d1", "d2", "d3"}).keys() == {"d2", "d3"}
    assert sweep(store, at=LATER, letters=LATER).contents == 1
    assert store.outbox.contents({"d1", "d2", "d3"}).keys() == {"d3"}


def test_who_never_confirmed_goes_and_so_do_jobs_that_ended_but_the_newest(store):
    for name, at in (("a1", NOW - DAY), ("b1", NOW + DAY)):
        store.subscribers.ask(TOWER_HAMLETS, f"{name}@example.org", Interest(), name, at, DAY)
    jobs = [
        store.jobs.add(Job(TOWER_HAMLETS, PERIOD, "plan", f"turn {number}", {}, "Ann", NOW, Process("here", 1, "")))
        for number in range(3)
    ]
    for job in jobs[::2]:
        store.jobs.end(job.number, Ending(JobState.DONE, ""), NOW)
    kept = store.upkeep.still_kept(TOWER_HAMLETS)

    swept = sweep(store, jobs=LATER)

    assert (kept.unconfirmed, kept.jobs, kept.letters, kept.contents) == ((2, NOW - DAY), (2, NOW), (0, None), {})
    assert swept == Swept(unconfirmed=1, jobs=1)
    assert [each.id for each in store.subscribers.listed(TOWER_HAMLETS)] == ["b1"]
    assert [each.number for each in store.jobs.listed(TOWER_HAMLETS, most=9)] == [jobs[2].number, jobs[1].number]
    assert store.subscribers.forgotten(TOWER_HAMLETS) == frozenset()


def test_what_goes_one_day_is_counted_by_its_words(store):
    letter = an_item("x.2", digest="d2", recipient="a1")
    fill(store, an_item(digest="d1"), letter, an_item("x.3", digest="d2", recipient="b1"))

    kept = store.upkeep.still_kept(TOWER_HAMLETS)

    assert (kept.letters, kept.contents) == ((1, letter.use_by), {PERIOD.first_day: 1})
