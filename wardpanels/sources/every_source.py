"""Every kind of page on which others list our meetings. To add one is to add a file and a line here.

data.police.uk is none of them: it is asked by neighbourhood, not by address (`police_uk`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from wardpanels.sources import web_page
from wardpanels.sources.listing import Listing
from wardpanels.sources.web import Asker

Reader = Callable[[Asker, str, Sequence[int], tzinfo], tuple[Listing, ...]]
"""Asks an address for what it lists; the years are for days that stand there without one. Errors: CannotAsk."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of page. `mark` is the part of its addresses that tells it from the others, "" for any page at all."""

    name: str
    mark: str
    listings: Reader


SOURCES: tuple[Source, ...] = (
    Source(web_page.SOURCE, "", web_page.listings),
)  # fmt: skip  # one source a line; the first whose mark is in an address reads it, so "any page" stands last


def source_at(address: str) -> Source:
    """What reads the page at an address."""
    return next(source for source in SOURCES if source.mark in address)
