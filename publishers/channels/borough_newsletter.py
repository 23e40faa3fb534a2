"""The borough's newsletter: an issue for each month, with its meetings and what has become of those it had before.

An issue tells of its own month only, so that a change sends out anew the issues that told of it, and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from publishers import newsletter, wording
from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.notices import spoken
from publishers.channels.subjects import issues
from publishers.languages import Language
from publishers.pages import views
from scheduler.release.value import Change, ChangeKind, Release, ReleasedMeeting

CHANNEL = newsletter.CHANNEL


def copies(release: Release) -> Iterator[Copy]:
    """Return each issue in each language: its subject, its text and the same as HTML."""
    for lang in spoken(release):
        for first_day, told in issues(release).items():
            yield from _parts(release, lang, first_day, told)


def _parts(release: Release, lang: Language, first_day: date, told: tuple[ReleasedMeeting, ...]) -> Iterator[Copy]:
    held = tuple(meeting for meeting in told if meeting.held_on.replace(day=1) == first_day)
    changes = tuple(change for meeting in told if (change := _change_of(meeting)))
    month = wording.month(first_day, lang)
    facts = newsletter.listing(release, lang, held, views.by_kind(changes, release.ward_by_code, lang), month)
    subject = _subject(release, lang, month, newsletter.counted((change.kind for change in changes), lang))
    html, text = newsletter.mail("newsletter", release, lang, {**facts, "subject": subject}, CHANNEL)
    issue, ids = f"{first_day:%Y-%m}", tuple(meeting.meeting_id for meeting in told)
    for made, kind in ((f"{subject}\n", ArtifactKind.SUBJECT), (text, ArtifactKind.TEXT), (html, ArtifactKind.HTML)):
        yield Copy(CHANNEL, issue, lang.tag, made, ids, kind)


def _subject(release: Release, lang: Language, month: str, news: str) -> str:
    subject = newsletter.meetings_in(release, lang, month)
    return f"{subject} ({news})" if news else subject


def _change_of(meeting: ReleasedMeeting) -> Change | None:
    """What has become of a meeting since it was first told of, as far as its readers must know."""
    if meeting.is_cancelled:
        return Change(ChangeKind.CANCELLED, None, meeting)
    if meeting.is_back_on:
        return Change(ChangeKind.REINSTATED, None, meeting)
    was = meeting.was
    if was is None:
        return None
    moved = ChangeKind.VENUE_CHANGED if views.has_new_place(meeting) else ChangeKind.ACCESS_CHANGED
    kind = ChangeKind.MOVED if views.has_new_time(meeting) else moved
    return Change(kind, replace(meeting, starts_at=was.starts_at, ends_at=was.ends_at, hall=was.hall), meeting)
