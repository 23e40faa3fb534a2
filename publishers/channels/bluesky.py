"""Posts for Bluesky, as records that its API takes: the link is a facet, counted in bytes.

Edges: no `createdAt`, which the carrier adds when it posts
Source: docs.bsky.app, "Posts" and "Links, mentions, and rich text"
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.limits import fits_bluesky
from publishers.channels.notices import Notice, notices, reviewed
from publishers.channels.picture_words import illustrated
from publishers.channels.post_words import short_post
from publishers.moments import Moment
from scheduler.release.value import Release

CHANNEL = "bluesky"
LONGEST_SHOWN_LINK = 100


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one record with its picture for each meeting."""
    for notice in notices(release, reviewed(release), CHANNEL, moment):
        text = json.dumps(record(notice), ensure_ascii=False, indent=2) + "\n"
        yield illustrated(notice.copy(CHANNEL, text, ArtifactKind.POST), notice)


def record(notice: Notice) -> dict[str, Any]:
    """The post with its link, which leads to the whole address however much of it is shown."""
    link = notice.link
    shown = link if len(link) <= LONGEST_SHOWN_LINK else (urlsplit(link).hostname or link)
    text = short_post(notice, fits_bluesky, CHANNEL, shown)
    end = len(text.encode())
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "langs": [notice.lang.tag],
        "facets": [
            {
                "index": {"byteStart": end - len(shown.encode()), "byteEnd": end},
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
            }
        ],
    }
