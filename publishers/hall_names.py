"""Where a hall's name leads: to the next meeting there, or else to the ward that met there last.

A browser fetches the one small file when a name was typed that is no ward's; the name never leaves it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial

from publishers import addresses, digests, wording
from publishers.recipes import Recipe
from scheduler.release.edition import Edition

Way = tuple[str, str]
"""A hall's name on one line, and the path of the page that it leads to."""


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The file: `{"halls": [["Bow Library", "meetings/2027-E05009317-1/"], ...]}`, addresses below a language's own."""
    found = ways(edition)
    yield Recipe(addresses.HALLS_DATA, "application/json", digests.digest_of("halls", found), partial(_bytes, found))


def ways(edition: Edition) -> tuple[Way, ...]:
    """Each hall where somebody meets or met, by name. Edges: two halls of one name stay two"""
    return tuple(sorted(ways_by_hall(edition).values()))


def ways_by_hall(edition: Edition) -> Mapping[str, Way]:
    """Each hall where somebody meets or met, by id."""
    release = edition.release
    slugs = {ward.code: ward.slug for ward in release.wards}
    leads: dict[str, tuple[str, str]] = {}
    for meeting in reversed(release.meetings):
        name, is_to_come = wording.one_line(meeting.hall.name), meeting.held_on >= edition.today
        if is_to_come and not meeting.is_off:
            leads[meeting.hall.venue_id] = (name, addresses.meeting_page(meeting.meeting_id))
        else:
            leads.setdefault(meeting.hall.venue_id, (name, addresses.ward_page(slugs[meeting.ward_code])))
    return leads


def _bytes(found: tuple[Way, ...]) -> bytes:
    document = {"halls": [(name, addresses.shown(path)) for name, path in found]}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
