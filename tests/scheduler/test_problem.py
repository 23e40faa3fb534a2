"""The question a borough's year poses: who and what serves a ward, when they are there, which starts overlap."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.errors import UnknownName
from scheduler.facts import Absence, DayKind, DaySpan, PartOfDay, Role, SpecialDays
from scheduler.hours import open_spans
from scheduler.period import calendar_year
from scheduler.policy import Session
from scheduler.posing import planning_problem
from scheduler.problem import Sitting, once_a_problem
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_library, a_policy, a_venue, an_officer


def problem_of(**changes):
    return planning_problem(a_borough(**changes), calendar_year(2027))


def spoken(problem, group):
    return [f"{problem.sittings[n].session} {problem.sittings[n].starts:%H:%M}" for n in group]


def test_year_has_every_day_every_permitted_sitting_in_order_and_its_quarters():
    problem = problem_of()

    assert (problem.first_day, problem.last_day, len(problem.days)) == (date(2027, 1, 1), date(2027, 12, 31), 365)
    assert list(problem.sittings) == sorted(problem.sittings)
    assert len(problem.sittings) == 8
    assert [quarter.number for quarter in problem.quarters] == [1, 2, 3, 4]
    assert [standing.ward.code for standing in problem.standings] == [BOW_EAST, MILE_END]


def test_ward_sees_the_halls_and_officers_that_serve_it_and_leads_are_no_deputies():
    other = frozenset({MILE_END})
    both = an_officer("sgt-2", Role.SERGEANT, ward_codes=other, deputy_ward_codes=frozenset({BOW_EAST, MILE_END}))
    officers = (an_officer("sgt-1", Role.SERGEANT), both, an_officer("dwo-9", Role.DWO, ward_codes=other))
    problem = problem_of(officers=officers, venues=(a_venue(), a_library(ward_codes=other)))

    seen = {
        view.ward.name: [
            [getattr(each, "venue_id", None) or each.officer_id for each in group]
            for group in (view.halls, view.leads, view.deputies, view.ward_officers, view.inspectors, view.public_realm)
        ]
        for view in problem.wards
    }
    assert seen == {
        "Bow East": [["bow-centre"], ["sgt-1"], ["sgt-2"], [], [], []],
        "Mile End": [["bow-centre", "library"], ["sgt-1", "sgt-2"], [], ["dwo-9"], [], []],
    }


def test_weekend_sittings_are_at_weekends_and_the_others_from_monday_to_friday():
    friday, saturday, sunday = date(2027, 1, 15), date(2027, 1, 16), date(2027, 1, 17)

    for session in Session:
        on = [Sitting(session, time(11)).is_on(day) for day in (friday, saturday, sunday)]
        weekend = session is Session.WEEKEND_DAYTIME
        assert on == [not weekend, weekend, weekend]


def test_sittings_that_overlap_are_grouped_as_largely_as_can_be():
    problem = problem_of()

    # 16:30 ends at 18:00, before any evening begins; every evening start overlaps every other
    assert sorted(spoken(problem, group) for group in problem.overlaps) == [
        ["evening 18:30", "evening 19:00", "evening 19:30"],
        ["weekday_daytime 10:30"],
        ["weekday_daytime 13:00"],
        ["weekday_daytime 16:30"],
        ["weekend_daytime 11:00"],
        ["weekend_daytime 14:00"],
    ]


def test_meeting_may_begin_as_another_ends_and_weekends_never_meet_weekdays():
    starts = {
        Session.EVENING: (time(18), time(19), time(19, 30)),
        Session.WEEKDAY_DAYTIME: (time(17),),
        Session.WEEKEND_DAYTIME: (time(17),),
    }
    problem = problem_of(policy=a_policy(starts=starts))

    assert sorted(spoken(problem, group) for group in problem.overlaps) == [
        ["evening 18:00", "evening 19:00"],
        ["evening 18:00", "weekday_daytime 17:00"],
        ["evening 19:00", "evening 19:30"],
        ["weekend_daytime 17:00"],
    ]


@pytest.mark.parametrize("seed", range(6))
def test_overlap_groups_hold_exactly_the_pairs_that_overlap(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    together = {pair for group in problem.overlaps for pair in ((one, other) for one in group for other in group)}

    for one, first in enumerate(problem.sittings):
        for other, second in enumerate(problem.sittings):
            apart = abs(datetime.combine(date.min, first.starts) - datetime.combine(date.min, second.starts))
            same_days = (first.session is Session.WEEKEND_DAYTIME) == (second.session is Session.WEEKEND_DAYTIME)
            assert ((one, other) in together) == (same_days and apart < problem.length)


@pytest.mark.parametrize("seed", range(4))
def test_arrays_of_opening_and_duty_say_what_the_spans_do(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    for officer in problem.borough.officers:
        spans = open_spans(officer.working_hours, problem.first_day, problem.last_day)
        away = [absence.days for absence in problem.absences_by_officer.get(officer.officer_id, ())]
        covered, here = (np.zeros(problem.sits.shape, dtype=bool) for _ in range(2))
        for at in np.ndindex(problem.sits.shape):
            begins = datetime.combine(problem.days[at[0]], problem.sittings[at[1]].starts)
            covered[at] = spans.cover(begins, begins + problem.length)
            here[at] = covered[at] and not any(begins.date() in days for days in away)

        assert (problem.open_at(officer.working_hours) == covered).all()
        assert (problem.present(officer) == here).all()


def test_nobody_is_present_who_never_works_or_is_away_all_year():
    officers = (an_officer("dwo-1", Role.DWO, working_hours="off"), an_officer("sgt-1", Role.SERGEANT))
    absence = Absence("sgt-1", DaySpan(date(2026, 6, 1), date(2028, 6, 1)))
    problem = problem_of(officers=officers, absences=(absence,))

    assert not any(problem.present(officer).any() for officer in officers)


def test_only_special_days_that_touch_the_year_are_kept():
    def row(first, last):
        return SpecialDays(DaySpan(first, last), DayKind.AVOID, PartOfDay.ANY, "Fair")

    before, into = row(date(2026, 12, 1), date(2026, 12, 31)), row(date(2026, 12, 1), date(2027, 1, 1))
    out_of, after = row(date(2027, 12, 31), date(2028, 1, 9)), row(date(2028, 1, 1), date(2028, 1, 9))

    assert problem_of(special_days=(before, into, out_of, after)).special_days == (into, out_of)


@pytest.mark.parametrize(
    ("first", "last", "indexes"),
    [
        (date(2027, 1, 2), date(2027, 1, 4), [1, 2, 3]),
        (date(2026, 12, 1), date(2027, 1, 1), [0]),
        (date(2027, 12, 31), date(2028, 3, 1), [364]),
        (date(2026, 1, 1), date(2026, 12, 31), []),
        (date(2028, 1, 1), date(2028, 1, 2), []),
        (date(2027, 4, 1), date(2027, 3, 31), []),
    ],
)
def test_days_within_are_clipped_to_the_year(first, last, indexes):
    problem = problem_of()

    assert list(range(365))[problem.days_within(first, last)] == indexes


def test_unknown_ward_is_said_with_what_was_wanted():
    with pytest.raises(UnknownName) as unknown:
        problem_of().ward("E05000000")

    assert str(unknown.value) == "ward: found 'E05000000', wanted a code in wards.csv, such as E05009317"
    assert problem_of().ward(MILE_END).ward.name == "Mile End"


def test_leap_year_has_its_leap_day():
    problem = planning_problem(replace(a_borough(), board=()), calendar_year(2028))

    assert (len(problem.days), problem.days[59], problem.length) == (366, date(2028, 2, 29), timedelta(minutes=90))


def test_what_is_known_of_a_problem_is_worked_out_once_and_goes_with_it():
    asked = []

    @once_a_problem
    def known(problem, number):
        asked.append((problem.period, number))
        return number + 1

    one, other = problem_of(), planning_problem(replace(a_borough(), board=()), calendar_year(2028))
    assert [known(one, 1), known(one, 1), known(one, 2), known(other, 1)] == [2, 2, 3, 2]
    assert asked == [(calendar_year(2027), 1), (calendar_year(2027), 2), (calendar_year(2028), 1)]

    kept = weakref.ref(one)
    del one
    gc.collect()
    assert kept() is None
