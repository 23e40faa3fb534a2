"""Sends what is due: one round through the outbox, each channel by itself, so that none waits for another.

An item is taken by a lease, which is renewed while it is carried with its key, and settled. Killed in between, it is
taken again when the lease runs out, or sooner where its sender is known to be dead, and carried with the same key: a
receiver that knows keys gets it once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Closed, Mailbox, NobodyThere, Parcel, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from publishers.packing import unpacked
from scheduler.items import ClosedChannel, Item, ItemState
from scheduler.store import Outbox, StoreUnavailable
from wardpanels import wiring
from wardpanels.alive import is_surely_gone, signature
from wardpanels.faults import CannotUse
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.handing_over import hand_over
from wardpanels.publicity.joiners import write_to_joiners
from wardpanels.publicity.last_look import look
from wardpanels.publicity.mailing_letters import letter_to
from wardpanels.publicity.missing import missed_since
from wardpanels.publicity.pace import Pace
from wardpanels.publicity.public_guard import Unfit
from wardpanels.publicity.publicity_settings import Way, by_hand_if_shut, missing_secrets, with_secrets
from wardpanels.publicity.signed_links import SECRET, links_of

LEASE = timedelta(minutes=5)
"""How long a worker has an item to itself, unless it says that it is still at work."""

RENEWALS = 5
"""How often a lease is renewed in the time it lasts: some of them may come late, or be lost."""

LEASE_OF_THE_DEAD = timedelta(minutes=1)
"""How long what a dead sender had in hand is left alone: a receiver may still be at work on what it got from it, and is
given twice the time that it has to answer."""

BATCH = 20
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 60, 6 * 3600
TRIES_BEFORE_REST = 3
"""A receiver that failed so often in a row is left alone until the next round."""

REFUSALS_BEFORE_CLOSED = 5
"""A receiver that refuses so many people's letters in a row, or so many posts, refuses us."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one item in a round. `note`: a reason, or what the receiver said. No `event`: it was put back."""

    item: Item
    event: ItemState | None
    note: str

    @property
    def is_trouble(self) -> bool:
        """Whether it should have gone out and did not."""
        return self.event in (None, ItemState.FAILED, ItemState.MISSED)


class Addresses(Protocol):
    """Who gets mail, and where: asked for one sending at a time."""

    def audience(self, item: Item) -> tuple[str, ...]:
        """The recipients of a mailing."""

    def mailbox(self, recipient: str) -> Mailbox | None:
        """Where a recipient's mail goes; None where the person is no longer to be written to."""

    def nobody_there(self, recipient: str, at: datetime) -> None:
        """Write down that a recipient's address does not exist."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Who sends, by whose clock, with which secrets, where people's addresses come from, and how long a lease is.

    Edges: `cannot` says, by channel, why this process cannot send on it; another one may
    """

    worker: str
    clock: Callable[[], datetime]
    environ: Mapping[str, str] = field(repr=False)
    addresses: Addresses
    lease: timedelta = LEASE
    cannot: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentRound:
    """One round: what became of each item, and how many are in people's hands and what is closed after it."""

    sent: tuple[Sent, ...]
    in_hand: int
    closed: tuple[ClosedChannel, ...] = ()

    @property
    def is_trouble(self) -> bool:
        """Whether something should have gone out and did not."""
        return bool(self.closed) or any(one.is_trouble for one in self.sent)


def send_due(
    desks: Sequence[Desk], environ: Mapping[str, str], handover: Path, *, is_clock_right: bool = False
) -> SentRound:
    """Send what is due, once through, and lay out in a folder what people have to carry.

    Errors: CannotUse, DoubtfulClock, NothingYet
    """
    return send_round(desks, open_post(desks[0], environ), handover, is_clock_right=is_clock_right)


def send_round(desks: Sequence[Desk], post: Dispatch, handover: Path, *, is_clock_right: bool = False) -> SentRound:
    """The same by a sender that is open already. Errors: CannotUse, DoubtfulClock, NothingYet."""
    since = look(desks, post.clock(), is_clock_right=is_clock_right)
    sent = tuple(sent for desk in desks for sent in deliver(desk, post, since.get(desk.period.first_day)))
    return SentRound(sent, hand_over(desks, handover, post.clock()), outbox.closed_channels(desks[0]))


