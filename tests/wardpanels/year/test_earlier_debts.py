"""What a ward is still owed at New Year stays owed, and is made good in the year that follows."""

from __future__ import annotations

import json
import re

import pytest

from tests.wardpanels.year.lived import Lived

DECEMBER, JANUARY = "2027-12-20 10:00", "2028-01-20 10:00"
BY = ("--by", "secretary")


@pytest.fixture(scope="module")
def owing(hackney_released: Lived, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lived, str]:
    """Hackney in 2028, planned, and the last meeting of 2027, which was not held."""
    lived = hackney_released.copied(tmp_path_factory.mktemp("owing"))
    last = max(lived.meetings(DECEMBER).values(), key=lambda each: each["starts_at"])["id"]
    lived.done(DECEMBER, "record", last, "--not-held", "hall-locked", *BY)
    lived.done(DECEMBER, "plan", "--year", "2028")
    lived.done(DECEMBER, "release", "--year", "2028")
    return lived, last


def still_owed(lived: Lived, year: str, moment: str = JANUARY) -> list[str]:
    """The meetings that `debts` of a year lists as owed."""
    told = lived.done(moment, "debts", "--year", year).partition("Still owed  ")[2].partition("Still owed  ")[2]
    return re.findall(r"^(20\d\d-E\w+-\d+) ", told, re.MULTILINE)


def test_debt_of_the_year_before_is_made_good_as_advised(owing, tmp_path):
    lived, last = owing[0].copied(tmp_path), owing[1]
    advised = {year: lived.done(JANUARY, "debts", "--year", year) for year in ("2027", "2028")}

    offered = json.loads(lived.done(JANUARY, "add", "--instead-of", last, "--limit", "1", "--json"))["slots"]
    lived.done(JANUARY, "add", "--instead-of", last, "--date", offered[0]["starts_at"][:10], *BY)
    lived.done(JANUARY, "release", "--year", "2028")

    for told in advised.values():
        assert f"wardpanels add --instead-of {last} --year 2028" in told
    assert (still_owed(owing[0], "2028"), still_owed(lived, "2028"), still_owed(lived, "2027")) == ([last], [], [])
    added = [each for each in lived.meetings(JANUARY, "2028").values() if each["instead_of"] == last]
    assert [(each["is_extra"], each["starts_at"][:4]) for each in added] == [(True, "2028")]


def test_debt_of_the_year_before_is_let_go_as_advised(owing, tmp_path):
    lived, last = owing[0].copied(tmp_path), owing[1]

    lived.done(JANUARY, "waive", last, "--because", "The panel agreed.", "--year", "2028", *BY)

    assert (still_owed(lived, "2028"), still_owed(lived, "2027")) == ([], [])


def test_scripts_are_told_of_earlier_debts_apart(owing):
    lived, last = owing

    told = json.loads(lived.done(JANUARY, "debts", "--year", "2028", "--json"))

    assert [[one["meeting"] for one in each["earlier"]] for each in told if each["earlier"]] == [[last]]
    assert sum(each["still_owed"] for each in told) == 0
