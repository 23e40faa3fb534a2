"""Tiers: which side of a threshold a ward falls, which meetings count, and the sentence that says why."""

from datetime import date, time
from fractions import Fraction

import pytest

from scheduler.facts import Borough, BoroughProfile, HeldMeeting, Ward
from scheduler.policy import DaytimePreference, Policy, Session, Tier
from scheduler.tiers import Standing, standings

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
        mean_residents=Fraction(20),
        meetings_counted=4,
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
        mean_residents=None,
        meetings_counted=0,
        expected_residents=10,
        reason="No attendance recorded yet: taken as steady, the middle tier.",
        is_override=False,
    )


def test_pattern_overrides_attendance_but_the_hall_is_still_big_enough():
    assert standing_of(held(35, 36), pattern="low") == Standing(
        ward=a_ward(pattern="low"),
        tier=LOW,
        mean_residents=Fraction(71, 2),
        meetings_counted=2,
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
