"""Residents who are 11 years old, or who read English as a second language, can read what we write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers import newsletter, pages
from tests.publishers.reading_age import SENTENCE_END, Copy, reading_age, syllables
from tests.publishers.real import real_release
from tests.publishers.test_languages import PLACE, sentences

OLDEST = 11.0  # years
FEW_WORDS = 12


@pytest.mark.parametrize(
    ("word", "count"),
    [("police", 2), ("neighbourhood", 3), ("cancelled", 2), ("the", 1), ("table", 2), ("needed", 2), ("7", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_reading_age_tells_plain_words_from_officialese() -> None:
    plain = ["Come to the meeting.", "You can tell the police what worries you."]
    stiff = ["Residents are invited to participate in deliberations concerning neighbourhood policing priorities."]

    assert (reading_age(plain) < 8, reading_age(stiff) > 18) == (True, True)


def test_running_text_of_every_english_page_can_be_read_at_eleven() -> None:
    english = {
        made.path: Copy(made.content.decode()).sentences
        for made in pages.publish(replace(real_release(), languages=("en",)))
        if made.path.endswith(".html")
    }
    measured = {path: reading_age(said) for path, said in english.items() if len(" ".join(said).split()) > FEW_WORDS}

    assert len(measured) > len(real_release().meetings)
    assert {path: age for path, age in measured.items() if age > OLDEST} == {}


def test_words_of_the_newsletter_can_be_read_at_eleven() -> None:
    text = next(part for part in newsletter.publish(real_release()) if part.path == newsletter.TEXT_PART)
    said = [line for line in text.content.decode().splitlines() if SENTENCE_END.search(line[-2:]) and line[:1] != "*"]

    assert reading_age(said) <= OLDEST


def test_no_long_sentence_of_ours_is_hard_on_its_own() -> None:
    whole = [PLACE.sub("Bow", each) for each in sentences() if SENTENCE_END.search(each[-2:])]
    hard = {each for each in whole if len(each.split()) > FEW_WORDS and reading_age([each]) > OLDEST + 1}

    assert hard == set()
