"""What a policy comes to: each measure of a year worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.audiences import AUDIENCES
from scheduler.compare import borough_under, compared, outcome_of, policies_of
from scheduler.comparison import ComparedLine, Load, PolicyOutcome, Reach, measures
from scheduler.facts import DayKind, DaySpan, Election, Group, PartOfDay, SchoolPeriod, SpecialDays
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.policy import NamedPolicy, Outreach, Session
from scheduler.release.elections import poll_after
from scheduler.tiers import standings
from tests.scheduler.examples import BOW_EAST, a_borough, a_meeting, a_policy, a_tier, a_ward, at
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, year_with

FOUR = NamedPolicy("four", "Four", "Four evenings.", a_policy())
TERM = SchoolPeriod(DaySpan(date(2027, 1, 4), date(2027, 7, 21)), is_term=True)
POLL = Election(date(2027, 4, 22), date(2027, 3, 18), "Mayor")


def test_year_as_usual_keeps_what_members_know():
    outcome = outcome_of(the_problem(), the_year(), FOUR)

    assert outcome == PolicyOutcome(
        name="four",
        title="Four",
        summary="Four evenings.",
        is_proven=True,
        evening=8,
        weekday_daytime=0,
        weekend_daytime=0,
        reach=(Reach("shift workers", 0, 0), Reach("carers", 0, 0), Reach("school-age residents", 12, 2)),
        visits=(),
        visit_hours=0,
        unvisited=0,
        halls=2,
        hire_gbp=240,
        officer_hours=30,
        public_realm=Load(2, 2),
        inspectors=Load(2, 2),
        to_avoid=0,
        evenings_kept=8,
        evenings_changed=0,
        starts_changed=0,
        before_polls=0,
    )


def test_changes_polls_and_days_to_avoid_are_counted_and_cancelled_meetings_are_not():
    special = (SpecialDays(DaySpan(date(2027, 1, 12), date(2027, 1, 12)), DayKind.AVOID, PartOfDay.EVENING, "Eve"),)
    plan = year_with(
        {
            bow(1): {"starts_at": at("Tue 2027-01-12 18:30")},
            bow(4): {"state": MeetingState.CANCELLED},
            mile(4): {"starts_at": at("Sun 2027-10-17 14:00"), "session": Session.WEEKEND_DAYTIME},
        }
    )

    outcome = outcome_of(the_problem(special_days=special, elections=(POLL,)), plan, FOUR)

    assert (outcome.meetings, outcome.evening, outcome.weekend_daytime) == (7, 6, 1)
    assert (outcome.evenings_kept, outcome.evenings_changed, outcome.starts_changed) == (5, 1, 1)
    assert (outcome.to_avoid, outcome.before_polls) == (1, 2)
    assert outcome.reach[:2] == (Reach("shift workers", 1.5, 1), Reach("carers", 1.5, 1))


def test_visits_are_counted_without_naming_an_officer():
    club = Group("G1", "Lunch club", frozenset({BOW_EAST}), "We 12:00-14:00", "Bow Centre")
    named = replace(FOUR, outreach=Outreach())

    outcome = outcome_of(the_problem(groups=(club,)), the_year(), named)

    assert (len(outcome.visits), outcome.visit_hours, outcome.unvisited, outcome.officer_hours) == (4, 4, 4, 34)
    assert "dwo-1" not in repr(outcome)


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ("Mon 2027-03-01 11:00", {"shift workers", "carers"}),
        ("Mon 2027-03-01 13:00", {"carers"}),
        ("Mon 2027-03-01 16:30", set()),
        ("Mon 2027-03-01 19:00", {"school-age residents"}),
        ("Mon 2027-03-01 19:30", set()),
        ("Sat 2027-03-06 11:00", {"shift workers", "carers", "school-age residents"}),
        ("Sat 2027-03-06 14:00", {"carers", "school-age residents"}),
        ("Sun 2027-03-07 15:00", {"shift workers", "school-age residents"}),
    ],
)
def test_audience_can_come_by_what_its_day_says(when, who):
    starts_at = at(when)
    daytime = Session.WEEKEND_DAYTIME if starts_at.weekday() > 4 else Session.WEEKDAY_DAYTIME
    meeting = a_meeting(starts_at=starts_at, session=Session.EVENING if starts_at.time() >= time(18) else daytime)

    assert {audience.name for audience in AUDIENCES if audience.can_come((TERM,), meeting)} == who


def test_poll_after_includes_both_ends_of_its_quiet_weeks():
    days = (date(2027, 3, 17), date(2027, 3, 18), date(2027, 4, 22), date(2027, 4, 23))

    assert [poll_after((POLL,), day) for day in days] == [None, POLL, POLL, None]


def test_borough_s_own_policy_comes_first_under_its_usual_name():
    assert [named.name for named in policies_of(a_borough(policies=(FOUR,)))] == ["recommendation-3", "four"]
    own = replace(FOUR, name="recommendation-3")
    assert policies_of(a_borough(policies=(FOUR, own))) == (FOUR, own)


def test_policy_for_every_ward_overrides_a_ward_s_own_pattern():
    tiers = (a_tier(name="many", from_residents=5), a_tier(name="few"))
    policy = a_policy(tiers=tiers, every_ward="few")
    borough = a_borough(wards=(a_ward(pattern="steady"),))

    under = borough_under(borough, NamedPolicy("few", "Few", "", policy))

    assert [(each.tier.name, each.reason) for each in standings(under)] == [
        ("few", "Set by the borough for every ward: few.")
    ]


def test_a_policy_in_force_leaves_the_others_to_choose():
    borough = a_borough(policies=(FOUR,))

    under = borough_under(borough, FOUR)

    assert (under.in_force, under.policy) == (FOUR.name, FOUR.policy)
    assert policies_of(under) == policies_of(borough)
    assert borough_under(under, policies_of(borough)[0]).policy == borough.policy


def test_table_has_a_figure_for_every_policy():
    comparison = compared(a_borough(), calendar_year(2027), [outcome_of(the_problem(), the_year(), FOUR)] * 2)

    assert measures(comparison)[0] == ComparedLine("Panel meetings in the year", ("8", "8"))
    assert ComparedLine("Hire of halls", ("£240", "£240")) in measures(comparison)
    assert ComparedLine("Wards with a meeting that school-age residents can come to", ("2 of 2", "2 of 2")) in measures(
        comparison
    )
