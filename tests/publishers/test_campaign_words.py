"""What is said when: at each moment something new and a reason to come, within every limit, and only what is so."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers import wording
from publishers.artifact import ArtifactKind
from publishers.channels import campaign_words, gsm, sms, x
from publishers.channels.copy import Copy
from publishers.channels.every_channel import CHANNELS, copies_of, named
from publishers.channels.limits import fits_bluesky, mastodon_length
from publishers.channels.notices import notices
from publishers.channels.subjects import Divided, by_meeting
from publishers.languages import language
from publishers.moments import Moment
from scheduler.facts import Priority
from scheduler.policy import Session
from scheduler.release.campaign import USUAL, CampaignChoices, OwnWords, Reassurance, SeldomHeard
from scheduler.release.elections import neutral
from scheduler.release.turns import with_campaign
from scheduler.release.value import Release
from tests.publishers.examples import a_hall, a_meeting, a_release
from tests.publishers.real import real_release, six_wards
from tests.publishers.test_channels import HARD_NAMES, hard_release
from tests.thorough import some

SPEAKING = tuple(channel for channel in CHANNELS if channel.has_moments)
AHEAD = tuple(moment for moment in Moment if moment not in (Moment.NEWS, Moment.AFTER))
PLANNED, MOVED, REHOUSED, CANCELLED = "2027-E05009317-1", "2027-E05009328-1", "2027-E05009328-2", "2027-E05009328-3"
EACH_KIND = (PLANNED, MOVED, REHOUSED, CANCELLED)


def in_turn(release: Release, choices: CampaignChoices = USUAL) -> Release:
    return with_campaign(release, choices, of=release)


ENGLISH = in_turn(a_release(languages=("en",)))


def said(release: Release, moment: Moment, channel: str = "x", meeting_id: str = PLANNED) -> str:
    """The text that a channel has for a meeting at a moment."""
    (told,) = named(channel)
    (part,) = (part for part in Divided(release).by(by_meeting) if part.subject == meeting_id)
    made = [copy for copy in copies_of(told, part, moment) if copy.kind is not ArtifactKind.HTML]
    return next(copy.text for copy in made if copy.kind is not ArtifactKind.SUBJECT and copy.language == "en")


def every_copy(release: Release, moments: tuple[Moment, ...] = AHEAD) -> list[tuple[Moment, Copy]]:
    parts = Divided(release).by(by_meeting)
    return [
        (moment, copy)
        for channel in SPEAKING
        for part in parts
        for moment in moments
        for copy in copies_of(channel, part, moment)
    ]


@cache
def the_years_copy() -> list[tuple[Moment, Copy]]:
    """All that the shipped borough says of six wards, one of each kind of year among them."""
    release = in_turn(replace(six_wards(), languages=("en",)))
    meetings = tuple(one for one in release.meetings if not one.is_cancelled)
    return every_copy(replace(release, meetings=meetings))


def test_channels_that_speak_more_than_once_have_moments() -> None:
    assert {channel.name for channel in SPEAKING} == {
        "x", "bluesky", "mastodon", "facebook", "nextdoor", "email", "sms", "met-engage", "ward-newsletter",
    }  # fmt: skip


def test_a_wards_year_has_no_two_pieces_alike_on_any_channel_at_any_moment() -> None:
    texts = Counter((copy.channel, copy.text) for _, copy in the_years_copy() if copy.kind is not ArtifactKind.SUBJECT)

    assert [text for text, count in texts.items() if count > 1] == []


def test_each_piece_of_the_year_gives_a_reason_to_come_of_its_moment() -> None:
    release = in_turn(replace(real_release(), languages=("en",)))
    told = {
        (notice.meeting.meeting_id, moment): (
            *campaign_words.lines(notice),
            *campaign_words.paragraphs(notice),
            campaign_words.text_line(notice),
        )
        for moment in AHEAD
        for notice in notices(release, moment=moment)
    }
    without = [
        (copy.path, moment)
        for moment, copy in the_years_copy()
        if copy.kind in (ArtifactKind.TEXT, ArtifactKind.POST)
        and not any(reason in plain(copy) for reason in told[copy.subject, moment])
    ]

    assert without == []


def plain(copy: Copy) -> str:
    """The text of a copy as people read it."""
    return json.loads(copy.text)["text"] if copy.kind is ArtifactKind.POST else copy.text


def test_no_piece_says_what_is_wrong_a_day_later_nor_that_something_is_not_recorded() -> None:
    words = ("tomorrow", "tonight", "today", "yesterday", "not recorded")
    found = {(copy.path, word) for _, copy in the_years_copy() for word in words if word in copy.text.casefold()}

    assert found == set()


def test_each_piece_gives_the_day_and_the_link() -> None:
    release = in_turn(real_release())
    days = {one.meeting_id: one.starts_at for one in release.meetings}
    without = [
        copy.path
        for _, copy in the_years_copy()
        if copy.kind in (ArtifactKind.TEXT, ArtifactKind.POST)
        and (
            f"{days[copy.subject].day} {wording.MONTHS[days[copy.subject].month - 1][:3]}" not in plain(copy)
            or release.site_url not in plain(copy)
        )
    ]

    assert without == []


def test_a_post_says_why_then_when_and_where() -> None:
    assert said(ENGLISH, Moment.DAYS).splitlines()[:5] == [
        "You do not have to speak, and you do not have to give your name. You can just come and listen.",
        "",
        "Bow East ward panel meeting",
        "Thursday 25 March 2027, 7pm to 8:30pm",
        "Bow Library, 1 Roman Road, E3 5LU",
    ]


def test_a_post_of_a_moved_meeting_says_first_that_it_has_moved() -> None:
    lines = said(ENGLISH, Moment.DAY, "mastodon", MOVED).splitlines()

    assert lines[0] == "MOVED: Mile End ward panel meeting"
    assert "Come as you are, with a question or just to listen." in "\n".join(lines)


@pytest.mark.parametrize("moment", [*AHEAD, Moment.AFTER])
@pytest.mark.parametrize("channel", SPEAKING, ids=[channel.name for channel in SPEAKING])
def test_of_a_cancelled_meeting_each_moment_says_the_news_alone(channel, moment) -> None:
    news, then = (_of(ENGLISH, channel, CANCELLED, when) for when in (Moment.NEWS, moment))

    assert then == news


@pytest.mark.parametrize("moment", AHEAD)
@pytest.mark.parametrize("channel", SPEAKING, ids=[channel.name for channel in SPEAKING])
def test_before_a_poll_each_moment_says_the_plain_facts_alone(channel, moment) -> None:
    quiet = neutral(in_turn(a_release(languages=("en",)), CampaignChoices(promises=tuple(Reassurance))))

    assert _of(quiet, channel, PLANNED, moment) == _of(quiet, channel, PLANNED, Moment.NEWS)


def _of(release, channel, meeting_id, moment):
    (part,) = (part for part in Divided(release).by(by_meeting) if part.subject == meeting_id)
    made = copies_of(channel, part, moment)
    return [replace(copy, text=_without_address(copy.text)) for copy in made]


def _without_address(text: str) -> str:
    """A link may count visits by moment, which is no word to anybody."""
    words = (word for word in text.split() if "//" not in word)
    return " ".join(word for word in words if '"byte' not in word and not word.strip(",").isdigit())


def test_after_a_meeting_people_are_thanked_and_nobody_is_sent_to_the_hall() -> None:
    texts = {channel.name: said(ENGLISH, Moment.AFTER, channel.name) for channel in SPEAKING}

    assert {name for name, text in texts.items() if "Thank you" not in text} == set()
    assert {name for name, text in texts.items() if "Bow Library" in text or "7pm" in text} == set()
    assert "Thank you" not in said(neutral(ENGLISH), Moment.AFTER)


def test_the_first_notice_and_the_one_of_two_weeks_before_ask_whose_turn_it_is() -> None:
    (ask,) = (ask for ask in ENGLISH.campaign.asks if ask.meeting_id == PLANNED)

    assert ask.audience is SeldomHeard.WOMEN
    assert "Women of Bow East: where do you feel safe" in said(ENGLISH, Moment.FIRST)
    assert "This time we ask women above all." in said(ENGLISH, Moment.WEEKS, "email")
    assert "Women: where is it safe?" in said(ENGLISH, Moment.WEEKS, "sms")


def test_where_nobody_is_asked_above_all_everybody_is() -> None:
    nobody = in_turn(ENGLISH, CampaignChoices(asks=()))

    assert "Everyone who lives, works or studies in Bow East can come" in said(nobody, Moment.WEEKS)
    assert "above all" not in said(nobody, Moment.FIRST, "email")


def with_priority(**facts) -> Release:
    asked = Priority("E05009317", date(2026, 9, 1), "Noise at night.", **facts)
    return in_turn(a_release(languages=("en",), priorities=(asked,)))


@pytest.mark.parametrize(
    ("facts", "hook"),
    [
        ({}, "The panel asked the police to work on this: Noise at night. Ask them what they did"),
        ({"done": "They came."}, "You said: Noise at night. The police did this: They came. Come and say"),
        ({"done": "They came.", "basis": "illustrative"}, "What should the police in Bow East work on next?"),
    ],
    ids=["asked", "done", "made up"],
)
def test_a_week_before_the_hook_is_what_the_panel_asked_for_and_never_what_was_made_up(facts, hook) -> None:
    assert hook in said(with_priority(**facts), Moment.WEEK, "facebook")


def test_the_first_meeting_by_day_says_so_a_week_before() -> None:
    meeting = a_meeting(PLANNED, "Thu 2027-03-25 13:00", session=Session.WEEKDAY_DAYTIME)
    release = in_turn(a_release(languages=("en",), meetings=(meeting,), priorities=()))

    assert "For the first time in 2027, Bow East meets by day." in said(release, Moment.WEEK)


def test_only_what_a_borough_promises_is_promised() -> None:
    promising = in_turn(ENGLISH, CampaignChoices(promises=(Reassurance.CHILDREN,)))

    assert "Children are welcome." not in said(ENGLISH, Moment.DAYS, "email")
    assert "Children are welcome." in said(promising, Moment.DAYS, "email")
    assert "Children are welcome." in said(promising, Moment.DAYS, "x")
    assert "interpreter" not in said(promising, Moment.DAYS, "x")


def test_the_day_before_a_post_tells_how_to_get_in_as_far_as_it_is_known() -> None:
    def on(**facts):
        meeting = a_meeting(PLANNED, "Thu 2027-03-25 19:00", hall=a_hall(**facts))
        return said(in_turn(a_release(languages=("en",), meetings=(meeting,))), Moment.EVE)

    known, unknown = on(transport="Bow Road (Tube)"), on(step_free="unknown", entrance="")

    assert "Step-free: yes; Entrance: Use the side door; Nearest station or stop: Bow Road (Tube)" in known
    assert "not checked" not in unknown
    assert unknown.startswith("Put it in your phone now, and plan your way.\n\nBow East")


def test_a_boroughs_own_words_are_said_in_place_of_ours() -> None:
    own = in_turn(ENGLISH, CampaignChoices(words=(OwnWords("en", "day.long", "Pop in, {ward}!"),)))

    assert said(own, Moment.DAY).startswith("Pop in, Bow East!")


def test_short_posts_are_in_reviewed_languages_alone_and_long_ones_say_who_translated_them() -> None:
    release = in_turn(a_release(languages=("en", "it", "bn"), reviewed_languages=("it",)))
    tags = {(copy.channel, copy.language) for _, copy in every_copy(release, (Moment.WEEKS,))}
    (bengali,) = (
        copy.text for _, copy in every_copy(release, (Moment.WEEKS,)) if copy.path == f"copy/facebook/{PLANNED}.bn.txt"
    )

    assert {tag for channel, tag in tags if channel == "x"} == {"en", "it"}
    assert "এবার আমরা বিশেষ করে নারীদের ডাকছি" in bengali
    assert wording.draft_note((), language("bn")) in bengali


NAMES = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("👨‍👩‍👧‍👦🇬🇧é\u0301\u202e\u200fקআ漢@ {}"), max_size=200
)


def fits(copy: Copy) -> bool:
    if copy.channel == "x":
        return x.fits(copy.text)
    if copy.channel == "sms":
        return gsm.texts(copy.text) <= sms.MOST_TEXTS and set(copy.text) <= gsm.BASIC | gsm.EXTENSION
    if copy.kind is ArtifactKind.POST:
        return fits_bluesky(json.loads(copy.text)["text"])
    link = copy.text.split()[-1]
    return copy.channel != "mastodon" or mastodon_length(copy.text.removesuffix(link)) + 23 <= 500


SHORT = tuple(channel for channel in SPEAKING if channel.name in ("x", "bluesky", "mastodon", "sms"))


@pytest.mark.parametrize("name", some(HARD_NAMES, every=3), ids=lambda name: repr(name[:5]))
def test_whatever_names_there_are_every_short_post_keeps_to_its_limit_at_every_moment(name) -> None:
    release = in_turn(hard_release(name), CampaignChoices(promises=tuple(Reassurance)))
    made = [
        copy
        for channel in SHORT
        for part in Divided(release).by(by_meeting)
        if part.subject in EACH_KIND
        for moment in Moment
        for copy in copies_of(channel, part, moment)
    ]

    assert [copy.path for copy in made if not fits(copy)] == []


@settings(derandomize=True)
@given(NAMES, NAMES, st.sampled_from(Moment), st.sampled_from(["en", "bn", "ar"]))
def test_whatever_is_said_of_a_ward_short_posts_fit_and_give_the_day(name, priority, moment, tag) -> None:
    ward = replace(ENGLISH.wards[0], name=name)
    asked = Priority(ward.code, date(2026, 9, 1), priority, priority)
    meeting = a_meeting(PLANNED, "Thu 2027-03-25 19:00", hall=a_hall(name=name, entrance=priority, transport=name))
    release = in_turn(
        a_release(
            languages=("en", tag),
            reviewed_languages=(tag,),
            wards=(ward,),
            meetings=(meeting,),
            priorities=(asked,),
        )
    )
    (part,) = Divided(release).by(by_meeting)
    made = [copy for channel in SHORT for copy in copies_of(channel, part, moment)]

    assert [copy.path for copy in made if not fits(copy)] == []
    assert [copy.path for copy in made if "25" not in copy.text or "@" in copy.text] == []


def test_a_text_message_takes_one_text_wherever_its_facts_leave_room() -> None:
    release = in_turn(real_release())
    told = [
        gsm.texts(sms.message(notice))
        for moment in (*AHEAD, Moment.AFTER)
        for notice in notices(release, channel="sms", moment=moment)
        if not notice.meeting.is_cancelled and not notice.moved_from
    ]

    assert len(told) > 600
    assert told.count(1) / len(told) > 0.98


def test_another_turn_makes_anew_what_asks_and_nothing_else() -> None:
    women = CampaignChoices((SeldomHeard.WOMEN,))
    carers = OwnWords("en", "ask.carers.long", "Carers!")
    other = replace(women, asks_by_ward={"mile-end": (SeldomHeard.CARERS,)}, words=(carers,))
    before, after = (
        {part.subject: part.made_from for part in Divided(in_turn(ENGLISH, choices)).by(by_meeting)}
        for choices in (women, other)
    )

    assert {subject[5:14] for subject in before if before[subject] != after[subject]} == {"E05009328"}
