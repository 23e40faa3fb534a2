"""Which period is meant: as it was typed, as a store knows it, or as a day asks for it. Nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from scheduler.attendance import OLD_AFTER
from scheduler.period import MOST_MONTHS, Period, calendar_year, until, year_from
from scheduler.release.past import with_cancelled_as_told
from scheduler.store import Store, StoredPeriod
from wardpanels.faults import CannotUse

TOLD_AFTER = timedelta(days=31)
"""How long a period is still cared for after its last day: what was to go out late is confirmed, and accounted for."""
LEAST_DAYS = 90
"""A rest of a year shorter than this is not worth a plan of its own."""
DAY = timedelta(days=1)


def typed(period: Period) -> str:
    """The option that names a period that is stored."""
    if period == calendar_year(period.first_day.year):
        return f"--year {period}"
    return f"--from {period.first_day}"


def typed_to_plan(period: Period) -> str:
    """The options that name a period of which nothing is stored yet."""
    named = typed(period)
    return f"{named} --to {period.last_day}" if named.startswith("--from") else named


@dataclass(frozen=True, slots=True)
class Periods:
    """A borough's periods on a day. `first_month` is the one in which its usual year begins, 1 for January."""

    stored: tuple[StoredPeriod, ...]
    today: date
    first_month: int = 1

    @property
    def live(self) -> tuple[Period, ...]:
        """The released periods that are not over, or were not a month ago; where there is none, the drafts of such."""
        still = [each for each in standing(self.stored) if each.period.last_day + TOLD_AFTER >= self.today]
        return tuple(each.period for each in still if each.release) or tuple(each.period for each in still)

    @property
    def current(self) -> Period:
        """The live period that runs today, or else the next one. Edges: the one to plan, where none is live."""
        return self._nearest(self.live) if self.live else self.to_plan

    @property
    def to_plan(self) -> Period:
        """The period after the latest one released; where none is, that of the draft, or what is left of this year.

        Edges: so short a rest of the year is left out, or joined to the next year where it follows a period
        """
        after = max((each.period.last_day for each in self.stored if each.release), default=date.min)
        if after > self.today:
            return self._drafted(after + DAY) or self._long_enough(after + DAY)
        drafts = [each for each in standing(self.stored) if each.period.last_day > self.today]
        if drafts:
            newest = max(drafts, key=_drafted_at)
            return self.to_come(newest.period)
        year = self._year_of(self.today)
        left = self.to_come(year) if (year.last_day - self.today).days >= LEAST_DAYS else None
        return left or year_from(year.last_day + DAY)

    @property
    def to_record(self) -> tuple[Period, ...]:
        """The released periods of which it is worth to know how many came, the latest first.

        Edges: what is over for longer than attendance counts as new is left alone
        """
        begun = (each.period for each in self.stored if each.release and each.period.first_day <= self.today)
        counting = (each for each in begun if each.last_day + OLD_AFTER >= self.today)
        return tuple(sorted(counting, key=lambda each: each.first_day, reverse=True))

    @property
    def told_last(self) -> Period | None:
        """The latest period that was released, None where none was."""
        return max((each.period for each in self.stored if each.release), default=None, key=lambda told: told.last_day)

    def to_come(self, period: Period) -> Period:
        """The days of a period that are still to come, of which nothing was held. Edges: all of one that is over."""
        tomorrow = self.today + DAY
        return Period(max(period.first_day, tomorrow), period.last_day) if tomorrow <= period.last_day else period

    def of_year(self, year: int) -> Period:
        """The stored period that begins in a usual year, or all of it; of several the one that runs, or is next."""
        return self._stored_in(year) or self._usual(year)

    def of_year_to_plan(self, year: int) -> Period:
        """The same, but what is to come of the year where nothing of it is released."""
        return self._stored_in(year, is_released=True) or self.to_come(self._usual(year))

    def from_day(self, first_day: date, last_day: date | None) -> Period:
        """The period from a day to another; without that, the one that is stored, or else twelve months.

        Errors: CannotUse, where it ends before it begins, or is too long
        """
        stored = (each.period for each in self.stored if each.period.first_day == first_day)
        period = Period(first_day, last_day) if last_day else next(stored, year_from(first_day))
        check_length(period)
        return period

    def from_day_to_plan(self, first_day: date, last_day: date | None) -> Period:
        """The same, but what is to come of it where nothing of it is released. Errors: CannotUse."""
        period = self.from_day(first_day, last_day)
        return period if self._is_released(period) else self.to_come(period)

    def _usual(self, year: int) -> Period:
        return year_from(date(year, self.first_month, 1))

    def _year_of(self, day: date) -> Period:
        return self._usual((day - relativedelta(months=self.first_month - 1)).year)

    def _stored_in(self, year: int, *, is_released: bool = False) -> Period | None:
        here = [
            each
            for each in standing(self.stored)
            if each.period.first_day in self._usual(year) or each.period == calendar_year(year)
        ]
        released = [each.period for each in here if each.release]
        drafted = [] if is_released else [each.period for each in here]
        return self._nearest(released or drafted) if released or drafted else None

    def _drafted(self, first_day: date) -> Period | None:
        return next((each.period for each in self.stored if each.period.first_day == first_day), None)

    def _long_enough(self, first_day: date) -> Period:
        last_day = self._year_of(first_day).last_day
        if (last_day - first_day).days + 1 < LEAST_DAYS:
            last_day = self._year_of(last_day + DAY).last_day
        return Period(first_day, last_day)

    def _is_released(self, period: Period) -> bool:
        return any(each.release and each.period == period for each in self.stored)

    def _nearest(self, periods: Sequence[Period]) -> Period:
        def order(period: Period) -> tuple[bool, bool, int]:
            is_over, first = period.last_day < self.today, period.first_day.toordinal()
            return self.today not in period, is_over, -first if is_over else first

        return min(periods, key=order)


