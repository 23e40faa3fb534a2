"""Copy in the weeks before a poll: the same facts in plain words, and a person who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from publishers import wording
from publishers.channels import every_channel
from publishers.pieces import pieces, pieces_of
from scheduler.facts import Election
from scheduler.release.elections import neutral
from tests.publishers.examples import a_hall, a_release

POLL = Election(date(2027, 5, 6), date(2027, 3, 22), "Mayor of London")
ENGLISH = a_release(languages=("en",), polls=(POLL,))
QUIET = neutral(ENGLISH)
COUNCIL = "It is council publicity: let only plain facts out, or hold it until the poll is over."
INVITING = ("Meet your local police", "meet your local police", "help choose", "We did", "marked 40 bikes")


def test_no_channel_invites_or_praises_before_a_poll() -> None:
    said = {
        copy.path: [words for words in INVITING if words in "\n".join(copy.texts)]
        for copy in every_channel.copies(QUIET)
        if any(words in "\n".join(copy.texts) for words in INVITING)
    }
    usual = {copy.channel for copy in every_channel.copies(ENGLISH) if any(words in copy.text for words in INVITING)}

    assert said == {}
    assert len(usual) >= 10


@pytest.mark.parametrize("channel", every_channel.CHANNELS, ids=[channel.name for channel in every_channel.CHANNELS])
def test_every_channel_tells_the_same_days_before_a_poll_as_ever(channel: every_channel.Channel) -> None:
    days = {wording.day(meeting.starts_at) for meeting in ENGLISH.meetings}
    told = [
        {(copy.path, day) for copy in every_channel.copies(release, (channel,)) for day in days if day in copy.text}
        for release in (ENGLISH, QUIET)
    ]

    assert told[0] == told[1]


def test_outside_the_weeks_before_a_poll_nothing_needs_care() -> None:
    assert {copy.care for copy in every_channel.copies(ENGLISH)} == {()}


def test_a_person_is_warned_of_council_publicity_and_not_of_routine_police_notices() -> None:
    care = {copy.channel: copy.care for copy in every_channel.copies(QUIET)}

    assert care["met-engage"] == ()
    assert {channel for channel, reasons in care.items() if COUNCIL in reasons} == {
        "council-page", "leaflet", "magazine", "newsletter", "poster", "ward-newsletter",
    }  # fmt: skip


def test_copy_that_may_name_a_politician_says_so() -> None:
    hall = a_hall(name="Cllr Ann Example Hall", address="The Mayor's Parlour")
    meetings = (replace(ENGLISH.meetings[0], hall=hall),)
    (post,) = every_channel.copies(replace(QUIET, meetings=meetings), every_channel.named("x"))

    assert post.care == ("It may name somebody who stands: found cllr, mayor.",)


@pytest.mark.parametrize("word", ["Mayors", "Councillor", "CANDIDATE", "MP", "Assembly Member"])
def test_word_for_a_politician_is_seen_in_any_case(word: str) -> None:
    meetings = (replace(ENGLISH.meetings[0], hall=a_hall(name=f"{word} Hall")),)
    (post,) = every_channel.copies(replace(QUIET, meetings=meetings), every_channel.named("x"))

    assert post.care == (f"It may name somebody who stands: found {word.casefold()}.",)


def test_word_inside_another_is_no_politician() -> None:
    meetings = (replace(ENGLISH.meetings[0], hall=a_hall(name="Mayoress Camps Hall, Champion Road")),)
    (post,) = every_channel.copies(replace(QUIET, meetings=meetings), every_channel.named("x"))

    assert post.care == ()


def test_piece_has_a_neutral_twin_where_the_release_knows_of_a_poll() -> None:
    post = next(pieces_of(ENGLISH, every_channel.named("x")))

    assert post.neutral is not None
    assert "Meet your local police team" in post.artifacts[0].content.decode()
    assert "Meet your local police team" not in post.neutral.artifacts[0].content.decode()
    assert (post.neutral.thread, post.neutral.meetings) == (post.thread, post.meetings)


def test_twin_of_council_publicity_carries_what_to_look_for() -> None:
    page = next(pieces_of(ENGLISH, every_channel.named("council-page")))

    assert page.neutral is not None
    assert (page.care, page.neutral.care) == ((), (COUNCIL,))


def test_piece_that_invites_nobody_needs_no_twin() -> None:
    nothing_asked = replace(ENGLISH, priorities=())

    assert {piece.neutral for piece in pieces_of(nothing_asked, every_channel.named("agenda"))} == {None}


def test_without_a_poll_no_piece_has_a_twin() -> None:
    release = a_release(languages=("en",))

    assert tuple(pieces_of(release)) == tuple(pieces(every_channel.copies(release)))
