"""What every page stands on: the borough's folder, the store and the clock. The borough is kept warm between visits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from scheduler.days import local_day
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.people.passphrases import Hashing
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.year import reading
from wardpanels.year.periods import Periods
from wardpanels.year.planning import problem_beside
from wardpanels.year.wards_told import as_told

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Warm:
    """Boroughs as they were read, by the last period that they were read for. One folder state at a time."""

    stamp: Stamp = ()
    boroughs: dict[Period | None, Borough] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class House:
    """One borough's folder and store.

    Edges: `db` is the address of `store`, for what runs in a process of its own; `clock` gives aware moments; `site`
           and `newsletter` are where publishing goes to
    """

    data: Path
    db: str
    store: Store
    clock: Callable[[], datetime]
    site: Path = Path("site")
    newsletter: Path = Path("newsletter")
    hashing: Hashing = field(default_factory=Hashing)
    _warm: _Warm = field(default_factory=_Warm)

    def borough(self, period: Period | None = None) -> Borough:
        """The borough as its files say now; read again where one of them has changed.

        Errors: UnusableData, CannotUse
        """
        with self._warm.lock:  # two visits at once read it once
            stamp = wiring.stamp(self.data)
            if stamp != self._warm.stamp:
                self._warm.boroughs.clear()
                self._warm.stamp = stamp
            if period not in self._warm.boroughs:
                self._warm.boroughs[period] = reading.check(self.data, period, self.clock()).borough
            found = self._warm.boroughs[period]
        return as_told(self.store, found)

    def today(self) -> date:
        """The day that it is in the borough."""
        return local_day(self.clock(), self.borough().profile.timezone)

    def periods(self) -> Periods:
        """What is stored of the borough's periods, and which is meant today."""
        profile = self.borough().profile
        return Periods(self.store.periods(profile.code), self.today(), profile.first_month)

    def problem(self, period: Period) -> PlanningProblem:
        """A period as a question, beside the stored ones. Errors: UnusableData, CannotUse."""
        return problem_beside(self.store, self.borough(period), period)

    def desk(self, period: Period) -> Desk:
        """A period's publicity. Errors: UnusableData, CannotUse."""
        return open_desk(self.store, self.data, period)
