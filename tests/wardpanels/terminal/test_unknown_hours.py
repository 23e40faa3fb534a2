"""A hall whose hours are not sure: named by `check`, drawn in its calendar, booked only where somebody rings first."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.wardpanels.terminal.conftest import typed
from tests.wardpanels.year.lived import Lived

IN_2027 = ("--year", "2027")


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Hackney, with a hall that wants to be asked, and 2027 planned."""
    folder = Lived.in_folder(tmp_path_factory.mktemp("asks")).folder
    halls = folder / "data" / "venues.csv"
    known, asks = "14,Mo-Su 09:00-22:00", '14,"Mo-Su 09:00-22:00 ""by appointment"""'
    text = halls.read_text(encoding="utf-8")
    assert text.count(f"H12,Kingsmead Hall,High Road,E8 1AA,51.553,-0.034,E05009377,65,{known}") == 1
    halls.write_text(text.replace(f"E05009377,65,{known}", f"E05009377,65,{asks}"), encoding="utf-8")
    assert typed(folder, "plan", *IN_2027).code == 0
    return folder


@pytest.fixture
def folder(planned, tmp_path):
    """The same, for one story."""
    return shutil.copytree(planned, tmp_path / "asks")


def ring_first(folder):
    settings = folder / "data" / "borough.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[policy]\n", '[policy]\nunknown_hours = "ring first"\n', 1), encoding="utf-8")


def test_hall_that_is_not_sure_is_named_and_drawn_with_a_sign_of_its_own(folder):
    told = typed(folder, "check", "--calendar")
    facts = json.loads(typed(folder, "check", "--calendar", "--json").out)["calendar"]

    note = "Note: The hours of 1 hall do not say for every time whether it is open: Kingsmead Hall."
    assert (told.code, told.err) == (0, f"{note} No meeting is booked then.\n")
    (hall,) = (each for each in facts["halls"] if each["venue_id"] == "H12")
    assert hall["by_evening"] == "-" + "?" * (len(facts["mondays"]) - 1)
    assert re.search(rf"^Kingsmead Hall +evening +{re.escape(hall['by_evening'])}$", told.out, re.MULTILINE)
    assert {each["officer_id"] for each in facts["officers"]} >= {"S1"}


def test_hall_that_is_not_sure_is_booked_only_where_somebody_rings_first_and_the_calls_are_listed(folder):
    before = json.loads(typed(folder, "show", *IN_2027, "--json").out)
    ring_first(folder)
    planned = typed(folder, "plan", *IN_2027)
    shown = typed(folder, "show", *IN_2027)
    after = json.loads(typed(folder, "show", *IN_2027, "--json").out)

    assert {each["venue_id"] for each in before} & {"H12"} == set()
    assert {each["ask_hall"] for each in before} == {None}
    there = [each for each in after if each["venue_id"] == "H12"]
    assert there
    assert [each for each in after if each["ask_hall"]] == there
    for each in there:
        assert each["ask_hall"].startswith("Are you open on ")
        assert each["ask_hall"].endswith("Your hours are not sure: by appointment.")
        assert each["ask_hall"] in planned.out
        assert each["ask_hall"] in shown.out
    released = typed(folder, "release", *IN_2027)
    assert all(each["ask_hall"] in released.out for each in there)
    explained = typed(folder, "explain", there[0]["id"], *IN_2027)
    assert f"Ring the hall first: {there[0]['ask_hall']}" in explained.out
    facts = json.loads(typed(folder, "explain", there[0]["id"], *IN_2027, "--json").out)
    assert facts["ask_hall"] == there[0]["ask_hall"]


def test_move_to_a_hall_that_is_not_sure_is_refused_with_what_its_hours_say(folder):
    meeting = next(
        each for each in json.loads(typed(folder, "show", *IN_2027, "--json").out) if each["ward_code"] == "E05009377"
    )

    refused = typed(folder, "move", meeting["id"], "--venue", "H12", *IN_2027)

    assert refused.code == 2
    assert 'whose hours do not say that it is open then: Mo-Su 09:00-22:00 "by appointment"' in refused.err
