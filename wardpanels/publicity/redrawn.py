"""Takes a piece whose words are stored already for the stored one, however its pictures are drawn by now.

Another version of a font or of what draws makes other bytes of the same words. What was approved stays approved, and
what was told is not told again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

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
                self._digests.setdefault(item.thread, set()).add(item.digest)
        self._stored, self._made = cache(stored), made

    def as_stored(self, outline: Outline) -> Outline:
        """The outline, with the digest of stored content where that differs in its pictures alone."""
        neutral = self.as_stored(outline.neutral) if outline.neutral else None
        return replace(outline, digest=self._digest(outline), neutral=neutral)

    def _digest(self, outline: Outline) -> str:
        known = self._digests.get(outline.thread, set())
        if not known or outline.digest in known:
            return outline.digest
        words = _words(self._made(outline.digest))
        return next((digest for digest in sorted(known) if _words(self._stored(digest)) == words), outline.digest)


def _words(content: bytes) -> Words:
    """Every file but for how its picture is drawn."""
    return tuple(
        (file.path, file.media_type, b"" if file.media_type.startswith("image/") else file.content)
        for file in unpacked(content)
    )
