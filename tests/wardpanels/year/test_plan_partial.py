"""`plan --allow-partial`: exactly the wards that are not planned are told, each once and with its reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks.boroughs import tiny_borough, write_folder
from wardpanels.terminal.cli import cli


@pytest.fixture
def planned(tmp_path, monkeypatch):
    """Runs the command on a borough."""
    monkeypatch.chdir(tmp_path)

    def run(borough, *options):
        write_folder(borough, tmp_path / "data")
        typed = ("plan", "--data", "data", "--year", "2027", "--no-store", "--out", "plan.json", "--json", *options)
        return CliRunner().invoke(cli, typed)

    return run


def told_left_out(run):
    return [line for line in run.stderr.splitlines() if line.startswith("Left out")]


def without_halls(borough, *codes):
    return replace(
        borough,
        venues=tuple(
            replace(venue, ward_codes=left) for venue in borough.venues if (left := venue.ward_codes - set(codes))
        ),
    )


def test_wards_that_cannot_be_planned_alone_are_each_left_out_for_their_own_reason(planned):
    borough = tiny_borough(0)
    first, *others = borough.wards

    run = planned(without_halls(borough, first.code), "--allow-partial")

    found = json.loads(run.stdout)
    assert told_left_out(run) == [f"Left out: {first.name}."]
    [left_out] = found["left_out"]
    assert (left_out["ward_code"], left_out["ward"]) == (first.code, first.name)
    assert left_out["why"].startswith(f"{first.name}: these cannot all be kept:\n  - ")
    assert f"No hall serves {first.name}" in left_out["demands"]
    assert all(f"  {n}. {repair[0]}" in left_out["why"] for n, repair in enumerate(left_out["repairs"], 1))
    assert (left_out["is_proven"], left_out["is_hopeless"]) == (True, not left_out["repairs"])
    assert {meeting["ward_code"] for meeting in found["meetings"]} == {each.code for each in others}


@pytest.mark.thorough
def test_of_a_clash_between_wards_only_the_one_that_is_not_planned_is_left_out(planned):
    borough = tiny_borough(25)

    run = planned(borough, "--allow-partial")

    found = json.loads(run.stdout)
    left_out, on = found["left_out"], {meeting["ward_code"] for meeting in found["meetings"]}
    assert {each["ward_code"] for each in left_out} == {ward.code for ward in borough.wards} - on
    assert told_left_out(run) == [f"Left out: {each['ward']}." for each in left_out]
    assert all(each["why"] in run.stderr for each in left_out)


def test_the_plan_file_is_as_ever_and_nothing_is_left_out_of_a_year_that_can_be_planned(planned, tmp_path):
    run = planned(tiny_borough(0), "--allow-partial")

    found = json.loads(run.stdout)
    assert (found.pop("left_out"), told_left_out(run)) == ([], [])
    assert found == json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert json.loads(planned(tiny_borough(0)).stdout) == found
