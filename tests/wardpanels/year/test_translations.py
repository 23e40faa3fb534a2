"""Which languages go out, and the record of who checked their words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publishers import languages
from scheduler.errors import UnusableData
from tests.publishers.examples import a_release
from tests.scheduler.examples import a_profile
from wardpanels.faults import CannotUse
from wardpanels.terminal.cli import run
from wardpanels.year import translations
from wardpanels.year.translations import (
    Review,
    digest_of,
    read_reviews,
    record,
    spoken,
    spoken_today,
    standings,
    texts_of,
)

DAY = date(2027, 1, 31)


def reviews_of(tag: str) -> tuple[Review, ...]:
    return tuple(Review(tag, digest_of(entry), "Ann", DAY) for entry in texts_of(tag) if entry.is_translated)


def test_language_is_reviewed_when_every_one_of_its_texts_is() -> None:
    profile, whole = a_profile(languages=("en", "it", "es")), reviews_of("it")

    by_tag = {each.tag: each for each in standings(profile, (*whole, *reviews_of("es")[1:]))}

    assert (by_tag["it"].reviewed, by_tag["it"].is_reviewed) == (by_tag["it"].translated, True)
    assert (by_tag["es"].reviewed, by_tag["es"].is_reviewed) == (by_tag["es"].translated - 1, False)
    assert (by_tag["bn"].is_chosen, by_tag["bn"].goes_out) == (False, False)


def test_unreviewed_language_stays_in_where_the_borough_says_so() -> None:
    careful = a_profile(languages=("en", "it", "es"), unreviewed_translations=False)
    release = a_release(languages=("en",))

    chosen = spoken(release, careful, reviews_of("es"))

    assert chosen == replace(release, languages=("en", "es"), reviewed_languages=("en", "es"), reviewed_phrases=())


def test_unreviewed_language_goes_out_as_a_draft_where_the_borough_allows_it() -> None:
    chosen = spoken(a_release(), a_profile(languages=("en", "it")), ())

    assert (chosen.languages, chosen.reviewed_languages) == (("en", "it"), ("en",))


@pytest.mark.parametrize("unreviewed", [True, False])
@pytest.mark.parametrize(
    "reviews", [(), reviews_of("it"), reviews_of("it")[1:], (*reviews_of("ar"), *reviews_of("es"))]
)
def test_what_is_spoken_is_what_the_table_says_goes_out(reviews: tuple[Review, ...], *, unreviewed: bool) -> None:
    profile = a_profile(languages=("it", "es", "pl"), unreviewed_translations=unreviewed)
    out = [each for each in standings(profile, reviews) if each.goes_out]

    found = spoken_today(profile, reviews)

    assert found.languages == tuple(each.tag for each in out)
    assert found.reviewed_languages == tuple(each.tag for each in out if each.is_reviewed)
    groups = [(each.tag, group) for each in out if not each.is_reviewed for group in each.reviewed_groups]
    assert list(found.reviewed_phrases) == groups


def test_catalogue_of_which_nobody_checked_a_word_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reviews = reviews_of("it")[:1]
    monkeypatch.setattr(translations, "texts_of", lambda tag: read.append(tag) or texts_of(tag))

    found = spoken_today(a_profile(languages=("en", "it", "es", "ar")), reviews)

    assert (found.languages, {*read} - {"en"}) == (("en", "ar", "it", "es"), {"it"})


def test_chosen_language_without_a_catalogue_is_listed_and_does_not_go_out() -> None:
    last = standings(a_profile(languages=("en", "pl")), ())[-1]

    assert (last.tag, last.is_chosen, last.goes_out, last.messages) == ("pl", True, False, 0)


def test_another_wording_needs_another_review() -> None:
    entry = languages.CatalogueEntry("yes", ("sì",))

    assert digest_of(entry) != digest_of(languages.CatalogueEntry("yes", ("si",)))


def test_review_is_recorded_once_and_read_back(tmp_path: Path) -> None:
    first, again = record(tmp_path, "it", " Ann ", DAY), record(tmp_path, "it", "Bob", DAY)

    assert (first, again) == (len(reviews_of("it")), 0)
    assert sorted(read_reviews(tmp_path), key=str) == sorted(reviews_of("it"), key=str)


def test_group_is_checked_once_every_phrase_of_it_is(tmp_path: Path) -> None:
    record(tmp_path, "it", "Ann", DAY, "safety")
    release = spoken(a_release(), a_profile(languages=("en", "it", "es")), read_reviews(tmp_path))

    assert release.reviewed_phrases == (("it", "safety"),)
    assert release.reviewed_languages == ("en",)


@pytest.mark.parametrize(
    ("tag", "by", "sentence"),
    [
        ("en", "Ann", "language: found 'en', wanted one of bn, so, ar, it, es"),
        ("it", " ", "--by: found no name, wanted the name of who checked the words"),
    ],
)
def test_review_of_nothing_or_by_nobody_is_refused(tmp_path: Path, tag: str, by: str, sentence: str) -> None:
    with pytest.raises(CannotUse) as refused:
        record(tmp_path, tag, by, DAY)

    assert str(refused.value) == sentence


def test_every_bad_row_of_the_reviews_is_named(tmp_path: Path) -> None:
    rows = "language,text_digest,reviewed_by,reviewed_on\nit,1,Ann,today\nit,2,Ann,2027-01-31\nit,3,Ann,\n"
    (tmp_path / translations.FILE).write_text(rows, encoding="utf-8")

    with pytest.raises(UnusableData) as found:
        read_reviews(tmp_path)

    assert [str(problem) for problem in found.value.problems] == [
        "translations.csv line 2, reviewed_on: found 'today', wanted a date such as 2027-01-31",
        "translations.csv line 4, reviewed_on: found '', wanted a date such as 2027-01-31",
    ]


def test_command_reports_each_language_for_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "--data", "data", "--json"]) == 0

    told = {each["tag"]: each for each in json.loads(capsys.readouterr().out)}
    assert list(told) == ["en", "bn", "so", "ar", "it", "es"]
    assert {tag: each["goes_out"] for tag, each in told.items()} == dict.fromkeys(told, True)
    assert told["ar"]["messages"] == told["ar"]["translated"] + len(told["ar"]["missing"])


def test_command_wants_the_day_of_a_review(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translations", "--data", "data", "--reviewed", "it", "--by", "Ann"]) == 2

    assert "--reviewed needs --on DATE" in capsys.readouterr().err


def test_way_to_subscribe_is_that_of_today_though_a_release_is_older() -> None:
    profile = replace(a_profile(), subscribe_url="https://example.org/subscribe")

    assert translations.spoken(a_release(), profile, ()).subscribe_url == "https://example.org/subscribe"
