"""Sunset against an almanac's minutes for London, and where the sun never sets or never rises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.daylight import sunset

LONDON = (51.51, -0.06)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2026, 2, 17), "17:18"),
        (date(2026, 3, 19), "18:11"),
        (date(2027, 6, 21), "20:21"),
        (date(2027, 12, 21), "15:53"),
    ],
    ids=str,
)
def test_sunset_is_within_two_minutes_of_the_almanac(day, clock):
    almanac = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)

    assert abs(sunset(day, *LONDON) - almanac) <= timedelta(minutes=2)


def test_sun_that_does_not_set_sets_at_midnight_and_one_that_does_not_rise_at_noon():
    summer, winter = sunset(date(2027, 6, 21), 70.0, 0.0), sunset(date(2027, 12, 21), 70.0, 0.0)

    assert (summer.hour, winter.hour) in {(0, 11), (0, 12), (23, 11)}
