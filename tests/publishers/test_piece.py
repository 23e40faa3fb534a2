"""Pieces for the magazine and the press: a headline, a box of dates and a call, never longer than was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers.campaign_texts import fault_of
from publishers.channels.every_channel import copies, named
from scheduler.release.campaign import USUAL, OwnWords
from scheduler.release.elections import neutral
from scheduler.release.turns import with_campaign
from scheduler.release.value import Release
from tests.publishers.examples import a_release
from tests.publishers.reading_age import reading_age
from tests.publishers.real import real_release
from tests.publishers.test_channels import hard_release
from tests.thorough import enough

PAPERS = ("magazine", "press")


def pieces_of(release: Release, channel: str, **facts: int) -> dict[str, str]:
    asked = with_campaign(release, replace(USUAL, **facts), of=release)
    return {copy.subject: copy.text for copy in copies(asked, named(channel))}


@pytest.mark.parametrize("channel", PAPERS)
@settings(derandomize=True, max_examples=enough(6, 15))
@given(words=st.integers(100, 2000), name=st.text(max_size=40))
def test_a_piece_keeps_to_its_words_whatever_the_names(channel, words, name):
    made = pieces_of(hard_release(name), channel, **{f"{channel}_words": words})

    assert {subject: len(text.split()) for subject, text in made.items() if len(text.split()) > words} == {}


@pytest.mark.parametrize("channel", PAPERS)
def test_a_real_piece_has_a_headline_a_box_with_every_date_and_a_call_to_chair(channel):
    release = real_release()
    made = pieces_of(release, channel)

    for copy in copies(with_campaign(release, USUAL, of=release), named(channel)):
        text = made[copy.subject]
        days = [release.meeting_by_id[one].starts_at for one in copy.meetings]
        assert "police" in text.splitlines()[0]
        assert "\nDates " in text
        assert [day for day in days if f": {day:%a} {day.day} {day:%B}, " not in text] == []
        assert "a chair" in text.casefold()
        call = text[text.index("To hear more") :]
        assert [way for way in ("Email panels@", "Call 020", "Text 07700", "Write to") if way not in call] == []
        assert reading_age([line for line in text.split("\n\n") if line.endswith(".")]) < 12


def test_a_moved_meeting_says_when_it_was_and_a_cancelled_one_stands_apart():
    quarters = pieces_of(a_release(), "press", press_words=400)

    assert (
        "Mile End: Tue 30 March, 6:30pm, Town Hall, 160 Whitechapel Road, E1 1BJ (was Tue 2 March, 7pm)"
        in quarters["2027-03"]
    )
    assert "Town Hall, 160 Whitechapel Road, E1 1BJ (new place)" in quarters["2027-06"]
    assert "These meetings are cancelled:\nMile End: Wed 3 November, 7pm" in quarters["2027-11"]


@pytest.mark.parametrize("channel", PAPERS)
def test_before_a_poll_a_piece_gives_plain_facts_and_calls_nobody(channel):
    texts = pieces_of(neutral(a_release()), channel)

    assert [text for text in texts.values() if not text.startswith("Ward panel meetings in Tower Hamlets")] == []
    assert [text for text in texts.values() if "chair" in text or "neighbour" in text] == []


def test_a_borough_can_have_a_headline_of_its_own():
    own = (OwnWords("en", "piece.headline.long", "Your street, your police"),)

    assert pieces_of(a_release(), "magazine", words=own)["2027-q1"].startswith("Your street, your police\n")


def test_a_borough_s_own_call_may_name_the_mail_address_or_every_way():
    own = (OwnWords("en", "piece.chair.short", "Lead a panel: {email}. Or: {ways}"),)

    said = pieces_of(a_release(), "press", words=own)["2027-06"]
    assert "Lead a panel: panels@example.org. Or: Email panels@example.org." in said
    assert fault_of("piece.chair.short", "en", own[0].text) is None
