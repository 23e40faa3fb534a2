"""Street-level crime as data.police.uk gives it: by area and month. Points there are "on or near" a street.

Source: data.police.uk/docs: crimes-street, crimes-street-dates, crime-last-updated
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from scheduler.facts import Ring
from scheduler.recorded_crime import Counts
from wardpanels.sources.police_uk import listed, told_as_json
from wardpanels.sources.web import Asker, CannotAsk

FIRST_MONTH = date(2010, 12, 1)
"""The first that there are figures of. Source: data.police.uk/about"""

LONGEST_QUERY = 4_000
"""Units: letters. A longer area is posted: servers refuse long addresses (RFC 9110 15.5.15)."""

TOO_MANY = "crimes. It says so where it is busy, and of an area with more than 10,000 crimes"
"""Source: data.police.uk/docs/method/crime-street, which gives 503 for both."""


def last_updated(asker: Asker, base: str) -> str:
    """Return the day on which crimes were last updated, as data.police.uk writes it. Errors: CannotAsk."""
    page = asker.get(f"{base.rstrip('/')}/crime-last-updated")
    told = told_as_json(page)
    found = told.get("date") if isinstance(told, dict) else None
    if not isinstance(found, str) or not found:
        raise CannotAsk(page.address, repr(found), "the day of the last update")
    return found


def months_there(asker: Asker, base: str, until: date) -> tuple[date, ...]:
    """Return the first days of the months that there are figures of, oldest first.

    Edges:  what is no month, or is one after `until`, is passed over
    Errors: CannotAsk
    """
    page = asker.get(f"{base.rstrip('/')}/crimes-street-dates")
    told = {month for one in listed(page, "months") if (month := _month(one)) and FIRST_MONTH <= month <= until}
    if not told:
        raise CannotAsk(page.address, "no month", "the months that there are figures of")
    return tuple(sorted(told))


def crimes_in(asker: Asker, base: str, area: Ring, month: date) -> Counts:
    """Return how many crimes of each kind there were in an area in a month; none is an answer too.

    Edges:  an area with a long border is posted
    Errors: CannotAsk
    """
    address = f"{base.rstrip('/')}/crimes-street/all-crime"
    query = f"poly={area_in_words(area)}&date={month:%Y-%m}"
    try:
        page = asker.get(address, form=query) if len(query) > LONGEST_QUERY else asker.get(f"{address}?{query}")
    except CannotAsk as fault:
        if fault.status != 503:
            raise
        raise CannotAsk(address, fault.found, TOO_MANY, fault.status) from fault
    return Counter(_kind(one, page.address) for one in listed(page, "crimes"))


def area_in_words(area: Ring) -> str:
    """An area as the address has it: north before east, five places, which is a metre.

    Edges: a closed line's last point is its first, and is left out
    """
    points = area[:-1] if len(area) > 1 and area[0] == area[-1] else area
    return ":".join(f"{lat:.5f},{lon:.5f}" for lon, lat in points)


def _kind(crime: Any, address: str) -> str:
    kind = crime.get("category") if isinstance(crime, dict) else None
    if not isinstance(kind, str) or not kind:
        raise CannotAsk(address, "a crime of no kind", "crimes with a category")
    return kind


def _month(told: Any) -> date | None:
    try:
        return date.fromisoformat(f"{told['date']}-01")
    except (TypeError, KeyError, ValueError):
        return None
