"""Many boroughs in one go: each planned as if alone, none stopped by another, nothing done twice."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.boroughs import borough, tiny_borough, write_folder
from scheduler.period import calendar_year
from scheduler.reading import read_borough
from scheduler.reading.borough import read_officers
from tests import shell
from wardpanels.facts import plan
from wardpanels.faults import CannotUse
from wardpanels.many import all_boroughs
from wardpanels.many.boroughs import (
    Assignment,
    BoroughOutcome,
    BoroughStatus,
    Finished,
    assignments,
    fingerprint,
    loaded,
    plan_one,
)
from wardpanels.many.processes import plan_each, processes
from wardpanels.many.results import keep, kept
from wardpanels.terminal.words.many import outcome_sentences
from wardpanels.year import planning

YEAR = calendar_year(2027)
NAMES = ("place-1", "place-2", "place-3")
CLUSTER = """
from distributed import LocalCluster
settings = {"host": "127.0.0.1", "protocol": "tcp://", "dashboard_address": None}
cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=False, **settings)
print(cluster.scheduler_address, flush=True)
input()
"""


def words(boroughs: Path, out: Path, *typed: str) -> tuple[str, ...]:
    return ("plan-all", "--boroughs", str(boroughs), "--out", str(out), "--year", str(YEAR), *typed)


def command(boroughs: Path, out: Path, *typed: str) -> list[str]:
    return [*shell.PROGRAM, *words(boroughs, out, *typed)]


def plan_all(boroughs: Path, out: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    return shell.run(boroughs, *words(boroughs, out, *typed))


def plan_alone(folder: Path) -> bytes:
    return plan.plan_bytes(planning.plan_borough(read_borough(folder), YEAR).plan)


def write(boroughs: Path, *names: str) -> Path:
    """So many tiny boroughs, the same every time, and a folder that is none."""
    for seed, name in enumerate(names, 1):
        write_folder(tiny_borough(seed), boroughs / name)
    (boroughs / "notes").mkdir()
    return boroughs


@pytest.fixture
def three(tmp_path) -> Path:
    """Three tiny boroughs that have a plan, and a folder that is none."""
    return write(tmp_path / "boroughs", *NAMES)


@pytest.fixture(scope="module")
def five(tmp_path_factory) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """Three tiny boroughs, one without a hall and one without the file of halls; their plans, and how it ended."""
    out = tmp_path_factory.mktemp("plans")
    boroughs = write(tmp_path_factory.mktemp("many") / "boroughs", *NAMES, "impossible", "unreadable")
    halls = boroughs / "impossible" / "venues.csv"
    halls.write_text(halls.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (boroughs / "unreadable" / "venues.csv").unlink()
    return boroughs, out, plan_all(boroughs, out, "--workers", "2", "--json")


def test_every_folder_with_a_borough_gets_the_plan_it_would_get_alone(five):
    boroughs, out, _ = five

    assert sorted(path.name for path in out.iterdir()) == sorted([*NAMES, "impossible", "unreadable", "summary.json"])
    for name in NAMES:
        assert (out / name / "plan.json").read_bytes() == plan_alone(boroughs / name)


def test_one_borough_without_a_plan_and_one_with_bad_data_stop_no_other(five):
    _, out, run = five
    summary = json.loads(run.stdout)

    assert {each["folder"]: (each["status"], each["exit_code"]) for each in summary["boroughs"]} == {
        "impossible": ("no plan", 3),
        "place-1": ("optimal", 0),
        "place-2": ("optimal", 0),
        "place-3": ("optimal", 0),
        "unreadable": ("bad data", 2),
    }
    assert (run.returncode, summary["exit_code"], summary["left"]) == (3, 3, [])
    assert summary == json.loads((out / "summary.json").read_text())
    assert not (out / "impossible" / "plan.json").exists()


def test_errors_are_told_in_words_below_the_table(five, tmp_path):
    boroughs, out, _ = five

    run = plan_all(boroughs, shutil.copytree(out, tmp_path / "out"))

    assert run.returncode == 3
    assert "5 boroughs: 1 bad data, 1 no plan, 3 optimal." in run.stdout
    assert "unreadable: 1 problem in the data:\n- venues.csv: found no such file" in run.stdout


def test_nothing_of_the_pool_is_left_that_the_end_of_python_might_wake_while_it_closes(three):
    before = threading.enumerate()

    ended = list(plan_each(assignments(three, YEAR)[:1], processes(1)))

    assert len(ended) == 1
    assert [thread for thread in threading.enumerate() if thread not in before] == []


def test_later_run_plans_only_what_changed(five, three, tmp_path):
    shutil.copytree(five[1], tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/*.json")}
    with (three / "place-2" / "days.csv").open("a") as days:
        days.write("2027-03-02,2027-03-02,closed,any,Flood,\n")

    told: list[str] = []

    folders = all_boroughs.BoroughFolders(three, tmp_path / "out", YEAR)
    planned = all_boroughs.plan_all(folders, all_boroughs.crew_of(1, None), again=False, tell=told.append)

    changed = {path.parent.name for path, then in before.items() if path.stat().st_mtime_ns != then}
    assert (planned.exit_code, changed) == (0, {"place-2"})
    assert told[0] == "2 of 3 are finished already."


@pytest.mark.thorough
def test_again_plans_what_is_finished_too(three, tmp_path):
    plan_all(three, tmp_path / "out")

    run = plan_all(three, tmp_path / "out", "--again")

    assert [line.partition(":")[0] for line in run.stderr.splitlines()] == ["1 of 3", "2 of 3", "3 of 3"]


def test_finished_result_counts_only_with_its_own_plan_beside_it(three, tmp_path):
    task = assignments(three, YEAR)[0]
    keep(tmp_path, plan_one(task))
    was = kept(tmp_path, task)

    (tmp_path / task.folder / "plan.json").write_text("{}")

    assert was is not None
    assert kept(tmp_path, task) is None


@pytest.mark.thorough
def test_crash_is_tried_again_by_a_later_run_and_no_plan_is_not(tmp_path):
    task = Assignment("place", "0" * 64, YEAR, tmp_path)
    for status, is_kept in ((BoroughStatus.CRASHED, False), (BoroughStatus.BUG, False), (BoroughStatus.NO_PLAN, True)):
        outcome = BoroughOutcome("place", "0" * 64, status, error="why")
        keep(tmp_path, Finished(outcome))

        assert kept(tmp_path, task) == (outcome if is_kept else None)


def test_fingerprint_is_of_every_file_the_year_and_the_program(three):
    folder = three / "place-1"
    first = fingerprint(folder, YEAR, "1.0")
    (folder / ".hidden").write_text("an editor's own")
    same = fingerprint(folder, YEAR, "1.0")
    (folder / "rota.ics").write_text("BEGIN:VCALENDAR")

    others = {
        fingerprint(folder, YEAR, "1.0"),
        fingerprint(folder, calendar_year(2028), "1.0"),
        fingerprint(folder, YEAR, "1.1"),
    }

    assert same == first
    assert len(others | {first}) == 4


@pytest.mark.thorough
def test_killed_worker_costs_no_borough_its_plan(three, tmp_path):
    with subprocess.Popen(command(three, tmp_path / "out", "--workers", "2"), stderr=subprocess.PIPE, text=True) as run:
        os.kill(_wait_for_worker(run.pid), signal.SIGKILL)
        run.communicate(timeout=120)

    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (run.returncode, [each["status"] for each in summary["boroughs"]]) == (0, ["optimal"] * 3)


def test_borough_that_takes_its_worker_down_twice_is_given_up_and_the_others_are_planned(three):
    tasks = assignments(three, YEAR)[:2]
    deadly = Assignment("deadly", "0" * 64, YEAR, Deadly())

    ended = {each.outcome.folder: each.outcome for each in plan_each((tasks[0], deadly, tasks[1]), processes(2))}

    assert {name: outcome.status for name, outcome in ended.items()} == {
        "deadly": BoroughStatus.CRASHED,
        **{task.folder: BoroughStatus.OPTIMAL for task in tasks},
    }
    assert (ended["deadly"].exit_code, ended["deadly"].error) == (
        70,
        "the process that planned it ended without a word, also when it had the machine to itself",
    )


@pytest.mark.thorough
def test_ctrl_c_leaves_what_is_finished_and_no_worker_behind(tmp_path):
    write_folder(borough(6), tmp_path / "boroughs" / "long")
    write_folder(tiny_borough(1), tmp_path / "boroughs" / "short")

    with subprocess.Popen(
        command(tmp_path / "boroughs", tmp_path / "out", "--workers", "2"),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        next(line for line in run.stderr if "short" in line)
        os.killpg(run.pid, signal.SIGINT)
        run.wait(timeout=20)

    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert run.returncode == 130
    assert ([each["folder"] for each in summary["boroughs"]], summary["left"]) == (["short"], ["long"])
    _wait_until(lambda: not _members(run.pid))


@pytest.mark.thorough
def test_workers_of_a_killed_parent_end_too(tmp_path):
    write_folder(borough(6), tmp_path / "boroughs" / "long")

    with subprocess.Popen(
        command(tmp_path / "boroughs", tmp_path / "out"), stderr=subprocess.DEVNULL, start_new_session=True
    ) as run:
        _wait_for_worker(run.pid)
        run.kill()

    _wait_until(lambda: not _members(run.pid))


@pytest.mark.parametrize("out", [".", "place-1", "place-1/plans"])
def test_plans_are_never_written_among_the_data(out, three):
    run = plan_all(three, three / out)

    assert (run.returncode, run.stderr) == (
        2,
        f"--out: found {three / out}, a folder of data, wanted a folder of its own\n",
    )


def test_folder_without_boroughs_is_bad_input(tmp_path):
    run = plan_all(tmp_path, tmp_path / "out")

    assert (run.returncode, run.stderr) == (
        2,
        f"{tmp_path}: found no folder with a borough.toml, wanted at least one\n",
    )


def test_largest_borough_is_planned_first(three):
    write_folder(borough(1), three / "place-9")

    assert assignments(three, YEAR)[0].folder == "place-9"


def test_cluster_of_two_workers_plans_the_same_bytes_from_what_it_is_sent(five, tmp_path):
    boroughs, out, here = five

    with a_cluster(tmp_path) as address:
        there = plan_all(boroughs, tmp_path / "out", "--cluster", address, "--json")

    told, wanted = (
        {each["folder"]: (each["status"], each["exit_code"]) for each in json.loads(run.stdout)["boroughs"]}
        for run in (there, here)
    )
    assert (there.returncode, told) == (here.returncode, wanted)
    for name in NAMES:
        assert (tmp_path / "out" / name / "plan.json").read_bytes() == (out / name / "plan.json").read_bytes()


def test_cluster_is_sent_no_name_no_address_and_no_reason(three):
    """All that goes over the wire, as it goes: every officer's, and those of a file that says them."""
    folder = three / "place-1"
    officers = (folder / "officers.csv").read_text(encoding="utf-8").splitlines()
    name, email = (officers[0].split(",").index(column) for column in ("name", "email"))
    told = [officers[0]]
    for number, line in enumerate(officers[1:]):
        cells = line.split(",")
        cells[name], cells[email] = f"Zebedee Quill {number}", f"zq{number}@police.example"
        told.append(",".join(cells))
    (folder / "officers.csv").write_text("\n".join(told) + "\n", encoding="utf-8")
    who = told[1].split(",")[told[0].split(",").index("officer_id")]
    away = f"officer_id,first_day,last_day,reason\n{who},2027-12-24,2027-12-28,an operation\n"
    (folder / "absences.csv").write_text(away, encoding="utf-8")
    tasks = {task.folder: task for task in assignments(three, YEAR)}

    sent = pickle.dumps(loaded(tasks["place-1"]))

    assert who.encode() in sent
    assert [word for word in (b"Zebedee", b"Quill", b"police.example", b"an operation") if word in sent] == []


