"""No English sentence is left on what is published in another language, but names and what the borough gives.

The site is that of the examples, on a day in January and on one in December, with the shipped borough's glossary and
signposts, its action plan, the pages to sign up, and the mails.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from publishers import confirming, newsletter, subscribing, wording
from publishers.artifact import ArtifactKind
from publishers.channels import every_channel
from publishers.channels.copy import Copy
from publishers.every_publisher import recipes
from publishers.languages import MANNERS, SOURCE, language
from publishers.makers import maker
from publishers.moments import Moment
from publishers.pages.site import frame_of
from scheduler.evidence.plan_shown import PriorityDays, PublicAction, PublicPlan, PublicRecommendation
from scheduler.evidence.status import Colour
from scheduler.facts import Acronym, Signpost
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from tests.publishers.english import english_in, texts_of_calendar, texts_of_feed, texts_of_page
from tests.publishers.examples import a_release
from tests.publishers.test_campaign_words import in_turn
from tests.thorough import some

OTHERS = some(tuple(tag for tag in MANNERS if tag != SOURCE), every=3)
DATA = Path(__file__).parents[2] / "data"
TEXTS = {".html": texts_of_page, ".ics": texts_of_calendar, ".atom": texts_of_feed}
IN_ENGLISH = "Read this page in English"
DECEMBER = datetime(2027, 12, 20, 9, 0, tzinfo=UTC)
PLAN = PublicPlan(
    "2027",
    date(2027, 3, 1),
    (PublicRecommendation(9, Colour.AMBER, (PublicAction("Come", "A sergeant comes", Colour.AMBER, "Of the 2, 1."),)),),
    (PriorityDays("Bow East", None, date(2026, 5, 1), date(2027, 2, 1)),),
)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8-sig").splitlines()))


@cache
def a_site() -> Release:
    words = (Acronym(row["acronym"], row["expansion"], row["plain_english"]) for row in rows("acronyms.csv"))
    signs = (Signpost(row["name"], row["what_for"], row["contact"]) for row in rows("signposts.csv"))
    return a_release(
        languages=(SOURCE, *OTHERS), acronyms=tuple(words), signposts=tuple(signs), subscribe_url="https://a.example/s"
    )


@cache
def given() -> frozenset[str]:
    """Names, addresses and notes: what the borough gives stands as it is given, in every language."""
    release = a_site()
    halls = (
        (hall.name, hall.address, hall.postcode, hall.transport, hall.access.entrance, wording.where(hall))
        for hall in release.halls
    )
    told = (*chain.from_iterable(halls), release.borough, *(ward.name for ward in release.wards))
    names = (*(sign.name for sign in release.signposts), *(term.expansion for term in release.acronyms))
    asked = chain.from_iterable((each.priority, each.done) for each in release.priorities)
    return frozenset(wording.one_line(each) for each in (*told, *names, *asked)) | {"Microsoft 365", "Google Calendar"}


@cache
def published() -> Mapping[str, str]:
    """The files of the site in other languages, on both days, by their paths."""
    edition = replace(Edition.of(a_site()), plan=PLAN)
    return {
        f"{day}{recipe.path}": recipe.artifact().content.decode()
        for day, one in (("", edition), ("december/", replace(edition, now=DECEMBER)))
        for recipe in recipes(one, "site")
        if recipe.path.partition("/")[0] in OTHERS and Path(recipe.path).suffix in TEXTS
        if not day or recipe.path.endswith(".html")
    }


def pages_of(tag: str) -> dict[str, str]:
    return {path: text for path, text in published().items() if path.removeprefix("december/").startswith(f"{tag}/")}


def told_in(path: str, content: str, tag: str) -> Iterator[str]:
    suffix = Path(path).suffix
    return texts_of_page(content, tag) if suffix == ".html" else TEXTS[suffix](content)


@pytest.mark.parametrize("tag", OTHERS)
def test_site_and_feeds_say_no_sentence_in_english(tag: str) -> None:
    left = {
        (path, said)
        for path, content in pages_of(tag).items()
        for said in english_in(told_in(path, content, tag), tag, given())
    }

    assert {Path(path).suffix for path in pages_of(tag)} == TEXTS.keys()
    assert left == set()


@pytest.mark.parametrize("tag", OTHERS)
def test_nothing_of_ours_hides_behind_a_mark_that_it_is_english(tag: str) -> None:
    borough = {each.plain_english for each in a_site().acronyms} | {each.what_for for each in a_site().signposts}
    marked = {
        said
        for path, content in pages_of(tag).items()
        if path.endswith(".html")
        for said in texts_of_page(content, SOURCE)
    }

    assert borough & marked == set()
    assert {said for said in marked if said in language(tag).catalogue} == set()
    assert IN_ENGLISH in marked


@pytest.mark.parametrize("tag", OTHERS)
def test_pages_to_sign_up_and_mails_say_no_sentence_in_english(tag: str) -> None:
    release, lang = a_site(), language(tag)
    house = subscribing.PageFrame(frame_of(release), "/s", (language(SOURCE), lang))
    chosen = subscribing.Chosen((), lang, only_changes=False)
    views = (
        subscribing.ask(lang, subscribing.Typed(), subscribing.wrong_address(lang)),
        subscribing.asked(lang),
        subscribing.confirm(lang, chosen, "confirm/1", "0123"),
        subscribing.confirmed(lang, chosen, "confirm/1", [(release, release.meetings[0])]),
        subscribing.stop(lang, "stop/1"),
        subscribing.stopped(lang, "stop/1"),
        subscribing.dead_link(lang, "stop/1"),
        subscribing.too_many(lang),
        subscribing.not_here(lang),
        subscribing.failed(lang),
    )
    letters = [
        *(
            each.content.decode()
            for each in confirming.mail(confirming.Letterhead("Bow", "b@a.example"), lang, "https://a")
        ),
        *(each.text for each in copies_in(tag)),
        *(each.content.decode() for each in newsletter.publish(a_site()) if each.path.startswith(f"{tag}/")),
    ]
    said = (
        *chain.from_iterable(texts_of_page(subscribing.draw(house, lang, view), tag) for view in views),
        *chain.from_iterable(texts_of_page(text, tag) if "<html" in text else text.splitlines() for text in letters),
    )

    assert len(letters) > 20
    assert english_in(said, tag, given()) == []


def copies_in(tag: str) -> Iterator[Copy]:
    """Copy of every channel that speaks a language, at each moment of the campaign."""
    release = replace(in_turn(a_site()), languages=(SOURCE, tag), reviewed_languages=(tag,))
    told = (copy for moment in (Moment.FIRST, Moment.EVE, Moment.AFTER) for copy in at_a_moment(release, moment))
    for copy in (*every_channel.copies(release), *told):
        if copy.language == tag and copy.kind in (ArtifactKind.TEXT, ArtifactKind.HTML, ArtifactKind.SUBJECT):
            yield copy


def at_a_moment(release: Release, moment: Moment) -> Iterator[Copy]:
    for channel in every_channel.CHANNELS:
        if channel.has_moments:
            yield from maker(channel.make)(release, moment)


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize(
    "planted",
    [
        "<p>You can choose what the police work on.</p>",
        '<a href="x" aria-label="See all of the meetings">x</a>',
        "<li>The hall is closed</li>",
        "<p>%s <strong>is at the town hall from now on</strong></p>",
    ],
)
def test_planted_sentence_is_found(tag: str, planted: str) -> None:
    page = f'<html lang="{tag}"><body><h1>{language(tag).say("Next meetings")}</h1>{planted}</body></html>'

    assert len(english_in(texts_of_page(page, tag), tag, given())) == 1
    assert english_in(texts_of_page(page.replace(planted, f'<div lang="en">{planted}</div>'), tag), tag, given()) == []
