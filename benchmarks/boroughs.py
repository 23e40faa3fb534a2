"""Made-up boroughs, the same for the same seed, to be planned for 2027: whole ones to measure, tiny ones to prove.

Nothing here is true of any place, and nothing here plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from itertools import count
from math import cos, hypot, radians
from random import Random

from benchmarks import drawing
from benchmarks.folders import write_folder
from benchmarks.tiny_boroughs import tiny_borough
from scheduler.facts import (
    Borough,
    DayKind,
    DaySpan,
    HeldMeeting,
    Known,
    Officer,
    PartOfDay,
    Role,
    SetEvening,
    SpecialDays,
    Venue,
    Ward,
)
from scheduler.policy import DaytimePreference, Policy, Session, Tier

__all__ = ["borough", "tiny_borough", "write_folder"]

PITCH_METRES = 1300
NEIGHBOURS_WITHIN_METRES = 1650
ORIGIN = (51.5, -0.06)

TIERS = (
    Tier("well attended", 20.0, 4, 2, DaytimePreference.WEEKEND, 28, 90),
    Tier("steady", 10.0, 4, 0, DaytimePreference.ANY, 56, 110),
    Tier("low", 0.0, 2, 2, DaytimePreference.WEEKDAY, 56, 110),
)

STARTS = {
    Session.EVENING: (time(18, 30), time(19), time(19, 30)),
    Session.WEEKDAY_DAYTIME: (time(10, 30), time(13), time(16, 30)),
    Session.WEEKEND_DAYTIME: (time(11), time(14)),
}

HALL_HOURS = {
    "Library": ("Mo,We,Th 09:00-21:00; Tu,Fr 09:00-18:00; Sa 10:00-17:00", "Mo-Th 10:00-20:30; Sa 10:00-16:00"),
    "Town Hall": ("Mo-Fr 08:00-22:00", "Mo-Th 08:30-21:30; Fr 08:30-17:00"),
    "Church Hall": ("Tu-Th 10:00-22:00; Sa 10:00-18:00; Su 13:30-21:00", "Mo,We,Fr 12:00-21:30; Sa 09:00-16:00"),
    "School": ("Mo-Fr 17:30-22:00; Sa 09:00-18:00", "Mo-Th 18:00-21:30"),
    "Centre": ("Mo-Su 09:00-22:00", "Mo-Sa 10:00-21:00; PH off"),
}

SCHOOL_HOLIDAYS = (
    DaySpan(date(drawing.YEAR, 2, 15), date(drawing.YEAR, 2, 19)),
    DaySpan(date(drawing.YEAR, 3, 26), date(drawing.YEAR, 4, 9)),
    DaySpan(date(drawing.YEAR, 5, 31), date(drawing.YEAR, 6, 4)),
    DaySpan(date(drawing.YEAR, 7, 23), date(drawing.YEAR, 8, 31)),
    DaySpan(date(drawing.YEAR, 10, 25), date(drawing.YEAR, 10, 29)),
    DaySpan(date(drawing.YEAR, 12, 20), date(drawing.YEAR, 12, 31)),
)


def borough(seed: int, wards: int = 20) -> Borough:
    """A borough as large as wanted. Most have a plan; a few have a ward with no legal year, as real ones do."""
    rng = Random(seed)
    places = _wards(rng, wards)
    officers = _officers(rng, places)
    return Borough(
        profile=drawing.PROFILE,
        policy=Policy(length_minutes=90, lookback_meetings=4, step_free_required=True, tiers=TIERS, starts=STARTS),
        wards=places,
        venues=_venues(rng, places),
        officers=officers,
        attendance=_attendance(rng, places),
        absences=drawing.absences(rng, officers, blocks=(3, 4)),
        special_days=_special_days(rng),
        board=drawing.board(rng),
        homes=drawing.homes(rng, places),
    )


def _metres(one: Ward, other: Ward) -> float:
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return drawing.METRES_A_DEGREE * hypot(one.lat - other.lat, east)


def _wards(rng: Random, wards: int) -> tuple[Ward, ...]:
    alone = [_ward(rng, number) for number in range(wards)]
    return tuple(replace(ward, neighbours=frozenset(_near(ward, alone))) for ward in alone)


def _near(ward: Ward, wards: Iterable[Ward]) -> Iterable[str]:
    return (other.code for other in wards if other is not ward and _metres(ward, other) < NEIGHBOURS_WITHIN_METRES)


def _ward(rng: Random, number: int) -> Ward:
    row, column = divmod(number, 5)
    lat = ORIGIN[0] + row * PITCH_METRES / drawing.METRES_A_DEGREE
    lon = ORIGIN[1] + column * PITCH_METRES / (drawing.METRES_A_DEGREE * cos(radians(lat)))
    lat, lon = drawing.point(rng, (lat, lon), 250)
    return Ward(
        code=f"E05{99001 + number:06}",
        name=f"Ward {number + 1}",
        slug=f"ward-{number + 1}",
        lat=lat,
        lon=lon,
        population=rng.randrange(9_000, 21_000),
        neighbours=frozenset(),
        set_evening=SetEvening(rng.randrange(4), rng.choice(STARTS[Session.EVENING])),
    )


def _venues(rng: Random, wards: tuple[Ward, ...]) -> tuple[Venue, ...]:
    number = count(1)
    return tuple(_venue(rng, ward, next(number)) for ward in wards for _ in range(rng.randint(3, 5)))


def _venue(rng: Random, ward: Ward, number: int) -> Venue:
    kind = rng.choice(tuple(HALL_HOURS))
    lat, lon = drawing.point(rng, (ward.lat, ward.lon), 700)
    shared = rng.sample(sorted(ward.neighbours), 1) if ward.neighbours and rng.random() < 0.2 else []
    holidays = SCHOOL_HOLIDAYS if kind == "School" else ()
    return Venue(
        venue_id=f"V{number:03}",
        name=f"{kind} {number}",
        address=f"{number} High Street",
        postcode=f"ZZ{number} 1AA",
        lat=lat,
        lon=lon,
        ward_codes=frozenset([ward.code, *shared]),
        capacity=rng.choice((20, 30, 40, 60, 80, 120)),
        hire_gbp_per_hour=float(rng.choice((0, 0, 10, 15, 20, 25, 35, 45, 60))),
        opening_hours=rng.choice(HALL_HOURS[kind]),
        closed=drawing.in_order(holidays + tuple(drawing.span(rng, 1, 14) for _ in range(rng.randint(1, 4)))),
        step_free=Known.YES if rng.random() < 0.9 else rng.choice((Known.NO, Known.UNKNOWN)),
        hearing_loop=rng.choice(tuple(Known)),
        accessible_toilet=rng.choice(tuple(Known)),
    )


def _officers(rng: Random, wards: tuple[Ward, ...]) -> tuple[Officer, ...]:
    codes = [ward.code for ward in wards]
    everywhere = frozenset(codes)
    visitors = [
        drawing.officer(f"{letter}{number:02}", role, everywhere, _rota(rng, 5, 5))
        for letter, role in (("I", Role.INSPECTOR), ("R", Role.PUBLIC_REALM))
        for number in range(1, 4)
    ]
    team = [*_sergeants(rng, codes), *_ward_officers(rng, wards), *visitors]
    return tuple(sorted(team, key=lambda each: each.officer_id))


def _sergeants(rng: Random, codes: list[str]) -> list[Officer]:
    led: list[list[str]] = []
    while sum(map(len, led)) < len(codes):
        done = sum(map(len, led))
        led.append(codes[done : done + rng.choice((2, 3))])
    beside = [[*led[number - 1], *led[(number + 1) % len(led)]] for number in range(len(led))]
    return [
        drawing.officer(f"S{number + 1:02}", Role.SERGEANT, frozenset(own), _rota(rng, 4, 5), set(deputy) - set(own))
        for number, (own, deputy) in enumerate(zip(led, beside, strict=True))
    ]


def _ward_officers(rng: Random, wards: tuple[Ward, ...]) -> list[Officer]:
    team = []
    for number, ward in enumerate(wards, 1):
        lent = frozenset(rng.sample(sorted(ward.neighbours), 1)) if ward.neighbours and rng.random() < 0.4 else set()
        team.append(drawing.officer(f"D{number:02}", Role.DWO, frozenset([ward.code]), _rota(rng, 5, 6)))
        team.append(drawing.officer(f"P{number:02}", Role.PCSO, frozenset([ward.code, *lent]), _rota(rng, 5, 6)))
    return team


def _rota(rng: Random, fewest_days: int, most_days: int) -> str:
    """Four weeks of shifts, over and over: each week some days running, the first half early and the second late."""
    rules = []
    for week in range(1, 5):
        first, length = rng.randrange(7), rng.randint(fewest_days, most_days)
        run = [drawing.WEEKDAYS[(first + each) % 7] for each in range(length)]
        shifts = (("07:00-17:00", run[: length // 2]), ("13:00-23:00", run[length // 2 :]))
        rules += [
            f"week {week}-53/4 {','.join(sorted(days, key=drawing.WEEKDAYS.index))} {hours}" for hours, days in shifts
        ]
    return "; ".join(rules)


def _in_week_order(days: list[str]) -> str:
    return ",".join(sorted(days, key=drawing.WEEKDAYS.index))


def _attendance(rng: Random, wards: tuple[Ward, ...]) -> tuple[HeldMeeting, ...]:
    held = []
    for ward in wards:
        fewest, most = rng.choices(((20, 38), (10, 19), (2, 9)), weights=(35, 35, 30))[0]
        for month in (2, 5, 8, 11):
            day = date(drawing.YEAR - 2, month, rng.randrange(1, 28))
            session = Session.EVENING if day.weekday() < 5 else Session.WEEKEND_DAYTIME
            held.append(HeldMeeting(ward.code, day, session, rng.randint(fewest, most)))
    return tuple(held)


def _special_days(rng: Random) -> tuple[SpecialDays, ...]:
    """School holidays and a few observances to avoid, and one election on which every hall is a polling station."""
    ramadan = DaySpan(date(drawing.YEAR, 2, 8), date(drawing.YEAR, 3, 9))
    polling = DaySpan(date(drawing.YEAR, 5, 6), date(drawing.YEAR, 5, 6))
    rows = [SpecialDays(days, DayKind.AVOID, PartOfDay.ANY, "School holiday") for days in SCHOOL_HOLIDAYS]
    rows += [
        SpecialDays(drawing.span(rng, 1, 3), DayKind.AVOID, rng.choice(tuple(PartOfDay)), "Observance")
        for _ in range(8)
    ]
    rows.append(SpecialDays(ramadan, DayKind.AVOID, PartOfDay.EVENING, "Ramadan"))
    rows.append(SpecialDays(polling, DayKind.CLOSED, PartOfDay.ANY, "Polling day"))
    return tuple(sorted(rows, key=drawing.special_days_key))
