"""The rules about days that are better left to something else: polling days, and days that people keep free."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from scheduler.facts import DayKeptFree, Election, Known, PartOfDay
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.rules.shapes import Charge, Occasion
from scheduler.yearly_days import BeforeDaysOff, EveryDate, FromEaster
from tests.scheduler.examples import BOW_EAST, a_library, a_venue, at
from tests.scheduler.rules.examples import (
    RULE_BY_NAME,
    bow,
    breach,
    breaches,
    charges,
    the_problem,
    the_year,
    year_with,
)

POLLED = date(2027, 4, 8)
MAYOR = Election(POLLED, date(2027, 3, 1), "Mayor of London")
BY_ELECTION = Election(POLLED, date(2027, 3, 1), "Bow East by-election")
LATER = Election(date(2027, 4, 9), date(2027, 3, 1), "Mayor of London")
MORNING = {"starts_at": at("Thu 2027-04-08 10:30"), "session": Session.WEEKDAY_DAYTIME}


def polling(*polls, **hall):
    """Polls, and a changed Bow Centre, where the second meeting of Bow East is on 8 April."""
    return the_problem(elections=polls, venues=(a_venue(**hall), a_library()))


@pytest.mark.parametrize("known", [Known.NO, Known.UNKNOWN])
def test_polling_stations_is_kept_by_a_hall_that_is_not_known_to_be_one(known):
    assert breaches("polling_stations", polling(MAYOR, polling_station=known), the_year()) == []


def test_polling_stations_is_kept_on_every_other_day_and_by_a_cancelled_meeting():
    cancelled = year_with({bow(2): {"state": MeetingState.CANCELLED}})

    assert breaches("polling_stations", polling(LATER, polling_station=Known.YES), the_year()) == []
    assert breaches("polling_stations", polling(polling_station=Known.YES), the_year()) == []
    assert breaches("polling_stations", polling(MAYOR, polling_station=Known.YES), cancelled) == []


@pytest.mark.parametrize(("changes", "starts"), [({}, "19:00"), (MORNING, "10:30")])
def test_polling_stations_is_broken_at_any_hour_of_a_polling_day(changes, starts):
    problem = polling(MAYOR, polling_station=Known.YES)

    assert breaches("polling_stations", problem, year_with({bow(2): changes})) == [
        breach(
            "polling_stations",
            f"2027-E05009317-2 on Thu 08 Apr 2027 {starts} is at Bow Centre, "
            "a polling station on the polling day of Mayor of London",
            bow(2),
        )
    ]


def test_polling_station_is_a_demand_only_where_a_poll_is_in_the_period():
    def told(problem):
        return [demand.sentence for demand in RULE_BY_NAME["polling_stations"].demands(problem, problem.wards[0])]

    assert told(polling(MAYOR, polling_station=Known.YES)) == ["Bow Centre is a polling station on 08 April 2027"]
    assert told(polling(MAYOR)) == told(polling(polling_station=Known.YES)) == []


def test_polling_days_is_kept_on_the_day_before_and_outside_the_period():
    assert charges("polling_days", polling(LATER), the_year()) == []
    assert charges("polling_days", polling(Election(date(2026, 4, 8), date(2026, 3, 1), "Past")), the_year()) == []


@pytest.mark.parametrize("changes", [{}, MORNING])
def test_polling_days_is_broken_once_however_many_polls_are_that_day(changes):
    assert charges("polling_days", polling(MAYOR, BY_ELECTION), year_with({bow(2): changes})) == [
        Charge("polling_days", bow(2), 500, "falls on the polling day of Mayor of London and Bow East by-election")
    ]


def keeping_free(*rows):
    return the_problem(days_kept_free=rows)


EVENING_BEFORE_EASTER = DayKeptFree("Maundy Thursday", FromEaster(-3), PartOfDay.EVENING)
BEFORE_A_WEEKEND = DayKeptFree("the evening before a bank-holiday weekend", BeforeDaysOff(), PartOfDay.EVENING)
SPRING = DayKeptFree("Spring Day", EveryDate(4, 8), PartOfDay.EVENING)
EASTER_EVE = {"starts_at": at("Thu 2027-03-25 19:00")}


def test_days_kept_free_is_kept_by_day_and_on_the_day_before_and_where_no_row_says_so():
    by_day = {"starts_at": at("Thu 2027-03-25 16:30"), "session": Session.WEEKDAY_DAYTIME}
    the_day_before = {"starts_at": at("Wed 2027-03-24 19:00")}
    rows = (EVENING_BEFORE_EASTER, BEFORE_A_WEEKEND)

    assert charges("days_kept_free", keeping_free(*rows), year_with({bow(2): by_day})) == []
    assert charges("days_kept_free", keeping_free(*rows), year_with({bow(2): the_day_before})) == []
    assert charges("days_kept_free", keeping_free(), year_with({bow(2): EASTER_EVE})) == []


def test_days_kept_free_is_broken_once_however_many_rows_say_so():
    problem = keeping_free(EVENING_BEFORE_EASTER, BEFORE_A_WEEKEND, SPRING)

    assert charges("days_kept_free", problem, year_with({bow(2): EASTER_EVE})) == [
        Charge(
            "days_kept_free",
            bow(2),
            300,
            "falls on Maundy Thursday and the evening before a bank-holiday weekend",
        )
    ]


@pytest.mark.parametrize("name", ["polling_stations", "polling_days", "days_kept_free"])
def test_both_sides_agree_on_every_slot_around_such_a_day(name):
    problem = the_problem(
        elections=(MAYOR,), venues=(a_venue(polling_station=Known.YES), a_library()), days_kept_free=(SPRING,)
    )
    rule, view = RULE_BY_NAME[name], problem.ward_by_code[BOW_EAST]
    shape = (*problem.sits.shape, len(view.halls))
    permits, costs = (np.broadcast_to(side(problem, view), shape) for side in (rule.permits, rule.costs))

    for day in range(POLLED.timetuple().tm_yday - 3, POLLED.timetuple().tm_yday + 2):
        for n, sitting in enumerate(problem.sittings):
            for hall, venue in enumerate(view.halls):
                occasion = Occasion(problem.days[day], sitting, venue)
                assert permits[day, n, hall] == (rule.refusal(problem, view, occasion) is None)
                assert costs[day, n, hall] == rule.price(problem, view, occasion)[0]
