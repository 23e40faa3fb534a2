"""`replan`: what stands in the way is named, and a ward that was never planned stands in nobody's way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.facts import DaySpan
from tests.wardpanels.terminal.test_cli import wardpanels

YEAR = DaySpan(date(2027, 1, 1), date(2027, 12, 31))
REST = DaySpan(date(2027, 6, 1), date(2027, 12, 31))


@pytest.fixture
def typed(tmp_path):
    """Runs a command in a folder of its own, first writing the borough as it is by then."""

    def run(borough, command, *options):
        write_folder(borough, tmp_path / "data")
        return wardpanels(command, "--year", "2027", *options, folder=tmp_path)

    return run


def planned(typed, borough, *options):
    run = typed(borough, "plan", "--json", *options)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)["meetings"]


def changed_halls(borough, code, **facts):
    """The borough with other facts of every hall of one ward."""
    venues = (replace(each, **facts) if code in each.ward_codes else each for each in borough.venues)
    return replace(borough, venues=tuple(venues))


def test_a_replan_that_cannot_be_names_the_clash_and_keeps_the_draft(typed):
    borough = tiny_borough(0)
    planned(typed, borough)
    drafted = typed(borough, "show", "--json").stdout
    first = borough.wards[0]

    run = typed(changed_halls(borough, first.code, closed=(REST,)), "replan", "--as-of", "2027-06-01", "--yes")

    assert run.returncode == 3
    assert f"- {first.name}: these cannot all be kept:\n  - Its tier " in run.stderr
    assert " over\n" in run.stderr
    assert "is closed on some days" in run.stderr
    assert "  1. Open " in run.stderr
    assert "type the command again" in run.stderr
    assert typed(borough, "show", "--json").stdout == drafted


def test_pins_that_clash_are_named_one_by_one_and_letting_go_of_one_mends_it(typed):
    borough = tiny_borough(0)
    meetings = planned(typed, borough)
    code = borough.wards[1].code
    own = [meeting for meeting in meetings if meeting["ward_code"] == code]
    days = [date.fromisoformat(meeting["starts_at"][:10]) for meeting in own]
    gap, near = min((later - day, n) for n, (day, later) in enumerate(pairwise(days)))
    wider = [replace(tier, min_gap_days=gap.days + 1) for tier in borough.policy.tiers]
    asked = replace(borough, policy=replace(borough.policy, tiers=tuple(wider)))
    close = own[near : near + 2]
    pins = [option for meeting in close for option in ("--pin", f"{meeting['id']}:date")]

    run = typed(asked, "replan", "--as-of", "2027-01-01", *pins, "--yes")

    assert run.returncode == 3, run.stderr
    assert [f"  - {meeting['id']} stays on " in run.stderr for meeting in close] == [True, True]
    assert f"  1. Let go of a pin: {close[0]['id']} stays on " in run.stderr


def test_a_ward_that_was_left_out_is_left_out_again_and_joins_once_it_can(typed):
    borough = tiny_borough(0)
    first = borough.wards[0]
    hopeless = changed_halls(borough, first.code, closed=(YEAR,))
    planned(typed, hopeless, "--allow-partial")

    again = typed(hopeless, "replan", "--as-of", "2027-06-01", "--yes", "--json")
    joined = typed(borough, "replan", "--as-of", "2027-01-01", "--yes", "--json")

    assert again.returncode == 0, again.stderr
    assert f"Left out: {first.name}." in again.stderr
    told = json.loads(again.stdout)
    assert ([each["ward_code"] for each in told["left_out"]], told["changed"]) == ([first.code], [])
    assert joined.returncode == 0, joined.stderr
    found = json.loads(joined.stdout)
    assert found["left_out"] == []
    assert first.code in {meeting["ward_code"] for meeting in found["plan"]["meetings"]}
