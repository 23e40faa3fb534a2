"""Copy for every channel: what it says of a meeting that stands, has moved or is off, whatever names it meets."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest

from publishers import wording
from publishers.artifact import ArtifactKind
from publishers.channels import every_channel, gsm, magazine, sms, x
from publishers.channels.limits import fits_bluesky, with_link_length
from publishers.channels.notices import notices
from tests.publishers.examples import a_hall, a_release
from tests.publishers.reading_age import SENTENCE_END, reading_age
from tests.publishers.real import real_release
from tests.thorough import some

PLANNED, MOVED, REHOUSED, CANCELLED = (
    "2027-E05009317-1",
    "2027-E05009328-1",
    "2027-E05009328-2",
    "2027-E05009328-3",
)
SHORT_LINK = re.compile(r"https://panels\.example\.org/wp/m/[2-9b-z]{7}/\?[a-z]+")
ENGLISH_ONLY = a_release(languages=("en",))
HARD_NAMES = (
    "A" * 400,
    "The Very Long and Very Well Known Community Hall of Saint Mary and All Angels " * 5,
    "👨‍👩‍👧‍👦" * 90,
    "e" + "\u0301" * 900,
    "\u202e\u200fקהילה " * 40,
    "漢" * 200,
    "https://a.uk/" * 40,
    "{}[]€" * 80,
    "",
)


@cache
def in_english():
    """The copy of the example release, by path."""
    return {copy.path: copy.text for copy in every_channel.copies(ENGLISH_ONLY)}


def said(channel, meeting_id, ending="txt"):
    return in_english()[f"copy/{channel}/{meeting_id}.{ending}"]


@cache
def link_on(channel, meeting_id):
    """The link that a channel gives to a meeting: the short address, marked with the channel."""
    (link,) = (one.link for one in notices(ENGLISH_ONLY, channel=channel) if one.meeting.meeting_id == meeting_id)
    assert SHORT_LINK.fullmatch(link)
    return link


def with_name(name):
    hall, old = a_hall(name=name, address=name), a_hall("old", name=name, address=name, postcode="E1 1BJ")
    return tuple(
        replace(meeting, hall=hall, was=replace(meeting.was, hall=old) if meeting.was else None)
        for meeting in ENGLISH_ONLY.meetings
    )


def hard_release(name):
    wards = tuple(replace(ward, name=name or ward.name) for ward in ENGLISH_ONLY.wards)
    return replace(ENGLISH_ONLY, meetings=with_name(name), wards=wards)


def test_every_channel_has_copy():
    channels = {copy.channel for copy in every_channel.copies(ENGLISH_ONLY)}

    assert channels == {channel.name for channel in every_channel.CHANNELS}


def test_post_gives_the_day_the_place_and_the_link():
    assert said("x", PLANNED).splitlines() == [
        "Bow East ward panel meeting",
        "Thursday 25 March 2027, 7pm to 8:30pm",
        "Bow Library, 1 Roman Road, E3 5LU",
        "",
        "Meet your local police team",
        link_on("x", PLANNED),
    ]


def test_post_of_a_moved_meeting_gives_the_new_day_before_the_old():
    assert said("x", MOVED).splitlines()[:4] == [
        "MOVED: Mile End ward panel meeting",
        "Tuesday 30 March 2027, 6:30pm to 8pm",
        "Town Hall, 160 Whitechapel Road, E1 1BJ",
        "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU.",
    ]


@pytest.mark.parametrize("channel", ["x", "mastodon", "facebook", "nextdoor", "met-engage", "police-uk", "sms"])
def test_first_line_says_that_a_meeting_is_off_or_moved(channel):
    heads = [said(channel, meeting_id).splitlines()[0] for meeting_id in (CANCELLED, MOVED, REHOUSED)]

    assert [re.search(r"CANCELLED|MOVED|NEW PLACE", head)[0] for head in heads] == ["CANCELLED", "MOVED", "NEW PLACE"]


@pytest.mark.parametrize("channel", ["x", "mastodon", "facebook", "nextdoor", "met-engage", "police-uk", "sms"])
def test_nobody_is_invited_to_a_cancelled_meeting(channel):
    assert "police team" not in said(channel, CANCELLED)
    assert "local police" not in said(channel, CANCELLED)


def test_text_messages_say_what_a_phone_shows():
    assert said("sms", PLANNED) == (
        "Bow East ward panel: Thursday 25 March 2027, 7pm to 8:30pm at Bow Library, 1 Roman Road, E3 5LU. "
        f"Come and meet your local police. {link_on('sms', PLANNED)}"
    )
    assert said("sms", REHOUSED) == (
        "NEW PLACE: Mile End ward panel, Wednesday 16 June 2027, 6:30pm to 8pm, is now at Town Hall, 160 Whitechapel "
        f"Road, E1 1BJ. It is not at Bow Library, 1 Roman Road, E3 5LU. {link_on('sms', REHOUSED)}"
    )


def test_facet_of_bluesky_holds_the_link_in_bytes():
    record = json.loads(said("bluesky", "2027-E05009330-1", ending="json"))
    at, link = record["facets"][0]["index"], link_on("bluesky", "2027-E05009330-1")

    assert record["text"].encode()[at["byteStart"] : at["byteEnd"]].decode() == link
    assert record["facets"][0]["features"][0]["uri"] == link


def test_bluesky_shows_the_host_of_a_link_too_long_to_show():
    release = replace(ENGLISH_ONLY, site_url="https://panels.example.org/" + "a" * 300)
    record = json.loads(
        next(c.text for c in every_channel.copies(release, (every_channel.CHANNELS[1],)) if PLANNED in c.path)
    )

    assert record["text"].splitlines()[-1] == "panels.example.org"
    assert record["facets"][0]["features"][0]["uri"].startswith("https://panels.example.org/aaa")


@pytest.mark.parametrize("name", some(HARD_NAMES, every=2, after=1))
def test_whatever_its_names_a_post_fits_and_keeps_its_day_and_link(name):
    release = hard_release(name)

    for notice in notices(release):
        meeting, when = notice.meeting, wording.when(notice.meeting)
        links = {channel: link_on(channel, meeting.meeting_id) for channel in ("x", "mastodon", "sms", "bluesky")}
        post, toot, text = (_only(release, channel, meeting.meeting_id) for channel in ("x", "mastodon", "sms"))
        record = json.loads(_only(release, "bluesky", meeting.meeting_id))
        assert x.fits(post)
        assert with_link_length(toot, links["mastodon"]) <= 500
        assert fits_bluesky(record["text"])
        assert gsm.texts(text) <= sms.MOST_TEXTS
        assert set(text) <= gsm.BASIC | gsm.EXTENSION
        assert "?" not in text.removesuffix(links["sms"])
        for shown, link in zip((post, toot, text, record["text"]), links.values(), strict=True):
            assert when in shown
            assert shown.endswith(link)


def test_two_halls_that_look_alike_when_cut_are_never_said_to_be_one():
    long = "The Very Long and Very Well Known Community Hall of Saint Mary and All Angels at the Old Ford, Room "
    was = replace(ENGLISH_ONLY.meetings[4].was, hall=a_hall("two", name=f"{long} 2"))
    meeting = replace(ENGLISH_ONLY.meetings[4], hall=a_hall("one", name=f"{long} 1", address=""), was=was)
    post = _only(replace(ENGLISH_ONLY, meetings=(meeting,)), "x", REHOUSED)

    assert "Some details" not in post
    assert wording.when(meeting) in post


def _only(release, channel, meeting_id, cache={}):  # noqa: B006  # made once for each release
    if cache.get("release") is not release:
        cache.update(release=release, made={c.path.split(".")[0]: c.text for c in every_channel.copies(release)})
    return cache["made"][f"copy/{channel}/{meeting_id}"]


def test_short_posts_come_in_languages_that_somebody_checked():
    tags = {
        (copy.channel, copy.path.split(".")[-2])
        for copy in every_channel.copies(a_release(reviewed_languages=("bn",)))
        if copy.path.split(".")[-2] == "bn"
    }
    drafts = {copy.channel for copy in every_channel.copies(a_release()) if ".bn." in copy.path}

    assert {channel for channel, _ in tags} - drafts == {"x", "bluesky", "mastodon"}


def test_long_copy_says_that_a_computer_translated_it():
    # The subject of a mail is no long copy: the mail under it says so.
    drafts = [
        copy for copy in every_channel.copies(a_release()) if ".bn." in copy.path and not copy.path.endswith(".subject")
    ]

    assert len(drafts) > 0
    assert [copy.path for copy in drafts if "কম্পিউটারে" not in copy.text] == []


@pytest.mark.parametrize("words", [85, 100, 110, 450])
def test_column_of_the_magazine_keeps_to_its_words(words):
    told = tuple(notices(ENGLISH_ONLY))

    assert len(magazine.column(ENGLISH_ONLY, told, words).split()) <= words


def test_column_of_a_real_quarter_fits_and_gives_every_date():
    release = real_release()
    columns = every_channel.copies(release, [each for each in every_channel.CHANNELS if each.name == "magazine"])

    assert [copy.path for copy in columns] == [f"copy/magazine/2027-q{number}.txt" for number in (1, 2, 3, 4)]
    assert [copy.path for copy in columns if len(copy.text.split()) > release.campaign.magazine_words] == []
    assert sum(len(copy.meetings) for copy in columns) == len(release.meetings)


def test_piece_for_the_council_holds_no_script():
    pieces = [copy.text for copy in every_channel.copies(ENGLISH_ONLY) if copy.channel == "council-page"]

    assert [piece for piece in pieces if re.search(r"<(script|style|iframe|img)", piece)] == []


def test_only_address_in_copy_is_the_contact():
    release = a_release(contact_email="the.only@example.org")
    whole = (
        copy.text.replace("\r\n ", "") for copy in every_channel.copies(release)
    )  # a calendar file folds its lines
    seen = {one for text in whole for one in re.findall(r"[\w.+-]+@[\w.-]+\w", text)}

    assert {one for one in seen if not one.endswith(".wardpanels")} == {
        "the.only@example.org"
    }  # but for names of meetings


def test_same_release_gives_the_same_copy():
    assert every_channel.publish(a_release()) == every_channel.publish(a_release())


def test_copy_can_be_read_at_eleven():
    ages = {}
    for copy in every_channel.copies(replace(real_release(), languages=("en",))):
        lines = [line for line in copy.text.splitlines() if SENTENCE_END.search(line[-1:]) and "http" not in line]
        if copy.kind is ArtifactKind.TEXT and len(" ".join(lines).split()) > 30:
            ages.setdefault(copy.channel, []).append(reading_age(lines))

    assert {channel: max(found) for channel, found in ages.items() if max(found) > 11.5} == {}
