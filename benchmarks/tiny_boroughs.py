"""Made-up boroughs so small that a plain model solves them at once, and so crowded that their wards really clash.

A few days a month suit anybody, two or three wards want the same sergeant, hall and day, and weights may be nought.
About one in five has no plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from random import Random

from benchmarks.drawing import PROFILE, WEEKDAYS, YEAR, absences, board, homes, in_order, officer, point, span
from benchmarks.drawing import special_days_key as key
from scheduler.facts import (
    Borough,
    DayKind,
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
from scheduler.policy import DEFAULT_WEIGHTS, DaytimePreference, Limits, Policy, Session, Tier

WEIGHED = (
    "set_evening",
    "set_start",
    "even_spacing",
    "hire_cost",
    "halls_spread",
    "daytime_preference",
    "days_to_avoid",
    "lead_sergeant",
    "fair_load",
)
LATER_WEIGHED = ("halls_in_turn", "hall_share", "far_homes", "even_months")
"""The should-rules that the plain model knows; the others have no weight here. Those that came later are drawn apart,
so that each seed still gives the borough that it always gave."""

OWED = ((4, 0), (4, 0), (4, 0), (4, 0), (3, 1), (3, 1), (3, 1), (2, 2), (2, 2), (4, 1))


def tiny_borough(seed: int) -> Borough:
    """Two or three wards with 10 to 40 slots each in the whole year."""
    rng = Random(seed)
    codes = [f"E05{99001 + number:06}" for number in range(rng.choice((2, 2, 2, 3)))]
    policy = _policy(rng, Random(f"{seed}, later"))
    wards = _wards(rng, codes, policy)
    officers = _officers(rng, codes)
    return Borough(
        profile=PROFILE,
        policy=policy,
        wards=wards,
        venues=_venues(rng, wards),
        officers=officers,
        attendance=_attendance(rng, codes),
        absences=absences(rng, officers, blocks=(0, 2)),
        special_days=_special_days(rng),
        board=board(rng) if rng.random() < 0.8 else (),
        homes=homes(rng, wards, homes_a_ward=rng.choice((0, 5, 20))),
    )


def _policy(rng: Random, later: Random) -> Policy:
    starts = {
        Session.EVENING: tuple(sorted(rng.sample((time(18, 30), time(19), time(20)), rng.choice((1, 1, 2))))),
        Session.WEEKDAY_DAYTIME: (time(10, 30),),
        Session.WEEKEND_DAYTIME: (time(11),),
    }
    weights = {rule: _weight(rng, rule) for rule in WEIGHED} | {rule: _weight(later, rule) for rule in LATER_WEIGHED}
    return Policy(
        length_minutes=rng.choice((60, 90)),
        lookback_meetings=rng.choice((2, 4)),
        step_free_required=rng.random() < 0.7,
        tiers=(_tier(rng, "well attended", 15.0), _tier(rng, "low", 0.0)),
        starts=starts,
        limits=Limits(rng.choice((1, 1, 2)), rng.choice((1, 2, 2, 3)), rng.randrange(8), 1, rng.choice((0, 1))),
        weights={rule: weights.get(rule, 0) for rule in DEFAULT_WEIGHTS},  # the slow model knows none but these
    )


def _weight(rng: Random, rule: str) -> int:
    usual = DEFAULT_WEIGHTS[rule]
    return rng.choice((0, usual, usual, usual, rng.randint(1, 120)))


def _tier(rng: Random, name: str, from_residents: float) -> Tier:
    evening, daytime = rng.choice(OWED)
    prefers = rng.choice(tuple(DaytimePreference))
    return Tier(name, from_residents, evening, daytime, prefers, rng.choice((14, 28, 49)), rng.choice((105, 112, 126)))


def _wards(rng: Random, codes: Sequence[str], policy: Policy) -> tuple[Ward, ...]:
    beside = {pair for pair in pairwise(codes) if rng.random() < 0.7}
    return tuple(_ward(rng, code, number, beside, policy) for number, code in enumerate(codes, 1))


def _ward(rng: Random, code: str, number: int, beside: set[tuple[str, str]], policy: Policy) -> Ward:
    lat, lon = point(rng, (51.5, -0.05), 2000)
    known = SetEvening(rng.randrange(5), rng.choice((time(18), time(18, 45), time(19))))
    return Ward(
        code=code,
        name=f"Ward {number}",
        slug=f"ward-{number}",
        lat=lat,
        lon=lon,
        population=9_000,
        neighbours=frozenset(one for pair in beside if code in pair for one in pair if one != code),
        set_evening=known if rng.random() < 0.8 else None,
        pattern=rng.choice(("", "", "", policy.tiers[0].name)),
    )


def _venues(rng: Random, wards: tuple[Ward, ...]) -> tuple[Venue, ...]:
    spare = [ward for ward in wards for _ in range(rng.choice((1, 1, 2)))]
    halls = [*((ward, True) for ward in wards), *((ward, False) for ward in spare)]
    return tuple(_venue(rng, ward, wards, number, is_easy) for number, (ward, is_easy) in enumerate(halls, 1))


def _venue(rng: Random, ward: Ward, wards: tuple[Ward, ...], number: int, is_easy: bool) -> Venue:
    """A hall of a ward; an easy one is always open, large and step-free."""
    shared = {rng.choice(wards).code} if rng.random() < 0.3 else set()
    lat, lon = point(rng, (ward.lat, ward.lon), rng.choice((100, 400)))
    hours = ("Mo-Su 09:00-22:00", "Mo-Th 09:00-21:00; Sa 10:00-17:00", "Tu,We,Fr 17:00-22:00; Sa,Su 10:00-16:00")
    return Venue(
        venue_id=f"V{number}",
        name=f"Hall {number}",
        address=f"{number} High Street",
        postcode=f"ZZ{number} 1AA",
        lat=lat,
        lon=lon,
        ward_codes=frozenset({ward.code} | shared),
        capacity=40 if is_easy else rng.choice((15, 30, 40, 40)),
        hire_gbp_per_hour=rng.choice((0.0, 7.5, 15.0, 25.0, 40.0)),
        opening_hours=hours[0] if is_easy else rng.choice(hours),
        closed=in_order(tuple(span(rng, 10, 60) for _ in range(rng.randrange(4)))),
        step_free=Known.YES if is_easy else rng.choice((*[Known.YES] * 7, Known.NO)),
    )


def _officers(rng: Random, codes: Sequence[str]) -> tuple[Officer, ...]:
    """One or two sergeants and two or three ward officers for everybody, all kept to the same few days."""
    period = rng.choice((3, 4))
    days = [*sorted(rng.sample(WEEKDAYS[:4], 2), key=WEEKDAYS.index), "Sa"]
    everywhere = frozenset(codes)
    first, rest = frozenset(codes[:1]), frozenset(codes[1:])
    team = _sergeants(rng, period, days, (first, rest))
    roles = ((Role.DWO, everywhere), (Role.PCSO, first), (Role.DWO, rest))
    team += [
        officer(f"D{number}", role, wards, _few_days(rng, period, days))
        for number, (role, wards) in enumerate(roles, 1)
    ]
    team += [officer(f"I{number}", Role.INSPECTOR, everywhere, _few_days(rng, period, days)) for number in (1, 2)]
    team.append(officer("R1", Role.PUBLIC_REALM, everywhere, _few_days(rng, period, days)))
    return tuple(sorted(team, key=lambda each: each.officer_id))


def _sergeants(rng: Random, period: int, days: Sequence[str], wards: tuple[frozenset[str], ...]) -> list[Officer]:
    """One for everybody, or two who stand in for each other and often take turns."""
    if rng.random() < 0.25:
        return [officer("S1", Role.SERGEANT, frozenset().union(*wards), _few_days(rng, period, days))]
    in_turns = rng.random() < 0.5
    first_weeks, every = ((2, 2 + period), 2 * period) if in_turns else ((2, 2), period)
    hours = [f"week {week}-53/{every} {','.join(days)} 09:00-22:00" for week in first_weeks]
    return [
        officer("S1", Role.SERGEANT, wards[0], hours[0], wards[1]),
        officer("S2", Role.SERGEANT, wards[1], hours[1], wards[0]),
    ]


def _few_days(rng: Random, period: int, days: Sequence[str]) -> str:
    """Two or three days of every third or fourth week, and now and then of the week after as well."""
    chosen = rng.choice((days, days, days[1:], days[::2]))
    hours = rng.choice((*["09:00-22:00"] * 4, "10:00-20:30"))
    rules = [f"week 2-53/{period} {','.join(chosen)} {hours}"]
    if rng.random() < 0.3:
        rules.append(f"week 3-53/{period} {rng.choice(days)} 09:00-22:00")
    return "; ".join(rules)


def _attendance(rng: Random, codes: Sequence[str]) -> tuple[HeldMeeting, ...]:
    held = []
    for code in codes:
        fewest, most = rng.choice(((1, 14), (10, 20), (15, 30)))
        for month in (3, 6, 9)[: rng.choice((0, 2, 3, 3))]:
            day = date(YEAR - 2, month, rng.randrange(1, 28))
            held.append(HeldMeeting(code, day, Session.EVENING, rng.randint(fewest, most)))
    return tuple(held)


def _special_days(rng: Random) -> tuple[SpecialDays, ...]:
    avoid = [SpecialDays(span(rng, 20, 70), DayKind.AVOID, rng.choice(tuple(PartOfDay)), "Avoid") for _ in range(3)]
    closed = [SpecialDays(span(rng, 5, 25), DayKind.CLOSED, rng.choice(tuple(PartOfDay)), "Closed") for _ in range(2)]
    return tuple(sorted(avoid + closed, key=key))
