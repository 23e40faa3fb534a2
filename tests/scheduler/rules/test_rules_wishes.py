"""The should-rules, each to the point: what is free, and what the first unit beyond it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.audit import charges as all_charges
from scheduler.facts import DayKind, DaySpan, Home, PartOfDay, Role, SetEvening, SpecialDays
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.policy import DEFAULT_WEIGHTS, DaytimePreference, Limits, Session
from scheduler.posing import planning_problem
from scheduler.rules.shapes import Charge
from tests.scheduler.examples import (
    BOW_EAST,
    CENTRE,
    MILE_END,
    a_library,
    a_meeting,
    a_plan,
    a_policy,
    a_tier,
    a_venue,
    a_ward,
    an_officer,
    at,
    the_officers,
)
from tests.scheduler.rules.examples import bow, charges, mile, the_problem, the_year, with_tier, year_with

SATURDAY = {"starts_at": at("Sat 2027-01-16 11:00"), "session": Session.WEEKEND_DAYTIME}
THURSDAY_DAYTIME = {"starts_at": at("Thu 2027-01-14 13:00"), "session": Session.WEEKDAY_DAYTIME}


def with_set_evening(known):
    return the_problem(wards=(a_ward(set_evening=known), a_ward(code=MILE_END, name="Mile End", set_evening=None)))


def avoiding(part, *labels):
    days = DaySpan(date(2027, 1, 14), date(2027, 1, 20))
    return the_problem(special_days=tuple(SpecialDays(days, DayKind.AVOID, part, label) for label in labels))


def test_set_evening_is_kept_on_the_usual_weekday_and_does_not_speak_of_daytime():
    assert charges("set_evening", the_problem(), year_with({bow(1): SATURDAY})) == []
    assert charges("set_evening", with_set_evening(None), the_year()) == []


def test_set_evening_is_broken_on_another_weekday():
    plan = year_with({bow(1): {"starts_at": at("Wed 2027-01-13 19:00")}})

    assert charges("set_evening", the_problem(), plan) == [
        Charge("set_evening", bow(1), 80, "on a Wednesday, not the usual weekday")
    ]


def test_set_start_is_kept_at_the_usual_time_and_does_not_speak_of_daytime():
    assert charges("set_start", the_problem(), year_with({bow(1): SATURDAY})) == []
    assert charges("set_start", with_set_evening(None), the_year()) == []


@pytest.mark.parametrize(("usual", "points"), [(time(18, 59), 25), (time(19, 30), 25), (time(19, 31), 50)])
def test_set_start_is_broken_by_every_started_half_hour(usual, points):
    plan = year_with({bow(ordinal): {"state": MeetingState.CANCELLED} for ordinal in (2, 3, 4)})

    assert charges("set_start", with_set_evening(SetEvening(3, usual)), plan) == [
        Charge("set_start", bow(1), points, f"starts at 19:00, usually {usual:%H:%M}")
    ]


def test_even_spacing_is_kept_within_a_week_of_an_even_gap():
    assert charges("even_spacing", the_problem(), the_year()) == []  # 84 days, and 91 would be even


def test_even_spacing_is_broken_by_every_day_beyond_a_week():
    plan = year_with({bow(2): {"starts_at": at("Tue 2027-04-06 19:00")}})
    late = year_with({bow(4): {"starts_at": at("Fri 2027-10-15 19:00")}})

    assert charges("even_spacing", the_problem(), plan) == [
        Charge("even_spacing", bow(2), 12, "82 days after the one before, 91 would be even")
    ]
    assert charges("even_spacing", the_problem(), late) == [
        Charge("even_spacing", bow(4), 6, "99 days after the one before, 91 would be even")
    ]


def room():
    return the_problem(policy=a_policy(weights={"room_for_next": 20}))


def test_room_for_next_is_kept_by_a_last_meeting_that_leaves_four_weeks():
    tier = room().ward(BOW_EAST).standing.tier
    day = date(2027, 12, 31) + timedelta(days=28 - tier.max_gap_days)
    plan = year_with({bow(4): {"starts_at": at(f"{day:%a %Y-%m-%d} 19:00")}})

    assert charges("room_for_next", room(), plan) == []
    following = a_meeting(meeting_id="2028-E05009317-1", starts_at=at("Thu 2028-01-06 19:00"))
    problem = planning_problem(room().borough, calendar_year(2027), [following])
    early = year_with({bow(4): {"starts_at": at("Tue 2027-09-14 19:00")}})
    assert charges("room_for_next", problem, early) == []  # what follows is known


def test_room_for_next_is_broken_by_every_day_before_that():
    tier = room().ward(BOW_EAST).standing.tier
    day = date(2027, 12, 31) + timedelta(days=28 - tier.max_gap_days - 3)
    plan = year_with({bow(4): {"starts_at": at(f"{day:%a %Y-%m-%d} 19:00")}})

    assert charges("room_for_next", room(), plan) == [
        Charge("room_for_next", bow(4), 3 * 20, "3 days too early for the next to be in time")
    ]


@pytest.mark.parametrize(
    ("prefers", "changes"),
    [("weekend", SATURDAY), ("weekday", THURSDAY_DAYTIME), ("any", SATURDAY), ("any", THURSDAY_DAYTIME)],
)
def test_daytime_preference_is_kept_when_the_tier_prefers(prefers, changes):
    problem = with_tier(daytime_prefers=DaytimePreference(prefers))

    assert charges("daytime_preference", problem, year_with({bow(1): changes})) == []


@pytest.mark.parametrize(
    ("prefers", "changes", "day"), [("weekday", SATURDAY, "Saturday"), ("weekend", THURSDAY_DAYTIME, "Thursday")]
)
def test_daytime_preference_is_broken_on_the_other_kind_of_day(prefers, changes, day):
    problem = with_tier(daytime_prefers=DaytimePreference(prefers))

    assert charges("daytime_preference", problem, year_with({bow(1): changes})) == [
        Charge("daytime_preference", bow(1), 60, f"a {day} daytime meeting, the tier prefers the {prefers}")
    ]


def test_days_to_avoid_is_kept_on_the_other_part_of_the_day_and_the_day_after():
    assert charges("days_to_avoid", avoiding(PartOfDay.DAYTIME, "Ramadan"), the_year()) == []
    assert charges("days_to_avoid", avoiding(PartOfDay.EVENING, "Ramadan"), year_with({bow(1): SATURDAY})) == []


def test_days_to_avoid_is_broken_once_however_many_rows_say_so():
    assert charges("days_to_avoid", avoiding(PartOfDay.EVENING, "Ramadan", "Half-term"), the_year()) == [
        Charge("days_to_avoid", bow(1), 100, "falls on Ramadan and Half-term")
    ]


def two_halls_apart(homes=()):
    """The library is a hundredth of a degree north of Bow East's centre and of its other hall: 1,112 metres."""
    return the_problem(venues=(a_venue(), a_library(lat=CENTRE[0] + 0.01, lon=CENTRE[1])), homes=homes)


