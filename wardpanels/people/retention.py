"""How long a borough keeps what is of people, as it says in borough.toml.

[privacy]                          # unconfirmed_days, letters_months, bodies_days, logs_days
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from scheduler.errors import UnusableData
from scheduler.period import Period
from scheduler.reading.settings import settings_keys
from scheduler.reading.values import whole
from scheduler.upkeep import KeptUntil


@dataclass(frozen=True, slots=True)
class Retention:
    """A borough's choices.

    Units: days, and months of the calendar
    Edges: whoever asks for emails has seven days to confirm it, so no sign-up goes before that; `bodies_days` counts
           from the last day of a period
    """

    unconfirmed_days: int = 7
    letters_months: int = 13
    bodies_days: int = 0
    logs_days: int = 90

    def reached(self, periods: Iterable[Period], at: datetime) -> KeptUntil:
        """What has been kept long enough at a moment, in a borough that has these periods."""
        ended = at - timedelta(days=self.bodies_days)
        return KeptUntil(
            unconfirmed=at - timedelta(days=self.unconfirmed_days),
            letters=at - relativedelta(months=self.letters_months),
            jobs=at - timedelta(days=self.logs_days),
            periods=tuple(each.first_day for each in periods if each.last_day < ended.date()),
            at=at,
        )

    def letters_go(self, of_use_until: datetime) -> datetime:
        """When the words of a letter go."""
        goes: datetime = of_use_until + relativedelta(months=self.letters_months)
        return goes

    def bodies_go(self, last_day: date) -> date:
        """On which day the words of a period go."""
        return last_day + timedelta(days=self.bodies_days + 1)


def read_retention(folder: Path) -> Retention:
    """Read the borough's choices. Errors: UnusableData, listing every key that cannot be used, with its line."""
    keys = settings_keys(folder)
    known = {
        "unconfirmed_days": whole("days that a sign-up waits", 7, 90),
        "letters_months": whole("months that letters are kept", 1, 120),
        "bodies_days": whole("days after the period", 0, 3_650),
        "logs_days": whole("days that ended jobs are kept", 1, 3_650),
    }
    said = keys.section("privacy", known, is_needed=False)
    if keys.problems:
        raise UnusableData(tuple(keys.problems))
    return Retention(**said)
