"""The agenda for the council's Public Realm officers, ahead of each meeting that one of them comes to."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import wording
from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, tidy
from publishers.channels.post_words import headline
from publishers.channels.ward_newsletter import asked_for
from publishers.glossary import in_text, terms_of
from publishers.papers.paper_words import OWNERS
from scheduler.evidence.meeting_facts import StillOpen
from scheduler.facts import Role
from scheduler.release.value import Release

CHANNEL = "agenda"
USUAL = (
    "What was done since the last meeting",
    "What the police report",
    "What residents are worried about",
    "What the police should work on next",
    "The next meeting",
)
"""What a panel talks of where nobody has written its agenda. Source: the headings of the panels' handbook, in short."""

MADE_UP = "Some of these are examples. They were made up to show what this looks like."


def copies(release: Release) -> Iterator[Copy]:
    """Return a subject and a text for each meeting that a Public Realm officer comes to, in English."""
    for notice in notices(release):
        if Role.PUBLIC_REALM in notice.meeting.attending:
            subject = f"Agenda: {headline(notice)}, {wording.day(notice.meeting.starts_at)}\n"
            yield notice.copy(CHANNEL, subject, ArtifactKind.SUBJECT)
            yield notice.copy(CHANNEL, in_text(_text(notice), terms_of(release.acronyms)))


def _still_open(notice: Notice) -> str:
    """What the panel asked for and nobody has recorded as done, newest first; "" where there is nothing."""
    still = [one for one in asked_for(notice.release, notice.ward.code) if not one.done]
    if not still:
        return ""
    listed = (f"- {tidy(one.priority)} (asked for on {wording.day(one.agreed_on)})" for one in still)
    made_up = (MADE_UP,) if any(one.is_made_up for one in still) else ()
    return "\n".join(("What the panel asked for, and is still open:", *listed, *made_up))


def _open_actions(notice: Notice) -> str:
    """What somebody agreed to do and has not done yet, oldest first; "" where there is nothing, and before a poll."""
    still = [one for one in notice.release.open_actions if one.ward_code == notice.ward.code]
    if not still or notice.release.is_neutral:
        return ""
    return "\n".join(("Actions that are still open:", *map(_action, still)))


def _action(one: StillOpen) -> str:
    owner = f", {OWNERS[one.owner]}" if one.owner in OWNERS else ""
    due = f", by {wording.day(one.due)}" if one.due else ""
    return f"- {tidy(one.what)}{owner}{due} (agreed on {wording.day(one.agreed_on)})"


def _text(notice: Notice) -> str:
    meeting = notice.meeting
    items = tuple(map(tidy, meeting.agenda)) or USUAL
    listed = "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    paragraphs = (
        f"When: {wording.when(meeting)}\nWhere: {wording.where(meeting.hall)}",
        wording.what_changed_and_why(meeting),
        "" if meeting.is_cancelled else listed,
        "" if meeting.is_cancelled else _open_actions(notice),
        "" if meeting.is_cancelled else _still_open(notice),
        f"More about this meeting: {notice.link}",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"
