"""A ward's newsletter: an issue for each of its meetings, and beside it what the panel asked for and what was done."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import newsletter, wording
from publishers.artifact import ArtifactKind
from publishers.channels import campaign_words
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, spoken
from publishers.channels.post_words import headline
from publishers.languages import Language
from publishers.moments import Moment
from scheduler.facts import Priority
from scheduler.release.value import Release

CHANNEL = "ward-newsletter"
MOST_PRIORITIES = 3


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return the issue for each meeting in each language: its subject, its text and the same as HTML."""
    for notice in notices(release, spoken(release), CHANNEL, moment):
        facts = _facts(notice)
        html, text = newsletter.mail("ward", release, notice.lang, facts, CHANNEL)
        yield notice.copy(CHANNEL, f"{facts['subject']}\n", ArtifactKind.SUBJECT)
        yield notice.copy(CHANNEL, text)
        yield notice.copy(CHANNEL, html, ArtifactKind.HTML)


def _facts(notice: Notice) -> dict[str, object]:
    meeting, lang = notice.meeting, notice.lang
    asked = priorities(notice.release, notice.ward.code)
    return {
        "notice": notice,
        "subject": f"{headline(notice)}, {wording.day(meeting.starts_at, lang)}",
        "headline": headline(notice),
        "campaign": campaign_words.paragraphs(notice),
        "is_news": not campaign_words.has_own_words(notice),
        "is_over": campaign_words.is_over(notice),
        "says_what_it_is": not campaign_words.replaces_what_it_is(notice),
        "where": wording.where_among(meeting.hall, lang),
        "changed": "" if campaign_words.is_over(notice) else wording.what_changed_and_why(meeting, lang),
        "access": wording.access_notes(meeting.hall, lang),
        "attending": wording.who_attends(meeting.attending, lang),
        "priorities": asked,
        "made_up": _made_up(asked, lang),
    }


def priorities(release: Release, ward_code: str) -> tuple[Priority, ...]:
    """What the panel asked for last, newest first; nothing before a poll, when no work is praised."""
    return asked_for(release, ward_code)[:MOST_PRIORITIES]


def asked_for(release: Release, ward_code: str) -> tuple[Priority, ...]:
    """All that the panel asked for, newest first; nothing before a poll."""
    if release.is_neutral:
        return ()
    asked = (one for one in release.priorities if one.ward_code == ward_code)
    return tuple(sorted(asked, key=lambda one: (one.agreed_on, one.priority), reverse=True))


def _made_up(asked: tuple[Priority, ...], lang: Language) -> str:
    if not any(one.is_made_up for one in asked):
        return ""
    return lang.say("These are examples. They were made up to show this page.")
