"""Whatever a hall is called, its poster is whole: no mark of Typst's does anything, and nothing is cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers.printed import board_sheets, card_sheets, meeting_sheets, sign_sheets
from publishers.printed.sheet import Sheet
from publishers.printed.typst_press import STAND_IN
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from tests.publishers import paper
from tests.publishers.examples import BOW, a_hall, a_meeting, a_release

TYPST_MARKS = (
    '#panic("x")',
    "#{sys.inputs}",
    "$ x^2 $",
    "*bold* _slanted_ `code`",
    "<label> @label",
    "= Head",
    "- one + two / three: four",
    "// gone /* gone */",
    "\\ \\u{1F600} \\#",
    "'single' \"double\" -- --- ... ~",
    "[x] {y} ]]",
    '","facts":"',
    "%(ward)s {{ ward }} %s",
    "https://example.org/?a=b&c=d",
)
texts = st.text(st.characters() | st.sampled_from("#$*_`<>@\\\"'\r\n\t\x00\u200f\u202e\u2068\u20e3\u0303\ufeff🎪ক্শ中"))


def named(text: str) -> Release:
    """A release of one meeting, whose ward, hall, address and entrance are named by the text."""
    hall = a_hall(name=text, address=f"x{text}", entrance=text)
    meeting = a_meeting("2027-E05009317-1", "Thu 2027-03-25 19:00", hall=hall)
    return a_release(wards=(replace(BOW, name=text),), meetings=(meeting,), changes=())


def poster(text: str) -> Sheet:
    release = named(text)
    return meeting_sheets.poster(release, release.meetings[0])


@pytest.mark.parametrize("text", TYPST_MARKS)
def test_marks_of_the_typesetter_are_printed_as_they_are(text):
    said = paper.text(paper.pdf(poster(text)))

    plain = said.replace(" ", "")
    assert plain.count(text.replace(" ", "")) >= 4


@pytest.mark.parametrize("text", ["Hall 🎪 and 👩‍🚒", "Bethnal Green → Bow ✓", "1️⃣ ﷽", "பாடசாலை", "Ełk Ñandú Ðà Nẵng"])
def test_emoji_and_other_scripts_need_no_stand_in(text):
    said = paper.text(paper.pdf(poster(text)))

    assert STAND_IN not in said


def test_mark_that_no_font_has_becomes_a_square():
    said = paper.text(paper.pdf(poster("中 Hall 文")))

    assert f"{STAND_IN} Hall {STAND_IN}" in said


def test_mark_that_turns_the_line_stays_in_its_own_text():
    said = paper.text(paper.pdf(poster("\u202eHall\u2067")))

    assert "Thursday 25 March 2027" in said
    assert "Step-free: yes" in said


@settings(derandomize=True)
@given(texts)
def test_any_text_gives_a_poster_on_one_page(text):
    content = paper.pdf(poster(text))

    assert paper.pages(content) == 1
    assert paper.letters_off_the_page(content) == []


LONG = {
    "many words": "The Great Assembly Hall of the Old Town " * 8,
    "one word": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3,
    "an address": "https://example.org/" + "a" * 150,
}


@pytest.mark.parametrize("make", [meeting_sheets.poster, meeting_sheets.flyer])
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_name_is_whole_on_one_page(make, text):
    release = named(text)
    content = paper.pdf(make(release, release.meetings[0]))

    assert paper.pages(content) == 1
    assert paper.letters_off_the_page(content) == []
    assert paper.text(content).replace(" ", "").count(text.replace(" ", "")) == 4


def test_text_too_long_for_any_page_goes_on_over_it():
    text = "The Great Assembly Hall of the Old Town " * 200
    content = paper.pdf(poster(text))

    assert paper.pages(content) > 1
    assert paper.text(content).replace(" ", "").count(text.replace(" ", "")) == 4


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_names_leave_every_other_sheet_whole(text):
    release = named(text)
    edition, ward, meeting = Edition.of(release), release.wards[0], release.meetings[0]
    for sheet in (
        meeting_sheets.large_print(release, meeting),
        sign_sheets.door_sign(release, meeting),
        card_sheets.year_card(edition, ward),
        board_sheets.noticeboard(edition, ward),
    ):
        assert paper.letters_off_the_page(paper.pdf(sheet)) == []