def in_one_hall(venue_id):
    return year_with({bow(ordinal): {"venue_id": venue_id} for ordinal in (1, 2, 3, 4)})


BY_DAY = {
    bow(2): {"starts_at": at("Thu 2027-04-08 13:00"), "session": Session.WEEKDAY_DAYTIME},
    bow(4): {"starts_at": at("Thu 2027-10-07 13:00"), "session": Session.WEEKDAY_DAYTIME},
}


def halls_of_two_kinds(*venues):
    return the_problem(
        policy=a_policy(tiers=(a_tier(evening=2, daytime=2),)), venues=venues or (a_venue(), a_library())
    )


def test_halls_in_turn_is_kept_by_halls_that_take_turns_for_each_kind():
    plan = year_with({**BY_DAY, bow(3): {"venue_id": "bow-centre"}, bow(4): {**BY_DAY[bow(4)], "venue_id": "library"}})

    assert charges("halls_in_turn", halls_of_two_kinds(), plan) == []
    assert charges("halls_in_turn", the_problem(), the_year()) == []


def test_halls_in_turn_is_kept_for_a_kind_that_one_hall_alone_suits():
    evenings_only = a_venue(opening_hours="Mo-Fr 17:00-22:00")

    charged = charges("halls_in_turn", halls_of_two_kinds(evenings_only, a_library()), year_with(BY_DAY))
    assert [charge.subject for charge in charged] == [bow(3)]


def test_halls_in_turn_is_broken_by_each_meeting_where_the_last_of_its_kind_was():
    assert charges("halls_in_turn", halls_of_two_kinds(), year_with(BY_DAY)) == [
        Charge(
            "halls_in_turn",
            bow(3),
            40,
            f"in the same hall as the evening meeting before, {bow(1)} on Thu 14 Jan 2027 19:00",
        ),
        Charge(
            "halls_in_turn",
            bow(4),
            40,
            f"in the same hall as the daytime meeting before, {bow(2)} on Thu 08 Apr 2027 13:00",
        ),
    ]


