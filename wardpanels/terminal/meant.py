"""Which period somebody means who types a command: the one they name, that of the meeting, or the one of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.facts import BoroughProfile
from scheduler.period import Period
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.terminal import screen
from wardpanels.year.periods import Periods, check_fits, period_to_release, period_with
from wardpanels.year.reading import profile_of


@dataclass(frozen=True, slots=True)
class AsTyped:
    """What was typed of the place, the period and the meeting.

    Edges: None and "" stand for what was left out; `is_to_add`: a meeting to come is to take that one's place
    """

    data: Path
    db: str
    year: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    meeting: str = ""
    is_to_add: bool = False

    @property
    def has_period(self) -> bool:
        """Whether a period was named."""
        return self.year is not None or self.first_day is not None


Finder = Callable[[AsTyped], Period]
DAYS = ("first_day", "last_day")
MEETING = ("meeting", "instead_of", "what")
"""The arguments and options that may hold the id of a meeting."""


def one(typed: AsTyped) -> Period:
    """The period that is named, or that has the meeting, or else the live one of today, which is then said."""
    with _looked_up(typed) as (store, profile, periods):
        found = _told(typed, store, profile, periods)
        if found is None and periods.live:
            screen.note(f"{profile.name}, {periods.current}.")
        return found or periods.current


def period_of(settings: Mapping[str, Any]) -> Period:
    """The one period that is meant by what was read so far of a command's settings. Nothing is said of it."""
    typed = typed_of(settings)
    with _looked_up(typed) as (store, profile, periods):
        return _told(typed, store, profile, periods) or periods.current


def typed_of(settings: Mapping[str, Any]) -> AsTyped:
    """What the settings of a command say of the place, the period and the meeting."""
    meeting = next((told for name in MEETING if isinstance(told := settings.get(name), str)), "")
    first_day, last_day = (settings.get(name) for name in DAYS)
    is_to_add = settings.get("instead_of") is not None
    return AsTyped(settings["data"], settings["db"], settings["year"], first_day, last_day, meeting, is_to_add)


def to_plan(typed: AsTyped) -> Period:
    """The period that is named, or else the next one to plan; only what is to come of it, unless it is released.

    Errors: CannotUse, where it cannot be, or shares days with another that is released
    """
    with _looked_up(typed) as (_, _, periods):
        if typed.first_day is not None:
            wanted = periods.from_day_to_plan(typed.first_day, typed.last_day)
        elif typed.year is not None:
            wanted = periods.of_year_to_plan(typed.year)
        else:
            wanted = periods.to_plan
        check_fits(periods.stored, wanted)
        return wanted


def to_release(typed: AsTyped) -> Period:
    """The period that is named, or else the one whose draft says something new. Errors: CannotUse for several."""
    with _looked_up(typed) as (store, profile, periods):
        if typed.has_period:
            return _named(typed, periods)
        return period_to_release(store, profile.code, periods) if store else periods.current


def every(typed: AsTyped, store: Store) -> tuple[Period, ...]:
    """The period that is named, or else every live one. Edges: the one to plan where none is."""
    periods = _known(profile_of(typed.data), store)
    return (_named(typed, periods),) if typed.has_period else periods.live or (periods.current,)


@contextmanager
def _looked_up(typed: AsTyped) -> Iterator[tuple[Store | None, BoroughProfile, Periods]]:
    """The store, if there is one yet: to ask which period is meant makes none."""
    profile = profile_of(typed.data)
    with wiring.store_if_any(typed.db) as store:
        yield store, profile, _known(profile, store)


def _known(profile: BoroughProfile, store: Store | None) -> Periods:
    stored = store.periods(profile.code) if store else ()
    return Periods(stored, wiring.today(profile.timezone), profile.first_month)


def _told(typed: AsTyped, store: Store | None, profile: BoroughProfile, periods: Periods) -> Period | None:
    if typed.has_period:
        return _named(typed, periods)
    found = period_with(store, profile.code, typed.meeting) if store and typed.meeting else None
    return None if found and typed.is_to_add and found.last_day < periods.today else found


def _named(typed: AsTyped, periods: Periods) -> Period:
    if typed.first_day is not None:
        return periods.from_day(typed.first_day, typed.last_day)
    return periods.of_year(typed.year or periods.today.year)
