"""Jobs are processes: they are started, looked at, stopped, killed and begun again, and the store knows it all."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event

import msgspec
import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.errors import StaleRevision
from scheduler.job import Job, JobState, JobUnderWay
from scheduler.period import calendar_year
from scheduler.store import open_store
from scheduler.store.tables import JOB
from tests import shell
from tests.scheduler.examples import a_plan
from tests.thorough import some
from tests.wardpanels.year.publishing import MEETINGS, NOVEMBER, a_place
from wardpanels.alive import is_gone, this_process
from wardpanels.facts.jobs import job_facts
from wardpanels.faults import CannotUse
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_ASKED, EVERY_JOB
from wardpanels.jobs.found_plan import keep, weighed
from wardpanels.jobs.kinds.call_off import CallOffAsked
from wardpanels.jobs.kinds.compare import CompareAsked
from wardpanels.jobs.kinds.foresee import ForeseeAsked
from wardpanels.jobs.kinds.plan import PlanAsked
from wardpanels.jobs.kinds.publish import PublishAsked
from wardpanels.jobs.kinds.release import ReleaseAsked
from wardpanels.jobs.kinds.replan import ReplanAsked
from wardpanels.jobs.run import carry_out
from wardpanels.jobs.starting import JobPlace
from wardpanels.year.reading import check, profile_of

YEAR = calendar_year(2027)
KILLED_AT = (
    ("SqlStore.append_release", "call"),
    ("SqlStore.append_release", "return"),
    ("SqlOutbox.fill", "return"),
    ("_put_in_place", "call"),
)
ASLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Every process has the same moment, and finds the tests."""
    shell.jobs_at(monkeypatch, NOVEMBER)


class Bench:
    """A folder, its store, and who starts jobs there."""

    def __init__(self, folder, db):
        self.store, self.place, self.at = open_store(db), JobPlace(folder / "data", db), NOVEMBER

    @property
    def environment(self):
        return {"WARDPANELS_DB": self.place.db, "SOURCE_DATE_EPOCH": os.environ["SOURCE_DATE_EPOCH"]}

    def start(self, asked, *, by="PS Ann", period=YEAR, **more):
        return starting.start(self.store, self.place, period, asked, by=by, at=self.at, **more)

    def do(self, asked):
        """The whole of a job in this process."""
        kind, code = BY_ASKED[type(asked)], profile_of(self.place.data).code
        told = msgspec.to_builtins(asked)
        job = self.store.jobs.add(Job(code, YEAR, kind.name, kind.turn, told, "PS Ann", self.at, this_process()))
        carry_out(self.store, self.place.data, job.number)
        return self.store.jobs.job(job.number)

    def look(self, job):
        return starting.look(self.store, job.number, self.at)

    def end_of(self, job):
        for _ in range(6000):
            if not self.look(job).is_under_way:
                break
            Event().wait(0.02)
        return self.look(job)

    def steps(self, job, asked):
        return dict(BY_ASKED[type(asked)].steps(self.store, self.look(job)))


@pytest.fixture
def bench(tmp_path):
    """A borough that can be planned in a moment."""
    write_folder(tiny_borough(0), tmp_path / "data")
    bench = Bench(tmp_path, f"sqlite:///{tmp_path / 'panels.db'}")
    yield bench
    bench.store.close()


def test_name_of_every_job_has_room_in_its_column():
    """PostgreSQL refuses what is longer; SQLite keeps it."""
    room = JOB.c.kind.type.length

    assert [kind.name for kind in EVERY_JOB if len(kind.name) > room] == []


