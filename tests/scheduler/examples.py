"""Small plain values for tests: a borough of two wards, a plan of three meetings; each takes changes by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.basis import ACCESS
from scheduler.facts import (
    Acronym,
    BoardMeeting,
    Borough,
    BoroughProfile,
    HeldMeeting,
    Known,
    Officer,
    Role,
    SetEvening,
    Venue,
    Ward,
)
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.policy import DEFAULT_WEIGHTS, DaytimePreference, Policy, Session, Tier
from scheduler.release.making import hall_of
from scheduler.release.value import ChangeKind, Hall, ReleasedMeeting

LONDON = ZoneInfo("Europe/London")
BOW_EAST, MILE_END = "E05009317", "E05009328"
WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CENTRE, LIBRARY = (51.5290, -0.0200), (51.5250, -0.0330)


def at(spoken: str) -> datetime:
    """`at("Thu 2027-03-25 19:00")` is that moment in London; a weekday that does not fit the date is an error."""
    weekday, moment = spoken.split(" ", 1)
    local = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
    found = WEEKDAY_NAMES[local.weekday()]
    assert found == weekday, f"{moment}: found {weekday}, wanted {found}"
    return local


def utc(spoken: str) -> datetime:
    """`utc("2026-11-22 09:00")` is that moment in UTC."""
    return datetime.strptime(spoken, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def a_tier(**changes: Any) -> Tier:
    """Four evenings a year, for any attendance."""
    facts: dict[str, Any] = {
        "name": "steady",
        "from_residents": 0,
        "evening": 4,
        "daytime": 0,
        "daytime_prefers": DaytimePreference.ANY,
        "min_gap_days": 56,
        "max_gap_days": 110,
    }
    return Tier(**{**facts, **changes})


def a_policy(**changes: Any) -> Policy:
    """Ninety minutes, step-free halls, one tier; no points for months and room, of which most tests are not about."""
    facts: dict[str, Any] = {
        "length_minutes": 90,
        "lookback_meetings": 4,
        "step_free_required": True,
        "tiers": (a_tier(),),
        "starts": {
            Session.EVENING: (time(18, 30), time(19, 0), time(19, 30)),
            Session.WEEKDAY_DAYTIME: (time(10, 30), time(13, 0), time(16, 30)),
            Session.WEEKEND_DAYTIME: (time(11, 0), time(14, 0)),
        },
        "weights": {**DEFAULT_WEIGHTS, "even_months": 0, "room_for_next": 0},
    }
    return Policy(**{**facts, **changes})


def a_profile(**changes: Any) -> BoroughProfile:
    """Tower Hamlets, in English and Bengali."""
    facts: dict[str, Any] = {
        "name": "Tower Hamlets",
        "code": "E09000030",
        "police_force": "metropolitan",
        "site_url": "https://example.org/ward-panels",
        "contact_email": "panels@example.org",
        "timezone": "Europe/London",
        "languages": ("en", "bn"),
    }
    return BoroughProfile(**{**facts, **changes})


def a_ward(**changes: Any) -> Ward:
    """Bow East, beside Mile End, whose members know Thursday at 19:00."""
    facts: dict[str, Any] = {
        "code": BOW_EAST,
        "name": "Bow East",
        "slug": "bow-east",
        "lat": CENTRE[0],
        "lon": CENTRE[1],
        "population": 18_000,
        "neighbours": frozenset({MILE_END}),
        "set_evening": SetEvening(3, time(19, 0)),
    }
    return Ward(**{**facts, **changes})


def a_venue(**changes: Any) -> Venue:
    """A step-free hall that both wards may use, whose access somebody has checked."""
    facts: dict[str, Any] = {
        "venue_id": "bow-centre",
        "name": "Bow Centre",
        "address": "1 High Street, London",
        "postcode": "E3 2AB",
        "lat": CENTRE[0],
        "lon": CENTRE[1],
        "ward_codes": frozenset({BOW_EAST, MILE_END}),
        "capacity": 80,
        "hire_gbp_per_hour": 20.0,
        "opening_hours": "Mo-Su 08:00-22:00",
        "step_free": Known.YES,
        "hearing_loop": Known.UNKNOWN,
        "accessible_toilet": Known.YES,
        "entrance": "Ramp on Fairfield Road",
        "checked": frozenset(ACCESS),
    }
    return Venue(**{**facts, **changes})


def a_library(**changes: Any) -> Venue:
    """A second hall."""
    facts = {
        "venue_id": "library",
        "name": "Mile End Library",
        "address": "2 Bancroft Road, London",
        "postcode": "E1 4DQ",
        "lat": LIBRARY[0],
        "lon": LIBRARY[1],
        "entrance": "",
    }
    return a_venue(**{**facts, **changes})


def an_officer(officer_id: str, role: Role, **changes: Any) -> Officer:
    """An officer of both wards, always on duty, whose name must never be seen in public."""
    facts: dict[str, Any] = {
        "officer_id": officer_id,
        "role": role,
        "name": f"Secret {officer_id}",
        "email": f"{officer_id}@police.example",
        "ward_codes": frozenset({BOW_EAST, MILE_END}),
        "deputy_ward_codes": frozenset(),
        "working_hours": "24/7",
    }
    return Officer(**{**facts, **changes})


def the_officers() -> tuple[Officer, ...]:
    """One of each role, in the order of their ids."""
    return (
        an_officer("dwo-1", Role.DWO),
        an_officer("insp-1", Role.INSPECTOR),
        an_officer("pcso-1", Role.PCSO),
        an_officer("realm-1", Role.PUBLIC_REALM),
        an_officer("sgt-1", Role.SERGEANT),
    )


def a_borough(**changes: Any) -> Borough:
    """Two neighbouring wards, two halls, one officer of each role and one evening of the board."""
    facts: dict[str, Any] = {
        "profile": a_profile(),
        "policy": a_policy(),
        "wards": (
            a_ward(),
            a_ward(code=MILE_END, name="Mile End", slug="mile-end", lat=LIBRARY[0], neighbours=frozenset({BOW_EAST})),
        ),
        "venues": (a_venue(), a_library()),
        "officers": the_officers(),
        "attendance": (
            HeldMeeting(BOW_EAST, date(2025, 9, 3), Session.EVENING, 24),
            HeldMeeting(MILE_END, date(2025, 9, 8), Session.EVENING, 12),
        ),
        "board": (BoardMeeting(date(2027, 4, 20), time(18, 30)),),
        "acronyms": (Acronym("SNT", "Safer Neighbourhood Team", "Your local police team"),),
    }
    return Borough(**{**facts, **changes})


def a_meeting(**changes: Any) -> PlannedMeeting:
    """Bow East's first meeting: Thursday 25 March 2027 at 19:00, three days before the clocks change."""
    starts_at = changes.get("starts_at", at("Thu 2027-03-25 19:00"))
    facts: dict[str, Any] = {
        "meeting_id": meeting_id(2027, BOW_EAST, 1),
        "ward_code": BOW_EAST,
        "session": Session.EVENING,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "venue_id": "bow-centre",
        "sergeant": "sgt-1",
        "ward_officers": ("dwo-1",),
    }
    return PlannedMeeting(**{**facts, **changes})


