"""A period as somebody looks at it: each meeting with what became of it, and what residents know otherwise.

Nothing here prints, stores or reads a clock.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.records import MeetingRecord
from scheduler.release.past import with_what_began
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.faults import NothingYet
from wardpanels.year.periods import typed_to_plan
from wardpanels.year.recording import records_of
from wardpanels.year.releasing import latest_release, released_plan


class StateSeen(StrEnum):
    """What became of a meeting, by what is known at a moment."""

    TO_COME = "to-come"
    UNRECORDED = "unrecorded"
    HELD = "held"
    NOT_HELD = "not-held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """What residents were told of a meeting before. Units: `starts_at` is aware, in the borough's zone."""

    starts_at: datetime
    venue_id: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class SeenMeeting:
    """One meeting.

    Edges: `before` is what residents were told, where that was something else: of a draft the newest release, of a
           release what it told before; `is_new` where a draft has it and no release
    """

    meeting: PlannedMeeting
    became: StateSeen
    before: SeenBefore | None = None
    is_new: bool = False
    is_pinned: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether residents were told another day or time."""
        return self.before is not None and self.before.starts_at != self.meeting.starts_at

    @property
    def is_elsewhere(self) -> bool:
        """Whether residents were told another hall."""
        return self.before is not None and self.before.venue_id != self.meeting.venue_id

    @property
    def is_changed(self) -> bool:
        """Whether residents were told something else, or nothing."""
        return self.is_new or self.before is not None


@dataclass(frozen=True, slots=True)
class YearSeen:
    """A period's meetings by start and ward.

    Edges: `release` is the number of the newest one, None where nothing was released; what is not a draft is what
           residents were told
    """

    plan: Plan
    meetings: tuple[SeenMeeting, ...]
    release: int | None
    is_draft: bool

    @property
    def period(self) -> Period:
        """The days that it covers."""
        return self.plan.period

    @property
    def changed(self) -> int:
        """How many meetings residents were told otherwise."""
        return sum(each.is_changed for each in self.meetings)


def year_as_drafted(store: Store, borough: Borough, period: Period, at: datetime) -> YearSeen:
    """The draft at a moment, beside what was released of it; the release itself where there is no draft.

    Edges:  what has begun is as it was released
    Errors: NothingYet
    """
    code = borough.profile.code
    draft = store.draft(code, period.first_day)
    number = _newest_release(store, code, period)
    if draft is None:
        if number is None:
            raise NothingYet("draft", period, f"wardpanels plan {typed_to_plan(period)}")
        return year_as_released(store, borough, period, at)
    told = None if number is None else store.released_plan(code, period.first_day, number)
    plan = draft.plan if told is None else with_what_began(told, draft.plan, at)
    before = {each.meeting_id: _as_planned(each) for each in told.meetings} if told else None
    pinned = frozenset(pin.meeting_id for pin in draft.pins)
    return _seen(plan, _Known(records_of(store, code), before, number, is_draft=True, pinned=pinned), at)


def year_as_released(store: Store, borough: Borough, period: Period, at: datetime) -> YearSeen:
    """What residents were told last, beside what they were told before. Errors: NothingYet."""
    release = latest_release(store, borough.profile.code, period)
    plan = released_plan(store, release)
    known = _Known(records_of(store, plan.borough_code), _told_before(release), release.number, is_draft=False)
    return _seen(plan, known, at)


def _newest_release(store: Store, borough_code: str, period: Period) -> int | None:
    stored = (each for each in store.periods(borough_code) if each.period.first_day == period.first_day)
    return next((each.release for each in stored), None)


def _as_planned(meeting: PlannedMeeting) -> SeenBefore:
    return SeenBefore(meeting.starts_at, meeting.venue_id, not meeting.stands)


def _told_before(release: Release) -> Mapping[str, SeenBefore]:
    """What the release told before, by the meeting's id: what it tells now where that never changed."""
    told = ((each.meeting_id, each.was or each) for each in release.meetings)
    return {name: SeenBefore(was.starts_at, was.hall.venue_id, was.is_cancelled) for name, was in told}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside a plan. Edges: `told` is None where residents were told nothing of the period."""

    records: Mapping[str, MeetingRecord]
    told: Mapping[str, SeenBefore] | None
    release: int | None
    is_draft: bool
    pinned: Container[str] = frozenset()


def _seen(plan: Plan, known: _Known, at: datetime) -> YearSeen:
    def seen(meeting: PlannedMeeting) -> SeenMeeting:
        became = became_of(meeting, known.records.get(meeting.meeting_id), at)
        is_pinned = meeting.meeting_id in known.pinned
        if known.told is None:
            return SeenMeeting(meeting, became, is_pinned=is_pinned)
        before = known.told.get(meeting.meeting_id)
        changed = None if before == _as_planned(meeting) else before
        return SeenMeeting(meeting, became, changed, is_new=before is None, is_pinned=is_pinned)

    return YearSeen(plan, tuple(map(seen, plan.meetings)), known.release, is_draft=known.is_draft)


def became_of(meeting: PlannedMeeting, record: MeetingRecord | None, at: datetime) -> StateSeen:
    """What became of a meeting. Edges: one that runs at `at` is still to come; nobody can have recorded it yet."""
    if not meeting.stands:
        return StateSeen.CANCELLED
    if record is not None and record.tells_outcome:
        return StateSeen.HELD if record.not_held is None else StateSeen.NOT_HELD
    return StateSeen.TO_COME if meeting.ends_at > at else StateSeen.UNRECORDED
