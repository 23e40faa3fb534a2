"""What was told of a year is there in the next, a ward renamed in between: pages for good, entries for 13 months."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from dateutil.relativedelta import relativedelta

from tests.wardpanels.year.lived import NOVEMBER, Lived

OLD, NEW = "homerton", "homerton-and-marsh"
UID = re.compile(rb"^UID:(\S+)", re.MULTILINE)
ENTRY = re.compile(rb"UID:([^@\r]+)@.*?DTEND[^:]*:(\d{8})T", re.DOTALL)


@pytest.fixture(scope="module")
def years(hackney_published, tmp_path_factory) -> tuple[Lived, dict[str, dict[str, bytes]]]:
    """Hackney through two years, and its site as it was after each publish."""
    lived = hackney_published.copied(tmp_path_factory.mktemp("years"))
    sites = {NOVEMBER[:10]: site_of(lived)}
    rename(lived)
    lived.done("2027-11-20 10:00", "plan", "--year", "2028")
    lived.done("2027-11-20 10:00", "release", "--year", "2028")
    for moment in ("2027-11-20 10:00", "2028-02-15 10:00", "2028-03-15 10:00", "2029-03-15 10:00"):
        lived.done(moment, "publish", "--year", "2028", "--no-print")
        sites[moment[:10]] = site_of(lived)
    return lived, sites


def site_of(lived: Lived) -> dict[str, bytes]:
    """The site's files by their paths."""
    site = lived.folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def rename(lived: Lived) -> None:
    file = lived.folder / "data" / "wards.csv"
    text = file.read_text(encoding="utf-8")
    assert f"Homerton,{OLD}," in text
    file.write_text(text.replace(f"Homerton,{OLD},", f"Homerton & Marsh,{NEW},"), encoding="utf-8")


def uids(calendar: bytes) -> set[bytes]:
    return set(UID.findall(calendar))


def ends(calendar: bytes) -> dict[str, date]:
    """The day on which each entry's meeting ends."""
    return {
        name.decode(): datetime.strptime(day.decode(), "%Y%m%d").replace(tzinfo=UTC).date()
        for name, day in ENTRY.findall(calendar)
    }


@pytest.mark.parametrize("later", ["2027-11-20", "2028-02-15", "2028-03-15", "2029-03-15"])
def test_every_address_of_the_first_year_is_there(years, later):
    _, sites = years
    told = {path for path in sites["2026-11-28"] if not path.startswith("static/")}

    assert told <= sites[later].keys()


@pytest.mark.parametrize("twin", ["", "reminders/", "bn/", "bn/reminders/"])
def test_calendar_at_the_old_name_of_a_ward_has_the_entries_of_the_new_one(years, twin):
    _, sites = years
    first, now = sites["2026-11-28"], sites["2028-02-15"]
    old, new = (f"{twin}wards/{slug}/calendar.ics" for slug in (OLD, NEW))

    assert uids(now[old]) == uids(now[new])
    assert uids(first[old]) & uids(now[old])


@pytest.mark.parametrize("moment", ["2027-11-20", "2028-02-15", "2028-03-15", "2029-03-15"])
def test_entries_stay_in_every_calendar_for_thirteen_months_and_then_go_one_by_one(years, moment):
    _, sites = years
    oldest = date.fromisoformat(moment) - relativedelta(days=396)
    told: dict[str, dict[str, date]] = {}
    for day, site in sites.items():
        if day <= moment:
            for path in (path for path in site if path.endswith(".ics") and "meetings/" not in path):
                told.setdefault(path, {}).update(ends(site[path]))

    for path, known in told.items():
        there = ends(sites[moment][path]).keys()
        assert there == {name for name, day in known.items() if day >= oldest}, path


def test_meeting_of_the_first_year_keeps_its_page_and_its_own_calendar_for_good(years):
    _, sites = years
    pages = {path for path in sites["2026-11-28"] if path.startswith("meetings/")}

    assert len(pages) > 30
    assert all(b"2027" in sites["2029-03-15"][path] for path in pages)


def test_page_at_the_old_name_of_a_ward_leads_to_the_new_one(years):
    _, sites = years

    assert f'href="../../wards/{NEW}/"'.encode() in sites["2028-02-15"][f"wards/{OLD}/index.html"]


def test_publish_five_minutes_later_writes_nothing(years):
    lived, _ = years
    told = lived.done("2029-03-15 10:05", "publish", "--year", "2028", "--no-print")

    assert re.search(r"site/ +\d+ +0 ", told), told
