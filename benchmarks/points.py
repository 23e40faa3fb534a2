"""What a finished plan costs, rule by rule, counted on the fingers: the yardstick for the real score.

Shares no code with the rule book or the solver.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from math import ceil, cos, floor, hypot, radians

from benchmarks.reference import ReferenceYear, WardYear, When, officers_of, reference_year
from scheduler.facts import Borough, DayKind, Role, Ward
from scheduler.plan import Plan, PlannedMeeting
from scheduler.policy import DaytimePreference, Session

EARTH_RADIUS_METRES = 6_371_008.8
EASY_DAYS = 7
"""Days by which a gap may differ from the ideal one at no cost."""

SCORED = (
    "set_evening",
    "set_start",
    "even_spacing",
    "even_months",
    "hire_cost",
    "halls_in_turn",
    "hall_share",
    "halls_spread",
    "far_homes",
    "daytime_preference",
    "days_to_avoid",
    "lead_sergeant",
    "fair_load",
)
"""The should-rules that are counted here, and known to every peer; others must have no weight in a comparison."""


def score(borough: Borough, plan: Plan, others: Sequence[PlannedMeeting] = ()) -> dict[str, int]:
    """Points of a finished plan by should-rule, every rule named. `others`: the meetings of other years."""
    year = reference_year(borough, plan.first_day.year, others)
    units: Counter[str] = Counter()
    for place in year.wards:
        meetings = sorted(
            (each for each in plan.meetings if each.ward_code == place.ward.code), key=lambda m: m.held_on
        )
        for meeting in meetings:
            units.update(when_units(year, place, _when(meeting)))
            units["hire_cost"] += hire_pounds(borough, meeting.venue_id)
            units["lead_sergeant"] += meeting.sergeant not in leads(borough, place.ward)
        for one, other in pairwise([each for each in (place.before, *meetings, place.after) if each]):
            units["even_spacing"] += uneven_days(year, place, (other.held_on - one.held_on).days)
        units["halls_in_turn"] += repeats(
            place, [(meeting.session.is_daytime, meeting.venue_id) for meeting in meetings]
        )
        units["hall_share"] += above_share(borough, place, [meeting.venue_id for meeting in meetings])
        units["halls_spread"] += spread_metres(borough, place, [meeting.venue_id for meeting in meetings])
        units["far_homes"] += far_percent(borough, place, [meeting.venue_id for meeting in meetings])
    held = Counter(meeting.held_on.month for meeting in plan.meetings)
    units["even_months"] = sum(crowding(held[month] - share) for month, share in month_shares(year).items())
    load = Counter(officer_id for meeting in plan.meetings for officer_id in meeting.officers)
    units["fair_load"] = sum(max(0, load[officer] - share) for officer, share in fair_shares(year).items())
    return {rule: weight * units[rule] for rule, weight in borough.policy.weights.items()}


def _when(meeting: PlannedMeeting) -> When:
    return When(meeting.starts_at.replace(tzinfo=None), meeting.ends_at.replace(tzinfo=None), meeting.session)


def _held_on(meeting: PlannedMeeting) -> date:
    return meeting.held_on


def when_units(year: ReferenceYear, place: WardYear, when: When) -> dict[str, int]:
    """set_evening, set_start, daytime_preference and days_to_avoid of one meeting, before weights."""
    known = place.ward.set_evening
    is_evening = when.session is Session.EVENING
    disliked = {
        DaytimePreference.WEEKEND: Session.WEEKDAY_DAYTIME,
        DaytimePreference.WEEKDAY: Session.WEEKEND_DAYTIME,
        DaytimePreference.ANY: None,
    }[place.tier.daytime_prefers]
    avoid = [row for row in year.borough.special_days if row.kind is DayKind.AVOID]
    return {
        "set_evening": int(known is not None and is_evening and when.day.weekday() != known.weekday),
        "set_start": _half_hours(when.starts.time(), known.starts) if known is not None and is_evening else 0,
        "daytime_preference": int(when.session is disliked),
        "days_to_avoid": int(any(when.day in row.days and row.part.covers(when.session) for row in avoid)),
    }


def _half_hours(one: time, other: time) -> int:
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return ceil(minutes / 30)


def leads(borough: Borough, ward: Ward) -> set[str]:
    """The sergeants who lead a ward."""
    return {each.officer_id for each in borough.officers if each.role is Role.SERGEANT and ward.code in each.ward_codes}


def hire_pounds(borough: Borough, venue_id: str) -> int:
    """What one meeting's hire costs, in whole pounds."""
    (venue,) = (venue for venue in borough.venues if venue.venue_id == venue_id)
    return round(venue.hire_gbp_per_hour * borough.policy.length_minutes / 60)


def uneven_days(year: ReferenceYear, place: WardYear, gap_days: int) -> int:
    """Days by which a gap is more than a week off the ideal one."""
    return max(0, abs(gap_days - ideal_gap_days(year, place)) - EASY_DAYS)


def month_shares(year: ReferenceYear) -> dict[int, int]:
    """The fair share of each month, by its number."""
    owed, last = sum(place.tier.meetings for place in year.wards), year.last_day.year
    return {month: ceil(Fraction(owed * monthrange(last, month)[1], year.days)) for month in range(1, 13)}