ABACA = (1, 2, 1, 3, 1)
HALL_NAMES = {1: "bow-centre", 2: "library", 3: "school"}


def five_evenings(*halls):
    """Bow East's year with a fifth evening, in these halls."""
    fifth = replace(the_year().meetings[-2], meeting_id=bow(5), starts_at=at("Thu 2027-12-09 19:00"))
    assert fifth.ward_code == BOW_EAST
    year = a_plan(*the_year().meetings, fifth)
    named = {bow(ordinal): HALL_NAMES[hall] for ordinal, hall in enumerate(halls, 1)}
    return a_plan(*(replace(each, venue_id=named.get(each.meeting_id, each.venue_id)) for each in year.meetings))


def sharing_halls(percent=40):
    school = a_venue(venue_id="school", ward_codes=frozenset({BOW_EAST}))
    policy = a_policy(tiers=(a_tier(evening=5),), limits=Limits(hall_share_percent=percent))
    return the_problem(policy=policy, venues=(a_venue(), a_library(), school))


@pytest.mark.parametrize(("halls", "percent"), [((1, 2, 1, 3, 2), 40), (ABACA, 50), (ABACA, 60)])
def test_hall_share_is_kept_up_to_the_share_to_the_nearest_meeting(halls, percent):
    assert charges("hall_share", sharing_halls(percent), five_evenings(*halls)) == []


def test_hall_share_is_kept_by_an_even_share_of_two_halls_and_by_a_lone_hall():
    policy = a_policy(tiers=(a_tier(evening=5),))

    two, lone = (the_problem(policy=policy, venues=venues) for venues in ((a_venue(), a_library()), (a_venue(),)))
    assert charges("hall_share", two, five_evenings(1, 2, 1, 2, 1)) == []
    assert [
        each for each in charges("hall_share", lone, five_evenings(1, 1, 1, 1, 1)) if each.subject == BOW_EAST
    ] == []


@pytest.mark.parametrize(("halls", "points", "held"), [(ABACA, 60, 3), ((1, 2, 1, 1, 1), 120, 4)])
def test_hall_share_is_broken_by_each_meeting_above_the_share_cancelled_or_not(halls, points, held):
    plan = five_evenings(*halls)
    plan = replace(plan, meetings=(replace(plan.meetings[0], state=MeetingState.CANCELLED), *plan.meetings[1:]))

    assert charges("hall_share", sharing_halls(), plan) == [
        Charge("hall_share", BOW_EAST, points, f"{held} meetings in Bow Centre, a share is 2")
    ]


def test_halls_spread_is_kept_when_every_home_has_its_nearest_hall():
    assert charges("halls_spread", two_halls_apart(), in_one_hall("bow-centre")) == []
    assert charges("halls_spread", two_halls_apart(), the_year()) == []


def test_halls_spread_is_broken_by_every_metre_farther_on_average():
    homes = tuple(Home(f"E3 {n}AA", CENTRE[0] + n / 100, CENTRE[1], BOW_EAST) for n in (0, 1))

    assert charges("halls_spread", two_halls_apart(), in_one_hall("library")) == [
        Charge("halls_spread", BOW_EAST, 1112, "1112 metres farther on average than with every hall")
    ]
    assert charges("halls_spread", two_halls_apart(homes), in_one_hall("bow-centre")) == [
        Charge("halls_spread", BOW_EAST, 556, "556 metres farther on average than with every hall")
    ]


def two_homes_apart(far_metres):
    """A home at each hall, and one between them that is near both."""
    homes = tuple(Home(f"E3 {n}AA", CENTRE[0] + n / 200, CENTRE[1], BOW_EAST) for n in (0, 1, 2))
    return the_problem(
        policy=a_policy(limits=Limits(far_metres=far_metres)),
        venues=(a_venue(), a_library(lat=CENTRE[0] + 0.01, lon=CENTRE[1])),
        homes=homes,
    )


def test_far_homes_is_kept_where_every_home_has_a_hall_within_the_limit():
    assert charges("far_homes", two_homes_apart(800), the_year()) == []
    assert charges("far_homes", two_homes_apart(1112), in_one_hall("bow-centre")) == []


def test_far_homes_is_kept_where_no_hall_is_nearer():
    home = (Home("E3 1AA", CENTRE[0] + 0.1, CENTRE[1], BOW_EAST),)

    assert charges("far_homes", two_halls_apart(home), in_one_hall("bow-centre")) == []


def test_far_homes_is_broken_by_each_one_in_a_hundred_that_could_be_nearer():
    assert charges("far_homes", two_homes_apart(1111), in_one_hall("bow-centre")) == [
        Charge("far_homes", BOW_EAST, 165, "33 in 100 homes are over 1111 metres from every hall, and need not be")
    ]