def test_plan_is_found_in_a_process_of_its_own_and_kept_by_a_second_word(bench):
    borough = check(bench.place.data).borough

    job = bench.start(PlanAsked())
    with pytest.raises(JobUnderWay, match="which PS Ann began"):
        bench.start(CompareAsked(), by="PS Bob")
    done = bench.end_of(job)

    assert (done.state, done.said, job.process.pid != os.getpid()) == (JobState.DONE, "", True)
    assert (done.result["status"], done.result["revision"], done.result["left_out"]) == ("optimal", 0, [])
    assert done.progress["cost"] >= done.progress["bound"]
    assert bench.store.draft(borough.profile.code, YEAR.first_day) is None
    found = weighed(bench.store, borough, job.number, bench.at)
    assert (len(found.changed), found.told, found.is_stale, found.is_kept) == (
        done.result["meetings"],
        None,
        False,
        False,
    )
    assert bench.steps(job, PlanAsked()) == {"kept as the draft": False}

    kept = keep(bench.store, check(bench.place.data).borough, job.number, bench.at, by="PS Ann", why="the first")
    assert keep(bench.store, check(bench.place.data).borough, job.number, bench.at) == kept == 1
    assert (bench.store.draft(borough.profile.code, YEAR.first_day).by, bench.steps(job, PlanAsked())) == (
        "PS Ann",
        {"kept as the draft": True},
    )

    moved = a_moved(found.plan)
    bench.store.save_draft(moved, expected_revision=1, saved_at=bench.at)
    with pytest.raises(StaleRevision):
        keep(bench.store, check(bench.place.data).borough, job.number, bench.at)
    now = weighed(bench.store, borough, job.number, bench.at)
    assert (len(now.changed), now.is_stale, now.is_kept, now.revision) == (1, True, False, 2)


def a_moved(plan):
    """The same plan, its first meeting a week later."""
    first, *others = plan.meetings
    week = timedelta(days=7)
    return replace(
        plan, meetings=(replace(first, starts_at=first.starts_at + week, ends_at=first.ends_at + week), *others)
    )


def test_rest_of_a_kept_plan_is_planned_anew_and_policies_are_compared(bench):
    planned = bench.do(PlanAsked())
    keep(bench.store, check(bench.place.data).borough, planned.number, bench.at)

    anew, compared = bench.do(ReplanAsked()), bench.do(CompareAsked())

    assert (anew.state, anew.result["revision"], anew.result["changed"]) == (JobState.DONE, 1, [])
    assert bench.steps(anew, ReplanAsked()) == {"kept as the draft": True}
    assert (compared.state, bench.store.jobs.plan(compared.number)) == (JobState.DONE, None)
    assert [sum(each["meetings"].values()) for each in compared.result["policies"]] == [planned.result["meetings"]]


def test_impossible_period_gives_its_clash_in_parts_and_a_way_round(bench):
    borough = tiny_borough(0)
    first, *others = borough.wards
    halls = tuple(
        replace(venue, ward_codes=left) for venue in borough.venues if (left := venue.ward_codes - {first.code})
    )
    write_folder(replace(borough, venues=halls), bench.place.data)

    refused = bench.do(PlanAsked())

    assert refused.state is JobState.REFUSED
    assert refused.said.startswith("No plan keeps every must-rule.")
    [clash] = refused.result["clashes"]
    assert (refused.result["error"], clash["ward_codes"], clash["is_proven"]) == ("no-plan", [first.code], True)
    assert f"No hall serves {first.name}" in clash["demands"]
    with pytest.raises(CannotUse, match="a job that is refused and has no plan"):
        keep(bench.store, check(bench.place.data).borough, refused.number, bench.at)

    done = bench.do(PlanAsked(may_leave_out=True))
    assert [each["ward_code"] for each in done.result["left_out"]] == [first.code]
    assert {meeting.ward_code for meeting in bench.store.jobs.plan(done.number).meetings} == {
        ward.code for ward in others
    }


