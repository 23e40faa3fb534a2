"""The public site's pages: one function from a release to finished HTML. Words and layout are in templates/site."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import glossary, languages, phrases
from publishers.artifact import Artifact
from publishers.pages import drawing, lists, main, papered, passing_on, plan_board, redirects, whereabouts
from publishers.pages.site import Page, Site, frame_of, made_of_release
from publishers.recipes import Recipe, ready
from scheduler.release.edition import Edition
from scheduler.release.value import Release


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every page of the site in every language, its style sheet, its icon and its script, all made.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The same, still to be made.

    Errors: as `publish`
    """
    return _recipes(edition, is_printed=False)


def recipes_beside_print(edition: Edition) -> Iterator[Recipe]:
    """The same for a site that holds the PDFs too: its pages lead to them."""
    return _recipes(edition, is_printed=True)


def _recipes(edition: Edition, *, is_printed: bool) -> Iterator[Recipe]:
    release = edition.release
    files = drawing.static_files()
    yield from map(ready, files)
    yield from passing_on.files(edition)
    yield from redirects.short_pages(edition, files[0].path)
    spoken, terms = languages.spoken(release.languages), glossary.terms_of(release.acronyms)
    frame, assets = frame_of(release, has_plan=edition.plan is not None), drawing.assets_of(files)
    undrawn = drawing.digested(pages(edition, is_printed=is_printed))
    for lang in spoken:
        checked = phrases.checked_in(lang.tag, release.reviewed_languages, release.reviewed_phrases)
        site = Site(frame, lang, spoken, terms, assets, checked)
        yield from drawing.recipes(site, undrawn)
        yield from map(ready, redirects.files(site))


def pages(edition: Edition, *, is_printed: bool) -> Iterator[Page]:
    """Every page that has something to show, before it is drawn in a language."""
    lacks = made_of_release(edition.release).lacks
    return (page for page in _pages(edition, is_printed=is_printed) if page.path not in lacks)


def _pages(edition: Edition, *, is_printed: bool) -> Iterator[Page]:
    yield from main.pages(edition, is_printed=is_printed)
    yield from lists.pages(edition)
    yield from whereabouts.pages(edition)
    yield from passing_on.pages()
    yield from plan_board.pages(edition.plan)
    yield from papered.pages(edition)
