"""Tiers: which side of a threshold a ward falls, which meetings count, and the sentence that says why."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Borough, BoroughProfile, HeldMeeting, PlannedTier, Ward
from scheduler.policy import DaytimePreference, Policy, Session, Tier
from scheduler.tiers import Standing, inferred_tiers, planned_tiers, standings
from tests.scheduler.examples import BOW_EAST, a_meeting, a_plan

WELL = Tier("well attended", 20, 4, 2, DaytimePreference.WEEKEND, 28, 90)
STEADY = Tier("steady", 10, 4, 0, DaytimePreference.ANY, 56, 110)
LOW = Tier("low", 0, 2, 2, DaytimePreference.WEEKDAY, 56, 110)
PROFILE = BoroughProfile(
    "Riverside", "E09000099", "met", "https://example.org", "a@example.org", "Europe/London", ("en",)
)


def a_ward(code="A", pattern=""):
    return Ward(code, code, code.lower(), 51.5, 0.0, 10000, frozenset(), pattern=pattern)


def held(*residents, ward="A"):
    """One meeting a month, the latest last."""
    return tuple(
        HeldMeeting(ward, date(2025, month, 7), Session.EVENING, count)
        for month, count in enumerate(residents, start=1)
    )


def a_borough(wards, attendance, tiers=(WELL, STEADY, LOW), lookback=4):
    policy = Policy(90, lookback, True, tiers, {Session.EVENING: (time(19),)})
    return Borough(PROFILE, policy, wards, (), (), attendance)


def standing_of(attendance, pattern="", **policy):
    return standings(a_borough((a_ward(pattern=pattern),), attendance, **policy))[0]


def test_ward_on_the_threshold_sits_in_the_higher_tier():
    assert standing_of(held(19, 20, 21, 20)) == Standing(
        ward=a_ward(),
        tier=WELL,
        attendance=held(19, 20, 21, 20),
        expected_residents=20,
        reason="Mean of 20 residents at the last 4 meetings: 20 or more is well attended.",
        is_override=False,
    )


def test_ward_just_under_the_threshold_sits_in_the_lower_tier_and_never_reads_as_on_it():
    standing = standing_of(held(*[20] * 11, 19), lookback=12)

    assert (standing.tier, standing.expected_residents) == (STEADY, 20)
    assert standing.reason == "Mean of 19.9 residents at the last 12 meetings: 10 or more is steady."


def test_only_the_latest_meetings_count_in_whatever_order_they_come():
    attendance = held(90, 9, 10, 8, 12)

    assert standing_of(attendance[::-1]) == standing_of(attendance)
    assert standing_of(attendance).reason == "Mean of 9.7 residents at the last 4 meetings: fewer than 10 is low."


def test_mean_is_rounded_up_for_the_hall():
    assert standing_of(held(20, 21, 20)).expected_residents == 21


def test_one_meeting_is_enough_to_stand_on():
    assert standing_of(held(12)).reason == "Mean of 12 residents at the last meeting: 10 or more is steady."


def test_ward_without_attendance_takes_the_middle_tier_and_is_said_to():
    assert standing_of(()) == Standing(
        ward=a_ward(),
        tier=STEADY,
        attendance=(),
        expected_residents=10,
        reason="No attendance recorded yet: taken as steady, the middle tier.",
        is_override=False,
    )


def test_pattern_overrides_attendance_but_the_hall_is_still_big_enough():
    assert standing_of(held(35, 36), pattern="low") == Standing(
        ward=a_ward(pattern="low"),
        tier=LOW,
        attendance=held(35, 36),
        expected_residents=36,
        reason="Set by the borough in wards.csv: low.",
        is_override=True,
    )


def test_pattern_without_attendance_expects_the_middle_tiers_threshold():
    standing = standing_of((), pattern="well attended")

    assert (standing.tier, standing.expected_residents) == (WELL, 10)


def test_threshold_with_decimals_is_met_exactly():
    finer = (Tier("well attended", 12.3, 4, 2, DaytimePreference.ANY, 28, 90), LOW)

    standing = standing_of(held(*[12] * 7, 13, 13, 13), tiers=finer, lookback=10)

    assert standing.reason == "Mean of 12.3 residents at the last 10 meetings: 12.3 or more is well attended."


@pytest.mark.parametrize("attendance", [held(0), held(500)], ids=["nobody", "a crowd"])
def test_borough_with_one_tier_puts_every_ward_in_it(attendance):
    standing = standing_of(attendance, tiers=(LOW,))

    assert standing.reason.endswith("at the last meeting: 0 or more is low.")


def test_standings_come_in_ward_order_each_from_its_own_attendance():
    wards = (a_ward("A"), a_ward("B"))

    found = standings(a_borough(wards, held(3, ward="A") + held(30, ward="B")))

    assert [(standing.ward, standing.tier) for standing in found] == [(wards[0], LOW), (wards[1], WELL)]


def as_planned(borough, later=(), **policy):
    """The borough's standings on the tiers that it was planned on, after more meetings were held."""
    known = planned_tiers(standings(borough))
    changed = replace(borough, attendance=(*borough.attendance, *later), planned_tiers=known)
    return standings(replace(changed, policy=replace(borough.policy, **policy)))


@given(
    st.lists(st.integers(0, 60), max_size=8),
    st.lists(st.integers(0, 60), max_size=8),
    st.sampled_from(["", "low", "steady"]),
)
def test_attendance_after_the_planning_changes_no_tier_of_the_period(before, after, pattern):
    borough = a_borough((a_ward(pattern=pattern),), held(*before))
    later = tuple(HeldMeeting("A", date(2027, 1 + n, 7), Session.EVENING, count) for n, count in enumerate(after))

    assert as_planned(borough, later) == standings(borough)


def test_planned_tier_stays_where_the_thresholds_change_and_says_so():
    raised = (replace(WELL, from_residents=30), STEADY, LOW)

    (standing,) = as_planned(a_borough((a_ward(),), held(25, 25)), tiers=raised)

    assert (standing.tier, standing.expected_residents) == (raised[0], 25)
    assert standing.reason == "Planned as well attended, which holds for the whole period."


def test_tier_that_the_policy_no_longer_has_is_earned_anew_from_what_was_counted_then():
    renamed = (replace(WELL, name="busy"), STEADY, LOW)

    (standing,) = as_planned(a_borough((a_ward(),), held(25, 25)), held(1, 1, 1, 1), tiers=renamed)

    assert standing.tier.name == "busy"


@pytest.mark.parametrize(
    ("sessions", "tiers"),
    [
        ([Session.EVENING] * 4 + [Session.WEEKEND_DAYTIME] * 2, {BOW_EAST: PlannedTier("well attended")}),
        ([Session.EVENING] * 2 + [Session.WEEKDAY_DAYTIME] * 2, {BOW_EAST: PlannedTier("low")}),
        ([Session.EVENING] * 3, {}),
    ],
)
def test_tier_of_a_plan_that_does_not_say_is_the_one_that_owes_its_meetings(sessions, tiers):
    plan = a_plan(*(a_meeting(meeting_id=f"m{n}", session=session) for n, session in enumerate(sessions)))

    assert inferred_tiers(a_borough((), ()).policy, plan) == tiers


def test_tier_of_a_plan_that_does_not_say_is_not_guessed_between_two():
    alike = (STEADY, replace(LOW, evening=4, daytime=0))
    plan = a_plan(*(a_meeting(meeting_id=f"m{n}") for n in range(4)))

    assert inferred_tiers(a_borough((), (), tiers=alike).policy, plan) == {}
