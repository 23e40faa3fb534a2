"""Which data a site is made of: what it leads to, and whom it credits, for nothing is shown that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from publishers import addresses
from scheduler.facts import Venue, Ward
from scheduler.place import Position
from scheduler.release.value import Hall, PublicWard

MAPS = "Contains OS data © Crown copyright and database right."
POST = "Contains Royal Mail data © Royal Mail copyright and database right."
STATISTICS = "Contains National Statistics data © Crown copyright and database right."
LICENCE = "Used under the Open Government Licence v3.0."
"""Source: what the Ordnance Survey and the Office for National Statistics ask of those who use their open data."""


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What there is of a borough beside its meetings. `middles` are halls that stand where their postcode does."""

    has_borders: bool
    has_postcodes: bool
    has_words: bool
    has_middles: bool

    @property
    def lacks(self) -> frozenset[str]:
        """The pages that have nothing to show."""
        pages = {
            addresses.MAP_PAGE: self.has_borders,
            addresses.POSTCODES_PAGE: self.has_postcodes,
            addresses.GLOSSARY_PAGE: self.has_words,
        }
        return frozenset(page for page, is_there in pages.items() if not is_there)

    @property
    def credits(self) -> str:
        """Whose data it holds, "" where it holds nobody's."""
        by_postcode = self.has_postcodes or self.has_middles
        said = (
            MAPS if self.has_borders or by_postcode else "",
            POST if by_postcode else "",
            STATISTICS if self.has_borders or self.has_postcodes else "",
        )
        return " ".join(filter(None, (*said, LICENCE))) if any(said) else ""


def made_of(
    wards: Iterable[Ward | PublicWard],
    postcodes: Collection[object],
    words: Collection[object],
    halls: Iterable[Venue | Hall],
) -> MadeOf:
    """What there is, by a borough's facts or by a release's."""
    return MadeOf(
        has_borders=any(ward.boundary for ward in wards),
        has_postcodes=bool(postcodes),
        has_words=bool(words),
        has_middles=any(hall.position is Position.POSTCODE for hall in halls),
    )
