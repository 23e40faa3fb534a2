"""Which items somebody means who types keys, or the name of a week's work on a channel."""

from __future__ import annotations

from collections.abc import Sequence

from publishers.bundles import bundled
from scheduler.errors import UnknownName
from scheduler.items import ItemState
from wardpanels.publicity.desk import Desk


def keys_meant(desks: Sequence[Desk], typed: Sequence[str], states: Sequence[ItemState]) -> tuple[str, ...]:
    """The keys that somebody means who types keys and names of bundles: of a bundle, the items in these states.

    Errors: UnknownName for a bundle that has none
    """
    if not any("/" in word for word in typed):
        return tuple(typed)
    known: dict[str, list[str]] = {}
    for desk in desks:
        items = desk.store.outbox.items(desk.code, desk.period.first_day, states, with_letters=False)
        for bundle, ours in bundled(items, desk.borough.profile.timezone).items():
            known.setdefault(str(bundle), []).extend(item.key for item in ours)
    keys: list[str] = []
    for word in typed:
        if "/" in word and word not in known:
            raise UnknownName("bundle", word, f"one of {', '.join(known)}" if known else "a key", tuple(known))
        keys += known.get(word, [word])
    return tuple(keys)
