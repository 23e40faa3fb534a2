"""What every page stands on: the folder, the store and the clock. What was read is kept warm between requests."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

from scheduler.days import local_day
from scheduler.facts import Borough, BoroughProfile
from scheduler.period import Period
from scheduler.problem import PlanningProblem
from scheduler.reading.contract import WARDS
from scheduler.reading.finding import find_tables
from scheduler.reading.settings import SETTINGS_FILE
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.evidence.reporting import Report, report_on
from wardpanels.people.passphrases import Hashing
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.year.periods import Periods
from wardpanels.year.planning import problem_beside
from wardpanels.year.reading import Checked, check, profile_of
from wardpanels.year.recording import recorded_for
from wardpanels.year.wards_told import as_told

Stamp = tuple[tuple[str, int, int], ...]
Made = TypeVar("Made")


MOST_KEPT = 8
"""Things of one kind, so that what is kept never grows: there are fewer periods that anybody looks at."""


class _Slot(Generic[Made]):
    """One thing that is kept: what it was made of, and itself. Edges: None before it was made"""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: tuple[object, Made] | None = None


class KeptWarm(Generic[Made]):
    """The last of something that was made for each period, or whatever it is for: good while what it was made of is the
    same. Edges: of the last few alone"""

    def __init__(self) -> None:
        self._slots: dict[Hashable, _Slot[Made]] = {}
        self._lock = Lock()

    def once(self, one: Hashable, of: object, make: Callable[[], Made]) -> Made:
        """What came of the same before, or comes of it now.

        Edges: two requests at once make it once, and whoever wants another one does not wait for it
        """
        with self._lock:
            slot = self._slots[one] = self._slots.pop(one) if one in self._slots else _Slot()
            if len(self._slots) > MOST_KEPT:
                self._slots.pop(next(iter(self._slots)))
        with slot.lock:
            if slot.found is None or slot.found[0] != of:
                slot.found = (of, make())
            return slot.found[1]


@dataclass(frozen=True, slots=True)
class _Warm:
    """What was read and worked out."""

    profiles: KeptWarm[BoroughProfile] = field(default_factory=KeptWarm)
    read: KeptWarm[Checked] = field(default_factory=KeptWarm)
    told: KeptWarm[Borough] = field(default_factory=KeptWarm)
    problems: KeptWarm[PlanningProblem] = field(default_factory=KeptWarm)
    desks: KeptWarm[Desk] = field(default_factory=KeptWarm)
    reports: KeptWarm[Report] = field(default_factory=KeptWarm)
    of_files: KeptWarm[Any] = field(default_factory=KeptWarm)


@dataclass(frozen=True, slots=True)
class House:
    """One borough's folder and store.

    Edges: `db` is the address of `store`, for what runs in a process of its own; `clock` gives aware moments; `site`
           and `newsletter` are where publishing goes to; `crimes` is where counts of crimes are kept; without the
           `openid_secret` nobody signs in with an account at work; `environ` is what the borough's secrets are in;
           `made` is told when something was made that stays
    """

    data: Path
    db: str
    store: Store
    clock: Callable[[], datetime]
    site: Path = Path("site")
    newsletter: Path = Path("newsletter")
    hashing: Hashing = field(default_factory=Hashing)
    crimes: Path = Path("crimes-cache")
    openid_secret: str = field(default="", repr=False)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    made: Callable[[], object] = field(default=lambda: None, repr=False)
    _warm: _Warm = field(default_factory=_Warm)

    def profile(self) -> BoroughProfile:
        """The borough's settings alone: they can be read where another file needs mending, which is when people have to
        come in to mend it.

        Errors: UnusableData, CannotUse
        """
        settings = tuple(each for each in self._stamp() if each[0] == SETTINGS_FILE)
        return self._warm.profiles.once(None, settings, lambda: profile_of(self.data))

    def checked(self) -> Checked:
        """The borough as its files say now, and what each ward is owed. Errors: UnusableData, CannotUse."""
        return self._read(None, self._stamp())

    def borough(self, period: Period | None = None) -> Borough:
        """The borough as its files say now; read again where one of them has changed.

        Errors: UnusableData, CannotUse
        """
        stamp = self._stamp()
        read = self._read(period, stamp)
        releases = tuple((each.period, each.release) for each in self.store.periods(read.borough.profile.code))
        return self._warm.told.once(period, (stamp, releases), self._told_of(lambda: as_told(self.store, read.borough)))

    def _stamp(self) -> Stamp:
        """What tells whether a file has changed. Edges: () while there is no folder, which reading it says better"""
        return wiring.stamp(self.data) if self.data.is_dir() else ()

    def _read(self, period: Period | None, stamp: Stamp) -> Checked:
        return self._warm.read.once(period, stamp, self._told_of(lambda: check(self.data, period, self.clock())))

    def _told_of(self, make: Callable[[], Made]) -> Callable[[], Made]:
        """The same, and whoever wants to know is told that it was made."""

        def making() -> Made:
            found = make()
            self.made()
            return found

        return making

    @property
    def has_begun(self) -> bool:
        """Whether the folder has wards yet: it may hold nothing but settings, so that somebody can send the rest."""
        return self.of_files("has begun", lambda: WARDS.table in find_tables(self.data, (WARDS,))[0])

    def of_files(self, what: Hashable, make: Callable[[], Made], also: object = None) -> Made:
        """What comes of the folder's files, and of what is told in `also`; made anew where one of these has changed.

        Errors: as `make`
        """
        found: Made = self._warm.of_files.once(what, (self._stamp(), also), make)
        return found

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
        of = (self._stamp(), beside, recorded_for(self.store, borough, period))
        return self._warm.problems.once(period, of, self._told_of(lambda: problem_beside(self.store, borough, period)))

    def desk(self, period: Period) -> Desk:
        """A period's publicity. Errors: UnusableData, CannotUse."""
        borough = self.borough()
        of = (self._stamp(), self.store.periods(borough.profile.code))
        return self._warm.desks.once(
            period, of, self._told_of(lambda: open_desk(self.store, self.data, period, borough))
        )

    def report(self, period: Period) -> Report:
        """How a period's action plan stands: worked out anew where anything was added, and each minute.

        Errors: UnusableData, CannotUse
        """
        desk, at = self.desk(period), self.clock()
        of = (self._stamp(), self.store.mark(desk.code), at.replace(second=0, microsecond=0))
        return self._warm.reports.once(period, of, lambda: report_on(desk, at))
