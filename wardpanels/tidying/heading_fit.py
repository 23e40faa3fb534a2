"""How well a heading fits the words that people use for a column."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz

from wardpanels.tidying.sheet_kind import head_words

EXACT, WITHIN, NEAR = 6, 3, 2
"""What a heading is worth as evidence: called just so, called so among other words, called nearly so."""
ALIKE, SHORTEST_ALIKE = 86, 5
MOST_WORDS = 1_000
"""The place of a heading that is not among the words: behind each that is, whatever it may mean."""
LONGEST_WITHIN = 6
"""Words of a heading that may have others around the one that is known."""
Texts = tuple[str, ...]
"""A column's heading, and, where it has two lines, the lower one alone."""


@cache
def exact_words(words: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(word for each in words for word in each)


def best_fit(texts: Texts, words: tuple[str, ...]) -> int:
    whole, *lower = (_fit(head_words(text), words) for text in texts)
    return whole + (whole == EXACT) if lower and whole >= max(lower) else max([whole, *lower])


def place_among(texts: Texts, words: tuple[str, ...]) -> int:
    """How far back among the words a heading stands: "For wards" comes before "Ward" over the wards of a hall."""
    said = head_words(texts[-1])
    return words.index(said) if said in words else MOST_WORDS


@cache
def _fit(said: str, words: tuple[str, ...]) -> int:
    if not said:
        return 0
    if said in words or _any_order(said) in map(_any_order, words):
        return EXACT
    is_short = len(said.split()) <= LONGEST_WITHIN
    if is_short and (one_of := _whole_words(words)) and one_of.search(said):
        return WITHIN
    if len(said) >= SHORTEST_ALIKE and any(fuzz.ratio(said, word) >= ALIKE for word in words):
        return NEAR
    return 0


@cache
def _whole_words(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of them, but for short ones, as whole words: in one search, since every cell of a sheet is asked."""
    long = "|".join(re.escape(word) for word in words if len(word) > 2)
    return re.compile(rf"\b(?:{long})\b") if long else None


@cache
def _any_order(said: str) -> tuple[str, ...]:
    """The words, whatever their order: `Loo (accessible)`."""
    return tuple(sorted(said.split()))
