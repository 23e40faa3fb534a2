"""The rows and sentences that `wardpanels neighbourhoods` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wardpanels.listings.neighbourhoods import WardShown

HEADS = ("Ward", "Newest priority there", "Days ago", "Panel agreed last", "Officers listed", "What is wrong")
RIGHT = ("Days ago", "Officers listed")


def row(shown: WardShown) -> tuple[object, ...]:
    """One ward. Edges: a dash for what could not be asked or is not known"""
    seen, agreed = shown.seen, _day(shown.agreed_on)
    if seen is None:
        return shown.ward.name, "–", "–", agreed, "–", shown.fault
    newest = seen.newest_priority
    age = (seen.on - newest).days if newest else "–"
    return shown.ward.name, _day(newest) if newest else "none", age, agreed, seen.officers, ""


def sentences(shown: Sequence[WardShown]) -> Iterator[str]:
    """How many wards were looked at, what differs, and what is not certain."""
    asked = [one for one in shown if one.seen]
    yield f"{len(asked)} of {len(shown)} wards were asked about, and what was seen is noted."
    older = [one.ward.name for one in asked if one.seen and _is_older(one.seen.newest_priority, one.agreed_on)]
    if older:
        yield f"The panel agreed newer priorities than police.uk shows: {', '.join(older)}."
    unchecked = [
        f"{one.found.neighbourhood} ({one.ward.name})" for one in asked if one.found and not one.found.is_checked
    ]
    if unchecked:
        yield f"Looked up by the centres of their wards, and not checked by anybody: {', '.join(unchecked)}."


def _is_older(shown: date | None, agreed: date | None) -> bool:
    return agreed is not None and (shown is None or shown < agreed)


def _day(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else "–"
