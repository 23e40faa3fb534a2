"""Now is the default: a command finds its period by itself, on any day, and says which it is."""

from __future__ import annotations

import json
import re
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from tests.wardpanels.terminal.conftest import Told, typed

NAME = borough(1, wards=3).profile.name
FIRST = "2027-E05099001-1"
PUBLICITY = """
[publicity]
press = "release"
facebook = 7
"""


def at(folder: Path, moment: str, *words: str, **settings: str) -> Told:
    """Type a command in a folder at a moment by the borough's clocks."""
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))
    return typed(folder, *words, SOURCE_DATE_EPOCH=str(int(local.timestamp())), **settings)


def went_well(folder: Path, moment: str, *commands: str) -> None:
    for words in commands:
        told = at(folder, moment, *words.split())
        assert told.code == 0, (words, told)


def first_line(told: Told) -> str:
    return told.out.splitlines()[0]


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """A folder with a borough of three wards, of which nothing is stored."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    with (folder / "data" / "borough.toml").open("a") as settings:
        settings.write(PUBLICITY)
    return folder


@pytest.fixture(scope="module")
def year(bare, tmp_path_factory) -> Path:
    """The same, with 2027 released in November before it."""
    folder = Path(shutil.copytree(bare, tmp_path_factory.mktemp("year") / "borough"))
    went_well(folder, "2026-11-28 10:00", "plan", "release")
    return folder


@pytest.fixture(scope="module")
def two_years(year, tmp_path_factory) -> Path:
    """The same, with 2028 released in October before it."""
    folder = Path(shutil.copytree(year, tmp_path_factory.mktemp("two") / "borough"))
    went_well(folder, "2027-10-04 10:00", "plan", "release")
    return folder


def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "borough"))


def test_after_new_year_the_commands_are_about_the_year_that_runs(year, tmp_path):
    folder = copied(year, tmp_path)

    due = at(folder, "2027-01-02 17:00", "due")
    delivered = at(folder, "2027-01-02 17:00", "deliver")
    shown = at(folder, "2027-01-02 17:00", "show")

    assert (due.code, due.err, " to go out: " in due.out) == (0, "", True)
    assert (delivered.code, " to post by hand" in delivered.out) == (0, True)
    assert (shown.code, shown.err, FIRST in shown.out) == (0, f"{NAME}, 2027.\n", True)


def test_meeting_says_by_its_id_which_period_is_meant(two_years, tmp_path):
    folder = copied(two_years, tmp_path)
    last, next_year = "2027-E05099002-6", "2028-E05099002-1"

    for meeting in (last, next_year):
        told = at(folder, "2027-10-05 10:00", "cancel", meeting)
        assert (told.code, told.err, "cancelled" in told.out) == (0, "", True)
        assert f"wardpanels release --year {meeting[:4]}" in told.out
        assert at(folder, "2027-10-05 10:00", "explain", meeting).code == 0


def test_year_that_contradicts_the_meeting_is_refused(two_years):
    told = at(two_years, "2027-10-05 10:00", "stand-ins", "2028-E05099002-1", "--year", "2027")

    assert (told.code, told.out) == (2, "")
    assert "found '2028-E05099002-1', wanted" in told.err


def test_day_without_its_year_is_one_of_the_meetings_period(two_years, tmp_path):
    folder = copied(two_years, tmp_path)

    told = at(folder, "2027-10-05 10:00", "move", "--date", "9 Feb", "2028-E05099002-1")

    assert told.err.startswith("'9 Feb' is taken for Wednesday 9 February 2028.\n")


def test_day_of_what_is_due_is_the_next_such_day(two_years):
    told = at(two_years, "2027-10-05 10:00", "due", "--until", "9 Feb")

    assert told.err == "'9 Feb' is taken for Wednesday 9 February 2028.\n"


def test_everything_live_is_due_delivered_and_accounted_for_at_once(two_years, tmp_path):
    folder = copied(two_years, tmp_path)
    moment = "2027-10-05 10:00"

    items = json.loads(at(folder, moment, "due", "--json").out)["items"]
    delivered = at(folder, moment, "deliver")
    page = (folder / "handover" / "index.html").read_text(encoding="utf-8")
    ledger = json.loads(at(folder, moment, "ledger", "--json").out)

    assert {item["subject"][:4] for item in items if item["channel"] == "facebook"} == {"2027", "2028"}
    assert (delivered.code, "Nothing was sending when it was due." in delivered.out) == (4, True)
    handed = set(re.findall(r"wardpanels confirm (\S+) ", page))
    assert {item["key"] for item in items if item["channel"] == "press"} & handed
    assert [each["first_day"] for each in ledger["periods"]] == ["2027-01-01", "2028-01-01"]
    assert {line["meeting_id"][:4] for line in ledger["items"]} == {"2027", "2028"}
    assert [alarm for alarm in ledger["alarms"] if alarm["kind"] == "no-future-meeting"] == []


def test_worker_takes_up_the_next_year_when_it_is_released(year, tmp_path):
    folder = copied(year, tmp_path)
    moment = str(int(datetime(2027, 10, 4, 9, tzinfo=UTC).timestamp()))

    with shell.begun(folder, "worker", "--every", "1", "--clock-is-right", SOURCE_DATE_EPOCH=moment) as worker:
        handed = (line.partition(": handed_over. ")[0].split()[-1] for line in worker.stderr if "handed_over" in line)
        this_year = [next(handed), next(handed)]
        went_well(folder, "2027-10-04 10:00", "plan", "release")
        next_year = next(handed)
        worker.send_signal(signal.SIGTERM)
        worker.stderr.read()

    page = (folder / "handover" / "index.html").read_text(encoding="utf-8")
    assert (worker.returncode, [key in page for key in (*this_year, next_year)]) == (0, [True] * 3)


def test_named_year_alone_is_due(two_years):
    items = json.loads(at(two_years, "2027-10-05 10:00", "due", "--json", "--year", "2028").out)["items"]

    assert {item["subject"][:4] for item in items if item["channel"] == "facebook"} == {"2028"}


def test_item_of_either_year_is_confirmed_by_its_key(two_years, tmp_path):
    folder = copied(two_years, tmp_path)
    at(folder, "2027-10-05 10:00", "deliver")
    items = json.loads(at(folder, "2027-10-05 10:00", "due", "--json").out)["items"]
    keys = [item["key"] for item in items if item["state"] == "handed_over"]

    told = at(folder, "2027-10-05 10:00", "confirm", *keys, "--by", "Ann")

    assert told.out.startswith(f"{len(keys)} item")
    assert {key.split(".")[0] for key in keys} >= {"press"}


def test_plan_release_and_publish_name_the_borough_and_the_period_first(bare, tmp_path):
    folder = copied(bare, tmp_path)

    told = [at(folder, "2026-11-28 10:00", *words.split()) for words in ("plan", "release", "publish --no-print")]

    assert [one.code for one in told] == [0, 0, 0]
    assert [first_line(one).partition(":")[0] for one in told] == [f"{NAME}, 2027"] * 3


def test_borough_that_begins_in_march_plans_from_the_next_day_and_can_release(bare, tmp_path):
    folder = copied(bare, tmp_path)

    planned = at(folder, "2027-03-10 10:00", "plan", "--year", "2027")
    released = at(folder, "2027-03-10 10:00", "release", "--year", "2027")
    shown = json.loads(at(folder, "2027-03-10 10:00", "show", "--json").out)

    assert (planned.code, released.code) == (0, 0), (planned, released)
    assert first_line(planned).startswith(f"{NAME}, 11 March 2027 to 31 December 2027: ")
    assert min(meeting["starts_at"] for meeting in shown) > "2027-03-11"
    assert {meeting["id"][:5] for meeting in shown} == {"2027-"}
    assert first_line(released) == f"{NAME}, 11 March 2027 to 31 December 2027:"


def test_board_year_runs_from_the_month_that_the_borough_names(bare, tmp_path):
    folder = copied(bare, tmp_path)
    toml = folder / "data" / "borough.toml"
    toml.write_text(toml.read_text().replace("[policy]\n", "first_month = 4\n\n[policy]\n", 1))

    planned = at(folder, "2026-11-28 10:00", "plan", "--year", "2027")
    went_well(folder, "2026-11-28 10:00", "release", "show --year 2027", "due --year 2027")

    assert first_line(planned).startswith(f"{NAME}, April 2027 to March 2028: ")


@pytest.mark.parametrize("month", ["0", "13", '"April"', "4.0", "true"])
def test_first_month_that_is_none_is_refused_with_its_line(month, bare, tmp_path):
    folder = copied(bare, tmp_path)
    toml = folder / "data" / "borough.toml"
    toml.write_text(toml.read_text().replace("[policy]\n", f"first_month = {month}\n\n[policy]\n", 1))
    line = toml.read_text().splitlines().index(f"first_month = {month}") + 1

    told = at(folder, "2026-11-28 10:00", "plan")

    assert (told.code, told.out) == (2, "")
    assert f"borough.toml line {line}, borough.first_month: found" in told.err
    assert "as a whole number, 1 to 12" in told.err


def test_release_is_of_the_draft_that_says_something_new(year, tmp_path):
    folder = copied(year, tmp_path)
    went_well(folder, "2027-10-04 10:00", "plan")

    both = at(folder, "2027-10-04 10:00", "cancel", "2027-E05099002-6")
    refused = at(folder, "2027-10-04 10:00", "release")
    went_well(folder, "2027-10-04 10:00", "release --year 2027 --allow-cancellations 1")
    told = at(folder, "2027-10-04 10:00", "release")

    assert both.code == 0
    assert (refused.code, refused.out, refused.err) == (
        2,
        "",
        "release: found drafts of 2027 and 2028 that are not released, "
        "wanted one of them: --year 2027 or --year 2028\n",
    )
    assert (told.code, first_line(told)) == (0, f"{NAME}, 2028:")


BAD_PERIODS = {
    "it ends before it begins": (
        ("--from", "2027-04-01", "--to", "2027-03-31"),
        "period: found 2027-03-31, before its first day, wanted a last day from 2027-04-01 on\n",
    ),
    "it is longer than two years": (
        ("--from", "2028-01-01", "--to", "2030-01-01"),
        "period: found 2028-01-01 to 2030-01-01, wanted 24 months at most: 2028-01-01 to 2029-12-31 at the latest\n",
    ),
    "it is over": (
        ("--from", "2026-01-01", "--to", "2026-11-29"),
        "period: found 1 January 2026 to 29 November 2026, wanted one with days to come, after 2026-11-29\n",
    ),
    "it overlaps a released one": (
        ("--from", "2027-07-01"),
        "period: found July 2027 to June 2028, wanted no day of 2027, which is released, or all of it\n",
    ),
    "it has the first day of a released one": (
        ("--from", "2027-01-01", "--to", "2027-06-30"),
        "period: found January 2027 to June 2027, wanted no day of 2027, which is released, or all of it\n",
    ),
}


@pytest.mark.parametrize("case", BAD_PERIODS)
def test_period_that_cannot_be_is_refused_and_nothing_is_stored(case, year, tmp_path):
    folder, (words, wanted) = copied(year, tmp_path), BAD_PERIODS[case]
    before = (folder / "wardpanels.db").read_bytes()

    told = at(folder, "2026-11-29 10:00", "plan", *words)

    assert (told.code, told.out, told.err) == (2, "", wanted)
    assert (folder / "wardpanels.db").read_bytes() == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-06-01"])
def test_period_where_calendars_end_is_refused(day, bare, tmp_path):
    told = at(copied(bare, tmp_path), "2026-11-29 10:00", "plan", "--from", day, "--no-store")

    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines()[-1].endswith(f"found {day}, wanted a day of 2000 to 2999")


def test_draft_that_another_period_took_the_place_of_is_neither_shown_nor_released(bare, tmp_path):
    folder = copied(bare, tmp_path)
    rest = f"{NAME}, 11 March 2027 to 31 December 2027"
    went_well(folder, "2026-12-01 10:00", "plan")
    went_well(folder, "2027-03-10 10:00", "plan", "release")

    shown = at(folder, "2027-03-10 11:00", "show")
    refused = at(folder, "2027-03-10 11:00", "release", "--from", "2027-01-01")

    assert (shown.code, shown.err) == (0, f"{rest}.\n")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("period: found 2027, wanted no day of 11 March 2027 to 31 December 2027, which is ")


def test_last_day_without_a_first_is_refused(bare):
    told = at(bare, "2026-11-28 10:00", "plan", "--to", "2027-12-31")

    assert told.code == 2
    assert "--to is the last day of a period: say with --from on which day it begins." in told.err


def test_looking_for_the_period_makes_no_store(bare):
    told = at(bare, "2026-11-28 10:00", "plan", "--no-store")

    assert told.code == 0
    assert not (bare / "wardpanels.db").exists()


def test_ward_on_the_last_day_of_the_year_is_not_lost(two_years):
    assert at(two_years, "2027-12-31 23:30", "show").err == f"{NAME}, 2027.\n"
    assert at(two_years, "2028-01-01 00:30", "show").err == f"{NAME}, 2028.\n"


def test_period_that_is_named_twice_is_refused_but_for_the_year_of_the_environment(bare):
    first_day = ("tiers", "--from", "2027-04-01")

    twice = at(bare, "2026-11-28 10:00", *first_day, "--year", "2027")
    once = at(bare, "2026-11-28 10:00", *first_day, WARDPANELS_YEAR="2026")

    assert (twice.code, "--year and --from each name a period: type one of the two." in twice.err) == (2, True)
    assert (once.code, once.err) == (0, "")
