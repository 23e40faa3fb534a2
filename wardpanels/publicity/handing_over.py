"""Lays out for people what they have to carry themselves. What it says is the outbox's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from publishers.carriers.carrier import Mailbox
from publishers.channels.every_channel import Medium
from publishers.handover import Handed, publish
from publishers.packing import unpacked
from scheduler.items import ItemState
from wardpanels.disk import outputs
from wardpanels.disk.output import write_folder
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk, latest_release


def hand_over(desks: Sequence[Desk], folder: Path, at: datetime) -> int:
    """Write what is in people's hands and of use to a folder, with one page to copy from; return how many there are.

    Errors: NothingYet
    """
    handed = [one for desk in desks for one in _handed(desk, at)]
    write_folder(folder, publish(desks[0].borough.profile.name, handed, at), outputs.HANDOVER)
    return len(handed)


def _handed(desk: Desk, at: datetime) -> Iterator[Handed]:
    release, book = latest_release(desk), AddressBook(desk.store, desk.borough, None)
    medium = {way.channel: way.heard_by.medium for way in desk.publicity.every}
    for item in desk.store.outbox.items(desk.code, desk.period.first_day, (ItemState.HANDED_OVER,)):
        if item.is_missed(at):
            continue
        content = unpacked(desk.store.outbox.content(item.digest))
        yield Handed(
            item, release, content, _whom(book.mailbox(item.recipient)), medium.get(item.channel, Medium.PAGES)
        )


def _whom(mailbox: Mailbox | None) -> str:
    return f"{mailbox.name} <{mailbox.address}>" if mailbox else ""
