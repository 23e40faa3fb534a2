"""A ward keeps its name and gets a new ONS code in the middle of a year: for the public it is the same ward."""

from __future__ import annotations

import re

import pytest

from tests.wardpanels.year.lived import Lived

OLD, NEW = "E05009371", "E05099999"
SLUG = "clissold"
LATER, AUTUMN = "2027-02-01 10:00", "2027-11-20 10:00"
CALENDAR, OPEN_DATA = f"wards/{SLUG}/calendar.ics", "meetings.json"
PUBLISH = ("publish", "--no-print")


@pytest.fixture
def told(hackney_published) -> Lived:
    """Hackney with 2027 planned, released and published."""
    return hackney_published


@pytest.fixture
def lived(told, tmp_path) -> Lived:
    """The same under the new code, and nobody says in the files that there was an old one."""
    lived = told.copied(tmp_path / "lived")
    recode(lived, "wards.csv", "venues.csv", "officers.csv", "attendance.csv")
    return lived


def recode(lived: Lived, *files: str) -> None:
    """Give the ward its new code in these files."""
    for path in (lived.folder / "data" / file for file in files):
        path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")


def with_column(lived: Lived, name: str, cell: str) -> None:
    """A column more in wards.csv, with this cell for the ward and none for the others."""
    file = lived.folder / "data" / "wards.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    told = [f"{row},{cell if f',{SLUG},' in row else ''}" for row in rows]
    file.write_text("\n".join((f"{head},{name}", *told, "")), encoding="utf-8")


def files_of(lived: Lived) -> dict[str, bytes]:
    """The site's files by their paths."""
    site = lived.folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def uids(calendar: bytes) -> set[bytes]:
    return set(re.findall(rb"UID:\S+", calendar))


def ids_of_ward(lived: Lived, moment: str, year: str = "2027") -> list[str]:
    return [name for name in lived.meetings(moment, year) if name.split("-")[1] in (OLD, NEW)]


def test_public_sees_no_difference(lived, told, tmp_path):
    as_it_was = told.copied(tmp_path / "as-it-was")
    as_it_was.done(LATER, *PUBLISH)  # a page knows what day it is
    before = files_of(as_it_was)

    released = lived.done(LATER, "release")
    lived.done(LATER, *PUBLISH)

    after = files_of(lived)
    assert before.keys() <= after.keys()
    assert uids(after[CALENDAR]) == uids(before[CALENDAR]) != set()
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if "changes/" not in path} == {OPEN_DATA, ".wardpanels-manifest.json"}
    assert f'"ons_code": "{NEW}"'.encode() in after[OPEN_DATA]
    assert "Release 2: facts beside the meetings changed.\nOutbox: 0 to go out." in released
    assert "Nothing changed" in lived.done(LATER, "release")


@pytest.mark.thorough
def test_ward_that_is_renamed_after_it_was_recoded_goes_on(lived):
    lived.done(LATER, "release")
    file = lived.folder / "data" / "wards.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(f"Clissold,{SLUG}", "Stoke Newington,stoke-newington"))

    assert "cancelled" not in lived.done(LATER, "release")
    lived.done(LATER, *PUBLISH)

    found = files_of(lived)
    assert uids(found[CALENDAR]) == uids(found["wards/stoke-newington/calendar.ics"]) != set()


def test_ward_that_gets_a_new_name_as_well_goes_on_where_its_old_address_is_listed(lived):
    before = files_of(lived)
    file = lived.folder / "data" / "wards.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(f"Clissold,{SLUG}", "Stoke Newington,stoke-newington"))
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    rows = [f"{row},{SLUG if 'stoke-newington' in row else ''}" for row in rows]
    file.write_text("\n".join((f"{head},old_slugs", *rows, "")), encoding="utf-8")

    lived.done(LATER, "release")
    lived.done(LATER, *PUBLISH)

    after = files_of(lived)
    assert {path for path in before if path.endswith((".ics", ".html"))} <= after.keys()
    assert uids(after[CALENDAR]) == uids(after["wards/stoke-newington/calendar.ics"]) == uids(before[CALENDAR])
    assert b"CANCELLED" not in after[CALENDAR]


