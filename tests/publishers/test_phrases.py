"""The groups of phrases: what a page shows is among the groups that its mark of a draft waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pytest

from publishers import glossary, languages, pages, phrases, subscribing
from publishers.artifact import Artifact
from publishers.languages import Language, language
from publishers.pages import drawing
from publishers.pages.site import Site, frame_of
from publishers.phrases import PhraseGroup
from scheduler.facts import Signpost
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from tests.publishers.examples import a_release
from tests.publishers.test_languages import sentences


class Heard(dict[str, tuple[str, ...]]):
    """A catalogue that remembers what it was asked for."""

    def __init__(self, catalogue: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(catalogue)
        self.asked: set[str] = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


def a_full_release(**facts: object) -> Release:
    signs = (Signpost("999", "Someone is in danger", "tel:999"),)
    return a_release(
        languages=("en", "it"), signposts=signs, subscribe_url="https://panels.example.org/subscribe", **facts
    )


def shown_on_pages() -> dict[str, set[str]]:
    """What each kind of page says, by its template."""
    edition, found = Edition.of(a_full_release()), {}
    release, assets = edition.release, drawing.assets_of(drawing.static_files())
    italian = language("it")
    for page in pages.pages(edition, is_printed=True):
        heard = Heard(italian.catalogue)
        lang = Language("it", replace(italian.manner, name="Italiano."), heard)
        site = Site(frame_of(release), lang, (lang,), glossary.terms_of(()), assets, frozenset())
        for recipe in drawing.recipes(site, drawing.digested((page,))):
            recipe.artifact()
        found.setdefault(page.template, set()).update(heard.asked)
    return found | shown_to_one_reader(release)


def shown_to_one_reader(release: Release) -> dict[str, set[str]]:
    """The same of the pages on which emails are asked for."""
    heard = Heard(language("it").catalogue)
    lang = Language("it", language("it").manner, heard)
    house = subscribing.PageFrame(frame_of(release), "/subscribe", (languages.ENGLISH, lang))
    chosen = subscribing.Chosen(("Bow East",), lang, only_changes=True)
    views = (
        lambda: subscribing.ask(lang, subscribing.Typed(), subscribing.wrong_address(lang)),
        lambda: subscribing.asked(lang),
        lambda: subscribing.confirm(lang, chosen, "confirm/1", "0123"),
        lambda: subscribing.confirmed(lang, replace(chosen, wards=()), "confirm/1", [(release, release.meetings[0])]),
        lambda: subscribing.stop(lang, "stop/1"),
        *(partial(said, lang, "stop/1") for said in (subscribing.stopped, subscribing.dead_link)),
        *(partial(said, lang) for said in (subscribing.too_many, subscribing.not_here, subscribing.failed)),
    )
    found: dict[str, set[str]] = {}
    for view in views:
        heard.asked.clear()
        shown = view()
        subscribing.draw(house, lang, shown)
        found.setdefault(f"subscribe/{shown.template}.html", set()).update(heard.asked)
    return found


def test_page_shows_no_phrase_of_a_group_that_its_mark_does_not_wait_for() -> None:
    known = sentences()
    shown = shown_on_pages()
    stray = {
        (template, phrases.group_of(said).value, said)
        for template, asked in shown.items()
        for said in asked & known
        if phrases.group_of(said) not in phrases.needed(template)
    }

    assert {
        "site/meeting.html",
        "site/ward.html",
        "site/index.html",
        "site/glossary.html",
        "subscribe/ask.html",
    } <= shown.keys()
    assert stray == set()


def test_every_phrase_of_the_sources_has_a_place() -> None:
    assert [said for said in sentences() if not phrases.places_of(said)] == []


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("Need the police?", PhraseGroup.SAFETY),
        ("For anything else, call 101.", PhraseGroup.SAFETY),
        ("Safer Neighbourhood Board", PhraseGroup.DATES),
        ("Moved", PhraseGroup.DATES),
        ("Step-free: %(answer)s", PhraseGroup.ACCESS),
        ("Your email address", PhraseGroup.SIGN_UP),
        ("The police and the council use many short names. Here is what they mean.", PhraseGroup.REST),
        ("Nobody asks for this.", PhraseGroup.REST),
    ],
)
def test_phrase_belongs_to_the_group_of_what_it_says_or_of_where_it_stands(said: str, group: PhraseGroup) -> None:
    assert phrases.group_of(said) is group


MARK = "nessuno l’ha ancora controllata"


def italian_pages(*groups: PhraseGroup) -> dict[str, str]:
    release = a_full_release(reviewed_phrases=tuple(("it", group) for group in groups))
    made: tuple[Artifact, ...] = pages.publish(release)
    return {each.path: each.content.decode() for each in made if each.path.startswith("it/")}


def test_page_drops_its_mark_once_all_that_it_shows_is_checked() -> None:
    safe = italian_pages(PhraseGroup.SAFETY, PhraseGroup.DATES)
    open_too = italian_pages(PhraseGroup.SAFETY, PhraseGroup.DATES, PhraseGroup.ACCESS)
    home, words = "it/index.html", "it/glossary/index.html"

    assert [MARK in safe[home], MARK in open_too[home], MARK in open_too[words]] == [True, False, True]
    assert "Ti serve un interprete?" in open_too[home]


def test_checked_language_is_checked_in_every_group() -> None:
    assert phrases.checked_in("it", ("it",), ()) == frozenset(PhraseGroup)
    assert phrases.checked_in("it", ("es",), (("it", "safety"), ("es", "dates"))) == {PhraseGroup.SAFETY}
