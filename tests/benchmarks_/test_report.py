"""The benchmark command runs from start to end, judges peers as the audit does, and never praises a broken plan."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.assembly import judged
from benchmarks.boroughs import borough
from benchmarks.human import human_plan
from benchmarks.peers import PEERS
from benchmarks.questions import CLASH, QUESTIONS
from benchmarks.reference import reference_year
from benchmarks.report import Measured, report
from benchmarks.timing import Instance, OurRun
from scheduler.period import calendar_year
from scheduler.posing import planning_problem

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    out = tmp_path_factory.mktemp("bench") / "RESULTS.md"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--date", "2027-01-01", "--out", str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout, out.read_text(encoding="utf-8")


def test_quick_run_writes_what_it_prints(quick):
    printed, written = quick

    assert printed == written + "\n"
    assert "Measured 2027-01-01 on" in written


def test_quick_run_has_a_row_for_every_planned_seed_and_peer(quick):
    rows = re.findall(r"^\| (\d+) \| (\**[a-z]+\**) \|", quick[1], re.MULTILINE)

    assert rows == [(str(seed), name) for seed in (1, 2) for name in ("**ours**", *PEERS)]


def test_no_peer_undercuts_a_proven_plan(quick):
    ratios = re.findall(r"^\| \d+ \| [a-z]+ \|.*\| (\d\.\d{3}) \| [^|]*\|$", quick[1], re.MULTILINE)

    assert ratios
    assert [ratio for ratio in ratios if float(ratio) < 1] == []


def test_peer_that_nobody_knows_is_refused_in_words():
    command = [sys.executable, "-m", "benchmarks", "--peers", "wizard"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert f"found 'wizard', wanted some of {', '.join(PEERS)}" in run.stderr


def a_run(seed, verdict, total, cost=None, bound=None, why=""):
    first = None if cost is None else 0.5
    return OurRun(Instance(seed, 20), verdict, cost, bound, 0.25, first, first, total, 2 * total, 300, why)


def test_unproven_seed_keeps_its_time_and_denies_the_goal():
    runs = (
        a_run(1, "optimal", 1.0, 100, 100),
        a_run(2, "feasible", 1.5, 120, 110),
        a_run(3, "optimal", 1.2, 90, 90),
    )
    text = report(Measured("", 0, runs))

    assert "| 2 | 0.25 | 0.50 | 0.50 | - | 3.00 | 120 | 110 | not proven, stopped at 1.50 |" in text
    assert "| **worst** | 0.25 | 0.50 | 0.50 | never | 3.00 |  |  | 2 of 3 proven |" in text
    assert "| **median** | 0.25 | 0.50 | 0.50 | 1.20 | 2.40 |  |  | 2 of 3 proven |" in text
    assert "Goal for the median proof, 2 s: met, 1.20." in text
    assert "Goal for the worst proof, 5 s: not met, never." in text


def test_impossible_seed_is_told_apart_and_leaves_the_medians_alone():
    runs = (a_run(1, "optimal", 1.0, 100, 100), a_run(5, "impossible", 0.25, why="Ward 7: no hall is open."))
    text = report(Measured("", 0, runs))

    assert "| 5 | 0.25 | Ward 7: no hall is open. |" in text
    assert "| **median** | 0.25 | 0.50 | 0.50 | 1.00 | 2.00 |  |  | 1 of 1 proven |" in text


def test_plan_made_by_hand_holds_what_each_ward_owes_yet_breaks_rules_and_gets_no_points():
    made = borough(1)
    plan = human_plan(made, 2027)

    assert len(plan.meetings) == sum(place.tier.meetings for place in reference_year(made, 2027).wards)
    verdict = judged(planning_problem(made, calendar_year(2027)), plan)
    assert verdict.breaches > 0
    assert verdict.cost is None


def test_quick_run_asks_every_question(quick):
    asked = re.findall(r"^\| ([a-z -]+): .* \| (\d+) \|", quick[1], re.MULTILINE)

    assert [name for name, _ in asked] == [*QUESTIONS, CLASH]
    assert all(int(times) >= 1 for _, times in asked)


def test_quick_run_tells_which_year_is_impossible_and_why(quick):
    assert re.search(r"^\| 4 \| [\d.]+ \| Ward ", quick[1], re.MULTILINE)
    assert re.search(r"^- seed 4, clash: Ward \d: \d+ demands proven to clash", quick[1], re.MULTILINE)
