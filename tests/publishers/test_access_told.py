"""No public word says as known what nobody has checked of a hall: on the site, in calendars, mail, posts and print."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from publishers import every_publisher, invitation_words, languages, needs
from publishers.channels.every_channel import CHANNELS, copies, copies_of
from publishers.channels.subjects import Divided
from publishers.invited import Attendance
from publishers.languages import MANNERS, Language
from publishers.moments import Moment
from publishers.printed import board_sheets, card_sheets, meeting_sheets
from publishers.wording import KNOWN
from scheduler.facts import Known, Role
from scheduler.release.edition import Edition
from scheduler.release.value import Access, Hall, Release, ReleasedMeeting
from tests.publishers import paper
from tests.publishers.examples import a_release
from tests.publishers.real import real_release, six_wards
from tests.scheduler.shipped import DATA
from tests.thorough import enough

NOTES = {
    "step_free": "Step-free: %(answer)s",
    "hearing_loop": "Hearing loop: %(answer)s",
    "accessible_toilet": "Accessible toilet: %(answer)s",
}
WORDED = tuple(channel for channel in CHANNELS if "picture" not in channel.make)
READ = ("text/", "application/json", "application/xml", "application/atom+xml")
MEETING = re.compile(r"2027-E\d{8}-\d+")
VEVENT = re.compile(r"BEGIN:VEVENT.*?END:VEVENT", re.DOTALL)


@cache
def in_the_file() -> dict[str, dict[str, str]]:
    """What the shipped file says of each hall's access, where its basis begins with a word that counts."""
    with (DATA / "venues.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["venue_id"]: row for row in csv.DictReader(file)}
    return {
        venue_id: {
            fact: row[fact]
            for fact in (*NOTES, "entrance")
            if re.match(r"(sourced|checked)\b", row[f"{fact}_basis"].casefold()) and row[fact] not in ("", "unknown")
        }
        for venue_id, row in rows.items()
    }


def notes(lang: Language) -> Iterator[tuple[str, str, str]]:
    """Each note that states something, in a language, with the fact and the answer."""
    for fact, note in NOTES.items():
        for answer in (Known.YES, Known.NO):
            yield lang.say(note, answer=lang.say(KNOWN[answer])), fact, answer.value


@cache
def every_note() -> tuple[tuple[str, str, str], ...]:
    return tuple(note for lang in languages.spoken(tuple(languages.MANNERS)) for note in notes(lang))


def stated_wrongly(text: str, halls: set[str]) -> list[str]:
    """The notes in a text about some halls that hold of none of them by the file."""
    told, text = in_the_file(), text.replace("\r\n ", "")
    return [
        note
        for note, fact, answer in every_note()
        if note in text
        and re.search(rf"{re.escape(note)}(?!\w)", text)
        and all(told[hall].get(fact) != answer for hall in halls)
    ]


def halls_in(text: str) -> set[str]:
    meetings = real_release().meeting_by_id
    return {meetings[name].hall.venue_id for name in MEETING.findall(text) if name in meetings}


def entries(text: str) -> list[str]:
    """A calendar's entries, unfolded; any other text whole."""
    return VEVENT.findall(text.replace("\r\n ", "")) or [text]


def test_shipped_borough_has_halls_of_both_kinds():
    told = in_the_file().values()

    assert {len(facts) for facts in told} >= {0, 1, 2}
    assert any(meeting.hall.access == Access() for meeting in real_release().meetings)


def test_whole_site_of_the_shipped_borough_states_nothing_unchecked():
    release, read, wrong = real_release(), 0, []
    edition = Edition.of(replace(release, languages=release.languages[: enough(2, len(MANNERS))]))
    for outlet in ("site", "newsletter"):
        for recipe in every_publisher.recipes(edition, outlet):
            if not recipe.media_type.startswith(READ):
                continue
            for text in entries(recipe.artifact().content.decode()):
                page = MEETING.search(recipe.path)
                found = stated_wrongly(text, halls_in(page[0] if page else text))
                wrong += [(recipe.path, note) for note in found]
                read += 1

    assert wrong == []
    assert read > enough(1_000, 2_000)


@pytest.mark.parametrize("moment", [Moment.NEWS, Moment.EVE])
def test_every_channel_of_the_shipped_borough_states_nothing_unchecked(moment):
    release, wrong, said = six_wards(), [], 0
    told = Divided(release)
    for channel in WORDED:
        if moment is not Moment.NEWS and not channel.has_moments:
            continue
        for part in told.by(channel.per):
            halls = {meeting.hall.venue_id for meeting in part.release.meetings}
            for copy in copies_of(channel, part, moment):
                wrong += [(copy.path, note) for text in copy.texts for note in stated_wrongly(text, halls)]
                said += 1

    assert wrong == []
    assert said > 150


def test_open_data_gives_the_checked_facts_and_no_other():
    files = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(real_release()), "site")}
    document = json.loads(files["meetings.json"].artifact().content)
    rows = csv.DictReader(io.StringIO(files["meetings.csv"].artifact().content.decode()))
    halls = {meeting.meeting_id: meeting.hall.venue_id for meeting in real_release().meetings}

    venues = [(meeting["venue"]["venue_id"], meeting["venue"]) for meeting in document["meetings"]]
    venues += [(was["venue"]["venue_id"], was["venue"]) for meeting in document["meetings"] if (was := meeting["was"])]
    for venue_id, told in (*venues, *((halls[row["id"]], row) for row in rows)):
        expected = {**dict.fromkeys(NOTES, "unknown"), "entrance": "", **in_the_file()[venue_id]}
        assert {fact: told[fact] for fact in expected} == expected


