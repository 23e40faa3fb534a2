"""A site of one release in one language, and its pages before they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from publishers import addresses, glossary, wording
from publishers.languages import Language
from scheduler.release import PublicWard, Release, ReleasedMeeting

NOT_FOUND_PAGE = "404.html"


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is drawn. `crumbs` are (text, path) of the pages above it; `facts` are for its template.

    Edges: a page is drawn again only where something in it, or in the frame, is different: a template gets nothing else
    """

    path: str
    template: str
    title: str
    summary: str
    crumbs: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    card: str = addresses.BOROUGH_CARD
    is_scripted: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A ward by its code, as every page may name it."""

    code: str
    name: str
    slug: str
    old_slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a release may tell: never its number, its time or a meeting, which would change all pages."""

    borough: str
    contact_email: str
    site_url: str
    timezone: str
    wards: tuple[Named, ...]
    board: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Assets:
    """The paths of the style sheet, the icon and the script."""

    style: str
    icon: str
    script: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of one release in one language shares."""

    release: Release
    lang: Language
    spoken: tuple[Language, ...]
    terms: tuple[glossary.Term, ...]
    assets: Assets
    ward_by_code: Mapping[str, PublicWard]
    meetings_by_ward: Mapping[str, tuple[ReleasedMeeting, ...]]

    def panel(self, ward: PublicWard | Named) -> str:
        """What a ward's panel is called."""
        return self.lang.say("%(ward)s ward panel", ward=wording.one_line(ward.name))

    def crumbs(self, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """The way from the front page to a page."""
        return ((self.lang.say("All ward panels"), addresses.HOME_PAGE), *more)


def frame_of(release: Release) -> Frame:
    """The frame of a release's pages."""
    wards = tuple(Named(ward.code, ward.name, ward.slug, ward.old_slugs) for ward in release.wards)
    return Frame(release.borough, release.contact_email, release.site_url, release.timezone, wards, release.board)
