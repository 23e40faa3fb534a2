"""The words in the picture beside a post, and those for whoever does not see it: the same, whatever the channel.

The picture is in English; the words beside it are in the language of the post.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import wording
from publishers.channels import campaign_words, tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, ever_shorter, first_fitting

ALT_MOST = 1000
"""Units: UTF-16 units, the strictest count there is. X takes least.

Source: X 1,000 (developer.x.com, media metadata create); Mastodon 1,500, 10,000 since June 2026 (mastodon/mastodon pull
        request 39306); Bluesky 2,000 graphemes (bluesky-social/social-app pull request 5611); Facebook and Nextdoor
        publish none. Checked 25 November 2026
"""


def illustrated(copy: Copy, notice: Notice) -> Copy:
    """The copy with the words of its picture, and in English with the picture itself; none once it is over.

    Errors: as `first_fitting`
    """
    if campaign_words.is_over(notice):
        return copy
    seen = words(notice) if notice.lang.is_source else ()
    return replace(copy, alt=alt_text(notice), picture=seen)


def alt_text(notice: Notice) -> str:
    """What the picture says, line by line, in the language of the notice. Errors: as `first_fitting`."""
    return first_fitting(_ever_shorter_texts(notice), fits, f"alt text, {notice.meeting.meeting_id}")


def fits(text: str) -> bool:
    """Whether every network takes a text as a picture's description."""
    return len(text.encode("utf-16-le")) // 2 <= ALT_MOST


def words(notice: Notice) -> tuple[str, ...]:
    """The picture's lines: what is new, whose meeting it is, the day, the time, and the hall with its address."""
    meeting, lang = notice.meeting, notice.lang
    lines = (
        _kicker(notice),
        wording.title(notice.ward, lang),
        wording.day(meeting.starts_at, lang),
        wording.time_of_day(meeting, lang),
        wording.where(meeting.hall),
    )
    return tuple(line for line in lines if line)


def _ever_shorter_texts(notice: Notice) -> Iterator[str]:
    for shorter in ever_shorter(notice):
        yield "\n".join(words(shorter))


def _kicker(notice: Notice) -> str:
    meeting, was, lang = notice.meeting, notice.moved_from, notice.lang
    if meeting.is_cancelled:
        return lang.say("CANCELLED")
    if was:
        time_is_kept = (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at)
        return lang.text("New place" if time_is_kept else "Moved").upper()
    return "" if notice.release.is_neutral else tone.invitation(notice.release, lang)
