"""What is to go out, and what became of it: the values that the outbox and the ledger keep. Nothing here sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

RELEASE = "release"
"""The lead of what goes out as soon as a release is made; other leads are days, such as "28"."""

AFTER = "after"
"""The lead of what goes out once a meeting was held."""

CORRECTION = "correction"
"""How the lead of a correction begins; the number of the release that made it necessary follows."""


class ItemState(StrEnum):
    """Where an item is on its way.

    Edges: PLANNED waits for its time, and for approval where it needs that; HANDED_OVER waits for a person to say that
           it went out; REPLACED was overtaken by a change; REJECTED is not to go out, for a person said so; MISSED is
           worked out from the time, and no item is kept in it, but ledgers of older programs have lines of it; HELD and
           LET_GO are lines of the ledger alone: what is held back keeps its state
    """

    PLANNED = "planned"
    APPROVED = "approved"
    HANDED_OVER = "handed_over"
    ISSUED = "issued"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    MISSED = "missed"
    REPLACED = "replaced"
    REJECTED = "rejected"
    HELD = "held"
    LET_GO = "let_go"


OPEN = (ItemState.PLANNED, ItemState.APPROVED)
"""Not yet out, and still to go."""

WAITING = (*OPEN, ItemState.HANDED_OVER)
"""Not known to be out: past its use, it was missed."""

OUT = (ItemState.ISSUED, ItemState.CONFIRMED)
"""Known to be out."""

CLOSED = (ItemState.REPLACED, ItemState.REJECTED)
"""Not to go out any more."""

TOLD = (ItemState.HANDED_OVER, *OUT)
"""Somebody may have read it: a change has to be put right."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to go out: what one channel tells of one subject at one time.

    Units: moments are aware, UTC
    Edges: `key` is this item's and no other's, ever; `lead` is days before the meeting, RELEASE, AFTER, or CORRECTION
           and a release; `use_by` is when it is no longer of use; `digest` names its content; `version` is the
           release that its content is true of; `recipient` is the id of one person, "" for what is public; `parent` is
           the key of the mailing that it is one letter of; `care` is why a person must look at it, "" for no reason;
           `attempts` counts the times that somebody set out to send it; `note` is why it is where it is; `letters` is
           how many letters a mailing became, None for what is none or has not become any yet; `held_by` is who holds it
           back, "" for nobody; `made` is the digest of our own words where a person changed them, "" where nobody did,
           and `edited_by` are the accounts of those who did; `beside` is the key of the item in whose place it stands
           and which a person had changed or rejected, "" for none: it waits until somebody has looked at both
    """

    key: str
    borough_code: str
    first_day: date
    channel: str
    subject: str
    meetings: tuple[str, ...]
    lead: str
    due_at: datetime
    use_by: datetime
    digest: str
    version: int
    needs_approval: bool = False
    care: str = ""
    recipient: str = ""
    parent: str = ""
    state: ItemState = ItemState.PLANNED
    attempts: int = 0
    leased_until: datetime | None = None
    note: str = ""
    letters: int | None = None
    held_by: str = ""
    made: str = ""
    edited_by: tuple[str, ...] = ()
    beside: str = ""

    @property
    def thread(self) -> tuple[str, str, str]:
        """What it shares with the items that say the same to the same people at other times."""
        return self.channel, self.subject, self.recipient

    @property
    def is_correction(self) -> bool:
        """Whether it puts right what was told before."""
        return self.lead.startswith(CORRECTION)

    @property
    def is_open(self) -> bool:
        """Whether it has still to go out."""
        return self.state in OPEN

    @property
    def awaits_approval(self) -> bool:
        """Whether it stays here until a person approves it."""
        return self.needs_approval and self.state is ItemState.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether it stays here until the person who holds it back, or another, lets it go."""
        return bool(self.held_by)

    @property
    def is_edited(self) -> bool:
        """Whether a person changed its words."""
        return bool(self.made)

    @property
    def is_rejected(self) -> bool:
        """Whether a person said that it is not to go out."""
        return self.state is ItemState.REJECTED

    @property
    def is_beyond_mending(self) -> bool:
        """Whether it would put right what cannot be: that is printed. It failed before anybody could try to send it."""
        return self.state is ItemState.FAILED and self.is_correction and not self.attempts

    @property
    def must_be_seen(self) -> bool:
        """Whether a person has to look at it, whatever its channel and the day ask for."""
        return bool(self.made or self.beside)

    @property
    def may_be_told(self) -> bool:
        """Whether somebody may have read it. Who set out to send it may have been stopped before he could say so."""
        return self.state in TOLD or (self.attempts > 0 and self.state in (*OPEN, *CLOSED))

    def is_missed(self, at: datetime) -> bool:
        """Whether it is of no more use at a moment, nobody knows that it went out, and nobody is sending it.

        Edges: at an earlier moment it still waits: a clock that is put right makes good what a wrong one said
        """
        return self.state in WAITING and self.use_by <= at and not self.is_on_its_way(at)

    def can_be_sent_again(self, at: datetime) -> bool:
        """Whether it failed, is still of use at a moment, and something can come of another try."""
        return self.state is ItemState.FAILED and self.use_by > at and not self.is_beyond_mending

    def state_at(self, at: datetime) -> ItemState:
        """Where it is at a moment, as people are told."""
        return ItemState.MISSED if self.is_missed(at) else self.state

    def is_on_its_way(self, at: datetime) -> bool:
        """Whether somebody is sending it at a moment."""
        return self.is_open and self.leased_until is not None and self.leased_until > at