def deliver(desk: Desk, post: Dispatch, since: datetime | None = None) -> tuple[Sent, ...]:
    """Fill the outbox and send all that is due; return what became of each item, and what was missed since a moment.

    Errors: NothingYet, where nothing was released
    """
    missed = prepare(desk, since, post.clock())
    working = ways_with_work(desk, post.environ, post.clock())
    ways = [way for way in working if way.channel not in post.cannot]
    if not ways:
        return missed
    with ThreadPoolExecutor(len(ways), thread_name_prefix="carrier") as threads:
        rounds = list(threads.map(lambda way: tuple(empty(desk, post, way)), ways))
    return (*missed, *(sent for one in rounds for sent in one))


def open_post(desk: Desk, environ: Mapping[str, str]) -> Dispatch:
    """This process as a sender, with all that the channels need.

    Errors: CannotUse, naming every secret that is missing, before anything is sent
    """
    missing = [f"{channel} wants {name}" for channel, name in missing_secrets(desk.publicity.ways, environ)]
    if missing:
        raise CannotUse("the environment", "no secret for a channel", "; ".join(missing))
    mailings = [way for way in desk.publicity.every if way.is_mailing and not way.is_by_hand]
    writes_letters = any(not way.is_retired or environ.get(SECRET) for way in mailings)
    links = links_of(environ, desk.borough.profile) if writes_letters else None
    return Dispatch(signature(), wiring.now, environ, AddressBook(desk.store, desk.borough, links))


def open_what_can(desk: Desk, environ: Mapping[str, str], lease: timedelta) -> Dispatch:
    """This process as a sender on those channels that it has the secrets of, for as long a lease as is given."""
    ways = desk.publicity.ways
    cannot = {channel: f"{name} is not set here." for channel, name in missing_secrets(ways, environ)}
    links = None
    try:
        links = links_of(environ, desk.borough.profile)
    except CannotUse as lacking:
        mailings = (way for way in desk.publicity.every if way.is_mailing and not way.is_by_hand)
        cannot |= {way.channel: f"{lacking}." for way in mailings}
    book = AddressBook(desk.store, desk.borough, links)
    return Dispatch(signature(), wiring.now, environ, book, lease, cannot)


def prepare(desk: Desk, since: datetime | None, at: datetime) -> tuple[Sent, ...]:
    """Bring the outbox up to date, with letters for who joined since.

    Edges: returns what was missed since a moment, but for what no sender could have sent
    """
    _leave_no_longer_with_the_dead(desk, at)
    outbox.fill(desk, at)
    write_to_joiners(desk, at)
    return tuple(Sent(one.item, ItemState.MISSED, one.why) for one in missed_since(desk, since, at))


def _leave_no_longer_with_the_dead(desk: Desk, at: datetime) -> None:
    """Let the leases of senders of this computer that are gone run out soon. Edges: others' last as long as they do."""
    soon = at + LEASE_OF_THE_DEAD
    shelf, first_day = desk.store.outbox, desk.period.first_day
    if gone := [*filter(is_surely_gone, shelf.holders(desk.code, first_day, soon))]:
        shelf.free_from(desk.code, first_day, gone, soon)


def ways_with_work(desk: Desk, environ: Mapping[str, str], at: datetime) -> tuple[Way, ...]:
    """The channels that have something to send now."""
    due = desk.store.outbox.due_channels(desk.code, desk.period.first_day, at)
    return tuple(way for way in ways_of(desk, environ) if way.channel in due)


def ways_of(desk: Desk, environ: Mapping[str, str]) -> tuple[Way, ...]:
    """Every channel, as this process can use it."""
    return tuple(by_hand_if_shut(way, environ) for way in desk.publicity.every)


