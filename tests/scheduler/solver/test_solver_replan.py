"""A re-plan changes what must change, and provably nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from benchmarks.boroughs import borough
from scheduler.audit import audit
from scheduler.edit import replaced, with_one_more
from scheduler.errors import RefusedEdit
from scheduler.facts import DaySpan
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.posing import planning_problem, replanning
from scheduler.problem import PlanningProblem
from scheduler.rules.published import (
    CHANGED_HALL_POINTS,
    MOVED_DATE_POINTS,
    KeptAsPublished,
    NothingInThePast,
)
from scheduler.rules.shapes import Pin
from scheduler.solver import solve
from scheduler.solver.replan import replan
from scheduler.solver.search import search

SECOND_HALF = DaySpan(date(2027, 6, 1), date(2027, 12, 31))


@pytest.fixture(scope="module")
def problem() -> PlanningProblem:
    return planning_problem(borough(1, wards=5), calendar_year(2027))


@pytest.fixture(scope="module")
def published(problem):
    return solve(problem)


def first_of_june(problem) -> datetime:
    return datetime(2027, 6, 1, tzinfo=problem.zone)


def without_hall(problem, venue_id: str) -> PlanningProblem:
    venues = tuple(
        replace(venue, closed=(*venue.closed, SECOND_HALF)) if venue.venue_id == venue_id else venue
        for venue in problem.borough.venues
    )
    return planning_problem(replace(problem.borough, venues=venues), problem.period)


def with_six_meetings_a_ward(problem) -> PlanningProblem:
    policy = problem.borough.policy
    most = max(policy.tiers, key=lambda tier: tier.meetings)
    six = replace(most, from_residents=0, min_gap_days=20, max_gap_days=130)
    return planning_problem(replace(problem.borough, policy=replace(policy, tiers=(six,))), calendar_year(2027))


def busiest_hall(published, after: datetime) -> str:
    return Counter(meeting.venue_id for meeting in published.meetings if meeting.starts_at >= after).most_common(1)[0][
        0
    ]


def by_id(plan):
    return {meeting.meeting_id: meeting for meeting in plan.meetings}


def test_nothing_changes_where_nothing_has_to(problem, published):
    found = replan(replanning(problem, published, first_of_june(problem)))

    assert found.plan.meetings == published.meetings
    assert (found.moved, found.hall_changed, found.officers_changed, found.is_proven) == (0, 0, 0, True)


def test_a_lost_hall_is_used_no_more_and_what_is_over_stays(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))

    found = replan(replanning(without_hall(problem, lost), published, as_of))

    assert not [each for each in found.plan.meetings if each.starts_at >= as_of and each.venue_id == lost]
    gone = {each.meeting_id for each in published.meetings} - {each.meeting_id for each in found.plan.meetings}
    assert (found.added, found.dropped) == (0, len(gone))
    assert [each for each in found.plan.meetings if each.starts_at < as_of] == [
        each for each in published.meetings if each.starts_at < as_of
    ]
    assert by_id(found.plan).keys() == by_id(published).keys()
    assert found.is_proven


def test_the_changes_counted_are_those_between_the_plans(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))

    found = replan(replanning(without_hall(problem, lost), published, as_of))

    before, after = by_id(published), by_id(found.plan)
    assert found.moved == sum(before[name].starts_at != after[name].starts_at for name in before)
    assert found.hall_changed == sum(
        before[name].starts_at == after[name].starts_at and before[name].venue_id != after[name].venue_id
        for name in before
    )


def test_no_ward_alone_could_change_less_than_the_replan_says_in_all(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    new = without_hall(problem, lost)
    found = replan(replanning(new, published, as_of))
    over = {view.ward.code: () for view in new.wards}
    for meeting in published.meetings:
        if meeting.starts_at < as_of:
            over[meeting.ward_code] = (*over[meeting.ward_code], meeting)
    coming = {view.ward.code: [] for view in new.wards}
    for meeting in published.meetings:
        if meeting.starts_at >= as_of:
            coming[meeting.ward_code].append(meeting)

    rules = (NothingInThePast(as_of.date()), KeptAsPublished(coming))
    posed = replace(new, rules=(*new.rules, *rules), history=over)
    least = sum(engine.price({}) for engine in search(posed).engines) // 8

    points = found.moved * MOVED_DATE_POINTS + found.hall_changed * CHANGED_HALL_POINTS
    assert least // CHANGED_HALL_POINTS <= points // CHANGED_HALL_POINTS


def test_a_pinned_date_stays_where_its_hall_is_lost(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    meeting = next(each for each in published.meetings if each.starts_at >= as_of and each.venue_id == lost)

    found = replan(
        replanning(without_hall(problem, lost), published, as_of, [Pin(meeting, date=True, hall=False, officers=False)])
    )

    assert by_id(found.plan)[meeting.meeting_id].starts_at == meeting.starts_at
    assert by_id(found.plan)[meeting.meeting_id].venue_id != lost


def test_a_pin_to_a_lost_hall_is_refused_with_the_rule_it_breaks(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    meeting = next(each for each in published.meetings if each.starts_at >= as_of and each.venue_id == lost)

    with pytest.raises(RefusedEdit, match="The hall is open for the whole meeting"):
        replan(replanning(without_hall(problem, lost), published, as_of, [Pin(meeting)]))


def test_a_pin_to_a_hall_that_the_data_no_longer_has_keeps_the_date_and_is_refused_for_the_hall(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    meeting = next(each for each in published.meetings if each.starts_at >= as_of and each.venue_id == lost)
    venues = tuple(venue for venue in problem.borough.venues if venue.venue_id != lost)
    new = planning_problem(replace(problem.borough, venues=venues), calendar_year(2027))

    found = replan(replanning(new, published, as_of, [Pin(meeting, hall=False, officers=False)]))

    assert by_id(found.plan)[meeting.meeting_id].held_on == meeting.held_on
    with pytest.raises(RefusedEdit, match=f"is in an unknown hall '{lost}'"):
        replan(replanning(new, published, as_of, [Pin(meeting, date=False, officers=False)]))


def test_a_pinned_date_stays_where_its_hall_serves_the_ward_no_more(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    meeting = next(each for each in published.meetings if each.starts_at >= as_of and each.venue_id == lost)
    venues = (
        replace(venue, ward_codes=venue.ward_codes - {meeting.ward_code}) if venue.venue_id == lost else venue
        for venue in problem.borough.venues
    )
    new = planning_problem(replace(problem.borough, venues=tuple(venues)), calendar_year(2027))

    found = replan(replanning(new, published, as_of, [Pin(meeting, hall=False, officers=False)]))

    assert by_id(found.plan)[meeting.meeting_id].starts_at == meeting.starts_at
    with pytest.raises(RefusedEdit, match="which does not serve"):
        replanning(new, published, as_of, [Pin(meeting, date=False, officers=False)])


def test_an_officer_who_moves_on_is_replaced_and_no_date_moves(problem, published):
    as_of = first_of_june(problem)
    gone = Counter(each.ward_officers[0] for each in published.meetings if each.starts_at >= as_of).most_common(1)[0][0]
    stays = replace(
        problem.borough, officers=tuple(each for each in problem.borough.officers if each.officer_id != gone)
    )
    new = planning_problem(stays, calendar_year(2027))

    found = replan(replanning(new, published, as_of))

    coming = [each for each in found.plan.meetings if each.starts_at >= as_of]
    assert gone not in {officer for each in coming for officer in each.officers}
    future = replace(found.plan, meetings=tuple(coming))
    staffing = {"sergeant_on_duty", "ward_officer_on_duty", "officer_once", "hall_open"}
    assert not [breach for breach in audit(new, future) if breach.rule in staffing]


def test_a_year_that_is_over_is_left_alone(problem, published):
    found = replan(replanning(problem, published, datetime(2028, 1, 1, tzinfo=problem.zone)))

    assert found.plan.meetings == published.meetings


def test_a_year_that_is_over_is_left_alone_where_it_missed_a_quarter(problem, published):
    boards = tuple(replace(board, held_on=board.held_on.replace(day=1)) for board in problem.borough.board)
    strict = planning_problem(replace(problem.borough, board=boards), calendar_year(2027))
    assert {each.rule for each in audit(strict, published)} == {"quarters"}

    again = replan(replanning(strict, published, datetime(2027, 12, 31, tzinfo=strict.zone)))

    assert again.plan.meetings == published.meetings


def test_a_replan_late_in_the_year_has_wards_with_nothing_left(problem, published):
    late = datetime(2027, 12, 1, tzinfo=problem.zone)

    found = replan(replanning(problem, published, late))

    assert found.plan.meetings == published.meetings


def test_a_ward_left_with_one_hall_may_meet_there_twice_running():
    problem = planning_problem(borough(4, wards=6), calendar_year(2027))
    published, as_of = solve(problem), first_of_june(problem)
    lost = busiest_hall(published, as_of)

    found = replan(replanning(without_hall(problem, lost), published, as_of))

    by_ward = {view.ward.code: [] for view in problem.wards}
    for meeting in found.plan.meetings:
        by_ward[meeting.ward_code].append(meeting.venue_id)
    assert found.is_proven
    assert [halls[-1] for halls in by_ward.values() if halls[-1] == halls[-2]] != []
    assert lost not in {halls[-1] for halls in by_ward.values()}


def test_more_meetings_take_no_visitor_away_from_those_that_stay(problem, published):
    more = with_six_meetings_a_ward(problem)

    found = replan(replanning(more, published, datetime(2027, 5, 1, tzinfo=problem.zone)))

    new = by_id(found.plan)
    assert len(new) > len(published.meetings)
    assert [new[old.meeting_id].officers for old in published.meetings] == [old.officers for old in published.meetings]
    assert found.officers_changed == 0


def cancelled(plan, meeting_id: str):
    meeting = replace(by_id(plan)[meeting_id], state=MeetingState.CANCELLED)
    return replaced(plan, meeting), meeting


def test_a_cancelled_meeting_stays_cancelled_where_nothing_has_to_change(problem, published):
    as_of = first_of_june(problem)
    last = max(published.meetings, key=lambda meeting: meeting.starts_at)
    before, _ = cancelled(published, last.meeting_id)

    found = replan(replanning(problem, before, as_of))

    assert (found.plan.meetings, found.moved, found.put_back, found.is_proven) == (before.meetings, 0, 0, True)


def test_a_cancelled_meeting_whose_hall_and_day_are_lost_stays_cancelled_while_others_move(problem, published):
    as_of = first_of_june(problem)
    lost = busiest_hall(published, as_of)
    there = next(each for each in published.meetings if each.venue_id == lost and each.starts_at >= as_of)
    before, meeting = cancelled(published, there.meeting_id)

    found = replan(replanning(without_hall(problem, lost), before, as_of))

    assert by_id(found.plan)[there.meeting_id] == meeting
    assert [each.venue_id for each in found.plan.meetings if each.starts_at >= as_of and each.stands].count(lost) == 0
    assert found.put_back == 0


def test_a_replan_counts_the_meetings_that_a_higher_tier_adds(problem, published):
    more = with_six_meetings_a_ward(problem)

    found = replan(replanning(more, published, datetime(2027, 5, 1, tzinfo=problem.zone)))

    assert found.added == len(found.plan.meetings) - len(published.meetings)


def test_a_tier_that_falls_in_the_middle_of_the_year_leaves_what_is_over_and_asks_for_its_own_kinds():
    made = borough(1, wards=3)
    policy = made.policy
    high, *_, low = policy.tiers
    rich = replace(high, from_residents=0, evening=3, daytime=3, min_gap_days=20, max_gap_days=130)
    poor = replace(low, name="four evenings", from_residents=0, evening=4, daytime=0, min_gap_days=20, max_gap_days=130)
    before = planning_problem(replace(made, policy=replace(policy, tiers=(rich,))), calendar_year(2027))
    published = solve(before)
    after = planning_problem(replace(before.borough, policy=replace(policy, tiers=(poor,))), calendar_year(2027))
    as_of = datetime(2027, 5, 1, tzinfo=before.zone)

    found = replan(replanning(after, published, as_of))

    gone = {each.meeting_id for each in published.meetings} - {each.meeting_id for each in found.plan.meetings}
    assert (found.added, found.dropped) == (0, len(gone))
    assert [each for each in found.plan.meetings if each.starts_at < as_of] == [
        each for each in published.meetings if each.starts_at < as_of
    ]
    for view in after.wards:
        kinds = [
            (each.session.is_daytime, each.starts_at < as_of)
            for each in found.plan.meetings
            if each.ward_code == view.ward.code
        ]
        assert (kinds.count((False, True)) + kinds.count((False, False)), kinds.count((True, False))) == (4, 0)


def test_extra_meetings_stay_and_the_year_plans_around_them(problem, published):
    as_of, lost = first_of_june(problem), busiest_hall(published, first_of_june(problem))
    anew = without_hall(problem, lost)
    moved = replan(replanning(anew, published, as_of)).plan
    taken = next(
        each for each in moved.meetings if each.starts_at >= as_of and each != by_id(published)[each.meeting_id]
    )
    rival = replace(taken, meeting_id=f"{taken.meeting_id}1", is_extra=True)
    crowded = with_one_more(published, rival)

    found = replan(replanning(anew, crowded, as_of))

    assert by_id(found.plan)[rival.meeting_id] == rival
    assert audit(anew, found.plan) == ()
    assert by_id(found.plan).keys() == by_id(crowded).keys()


def test_meeting_and_the_one_in_its_place_count_once_in_a_re_plan(problem, published):
    as_of = first_of_june(problem)
    over = next(each for each in published.meetings if each.starts_at < as_of)
    first = next(each for each in published.meetings if each.starts_at >= as_of)
    plan = published
    for meeting, day in ((over, 40), (first, 9)):
        moment = {"starts_at": as_of + timedelta(days=day, hours=19), "ends_at": as_of + timedelta(days=day, hours=20)}
        instead = replace(meeting, meeting_id=f"{meeting.meeting_id}1", instead_of=meeting.meeting_id, **moment)
        cancelled = replace(meeting, state=MeetingState.CANCELLED)
        plan = with_one_more(replaced(plan, cancelled), instead)

    found = replan(replanning(problem, plan, as_of))

    assert found.plan.meetings == plan.meetings
    assert (found.moved, found.added, found.dropped, found.put_back) == (0, 0, 0, 0)


def test_pin_of_an_extra_meeting_asks_nothing_more(problem, published):
    as_of = first_of_june(problem)
    first = next(each for each in published.meetings if each.starts_at >= as_of)
    extra = replace(
        first, meeting_id=f"{first.meeting_id}1", is_extra=True, starts_at=first.starts_at + timedelta(days=1)
    )

    found = replan(replanning(problem, with_one_more(published, extra), as_of, [Pin(extra)]))

    assert extra in found.plan.meetings
