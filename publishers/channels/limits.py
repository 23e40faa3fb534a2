"""How long a text is, as each network counts it."""

from __future__ import annotations

import re
import unicodedata

import regex

X_MOST = 280
X_LINK = MASTODON_LINK = 23
BLUESKY_MOST = 300
BLUESKY_MOST_BYTES = 3000
MASTODON_MOST = 500
ADDRESS = re.compile(r"https?://\S+")

SURE_LINK = re.compile(
    r"(?<![^ \n])https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}"
    r"(?:com|cymru|eu|info|london|net|org|scot|uk|wales)(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9/_-]{0,200}(?:\?[a-z0-9-]{0,39}[a-z0-9])?)?(?![^ \n])"
)
"""A link that stands alone, with an ending and letters that X surely takes for one, as our own links have."""

LOOKALIKE = regex.compile(r"(?<=[^ \n!-/:-@\[-`{-~])\.(?=[\p{L}\p{M}]{2})")
"""A dot that may make a link of the words beside it ("foo.com"). X knows 1,500 endings, and more each year."""

HEAVY = re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What counts 2: all but Latin, its neighbours up to Georgian, and some marks. Source: as `x_weight`."""

EMOJI = regex.compile(
    r"(?:👨\u200d[👨👩]|👩\u200d👩|[👨👩])\u200d(?:👧\u200d[👧👦]|👦\u200d👦|[👧👦])"
    r"|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|[\p{Extended_Pictographic}&&\p{Emoji}--\p{Emoji_Presentation}]\uFE0F"
    r"|[©®]",
    regex.VERSION1,
)
"""What X shows as one and counts 2: families, skin tones, keys, and signs shown in colour.

Edges: others that are joined, and flags, count part by part, which is never less than X counts
"""


def x_weight(text: str) -> int:
    """The length that X counts: links 23, an emoji 2, far scripts and some marks 2, all else 1, after NFC.

    Edges: what may be a link or not counts for its letters and for a link, so that we never count too little
    Source: docs.x.com, "Counting characters"; tests hold it against twitter-text 3
    """
    words, links = SURE_LINK.subn("", unicodedata.normalize("NFC", text))
    letters, emoji = EMOJI.subn("", words)
    maybe_links = len(LOOKALIKE.findall(words))
    return X_LINK * (links + maybe_links) + 2 * emoji + len(letters) + len(HEAVY.findall(letters))


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
