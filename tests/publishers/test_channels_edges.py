"""Short posts at the edge of their limits: planned, moved and cancelled, with names of every length and script."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers import wording
from publishers.channels import bluesky, gsm, mastodon, picture_words, sms, x
from publishers.channels.limits import fits_bluesky, graphemes, with_link_length, x_weight
from publishers.channels.notices import Notice, notices
from publishers.channels.post_words import short_post
from publishers.languages import Language, language
from tests.publishers.examples import a_hall, a_release

RELEASE = a_release()
STATES = {"planned": "2027-E05009317-1", "moved": "2027-E05009328-1", "cancelled": "2027-E05009328-3"}
LONGEST = 420
same_each_time = settings(derandomize=True)


def notice_of(meeting_id: str, name: str, lang: Language) -> Notice:
    """The meeting in a hall of this name alone."""
    hall = a_hall(name=name, address="", postcode="")
    meetings = tuple(
        replace(
            meeting,
            hall=hall,
            was=replace(meeting.was, hall=a_hall("old", name="Old Hall", address="")) if meeting.was else None,
        )
        for meeting in RELEASE.meetings
        if meeting.meeting_id == meeting_id
    )
    (notice,) = notices(replace(RELEASE, meetings=meetings), (lang,))
    return notice


def x_length(notice: Notice) -> int:
    return x_weight(short_post(notice, x.fits, "x"))


def mastodon_length(notice: Notice) -> int:
    return with_link_length(mastodon.post(notice), notice.link)


def bluesky_length(notice: Notice) -> int:
    return len(graphemes(bluesky.record(notice)["text"]))


def sms_length(notice: Notice) -> int:
    return gsm.units(sms.message(notice))


def alt_length(notice: Notice) -> int:
    return len(picture_words.alt_text(notice).encode("utf-16-le")) // 2


@pytest.mark.parametrize("state", ["planned", "moved", pytest.param("cancelled", marks=pytest.mark.thorough)])
@pytest.mark.parametrize(
    ("length_of", "most"),
    [(x_length, 280), (mastodon_length, 500), (bluesky_length, 300), (sms_length, 306)],
    ids=["x", "mastodon", "bluesky", "sms"],
)
def test_post_uses_its_room_to_the_last_letter_and_not_one_more(
    state: str, length_of: Callable[[Notice], int], most: int
) -> None:
    lengths = [length_of(notice_of(STATES[state], "A" * size, language("en"))) for size in range(1, LONGEST)]

    assert max(lengths) == most


def test_description_of_a_picture_uses_its_room_to_the_last_letter_and_not_one_more() -> None:
    lengths = [alt_length(notice_of(STATES["planned"], "A" * size, language("en"))) for size in range(850, 950)]

    assert max(lengths) == picture_words.ALT_MOST


NAMES = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("👨‍👩‍👧‍👦🇬🇧é\u0301\u202e\u200fקআ漢@ "), max_size=300
)


@same_each_time
@given(NAMES, st.sampled_from(sorted(STATES.values())), st.sampled_from(["en", "bn", "ar"]))
def test_whatever_its_name_and_language_a_post_fits_is_nfc_and_gives_the_day(
    name: str, meeting_id: str, tag: str
) -> None:
    notice = notice_of(meeting_id, name, language(tag))
    day = wording.day(notice.meeting.starts_at, notice.lang)
    posts = (short_post(notice, x.fits, "x"), mastodon.post(notice), bluesky.record(notice)["text"])

    assert x.fits(posts[0])
    assert mastodon_length(notice) <= 500
    assert fits_bluesky(posts[2])
    assert picture_words.fits(picture_words.alt_text(notice))
    for text in (*posts, picture_words.alt_text(notice)):
        assert day in text
        assert "@" not in text
        assert "\u202e" not in text
        assert unicodedata.is_normalized("NFC", text)
    assert json.loads(json.dumps(posts)) == list(posts)


@same_each_time
@given(NAMES, st.sampled_from(sorted(STATES.values())))
def test_whatever_its_name_a_text_message_has_letters_of_its_alphabet_and_the_day(name: str, meeting_id: str) -> None:
    notice = notice_of(meeting_id, name, language("en"))
    text = sms.message(notice)

    assert gsm.texts(text) <= sms.MOST_TEXTS
    assert set(text) <= gsm.BASIC | gsm.EXTENSION
    assert wording.day(notice.meeting.starts_at) in text
