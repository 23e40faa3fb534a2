"""What was read of a borough, and what each ward is owed, in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from scheduler.assumed import assumed_halls, assumed_officers, standing_in
from scheduler.errors import some_of
from scheduler.facts import Borough, Venue
from scheduler.period import Period
from scheduler.tiers import Standing
from scheduler.year_strips import YearStrip, mondays
from wardpanels.facts.borough import unchecked_counts
from wardpanels.year.evidence import Evidence
from wardpanels.year.losses import EndedFile, Loss

STANDING_HEADS = ("Ward", "Tier", "Mean", "Newest", "Evening", "Daytime", "Why")
STANDING_NUMBERS = ("Mean", "Evening", "Daytime")


def counted(counts: Mapping[str, int]) -> str:
    """`20 wards, 90 halls and 80 past meetings`."""
    words = [f"{number:,} {name if number != 1 else name.removesuffix('s')}" for name, number in counts.items()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def loss_sentence(loss: Loss) -> str:
    """`No postcodes (postcodes.csv): the finder goes by ward name only.`"""
    return f"No {loss.what} ({loss.file}): {loss.loses}."


def ended_sentence(ended: EndedFile) -> str:
    """`board.csv ends on 6 December 2027: from then on no meeting is held in time to be heard there.`"""
    return f"{ended.loss.file} ends on {ended.last_day:%-d %B %Y}: from then on {ended.loss.loses}."


def standing_row(standing: Standing, period: Period) -> tuple[str, ...]:
    """One ward's tier, how old what it rests on is, what the ward is owed in a period, and why."""
    evening, daytime = standing.owed(period)
    return (
        standing.ward.name,
        standing.tier.name,
        _tenths(standing.mean_residents),
        _day(standing.newest) if standing.newest else "-",
        str(evening),
        str(daytime),
        standing.reason,
    )


def tiers_sentence(standings: Sequence[Standing], period: Period) -> str:
    """How many wards are in each tier, and how many meetings that makes in a period."""
    tiers = sorted(
        {standing.tier.name: standing.tier for standing in standings}.values(), key=lambda t: -t.from_residents
    )
    numbers = Counter(standing.tier.name for standing in standings)
    owed = sum(sum(standing.owed(period)) for standing in standings)
    told = ", ".join(f"{numbers[tier.name]} {tier.name}" for tier in tiers)
    return f"Meetings owed: {owed}. Wards: {told}."


MOST_HALLS = 5
"""Halls named in a note; `check --calendar` draws all."""

CALENDAR_KEY = "O: open or on duty on some day of the week. ?: not sure. -: not at all. A week begins on Monday."


def calendar_heads(of: str, period: Period) -> tuple[str, ...]:
    """Heads of the strips of a period: a letter of each month stands where the month begins."""
    days = mondays(period)
    begins = (week == 0 or day.month != days[week - 1].month for week, day in enumerate(days))
    ruler = "".join(f"{day:%b}"[0] if is_new else "." for day, is_new in zip(days, begins, strict=True))
    return (of, "When", ruler)


def calendar_rows(strips: Iterable[YearStrip]) -> list[tuple[str, ...]]:
    """Two rows for each hall or officer."""
    return [
        row
        for strip in strips
        for row in ((strip.name, "by day", strip.by_day), (strip.name, "evening", strip.by_evening))
    ]


def halls_not_sure_note(borough: Borough, halls: Sequence[Venue]) -> str:
    """Which halls' hours do not tell, and what comes of it."""
    names = some_of([venue.name for venue in halls], MOST_HALLS)
    number = "The hours of 1 hall do not say" if len(halls) == 1 else f"The hours of {len(halls)} halls do not say"
    outcome = "Ring first." if borough.policy.rings_first else "No meeting is booked then."
    return f"Note: {number} for every time whether it is open: {names}. {outcome}"


def assumed_notes(borough: Borough) -> tuple[str, ...]:
    """What only stands in; nothing where all of it was said by somebody."""
    halls, officers = assumed_halls(borough), assumed_officers(borough)
    if not halls and not officers:
        return ()
    told = [f"Note: {standing_in(kind, [each.name for each in found])}." for kind, found in
            (("hall", halls), ("officer", officers)) if found]  # fmt: skip  # one table
    return (*told, f"Note: a release waits until somebody says how these are. {BEGUN_WITH}")


ACCESS_NAMES = {
    "step_free": "step-free access",
    "hearing_loop": "hearing loop",
    "accessible_toilet": "accessible toilet",
    "entrance": "entrance",
}


def unchecked_sentences(borough: Borough) -> tuple[str, ...]:
    """At how many halls nobody has checked each fact of access, and how to begin; nothing where all is checked."""
    numbers = {ACCESS_NAMES[fact]: number for fact, number in unchecked_counts(borough).items() if number}
    if not numbers:
        return ()
    told = ", ".join(f"{name} at {number}" for name, number in numbers.items())
    return (
        f"Of {counted({'halls': len(borough.venues)})}, not checked yet, and told so to the public: {told}.",
        "To print a form for visits to the halls, type: wardpanels hall-check",
    )


BEGUN_WITH = "ASSUMPTIONS.md in the borough's folder lists all that is only assumed."


def evidence_sentences(evidence: Evidence, period: Period) -> tuple[str, ...]:
    """How a part of a year is rounded, what the period was planned on, and which meetings the attendance is of."""
    found, told = evidence.matched, []
    if period.years != 1:
        told.append(
            f"{period}: a year's meetings pro rata, to the nearest whole one, a half up; evening and daytime share them"
            " as in a year."
        )
    if evidence.planned_otherwise:
        planned = ", ".join(f"{each.ward.name} {each.tier.name}" for each in evidence.planned_otherwise)
        told.append(f"{period} was planned on other tiers, and keeps them: {planned}.")
    if evidence.before:
        now = {each.ward.code: each.tier.name for each in evidence.standings}
        changed = (f"{each.ward.name} {each.tier.name} to {now[each.ward.code]}" for each in evidence.before)
        told.append(f"What would change for {period}: {', '.join(changed)}.")
    if found.rows:
        told.append(f"{len(found.ids)} of {found.rows} rows of attendance match a released meeting.")
    return tuple(told)


def evidence_notes(evidence: Evidence) -> tuple[str, ...]:
    """What is to be looked at: attendance of no meeting, and attendance that is old."""
    names = {standing.ward.code: standing.ward.name for standing in evidence.standings}
    rows = (f"{names[row.ward_code]} on {_day(row.held_on)}" for row in evidence.matched.strangers)
    strangers = tuple(f"Note: the attendance of {row} is of no meeting that was released." for row in rows)
    told = (
        f"Note: of {names[each.ward_code]} on {_day(each.held_on)}, attendance.csv has {each.in_file:,} and the record "
        f"{'says that it was not held' if each.recorded is None else f'{each.recorded:,}'}. The record counts."
        for each in evidence.clashes
    )
    strangers = (*strangers, *told)
    if not evidence.old:
        return strangers
    wards = "1 ward rests" if len(evidence.old) == 1 else f"{len(evidence.old)} wards rest"
    return (*strangers, f"Note: {wards} on attendance that is older than two years.")


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _tenths(mean: Fraction | None) -> str:
    """A mean to one decimal, rounded down, so that 19.99 never looks like the threshold of 20."""
    return "-" if mean is None else f"{math.floor(mean * 10) / 10:.1f}"
