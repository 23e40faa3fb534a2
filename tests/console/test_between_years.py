"""The console in a gap between years: one is over, and of the next nothing was released yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.console.borough import SMALL, sign_in
from tests.console.conftest import Seat
from wardpanels.console import guard
from wardpanels.console.app import application

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