def standing(stored: Iterable[StoredPeriod]) -> tuple[StoredPeriod, ...]:
    """Those whose draft no other one has taken the place of: a released one of the same days, or a newer draft."""
    known = tuple(stored)
    return tuple(each for each in known if each.release or not any(_replaces(one, each) for one in known))


def check_length(period: Period) -> None:
    """Errors: CannotUse, where a period ends before it begins, or is too long."""
    if period.last_day < period.first_day:
        raise CannotUse("period", f"{period.last_day}, before its first day", f"a last day from {period.first_day} on")
    if period.is_too_long:
        longest = until(period.first_day, MOST_MONTHS).last_day
        wanted = f"{MOST_MONTHS} months at most: {period.first_day} to {longest} at the latest"
        raise CannotUse("period", f"{period.first_day} to {period.last_day}", wanted)


def check_fits(stored: Iterable[StoredPeriod], period: Period) -> None:
    """Refuse a period that cannot be, or that shares days with another one of the borough that is released.

    Errors: CannotUse
    """
    check_length(period)
    for each in stored:
        if each.release and each.period.overlaps(period) and each.period != period:
            raise CannotUse("period", str(period), f"no day of {each.period}, which is released, or all of it")


def period_with(store: Store, borough_code: str, meeting_id: str) -> Period | None:
    """The stored period whose draft or newest release has a meeting with this id, the newest first; None for none."""
    for each in reversed(store.periods(borough_code)):
        draft = store.draft(borough_code, each.period.first_day)
        if draft and meeting_id in draft.plan.meeting_by_id:
            return each.period
        release = store.latest_release(borough_code, each.period.first_day) if each.release else None
        if release and meeting_id in release.meeting_by_id:
            return each.period
    return None


def period_to_release(store: Store, borough_code: str, periods: Periods) -> Period:
    """The one period whose draft says something else than its newest release; the current one where none does.

    Errors: CannotUse, naming them, where there are several
    """
    waiting = [
        each.period
        for each in standing(periods.stored)
        if each.period.last_day >= periods.today and _differs(store, borough_code, each)
    ]
    if len(waiting) > 1:
        found = " and ".join(str(period) for period in waiting)
        wanted = " or ".join(typed(period) for period in waiting)
        raise CannotUse("release", f"drafts of {found} that are not released", f"one of them: {wanted}")
    return waiting[0] if waiting else periods.current


def _differs(store: Store, borough_code: str, stored: StoredPeriod) -> bool:
    draft = store.draft(borough_code, stored.period.first_day)
    if draft is None or stored.release is None:
        return draft is not None
    released = store.released_plan(borough_code, stored.period.first_day, stored.release)
    return with_cancelled_as_told(released, draft.plan).meetings != released.meetings


def _replaces(one: StoredPeriod, other: StoredPeriod) -> bool:
    if one == other or not one.period.overlaps(other.period):
        return False
    return one.release is not None or _drafted_at(one) > _drafted_at(other)


def _drafted_at(stored: StoredPeriod) -> float:
    return stored.drafted_at.timestamp() if stored.drafted_at else 0.0
