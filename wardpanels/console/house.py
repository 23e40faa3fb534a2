"""What every page stands on: the folder, the store and the clock. What was read is kept warm between requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

from scheduler.days import local_day
from scheduler.facts import Borough, BoroughProfile
from scheduler.period import Period
from scheduler.problem import PlanningProblem
from scheduler.reading.settings import SETTINGS_FILE
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.evidence.reporting import Report, report_on
from wardpanels.people.passphrases import Hashing
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.year.periods import Periods
from wardpanels.year.planning import problem_beside
from wardpanels.year.reading import Checked, check, profile_of
from wardpanels.year.recording import recorded_before
from wardpanels.year.wards_told import as_told

Stamp = tuple[tuple[str, int, int], ...]
Made = TypeVar("Made")
Kept = dict[Period | None, tuple[object, Made]]
"""By period: what something was made of, and what came of it."""


@dataclass(slots=True)
class _Warm:
    """What was read and worked out, the last for each period: good while what it was made of is the same."""

    profiles: Kept[BoroughProfile] = field(default_factory=dict)
    read: Kept[Checked] = field(default_factory=dict)
    told: Kept[Borough] = field(default_factory=dict)
    problems: Kept[PlanningProblem] = field(default_factory=dict)
    desks: Kept[Desk] = field(default_factory=dict)
    reports: Kept[Report] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def once(self, kept: Kept[Made], period: Period | None, of: object, make: Callable[[], Made]) -> Made:
        """What came of the same before, or comes of it now. Edges: two visits at once make it once."""
        with self.lock:
            if period not in kept or kept[period][0] != of:
                kept[period] = (of, make())
            return kept[period][1]


@dataclass(frozen=True, slots=True)
class House:
    """One borough's folder and store.

    Edges: `db` is the address of `store`, for what runs in a process of its own; `clock` gives aware moments; `site`
           and `newsletter` are where publishing goes to; `crimes` is where counts of crimes are kept
    """

    data: Path
    db: str
    store: Store
    clock: Callable[[], datetime]
    site: Path = Path("site")
    newsletter: Path = Path("newsletter")
    hashing: Hashing = field(default_factory=Hashing)
    crimes: Path = Path("crimes-cache")
    _warm: _Warm = field(default_factory=_Warm)

    def profile(self) -> BoroughProfile:
        """The borough's settings alone: they can be read where another file needs mending, which is when people have to
        come in to mend it.

        Errors: UnusableData, CannotUse
        """
        return self._warm.once(self._warm.profiles, None, self._settings_stamp(), lambda: profile_of(self.data))

    def checked(self) -> Checked:
        """The borough as its files say now, and what each ward is owed. Errors: UnusableData, CannotUse."""
        return self._read(None)

    def borough(self, period: Period | None = None) -> Borough:
        """The borough as its files say now; read again where one of them has changed.

        Errors: UnusableData, CannotUse
        """
        stamp = wiring.stamp(self.data)
        read = self._read(period)
        releases = tuple((each.period, each.release) for each in self.store.periods(read.borough.profile.code))
        return self._warm.once(self._warm.told, period, (stamp, releases), lambda: as_told(self.store, read.borough))

    def _settings_stamp(self) -> Stamp:
        folder = wiring.stamp(self.data) if self.data.is_dir() else ()
        return tuple(each for each in folder if each[0] == SETTINGS_FILE)

    def _read(self, period: Period | None) -> Checked:
        stamp = wiring.stamp(self.data) if self.data.is_dir() else ()
        return self._warm.once(self._warm.read, period, stamp, lambda: check(self.data, period, self.clock()))

    def today(self) -> date:
        """The day that it is in the borough."""
        return local_day(self.clock(), self.profile().timezone)

    def periods(self) -> Periods:
        """What is stored of the borough's periods, and which is meant today."""
        profile = self.profile()
        return Periods(self.store.periods(profile.code), self.today(), profile.first_month)

    def problem(self, period: Period) -> PlanningProblem:
        """A period as a question, beside the stored ones: put anew where anything it stands on has changed.

        Errors: UnusableData, CannotUse
        """
        borough = self.borough(period)
        code = borough.profile.code
        beside = tuple(
            replace(each, drafted_at=None) if each.period == period else each for each in self.store.periods(code)
        )
        of = (wiring.stamp(self.data), beside, recorded_before(self.store, borough, period.first_day))
        return self._warm.once(self._warm.problems, period, of, lambda: problem_beside(self.store, borough, period))

    def desk(self, period: Period) -> Desk:
        """A period's publicity. Errors: UnusableData, CannotUse."""
        borough = self.borough()
        of = (wiring.stamp(self.data), self.store.periods(borough.profile.code))
        return self._warm.once(self._warm.desks, period, of, lambda: open_desk(self.store, self.data, period, borough))

    def report(self, period: Period) -> Report:
        """How a period's action plan stands: worked out anew where anything was added, and each minute.

        Errors: UnusableData, CannotUse
        """
        desk, at = self.desk(period), self.clock()
        of = (wiring.stamp(self.data), self.store.mark(desk.code), at.replace(second=0, microsecond=0))
        return self._warm.once(self._warm.reports, period, of, lambda: report_on(desk, at))
