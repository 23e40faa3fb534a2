"""How a borough is reached: each way in words and as a link, wherever its mail address stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from publishers import addresses, feeds, pages, ways_in
from publishers.artifact import ArtifactKind
from publishers.channels import email
from publishers.languages import language
from publishers.printed import board_sheets, meeting_sheets, notice_sheets
from scheduler.release.edition import Edition
from tests.publishers import paper
from tests.publishers.examples import BOW, a_release

WAYS = {
    "contact_phone": "020 7946 0000",
    "contact_text": "07700 900000",
    "contact_post": 'Ward Panels, "1" Example <Street>',
}
WHOLE = a_release(languages=("en", "ar"), **WAYS)
MEETING = WHOLE.meetings[0]
CANCELLED = next(meeting for meeting in WHOLE.meetings if meeting.is_cancelled)
EVENING = CANCELLED.starts_at - timedelta(hours=3)
EVERY = (
    "Email panels@example.org. Call 020 7946 0000, or with Relay UK 18001 020 7946 0000. Text 07700 900000. Write to"
)


def test_ways_are_sentences_and_those_that_are_not_there_are_not_said():
    assert ways_in.text_of(a_release()) == "Email panels@example.org."
    assert ways_in.text_of(WHOLE) == f"{EVERY} {WAYS['contact_post']}."
    assert ways_in.listed(a_release(contact_text="60006")) == "panels@example.org, 60006"


def test_numbers_are_links_that_a_phone_can_dial_and_an_address_is_none():
    html = ways_in.html_of(WHOLE, "govuk-link")

    for link in ("mailto:panels@example.org", "tel:+442079460000", "tel:1800102079460000", "sms:+447700900000"):
        assert f'<a class="govuk-link" href="{link}" dir="ltr">' in html
    assert "<bdi>Ward Panels, &#34;1&#34; Example &lt;Street&gt;</bdi>." in html
    assert ways_in.dialled("60006", "sms") == "sms:60006"


def test_a_number_keeps_its_order_in_a_sentence_that_runs_from_right_to_left():
    said = ways_in.text_of(WHOLE, language("ar"))

    assert "\N{FIRST STRONG ISOLATE}020 7946 0000\N{POP DIRECTIONAL ISOLATE}" in said


def test_deaf_people_are_told_of_999_in_bsl_and_of_relay_uk():
    html = ways_in.for_the_deaf_html("govuk-link")

    assert 'href="https://999bsl.co.uk"' in html
    assert 'href="tel:18001101"' in html
    assert "18001 101" in ways_in.for_the_deaf()


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_every_way_is_said_wherever_the_mail_address_is(tag):
    made = {each.path: each for each in pages.recipes(Edition.of(WHOLE))}
    of_meeting = addresses.meeting_page(MEETING.meeting_id)
    paths = (addresses.HOME_PAGE, of_meeting, addresses.ward_page(BOW.slug))
    texts = [made[addresses.in_language(path, tag)].make().decode() for path in paths]
    texts += [
        copy.text for copy in email.copies(WHOLE) if copy.language == tag and copy.kind is not ArtifactKind.SUBJECT
    ]
    texts += [artifact.content.replace(b"\r\n ", b"").decode() for artifact in feeds.publish(WHOLE)][:1]

    for number in (WAYS["contact_phone"], f"18001 {WAYS['contact_phone']}", WAYS["contact_text"]):
        assert [text[:400] for text in texts if number not in text] == []


def test_printed_sheets_say_every_way_and_stay_on_their_page():
    every = a_release(languages=("en", "bn", "so", "ar", "it", "es"), **WAYS)
    sheets = (
        meeting_sheets.poster(every, MEETING, language("ar")),
        notice_sheets.door_notice(every, CANCELLED, EVENING),
        board_sheets.noticeboard(Edition.of(every), BOW),
    )

    for content in map(paper.pdf, sheets):
        assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])
        said = paper.text(content)
        assert [way for way in (*list(WAYS.values())[:2], "18001 020 7946 0000", "18001 101") if way not in said] == []
