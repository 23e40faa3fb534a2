"""The tables of a borough's folder, column by column: the input contract as a value. Reads nothing itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scheduler.actions import Action
from scheduler.basis import ACCESS, is_checked
from scheduler.evidence.book import MEASURE_BY_NAME
from scheduler.evidence.words import HOW_OFTEN
from scheduler.facts import (
    Absence,
    Acronym,
    AgendaItem,
    BoardMeeting,
    ChairFree,
    DayKeptFree,
    DayKind,
    DaySpan,
    Election,
    Group,
    HeldMeeting,
    Home,
    Known,
    Officer,
    PartOfDay,
    Priority,
    Role,
    SchoolPeriod,
    Signpost,
    SpecialDays,
    Station,
    Venue,
    Ward,
)
from scheduler.policy import Session
from scheduler.reading import cells
from scheduler.reading.schema import Column, Schema
from scheduler.records import MOST_AT_A_MEETING

MOST_PEOPLE = 100_000_000
MOST_IN_A_HALL = 100_000
MOST_POUNDS = 100_000

latitude = cells.decimal("degrees north", "51.5150", -90, 90)
longitude = cells.decimal("degrees east", "-0.0450", -180, 180)
known = cells.or_blank(cells.choice(Known), Known.UNKNOWN)


def _absence(officer_id: str, first_day: date, last_day: date, reason: str) -> Absence:
    return Absence(officer_id, DaySpan(first_day, last_day), reason)


def _special_days(first_day: date, last_day: date, kind: DayKind, session: PartOfDay, **words: str) -> SpecialDays:
    return SpecialDays(DaySpan(first_day, last_day), kind, session, **words)


def _venue(**values: Any) -> Venue:
    """The hall with what was checked of it; the words and the days that say so stay in the file."""
    basis_by_fact = {fact: (values.pop(f"{fact}_basis"), values.pop(f"{fact}_checked_on")) for fact in ACCESS}
    return Venue(checked=frozenset(fact for fact, (basis, _) in basis_by_fact.items() if is_checked(basis)), **values)


def _school_period(period: str, start: date, end: date) -> SchoolPeriod:
    return SchoolPeriod(DaySpan(start, end), "half term" not in period.casefold(), period)


def _election(polling_date: date, election: str, latest_pre_election_start: date | None) -> Election:
    """Where nobody has published when the quiet weeks begin, they are the last six: longer than any yet."""
    return Election(polling_date, latest_pre_election_start or polling_date - timedelta(weeks=6), election)


WARDS = Schema(
    "wards",
    Ward,
    (
        Column("ward_code", cells.ward_code, into="code"),
        Column("name", cells.words),
        Column("slug", cells.slug),
        Column("lat", latitude),
        Column("lon", longitude),
        Column("population", cells.or_blank(cells.whole("people", 15300, MOST_PEOPLE), None)),
        Column("neighbours", cells.codes_or_blank, refers="wards"),
        Column("set_evening", cells.or_blank(cells.set_evening, None), needed=False),
        Column("chair_free", cells.or_blank(cells.choice(ChairFree), ChairFree.ANY), needed=False),
        Column("pattern", cells.words_or_blank, needed=False, refers="tiers"),
        Column("old_slugs", cells.slugs_or_blank, needed=False),
        Column("police_uk_id", cells.or_blank(cells.identifier("E05009317N"), ""), needed=False),
        Column("listed_at", cells.web_addresses_or_blank, needed=False),
        Column("old_codes", cells.codes_or_blank, needed=False),
    ),
    order=("ward_code",),
    unique=(("ward_code",), ("slug",)),
    is_required=True,
    needs_rows=True,
)
VENUES = Schema(
    "venues",
    _venue,
    (
        Column("venue_id", cells.venue_id),
        Column("name", cells.words),
        Column("address", cells.words),
        Column("postcode", cells.words_or_blank),
        Column("lat", latitude),
        Column("lon", longitude),
        Column("ward_codes", cells.codes, refers="wards"),
        Column("capacity", cells.whole("people", 60, MOST_IN_A_HALL)),
        Column("hire_gbp_per_hour", cells.decimal("pounds an hour", "12.50", 0, MOST_POUNDS)),
        Column("opening_hours", cells.hours),
        Column("closed", cells.spans_or_blank, needed=False),
        Column("step_free", known, needed=False),
        Column("hearing_loop", known, needed=False),
        Column("accessible_toilet", known, needed=False),
        Column("entrance", cells.words_or_blank, needed=False),
        Column("basis", cells.words_or_blank, needed=False),
        Column("transport", cells.words_or_blank, needed=False),
        Column("near_transport", known, needed=False),
        Column("polling_station", known, needed=False),
        Column("coord_basis", cells.position, needed=False, into="position"),
        *(Column(f"{fact}_basis", cells.words_or_blank, needed=False) for fact in ACCESS),
        *(Column(f"{fact}_checked_on", cells.or_blank(cells.day, None), needed=False) for fact in ACCESS),
    ),
    order=("venue_id",),
    unique=(("venue_id",),),
    most_rows=2_000,
    is_required=True,
)
OFFICERS = Schema(
    "officers",
    Officer,
    (
        Column("officer_id", cells.officer_id),
        Column("role", cells.choice(Role)),
        Column("name", cells.words),
        Column("email", cells.or_blank(cells.email, "")),
        Column("ward_codes", cells.codes_or_blank, refers="wards"),
        Column("deputy_ward_codes", cells.codes_or_blank, needed=False, refers="wards"),
        Column("working_hours", cells.clock_hours),
        Column("basis", cells.words_or_blank, needed=False),
    ),
    order=("officer_id",),
    unique=(("officer_id",),),
    most_rows=2_000,
    is_required=True,
)
ATTENDANCE = Schema(
    "attendance",
    HeldMeeting,
    (
        Column("ward_code", cells.ward_code, refers="wards"),
        Column("held_on", cells.day),
        Column("session", cells.choice(Session)),
        Column("residents", cells.whole("people", 18, MOST_AT_A_MEETING)),
    ),
    most_rows=20_000,
    order=("ward_code", "held_on", "session"),
    unique=(("ward_code", "held_on", "session"),),
    is_required=True,
)
ABSENCES = Schema(
    "absences",
    _absence,
    (
        Column("officer_id", cells.officer_id, refers="officers"),
        Column("first_day", cells.day),
        Column("last_day", cells.day),
        Column("reason", cells.words_or_blank, needed=False),
    ),
    order=("officer_id", "first_day", "last_day", "reason"),
    most_rows=20_000,
)
DAYS = Schema(
    "days",
    _special_days,
    (
        Column("first_day", cells.day),
        Column("last_day", cells.day),
        Column("kind", cells.choice(DayKind)),
        Column("session", cells.or_blank(cells.choice(PartOfDay), PartOfDay.ANY), needed=False),
        Column("label", cells.words),
        Column("source", cells.words_or_blank, needed=False),
    ),
    order=("first_day", "last_day", "kind", "session", "label", "source"),
)
DAYS_KEPT_FREE = Schema(
    "days_kept_free",
    DayKeptFree,
    (
        Column("name", cells.words),
        Column("day", cells.yearly_day, into="falls"),
        Column("session", cells.or_blank(cells.choice(PartOfDay), PartOfDay.EVENING), needed=False, into="part"),
        Column("source", cells.words_or_blank, needed=False),
    ),
    order=("name",),
    unique=(("name",),),
)
BOARD = Schema(
    "board",
    BoardMeeting,
    (Column("held_on", cells.day), Column("starts", cells.clock), Column("basis", cells.words_or_blank, needed=False)),
    order=("held_on",),
    unique=(("held_on",),),
)
POSTCODES = Schema(
    "postcodes",
    Home,
    (
        Column("postcode", cells.words),
        Column("lat", latitude),
        Column("lon", longitude),
        Column("ward_code", cells.ward_code, refers="wards"),
    ),
    order=("postcode",),
    unique=(("postcode",),),
    most_rows=50_000,
)
SCHOOL_TERMS = Schema(
    "school_terms",
    _school_period,
    (Column("period", cells.words), Column("start", cells.day), Column("end", cells.day)),
    order=("start", "end", "period"),
)
ELECTIONS = Schema(
    "elections",
    _election,
    (
        Column("polling_date", cells.or_blank(cells.day, None)),
        Column("election", cells.words),
        Column("latest_pre_election_start", cells.or_blank(cells.day, None), needed=False),
    ),
    order=("polling_date", "election"),
    skips_without="polling_date",
)
GROUPS = Schema(
    "groups",
    Group,
    (
        Column("group_id", cells.group_id),
        Column("name", cells.words),
        Column("ward_codes", cells.codes, refers="wards"),
        Column("meets", cells.clock_hours),
        Column("venue", cells.words_or_blank, needed=False),
        Column("basis", cells.words_or_blank, needed=False),
    ),
    order=("group_id",),
    unique=(("group_id",),),
    most_rows=2_000,
)
PRIORITIES = Schema(
    "priorities",
    Priority,
    (
        Column("ward_code", cells.ward_code, refers="wards"),
        Column("agreed_on", cells.day),
        Column("priority", cells.words),
        Column("done", cells.words_or_blank, needed=False),
        Column("done_on", cells.or_blank(cells.day, None), needed=False),
        Column("basis", cells.words_or_blank, needed=False),
    ),
    order=("ward_code", "agreed_on", "priority"),
    unique=(("ward_code", "agreed_on", "priority"),),
)
SIGNPOSTS = Schema(
    "signposts",
    Signpost,
    (
        Column("name", cells.words),
        Column("what_for", cells.words),
        Column("contact", cells.contact_or_blank, needed=False),
    ),
    order=("name",),
    unique=(("name",),),
)
STATIONS = Schema(
    "stations",
    Station,
    (
        Column("name", cells.words),
        Column("lat", latitude),
        Column("lon", longitude),
        Column("credit", cells.words_or_blank, needed=False),
    ),
    order=("name",),
    unique=(("name",),),
)
AGENDAS = Schema(
    "agendas",
    AgendaItem,
    (
        Column("meeting_id", cells.identifier("2027-E05009317-1")),
        Column("number", cells.whole("a place in the order", 1, 99, lowest=1)),
        Column("item", cells.words),
    ),
    order=("meeting_id", "number"),
    unique=(("meeting_id", "number"),),
)
ACRONYMS = Schema(
    "acronyms",
    Acronym,
    (Column("acronym", cells.words), Column("expansion", cells.words), Column("plain_english", cells.words)),
    order=("acronym",),
    unique=(("acronym",),),
)
ACTION_PLAN = Schema(
    "action_plan",
    Action,
    (
        Column("recommendation", cells.whole("a recommendation's number", 3, 999, lowest=1)),
        Column("action_id", cells.action_id),
        Column("action", cells.words),
        Column("responsibility", cells.words_or_blank),
        Column("due_date", cells.or_blank(cells.day, None), into="due_on"),
        Column("evidence", cells.one_of("computed", "reported")),
        Column("evidence_note", cells.words_or_blank, needed=False),
        Column("title", cells.words_or_blank, needed=False),
        Column("source", cells.words_or_blank, needed=False),
        Column("measures", cells.names_or_blank(*MEASURE_BY_NAME), needed=False),
        Column("every", cells.or_blank(cells.one_of(*HOW_OFTEN), ""), needed=False),
        Column("due_before", cells.days_or_blank, needed=False),
        Column("struck_out", cells.words_or_blank, needed=False),
    ),
    order=("recommendation", "action_id"),
    unique=(("action_id",),),
)

SCHEMAS = (
    WARDS,
    VENUES,
    OFFICERS,
    ATTENDANCE,
    ABSENCES,
    DAYS,
    DAYS_KEPT_FREE,
    BOARD,
    POSTCODES,
    PRIORITIES,
    SIGNPOSTS,
    STATIONS,
    AGENDAS,
    SCHOOL_TERMS,
    ELECTIONS,
    GROUPS,
    ACRONYMS,
    ACTION_PLAN,
)