@pytest.mark.parametrize(("an_hour", "pounds"), [(0, 0), (7.5, 11), (15, 22), (25, 38)])
def test_hire_cost_is_broken_by_every_pound_rounded_to_whole_ones(an_hour, pounds):
    problem = the_problem(venues=(a_venue(hire_gbp_per_hour=float(an_hour)), a_library(hire_gbp_per_hour=0.0)))
    expected = [Charge("hire_cost", meeting, 2 * pounds, f"hire of £{pounds}") for meeting in (bow(2), mile(2))]

    plan = year_with({bow(4): {"venue_id": "library"}, mile(4): {"venue_id": "library"}})
    assert charges("hire_cost", problem, plan) == (expected if pounds else [])


def test_hire_cost_is_kept_by_free_halls():
    free = (a_venue(hire_gbp_per_hour=0.0), a_library(hire_gbp_per_hour=0.0))

    assert charges("hire_cost", the_problem(venues=free), the_year()) == []


def test_even_months_is_kept_up_to_a_month_s_share_rounded_up_and_by_what_is_cancelled():
    cancelled = {bow(2): {"starts_at": at("Fri 2027-01-29 19:00"), "state": MeetingState.CANCELLED}}

    assert charges("even_months", three_a_month(), year_with({})) == []
    assert charges("even_months", three_a_month(), year_with(cancelled)) == []


def three_a_month():
    """Twelve meetings a ward: a share is 3 in long months, since 24 * 31 / 365 is over 2, and 2 in February."""
    return the_problem(policy=a_policy(tiers=(a_tier(evening=12),), weights=DEFAULT_WEIGHTS))


@pytest.mark.parametrize(("more", "points"), [(2, 10), (3, 30), (4, 60), (5, 90)])
def test_even_months_is_broken_by_meetings_above_the_share_each_dearer_than_the_one_before(more, points):
    moved = [bow(2), bow(3), bow(4), mile(2), mile(3)][:more]
    january = {meeting: {"starts_at": at(f"Mon 2027-01-{4 + 7 * (n % 4):02} 19:00")} for n, meeting in enumerate(moved)}

    assert charges("even_months", three_a_month(), year_with(january)) == [
        Charge("even_months", "January 2027", points, f"{2 + more} meetings, a fair share is 3")
    ]


def test_fair_load_is_kept_by_an_even_share():
    assert charges("fair_load", the_problem(), the_year()) == []


def test_fair_load_is_broken_by_each_meeting_above_the_share():
    plan = year_with({mile(ordinal): {"ward_officers": ("dwo-1",)} for ordinal in (1, 2)})

    assert charges("fair_load", the_problem(), plan) == [
        Charge("fair_load", "dwo-1", 30, "6 meetings, a fair share is 4")
    ]


def test_fair_load_is_broken_by_a_visitors_second_meeting_above_an_even_share():
    plan = year_with({bow(ordinal): {"inspector": "insp-1"} for ordinal in (2, 3)})

    assert charges("fair_load", the_problem(), plan) == [
        Charge("fair_load", "insp-1", 15, "4 meetings, a fair share is 3")
    ]


def test_fair_load_is_broken_by_a_deputy_whose_meetings_add_nothing_to_the_share():
    deputy = an_officer("sgt-2", Role.SERGEANT, ward_codes=frozenset(), deputy_ward_codes=frozenset({BOW_EAST}))

    problem = the_problem(officers=(*the_officers(), deputy))
    assert charges("fair_load", problem, year_with({bow(1): {"sergeant": "sgt-2"}})) == [
        Charge("fair_load", "sgt-2", 15, "1 meeting, a fair share is 0")
    ]


def test_fair_load_is_broken_above_a_share_that_is_rounded_up():
    problem = the_problem(officers=(*the_officers(), an_officer("dwo-2", Role.DWO)))  # eight meetings for three

    assert charges("fair_load", problem, the_year()) == [
        Charge("fair_load", officer_id, 15, "4 meetings, a fair share is 3") for officer_id in ("dwo-1", "pcso-1")
    ]


def test_weight_of_nought_switches_every_wish_off():
    problem = the_problem(policy=a_policy(weights=dict.fromkeys(DEFAULT_WEIGHTS, 0)), special_days=())
    plan = year_with({bow(1): {"starts_at": at("Wed 2027-01-13 18:30")}, bow(2): {"ward_officers": ("pcso-1",)}})

    assert all_charges(problem, plan) == ()
