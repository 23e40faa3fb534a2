"""Why a meeting is cancelled, and that a new date will follow, reach whoever is told that it is."""

from __future__ import annotations

from dataclasses import replace

from publishers import atom, wording
from publishers.channels import every_channel
from publishers.channels.notices import notices
from publishers.channels.post_words import short_post
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from tests.publishers.examples import a_release

SAYS, WHY, FOLLOWS = "This meeting is cancelled.", "The hall is closed.", "A new date will follow."
TOO_SHORT = {"sms"}
"""A text message has no room for more than that it is off."""


def released() -> Release:
    release = a_release()
    told = {"because": "hall-closed", "new_date_follows": True}
    return replace(
        release, meetings=tuple(replace(each, **told) if each.is_cancelled else each for each in release.meetings)
    )


def test_every_channel_that_says_so_says_why() -> None:
    english = [copy for copy in every_channel.copies(released()) if copy.language == "en"]
    told = [(copy.channel, text) for copy in english if SAYS in (text := copy.text.replace("\r\n ", ""))]

    lacking = {channel for channel, text in told if WHY not in text or FOLLOWS not in text}
    assert len({channel for channel, _ in told} - TOO_SHORT) > 8
    assert lacking <= TOO_SHORT


def test_post_without_room_leaves_out_why_and_nothing_else() -> None:
    notice = next(each for each in notices(released()) if each.meeting.is_cancelled)
    whole = short_post(notice, lambda _: True, "x")

    shorter = short_post(notice, lambda text: len(text) < len(whole), "x")

    assert f"{WHY} {FOLLOWS}" in whole
    assert shorter == whole.replace(f" {WHY} {FOLLOWS}", "")


def test_feed_of_news_says_why() -> None:
    (feed,) = (made.make().decode() for made in atom.recipes(Edition.of(released())) if made.path == "changes.atom")

    assert f"It will not be held. {WHY} {FOLLOWS}" in feed


def test_meeting_that_stands_has_no_reason() -> None:
    stands = next(each for each in released().meetings if not each.is_cancelled and each.was is None)

    assert wording.what_changed_and_why(replace(stands, because="hall-closed", new_date_follows=True)) == ""
