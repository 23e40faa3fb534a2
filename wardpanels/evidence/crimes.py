"""Gathers a ward's recorded crime beside its borough's: from data.police.uk, or as it was kept.

A month is asked for once, and again only where data.police.uk has updated its crimes since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.facts import Borough, Ring, Ward
from scheduler.recorded_crime import CrimeFigures, months_to, ward_crime
from wardpanels.beginning.shapes import area, contains, middle, rounded
from wardpanels.sources import street_crime
from wardpanels.sources.crime_shelf import CrimeShelf, KeptMonth, area_digest
from wardpanels.sources.web import Asker, CannotAsk

MOST_BUSY = 3
"""Wards in a row that could not be had, after which no other is asked for: each was tried for some seconds."""

Fault = tuple[str, str]
"""Of what there are no figures, and why."""


@dataclass(frozen=True, slots=True)
class CrimeSource:
    """Where crimes come from: who asks, data.police.uk, and what was kept. Edges: without an asker, what was kept."""

    asker: Asker | None
    base: str
    shelf: CrimeShelf


@dataclass
class _Asked:
    """What is kept by now, of which update and months there are figures, and what could not be had."""

    kept: dict[tuple[str, date], KeptMonth]
    updated: str = ""
    months: tuple[date, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def crime_figures(source: CrimeSource, borough: Borough, ward: Ward, at: datetime) -> CrimeFigures:
    """Return twelve months of a ward's crimes by kind beside the borough's mean ward.

    Edges:  what cannot be had is as it was kept, or else missing, and is told
    Errors: CannotUse, where the folder cannot be written
    """
    if not ward.boundary:
        return CrimeFigures(has_border=False)
    wards = (ward, *(one for one in borough.wards if one.boundary and one is not ward))
    asked = _Asked(source.shelf.kept((one.code, one.boundary) for one in wards))
    if source.asker:
        _ask(source, source.asker, wards, asked, at)
    months = asked.months or _months_kept(asked, ward)
    ours = [one for (code, month), one in asked.kept.items() if code == ward.code and month in months]
    if not ours:
        return CrimeFigures(faults=tuple(asked.faults), was_asked=source.asker is not None)
    known = {key: one.counts for key, one in asked.kept.items()}
    return CrimeFigures(
        crime=ward_crime(ward.code, [one.code for one in borough.wards], months, known),
        updated=min(one.updated for one in ours),
        fetched_at=min(one.fetched_at for one in ours),
        faults=tuple(asked.faults),
        was_asked=source.asker is not None,
    )


def _months_kept(asked: _Asked, ward: Ward) -> tuple[date, ...]:
    newest = max((month for code, month in asked.kept if code == ward.code), default=None)
    return months_to(newest) if newest else ()


def _ask(source: CrimeSource, asker: Asker, wards: Sequence[Ward], asked: _Asked, at: datetime) -> None:
    """Ask for what is not kept, or is kept of an older update. The ward that is asked about comes first."""
    try:
        asked.updated = street_crime.last_updated(asker, source.base)
        there = frozenset(street_crime.months_there(asker, source.base, at.date()))
    except CannotAsk as fault:
        asked.faults.append(("data.police.uk", _why(fault)))
        return
    asked.months = months_to(max(there))
    busy = 0
    for ward in wards:
        if busy == MOST_BUSY:
            asked.faults.append((ward.name, "not asked for, because data.police.uk was busy three times in a row"))
            continue
        months = [month for month in asked.months if month in there and _is_news(asked, ward, month)]
        busy = busy if not months else 0 if _ask_for(source, asker, ward, months, asked, at) else busy + 1


def _is_news(asked: _Asked, ward: Ward, month: date) -> bool:
    known = asked.kept.get((ward.code, month))
    return known is None or known.updated != asked.updated


def _ask_for(
    source: CrimeSource, asker: Asker, ward: Ward, months: Sequence[date], asked: _Asked, at: datetime
) -> bool:
    """Fetch and keep a ward's months, and return whether it was answered.

    Edges: where nothing answers, the ward's other months are not asked for; a month that is not there, or cannot be
           read, stops no other
    """
    parts = _parts(ward.boundary)
    for month in months:
        try:
            counts = _crimes(asker, source.base, parts, month)
        except CannotAsk as fault:
            asked.faults.append((f"{ward.name}, {month:%B %Y}", _why(fault)))
            if fault.is_busy:
                return False
            continue
        one = KeptMonth(ward.code, month, area_digest(ward.boundary), asked.updated, at, counts)
        source.shelf.keep(one)
        asked.kept[ward.code, month] = one
    return True


def _crimes(asker: Asker, base: str, parts: Sequence[tuple[Ring, int]], month: date) -> dict[str, int]:
    """A ward's crimes: those of its parts, without those in its holes. Errors: CannotAsk."""
    total: Counter[str] = Counter()
    for ring, sign in parts:
        for kind, count in street_crime.crimes_in(asker, base, ring, month).items():
            total[kind] += sign * count
    return dict(+total)


def _parts(boundary: Sequence[Ring]) -> tuple[tuple[Ring, int], ...]:
    """Each ring of a ward, and whether it adds or takes away: 1 for a part, -1 for a hole in one.

    Edges: a ring without an area is left out
    """
    rings = [ring for ring in map(rounded, boundary) if area(ring)]
    return tuple((ring, -1 if sum(_is_in(ring, other) for other in rings) % 2 else 1) for ring in rings)


def _is_in(ring: Ring, other: Ring) -> bool:
    """Whether a ring lies in a larger one. A corner would not do, for parts may touch there."""
    return abs(area(other)) > abs(area(ring)) and contains(((other,),), middle(((ring,),)))


def _why(fault: CannotAsk) -> str:
    return f"found {fault.found}, wanted {fault.wanted}"
