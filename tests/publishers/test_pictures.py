"""The picture beside a post, and its description."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from publishers.channels import every_channel, picture_words, pictures
from publishers.channels.notices import notices
from publishers.languages import language
from tests.publishers.examples import a_hall, a_release
from tests.publishers.test_channels import HARD_NAMES, hard_release

PLANNED, MOVED, REHOUSED, CANCELLED = (
    "2027-E05009317-1",
    "2027-E05009328-1",
    "2027-E05009328-2",
    "2027-E05009328-3",
)
ILLUSTRATED = ("x", "bluesky", "mastodon", "facebook", "nextdoor", "council-page")


def alt(meeting_id: str, tag: str = "en") -> list[str]:
    told = {notice.meeting.meeting_id: notice for notice in notices(a_release(), (language(tag),))}
    return picture_words.alt_text(told[meeting_id]).splitlines()


def test_description_says_what_the_picture_says() -> None:
    assert alt(PLANNED) == [
        "Meet your local police team",
        "Bow East ward panel meeting",
        "Thursday 25 March 2027",
        "7pm to 8:30pm",
        "Bow Library, 1 Roman Road, E3 5LU",
    ]
    assert [alt(meeting_id)[0] for meeting_id in (MOVED, REHOUSED, CANCELLED)] == ["MOVED", "NEW PLACE", "CANCELLED"]


def test_description_is_in_the_language_of_the_post() -> None:
    assert alt(PLANNED, "bn")[1:3] == ["Bow East ওয়ার্ড প্যানেল সভা", "বৃহস্পতিবার, 25 মার্চ 2027"]


@pytest.mark.parametrize("channel", ILLUSTRATED)
def test_every_copy_of_a_channel_with_pictures_describes_its_own(channel: str) -> None:
    made = every_channel.copies(a_release(reviewed_languages=("bn",)), every_channel.named(channel))

    assert [copy.path for copy in made if not copy.alt] == []
    assert [copy.path for copy in made if bool(copy.picture) == (".bn." in copy.path)] == []
    assert [copy.path for copy in made if copy.picture and "\n".join(copy.picture) != copy.alt] == []


def test_picture_of_the_councils_page_names_no_day_for_it_outlives_one() -> None:
    (page, *_) = every_channel.copies(a_release(languages=("en",)), every_channel.named("council-page"))

    assert page.picture == ("Meet your local police team", "Bow East ward panel meeting")


@pytest.mark.parametrize("name", HARD_NAMES)
def test_whatever_its_names_a_description_fits_every_network_and_gives_the_day(name: str) -> None:
    for notice in notices(hard_release(name)):
        text = picture_words.alt_text(notice)
        assert len(text.encode("utf-16-le")) <= 2000
        assert str(notice.meeting.held_on.year) in text


@pytest.mark.parametrize(
    ("text", "fits"), [("a" * 1000, True), ("a" * 1001, False), ("🎪" * 500, True), ("🎪" * 501, False)]
)
def test_description_is_counted_in_the_strictest_way(text: str, fits: bool) -> None:
    assert picture_words.fits(text) is fits


@pytest.mark.parametrize("name", ["Bow Library", *HARD_NAMES])
def test_picture_is_drawn_whatever_its_words(name: str) -> None:
    picture = Image.open(BytesIO(pictures.drawn((name, "Thursday 25 March 2027"))))

    assert picture.size == (1200, 630)
    assert len(set(picture.convert("L").tobytes())) > 2


def test_no_letter_of_a_long_line_leaves_the_picture() -> None:
    picture = Image.open(BytesIO(pictures.drawn(("W" * 300,)))).convert("L")
    ground = picture.getpixel((600, 5))

    assert set(picture.crop((1200 - pictures.MARGIN // 2, 0, 1200, 630)).tobytes()) == {ground}


def test_same_words_give_the_same_picture() -> None:
    words = ("Bow East ward panel meeting", "Thursday 25 March 2027")
    first = pictures.drawn(words)
    pictures.drawn.cache_clear()

    assert pictures.drawn(words) == first


def test_record_for_bluesky_stays_as_its_api_takes_it_and_the_description_stands_beside_it() -> None:
    post = every_channel.copies(a_release(languages=("en",)), every_channel.named("bluesky"))[0]
    record, description, picture = post.artifacts

    assert set(json.loads(record.content)) == {"$type", "text", "langs", "facets"}
    assert (description.path, picture.media_type) == (f"copy/bluesky/{PLANNED}.alt.txt", "image/png")


def test_other_hall_makes_another_picture() -> None:
    release = a_release(languages=("en",))
    other = replace(release, meetings=(replace(release.meetings[0], hall=a_hall(name="Other Hall")),))
    first, second = (
        every_channel.copies(one, every_channel.named("x"))[0].artifacts[-1].content for one in (release, other)
    )

    assert first != second
