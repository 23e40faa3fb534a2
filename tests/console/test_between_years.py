"""The console in a gap between years: one is over, and of the next nothing was released yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import pytest

from scheduler.period import Period
from tests.console.borough import RELEASED_AT, SMALL, YEAR, sign_in
from tests.console.conftest import Seat
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.pages.today import MOST_SHOWN
from wardpanels.publicity.announcing import announce
from wardpanels.year.drafts import keep_draft
from wardpanels.year.planning import plan_problem

LEAP_DAY = datetime.fromisoformat("2028-02-29T23:30+00:00")


def administrator(house, at):
    """The seat of an administrator at a moment."""
    client = application(replace(house, clock=lambda: at)).test_client()
    client.set_cookie(guard.SESSION, sign_in(house.store, SMALL.profile.code, "administrator", at))
    return Seat(client)


@pytest.mark.parametrize("path", ["/", "/publicity", "/publicity/ledger", "/set-up/week"])
def test_page_says_of_which_days_nothing_was_released_and_leads_to_the_year_that_was(house, path):
    page = administrator(house, LEAP_DAY).look(path)

    assert page.status_code == 200
    assert "Nothing has been released for March 2028 to December 2028 yet, so " in page.text
    assert 'href="/console/year?period=2027-01-01">See 2027</a>' in page.text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2027-12-30T10:00+00:00", ""),
        ("2027-12-31T00:00+00:00", "Today is the last day of 2027, so there is nothing to plan."),
        ("2027-12-31T23:59+00:00", "Today is the last day of 2027, so there is nothing to plan."),
        ("2028-01-01T00:00+00:00", "2027 is over, so there is nothing to plan."),
    ],
)
def test_plan_says_that_a_year_is_over_only_once_it_is(house, moment, said):
    page = administrator(house, datetime.fromisoformat(moment)).look("/plan?period=2027-01-01")

    assert (said or "Plan the rest again") in page.text
    assert page.text.count("so there is nothing to plan") == bool(said)


@pytest.mark.parametrize(
    ("path", "done"),
    [
        ("/debts", "planned"),
        ("/drafts", "planned"),
        ("/meetings/add?ward=ward-1", "planned"),
        ("/set-up/schedule/file", "planned"),
        ("/publicity/ledger/table", "released"),
    ],
)
def test_page_of_a_year_without_a_draft_says_so_and_leads_to_planning_it(house, path, done):
    page = administrator(house, LEAP_DAY).look(path)

    assert page.status_code == 200
    assert f"Nothing has been {done} for March 2028 to December 2028 yet, so there is nothing to show" in page.text
    assert '<a class="govuk-button" role="button" href="/console/plan?period=2028-03-01">Plan the year</a>' in page.text


def test_form_of_a_year_without_a_draft_says_so_too(house):
    answer = administrator(house, LEAP_DAY).send("/drafts/undo")

    assert answer.status_code == 422
    assert "Nothing has been planned for March 2028 to December 2028 yet" in answer.text


@pytest.mark.parametrize("moment", ["2028-01-31T12:00+00:00", "2028-02-03T12:00+00:00", "2029-12-31T12:00+00:00"])
def test_today_keeps_what_nobody_recorded_of_a_year_that_is_over(house, moment):
    seat = administrator(house, datetime.fromisoformat(moment))
    plan = house.store.released_plan(SMALL.profile.code, YEAR.first_day, 1)

    page = seat.look("/").text

    assert f'href="/console/record/{plan.meetings[-1].meeting_id}"' in page
    more = re.search(r'href="(/console/year\?state=unrecorded&amp;period=2027-01-01)">(\d+) more to record', page)
    assert int(more[2]) == len([each for each in plan.meetings if each.stands]) - MOST_SHOWN
    assert "Not recorded" in seat.look(unescape(more[1]).removeprefix("/console")).text


def test_today_asks_for_no_meeting_that_counts_for_nothing_any_more(house):
    page = administrator(house, datetime.fromisoformat("2030-01-01T12:00+00:00")).look("/").text

    assert "/console/record/" not in page


def test_today_of_a_new_year_asks_for_what_is_missing_of_the_old_one_too(house):
    new_year = Period(date(2028, 1, 1), date(2028, 12, 31))
    keep_draft(house.store, house.borough(new_year), plan_problem(house.problem(new_year)).plan, RELEASED_AT)
    announce(house.desk(new_year), RELEASED_AT)

    page = administrator(house, datetime.fromisoformat("2028-01-02T12:00+00:00")).look("/").text

    assert "Next meetings" in page
    assert "more to record of 2027</a>" in page
