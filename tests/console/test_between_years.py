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


@pytest.mark.parametrize("path", ["/", "/publicity", "/publicity/ledger", "/set-up/week"])
def test_page_says_of_which_days_nothing_was_released_and_leads_to_the_year_that_was(house, path):
    client = application(replace(house, clock=lambda: LEAP_DAY)).test_client()
    client.set_cookie(guard.SESSION, sign_in(house.store, SMALL.profile.code, "administrator", LEAP_DAY))

    page = Seat(client).look(path)

    assert page.status_code == 200
    assert "Nothing has been released for March 2028 to December 2028 yet, so " in page.text
    assert 'href="/console/year?period=2027-01-01">See 2027</a>' in page.text