def test_officers_of_a_clash_have_their_names_on_the_screen_of_who_asked(three):
    table = three / "place-1" / "officers.csv"
    (first, *_) = read_officers(three / "place-1")
    table.write_text(table.read_text(encoding="utf-8").replace(f",{first.name},", ",Ann Archer,"), encoding="utf-8")
    outcome = BoroughOutcome("place-1", "", BoroughStatus.NO_PLAN, error=f"The officer {first.officer_id} is away.")

    told = "".join(outcome_sentences((outcome,), three, three / "out"))

    assert "\nplace-1: Ann Archer (" in told
    assert first.officer_id not in told


def test_cluster_that_does_not_answer_is_bad_input(three, tmp_path):
    from wardpanels.many.processes import cluster

    address = f"tcp://127.0.0.1:{_free_port()}"
    with pytest.raises(CannotUse) as refused, cluster(address, within_seconds=0.2):
        pass

    assert str(refused.value) == (
        f"--cluster: found nobody who answers at {address}, wanted a dask scheduler, such as tcp://10.0.0.5:8786"
    )


def test_cluster_that_wants_a_certificate_where_there_is_none_is_bad_input():
    from wardpanels.many.processes import cluster

    address = f"tls://127.0.0.1:{_free_port()}"
    with pytest.raises(CannotUse) as refused, cluster(address, within_seconds=0.2):
        pass

    assert str(refused.value) == (
        f"--cluster: found settings of dask that do not go with {address}, "
        "wanted tls:// with certificates, or tcp:// where none are asked for"
    )


@contextmanager
def a_cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers that speak to it over TCP, started elsewhere than the boroughs."""
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


class Deadly:
    """A borough that kills whoever opens it."""

    @property
    def profile(self):
        os.kill(os.getpid(), signal.SIGKILL)


def _wait_for_worker(parent: int) -> int:
    """The id of a process that plans for `parent`: a grandchild, since a server of its own forks the workers."""
    _wait_until(lambda: any(_children(child) for child in _children(parent)))
    return next(grandchild for child in _children(parent) for grandchild in _children(child))


def _children(parent: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def _members(session: int) -> list[int]:
    """Living processes of a session."""
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-s", str(session)], capture_output=True, text=True, check=False)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, state in rows if not state.startswith("Z")]


def _wait_until(holds, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]