def empty(desk: Desk, post: Dispatch, way: Way) -> Iterator[Sent]:
    """Send what is due on one channel, batch by batch, until there is no more or its receiver needs a rest."""
    shelf = desk.store.outbox
    with _Line(post, way, Unfit(desk)) as line:
        while not line.is_resting:
            at = post.clock()
            items = shelf.claim(desk.code, desk.period.first_day, post.worker, at, at + post.lease, way.channel, BATCH)
            if not items:
                break
            for item in items:
                told = _send(desk, post, line, item)
                if line.takes_us:
                    yield from _judged(desk, post, line)
                if told:
                    yield told
        yield from _judged(desk, post, line)


def pause_seconds(item: Item, after_seconds: float | None) -> float:
    """How long an item waits for its next try: twice as long each time, a bit more or less, as the receiver asked.

    Edges: the same for the same item and try: no two items come back at one instant, and nothing here is random
    """
    doubled = min(FIRST_PAUSE_SECONDS * 2.0 ** min(item.attempts - 1, 20), LONGEST_PAUSE_SECONDS)
    spread = int(hashlib.sha256(f"{item.key} {item.attempts}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return max(doubled * (0.5 + spread), after_seconds or 0)


class _Line:
    """The way out of one channel, opened when it is first needed, and how it has been doing."""

    def __init__(self, post: Dispatch, way: Way, unfit: Unfit) -> None:
        self._post, self.way, self.unfit = post, way, unfit
        self._carrier: Carrier | None = None
        self._failures = 0
        self._pace = Pace(way.per_minute)
        self.why_resting = ""
        self.is_closed = False
        self.takes_us = False
        self.refused: list[tuple[Item, str]] = []
        self._content: tuple[str, tuple[Artifact, ...]] = ("", ())

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        if self._carrier:
            with closing(self._carrier):
                self._carrier = None

    @property
    def is_resting(self) -> bool:
        """Whether it is better to leave it alone for now."""
        return bool(self.why_resting)

    def content_of(self, item: Item, shelf: Outbox) -> tuple[Artifact, ...]:
        """What an item says. Edges: read once for letters that follow each other, for a mailing's all say the same"""
        if self._content[0] != item.digest:
            self._content = (item.digest, unpacked(shelf.content(item.digest)))
        return self._content[1]

    def carry(self, parcel: Parcel) -> str:
        """Carry a parcel and return what the receiver said. Errors: Closed, Refused, TryAgain."""
        self._pace.wait()
        try:
            if self._carrier is None:
                self._carrier = open_carrier(with_secrets(self.way.outlet, self._post.environ))
            note = self._carrier.carry(parcel).note
        except TryAgain as failure:
            self._failures += 1
            self._pace.was_turned_away()
            if self._failures >= TRIES_BEFORE_REST:
                self.why_resting = str(failure)
            raise
        except Refused:
            self._failures, self.takes_us = 0, False
            self._pace.was_taken()
            raise
        self._failures, self.takes_us = 0, True
        self._pace.was_taken()
        return note

    def refuses(self, item: Item, why: str) -> bool:
        """Note a refusal; return whether there are so many in a row that they are of us, whoever they are for."""
        self.refused.append((item, why))
        return len({one.recipient or one.key for one, _ in self.refused}) >= REFUSALS_BEFORE_CLOSED

    def close(self, why: str) -> None:
        """Leave it alone until a person has opened it."""
        self.why_resting, self.is_closed = why, True


def _send(desk: Desk, post: Dispatch, line: _Line, item: Item) -> Sent | None:
    """Send an item and return what became of it; None where that shows only when another has been sent."""
    if line.is_resting:
        soon = post.clock() + timedelta(seconds=FIRST_PAUSE_SECONDS)
        desk.store.outbox.put_back(item, post.worker, soon, line.why_resting, was_tried=False)
        return Sent(item, None, line.why_resting)
    if why := line.unfit.held(item, line.content_of(item, desk.store.outbox), post.worker, post.clock()):
        return Sent(item, None, why)
    if line.way.is_by_hand:
        return _settle(desk, post, item, ItemState.HANDED_OVER, "Waits for a person to say that it went out.")
    if not _is_ours(desk, post, item):
        return Sent(item, None, "Another worker has it: it took too long to come to it.")
    if line.way.is_mailing and not item.recipient:
        return _fan_out(desk, post, item)
    to = post.addresses.mailbox(item.recipient) if item.recipient else None
    if item.recipient and to is None:
        return _settle(desk, post, item, ItemState.REPLACED, "There is no address for this person any more.")
    return _carry(desk, post, line, item, to)


def _is_ours(desk: Desk, post: Dispatch, item: Item) -> bool:
    """Whether there is time enough to begin with an item; a lease that a slow batch has used up is renewed."""
    at = post.clock()
    if item.leased_until is not None and at < item.leased_until - post.lease / 2:
        return True
    return desk.store.outbox.renew(item, post.worker, at + post.lease)


@contextmanager
def _kept(desk: Desk, post: Dispatch, item: Item) -> Iterator[None]:
    """Keep an item to ourselves meanwhile, however long that is: nobody else may carry it too."""
    done = Event()

    def renew() -> None:
        while not done.wait(post.lease.total_seconds() / RENEWALS):
            with suppress(StoreUnavailable):  # the next renewal comes in time
                desk.store.outbox.renew(item, post.worker, post.clock() + post.lease)

    renewing = Thread(target=renew, name="lease", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()


def _carry(desk: Desk, post: Dispatch, line: _Line, item: Item, to: Mailbox | None) -> Sent | None:
    artifacts, since = line.content_of(item, desk.store.outbox), item.due_at if item.attempts > 1 else None
    parcel = Parcel(item.key, item.channel, item.subject, item.version, artifacts, post.clock(), to, since)
    try:
        with _kept(desk, post, item):
            note = line.carry(parcel)
    except TryAgain as failure:
        if isinstance(failure, Closed):
            _close(desk, post, line, str(failure))
        return _put_back(desk, post, item, failure)
    except NobodyThere as gone:
        post.addresses.nobody_there(item.recipient, post.clock())
        return _settle(desk, post, item, ItemState.FAILED, str(gone))
    except Refused as refused:
        if line.refuses(item, str(refused)):
            _close(desk, post, line, f"It refused {len(line.refused)} in a row, the last with: {refused}")
        return None
    return _settle(desk, post, item, ItemState.ISSUED, note)


def _close(desk: Desk, post: Dispatch, line: _Line, why: str) -> None:
    """Close a channel: what stands in the way would stop everything on it. Its items wait."""
    line.close(why)
    desk.store.outbox.close_channel(desk.code, ClosedChannel(line.way.channel, post.clock(), post.worker, why))


def _judged(desk: Desk, post: Dispatch, line: _Line) -> Iterator[Sent]:
    """Settle what was refused in a row: it has failed, or, where the refusals were of us, it waits with the rest."""
    refused, line.refused = line.refused, []
    for item, why in refused:
        if line.is_closed:
            yield _put_back(desk, post, item, TryAgain(line.why_resting))
        else:
            yield _settle(desk, post, item, ItemState.FAILED, why)


def _fan_out(desk: Desk, post: Dispatch, item: Item) -> Sent:
    letters = tuple(letter_to(item, recipient) for recipient in post.addresses.audience(item))
    note = "To 1 person." if len(letters) == 1 else f"To {len(letters):,} people."
    is_ours = desk.store.outbox.fan_out(item, post.worker, letters, post.clock(), note)
    return Sent(item, ItemState.ISSUED if is_ours else None, note)


def _settle(desk: Desk, post: Dispatch, item: Item, event: ItemState, note: str) -> Sent:
    is_ours = desk.store.outbox.settle(item, post.worker, event, post.clock(), note)
    return Sent(item, event if is_ours else None, note)


def _put_back(desk: Desk, post: Dispatch, item: Item, failure: TryAgain) -> Sent:
    next_try_at = post.clock() + timedelta(seconds=pause_seconds(item, failure.after_seconds))
    desk.store.outbox.put_back(item, post.worker, next_try_at, str(failure))
    return Sent(item, None, str(failure))
