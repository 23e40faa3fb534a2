"""A released year is judged by what it was released under: who edits the files later changes no colour and no debt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wardpanels.year.lived import Lived

MARCH, AFTER = "2027-03-10 10:00", "2028-01-21 10:00"
NEW_WARD = "E05009399,New Ward,new-ward,51.56,-0.08,9000,,Tue 19:00,any,"


def settings(before: str, after: str) -> Callable[[Lived], None]:
    """Change the settings of the borough."""

    def changed(lived: Lived) -> None:
        file = lived.folder / "data" / "borough.toml"
        told = file.read_text(encoding="utf-8")
        assert before in told
        file.write_text(told.replace(before, after), encoding="utf-8")

    return changed


def without_a_ward(lived: Lived) -> None:
    """Take a ward out of every file."""
    for name in ("wards.csv", "venues.csv", "officers.csv", "attendance.csv", "absences.csv", "priorities.csv"):
        file = lived.folder / "data" / name
        if file.exists():
            rows = file.read_text(encoding="utf-8").splitlines()
            kept = [row for row in rows if not row.startswith("E05009377,")]
            told = "\n".join(kept).replace("|E05009377", "").replace("E05009377|", "")
            file.write_text(told.replace("E05009377", "E05009376") + "\n", encoding="utf-8")


EDITS = {
    "a tier owes more": settings("evening = 4\ndaytime = 0", "evening = 6\ndaytime = 0"),
    "fewer halls": settings("halls_a_ward = 3 ", "halls_a_ward = 1 "),
    "no inspector": settings("inspector_meetings = 1", "inspector_meetings = 0"),
    "no Public Realm officer": settings("public_realm_meetings = 1", "public_realm_meetings = 0"),
    "more time for minutes": settings("[publicity]", "[evidence]\nminutes_days = 90\n\n[publicity]"),
    "an easier target": settings(
        "[publicity]",
        '[evidence.targets]\nmeetings_held = { green = 10, amber = 10, because = "Ours." }\n\n[publicity]',
    ),
    "a new ward": lambda lived: lived.add_rows("wards.csv", NEW_WARD),
    "a ward that goes": without_a_ward,
}


@pytest.fixture(scope="module")
def hackney_recorded(hackney_released: Lived, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Hackney with 2027 released, and the first meeting of a ward recorded."""
    lived = hackney_released.copied(tmp_path_factory.mktemp("recorded"))
    first = min(lived.meetings(AFTER).values(), key=lambda each: each["starts_at"])
    lived.done(AFTER, "record", first["id"], "--residents", "12", "--year", "2027", "--by", "secretary")
    return lived


@pytest.fixture
def hackney(hackney_recorded: Lived, tmp_path: Path) -> Lived:
    """The same in a folder of its own."""
    return hackney_recorded.copied(tmp_path)


def judged(lived: Lived, moment: str = AFTER) -> dict[str, Any]:
    """How each measure of 2027 stands, and what each ward is owed of it."""
    told = json.loads(lived.done(moment, "report", "--year", "2027", "--json"))
    owed = json.loads(lived.done(moment, "debts", "--year", "2027", "--json"))
    return {"measures": told["measures"], "debts": owed}


def visits_owed(judged: dict[str, Any]) -> int:
    """How many visits of an inspector count."""
    (measure,) = [each for each in judged["measures"] if each["measure"] == "inspector_came"]
    return sum(measure["counts"].values())


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_year_that_is_over_stands_as_it_was_released(hackney, edit):
    before = judged(hackney)

    edit(hackney)

    assert judged(hackney) == before


def test_limit_that_changes_in_mid_year_counts_from_the_next_release_on(hackney):
    before = judged(hackney, MARCH)
    EDITS["no inspector"](hackney)
    unreleased = judged(hackney, MARCH)
    meeting = next(each for each in hackney.meetings(MARCH).values() if each["starts_at"] > "2027-05")
    hackney.done(MARCH, "cancel", meeting["id"], "--year", "2027")
    hackney.done(MARCH, "release", "--year", "2027")

    after = judged(hackney, MARCH)

    assert unreleased == before
    assert (visits_owed(before), visits_owed(after)) == (8, 0)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_release_of_an_older_version_is_judged_by_the_files_of_today(hackney, edit):
    with sqlite3.connect(hackney.folder / "wardpanels.db") as store:
        (document,) = store.execute("SELECT plan FROM plan_release").fetchone()
        plan = json.loads(document)
        assert plan.pop("terms")["limits"]["inspector_meetings"] == 1
        store.execute("UPDATE plan_release SET plan = ?", (json.dumps(plan).encode(),))
    before = judged(hackney)

    edit(hackney)

    assert judged(hackney) != before
