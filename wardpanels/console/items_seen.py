"""Which items somebody may see: what is told to one officer is part of the rota, and for those who may see it."""

from __future__ import annotations

from publishers.invited import OFFICER, officer_in
from scheduler.items import Item
from wardpanels.console.request import Request
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.handling import item_here, wards_of


def item_asked(asked: Request, desk: Desk) -> Item:
    """The item that the address names.

    Errors: UnknownName; NotAllowed for what is told to an officer, where this person may not see who is on duty
    """
    item = item_here(desk, asked.given["key"])
    if is_to_officer(item):
        asked.check(Act.SEE_STAFF, *wards_of(desk, [item]))
    return item


def not_to(asked: Request) -> str:
    """How the recipients begin whose items are left out of this person's lists, "" for none."""
    return "" if asked.may(Act.SEE_STAFF) else OFFICER


def is_to_officer(item: Item) -> bool:
    """Whether an item is told to one officer."""
    return officer_in(item.recipient) is not None