def the_meetings() -> tuple[PlannedMeeting, ...]:
    """Three meetings on both sides of the change to summer time."""
    return (
        a_meeting(),
        a_meeting(
            meeting_id=meeting_id(2027, MILE_END, 1),
            ward_code=MILE_END,
            starts_at=at("Tue 2027-03-30 18:30"),
            venue_id="library",
            inspector="insp-1",
        ),
        a_meeting(
            meeting_id=meeting_id(2027, BOW_EAST, 2),
            session=Session.WEEKEND_DAYTIME,
            starts_at=at("Sat 2027-06-12 11:00"),
            venue_id="library",
            public_realm="realm-1",
        ),
    )


def a_plan(*meetings: PlannedMeeting, **changes: Any) -> Plan:
    """A plan of `meetings`, or of the three above, sorted by start and ward."""
    chosen = meetings or the_meetings()
    facts: dict[str, Any] = {
        "borough": "Tower Hamlets",
        "borough_code": "E09000030",
        "first_day": date(2027, 1, 1),
        "last_day": date(2027, 12, 31),
        "status": PlanStatus.OPTIMAL,
        "cost": 30,
        "bound": 30,
        "cost_by_rule": {"hire_cost": 30},
        "meetings": tuple(sorted(chosen, key=lambda meeting: (meeting.starts_at, meeting.ward_code))),
    }
    return Plan(**{**facts, **changes})


def a_hall(**changes: Any) -> Hall:
    """The public facts of `a_venue(**changes)`."""
    return hall_of(a_venue(**changes))


def a_released_meeting(**changes: Any) -> ReleasedMeeting:
    """`a_meeting()` as the public was first told of it."""
    planned = a_meeting()
    facts: dict[str, Any] = {
        "meeting_id": planned.meeting_id,
        "ward_code": planned.ward_code,
        "session": planned.session,
        "starts_at": planned.starts_at,
        "ends_at": planned.ends_at,
        "hall": a_hall(),
        "attending": (Role.DWO, Role.SERGEANT),
        "state": planned.state,
        "sequence": 0,
        "first_released_at": utc("2026-11-22 09:00"),
        "last_changed_at": utc("2026-11-22 09:00"),
        "last_change": ChangeKind.NEW,
    }
    return ReleasedMeeting(**{**facts, **changes})