def test_everything_that_can_be_done_to_a_meeting_is_done_under_its_old_id(lived):
    past, *to_come = ids_of_ward(lived, LATER)
    first, second = to_come[:2]

    assert lived.done(LATER, "show", "--ward", NEW) == lived.done(LATER, "show", "--ward", OLD)
    lived.done(LATER, "record", past, "--residents", "31")
    lived.done(LATER, "cancel", first, "--because", "hall-closed")
    lived.done(LATER, "cancel", second)
    lived.done(LATER, "undo")
    assert f"2027-{OLD}-5" in lived.done(LATER, "add", "--instead-of", first, "--date", "2027-06-17")
    lived.done(LATER, "replan", "--yes")
    lived.done(LATER, "explain", second)
    lived.done(LATER, "tiers")
    lived.done(LATER, "release")
    lived.done(LATER, *PUBLISH)

    wanted = {f"UID:{name}".encode() for name in (past, *to_come, f"2027-{OLD}-5")}
    found = files_of(lived)[CALENDAR]
    assert {name.split(b"@")[0] for name in uids(found)} == wanted
    assert found.count(b"STATUS:CANCELLED") == 1


def test_meeting_asked_for_by_an_id_it_never_had_is_refused_with_the_true_one(lived):
    told = lived.at(LATER, "cancel", f"2027-{NEW}-2")

    assert told.returncode == 2
    assert f"2027-{OLD}-2" in told.stderr


@pytest.mark.thorough
def test_next_year_follows_the_last_one_of_the_same_ward(lived):
    lived.done(AUTUMN, "plan", "--year", "2028")
    lived.done(AUTUMN, "release", "--year", "2028")
    lived.done(AUTUMN, *PUBLISH, "--year", "2028")

    names = [*ids_of_ward(lived, AUTUMN, "2027"), *ids_of_ward(lived, AUTUMN, "2028")]
    assert {name.split("-")[1] for name in names} == {OLD}
    assert {name.split(b"@")[0] for name in uids(files_of(lived)[CALENDAR])} == {
        f"UID:{each}".encode() for each in names
    }


@pytest.mark.parametrize("is_file_of_old_rows", [True, False])
def test_attendance_counts_under_either_code(told, lived, is_file_of_old_rows):
    with_column(lived, "old_codes", OLD)
    if is_file_of_old_rows:
        (lived.folder / "data" / "attendance.csv").write_bytes((told.folder / "data" / "attendance.csv").read_bytes())

    assert lived.done(LATER, "tiers", "--json") == told.done(LATER, "tiers", "--json")


def test_attendance_of_no_meeting_is_told_of_by_the_name_of_the_ward(lived):
    lived.add_rows("attendance.csv", f"{NEW},2027-01-15,evening,12")

    noted = lived.at(LATER, "tiers")

    assert noted.returncode == 0
    assert "the attendance of Clissold on 15 Jan 2027 is of no meeting that was released" in noted.stderr


def test_row_of_an_old_code_that_is_not_listed_is_told_how_to_list_it(told, lived):
    (lived.folder / "data" / "attendance.csv").write_bytes((told.folder / "data" / "attendance.csv").read_bytes())

    refused = lived.at(LATER, "check")

    assert refused.returncode == 2
    assert f"found '{OLD}', wanted ward_code of a row in wards.csv, or one of its old_codes" in refused.stderr


def test_ward_that_is_merged_before_the_period_ends_is_refused_by_check_and_release(told, tmp_path):
    merged = told.copied(tmp_path / "merged")
    file = merged.folder / "data" / "wards.csv"
    rows = [row for row in file.read_text(encoding="utf-8").splitlines() if not row.startswith(OLD)]
    joined = next(row.partition(",")[0] for row in rows[1:] if OLD not in row)
    rows = [row.replace(f"|{OLD}", "").replace(f"{OLD}|", "") for row in rows]
    told_codes = [f"{row},{OLD if row.startswith(joined) else ''}" for row in rows[1:]]
    file.write_text("\n".join((f"{rows[0]},old_codes", *told_codes, "")), encoding="utf-8")

    for word in ("check", "release"):
        refused = merged.at("2027-06-30 10:00", word)

        assert refused.returncode == 2
        assert f"found no row of Clissold ({OLD}), wanted its row until the period ends on 2027-12-31" in refused.stderr
    assert "is fine" in merged.done("2028-01-01 10:00", "check")


def test_ward_that_takes_the_address_of_another_is_refused_and_nothing_is_stored(told, tmp_path):
    swapped = told.copied(tmp_path / "swapped")
    file = swapped.folder / "data" / "wards.csv"
    text = file.read_text(encoding="utf-8").replace(",brownswood,", ",x,").replace(f",{SLUG},", ",brownswood,")
    file.write_text(text.replace(",x,", f",{SLUG},"), encoding="utf-8")

    for words in (("release", "--dry-run"), ("release",)):
        refused = swapped.at(LATER, *words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert (
            "found Clissold (E05009371), wanted another slug for it: that address leads to Brownswood" in refused.stderr
        )
        assert "Traceback" not in refused.stderr
    assert "release 1 is published" in swapped.done(LATER, *PUBLISH)
