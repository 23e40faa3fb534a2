"""When the sun rises and sets. Arithmetic only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from math import acos, cos, degrees, radians, sin, tan

HORIZON_DEGREES = 90.833
"""From the zenith to the sun's centre as its upper edge sets, refraction included."""

TWILIGHT_DEGREES = 96.0
"""From the zenith to the sun's centre as civil twilight ends."""


class SunTime(StrEnum):
    """A time of day that the sun sets."""

    DAWN = "dawn"
    SUNRISE = "sunrise"
    SUNSET = "sunset"
    DUSK = "dusk"

    @property
    def is_evening(self) -> bool:
        """Whether it ends a day."""
        return self in (SunTime.SUNSET, SunTime.DUSK)

    @property
    def zenith_degrees(self) -> float:
        """How far the sun's centre is from the zenith then."""
        return HORIZON_DEGREES if self in (SunTime.SUNRISE, SunTime.SUNSET) else TWILIGHT_DEGREES


@lru_cache(maxsize=65536)
def sunset(day: date, lat: float, lon: float) -> datetime:
    """The moment the sun sets: `sun_time`, remembered."""
    return sun_time(day, lat, lon, SunTime.SUNSET)


def sun_time(day: date, lat: float, lon: float, which: SunTime) -> datetime:
    """The moment of one of the sun's times, in UTC, within about two minutes.

    Units:  degrees north and east
    Edges:  where the sun does not set that day, local midnight; where it does not rise, local noon
    Source: NOAA, General Solar Position Calculations (https://gml.noaa.gov/grad/solcalc/solareqns.PDF)
    """
    year = radians(360 / 365 * (day.timetuple().tm_yday - 1 + 0.25))
    minutes_late = 229.18 * (
        0.000075 + 0.001868 * cos(year) - 0.032077 * sin(year) - 0.014615 * cos(2 * year) - 0.040849 * sin(2 * year)
    )
    tilt = (
        0.006918 - 0.399912 * cos(year) + 0.070257 * sin(year) - 0.006758 * cos(2 * year) + 0.000907 * sin(2 * year)
        - 0.002697 * cos(3 * year) + 0.00148 * sin(3 * year)
    )  # fmt: skip  # as NOAA sets it out
    height = cos(radians(which.zenith_degrees)) / (cos(radians(lat)) * cos(tilt)) - tan(radians(lat)) * tan(tilt)
    half_day = degrees(acos(max(-1.0, min(1.0, height))))
    from_noon = half_day if which.is_evening else -half_day
    minutes = 720 - 4 * (lon - from_noon) - minutes_late
    return datetime.combine(day, time(), UTC) + timedelta(minutes=round(minutes))
