"""Posts for Facebook, which has room for everything."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.channels.copy import Copy
from publishers.channels.notices import notices, spoken
from publishers.channels.picture_words import illustrated
from publishers.channels.post_words import headline, long_post
from publishers.moments import Moment
from scheduler.release.value import Release

CHANNEL = "facebook"


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one post with its picture for each meeting."""
    for notice in notices(release, spoken(release), CHANNEL, moment):
        yield illustrated(notice.copy(CHANNEL, long_post(notice, (headline(notice),))), notice)
