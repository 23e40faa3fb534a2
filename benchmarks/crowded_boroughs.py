"""Made-up boroughs whose wards could each be planned alone, but share one thing of which there is one day too few.

Every quarter a ward meets once, on one of the evenings of that thing, and there is one evening fewer than wards. So no
ward can be left out of the clash, and no year can be shared out by halves either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from benchmarks.boroughs import borough
from benchmarks.drawing import YEAR
from scheduler.facts import Borough, Known, Role
from scheduler.rules.shapes import ALWAYS

QUARTERS = (1, 4, 7, 10)
SATURDAY = 5
TENTH = 10
"""The day of a quarter's first month from which on the evenings are counted: clear of bank holidays."""


def roomy(wards: int, seed: int = 1) -> Borough:
    """A borough in which everybody is always there and every hall always open: four evenings a ward."""
    made = borough(seed, wards)
    return replace(
        made,
        wards=tuple(replace(ward, pattern="steady") for ward in made.wards),
        venues=tuple(
            replace(hall, capacity=120, opening_hours=ALWAYS, closed=(), step_free=Known.YES) for hall in made.venues
        ),
        officers=tuple(replace(officer, working_hours=ALWAYS) for officer in made.officers),
        absences=(),
        board=(),
        special_days=(),
    )


def one_officer(role: Role, made: Borough, evenings: int) -> Borough:
    """The same with one officer of a role for every ward."""
    first = next(officer for officer in made.officers if officer.role is role)
    alone = replace(
        first, ward_codes=_every(made), deputy_ward_codes=frozenset(), working_hours=_evenings(role, evenings)
    )
    return replace(made, officers=(alone, *(officer for officer in made.officers if officer.role is not role)))


def one_hall(made: Borough, evenings: int) -> Borough:
    """The same with one hall for every ward."""
    hall = replace(made.venues[0], ward_codes=_every(made), opening_hours=_evenings(Role.SERGEANT, evenings))
    return replace(made, venues=(hall,))


def both(made: Borough, evenings: int) -> Borough:
    """The same with one sergeant and one hall: a second sergeant alone does not help, nor does a second hall."""
    return one_hall(one_officer(Role.SERGEANT, made, evenings), evenings)


CROWDED: Mapping[str, Callable[[Borough, int], Borough]] = {
    "one sergeant": partial(one_officer, Role.SERGEANT),
    "one hall": one_hall,
    "one sergeant and one hall": both,
    "one inspector": partial(one_officer, Role.INSPECTOR),
}
"""What the wards share, by name."""


def crowded(name: str, wards: int = 10) -> Borough:
    """One of them, with an evening too few."""
    return CROWDED[name](roomy(wards), wards - 1)


def _every(made: Borough) -> frozenset[str]:
    return frozenset(ward.code for ward in made.wards)


def _evenings(role: Role, count: int) -> str:
    """The first weekdays of every quarter for what each meeting needs, of one quarter for what one a year does."""
    quarters = QUARTERS if role is Role.SERGEANT else QUARTERS[:1]
    return "; ".join(f"{day:%Y %b} {day.day} 18:00-20:15" for month in quarters for day in _weekdays(month, count))


def _weekdays(month: int, count: int) -> list[date]:
    first = date(YEAR, month, TENTH)
    days = (first + timedelta(days=each) for each in range(2 * count + 2))
    return [day for day in days if day.weekday() < SATURDAY][:count]
