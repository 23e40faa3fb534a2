"""Posts for X."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.channels.copy import Copy
from publishers.channels.limits import X_MOST, x_weight
from publishers.channels.notices import notices, reviewed
from publishers.channels.picture_words import illustrated
from publishers.channels.post_words import short_post
from publishers.moments import Moment
from scheduler.release.value import Release

CHANNEL = "x"


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one post with its picture for each meeting."""
    for notice in notices(release, reviewed(release), CHANNEL, moment):
        yield illustrated(notice.copy(CHANNEL, short_post(notice, fits, CHANNEL)), notice)


def fits(text: str) -> bool:
    """Whether X takes it."""
    return x_weight(text) <= X_MOST
