"""`wardpanels compare`: every policy of the folder is planned and shown; nothing is stored."""

from __future__ import annotations

import json

import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from tests.wardpanels.terminal.test_cli import wardpanels

FOUR = """
[policies.as-is]
title = "As it is"
every_ward = "four evenings"

[[policies.as-is.tiers]]
name = "four evenings"
from_residents = 0
evening = 4
daytime = 0
daytime_prefers = "any"
min_gap_days = 28
max_gap_days = 126
"""
UNKNOWN_TIER = FOUR.replace('every_ward = "four evenings"', 'every_ward = "middling"')
IMPOSSIBLE = FOUR.replace("evening = 4", "evening = 3")


@pytest.fixture
def folder(tmp_path):
    """A tiny borough with a second policy."""
    write_folder(tiny_borough(0), tmp_path / "data")
    return tmp_path


def add(folder, text):
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write(text)


def test_policies_are_shown_side_by_side_with_what_was_counted(folder):
    add(folder, FOUR)

    run = wardpanels("compare", "--year", "2027", "--to", "out", folder=folder)

    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0].split("   ")[-1].strip() == "As it is"
    assert "A shift worker is at work or on the way" in run.stdout
    assert "out/ holds a page to print, comparison.html, and its chart, comparison.svg." in run.stdout
    assert sorted(path.name for path in (folder / "out").iterdir() if path.suffix in (".html", ".svg")) == [
        "comparison.html",
        "comparison.svg",
    ]
    assert list(folder.glob("*.db")) == []


def test_json_has_every_figure_as_a_number(folder):
    add(folder, FOUR)

    run = wardpanels("compare", "--year", "2027", "--json", folder=folder)

    policies = {policy["name"]: policy for policy in json.loads(run.stdout)["policies"]}
    assert list(policies) == ["recommendation-3", "as-is"]
    assert policies["as-is"]["meetings"] == {"evening": 12, "weekday_daytime": 0, "weekend_daytime": 0}


def test_policy_with_an_unknown_tier_exits_2_and_says_which_there_are(folder):
    add(folder, UNKNOWN_TIER)

    run = wardpanels("compare", "--year", "2027", folder=folder)

    assert run.returncode == 2
    assert "policies.as-is.every_ward: found 'middling', wanted a tier of this policy: four evenings" in run.stderr


def test_policy_without_a_plan_is_named_beside_those_that_have_one(folder):
    add(folder, IMPOSSIBLE)

    told = wardpanels("compare", "--year", "2027", "--to", "out", folder=folder)

    assert told.returncode == 0, told.stderr
    assert "There is no plan under As it is:\nWard 1: these cannot all be kept:" in told.stdout
    assert "Policies without a plan" in (folder / "out" / "comparison.html").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_policy_without_a_plan_is_named_in_json_too(folder):
    add(folder, IMPOSSIBLE)

    found = json.loads(wardpanels("compare", "--year", "2027", "--json", folder=folder).stdout)

    assert [policy["name"] for policy in found["policies"]] == ["recommendation-3"]
    (impossible,) = found["impossible"]
    assert impossible["name"] == "as-is"
    assert impossible["reasons"][0].startswith("Ward 1: these cannot all be kept:")


def test_no_policy_with_a_plan_exits_3_and_names_each(folder):
    add(folder, IMPOSSIBLE)
    halls = (folder / "data" / "venues.csv").read_text(encoding="utf-8")
    (folder / "data" / "venues.csv").write_text(halls.splitlines()[0] + "\n", encoding="utf-8")

    run = wardpanels("compare", "--year", "2027", folder=folder)

    assert run.returncode == 3
    assert "- recommendation-3: " in run.stderr
    assert "- as-is: " in run.stderr
