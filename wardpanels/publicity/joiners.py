"""The next meeting for who asked for mail after it was mailed: the letter that the others had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.items import WAITING, Item, ItemState
from scheduler.release.value import ReleasedMeeting
from scheduler.subscriber import Subscriber
from wardpanels.publicity.address_book import SUBSCRIBER, AddressBook
from wardpanels.publicity.desk import Desk, latest_release, records_in
from wardpanels.publicity.mailing_letters import letter_to


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mailing that is out, while its meeting is to come. Units: `at` is when it went out."""

    mailing: Item
    meeting: ReleasedMeeting
    at: datetime

    def is_of_before(self, subscriber: Subscriber) -> bool:
        """Whether it went out before somebody confirmed."""
        return subscriber.confirmed_at is not None and self.at < subscriber.confirmed_at


def write_to_joiners(desk: Desk, at: datetime) -> None:
    """Add a letter for each subscriber who confirmed after the next meeting of a ward was mailed.

    Edges:  one letter for each ward that was chosen, one in all for the whole borough; who had the letter gets no
            second one; what is about to be put right is not told: its correction goes to everybody
    Errors: NothingYet
    """
    mailed = sorted(_mailed(desk, at), key=lambda one: one.meeting.starts_at)
    if not mailed:
        return
    book = AddressBook(desk.store, desk.borough, None)
    joined = desk.store.subscribers.confirmed_after(desk.code, min(one.at for one in mailed))
    for one in mailed if joined else ():
        wants = book.wants(one.mailing)
        due = [each for each in joined if wants(each) and one.is_of_before(each) and _is_next(one, mailed, each)]
        letters = tuple(letter_to(one.mailing, f"{SUBSCRIBER}{each.id}") for each in due)
        if letters:
            desk.store.outbox.add_letters(one.mailing, letters, at)


def _mailed(desk: Desk, at: datetime) -> Iterator[Mailed]:
    """What was told last of each meeting to come, on each channel of letters to subscribers.

    Edges: not that a meeting changed before its letter was due: who joins since was shown its day as it is
    """
    channels = {way.channel for way in desk.publicity.every if way.is_mailing and not way.is_by_hand}
    if not channels:
        return
    outbox, states = desk.store.outbox, (ItemState.ISSUED, *WAITING)
    ours = outbox.items(desk.code, desk.period.first_day, states, with_letters=False, channels=channels)
    amiss = {item.thread for item in ours if item.state is not ItemState.ISSUED and item.is_correction}
    out = [item for item in ours if item.state is ItemState.ISSUED and item.thread not in amiss]
    announced = {item.thread for item in out if not item.is_correction}
    last = {item.thread: item for item in sorted(out, key=lambda item: (item.version, item.due_at))}
    of_use = [item for item in last.values() if item.use_by > at and item.thread in announced]
    meetings = latest_release(desk).meeting_by_id if of_use else {}
    for record in records_in(desk, of_use):
        meeting, sent = meetings.get(record.item.subject), record.last(ItemState.ISSUED)
        if meeting and sent and meeting.starts_at > at and not meeting.is_cancelled:
            yield Mailed(record.item, meeting, sent.at)


def _is_next(one: Mailed, mailed: list[Mailed], each: Subscriber) -> bool:
    """Whether no other meeting that was mailed comes sooner: of its ward, or at all for who chose no ward."""
    same = (other for other in mailed if other.mailing.channel == one.mailing.channel)
    ward = one.meeting.ward_code
    return next(other for other in same if not each.choice.wards or other.meeting.ward_code == ward) == one
