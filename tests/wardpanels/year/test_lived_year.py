"""Whatever is done to a year while it is lived, in whatever order: what was told is kept, and what is owed adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from benchmarks.boroughs import borough
from benchmarks.tiny_boroughs import tiny_borough
from scheduler.audit import audit
from scheduler.debt import Fate
from scheduler.edit import NewTiming
from scheduler.errors import NoPlan, PanelError, UnknownName
from scheduler.facts import Absence, Borough, DaySpan, HeldMeeting
from scheduler.framing import as_planned
from scheduler.period import Period, until
from scheduler.policy import Session
from scheduler.problem import PlanningProblem
from scheduler.reasons import HALL_CLOSED, NOBODY_CAME
from scheduler.records import MeetingRecord
from scheduler.store.memory import memory_store
from tests.thorough import enough
from wardpanels.faults import ChangedPast
from wardpanels.year import editing
from wardpanels.year.adding import ToAdd, add_meeting, offer
from wardpanels.year.asking import alternatives, plan_of
from wardpanels.year.drafts import keep_draft
from wardpanels.year.owing import debts_of, waive
from wardpanels.year.periods import Periods
from wardpanels.year.planning import plan_all_wards, problem_beside
from wardpanels.year.recording import Account, record_meeting
from wardpanels.year.releasing import release_draft
from wardpanels.year.replanning import keep, replan

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
NUMBER = st.integers(0, 10_000)
"""Chooses one of however many there are."""


def chosen(number: int, among: Any) -> Any:
    """One of several, or None where there is none."""
    several = tuple(among)
    return several[number % len(several)] if several else None


class LivedYear(RuleBasedStateMachine):
    """A borough of two or three wards, its store and its clock.

    Whatever goes wrong on purpose is a `PanelError`, after which the store is as it was; anything else is a fault.
    """

    @initialize(seed=st.integers(0, 40), is_tiny=st.booleans(), months=st.sampled_from((4, 6, 9, 12)), begins=NUMBER)
    def plan_the_first_period(self, seed: int, is_tiny: bool, months: int, begins: int) -> None:
        self.begin(tiny_borough(seed) if is_tiny else borough(seed, wards=2))
        self.plan(until(START.date() + timedelta(days=1 + begins % 60), months))

    def begin(self, made: Borough) -> None:
        """Nothing is stored yet."""
        self.borough, self.store = made, memory_store()
        self.now = START
        self.moments: list[datetime] = []  # of each release, in the order in which they were made
        self.told: dict[str, tuple[Any, ...]] = {}
        self.past: dict[str, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    # what is known

    @property
    def code(self) -> str:
        return self.borough.profile.code

    @property
    def periods(self) -> Periods:
        return Periods(self.store.periods(self.code), self.now.date())

    def drafted(self, number: int) -> Period | None:
        return chosen(number, (each.period for each in self.periods.stored if each.drafted_at))

    def problem(self, period: Period) -> PlanningProblem:
        return problem_beside(self.store, self.borough, period)

    def meetings(self, period: Period) -> tuple[Any, ...]:
        return plan_of(self.store, self.borough, period).meetings

    def meeting(self, period: Period | None, number: int) -> Any:
        """One of a draft's meetings, most often one that is still to come."""
        meetings = self.meetings(period) if period else ()
        coming = [each for each in meetings if each.starts_at > self.now]
        return chosen(number // 8, meetings if number % 8 == 0 else coming or meetings)

    def kept(self) -> tuple[Any, ...]:
        """All that is stored."""
        stored = self.store.periods(self.code)
        firsts = [each.period.first_day for each in stored]
        return (
            stored,
            [self.store.draft(self.code, first) for first in firsts],
            [self.store.releases(self.code, first) for first in firsts],
            self.store.records.lines(self.code),
        )

    def done(self, command: Any) -> Any:
        """What a command gives; None where it is refused, after which nothing may have changed."""
        before = self.kept()
        try:
            return command()
        except PanelError:
            assert self.kept() == before
            return None

    def edited(self, period: Period, command: Any) -> None:
        """Change a draft: what breaks a rule afterwards broke it before."""
        problem = self.problem(period)
        found = self.done(lambda: command(problem))
        if found is None:
            return
        edited = found[0] if isinstance(found, tuple) else found
        judged = as_planned(problem, edited.before)
        known = {(breach.rule, breach.seen) for breach in audit(judged, edited.before)}
        assert {(breach.rule, breach.seen) for breach in audit(judged, edited.after)} <= known
        assert self.store.draft(self.code, period.first_day).plan == edited.after

    # time

    @rule(days=st.sampled_from((0, 1, 3, 10, 30)), hours=st.integers(0, 23))
    def days_pass(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule(number=NUMBER, minutes=st.sampled_from((-1, 0, 1, 30)))
    def a_meeting_is_about_to_begin_or_has_just_begun(self, number: int, minutes: int) -> None:
        periods = [each.period for each in self.periods.stored]
        coming = [each.starts_at for period in periods for each in self.meetings(period) if each.starts_at > self.now]
        moment = chosen(number % 3, sorted(coming))
        if moment is not None:
            self.now = moment.astimezone(UTC) + timedelta(minutes=minutes)

    @rule()
    def the_clock_is_set_back(self) -> None:
        self.now -= timedelta(hours=1)

    # plans and releases

    def plan(self, period: Period) -> None:
        found = self.done(lambda: plan_all_wards(self.problem(period)))
        if found is not None:
            assert audit(found.drafted.problem, found.drafted.plan) == ()
            self.done(lambda: keep_draft(self.store, found.drafted.problem.borough, found.drafted.plan, self.now))

    @rule()
    def plan_the_next_period(self) -> None:
        next_one = self.periods.to_plan
        if next_one.first_day - self.now.date() < timedelta(days=120):
            self.plan(next_one)

    @rule(number=NUMBER, with_new_tiers=st.booleans(), pinned=NUMBER)
    def replan(self, number: int, with_new_tiers: bool, pinned: int) -> None:
        period = self.drafted(number)
        if period is None:
            return
        pin = self.meeting(period, pinned) if pinned % 3 == 0 else None
        pins = [pin.meeting_id] if pin else []
        problem = self.problem(period)
        compared = self.done(lambda: replan(self.store, problem, self.now, pins, with_new_tiers=with_new_tiers))
        if compared is not None:
            self.done(lambda: keep(self.store, problem.borough, compared, self.now))

    @rule(number=NUMBER, allowed=st.sampled_from((None, 99)))
    def release(self, number: int, allowed: int | None) -> None:
        period = self.drafted(number)
        if period is None:
            return
        self.done(lambda: self.release_now(period, allowed))

    def release_now(self, period: Period, allowed: int | None = 99) -> None:
        """Errors: as `release_draft`."""
        made = release_draft(self.store, self.borough, period, self.now, allowed=allowed, dry_run=False)
        if made.is_stored:
            self.moments.append(self.now)
            self.nothing_that_had_begun_is_told_otherwise(made.release)

    def nothing_that_had_begun_is_told_otherwise(self, release: Any) -> None:
        """Nothing that had begun at this release or an earlier one; and no id stands for another promise."""
        moment = max(self.moments)
        plan = self.store.released_plan(self.code, release.first_day, release.number)
        for meeting in release.meetings:
            name = meeting.meeting_id
            told = (meeting.starts_at, meeting.ends_at, meeting.hall.venue_id, meeting.state)
            assert self.past.get(name, told) == told, (name, self.past[name], told)
            if meeting.starts_at <= moment:
                self.past[name] = told
        assert {name for name in self.past if self.told[name][0] == release.first_day} <= set(release.meeting_by_id)
        for planned in plan.meetings:
            name = planned.meeting_id
            promise = (release.first_day, planned.ward_code, planned.is_extra, planned.instead_of)
            assert self.told.setdefault(name, promise) == promise

    # edits

    @rule(number=NUMBER, which=NUMBER, day=st.one_of(st.none(), NUMBER), hall=st.one_of(st.none(), NUMBER))
    def move(self, number: int, which: int, day: int | None, hall: int | None) -> None:
        period = self.drafted(number)
        meeting = self.meeting(period, which)
        if not meeting:
            return
        wish = NewTiming(
            held_on=None if day is None else chosen(day, period.days),
            venue_id=None if hall is None else chosen(hall, (each.venue_id for each in self.borough.venues)),
        )
        self.edited(
            period, lambda problem: editing.move_meeting(self.store, problem, meeting.meeting_id, wish, self.now)
        )

    @rule(number=NUMBER, which=NUMBER, place=NUMBER)
    def move_to_what_is_offered(self, number: int, which: int, place: int) -> None:
        period = self.drafted(number)
        meeting = self.meeting(period, which)
        if not meeting:
            return
        ranked = self.done(lambda: alternatives(self.store, self.problem(period), meeting.meeting_id, self.now))
        best = chosen(place, ranked.best(5)) if ranked else None
        if best is not None:
            to = best.meeting
            wish = NewTiming(to.held_on, to.starts_at.time(), to.venue_id)
            self.edited(
                period, lambda problem: editing.move_meeting(self.store, problem, meeting.meeting_id, wish, self.now)
            )

    @rule(number=NUMBER, which=NUMBER, because=st.sampled_from((None, HALL_CLOSED.code, "other: a flood", "flood")))
    def cancel(self, number: int, which: int, because: str | None) -> None:
        period = self.drafted(number)
        meeting = self.meeting(period, which)
        if meeting:
            self.edited(
                period,
                lambda problem: editing.cancel_meeting(self.store, problem, meeting.meeting_id, self.now, because),
            )

    @rule(number=NUMBER, which=NUMBER)
    def reinstate(self, number: int, which: int) -> None:
        period = self.drafted(number)
        meeting = period and chosen(which, (each for each in self.meetings(period) if not each.stands))
        if meeting:
            self.edited(
                period, lambda problem: editing.reinstate_meeting(self.store, problem, meeting.meeting_id, self.now)
            )

    @rule(number=NUMBER, ward=NUMBER, place=NUMBER)
    def add_an_extra_meeting(self, number: int, ward: int, place: int) -> None:
        period = self.drafted(number)
        if period:
            self.add(period, ToAdd(ward=chosen(ward, self.borough.wards).code), place)

    @rule(number=NUMBER, which=NUMBER, place=NUMBER)
    def add_one_instead_of_another(self, number: int, which: int, place: int) -> None:
        period = self.drafted(number)
        if not period:
            return
        owed = [
            promise.meeting for debt in debts_of(self.store, self.problem(period), self.now) for promise in debt.open
        ]
        other = chosen(which, owed)
        if other is not None:
            self.add(period, ToAdd(instead_of=other.meeting_id), place)

    def add(self, period: Period, asked: ToAdd, place: int) -> None:
        found = self.done(lambda: offer(self.store, self.problem(period), asked, self.now, 3))
        best = chosen(place, found.best) if found else None
        day = best.meeting.held_on if best else chosen(place, period.days)
        wish = NewTiming(held_on=day, venue_id=best.meeting.venue_id if best and place % 2 else None)
        self.edited(period, lambda problem: add_meeting(self.store, problem, asked, wish, self.now))

    @rule(number=NUMBER)
    def undo(self, number: int) -> None:
        period = self.drafted(number)
        if period:
            self.edited(period, lambda problem: editing.undo_last(self.store, problem, self.now))

    # what became of meetings

    @rule(
        number=NUMBER,
        which=NUMBER,
        residents=st.one_of(st.none(), st.integers(-1, 60)),
        corrects=st.booleans(),
    )
    def record(self, number: int, which: int, residents: int | None, corrects: bool) -> None:
        period = self.drafted(number)
        meetings = self.meetings(period) if period else ()
        meeting = chosen(which, [each for each in meetings if each.starts_at <= self.now] or meetings)
        if meeting:
            not_held = NOBODY_CAME.code if residents is None else None
            told = MeetingRecord(meeting.meeting_id, residents, not_held=not_held)
            self.done(
                lambda: record_meeting(self.store, self.borough, period, Account(told), self.now, corrects=corrects)
            )

    @rule(number=NUMBER, which=NUMBER)
    def waive(self, number: int, which: int) -> None:
        period = self.drafted(number)
        if not period:
            return
        asked = chosen(which, (*(each.meeting_id for each in self.meetings(period)), self.borough.wards[0].slug))
        if asked is not None:
            self.done(lambda: waive(self.store, self.problem(period), asked, "The panel agreed.", self.now))

    # facts

    @rule(number=NUMBER, days=st.integers(1, 60))
    def a_hall_closes(self, number: int, days: int) -> None:
        hall, first = chosen(number, self.borough.venues), self.now.date()
        closed = tuple(
            sorted((*hall.closed, DaySpan(first, first + timedelta(days=days))), key=lambda each: each.first)
        )
        halls = tuple(replace(each, closed=closed) if each is hall else each for each in self.borough.venues)
        self.borough = replace(self.borough, venues=halls)

    @rule(number=NUMBER)
    def a_hall_is_lost(self, number: int) -> None:
        lost = chosen(number, self.borough.venues)
        if len(self.borough.venues) > 4:
            self.borough = replace(self.borough, venues=tuple(each for each in self.borough.venues if each is not lost))

    @rule(number=NUMBER)
    def an_officer_leaves(self, number: int) -> None:
        gone = chosen(number, self.borough.officers)
        of_role = [each for each in self.borough.officers if each.role is gone.role]
        if len(of_role) > 1:
            officers = tuple(each for each in self.borough.officers if each is not gone)
            absences = tuple(each for each in self.borough.absences if each.officer_id != gone.officer_id)
            self.borough = replace(self.borough, officers=officers, absences=absences)

    @rule(number=NUMBER, days=st.integers(1, 400))
    def an_officer_is_away(self, number: int, days: int) -> None:
        officer, first = chosen(number, self.borough.officers), self.now.date()
        absence = Absence(officer.officer_id, DaySpan(first, first + timedelta(days=days)), "away")
        self.borough = replace(self.borough, absences=(*self.borough.absences, absence))

    @rule(number=NUMBER, residents=st.sampled_from((0, 12, 40)))
    def many_or_few_come(self, number: int, residents: int) -> None:
        ward, day = chosen(number, self.borough.wards), self.now.date() - timedelta(days=1)
        known = {(each.ward_code, each.held_on) for each in self.borough.attendance}
        rows = [HeldMeeting(ward.code, day - timedelta(days=n), Session.EVENING, residents) for n in range(4)]
        new = [row for row in rows if (row.ward_code, row.held_on) not in known]
        self.borough = replace(self.borough, attendance=(*self.borough.attendance, *new))

    # always

    @invariant()
    def what_is_owed_adds_up(self) -> None:
        if not hasattr(self, "store"):
            return
        for stored in self.periods.stored:
            debts = debts_of(self.store, self.problem(stored.period), self.now)
            assert [debt.ward_code for debt in debts] == [ward.code for ward in self.borough.wards]
            for debt in debts:
                assert debt.owed == debt.held + debt.planned + debt.still_owed
                waived = debt.count(Fate.WAIVED)
                assert debt.quota <= debt.owed + waived


def a_year(first_day: date, months: int) -> tuple[LivedYear, Period]:
    """A borough of two wards whose first period is planned and released."""
    year = LivedYear()
    year.begin(borough(4, wards=2))
    period = until(first_day, months)
    year.plan(period)
    year.release_now(period)
    return year, period


def extra(year: LivedYear, period: Period) -> str:
    """Add an extra meeting of the first ward, and return its id."""
    known = {each.meeting_id for each in year.meetings(period)}
    year.add(period, ToAdd(ward=year.borough.wards[0].code), 1)
    (new,) = {each.meeting_id for each in year.meetings(period)} - known
    return new


def test_two_releases_by_a_clock_that_was_set_back_still_know_what_had_begun():
    year, period = a_year(date(2027, 1, 1), 6)
    first, *_, last = year.meetings(period)
    year.now = first.starts_at.astimezone(UTC) + timedelta(minutes=15)
    editing.cancel_meeting(year.store, year.problem(period), last.meeting_id, year.now)
    year.release_now(period)
    year.the_clock_is_set_back()
    editing.reinstate_meeting(year.store, year.problem(period), last.meeting_id, year.now)
    year.release_now(period)
    editing.cancel_meeting(year.store, year.problem(period), first.meeting_id, year.now)

    with pytest.raises(ChangedPast, match=first.meeting_id):
        year.release_now(period)


def test_id_that_was_released_and_taken_back_is_not_given_to_another_meeting():
    year, period = a_year(date(2027, 1, 1), 6)
    told = extra(year, period)
    year.release_now(period)
    year.undo(0)
    year.release_now(period)

    assert extra(year, period) != told


def test_id_of_a_meeting_that_was_added_and_is_not_released_yet_is_not_given_in_the_next_period():
    year, period = a_year(date(2027, 1, 1), 4)
    added = extra(year, period)
    rest = Period(date(2027, 5, 1), date(2027, 12, 31))

    year.plan(rest)

    assert added not in {each.meeting_id for each in year.meetings(rest)}


@pytest.mark.parametrize("what", ["hall", "officers"])
def test_what_has_begun_is_told_as_it_was_when_its_hall_or_its_officers_are_gone(what):
    year, period = a_year(date(2027, 1, 1), 6)
    first, *_, last = year.meetings(period)
    year.now = first.starts_at.astimezone(UTC) + timedelta(hours=3)
    if what == "hall":
        halls = tuple(each for each in year.borough.venues if each.venue_id != first.venue_id)
        year.borough = replace(year.borough, venues=halls)
    else:
        officers = tuple(each for each in year.borough.officers if each.officer_id not in first.officers)
        year.borough = replace(year.borough, officers=officers)
    later = tuple(each for each in year.meetings(period) if each.starts_at > year.now)
    for meeting in later:  # none of those to come needs what is gone
        editing.cancel_meeting(year.store, year.problem(period), meeting.meeting_id, year.now)

    year.release_now(period)

    before, now = (year.store.release(year.code, period.first_day, number) for number in (1, 2))
    assert now.meeting_by_id[first.meeting_id] == before.meeting_by_id[first.meeting_id]
    assert now.meeting_by_id[last.meeting_id].is_cancelled


@pytest.mark.parametrize("what", ["no hall in use", "no hall at all"])
def test_replan_of_a_ward_that_has_no_hall_left_says_that_there_is_no_plan(what):
    year, period = a_year(date(2027, 1, 1), 6)
    first = year.meetings(period)[0]
    year.now = first.starts_at.astimezone(UTC) + timedelta(hours=3)
    if what == "no hall at all":
        halls = tuple(each for each in year.borough.venues if first.ward_code not in each.ward_codes)
        officers = year.borough.officers
    else:
        halls = tuple(each for each in year.borough.venues if each.venue_id != first.venue_id)
        officers = tuple(each for each in year.borough.officers if each.officer_id not in first.officers)
    year.borough = replace(year.borough, venues=halls, officers=officers)

    with pytest.raises(NoPlan):
        replan(year.store, year.problem(period), year.now, [])


def test_meeting_of_a_ward_that_is_gone_is_refused_by_name():
    year, period = a_year(date(2027, 1, 1), 6)
    gone, left = year.borough.wards
    own = next(each for each in year.meetings(period) if each.ward_code == gone.code)
    year.borough = replace(year.borough, wards=(replace(left, neighbours=frozenset()),))

    with pytest.raises(UnknownName, match=gone.code):
        editing.move_meeting(year.store, year.problem(period), own.meeting_id, NewTiming(own.held_on), year.now)


TestLivedYear = LivedYear.TestCase
TestLivedYear.settings = settings(
    max_examples=enough(2, 40), stateful_step_count=30, suppress_health_check=list(HealthCheck)
)
