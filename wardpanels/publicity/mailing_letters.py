"""One letter of a mailing."""

from __future__ import annotations

from dataclasses import replace

from publishers.timetable import item_key
from scheduler.items import Item, ItemState


def letter_to(mailing: Item, recipient: str) -> Item:
    """One letter of a mailing: approved with it, and sent by itself.

    Edges: the same mailing and recipient make the same key
    """
    plain = replace(mailing, key="", recipient=recipient, parent=mailing.key, state=ItemState.PLANNED)
    letter = replace(plain, needs_approval=False, attempts=0, leased_until=None, note="")
    return replace(letter, key=item_key(letter))
