"""Marks in links: one for each channel and moment, the same for everybody, and never two alike."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from urllib.parse import urlsplit

import pytest

from publishers import marks
from publishers.channels import bluesky, gsm, mastodon, sms, x
from publishers.channels.every_channel import CHANNELS, copies
from publishers.channels.limits import MASTODON_LINK, X_LINK, with_link_length, x_weight
from publishers.channels.notices import notices
from publishers.channels.post_words import short_post
from publishers.languages import language
from publishers.moments import Moment
from tests.publishers.examples import a_release

RELEASE = a_release()
NAMES = [channel.name for channel in CHANNELS]
SITE = RELEASE.site_url


def link(channel: str, moment: Moment, tag: str = "en") -> str:
    return next(iter(notices(RELEASE, (language(tag),), channel, moment))).link


def test_no_two_channels_and_moments_have_the_same_mark() -> None:
    pairs = {*product((*NAMES, *marks.SheetKind), Moment)}

    assert set(marks.every_mark(NAMES).values()) == {marks.Mark(channel, moment) for channel, moment in pairs}


@pytest.mark.parametrize(
    ("channel", "moment", "mark"),
    [
        ("x", Moment.WEEK, "x-week"),
        ("x", Moment.NEWS, "x"),
        ("met-engage", Moment.EVE, "met-engage-eve"),
        ("sms", Moment.EVE, "s5"),
        ("sms", Moment.NEWS, "s"),
        (marks.SheetKind.POSTER, Moment.NEWS, "poster"),
    ],
)
def test_mark_is_the_same_for_good(channel: str, moment: Moment, mark: str) -> None:
    assert str(marks.Mark(channel, moment)) == mark
    assert marks.every_mark(NAMES)[mark] == marks.Mark(str(channel), moment)


def test_link_of_a_channel_is_short_and_says_channel_and_moment_alone() -> None:
    assert link("x", Moment.WEEK) == f"{SITE}/m/25xsvh5/?x-week"


def test_link_in_another_language_opens_the_page_in_it() -> None:
    assert link("facebook", Moment.WEEK, "bn") == f"{SITE}/bn/meetings/2027-E05009317-1/?facebook-week"


def test_link_that_no_channel_gives_has_no_mark() -> None:
    assert link("", Moment.NEWS) == f"{SITE}/meetings/2027-E05009317-1/"


def test_link_stays_the_same_whatever_the_release() -> None:
    later = replace(RELEASE, number=RELEASE.number + 1)

    assert [one.link for one in notices(later, channel="x")] == [one.link for one in notices(RELEASE, channel="x")]


def test_mark_in_a_text_message_costs_three_letters_at_most() -> None:
    plain = len(f"{SITE}/m/25xsvh5/")

    assert max(len(link("sms", moment)) for moment in Moment) == plain + 3
    assert all(set(link("sms", moment)) <= set(gsm.in_gsm(link("sms", moment)) or "") for moment in Moment)


@pytest.mark.parametrize("moment", Moment)
def test_networks_count_a_marked_link_as_any_other(moment: Moment) -> None:
    for notice in notices(RELEASE, channel="x", moment=moment):
        assert x_weight(notice.link) == X_LINK
    for notice in notices(RELEASE, channel="mastodon", moment=moment):
        assert with_link_length(notice.link, notice.link) == MASTODON_LINK


@pytest.mark.parametrize("moment", Moment)
def test_marked_link_is_whole_in_each_post(moment: Moment) -> None:
    for notice in notices(RELEASE, channel="x", moment=moment):
        assert short_post(notice, x.fits, "x").endswith(f"\n{notice.link}")
    for notice in notices(RELEASE, channel="mastodon", moment=moment):
        assert mastodon.post(notice).endswith(f"\n{notice.link}")
    for notice in notices(RELEASE, channel="sms", moment=moment):
        assert sms.message(notice).endswith(f" {notice.link}")
    for notice in notices(RELEASE, channel="bluesky", moment=moment):
        record = json.loads(json.dumps(bluesky.record(notice)))
        (facet,) = record["facets"]
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert record["text"].encode()[start:end].decode() == facet["features"][0]["uri"] == notice.link


def test_every_mark_in_copy_is_that_of_its_channel() -> None:
    known = marks.every_mark(NAMES)
    for copy in copies(RELEASE):
        for word in copy.text.replace('"', " ").replace("<", " ").split():
            if word.startswith(SITE) and (mark := urlsplit(word).query):
                assert known[mark].channel == copy.channel, word


def test_column_in_the_magazine_leads_to_the_front_page_by_its_own_mark() -> None:
    (column, *_) = (copy.text for copy in copies(RELEASE) if copy.channel == "magazine")

    assert f"{SITE}/?magazine" in column.split()