def crowding(above: int) -> int:
    """Units of so many meetings above a month's share: 1, 3, 6, 9, 12 and so on."""
    return max(0, above) + max(0, above - 1) + max(0, above - 2)


def ideal_gap_days(year: ReferenceYear, place: WardYear) -> int:
    """The gap that would spread a ward's meetings evenly over the year."""
    return round(year.days / place.tier.meetings)


def repeats(place: WardYear, held: Sequence[tuple[bool, str]]) -> int:
    """How many meetings, by day or not and in a hall, are where the last of their kind was, and could be elsewhere."""
    found = 0
    for by_day in kinds_with_a_choice(place):
        halls = [hall for is_daytime, hall in held if is_daytime is by_day]
        found += sum(one == other for one, other in pairwise(halls))
    return found


def kinds_with_a_choice(place: WardYear) -> list[bool]:
    """By day (True), in the evening (False): the kinds of meeting for which the ward can use two halls or more."""
    open_for = [{when.session.is_daytime for when in whens} for whens in place.halls.values()]
    return [by_day for by_day in (False, True) if sum(by_day in kinds for kinds in open_for) > 1]


def above_share(borough: Borough, place: WardYear, held: Iterable[str]) -> int:
    """How many of a ward's meetings in these halls are above their hall's share."""
    return sum(max(0, count - hall_share(borough, place)) for count in Counter(held).values())


def hall_share(borough: Borough, place: WardYear) -> int:
    """How many of a ward's meetings a hall may have: a part of them, a half up, and no less than an even one."""
    part = Fraction(place.tier.meetings * borough.policy.limits.hall_share_percent, 100)
    return max(1, floor(part + Fraction(1, 2)), ceil(Fraction(place.tier.meetings, max(1, len(place.halls)))))


def spread_metres(borough: Borough, place: WardYear, used: Iterable[str]) -> int:
    """How much further the halls used are than all usable halls, on average, from the ward's homes."""
    return round(mean_metres(borough, place.ward, used)) - round(mean_metres(borough, place.ward, place.halls))


def far_percent(borough: Borough, place: WardYear, used: Iterable[str]) -> int:
    """How many more in a hundred homes are far from the halls used than from all usable halls; 0 if fewer."""
    return max(0, _percent_far(borough, place.ward, used) - _percent_far(borough, place.ward, place.halls))


def _percent_far(borough: Borough, ward: Ward, venue_ids: Iterable[str]) -> int:
    metres = _metres_home(borough, ward, venue_ids)
    far = [each for each in metres if floor(each + 0.5) > borough.policy.limits.far_metres]
    return floor(Fraction(100 * len(far), len(metres)) + Fraction(1, 2))


def halls_points(borough: Borough, place: WardYear, used: Iterable[str]) -> int:
    """Points of halls_spread and far_homes for the halls of a year."""
    weights, halls = borough.policy.weights, frozenset(used)
    spread = weights["halls_spread"] * spread_metres(borough, place, halls)
    return spread + weights["far_homes"] * far_percent(borough, place, halls)


def mean_metres(borough: Borough, ward: Ward, venue_ids: Iterable[str]) -> float:
    """The mean distance from a ward's homes to the nearest of these halls."""
    metres = _metres_home(borough, ward, venue_ids)
    return sum(metres) / len(metres)


def _metres_home(borough: Borough, ward: Ward, venue_ids: Iterable[str]) -> list[float]:
    """From each of a ward's homes to the nearest of these halls."""
    wanted = set(venue_ids)
    halls = [(venue.lat, venue.lon) for venue in borough.venues if venue.venue_id in wanted]
    homes = [(home.lat, home.lon) for home in borough.homes if home.ward_code == ward.code] or [(ward.lat, ward.lon)]
    return [min(_metres(home, hall) for hall in halls) for home in homes]


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = radians(other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return EARTH_RADIUS_METRES * hypot(radians(other[0] - one[0]), east)


def fair_shares(year: ReferenceYear) -> dict[str, int]:
    """How many meetings a year are each officer's fair part."""
    shares: dict[str, Fraction] = {each.officer_id: Fraction(0) for each in year.borough.officers}
    limits = year.borough.policy.limits
    for place in year.wards:
        meetings = place.tier.meetings
        for roles, owed in (
            ((Role.SERGEANT,), meetings),
            ((Role.DWO, Role.PCSO), meetings),
            ((Role.INSPECTOR,), limits.inspector_meetings),
            ((Role.PUBLIC_REALM,), limits.public_realm_meetings),
        ):
            team = [o for o in officers_of(year.borough, place.ward, *roles) if place.ward.code in o.ward_codes]
            for officer in team:
                shares[officer.officer_id] += Fraction(owed, len(team))
    visiting = {each.officer_id for each in year.borough.officers if each.role in (Role.INSPECTOR, Role.PUBLIC_REALM)}
    return {officer_id: ceil(share) + (officer_id in visiting) for officer_id, share in shares.items()}
