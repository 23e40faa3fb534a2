"""What whole and tiny made-up boroughs are drawn from: points, days, officers and homes.

Nothing here is true of any place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from math import cos, radians
from random import Random

from scheduler.facts import Absence, BoardMeeting, BoroughProfile, DaySpan, Home, Officer, Role, SpecialDays, Ward

YEAR = 2027
METRES_A_DEGREE = 111_195
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

PROFILE = BoroughProfile(
    "Seedham",
    "E09000099",
    "metropolitan",
    "https://example.org/ward-panels",
    "panels@example.org",
    "Europe/London",
    ("en",),
)


def point(rng: Random, centre: tuple[float, float], reach_metres: float) -> tuple[float, float]:
    """A point in the square of half-width `reach_metres` round a centre, in degrees to six places."""
    lat, lon = centre
    north, east = (rng.uniform(-reach_metres, reach_metres) for _ in range(2))
    return (
        round(lat + north / METRES_A_DEGREE, 6),
        round(lon + east / (METRES_A_DEGREE * cos(radians(lat))), 6),
    )


def span(rng: Random, shortest_days: int, longest_days: int) -> DaySpan:
    """Some days running, all inside the year."""
    length = rng.randint(shortest_days, longest_days)
    first = date(YEAR, 1, 1) + timedelta(days=rng.randrange(365 - length))
    return DaySpan(first, first + timedelta(days=length - 1))


def in_order(spans: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    return tuple(sorted(spans, key=lambda each: (each.first, each.last)))


def officer(officer_id: str, role: Role, wards: frozenset[str], hours: str, deputy: Iterable[str] = ()) -> Officer:
    """One officer with a made-up name."""
    email = f"{officer_id.lower()}@example.org"
    return Officer(officer_id, role, f"Officer {officer_id}", email, wards, frozenset(deputy), hours)


def absences(rng: Random, officers: tuple[Officer, ...], blocks: tuple[int, int]) -> tuple[Absence, ...]:
    away = {
        (each.officer_id, days.first): Absence(each.officer_id, days, "leave")
        for each in officers
        for days in (span(rng, 3, 14) for _ in range(rng.randint(*blocks)))
    }
    return tuple(away[key] for key in sorted(away))


def special_days_key(row: SpecialDays) -> tuple[date, date, str, str, str]:
    """The order of days.csv."""
    return (row.days.first, row.days.last, row.kind, row.part, row.label)


def board(rng: Random) -> tuple[BoardMeeting, ...]:
    return tuple(BoardMeeting(date(YEAR, month, rng.randint(14, 24)), time(18, 30)) for month in (3, 6, 9, 12))


def homes(rng: Random, wards: tuple[Ward, ...], homes_a_ward: int = 150) -> tuple[Home, ...]:
    homes = []
    for number, ward in enumerate(wards, 1):
        for each in range(homes_a_ward):
            tens, last = divmod(each, 26)
            postcode = f"ZZ{number} {tens}A{chr(ord('A') + last)}"
            homes.append(Home(postcode, *point(rng, (ward.lat, ward.lon), 750), ward.code))
    return tuple(sorted(homes, key=lambda home: home.postcode))