class ItemGroup(StrEnum):
    """What there is to do about an item, or nothing: each item that is no letter is in one at most."""

    BY_HAND = "by-hand"
    TO_APPROVE = "to-approve"
    DUE = "due"
    LATER = "later"
    HELD = "held"
    FAILED = "failed"
    BEYOND_MENDING = "beyond-mending"
    MISSED = "missed"
    SENT = "sent"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items somebody wants to see.

    Units: `since` and `until` are aware, and what is due from one up to the other is meant
    Edges: "", None and () are all; `by_hand` are the channels on which people take things there; `not_to` is how the
           recipients begin whose items are left out, "" for none
    """

    by_hand: tuple[str, ...] = ()
    channel: str = ""
    meetings: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    not_to: str = ""


@dataclass(frozen=True, slots=True)
class ClosedChannel:
    """A channel that nothing is sent on until a person has mended what stands in the way.

    Units: `at` is aware, UTC
    Edges: `by` is the worker that closed it; `reason` is what its receiver said of us, or what is wrong here
    """

    channel: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Witness:
    """What bears a person out who says that something went out.

    Units: `happened_on` is a local day
    Edges: `happened_on` is None where the day is that of the saying; `shown_by` is an address, or the name of a file
    """

    happened_on: date | None = None
    shown_by: str = ""


NO_WITNESS = Witness()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: what happened to an item, when, by whom or what. Lines are added, never edited.

    Units: `at` is aware, UTC: when it was written down
    Edges: `by` is a `Who`; `digest` is that of the item's content at the time; `note` is a reason, or what the receiver
           said
    """

    key: str
    at: datetime
    event: ItemState
    by: str
    note: str
    digest: str
    evidence: Witness = NO_WITNESS


@dataclass(frozen=True, slots=True)
class Worded:
    """What a recipe for words came to: the digest of its content, "" where it says nothing, and the care it needs."""

    digest: str
    care: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """What a release changes in the outbox: items new or wanted again, and by key why others are overtaken.

    Edges: `reworded` are items that say the same in other words, by the key of the item in whose place each stands, its
           own where nobody has to approve it; `retimed` are items that are due or of use at another time, by their key:
           nothing happened to them; `worded` is what every recipe that was asked came to, by the recipe's
           digest, so that it is not made again
    """

    items: tuple[Item, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    reworded: Mapping[str, Item] = field(default_factory=dict)
    retimed: Mapping[str, Item] = field(default_factory=dict)
    worded: Mapping[str, Worded] = field(default_factory=dict, compare=False, repr=False)

    @property
    def in_place(self) -> Mapping[str, Item]:
        """What stands in the place of an item, by that item's key: in other words, or at another time."""
        return {**self.reworded, **self.retimed}


@dataclass(frozen=True, slots=True)
class Record:
    """An item and all that happened to it, oldest first."""

    item: Item
    entries: tuple[LedgerEntry, ...]

    def last(self, event: ItemState) -> LedgerEntry | None:
        """The newest line of one kind, or None."""
        return next((entry for entry in reversed(self.entries) if entry.event is event), None)


def records(items: Iterable[Item], entries: Iterable[LedgerEntry]) -> tuple[Record, ...]:
    """Return every item with its lines of the ledger, in the order of the items."""
    by_key: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(entry)
    return tuple(Record(item, tuple(by_key.get(item.key, ()))) for item in items)
