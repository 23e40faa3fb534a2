"""Changes by hand: what moves along, who is replaced, what is refused and in which words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.audit import audit, cost_by_rule
from scheduler.edit import NewTiming, add, cancel, find, move, move_together, reinstate, to_add, who_could
from scheduler.errors import RefusedEdit, SettledMeeting, UnknownName
from scheduler.facts import Absence, DaySpan, Role
from scheduler.period import calendar_year
from scheduler.plan import MeetingState, PlanStatus
from scheduler.policy import Limits
from scheduler.posing import history_of, planning_problem
from scheduler.reasons import public_sentence, said
from scheduler.rules.shapes import Level, Post, StaffRule, promised
from scheduler.solver import solve
from tests.scheduler.examples import (
    BOW_EAST,
    MILE_END,
    a_library,
    a_plan,
    a_policy,
    a_venue,
    an_officer,
    at,
    the_officers,
)
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, with_limits, year_with

BOTH = frozenset({BOW_EAST, MILE_END})
SPARE = (
    an_officer("sgt-2", Role.SERGEANT, ward_codes=frozenset(), deputy_ward_codes=BOTH),
    an_officer("pcso-2", Role.PCSO),
)
TEAM = (*the_officers(), *SPARE)
FRIDAY = date(2027, 1, 15)


def with_away(*officer_ids, first=FRIDAY, last=FRIDAY):
    """The problem with some officers away, on the Friday unless told otherwise."""
    absences = tuple(Absence(officer_id, DaySpan(first, last)) for officer_id in officer_ids)
    return the_problem(officers=TEAM, absences=absences)


def refusal(problem, plan, meeting_id, wish):
    with pytest.raises(RefusedEdit) as refused:
        move(problem, plan, meeting_id, wish)
    assert refused.value.meeting_id == meeting_id
    return refused.value.reasons


def test_year_to_edit_is_clean():
    assert audit(the_problem(), the_year()) == ()


def test_cancelled_meeting_keeps_its_reason_until_it_is_put_back():
    problem = the_problem()

    cancelled = cancel(problem, the_year(), bow(2), "Hall-closed", new_date_follows=True)
    back = reinstate(problem, cancelled, bow(2))

    found = find(cancelled, bow(2))
    assert (found.stands, found.because, found.new_date_follows) == (False, "hall-closed", True)
    assert back.meetings == the_year().meetings


@pytest.mark.parametrize("typed", ["flood", "other", "other:", f"other: {'x' * 201}", "other: a\nb", ""])
def test_reason_that_is_in_no_list_and_in_nobodys_own_words_is_refused(typed):
    with pytest.raises(UnknownName) as refused:
        cancel(the_problem(), the_year(), bow(2), typed)

    assert str(refused.value).startswith(f"reason: found {typed!r}, wanted ")


def test_reason_in_somebodys_own_words_is_kept_and_never_told_to_the_public():
    found = find(cancel(the_problem(), the_year(), bow(2), "other:  Ann's lift is broken "), bow(2))

    assert found.because == "other: Ann's lift is broken"
    assert (said(found.because), public_sentence(found.because)) == ("Ann's lift is broken", "")


def test_moved_meeting_keeps_its_id_hall_and_officers_and_the_plan_its_order():
    problem = the_problem()

    edited = move(problem, the_year(), bow(1), NewTiming(held_on=date(2027, 1, 22), starts=time(18, 30)))
    expected = year_with({bow(1): {"starts_at": at("Fri 2027-01-22 18:30")}})
    assert edited.meetings == expected.meetings
    assert [meeting.meeting_id for meeting in edited.meetings][:2] == [mile(1), bow(1)]
    assert (edited.status, edited.cost) == (PlanStatus.FEASIBLE, sum(edited.cost_by_rule.values()))
    assert edited.cost_by_rule == cost_by_rule(problem, expected)


def test_move_of_the_hall_alone_leaves_the_time():
    problem = the_problem(
        venues=(a_venue(), a_library(), a_venue(venue_id="school", name="School")),
        policy=a_policy(limits=Limits(halls_a_ward=2)),
    )

    edited = move(problem, the_year(), bow(3), NewTiming(venue_id="school"))
    assert edited.meetings == year_with({bow(3): {"venue_id": "school"}}).meetings


def test_officers_who_are_away_are_replaced_and_the_others_stay():
    edited = move(with_away("sgt-1", "dwo-1"), the_year(), bow(1), NewTiming(held_on=FRIDAY))

    # pcso-1 has four meetings already, pcso-2 none
    assert find(edited, bow(1)) == replace(
        find(the_year(), bow(1)),
        starts_at=at("Fri 2027-01-15 19:00"),
        ends_at=at("Fri 2027-01-15 20:30"),
        sergeant="sgt-2",
        ward_officers=("pcso-2",),
    )


def test_of_two_ward_officers_the_one_who_can_come_stays():
    plan = year_with({bow(1): {"ward_officers": ("dwo-1", "pcso-2")}})

    edited = move(with_away("dwo-1"), plan, bow(1), NewTiming(held_on=FRIDAY))
    assert find(edited, bow(1)).ward_officers == ("pcso-2",)


def test_officers_at_another_meeting_at_that_time_are_replaced():
    apart = tuple(replace(view.ward, neighbours=frozenset()) for view in the_problem().wards)
    halls = (a_venue(), a_library(), a_venue(venue_id="school", name="School"))
    problem = the_problem(wards=apart, venues=halls, officers=TEAM, policy=a_policy(limits=Limits(halls_a_ward=2)))
    plan = year_with({bow(2): {"inspector": "insp-1", "public_realm": "realm-1"}})

    edited = move(problem, plan, bow(1), NewTiming(date(2027, 1, 21), time(19, 30), venue_id="school"))
    moved = find(edited, bow(1))
    assert (moved.sergeant, moved.ward_officers, moved.inspector, moved.public_realm) == (
        "sgt-2",
        ("dwo-1",),
        None,
        None,
    )
    assert audit(problem, edited) == ()


def test_officers_named_in_the_wish_come():
    problem = the_problem(officers=TEAM)

    edited = move(problem, the_year(), bow(1), NewTiming(sergeant="sgt-2", ward_officer="pcso-1"))
    assert edited.meetings == year_with({bow(1): {"sergeant": "sgt-2", "ward_officers": ("pcso-1",)}}).meetings


def test_two_meetings_swap_their_days_where_neither_could_move_alone():
    problem, plan = with_limits(meetings_a_day=1), the_year()
    days = {bow(1): date(2027, 1, 21), mile(1): date(2027, 1, 14)}
    wishes = {name: NewTiming(held_on=day) for name, day in days.items()}
    for name, wish in wishes.items():
        refusal(problem, plan, name, wish)

    swapped = move_together(problem, plan, wishes)

    assert {name: find(swapped, name).held_on for name in days} == days
    assert [replace(new, starts_at=old.starts_at, ends_at=old.ends_at)
            for old, new in zip(by_name(plan), by_name(swapped), strict=True)] == by_name(plan)  # fmt: skip
    assert audit(problem, swapped) == ()


def by_name(plan):
    return sorted(plan.meetings, key=lambda meeting: meeting.meeting_id)


def test_visitors_named_in_the_wish_come():
    team = (*TEAM, an_officer("insp-2", Role.INSPECTOR), an_officer("realm-2", Role.PUBLIC_REALM))

    moved = move(the_problem(officers=team), the_year(), bow(1), NewTiming(inspector="insp-2", public_realm="realm-2"))

    assert find(moved, bow(1)).officers == ("sgt-1", "dwo-1", "insp-2", "realm-2")


def test_officer_whom_an_added_rule_lets_come_could_come():
    class SergeantsTwice(StaffRule):
        name = "sergeants_twice"
        sentence = "A sergeant may come in the place of a ward officer"
        level = Level.MUST
        post = Post.WARD_OFFICER

        def eligible(self, view):
            return view.leads

    without = the_problem()
    under = replace(without, rules=(*without.rules, SergeantsTwice()))
    meeting = find(the_year(), bow(1))

    before, after = (who_could(each, the_year(), meeting, Post.WARD_OFFICER) for each in (without, under))

    assert {officer.officer_id for officer in after} - {officer.officer_id for officer in before} == {meeting.sergeant}


def test_visit_lost_by_a_move_goes_to_another_meeting_of_the_ward():
    problem = with_away("insp-1")

    edited = move(problem, the_year(), bow(1), NewTiming(held_on=FRIDAY))
    assert [find(edited, bow(ordinal)).inspector for ordinal in (1, 2, 3, 4)] == [None, "insp-1", None, None]
    assert [find(edited, bow(ordinal)).public_realm for ordinal in (1, 2, 3, 4)] == ["realm-1", None, None, None]
    assert audit(problem, edited) == ()


def test_visit_lost_by_a_move_goes_to_no_meeting_that_is_over():
    plan = year_with({bow(2): {"inspector": "insp-1"}, bow(1): {"inspector": None}})
    problem = with_away("insp-1", first=find(plan, bow(2)).held_on + timedelta(days=1), last=date(2027, 6, 30))
    over = replace(problem, history=history_of(plan, find(plan, bow(2)).starts_at))

    edited = move(over, plan, bow(2), NewTiming(held_on=find(plan, bow(2)).held_on + timedelta(days=1)))

    assert [find(edited, bow(ordinal)).inspector for ordinal in (1, 2, 3, 4)] == [None, None, "insp-1", None]


def test_visit_that_can_go_nowhere_refuses_the_move():
    problem = with_away("insp-1", last=date(2027, 12, 31))
    plan = year_with({mile(1): {"starts_at": at("Wed 2027-01-13 19:00")}})

    assert refusal(problem, plan, bow(1), NewTiming(held_on=FRIDAY)) == (
        "An inspector comes to every ward's meetings at least once a year: Bow East has 0 such meetings, wanted 1",
    )


REFUSED = [
    (
        NewTiming(held_on=date(2027, 1, 1)),
        (
            "No meeting is held on a bank holiday or a day the borough has closed: "
            f"{bow(1)} on Fri 01 Jan 2027 19:00 falls on New Year's Day",
        ),
    ),
    (
        NewTiming(held_on=date(2027, 1, 16), starts=time(11)),
        (
            "Every ward has the evening and daytime meetings that its tier owes it: "
            "Bow East has 3 evening and 1 daytime meetings, its tier 'steady' owes 4 and 0",
        ),
    ),
    (
        NewTiming(starts=time(20)),
        (
            "Meetings start at the times the borough permits, in a hall that serves the ward: "
            f"{bow(1)} on Thu 14 Jan 2027 20:00 is not at a permitted evening start",
        ),
    ),
    (
        NewTiming(venue_id="bow-centre"),
        (
            "A ward never meets in the same hall twice running, if it can use another: "
            f"{bow(2)} on Thu 08 Apr 2027 19:00 is in the same hall as {bow(1)} on Thu 14 Jan 2027 19:00",
        ),
    ),
    (
        NewTiming(held_on=date(2028, 3, 4)),
        (
            "Meetings start at the times the borough permits, in a hall that serves the ward: "
            f"{bow(1)} on Sat 04 Mar 2028 19:00 is outside 2027",
        ),
    ),
    (
        NewTiming(sergeant="dwo-1"),
        (
            "A sergeant of the ward, or a deputy, is on duty at every meeting: "
            f"{bow(1)} on Thu 14 Jan 2027 19:00: officer dwo-1 is not a sergeant or deputy of Bow East",
        ),
    ),
]


@pytest.mark.parametrize(("wish", "reasons"), REFUSED)
def test_move_that_breaks_a_must_rule_is_refused_in_its_words(wish, reasons):
    assert refusal(the_problem(), the_year(), bow(1), wish) == reasons


def test_refusal_says_what_stays_and_lists_its_reasons():
    with pytest.raises(RefusedEdit) as refused:
        move(the_problem(), the_year(), bow(1), NewTiming(venue_id="bow-centre"))

    assert str(refused.value) == f"{bow(1)} stays as it is:\n- {REFUSED[3][1][0]}"


def test_what_was_broken_before_is_not_blamed_on_the_edit():
    problem = the_problem(venues=(a_venue(), a_library(opening_hours="Mo-Fr 08:00-22:00; 2027 Oct 14 off")))
    plan = year_with({mile(4): {"venue_id": "library"}, mile(3): {"venue_id": "bow-centre"}})
    broken = audit(problem, plan)

    edited = move(problem, plan, bow(1), NewTiming(held_on=FRIDAY))
    assert broken != ()
    assert audit(problem, edited) == broken


@pytest.mark.parametrize(
    ("meeting_id", "wish", "said"),
    [
        ("the first", NewTiming(), f"meeting: found 'the first', wanted an id such as {bow(1)}"),
        (bow(1), NewTiming(venue_id="barn"), "hall: found 'barn', wanted a hall's id or name in venues.csv"),
        (bow(1), NewTiming(sergeant="sgt-9"), "officer: found 'sgt-9', wanted an officer's id or name in officers.csv"),
        (bow(1), NewTiming(ward_officer=""), "officer: found '', wanted an officer's id or name in officers.csv"),
    ],
)
def test_unknown_names_are_said_with_what_was_wanted(meeting_id, wish, said):
    with pytest.raises(UnknownName) as unknown:
        move(the_problem(), the_year(), meeting_id, wish)

    assert str(unknown.value) == said


def test_slip_in_a_meetings_id_is_answered_with_the_ids_that_are_near():
    with pytest.raises(UnknownName) as unknown:
        find(replace(a_plan(), meetings=a_plan().meetings[:2]), "2027-E05009317-9")

    assert str(unknown.value).startswith(
        f"meeting: found '2027-E05009317-9', wanted a known meeting: did you mean {bow(1)}"
    )


def test_hall_and_officers_can_be_given_by_name():
    problem, plan = the_problem(), the_year()
    halls, officers = problem.venue_by_id, problem.officer_by_id
    meeting = find(plan, bow(1))
    named = NewTiming(
        venue_id=halls[meeting.venue_id].name.upper(),
        sergeant=officers[meeting.sergeant].name,
        ward_officer=officers[meeting.ward_officers[0]].name.lower(),
    )

    moved = find(move(problem, plan, bow(1), named), bow(1))

    assert (moved.venue_id, moved.sergeant, moved.ward_officers) == (
        meeting.venue_id,
        meeting.sergeant,
        meeting.ward_officers[:1],
    )


def test_meeting_of_an_empty_plan_is_unknown():
    with pytest.raises(UnknownName) as unknown:
        find(replace(a_plan(), meetings=()), bow(1))

    assert str(unknown.value) == f"meeting: found '{bow(1)}', wanted a plan that has meetings"


def test_cancelled_meeting_stays_in_the_plan_and_the_rest_is_clean():
    problem = the_problem()
    whole = replace(the_year(), cost=sum(cost_by_rule(problem, the_year()).values()))

    edited = cancel(problem, replace(whole, bound=whole.cost), bow(1))
    assert edited.meetings == year_with({bow(1): {"state": MeetingState.CANCELLED}}).meetings
    assert audit(problem, edited) == ()
    assert (edited.status, edited.cost) == (PlanStatus.FEASIBLE, whole.cost - 60)
    assert edited.bound == 0  # of a year with one fewer nothing is proven


def test_meeting_is_cancelled_once_and_not_moved_afterwards():
    edited = cancel(the_problem(), the_year(), bow(1))

    with pytest.raises(RefusedEdit) as again:
        cancel(the_problem(), edited, bow(1))
    assert again.value.reasons == ("it is cancelled already",)
    assert refusal(the_problem(), edited, bow(1), NewTiming(held_on=FRIDAY)) == (
        "it is cancelled, and a cancelled meeting cannot be moved",
    )


def test_cancelled_meeting_is_put_back_as_it_was_and_only_once():
    problem, whole = the_problem(), the_year()

    back = reinstate(problem, cancel(problem, whole, bow(1)), bow(1))

    assert back.meetings == whole.meetings
    assert audit(problem, back) == ()
    with pytest.raises(SettledMeeting) as again:
        reinstate(problem, back, bow(1))
    assert again.value.reasons == ("it is not cancelled",)


def test_cancelled_meeting_whose_hall_is_lost_is_not_put_back():
    problem = the_problem()
    edited = cancel(problem, the_year(), bow(1))
    lost = next(meeting for meeting in edited.meetings if meeting.meeting_id == bow(1))
    venues = tuple(
        replace(venue, closed=(DaySpan(lost.held_on, lost.held_on),)) if venue.venue_id == lost.venue_id else venue
        for venue in problem.borough.venues
    )
    closed = planning_problem(replace(problem.borough, venues=venues), problem.period)

    with pytest.raises(RefusedEdit) as refused:
        reinstate(closed, edited, bow(1))
    assert "closed" in " ".join(refused.value.reasons)


@cache
def solved(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    return problem, solve(problem)


@given(data=st.data(), seed=st.sampled_from([0, 9, 17]))
def test_any_move_leaves_a_clean_plan_of_the_same_meetings_or_is_refused(data, seed):
    problem, plan = solved(seed)
    meeting = data.draw(st.sampled_from(plan.meetings))
    days = [meeting.held_on + timedelta(days=n) for n in range(-14, 15)]
    wish = NewTiming(
        held_on=data.draw(st.none() | st.sampled_from(days)),
        starts=data.draw(st.none() | st.sampled_from([sitting.starts for sitting in problem.sittings])),
        venue_id=data.draw(st.none() | st.sampled_from(sorted(problem.venue_by_id))),
    )
    try:
        edited = move(problem, plan, meeting.meeting_id, wish)
    except RefusedEdit:
        return
    assert audit(problem, edited) == ()
    assert {each.meeting_id for each in edited.meetings} == {each.meeting_id for each in plan.meetings}
    assert edited.cost >= plan.bound


def test_extra_meeting_breaks_no_rule_of_the_wards_year_and_finds_its_own_officers():
    problem = the_problem(officers=TEAM)
    new = to_add(problem, the_year(), BOW_EAST, at("Mon 2027-02-01 09:00"))

    added = add(problem, the_year(), new, NewTiming(date(2027, 2, 9), time(19, 0), "library"))

    found = find(added, bow(5))
    assert (found.is_extra, found.is_promised, found.sergeant, len(found.ward_officers)) == (True, False, "sgt-1", 1)
    assert audit(problem, added) == ()
    assert promised(added) == promised(the_year())


def test_meeting_in_the_place_of_another_keeps_its_visitors():
    cancelled = cancel(the_problem(), the_year(), bow(1))
    new = to_add(the_problem(), cancelled, BOW_EAST, at("Mon 2027-01-04 09:00"), find(cancelled, bow(1)))

    added = add(the_problem(), cancelled, new, NewTiming(date(2027, 1, 28), time(19, 0)))

    found = find(added, bow(5))
    assert (found.instead_of, found.inspector, found.public_realm) == (bow(1), "insp-1", "realm-1")
    with pytest.raises(SettledMeeting) as refused:
        reinstate(the_problem(), added, bow(1))
    assert refused.value.reasons == (f"{bow(5)} on Thu 28 Jan 2027 19:00 takes its place; cancel that first",)


def test_extra_meeting_where_a_hall_or_an_officer_is_taken_is_refused():
    new = to_add(the_problem(), the_year(), BOW_EAST, at("Mon 2027-02-01 09:00"))

    with pytest.raises(RefusedEdit) as refused:
        add(the_problem(), the_year(), new, NewTiming(date(2027, 4, 15), time(19, 0), "library"))

    assert any(reason.startswith("Neighbouring wards never meet at the same time") for reason in refused.value.reasons)


@given(days=st.lists(st.integers(0, 364), max_size=4, unique=True), cancelled=st.sets(st.integers(1, 4)))
def test_whatever_is_added_and_cancelled_the_audit_is_empty_and_the_promise_stays(days, cancelled):
    problem, plan = the_problem(officers=TEAM), the_year()
    for number in sorted(cancelled):
        plan = cancel(problem, plan, bow(number))
    for place, day in enumerate(days):
        owed = [bow(n) for n in sorted(cancelled) if not any(each.instead_of == bow(n) for each in plan.meetings)]
        instead = find(plan, owed[0]) if owed and place % 2 else None
        new = to_add(problem, plan, BOW_EAST, at("Fri 2027-01-01 09:00"), instead)
        with suppress(RefusedEdit):
            plan = add(problem, plan, new, NewTiming(date(2027, 1, 1) + timedelta(days=day), time(19, 0)))

    assert audit(problem, plan) == ()
    assert [meeting.meeting_id for meeting in promised(plan)[BOW_EAST]] == [bow(n) for n in range(1, 5)]
