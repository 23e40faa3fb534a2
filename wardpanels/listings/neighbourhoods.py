"""Which neighbourhood of data.police.uk a ward is, and what is shown there of its priorities and its team.

Counts and dates only: the names that data.police.uk gives are not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import ne

from scheduler.days import local_day
from scheduler.evidence.lines import NeighbourhoodSeen, PrioritiesAgreed, in_force
from scheduler.facts import Ward
from scheduler.names import ward_named
from wardpanels.listings.day_lines import DayLines
from wardpanels.publicity.desk import Desk
from wardpanels.sources import police_uk
from wardpanels.sources.web import Asker, CannotAsk

LINES = DayLines(NeighbourhoodSeen, lambda one: (one.ward_code, one.on), ne, "wardpanels neighbourhoods")


@dataclass(frozen=True, slots=True)
class FoundNeighbourhood:
    """Where a ward is at data.police.uk. Edges: `is_checked` is whether the borough gave the id, or a map lookup did"""

    ward: Ward
    neighbourhood: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class WardShown:
    """What data.police.uk shows of a ward, beside the day on which its panel last agreed priorities.

    Edges: `seen` is None where it could not be asked, and `fault` says why; `agreed_on` is None where no panel did
    """

    ward: Ward
    agreed_on: date | None
    found: FoundNeighbourhood | None = None
    seen: NeighbourhoodSeen | None = None
    fault: str = ""


def neighbourhood_of(asker: Asker, base: str, force: str, ward: Ward) -> FoundNeighbourhood:
    """The ward's neighbourhood: the id that the borough has checked, or else the one that its centre lies in.

    Errors: CannotAsk
    """
    if ward.police_uk_id:
        return FoundNeighbourhood(ward, ward.police_uk_id, is_checked=True)
    asked = police_uk.neighbourhood_at(asker, base, force, ward.lat, ward.lon)
    return FoundNeighbourhood(ward, asked, is_checked=False)


def look_at_neighbourhoods(
    desk: Desk, asker: Asker, base: str, typed: str | None, at: datetime
) -> tuple[WardShown, ...]:
    """Look at what data.police.uk shows of each ward, or of one, and write it down: one line for each ward and day.

    Errors: UnknownName
    """
    wards = (ward_named(desk.borough, typed),) if typed else desk.borough.wards
    agreed = _agreed(desk)
    shown = tuple(_shown(desk, asker, base, ward, agreed.get(ward.code), at) for ward in wards)
    LINES.keep(desk.store.notes, desk.code, (one.seen for one in shown if one.seen), at)
    return shown


def last_look(desk: Desk) -> tuple[WardShown, ...]:
    """What the last look at each ward found. It asks nobody. Edges: of a ward that nobody has looked at, nothing"""
    lines = in_force(desk.store.notes.lines(desk.code, (NeighbourhoodSeen,)))
    seen = {line.noted.ward_code: line.noted for line in lines if isinstance(line.noted, NeighbourhoodSeen)}
    agreed = _agreed(desk)
    return tuple(WardShown(ward, agreed.get(ward.code), seen=seen.get(ward.code)) for ward in desk.borough.wards)


def _shown(desk: Desk, asker: Asker, base: str, ward: Ward, agreed_on: date | None, at: datetime) -> WardShown:
    force, today = desk.borough.profile.police_force, local_day(at, desk.borough.profile.timezone)
    try:
        found = neighbourhood_of(asker, base, force, ward)
        newest = police_uk.newest_priority(asker, base, force, found.neighbourhood, today)
        officers = police_uk.officers_listed(asker, base, force, found.neighbourhood)
    except CannotAsk as fault:
        return WardShown(ward, agreed_on, fault=f"found {fault.found}, wanted {fault.wanted}")
    return WardShown(ward, agreed_on, found, NeighbourhoodSeen(ward.code, today, newest, officers))


def _agreed(desk: Desk) -> dict[str, date]:
    """When each ward's panel last agreed priorities: by its minutes or by priorities.csv, made-up rows left out."""
    noted: Iterable[PrioritiesAgreed] = (
        line.noted for line in in_force(desk.store.notes.lines(desk.code)) if isinstance(line.noted, PrioritiesAgreed)
    )
    days = [(one.ward_code, one.on) for one in noted]
    days += [(one.ward_code, one.agreed_on) for one in desk.borough.priorities if not one.is_made_up]
    return dict(sorted(days))
