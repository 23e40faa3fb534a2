"""One folder of files as one borough, or everything that is wrong with it. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from scheduler.days import local_day
from scheduler.errors import Problem, UnusableData
from scheduler.facts import Borough, BusyTime, DayKeptFree, DayKind, Election, Officer, Ring, SpecialDays, Ward
from scheduler.period import Period
from scheduler.reading.boundaries import rings_by_ward
from scheduler.reading.calendars import busy_times, other_meetings
from scheduler.reading.checks import cross_problems
from scheduler.reading.contract import DAYS_KEPT_FREE, ELECTIONS, OFFICERS, SCHEMAS
from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.door import file_bytes, files_in
from scheduler.reading.finding import find_tables
from scheduler.reading.old_codes import codes_of_today, with_codes_of_today
from scheduler.reading.repeats import Spent
from scheduler.reading.schema import Reading, read_table
from scheduler.reading.settings import SETTINGS_FILE, Settings, read_settings

BOUNDARIES_FILE = "wards.geojson"


def read_borough(folder: Path, period: Period | None = None, at: datetime | None = None) -> Borough:
    """Read a borough's data folder as it is `at` a moment. Nothing stored is looked at.

    Edges:  the order of rows, and of codes in a cell, never matters; neighbours are made mutual;
            an officer without ward codes serves the whole borough;
            without a moment, nothing is refused for lying in the future;
            of calendars, what touches the period is read, or, without one, all that `entries_of` follows
    Errors: UnusableData, listing every problem of every file
    """
    if not folder.is_dir():
        raise UnusableData((Problem(str(folder), 0, "", "no such folder", f"a folder with {SETTINGS_FILE} in it"),))
    settings, problems = _settings(folder)
    boundaries, unread = _boundaries(folder)
    tables, unfound = find_tables(folder, SCHEMAS)
    as_read = {schema.table: read_table(schema, tables[schema.table]) for schema in SCHEMAS if schema.table in tables}
    readings = with_codes_of_today(as_read)
    calendars, unheard = _calendars(folder, settings, readings, period)
    problems += unread + unfound + unheard
    problems += tuple(problem for reading in readings.values() for problem in reading.problems)
    today = local_day(at, settings.profile.timezone) if settings and at else None
    problems += tuple(cross_problems(readings, settings.tier_names if settings else (), today))
    if settings is None or problems:
        raise UnusableData(problems)
    today_by_old = codes_of_today(readings["wards"])
    drawn = {today_by_old.get(code, code): rings for code, rings in boundaries.items()}
    return _with_calendars(_borough(settings, readings, drawn), calendars)


def read_elections(folder: Path) -> tuple[Election, ...]:
    """Read the polls alone: what goes out must be worded for those that are called by now.

    Edges:  none where the folder has no such table; a slip in another table stops nothing
    Errors: UnusableData, listing everything wrong with the table
    """
    tables, problems = find_tables(folder, (ELECTIONS,))
    if ELECTIONS.table not in tables:
        return ()
    reading = read_table(ELECTIONS, tables[ELECTIONS.table])
    if problems or reading.problems:
        raise UnusableData((*problems, *reading.problems))
    return reading.facts()


def read_officers(folder: Path) -> tuple[Officer, ...]:
    """Read the officers alone, by id, to know what of theirs may not go out: a slip in a row leaves only that row out.

    Edges: none where the folder has no such table, or none that reads
    """
    tables, _ = find_tables(folder, (OFFICERS,))
    if OFFICERS.table not in tables:
        return ()
    reading = read_table(OFFICERS, tables[OFFICERS.table])
    needed = {column.name for column in OFFICERS.columns}
    return replace(reading, entries=tuple(each for each in reading.entries if needed <= each.values.keys())).facts()


Calendars = tuple[tuple[SpecialDays, ...], tuple[BusyTime, ...]]


def _calendars(
    folder: Path, settings: Settings | None, readings: Mapping[str, Reading], period: Period | None
) -> tuple[Calendars, tuple[Problem, ...]]:
    """The folder's .ics files: other bodies' meetings, and when officers are busy."""
    timezone = settings.profile.timezone if settings else "Europe/London"
    kind = settings.other_meetings if settings else DayKind.CLOSED
    officers = readings["officers"].entries if "officers" in readings else ()
    spent = Spent()
    days, unread = other_meetings(folder, kind, timezone, period, spent)
    busy, unheard = busy_times(
        folder, [entry.values.get("officer_id", "") for entry in officers], timezone, period, spent
    )
    return (days, busy), unread + unheard


def _with_calendars(borough: Borough, calendars: Calendars) -> Borough:
    return replace(borough, special_days=borough.special_days + calendars[0], busy=calendars[1])


def _boundaries(folder: Path) -> tuple[Mapping[str, tuple[Ring, ...]], tuple[Problem, ...]]:
    name = files_in(folder).get(BOUNDARIES_FILE)
    if name is None:
        return {}, ()
    try:
        return rings_by_ward(name, file_bytes(folder, name)), ()
    except UnusableData as fault:
        return {}, fault.problems


def _settings(folder: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    try:
        return read_settings(folder), ()
    except UnusableData as fault:
        return None, fault.problems


def _borough(
    settings: Settings, readings: Mapping[str, Reading], boundaries: Mapping[str, tuple[Ring, ...]]
) -> Borough:
    facts = {name: reading.facts() for name, reading in readings.items()}
    drawn = (replace(ward, boundary=boundaries.get(ward.code, ())) for ward in facts["wards"])
    wards = _with_mutual_neighbours(tuple(drawn))
    everywhere = frozenset(ward.code for ward in wards)
    return Borough(
        profile=settings.profile,
        policy=settings.policy,
        policies=settings.policies,
        in_force=settings.in_force,
        wards=wards,
        venues=facts["venues"],
        officers=tuple(_with_wards(officer, everywhere) for officer in facts["officers"]),
        attendance=facts["attendance"],
        absences=facts.get("absences", ()),
        special_days=facts.get("days", ()),
        days_kept_free=facts["days_kept_free"] if "days_kept_free" in facts else usual_days_kept_free(),
        board=facts.get("board", ()),
        homes=facts.get("postcodes", ()),
        priorities=facts.get("priorities", ()),
        school=facts.get("school_terms", ()),
        elections=facts.get("elections", ()),
        groups=facts.get("groups", ()),
        signposts=facts.get("signposts", ()),
        stations=facts.get("stations", ()),
        agendas=facts.get("agendas", ()),
        acronyms=facts.get("acronyms", ()),
        actions=facts.get("action_plan", ()),
        evidence=settings.evidence,
    )


@cache
def usual_days_kept_free() -> tuple[DayKeptFree, ...]:
    """The days that people keep free where a borough does not say: the table that comes with the program."""
    name = f"{DAYS_KEPT_FREE.table}.csv"
    rows = csv_rows(name, file_bytes(Path(__file__).parent, name))
    return read_table(DAYS_KEPT_FREE, table_of(name, rows)).facts()


def _with_mutual_neighbours(wards: tuple[Ward, ...]) -> tuple[Ward, ...]:
    naming = {ward.code: {other.code for other in wards if ward.code in other.neighbours} for ward in wards}
    return tuple(replace(ward, neighbours=ward.neighbours | naming[ward.code]) for ward in wards)


def _with_wards(officer: Officer, everywhere: frozenset[str]) -> Officer:
    return officer if officer.ward_codes else replace(officer, ward_codes=everywhere)
