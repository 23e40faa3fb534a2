"""Somebody changes the words of one item. They are kept beside our own, and others have to look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from publishers.channels.every_channel import CHANNELS
from publishers.edited_words import LIMITS, SAID, EditableWords, edited, what_is_wrong, words_of
from publishers.packing import packed, unpacked
from publishers.pieces import Piece
from publishers.timetable import item_key
from scheduler.errors import PanelError
from scheduler.items import Item, ItemState
from wardpanels.people.rights import Person
from wardpanels.publicity.desk import Desk, copy_of
from wardpanels.publicity.handling import StaleItem
from wardpanels.publicity.public_guard import staff_of

PUBLIC = frozenset(channel.name for channel in CHANNELS if channel.name != "agenda")
NOTHING_CHANGED = "These are the words that it has already. Change some, or go back."


class UnusableWords(PanelError):
    """Words that cannot go out in the place of others. `wrong` are sentences, by the field that each is about."""

    code = "unusable-words"

    def __init__(self, wrong: Mapping[str, str]) -> None:
        self.wrong = dict(wrong)
        super().__init__("\n".join(self.wrong.values()))


@dataclass(frozen=True, slots=True)
class Changeable:
    """The words of an item that can be changed, and how much room its channel has for them, "" where that is endless.

    Edges: `why_not` says why nothing of it can be, "" where it can
    """

    item: Item
    words: tuple[EditableWords, ...]
    room: str
    why_not: str


def changeable(desk: Desk, item: Item, at: datetime) -> Changeable:
    """What can be changed of an item at a moment."""
    words = words_of(unpacked(desk.store.outbox.content(item.digest)))
    said = next((each.text for each in words if each.kind in SAID), "")
    limit = LIMITS.get(copy_of(desk, item))
    return Changeable(item, words, limit.room(said) if limit else "", _why_not(desk, item, at))


def change_words(desk: Desk, item: Item, texts: Mapping[str, str], person: Person, at: datetime) -> Item:
    """Put an item with other words, by their fields, in the place of one; return it. It waits for approval.

    Edges:  our own words typed in again are ours again
    Errors: UnusableWords, with all that is wrong; StaleItem where the item has changed meanwhile
    """
    now = changeable(desk, item, at)
    wrong = _wrong(copy_of(desk, item), now, texts) or _of_staff(desk, now, texts)
    if wrong:
        raise UnusableWords(wrong)
    before = unpacked(desk.store.outbox.content(item.digest))
    by_path = {each.path: _lines(texts[each.field]) for each in now.words if each.field in texts}
    artifacts = edited(before, by_path)
    digest = Piece(item.channel, item.subject, item.meetings, artifacts).digest
    anew = _anew(item, digest, person)
    if not desk.store.outbox.reword(item, anew, packed(artifacts), person.who, at):
        raise StaleItem(item.key, desk.store.outbox.item(item.key).note)
    return anew


def _anew(item: Item, digest: str, person: Person) -> Item:
    made = item.made or item.digest
    is_ours = digest == made
    others = (each for each in item.edited_by if each != person.account_id)
    told = replace(
        item,
        digest=digest,
        made="" if is_ours else made,
        edited_by=() if is_ours else tuple(filter(None, (*others, person.account_id))),
        needs_approval=True,
        state=ItemState.PLANNED,
        attempts=0,
        leased_until=None,
        note=f"{person.name} took our own words again." if is_ours else f"{person.name} changed the words.",
    )
    return replace(told, key=item_key(told))


def _wrong(channel: str, now: Changeable, texts: Mapping[str, str]) -> dict[str, str]:
    if now.why_not:
        return {"": now.why_not}
    typed = {each: _lines(texts[each.field]) for each in now.words if each.field in texts}
    wrong = {each.field: why for each, text in typed.items() if (why := what_is_wrong(channel, each, text))}
    if not wrong and all(each.text == text for each, text in typed.items()):
        return {next(iter(typed)).field if typed else "": NOTHING_CHANGED}
    return wrong


def _of_staff(desk: Desk, now: Changeable, texts: Mapping[str, str]) -> dict[str, str]:
    """What was typed that only staff may know, by field."""
    typed = {each.field: texts[each.field] for each in now.words if each.field in texts}
    found = staff_of([desk]).in_fields(typed)
    return {field: f"It holds {what}, and everybody may read it. Take that out." for field, what in found.items()}


def _why_not(desk: Desk, item: Item, at: datetime) -> str:
    if copy_of(desk, item) not in PUBLIC or item.recipient:
        return "It is written to one person by name, and made of the facts alone."
    if item.is_missed(at):
        return "It is of no more use: its time has passed."
    if item.state is ItemState.HANDED_OVER:
        return ""
    if not item.is_open:
        return "It is not to go out any more."
    if item.attempts or item.is_on_its_way(at):
        return "The computer is sending it, or has tried: its words stay as they are."
    return ""


def _lines(typed: str) -> str:
    """What was typed, as we keep text: browsers send the ends of lines as two marks."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()
