"""What data.police.uk shows of a neighbourhood. It can be read only: events are put there by the force.

Source: data.police.uk/docs; shapes as its clients record them (PyPI police-api-client 1.2)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from wardpanels.sources.listing import Listing
from wardpanels.sources.web import Asker, CannotAsk, FetchedPage
from wardpanels.sources.web_page import plain_text

SOURCE = "police.uk"


def events_address(base: str, force: str, neighbourhood: str) -> str:
    """Where a neighbourhood's events are."""
    return _address(base, force, neighbourhood, "events")


def listings(asker: Asker, address: str) -> tuple[Listing, ...]:
    """Return the events of a neighbourhood, by date.

    Edges:  one without a date that can be read is passed over; midnight is taken for no time
    Errors: CannotAsk
    """
    return tuple(sorted(_read(listed(asker.get(address), "events")), key=lambda listing: listing.day))


def neighbourhood_at(asker: Asker, base: str, force: str, lat: float, lon: float) -> str:
    """Return the id of the neighbourhood that a point lies in.

    Errors: CannotAsk, also where the point is another force's
    """
    address = f"{base.rstrip('/')}/locate-neighbourhood?q={lat},{lon}"
    told = told_as_json(asker.get(address))
    found = told if isinstance(told, dict) else {}
    if found.get("force") != force or not isinstance(found.get("neighbourhood"), str):
        raise CannotAsk(address, repr(found.get("force")), f"a neighbourhood of {force}")
    return str(found["neighbourhood"])


def newest_priority(asker: Asker, base: str, force: str, neighbourhood: str, until: date) -> date | None:
    """Return the day of the newest priority that a neighbourhood shows; None where none has a day that can be read.

    Edges:  a day after `until` is passed over: nothing was issued in time to come
    Errors: CannotAsk
    """
    told = listed(asker.get(_address(base, force, neighbourhood, "priorities")), "priorities")
    # The name has a hyphen; PyPI uk-police-api 0.1.0 reads it with a line below, and loses every date.
    moments = (_moment(one.get("issue-date")) for one in told if isinstance(one, dict))
    return max((moment.date() for moment in moments if moment and moment.date() <= until), default=None)


def officers_listed(asker: Asker, base: str, force: str, neighbourhood: str) -> int:
    """Return how many officers a neighbourhood lists. Who they are is not read. Errors: CannotAsk."""
    return len(listed(asker.get(_address(base, force, neighbourhood, "people")), "officers"))


def listed(page: FetchedPage, what: str) -> list[Any]:
    """The list that a page is. Errors: CannotAsk, where it is none."""
    told = told_as_json(page)
    if not isinstance(told, list):
        raise CannotAsk(page.address, type(told).__name__, f"a list of {what} as JSON")
    return told


def _address(base: str, force: str, neighbourhood: str, what: str) -> str:
    return f"{base.rstrip('/')}/{quote(force, safe='')}/{quote(neighbourhood, safe='')}/{what}"


def _read(told: list[Any]) -> Iterator[Listing]:
    for event in told:
        starts_at = _moment(event.get("start_date")) if isinstance(event, dict) else None
        if starts_at is not None:
            words = [plain_text(str(event.get(name) or "")) for name in ("title", "description", "address")]
            start = starts_at.time() if (starts_at.hour, starts_at.minute) != (0, 0) else None
            yield Listing(starts_at.date(), start, "\n".join(word for word in words if word), words[-1])


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def told_as_json(page: FetchedPage) -> Any:
    """What a page says. Errors: CannotAsk, where it is no JSON."""
    try:
        return json.loads(page.content)
    except (ValueError, RecursionError) as error:
        raise CannotAsk(page.address, page.media_type or "no JSON", "JSON") from error
