"""How long a text is: as each network counts, at the edge of its limit."""

from __future__ import annotations

import unicodedata
import warnings
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers.channels import gsm, x
from publishers.channels.limits import (
    fits_bluesky,
    graphemes,
    mastodon_length,
    with_link_length,
    x_weight,
)
from publishers.channels.notices import clipped, tidy
from tests.publishers.examples import a_release

FAMILY = "👨‍👩‍👧‍👦"
LINK = "https://panels.example.org/wp/meetings/2027-E05009317-1/"
MARKED = "https://panels.example.org/wp/m/25xsvh5/?x-week"
ODD_PIECES = st.sampled_from(
    [
        *("a", "é", "e\u0301", "漢", "বাংলা", "ا", "،", "।", "’", "…", " ", "\n", "\r\n", "\u2028", "\x1c", "\u200f"),
        *(".", "..", "-", "_", "/", "?", "#", "@", "(", ")", ":", ",", "+", "~", "=", "&", "1", "7.30pm"),
        *(
            "com",
            "co.uk",
            "foo.com",
            "a.uk",
            "中国",
            "рф",
            "xn--",
            "t.co",
            "https://",
            "http://",
            "https://a.uk/x",
            LINK,
            MARKED,
        ),
        *("👨", "👩", "👧", "👦", FAMILY, "👮", "🏽", "❤", "♀", "©", "#️⃣", "🇬", "🇧", "🎉", "\u200d", "\ufe0f", "\u20e3"),
    ]
)
"""What links and emoji are made of, whole and in parts. The judge knows the emoji of 2019 and no later ones."""


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a", 1),
        (LINK, 23),
        (MARKED, 23),
        (FAMILY, 2),
        ("e\u0301", 1),
        ("漢", 2),
        ("বাংলা", 5),
        ("\u200d", 1),
        ("\u200f", 2),
    ],
)
def test_x_counts_as_its_own_guide_does(text, weight):
    assert x_weight(text) == weight


def judged(text: str) -> int:
    """What X's own library counts, in the port that its guide's tests hold."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources, which warns that it is to go
        from twitter_text import parse_tweet  # two seconds that only these tests take
    return parse_tweet(unicodedata.normalize("NFC", text)).weightedLength


@settings(derandomize=True)
@given(st.lists(ODD_PIECES, max_size=14).map("".join) | st.text(max_size=30))
def test_x_never_counts_more_than_we_do(text):
    assert x_weight(text) >= judged(text)


@pytest.mark.parametrize("lang", ["en", "bn", "ar", "so"])
def test_posts_for_x_count_what_x_counts(lang):
    posts = [copy.text for copy in x.copies(replace(a_release(), languages=(lang,)))]

    assert posts
    assert [x_weight(post) for post in posts] == [judged(post) for post in posts]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("7.30pm, St. Mary's", 18),
        ("at foo.com", 10 + 23),
        ("http://localhost:8000/a", 23),
        ("https://a.example", 17 + 23),
    ],
)
def test_what_may_be_a_link_counts_for_its_letters_and_for_a_link(text, weight):
    assert x_weight(text) == weight


@pytest.mark.parametrize("piece", ["a.", "a.uk", "https://a.uk/", "a-", "👨\u200d", "xn--a.", "/@"])
def test_name_made_to_keep_us_counting_is_counted_at_once(piece):
    assert x_weight(piece * 50_000) >= 50_000


@pytest.mark.parametrize(("text", "count"), [("abc", 3), (FAMILY, 1), ("e\u0301" * 3, 3), ("🇬🇧", 1), ("কি", 1)])
def test_grapheme_is_what_a_reader_sees_as_one_letter(text, count):
    assert len(graphemes(text)) == count


@pytest.mark.parametrize(
    ("text", "fits"),
    [("a" * 300, True), ("a" * 301, False), (FAMILY * 120, True), (FAMILY * 121, False), ("é" * 300, True)],
)
def test_bluesky_has_a_limit_of_letters_and_one_of_bytes(text, fits):
    assert len(FAMILY.encode()) * 120 == 3000
    assert fits_bluesky(text) is fits


@pytest.mark.parametrize(
    ("text", "length"), [("a" * 500, 500), (FAMILY, 1), ("http://a.uk", 23), (f"see {LINK}", 4 + len(LINK))]
)
def test_mastodon_counts_a_short_link_as_23(text, length):
    assert mastodon_length(text) == length


def test_mastodon_counts_our_own_link_as_23():
    assert with_link_length(f"see {LINK}", LINK) == 4 + 23


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 152 + "€" + "a" * 152, 3),  # the euro sign is not split between the first two
    ],
)
def test_text_message_is_charged_by_its_parts(text, texts):
    assert gsm.texts(text) == texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann’s “Hall” – café", 'Ann\'s "Hall" - café'),
        ("Tŷ Ŵyn", "Ty Wyn"),
        ("Łódź", "Lodz"),
        ("e\u0301 Ω €5", "é Ω €5"),
        ("½ price", "1/2 price"),
        ("Hall 🎪 \u200f2", "Hall 2"),
        ("বাংলা", None),
        ("Hall שלום", None),
        ("₹5", None),
    ],
)
def test_text_message_shows_a_likeness_or_nothing_and_never_a_question_mark(text, shown):
    assert gsm.in_gsm(text) == shown


def test_alphabet_of_text_messages_has_its_128_places():
    assert len(gsm.BASIC) == 127  # and the escape


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("Bow Library", "Bow Library"),
        ("The Community Hall of Saint Mary", "The Community Hall…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah…"),
        (FAMILY * 21, FAMILY * 19 + "…"),
    ],
)
def test_long_name_ends_after_a_word_or_a_whole_letter(text, shorter):
    assert clipped(text, 20) == shorter


def test_letter_with_a_thousand_marks_is_cut():
    assert len(clipped("e" + "\u0301" * 1000, 20)) == 13


def test_name_can_turn_no_words_round_and_call_nobody():
    assert tidy("\u202eHall\u2066 @evil\u200f\ufeff") == "Hall (at)evil\u200f"
