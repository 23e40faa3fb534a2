"""Posts for Mastodon."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.channels.copy import Copy
from publishers.channels.limits import MASTODON_MOST, with_link_length
from publishers.channels.notices import Notice, notices, reviewed
from publishers.channels.picture_words import illustrated
from publishers.channels.post_words import short_post
from publishers.moments import Moment
from scheduler.release.value import Release

CHANNEL = "mastodon"


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one post with its picture for each meeting."""
    for notice in notices(release, reviewed(release), CHANNEL, moment):
        yield illustrated(notice.copy(CHANNEL, post(notice)), notice)


def post(notice: Notice) -> str:
    """The post. Errors: as `first_fitting`."""
    link = notice.link
    return short_post(notice, lambda text: with_link_length(text, link) <= MASTODON_MOST, CHANNEL)
