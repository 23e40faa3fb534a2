"""The public site's pages: one function from a release to finished HTML. Words and layout are in templates/site."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import glossary, languages
from publishers.artifact import Artifact
from publishers.pages import drawing, lists, main, places, redirects, sharing
from publishers.pages.site import Page, Site
from publishers.recipes import Recipe, ready
from scheduler.release import Release


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every page of the site in every language, its style sheet, its icon and its script, all made.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    return tuple(recipe.artifact() for recipe in recipes(release))


def recipes(release: Release) -> Iterator[Recipe]:
    """The same, still to be made.

    Errors: as `publish`
    """
    files = drawing.static_files()
    yield from map(ready, files)
    yield from sharing.files(release)
    spoken, terms = languages.spoken(release.languages), glossary.terms_of(release.acronyms)
    assets, wards, meetings = drawing.assets_of(files), release.ward_by_code, release.meetings_by_ward
    for lang in spoken:
        site = Site(release, lang, spoken, terms, assets, wards, meetings)
        yield from drawing.recipes(site, pages(site))
        yield from map(ready, redirects.files(site))


def pages(site: Site) -> Iterator[Page]:
    """Every page of one language."""
    yield from main.pages(site)
    yield from lists.pages(site)
    yield from places.pages(site)
    yield from sharing.pages(site)
