"""`wardpanels price`: a rule at several settings, planned and shown; nothing is stored."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from benchmarks.boroughs import tiny_borough
from benchmarks.folders import write_folder
from tests.wardpanels.terminal.test_cli import wardpanels

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def folder(tmp_path):
    write_folder(tiny_borough(0), tmp_path / "data")
    return tmp_path


def priced(folder, *words, year="2027"):
    run = wardpanels("price", *words, "--year", year, "--json", folder=folder)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_settings_are_shown_with_what_each_brings_and_costs_and_as_a_chart(folder):
    run = wardpanels("price", "set_evening", "--year", "2027", "--chart", "price.svg", folder=folder)

    assert run.returncode == 0, run.stderr
    assert run.stdout.split("\n")[0].split()[:3] == ["Points", "a", "unit"]
    assert "34 (now)" in run.stdout
    assert "At 68 instead of 34: " in run.stdout
    assert "One unit is an evening meeting on another weekday than the ward's set evening." in run.stdout
    assert "price.svg holds the chart." in run.stdout
    assert "34 (now)" in {text.text for text in ET.parse(folder / "price.svg").iter(f"{SVG}text")}
    assert wardpanels("show", "--year", "2027", folder=folder).returncode == 2  # no draft is kept


def test_dearer_rule_is_broken_no_more_often_and_costs_the_others_no_less(folder):
    settings = priced(folder, "set_evening")["settings"]

    units = [each["units"] for each in settings]
    elsewhere = [sum(each["points_of_other_rules"].values()) for each in settings]
    assert [each["value"] for each in settings] == [0, 17, 34, 68, 136]
    assert all(each["is_proven"] for each in settings)
    assert units == sorted(units, reverse=True)
    assert elsewhere == sorted(elsewhere)


def test_price_of_a_period_knows_its_neighbours_as_its_plan_does(folder):
    assert wardpanels("plan", "--year", "2027", folder=folder).returncode == 0

    run = wardpanels("plan", "--year", "2028", "--json", folder=folder)
    found = priced(folder, "set_evening", "--at", "0", year="2028")

    (now,) = (each for each in found["settings"] if each["value"] == found["now"])
    points = json.loads(run.stdout)["cost_by_rule"]
    own = points.pop("set_evening", 0)
    assert (now["units"] * found["now"], now["points_of_other_rules"]) == (own, points)


def test_typed_settings_are_tried_beside_the_one_now_and_the_limits_name_will_do(folder):
    found = priced(folder, "halls_a_ward", "--at", "3", "--at", "1")

    assert (found["rule"], found["limit"], found["now"]) == ("different_halls", "halls_a_ward", 2)
    assert [each["value"] for each in found["settings"]] == [1, 2, 3]
    assert [each["units"] for each in found["settings"]] == [None] * 3


@pytest.mark.thorough
def test_setting_without_a_plan_is_told_beside_those_that_have_one(folder):
    run = wardpanels("price", "borough_hire_budget", "--at", "1", "--year", "2027", folder=folder)

    assert run.returncode == 0, run.stderr
    assert [line.split()[:3] for line in run.stdout.splitlines()[2:4]][1] == ["1", "no", "plan"]
    assert priced(folder, "borough_hire_budget", "--at", "1")["impossible"] == [1]


def test_no_setting_with_a_plan_exits_3(folder):
    halls = (folder / "data" / "venues.csv").read_text(encoding="utf-8")
    (folder / "data" / "venues.csv").write_text(halls.splitlines()[0] + "\n", encoding="utf-8")

    run = wardpanels("price", "halls_a_ward", "--at", "1", "--year", "2027", folder=folder)

    assert run.returncode == 3
    assert "- different_halls at 1" in run.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("set_evning",), "rule: found 'set_evning', wanted a known rule: did you mean set_evening?"),
        (("hall_open",), "rule: found 'hall_open', wanted one with a number to set: different_halls, "),
        (("halls_a_ward", "--at", "0"), "halls_a_ward: found 0, wanted halls as a whole number, 1 to 100"),
        (("hire_cost", "--at", "many"), "'many' is not a valid integer"),
        (("hire_cost", "--chart", "data"), "data: found a folder, wanted a file that can be written"),
    ],
)
def test_bad_input_exits_2_and_says_what_was_found_and_wanted(folder, words, told):
    run = wardpanels("price", *words, "--year", "2027", folder=folder)

    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr
