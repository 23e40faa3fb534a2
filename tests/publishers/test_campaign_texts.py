"""The campaign's texts: complete in every language, short enough, plain, and true on whatever day they are read."""

from __future__ import annotations

import re

import pytest

from publishers.campaign_texts import PLACE, entries, fault_of, is_translated, text_of, texts
from publishers.languages import MANNERS, SOURCE
from publishers.moments import Moment
from publishers.templating import template_folder
from scheduler.release.campaign import OwnWords, Reassurance, SeldomHeard
from tests.publishers.reading_age import SENTENCE_END, reading_age

OTHERS = tuple(tag for tag in MANNERS if tag != SOURCE)
ENGLISH = texts(SOURCE)


def test_every_moment_audience_and_promise_has_its_texts() -> None:
    tables = {key.rpartition(".")[0] for key in ENGLISH}

    assert tables >= {moment.value for moment in Moment if moment is not Moment.NEWS}
    assert tables >= {f"ask.{audience}" for audience in SeldomHeard}
    assert tables >= {f"days.{promise}" for promise in Reassurance}
    assert {f"{table}.{size}" for table in tables for size in ("long", "short")} <= ENGLISH.keys()


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_has_every_text_with_the_same_places(tag: str) -> None:
    def places(text: str) -> list[str]:
        return sorted(set(PLACE.findall(text)))

    wanted = {key: text for key, text in ENGLISH.items() if is_translated(key)}
    found = texts(tag)

    assert found.keys() == wanted.keys()
    assert {key: places(found[key]) for key in found} == {key: places(text) for key, text in wanted.items()}
    assert all(entry.is_translated for entry in entries(tag))


@pytest.mark.parametrize("tag", OTHERS)
def test_what_a_computer_translated_says_so_on_its_first_line(tag: str) -> None:
    path = template_folder() / "campaign" / f"{tag}.toml"

    assert path.read_text(encoding="utf-8").startswith("# draft: machine, not reviewed.")


@pytest.mark.parametrize("tag", MANNERS)
def test_our_texts_keep_to_what_a_boroughs_own_must_keep_to(tag: str) -> None:
    assert {key: fault_of(key, tag, text) for key, text in texts(tag).items() if fault_of(key, tag, text)} == {}


@pytest.mark.parametrize("tag", MANNERS)
def test_no_two_texts_of_a_language_are_alike_but_the_two_sizes_of_one(tag: str) -> None:
    alike: dict[str, set[str]] = {}
    for key, text in texts(tag).items():
        alike.setdefault(text, set()).add(key.rpartition(".")[0])

    assert [tables for tables in alike.values() if len(tables) > 1] == []


@pytest.mark.parametrize("tag", MANNERS)
def test_digits_are_the_same_in_every_language(tag: str) -> None:
    assert [text for text in texts(tag).values() if re.search(r"(?![0-9])\d", text)] == []


def test_texts_can_be_read_at_eleven() -> None:
    said = [
        sentence
        for key, text in ENGLISH.items()
        if not key.endswith(".text")
        for sentence in SENTENCE_END.split(PLACE.sub("Bow", text))
        if sentence.strip()
    ]

    assert reading_age(said) < 11


def test_a_boroughs_own_text_stands_in_for_ours_in_its_language_alone() -> None:
    own = (OwnWords("en", "day.long", "Come to {ward}."),)

    assert text_of("day.long", "en", own, ward="{ward}") == "Come to {ward}."
    assert text_of("day.long", "it", own, ward="Bow").startswith("Vieni")
