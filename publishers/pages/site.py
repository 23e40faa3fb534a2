"""A site in one language, and its pages before they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from publishers import addresses, glossary, phrases, wording
from publishers.languages import Language, to_translate
from publishers.pages.made_of import MadeOf, made_of
from scheduler.release.value import Release

NOT_FOUND_PAGE = "404.html"

MENU: tuple[tuple[str, str], ...] = (
    (to_translate("Find your ward"), addresses.HOME_PAGE),
    (to_translate("All meetings"), addresses.LIST_PAGE),
    (to_translate("Map"), addresses.MAP_PAGE),
    (to_translate("What has changed"), addresses.CHANGES_PAGE),
    (to_translate("Words we use"), addresses.GLOSSARY_PAGE),
)
"""What the top of every page leads to, where there is such a page: the English words of each link, and its page."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page says of itself in one language. `crumbs` are (text, path) of the pages above it.

    Edges: `more` are facts for its template that depend on the language
    """

    title: str
    summary: str
    crumbs: tuple[tuple[str, str], ...] = ()
    more: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is drawn, the same for every language.

    Edges: a page is drawn again only where something in it, or in the frame, is different: its template and `words` are
           given its `facts`, the frame and the language, and nothing else; `news_at` is when what it tells of last
           changed, for search engines, and None where it has no meeting to tell of
    """

    path: str
    template: str
    words: Callable[[Site, Facts], PageWords]
    facts: Facts = field(default_factory=dict)
    card: str = addresses.BOROUGH_CARD
    is_scripted: bool = False
    news_at: datetime | None = None


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
    made_of: MadeOf
    subscribe_url: str = ""
    is_board_made_up: bool = False
    has_plan: bool = False
    contact_phone: str = ""
    contact_text: str = ""
    contact_post: str = ""

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The links of the menu."""
        return tuple(link for link in MENU if link[1] not in self.made_of.lacks)


@dataclass(frozen=True, slots=True)
class Assets:
    """The paths of the style sheet, the icon and the script."""

    style: str
    icon: str
    script: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of one language shares. `checked` are the groups of phrases that a person has read."""

    frame: Frame
    lang: Language
    spoken: tuple[Language, ...]
    terms: glossary.Terms
    assets: Assets
    checked: frozenset[phrases.PhraseGroup]

    def is_draft(self, template: str) -> bool:
        """Whether a computer made words of a page that nobody has checked, by the page's template."""
        return not self.lang.is_source and phrases.is_draft(template, self.checked)

    def panel(self, ward: wording.NamedWard) -> str:
        """What a ward's panel is called."""
        return self.lang.say("%(ward)s ward panel", ward=wording.one_line(ward.name))

    def crumbs(self, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """The way from the front page to a page."""
        return ((self.lang.say("All ward panels"), addresses.HOME_PAGE), *more)


def made_of_release(release: Release) -> MadeOf:
    """What there is of a release beside its meetings."""
    halls = (meeting.hall for meeting in release.meetings)
    return made_of(release.wards, release.postcodes, release.acronyms, halls)


def frame_of(release: Release, *, has_plan: bool = False) -> Frame:
    """The frame of a release's pages. `has_plan` is whether one of them is the action plan."""
    wards = tuple(Named(ward.code, ward.name, ward.slug, ward.old_slugs) for ward in release.wards)
    return Frame(
        release.borough,
        release.contact_email,
        release.site_url,
        release.timezone,
        wards,
        release.board,
        made_of_release(release),
        release.subscribe_url,
        release.is_board_made_up,
        has_plan,
        release.contact_phone,
        release.contact_text,
        release.contact_post,
    )
