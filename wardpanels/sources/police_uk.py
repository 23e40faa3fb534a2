"""What data.police.uk lists for a neighbourhood. It can be read only: events are put there by the force.

Source: data.police.uk/docs; shapes as its clients record them (PyPI police-api-client 1.2)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from wardpanels.sources.listing import Listing
from wardpanels.sources.web import Asker, CannotAsk, FetchedPage
from wardpanels.sources.web_page import plain_text

SOURCE = "police.uk"


def events_address(base: str, force: str, neighbourhood: str) -> str:
    """Where a neighbourhood's events are."""
    return f"{base.rstrip('/')}/{quote(force, safe='')}/{quote(neighbourhood, safe='')}/events"


def listings(asker: Asker, address: str) -> tuple[Listing, ...]:
    """Return the events of a neighbourhood, by date.

    Edges:  one without a date that can be read is passed over; midnight is taken for no time
    Errors: CannotAsk
    """
    page = asker.get(address)
    told = _json(page)
    if not isinstance(told, list):
        raise CannotAsk(address, type(told).__name__, "a list of events as JSON")
    return tuple(sorted(_read(told), key=lambda listing: listing.day))


def neighbourhood_at(asker: Asker, base: str, force: str, lat: float, lon: float) -> str:
    """Return the id of the neighbourhood that a point lies in.

    Errors: CannotAsk, also where the point is another force's
    """
    address = f"{base.rstrip('/')}/locate-neighbourhood?q={lat},{lon}"
    told = _json(asker.get(address))
    found = told if isinstance(told, dict) else {}
    if found.get("force") != force or not isinstance(found.get("neighbourhood"), str):
        raise CannotAsk(address, repr(found.get("force")), f"a neighbourhood of {force}")
    return str(found["neighbourhood"])


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


def _json(page: FetchedPage) -> Any:
    try:
        return json.loads(page.content)
    except (ValueError, RecursionError) as error:
        raise CannotAsk(page.address, page.media_type or "no JSON", "JSON") from error
