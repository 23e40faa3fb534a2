"""The days of each ward's newest priorities: ours, as panels agreed them, and theirs, as police.uk shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from scheduler.evidence.lines import NeighbourhoodSeen, PrioritiesAgreed
from scheduler.evidence.plan_shown import PriorityDays
from scheduler.evidence.year import YearKnown


def differing(year: YearKnown) -> Iterator[PriorityDays]:
    """Yield the wards whose days differ, in the borough's order. Edges: one that nobody looked at is not known"""
    newest = _newest_looks(year)
    for ward in year.borough.wards:
        seen = newest.get(ward.code)
        if seen is None:
            continue
        agreed = max((day for day in agreed_days(year, ward.code) if day <= seen.on), default=None)
        if agreed != seen.newest_priority:
            yield PriorityDays(ward.name, agreed, seen.newest_priority, seen.on)


def agreed_days(year: YearKnown, ward_code: str) -> Iterator[date]:
    """The days on which a ward's panel agreed priorities. Edges: what is made up for the demonstration is none"""
    for _, said in year.noted(PrioritiesAgreed):
        if said.ward_code == ward_code:
            yield said.on
    for priority in year.borough.priorities:
        if priority.ward_code == ward_code and not priority.is_made_up:
            yield priority.agreed_on


def _newest_looks(year: YearKnown) -> Mapping[str, NeighbourhoodSeen]:
    looks = sorted((said for _, said in year.noted(NeighbourhoodSeen)), key=_seen_on)
    return {said.ward_code: said for said in looks}


def _seen_on(said: NeighbourhoodSeen) -> date:
    return said.on
