"""No way leads to a release that changes what is past: commands of Hackney's, typed as the year goes by."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

import pytest

from tests.wardpanels.year.lived import NOVEMBER, Lived

PLANNED, MARCH = NOVEMBER, "2027-03-10 10:00"


@pytest.fixture
def hackney(hackney_released, tmp_path) -> Lived:
    """Hackney in November, its next year planned and released, for one story."""
    return hackney_released.copied(tmp_path)


def begun(meetings, moment):
    """Those that began by a moment, by id."""
    return {name: each for name, each in meetings.items() if each["starts_at"] <= moment.replace(" ", "T")}


def by_start(meetings):
    """The ids of meetings, the earliest first."""
    return sorted(meetings, key=lambda name: meetings[name]["starts_at"])


def rows_of(meetings, counts):
    """Rows of attendance, by ward: its first meetings, and how many came to each."""
    for ward, residents in counts.items():
        own = [meetings[name] for name in by_start(meetings) if meetings[name]["ward_code"] == ward]
        for meeting, count in zip(own, residents, strict=False):
            yield f"{ward},{meeting['starts_at'][:10]},{meeting['session']},{count}"


def drafted_before_this_was_refused(hackney, change):
    """Change the newest draft in the database, as older versions let one."""
    with sqlite3.connect(hackney.folder / "wardpanels.db") as store:
        revision, document = store.execute("SELECT revision, plan FROM plan_draft ORDER BY revision DESC").fetchone()
        plan = json.loads(document)
        change(plan["meetings"])
        store.execute("UPDATE plan_draft SET plan = ? WHERE revision = ?", (json.dumps(plan).encode(), revision))


def test_plan_of_a_released_period_stops_and_says_replan(hackney):
    before = hackney.meetings(MARCH)

    refused = hackney.at(MARCH, "plan", "--year", "2027")

    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-2:] == [
        "2027: found meetings that were released, wanted days that nothing was released for",
        "To change what was released, type: wardpanels replan --year 2027",
    ]
    assert hackney.meetings(MARCH) == before
    assert "38 meetings" in hackney.done(MARCH, "plan", "--year", "2027", "--no-store")


@pytest.mark.parametrize(
    "days", [("2027-03-11", "2027-12-31"), ("2026-12-01", "2027-11-30"), ("2027-01-01", "2028-03-31")]
)
def test_period_that_overlaps_a_released_one_is_refused(hackney, days):
    refused = hackney.at(MARCH, "plan", "--from", days[0], "--to", days[1])

    assert (refused.returncode, "wanted no day of 2027, which is released" in refused.stderr) == (2, True)


def test_release_that_would_move_what_is_over_is_refused_and_a_replan_puts_it_right(hackney):
    before = hackney.meetings(MARCH)
    over = sorted(begun(before, MARCH))

    def move_by_a_week(meetings):
        for meeting in meetings:
            if meeting["meeting_id"] in over:
                meeting["venue_id"] = meetings[-1]["venue_id"]
                meeting["state"] = "cancelled"

    drafted_before_this_was_refused(hackney, move_by_a_week)

    refused = hackney.at(MARCH, "release", "--year", "2027", "--allow-cancellations", "99")

    assert len(over) > 5
    assert refused.returncode == 2
    assert [line.split()[1] for line in refused.stderr.splitlines() if line.startswith("- ")] == over
    assert refused.stderr.splitlines()[-1] == "To plan what is still to come, type: wardpanels replan --year 2027"
    hackney.done(MARCH, "replan", "--year", "2027", "--yes")
    assert "Nothing changed since release 1" in hackney.done(MARCH, "release", "--year", "2027")
    assert begun(hackney.meetings(MARCH), MARCH) == begun(before, MARCH)


def test_change_that_was_not_told_in_time_is_refused_once_the_meeting_has_begun(hackney):
    meetings = hackney.meetings(MARCH)
    coming = next(name for name in by_start(meetings) if name not in begun(meetings, MARCH))
    starts = datetime.fromisoformat(meetings[coming]["starts_at"]).replace(tzinfo=None)
    hackney.done(MARCH, "cancel", coming, "--year", "2027")

    late = hackney.at(f"{starts + timedelta(hours=1)}", "release", "--year", "2027")

    assert late.returncode == 2
    assert f"- {coming} began on {starts:%a %d %b %Y} and would be cancelled or put back" in late.stderr
    assert "1 cancelled" in hackney.done(f"{starts - timedelta(hours=1)}", "release", "--year", "2027")


def test_meeting_that_begins_at_this_very_moment_has_begun_for_every_command(hackney):
    first = by_start(meetings := hackney.meetings(PLANNED))[0]
    begins = str(datetime.fromisoformat(meetings[first]["starts_at"]).replace(tzinfo=None))

    refused = hackney.at(begins, "cancel", first)

    assert (refused.returncode, "what is past cannot be changed" in refused.stderr) == (2, True)
    assert "12 residents" in hackney.done(begins, "record", first, "--residents", "12")


@pytest.mark.parametrize("command", ["move", "cancel"])
def test_meeting_whose_change_was_not_told_in_time_is_recorded_as_it_was_told(hackney, command):
    clissold, before = "2027-E05009371-1", "2027-01-05 10:00"
    starts = datetime.fromisoformat(hackney.meetings(PLANNED)[clissold]["starts_at"]).replace(tzinfo=None)
    after, week_later = f"{starts + timedelta(days=1)}", f"{starts + timedelta(weeks=1):%Y-%m-%d}"
    hackney.done(before, command, clissold, *(("--date", week_later) if command == "move" else ()))

    [debt] = json.loads(hackney.done(after, "debts", "--ward", "clissold", "--json"))
    refused = hackney.at(after, "waive", clissold, "--because", "It was called off.")
    recorded = hackney.done(after, "record", clissold, "--residents", "12")

    assert (debt["owed"], debt["held"], debt["planned"], debt["still_owed"]) == (4, 1, 3, 0)
    assert refused.returncode == 2
    assert recorded == f"{clissold}, Clissold, {starts:%a %d %b %Y %H:%M}: 12 residents\n"


def test_new_date_that_is_let_go_of_is_promised_no_more(hackney):
    clissold, promised = "2027-E05009371-1", b"A new date will follow."
    starts = datetime.fromisoformat(hackney.meetings(PLANNED)[clissold]["starts_at"]).replace(tzinfo=None)
    before, after = f"{starts - timedelta(days=7)}", f"{starts + timedelta(days=7)}"
    page = hackney.folder / "site" / "meetings" / clissold / "index.html"

    hackney.done(before, "cancel", clissold, "--because", "hall-closed", "--new-date-follows")
    hackney.done(before, "release", "--year", "2027")
    hackney.done(before, "publish", "--no-print")
    assert promised in page.read_bytes()
    hackney.done(after, "waive", clissold, "--because", "The ward has had its meetings.")
    hackney.done(after, "release", "--year", "2027")
    hackney.done(after, "publish", "--no-print")

    told = page.read_bytes()
    assert promised not in told
    assert b"Cancelled" in told


def test_first_release_of_what_is_past_already_is_refused_and_the_rest_can_be_planned(hackney_planned, tmp_path):
    hackney = hackney_planned.copied(tmp_path)
    over = begun(hackney.meetings(PLANNED), MARCH)

    questioned = hackney.at(MARCH, "release", "--year", "2027")
    refused = hackney.at(MARCH, "release", "--year", "2027", "--first")
    hackney.done(MARCH, "plan", "--from", "2027-03-11", "--to", "2027-12-31")
    rest = json.loads(hackney.done(MARCH, "release", "--from", "2027-03-11", "--json"))

    assert refused.returncode == 2
    assert f"found no release in the store, though its first day is past and {len(over)} of " in questioned.stderr
    assert refused.stderr.count("was never released") == len(over) > 5
    for each in (questioned, refused):
        assert "type: wardpanels plan --from 2027-03-11 --to 2027-12-31" in each.stderr
    assert rest["number"] == 1


def test_first_release_of_a_period_that_has_begun_is_questioned_until_it_is_said_to_be_the_first(tmp_path):
    hackney = Lived.in_folder(tmp_path)
    easter_monday, day_after = "2027-03-29", "2027-03-30 08:00"
    hackney.done(PLANNED, "plan", "--from", easter_monday, "--to", "2027-12-31")
    in_time = hackney.at(f"{easter_monday} 23:59", "release", "--dry-run")

    refused = [hackney.at(day_after, "release", *more) for more in ((), ("--dry-run",))]
    told = hackney.done(day_after, "release", "--first")
    again = hackney.done(day_after, "release")

    assert in_time.returncode == 0
    for each in refused:
        assert (each.returncode, each.stdout) == (2, "")
        assert "found no release in the store, though its first day is past and 0 of " in each.stderr
        assert each.stderr.endswith("nothing of it yet, type: wardpanels release --from 2027-03-29 --first\n")
    assert "Release 1: " in told
    assert "Nothing changed since release 1" in again


def test_replan_leaves_the_meetings_of_the_day_where_they_are(hackney):
    meetings = hackney.meetings(PLANNED)
    day = meetings[by_start(meetings)[3]]["starts_at"][:10]

    told = hackney.done(f"{day} 08:00", "replan", "--year", "2027", "--dry-run")

    assert "Nothing needs to change." in told


@pytest.mark.thorough
def test_release_by_a_clock_that_was_set_back_still_knows_what_had_begun(hackney):
    over, *_, last = by_start(hackney.meetings(MARCH))
    hackney.done(MARCH, "cancel", last, "--year", "2027")
    hackney.done(MARCH, "release", "--year", "2027")
    hackney.done(PLANNED, "cancel", over, "--year", "2027")

    refused = hackney.at(PLANNED, "release", "--year", "2027")

    assert (refused.returncode, over in refused.stderr) == (2, True)


NEW_COUNTS = {"E05009374": (2, 3), "E05009375": (31,)}
"""Few at meetings of a ward that was well attended, many at one of a ward that was low."""


@pytest.fixture
def recounted(hackney) -> Lived:
    """The same in March, with the attendance of meetings that were held."""
    hackney.add_rows("attendance.csv", *rows_of(begun(hackney.meetings(MARCH), MARCH), NEW_COUNTS))
    return hackney


def test_new_attendance_counts_for_the_next_period_only(recounted):
    told = recounted.done(MARCH, "replan", "--year", "2027", "--yes")
    anew = recounted.done(MARCH, "replan", "--year", "2027", "--with-new-tiers", "--yes")

    assert "Nothing needs to change." in told
    assert "Nothing needs to change." not in anew


def test_change_by_hand_is_judged_by_the_tiers_that_were_planned_on(recounted):
    for edit in ("cancel", "reinstate"):
        told = recounted.done(MARCH, edit, "2027-E05009374-4", "--year", "2027")

        assert "Audit: every must-rule is kept." in told


def test_plan_of_an_older_version_keeps_the_tiers_that_its_meetings_show(recounted):
    with sqlite3.connect(recounted.folder / "wardpanels.db") as store:
        for table in ("plan_draft", "plan_release"):
            (document,) = store.execute(f"SELECT plan FROM {table}").fetchone()
            plan = json.loads(document)
            assert plan.pop("planned_tiers")["E05009374"]["tier"] == "well attended"
            store.execute(f"UPDATE {table} SET plan = ?", (json.dumps(plan).encode(),))

    assert "Nothing needs to change." in recounted.done(MARCH, "replan", "--year", "2027", "--yes")


READING = ("tiers", "replan")
"""Commands that read the data by the same door as `check`."""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "E05009370,2027-03-11,evening,40",
            "line 34, held_on: found '2027-03-11', wanted a day that is over, 2027-03-10",
        ),
        (
            "E05009370,2026-11-03,evening,12",
            "line 34, ward_code: found 'E05009370' and '2026-11-03' and 'evening' again",
        ),
        ("E05009370,2027-02-01,evening,-1", "line 34, residents: found '-1', wanted people in digits, 0 to 10000"),
        (
            "E05009370,2027-02-01,evening,10001",
            "line 34, residents: found '10001', wanted people in digits, 0 to 10000",
        ),
    ],
    ids=["in the future", "a second time", "fewer than none", "more than can be"],
)
@pytest.mark.parametrize(
    "command", [("check",), *(pytest.param((each, "--year", "2027"), marks=pytest.mark.thorough) for each in READING)]
)
def test_attendance_that_cannot_be_is_refused_with_its_line(hackney, command, row, said):
    hackney.add_rows("attendance.csv", row)

    refused = hackney.at(MARCH, *command)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"- attendance.csv {said}" in refused.stderr


def test_attendance_of_today_is_taken_by_the_clocks_of_the_borough(hackney):
    hackney.add_rows("attendance.csv", "E05009370,2027-07-01,evening,40")

    assert hackney.at("2027-06-30 23:59", "check").returncode == 2
    assert hackney.at("2027-07-01 00:00", "check").returncode == 0  # still June in UTC


def test_tiers_say_what_they_rest_on_and_what_was_planned(recounted):
    recounted.add_rows("attendance.csv", "E05009375,2027-02-28,weekend_daytime,31")

    told = recounted.at(MARCH, "tiers", "--year", "2027")

    assert "2027 was planned on other tiers, and keeps them: Hackney Wick well attended, Homerton low." in told.stdout
    assert "3 of 4 rows of attendance match a released meeting." in told.stdout
    assert told.stderr.splitlines()[-1] == (
        "Note: the attendance of Homerton on 28 Feb 2027 is of no meeting that was released."
    )


def test_tiers_show_what_is_owed_in_a_part_of_a_year_and_how_it_is_rounded(hackney):
    rest = hackney.done(MARCH, "tiers", "--from", "2027-03-11", "--to", "2027-12-31")
    rows = json.loads(hackney.done(MARCH, "tiers", "--from", "2027-03-11", "--to", "2027-12-31", "--json"))

    assert "a year's meetings pro rata, to the nearest whole one, a half up" in rest
    owed = {each["ward"]: (each["evening_in_period"], each["daytime_in_period"]) for each in rows}
    assert (owed["Brownswood"], owed["Dalston"], owed["De Beauvoir"]) == ((3, 0), (3, 2), (2, 1))


@pytest.mark.parametrize(("moment", "is_old"), [("2028-11-03 09:00", False), ("2028-11-04 09:00", True)])
def test_tiers_warn_of_attendance_older_than_two_years(hackney, moment, is_old):
    told = hackney.at(moment, "tiers", "--year", "2029")

    assert ("Note: 1 ward rests on attendance that is older than two years." in told.stderr) is is_old
