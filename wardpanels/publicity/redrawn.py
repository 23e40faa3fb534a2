"""Takes a piece whose words are stored already for the stored one, however its pictures are drawn by now.

Another version of a font or of what draws makes other bytes of the same words. What was approved stays approved, and
what was told is not told again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from publishers.packing import unpacked
from publishers.pieces import Outline
from scheduler.items import Item, ItemState

Words = tuple[tuple[str, str, bytes], ...]


class Redrawn:
    """Knows the contents that a thread's items have, and finds the one that says the same.

    Edges: `stored` gives the content of an item's digest, `made` that of an outline's
    """

    def __init__(self, items: Iterable[Item], stored: Callable[[str], bytes], made: Callable[[str], bytes]) -> None:
        self._digests: dict[tuple[str, str, str], set[str]] = {}
        for item in items:
            if item.state is not ItemState.REPLACED:
                self._digests.setdefault(item.thread, set()).update(filter(None, (item.digest, item.made)))
        self._stored, self._made = cache(partial(_words_of, stored)), partial(_words_of, made)

    def as_stored(self, outline: Outline) -> Outline:
        """The outline, with the digest of stored content where that differs in its pictures alone."""
        known = self._digests.get(outline.thread, set())
        told = {each.digest for each in (outline, outline.neutral) if each}
        if not known or not known.isdisjoint(told):  # nothing of it is stored, or it is drawn as it was
            return outline
        same = {digest: self._same(digest, known) for digest in told}
        neutral = replace(outline.neutral, digest=same[outline.neutral.digest]) if outline.neutral else None
        return replace(outline, digest=same[outline.digest], neutral=neutral)

    def _same(self, digest: str, known: set[str]) -> str:
        words = self._made(digest)
        return next((each for each in sorted(known) if self._stored(each) == words), digest)


def _words_of(content_of: Callable[[str], bytes], digest: str) -> Words:
    """Every file of a content, but for how its picture is drawn."""
    content = content_of(digest)
    return tuple(
        (file.path, file.media_type, b"" if file.media_type.startswith("image/") else file.content)
        for file in unpacked(content)
    )