def test_stopped_job_is_gone_with_its_process_and_frees_its_turn(bench):
    job = bench.start(PlanAsked(), program=ASLEEP)
    assert (job.state, is_gone(job.process)) == (JobState.WAITING, False)

    stopped = starting.stop(bench.store, job.number, by="PS Bob", at=bench.at)

    assert (stopped.state, stopped.said, is_gone(job.process)) == (JobState.STOPPED, "PS Bob stopped it.", True)
    assert starting.stop(bench.store, job.number, by="PS Cy", at=bench.at) == stopped
    again = bench.start(PlanAsked(), program=ASLEEP)
    by_hand = shell.run(bench.place.data.parent, "jobs", "stop", str(job.number), "--by", "Ann", **bench.environment)
    assert by_hand.stdout == f"Job {job.number} (plan of 2027) is stopped. What it had stored by then is kept.\n"
    os.kill(again.process.pid, signal.SIGKILL)
    assert bench.end_of(again).state is JobState.LOST
    jobs = starting.listed(bench.store, again.borough_code, bench.at)
    assert [(each.number, each.state) for each in jobs] == [(again.number, "lost"), (job.number, "stopped")]
    told = shell.run(bench.place.data.parent, "jobs", "list", "--json", **bench.environment)
    shown = shell.run(bench.place.data.parent, "jobs", "list", **bench.environment).stdout
    assert json.loads(told.stdout) == [job_facts(each) for each in jobs]
    rows = [line.split()[:3] for line in shown.splitlines() if line.lstrip()[:1].isdigit()]
    assert rows == [[str(each.number), "plan", "2027"] for each in jobs]


def test_job_whose_starter_died_and_one_of_a_silent_computer_are_lost(bench):
    job = bench.start(PlanAsked(), program=ASLEEP)
    starting.stop(bench.store, job.number, by="PS Ann", at=bench.at)
    starter = replace(job, process=job.process)
    elsewhere = replace(job, process=replace(this_process(), place="another computer"), turn="tell")
    one, other, beating = (bench.store.jobs.add(each) for each in (starter, elsewhere, replace(elsewhere, turn="look")))

    def wait(_seconds):
        bench.store.jobs.begin(beating.number, beating.process)
        bench.store.jobs.beat(beating.number, {})

    assert (bench.look(one).state, bench.look(other).state) == (JobState.LOST, JobState.WAITING)
    starting.settle(bench.store, job.borough_code, bench.at, wait)

    assert [bench.look(each).state for each in (other, beating)] == [JobState.LOST, JobState.RUNNING]
    starting.stop(bench.store, beating.number, by="PS Ann", at=bench.at)
    assert not bench.store.jobs.beat(beating.number, {})


def test_bug_is_told_by_the_line_of_the_log_that_has_it(bench, capfd):
    program = (
        sys.executable,
        "-c",
        "import sys; from wardpanels.jobs.kinds import plan; plan.problem_of = None\n"
        "from wardpanels.jobs.run import main; main(sys.argv[1:])",
    )

    failed = bench.end_of(bench.start(PlanAsked(), program=program))

    line = failed.said.rpartition(" ")[2].rstrip(".")
    assert (failed.state, len(line)) == (JobState.FAILED, 16)
    assert f"job failed, line {line}:\nTraceback" in capfd.readouterr().err


@contextmanager
def a_telling_place(folder, url):
    """Release 1 is made, and the press and Facebook are to be told."""
    with a_place(folder, url) as told:
        settings = folder / "data" / "borough.toml"
        text = settings.read_text(encoding="utf-8").partition("\n[publicity]")[0]
        settings.write_text(f'{text}\n[publicity]\npress = "release"\nfacebook = 7\n', encoding="utf-8")
        yield told


