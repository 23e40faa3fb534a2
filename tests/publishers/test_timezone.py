"""The definitions of time zones, read by four calendar programs and held against Python's own clocks."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from publishers import feeds
from publishers.channels import calendar
from publishers.invitations import itip
from publishers.timezone import timezone_bytes
from scheduler.clocks import NoRule, clocks_of
from scheduler.tz_table import table_of
from tests.publishers.clock_readers import READERS
from tests.publishers.examples import a_release
from tests.publishers.test_invitations import an_attendance
from tests.thorough import enough, some

YEARS = (2027, 2028)
HOUR = timedelta(hours=1)
ISLES = ("Europe/London", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Dublin")
LONDON = b"""\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
"""The Summer Time Order 2002 (SI 2002/262): from 1am Greenwich mean time on the last Sunday in March to the same on the
last Sunday in October; so since 1996."""


MADE = {
    "feed": lambda release: next(iter(feeds.publish(release))).content,
    "calendar to share": lambda release: next(iter(calendar.copies(release))).artifacts[0].content,
    "invitation": lambda release: itip(release, release.meetings[0], an_attendance()),
}


def definition(zone: str, year: int = YEARS[0]) -> bytes:
    return timezone_bytes(zone, date(year, 1, 1), date(year, 12, 31))


def hours(first: date, last: date) -> Iterator[datetime]:
    """Every hour of the clock, by no zone."""
    midnight = datetime.combine(first, datetime.min.time())
    return (midnight + n * HOUR for n in range(((last - first).days + 1) * 24))


def comes_once(local: datetime, zone: ZoneInfo) -> bool:
    """Not so in the hour that is left out in spring, nor in the one that comes twice in autumn."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return early.utcoffset() == late.utcoffset()


def wrong(read, times_by_zone, year: int = YEARS[0]) -> list[str]:
    """The local times that a program takes for another moment."""
    zones = {zone: [local for local in times if comes_once(local, ZoneInfo(zone))] for zone, times in times_by_zone}
    told = read([(definition(zone, year), locals_) for zone, locals_ in zones.items()])
    return [
        f"{zone} {local}"
        for (zone, locals_), seconds in zip(zones.items(), told, strict=True)
        for local, second in zip(locals_, seconds, strict=True)
        if second != int(local.replace(tzinfo=ZoneInfo(zone)).timestamp())
    ]


TABLES = ("this machine's", "those of tzdata")


@pytest.fixture(params=TABLES)
def tables(request):
    """Machines differ in their tables, and tables in how they are written."""
    if request.param == TABLES[1]:
        zoneinfo.reset_tzpath(to=())
    _forget()
    yield request.param
    zoneinfo.reset_tzpath()
    _forget()


def _forget() -> None:
    ZoneInfo.clear_cache()
    timezone_bytes.cache_clear()
    clocks_of.cache_clear()


@cache
def ruled(tables: str) -> list[str]:
    """One zone of each table that has a rule; on a change of every eighth name, another one by each of the tables."""
    names = some(sorted(zoneinfo.available_timezones()), every=8, after=TABLES.index(tables))
    return sorted({table_of(zone): zone for zone in names if has_rule(zone)}.values())


@cache
def telling_times(tables: str, zone: str) -> list[datetime]:
    """Noon on the first of each month, and the hours around each change."""
    return [*noons(), *around_changes(ZoneInfo(zone))]


def has_rule(zone: str) -> bool:
    try:
        return bool(clocks_of(zone))
    except NoRule:
        return False


def noons() -> Iterator[datetime]:
    return (datetime(year, month, 1, 12) for year in YEARS for month in range(1, 13))  # noqa: DTZ001 by no zone


def around_changes(zone: ZoneInfo) -> Iterator[datetime]:
    days = [datetime(YEARS[0], 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(366 + 365)]
    for begins, ends in pairwise(day.astimezone(zone) for day in days):
        if begins.utcoffset() != ends.utcoffset():
            yield from (begins.replace(tzinfo=None) + n * HOUR / 2 for n in range(-4, 53))


def test_london_is_told_as_the_law_has_it(tables):
    assert definition("Europe/London") == LONDON


def test_dublin_whose_winter_is_the_exception_is_told_like_the_others(tables):
    assert definition("Europe/Dublin") == LONDON.replace(b"London", b"Dublin").replace(b"BST", b"IST")


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_goes_out_carries_the_zone_by_the_name_that_its_times_go_by(made):
    content = made(a_release(timezone="Europe/Belfast"))

    assert re.findall(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", content, re.DOTALL) == [
        LONDON.replace(b"Europe/London", b"Europe/Belfast")
    ]
    assert set(re.findall(rb"TZID[=:](.*?)[:\r]", content)) == {b"Europe/Belfast"}


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(read, id=name, marks=pytest.mark.thorough if name in ("dateutil", "icalendar") else ())
        for name, read in READERS.items()
    ],
)
def test_isles_are_right_hour_by_hour_over_two_years(read):
    every_hour = list(hours(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)))

    assert wrong(read, [(zone, every_hour) for zone in some(ISLES, every=6)]) == []


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_zone_is_right_around_its_changes_and_in_each_month_or_refused(read, tables):
    zones = ruled(tables)

    assert len(zones) > enough(50, 300)
    assert wrong(read, [(zone, telling_times(tables, zone)) for zone in zones]) == []


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_zones_whose_rule_is_new_are_right_in_the_year_before_too(read, tables):
    times = some(list(hours(date(2023, 1, 1), date(2026, 6, 30))), every=23)

    assert wrong(read, [(zone, times) for zone in ("America/Asuncion", "America/Nuuk", "Asia/Almaty")], 2024) == []


def test_change_that_falls_into_either_of_two_months_is_told_for_each(tables):
    told = definition("Africa/Cairo").decode().splitlines()

    assert [line for line in told if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=26,27,28,29,30,31;BYDAY=FR",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1;BYDAY=FR",
    ]


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("year", [2029, 2030])
def test_cairo_is_right_whether_summer_ends_in_october_or_on_the_first_of_november(read, year, tables):
    around = list(hours(date(year, 10, 20), date(year, 11, 5)))

    assert wrong(read, [("Africa/Cairo", around)]) == []


def test_clocks_that_never_change_are_told_as_one_that_stands():
    assert definition("Asia/Kathmandu") == (
        b"BEGIN:VTIMEZONE\r\nTZID:Asia/Kathmandu\r\nBEGIN:STANDARD\r\nDTSTART:19860101T000000\r\nTZNAME:+0545\r\n"
        b"TZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def test_definition_is_the_same_whichever_days_are_asked_where_the_rule_is_old():
    assert {definition("Europe/Dublin", year) for year in (2020, 2027, 2040)} == {definition("Europe/Dublin")}
