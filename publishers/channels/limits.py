"""How long a text is, as each network counts it."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import regex

X_MOST = 280
X_LINK = MASTODON_LINK = 23
BLUESKY_MOST = 300
BLUESKY_MOST_BYTES = 3000
MASTODON_MOST = 500
ADDRESS = re.compile(r"https?://\S+")


def x_weight(text: str) -> int:
    """The length that X counts: links 23, an emoji 2, far scripts and some marks 2, all else 1, after NFC.

    Source: docs.x.com, "Counting characters"; the library follows twitter-text 3
    """
    return int(_parse_tweet()(unicodedata.normalize("NFC", text)).weightedLength)


@cache
def _parse_tweet() -> Callable[[str], Any]:
    """The library, imported when it is first asked: it takes a while."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources, which warns that it is to go
        from twitter_text import parse_tweet
    counts: Callable[[str], Any] = parse_tweet
    return counts


def graphemes(text: str) -> tuple[str, ...]:
    """The text's letters as a reader sees them: a letter with its marks is one, and so is a family of emoji."""
    return tuple(regex.findall(r"\X", text))


def fits_bluesky(text: str) -> bool:
    """Whether Bluesky takes it: both limits of its lexicon hold.

    Source: app.bsky.feed.post, maxGraphemes and maxLength
    """
    return len(graphemes(text)) <= BLUESKY_MOST and len(text.encode()) <= BLUESKY_MOST_BYTES


def mastodon_length(text: str) -> int:
    """The length that Mastodon counts: letters as seen, a link 23.

    Edges: an address longer than 23 that stands in a name counts in full, as Mastodon may end it sooner than we do
    """
    links = [link for link in ADDRESS.findall(text) if len(link) < MASTODON_LINK]
    return len(graphemes(text)) + sum(MASTODON_LINK - len(link) for link in links)


def with_link_length(text: str, link: str) -> int:
    """The length that Mastodon counts for a text that ends in our own link, which counts 23 however long it is."""
    return mastodon_length(text.removesuffix(link)) + (MASTODON_LINK if text.endswith(link) else 0)
