"""Mail to subscribers: the words of each meeting in each language, and how they are found again among artifacts."""

from __future__ import annotations

import pytest

from publishers.artifact import Artifact
from publishers.channels import email
from publishers.channels.every_channel import CHANNELS, copies
from publishers.letters import STOP_LINK, Letter, letter_in
from publishers.pieces import Piece, pieces
from scheduler.release.value import Release
from tests.publishers.examples import HOSTILE, a_meeting, a_release
from tests.publishers.reading_age import SENTENCE_END, reading_age
from tests.publishers.real import real_release
from tests.publishers.test_newsletter import GMAIL_CUTS_AT, Seen

MOVED, NEW_PLACE, CANCELLED = "2027-E05009328-1", "2027-E05009328-2", "2027-E05009328-3"
PLAIN = "2027-E05009317-1"


def mailings(release: Release) -> dict[str, Piece]:
    return {piece.subject: piece for piece in pieces(email.copies(release))}


def letter(meeting_id: str, tag: str = "en", **facts) -> Letter:
    return letter_in(mailings(a_release(**facts))[meeting_id].artifacts, tag)


def test_each_meeting_is_one_mailing_in_every_language():
    made = mailings(a_release(languages=("en", "bn")))

    assert [artifact.path for artifact in made[PLAIN].artifacts] == [
        f"copy/email/{PLAIN}.txt",
        f"copy/email/{PLAIN}.html",
        f"copy/email/{PLAIN}.bn.txt",
        f"copy/email/{PLAIN}.bn.html",
        f"copy/email/{PLAIN}.subject",
        f"copy/email/{PLAIN}.bn.subject",
    ]
    assert (made[PLAIN].channel, made[PLAIN].recipient, len(made)) == ("email", "", 8)


@pytest.mark.parametrize(
    ("meeting_id", "subject"),
    [
        (PLAIN, "Bow East ward panel meeting, Thursday 25 March 2027"),
        (MOVED, "MOVED: Mile End ward panel meeting, Tuesday 30 March 2027"),
        (NEW_PLACE, "NEW PLACE: Mile End ward panel meeting, Wednesday 16 June 2027"),
        (CANCELLED, "CANCELLED: Mile End ward panel meeting, Wednesday 3 November 2027"),
    ],
)
def test_subject_says_first_what_has_changed(meeting_id, subject):
    assert letter(meeting_id).subject == subject


def test_text_says_when_where_and_how_to_stop():
    text = letter(PLAIN).text

    assert "When: Thursday 25 March 2027, 7pm to 8:30pm\nWhere: Bow Library, 1 Roman Road, E3 5LU\n" in text
    assert text.endswith(
        "You get this email because you asked us for news of ward panel meetings. "
        "Stop these emails: https://stop.invalid/\n"
    )


def test_moved_meeting_says_what_it_moved_from_and_a_cancelled_one_offers_no_date():
    moved, off = letter(MOVED), letter(CANCELLED)

    for words in (moved.text, moved.html):
        assert "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU." in words
    for words in (off.text, off.html):
        assert "This meeting is cancelled. It will not be held." in words
        assert "meeting.ics" not in words


def test_html_loads_nothing_and_leads_to_our_own_site_the_contact_and_the_way_out():
    seen = Seen(letter(PLAIN).html)

    ours = ("https://panels.example.org/wp/", "mailto:panels@example.org", STOP_LINK)
    for_the_deaf = ("https://999bsl.co.uk", "tel:18001101")
    assert {address for address in seen.addresses if not address.startswith((*ours, *for_the_deaf))} == set()
    assert STOP_LINK in seen.addresses
    assert seen.tags & {"script", "img", "link", "iframe"} == set()


def test_agenda_is_in_both_parts_once_it_is_set():
    meeting = a_meeting(PLAIN, "Thu 2027-03-25 19:00", agenda=("Litter in Roman Road",))

    found = letter(PLAIN, meetings=(meeting,), changes=())

    assert "Agenda\n* Litter in Roman Road\n" in found.text
    assert "Litter in Roman Road" in found.html


def test_other_language_is_marked_as_a_draft_until_it_is_checked():
    drafted, checked = (
        letter(PLAIN, "it", languages=("it",)),
        letter(PLAIN, "it", languages=("it",), reviewed_languages=("it",)),
    )

    assert ("nessuno l’ha ancora controllata" in drafted.html, "nessuno l’ha ancora controllata" in drafted.text) == (
        True,
        True,
    )
    assert "nessuno l’ha ancora controllata" not in checked.html + checked.text


def test_language_that_a_mailing_lacks_is_sent_in_english():
    assert (letter(PLAIN, "so").language, letter(PLAIN, "bn").language) == ("en", "bn")


def test_artifacts_without_a_subject_are_no_letter():
    assert letter_in((Artifact("copy/press/x.txt", "text/plain", b""),), "en") is None


def test_hostile_words_are_text_in_both_parts():
    release = a_release(borough=HOSTILE)
    found = letter_in(mailings(release)["2027-E05009330-1"].artifacts, "en")

    assert "<script" not in found.html
    assert "\n" not in found.subject


def test_html_of_every_real_meeting_stays_far_below_the_size_that_mail_is_cut_at():
    sizes = [len(copy.text.encode()) for copy in email.copies(real_release()) if copy.path.endswith(".html")]

    assert max(sizes) < GMAIL_CUTS_AT / 4


def test_words_can_be_read_at_eleven():
    said = [line for line in letter(PLAIN).text.splitlines() if SENTENCE_END.search(line[-2:])]

    assert reading_age(said) <= 11


def test_email_is_among_the_channels():
    release = a_release()
    (channel,) = (channel for channel in CHANNELS if channel.name == "email")

    assert len(copies(release, (channel,))) == 3 * 2 * len(release.meetings)


def test_same_release_gives_the_same_bytes():
    assert list(email.copies(a_release())) == list(email.copies(a_release()))


def test_weeks_before_a_poll_have_plain_facts_alone():
    plain = letter(PLAIN, is_neutral=True)

    for words in (plain.text, plain.html):
        assert "help choose what they work on" not in words
        assert "A ward panel is a regular public meeting about policing in the ward." in words
