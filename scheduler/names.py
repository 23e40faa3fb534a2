"""Which ward, hall or officer a person means by what they typed: an id or a name, in any case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from scheduler.errors import SharedName, UnknownName
from scheduler.facts import Borough, Officer, Role, Venue, Ward

Thing = TypeVar("Thing", Ward, Venue, Officer)
Names = tuple[tuple[str, ...], ...]
"""What a thing is called, the surest names first: its ids, then its names."""
ROLE = f"(?:officer|{'|'.join(role.replace('_', ' ') for role in Role)})"


def ward_named(borough: Borough, typed: str) -> Ward:
    """The ward with this code, slug or name, or else with this old slug. Errors: UnknownName.

    Edges: any code that it has or had is its own; what a ward is called today goes before what another was called;
           SharedName for an old slug of two, as after a split
    """
    slugs = [ward.slug for ward in borough.wards]
    wanted = f"one of {', '.join(slugs)}"
    return _named("ward", typed, borough.wards, _names_of_ward, slugs, wanted)


def _names_of_ward(ward: Ward) -> Names:
    codes = filter(None, (ward.ons_code, *sorted(ward.old_codes)))
    return (ward.code, *codes), (ward.slug,), (ward.name,), ward.old_slugs


def hall_named(borough: Borough, typed: str) -> Venue:
    """The hall with this id or name. Errors: UnknownName."""
    known = [venue.name for venue in borough.venues]
    wanted = "a hall's id or name in venues.csv"
    return _named("hall", typed, borough.venues, lambda venue: ((venue.venue_id,), (venue.name,)), known, wanted)


def officer_named(borough: Borough, typed: str) -> Officer:
    """The officer with this id or name. Errors: UnknownName."""
    known = [officer.name for officer in borough.officers]
    wanted = "an officer's id or name in officers.csv"
    return _named("officer", typed, borough.officers, lambda one: ((one.officer_id,), (one.name,)), known, wanted)


def staff_words(borough: Borough, officer_ids: Iterable[str]) -> str:
    """Officers by name and role, as staff say it: `Sgt A. Rahman (sergeant), PC B. Ali (DWO)`.

    Edges: one who is not in the files, or has no name there, by id; a name that says the role says it once; never for
           the public
    """
    known = {officer.officer_id: officer for officer in borough.officers}
    return ", ".join(_staff_word(known.get(officer_id), officer_id) for officer_id in officer_ids)


def staff_named(officers: Iterable[Officer], told: str) -> str:
    """The same words, with officers by name and role where they have their ids: `The sergeant S01 works`.

    Edges: an id that is a number alone is taken for one only behind `officer` or a role; never for the public
    """
    return naming_staff(officers)(told)


def naming_staff(officers: Iterable[Officer]) -> Callable[[str], str]:
    """What `staff_named` does, for many sentences about the same officers."""
    known = {officer.officer_id: officer for officer in officers}
    if not known:
        return str
    ids = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    called = re.compile(rf"(?<![\w-])((?:[Tt]he )?{ROLE} )?({ids})(?![\w-])")

    def named(found: re.Match[str]) -> str:
        is_sure = found[1] or not found[2].isdecimal()
        return _staff_word(known[found[2]], found[2]) if is_sure else found[0]

    return lambda told: called.sub(named, told)


def _staff_word(officer: Officer | None, officer_id: str) -> str:
    if officer is None:
        return officer_id
    role = officer.role.upper() if officer.role.is_ward_officer else officer.role.replace("_", " ")
    name = officer.name or officer_id
    return name if f" {role} ".casefold() in f" {name} ".casefold() else f"{name} ({role})"


def _named(  # what a kind of thing is called, and what is told where nothing is
    kind: str,
    typed: str,
    things: Sequence[Thing],
    names_of: Callable[[Thing], Names],
    known: Sequence[str],
    wanted: str,
) -> Thing:
    """The one thing of this name. Edges: an id is looked for before a name, which two officers may share."""
    asked = _plain(typed)
    for alike in zip(*(names_of(thing) for thing in things), strict=True):
        found = [thing for thing, names in zip(things, alike, strict=True) if asked in map(_plain, names)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(names_of(thing)[0][0] for thing in found)
            raise SharedName(kind, typed, f"one of {ids}, which share that name")
    raise UnknownName(kind, typed, wanted, known)


def _plain(name: str) -> str:
    """A name without what people leave out: capitals, doubled spaces, curled apostrophes."""
    return " ".join(name.casefold().replace("\u2019", "'").split())