@pytest.mark.parametrize(
    ("kind", "door"),
    some([*(("sqlite", door) for door in KILLED_AT), *(("postgres", door) for door in KILLED_AT[1:3])], 6, after=1),
    ids=str,
)
def test_killed_release_is_old_or_new_and_the_next_one_finishes_it(kind, door, tmp_path, request):
    url = request.getfixturevalue("postgres_url") if kind == "postgres" else f"sqlite:///{tmp_path / 'panels.db'}"
    with a_telling_place(tmp_path, url) as told:
        bench, code = Bench(tmp_path, url), told.borough.profile.code
        bench.at = told.now
        folders = {"site": str(told.site), "newsletter": str(tmp_path / "newsletter"), "with_print": False}
        bench.store.save_draft(a_moved(a_plan(*MEETINGS)), expected_revision=None, saved_at=told.now)
        asked = ReleaseAsked(revision=1, before=1, **folders)

        killed = bench.end_of(
            bench.start(asked, program=(sys.executable, "-m", "tests.wardpanels.jobs.dying_job", *door))
        )
        steps = bench.steps(killed, asked)

        assert (killed.state, killed.said) == (JobState.LOST, starting.LOST)
        assert list(steps.values()) == [number < KILLED_AT.index(door) for number in range(2)] + [False]
        assert bench.store.releases(code, YEAR.first_day) == ((1, 2) if steps["frozen"] else (1,))

        done = bench.do(asked)

        assert (done.state, done.said) == (JobState.DONE, "")
        assert (set(bench.steps(done, asked).values()), bench.store.releases(code, YEAR.first_day)) == ({True}, (1, 2))
        assert sum(each["items"] for each in done.result["waiting"]) > 0
        told.assert_agree()
        bench.store.close()


def test_release_is_foreseen_refused_when_stale_and_published_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'panels.db'}"
    with a_telling_place(tmp_path, url) as told:
        bench = Bench(tmp_path, url)
        bench.at = told.now
        folders = {"site": str(told.site), "newsletter": str(tmp_path / "newsletter"), "with_print": False}
        cancelled = a_plan(*MEETINGS[2:])
        bench.store.save_draft(cancelled, expected_revision=None, saved_at=told.now)

        foreseen = bench.do(ForeseeAsked()).result
        stale = bench.do(ReleaseAsked(revision=7, before=1, **folders))
        many = bench.do(ReleaseAsked(revision=1, before=1, **folders))
        agreed = ReleaseAsked(revision=1, before=1, allowed=foreseen["number_to_type"], **folders)
        done = bench.do(agreed)
        published = bench.do(PublishAsked(**folders))

        assert (foreseen["revision"], foreseen["number_to_type"], foreseen["is_stored"]) == (1, 2, False)
        assert foreseen["channels"]
        assert all(each["items"] or each["replaced"] for each in foreseen["channels"])
        assert (stale.state, stale.result["error"]) == (JobState.REFUSED, "stale-revision")
        assert (many.result["error"], many.result["facts"]["cancelled"]) == ("too-many-cancellations", 2)
        assert (done.state, [each["kind"] for each in done.result["changes"]]) == (JobState.DONE, ["cancelled"] * 2)
        assert (published.state, published.result["folders"][str(told.site)]["written"]) == (JobState.DONE, 0)
        bench.store.close()


@pytest.mark.thorough
def test_killed_call_off_goes_on_where_it_stopped(tmp_path):
    url = f"sqlite:///{tmp_path / 'panels.db'}"
    with a_telling_place(tmp_path, url) as told:
        bench, first = Bench(tmp_path, url), MEETINGS[0].meeting_id
        bench.at, code = told.now, told.borough.profile.code
        bench.store.save_draft(a_plan(*MEETINGS), expected_revision=None, saved_at=told.now)
        folders = {each: str(tmp_path / each) for each in ("site", "newsletter", "handover", "door")}
        bench.do(PublishAsked(folders["site"], folders["newsletter"], with_print=False))
        asked = CallOffAsked(first, "weather", **folders)
        program = (sys.executable, "-m", "tests.wardpanels.jobs.dying_job", "SqlStore.append_release", "return")

        killed = bench.end_of(bench.start(asked, program=program))
        assert (killed.state, bench.steps(killed, asked)) == (
            JobState.LOST,
            {"frozen": True, "outbox filled": False, "site published": False},
        )
        done = bench.do(asked)

        assert (done.state, done.result["meeting_id"], done.result["troubles"]) == (JobState.DONE, first, [])
        assert (set(bench.steps(done, asked).values()), bench.store.releases(code, YEAR.first_day)) == ({True}, (1, 2))
        bench.store.close()