def test_lists_and_the_step_free_feed_hold_checked_halls_only_and_say_how_many_those_are():
    files = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(real_release()), "site")}
    known = in_the_file()
    free = {each.meeting_id for each in real_release().meetings if known[each.hall.venue_id].get("step_free") == "yes"}
    feed = re.sub("\r\n ", "", files["feeds/step-free.ics"].artifact().content.decode())
    page, loops = (files[f"find/{kind}/index.html"].artifact().content.decode() for kind in needs.NEEDS)

    assert set(MEETING.findall(" ".join(entries(feed)))) == set(MEETING.findall(page)) == free
    assert 0 < len(free) < len(real_release().meetings)
    sentence = "Step-free access has been checked at 6 of 90 halls. Ask us about the rest."
    assert sentence in page
    assert sentence in feed
    assert "Hearing loops have been looked for at 0 of 90 halls. Ask us about the rest." in loops
    assert "We do not know of any meeting like this yet." in loops
    assert MEETING.findall(loops) == []


def test_paper_says_that_access_is_not_checked_yet():
    meeting = next(each for each in real_release().meetings if each.hall.access == Access() and not each.is_cancelled)
    ward = real_release().ward_by_code[meeting.ward_code]

    for sheet in (
        meeting_sheets.poster(real_release(), meeting),
        meeting_sheets.flyer(real_release(), meeting),
        meeting_sheets.large_print(real_release(), meeting),
        board_sheets.noticeboard(Edition.of(real_release()), ward),
        card_sheets.year_card(Edition.of(real_release()), ward),
    ):
        said = paper.text(paper.pdf(sheet))
        assert "Step-free: not checked yet" in said
    assert stated_wrongly(said, {each.hall.venue_id for each in real_release().meetings_by_ward[ward.code]}) == []


def test_board_days_that_were_made_up_are_said_to_be_examples():
    ward = real_release().wards[0]
    for is_made_up in (True, False):
        release = replace(real_release(), is_board_made_up=is_made_up, priorities=(), languages=("en",))
        pages = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(release), "site")}
        said = pages[f"wards/{ward.slug}/index.html"].artifact().content.decode()

        assert ("These are examples. They were made up to show this page." in said) == is_made_up
    assert real_release().is_board_made_up


def with_old_words(release: Release, access: Access) -> Release:
    """The release with halls of an older version, which told what nobody had checked."""

    def old(hall: Hall) -> Hall:
        told = {name: getattr(access, name) for name in (*NOTES, "entrance")}
        return replace(hall, access=Access(), **told)

    def each(meeting: ReleasedMeeting) -> ReleasedMeeting:
        was = replace(meeting.was, hall=old(meeting.was.hall)) if meeting.was else None
        return replace(meeting, hall=old(meeting.hall), was=was)

    return replace(release, meetings=tuple(map(each, release.meetings)), halls=tuple(map(old, release.halls)))


def test_what_an_older_version_told_unchecked_changes_no_public_byte():
    loud = with_old_words(a_release(), Access(Known.YES, Known.NO, Known.YES, "Through the cellar"))
    quiet = with_old_words(a_release(), Access())

    for outlet in ("site", "newsletter"):
        assert every_publisher.artifacts(loud, outlet) == every_publisher.artifacts(quiet, outlet)
    assert copies(loud, WORDED) == copies(quiet, WORDED)
    meeting = loud.meetings[0]
    asked = Attendance(
        meeting.meeting_id, "S1", Role.SERGEANT, "Ann", "ann@example.org", True, 0, datetime(2026, 11, 2, tzinfo=UTC)
    )
    assert invitation_words.plain(loud, meeting, asked) == invitation_words.plain(quiet, quiet.meetings[0], asked)
    assert invitation_words.html(loud, meeting, asked) == invitation_words.html(quiet, quiet.meetings[0], asked)
    sheets = (meeting_sheets.poster(loud, meeting), meeting_sheets.poster(quiet, quiet.meetings[0]))
    assert len({paper.text(paper.pdf(sheet)) for sheet in sheets}) == 1
