"""The outbox as the application uses it: filled from the latest release, looked at, approved, confirmed.

Nothing here sends; `wardpanels.posting` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from publishers.artifact import Artifact
from publishers.pieces import Piece, packed
from publishers.timetable import Timetable, filling
from scheduler.elections import poll_after
from scheduler.facts import Borough
from scheduler.outbox import Filling, Item, ItemState, Record, records
from scheduler.release import Release
from scheduler.store import Store
from wardpanels.faults import CannotUse, NothingYet
from wardpanels.publicity import Publicity, Way
from wardpanels.sayings import SAYINGS, Known

APPROVABLE = (ItemState.PLANNED, ItemState.FAILED)
CONFIRMABLE = (ItemState.HANDED_OVER, ItemState.ISSUED)


@dataclass(frozen=True, slots=True)
class Desk:
    """One borough's year of publicity: what is stored, what was chosen, and what is known."""

    store: Store
    borough: Borough
    publicity: Publicity
    year: int

    @property
    def code(self) -> str:
        """The borough's code."""
        return self.borough.profile.code


def fill(desk: Desk, at: datetime) -> Filling:
    """Bring the outbox up to the latest release and to the borough's choices of today.

    Edges: where it already is, nothing is worked out again
    Errors: NothingYet, where nothing was released
    """
    release = desk.store.latest_release(desk.code, desk.year)
    if release is None:
        raise NothingYet("release", desk.year, f"wardpanels release --year {desk.year}")
    wanted = (release.number, _settings(desk, _local_day(release, at)))
    outbox = desk.store.outbox
    if outbox.filled_for(desk.code, desk.year, at) == wanted:
        return Filling()
    book = _Book(desk, release)
    timetable = Timetable(
        release, desk.publicity.voices, book.pieces, at, book.withdrawal, book.then, partial(care_on, desk.borough)
    )
    return outbox.fill(desk.code, desk.year, wanted, partial(filling, timetable), book.content, at)


def care_on(borough: Borough, day: date) -> str:
    """Why publicity of a day must be neutral and be looked at by a person; "" on other days."""
    poll = poll_after(borough.elections, day)
    return f"Before the election of {poll.polling_day:%-d %B %Y}: {poll.name}" if poll else ""


def ledger(desk: Desk) -> tuple[Record, ...]:
    """Every item and all that happened to it, by the moment it is due."""
    outbox = desk.store.outbox
    return records(outbox.items(desk.code, desk.year), outbox.entries(desk.code, desk.year))


def approve(desk: Desk, keys: Sequence[str], by: str, at: datetime) -> tuple[Item, ...]:
    """Let items go out when they are due, also those that failed before; return the ones that were waiting for it.

    Errors: CannotUse, where this person may not; UnknownName
    """
    _check_right("approve", desk.publicity.approvers, by)
    return desk.store.outbox.mark(keys, APPROVABLE, ItemState.APPROVED, by, at, "")


def confirm(desk: Desk, keys: Sequence[str], by: str, at: datetime, note: str) -> tuple[Item, ...]:
    """Write down that a person saw items go out; return the ones that were out, or in that person's hands.

    Errors: CannotUse, where this person may not; UnknownName
    """
    _check_right("confirm", desk.publicity.confirmers, by)
    return desk.store.outbox.mark(keys, CONFIRMABLE, ItemState.CONFIRMED, by, at, note)


class _Book:
    """The pieces of a release, those that take back what is there no more, and those of the releases before."""

    def __init__(self, desk: Desk, release: Release) -> None:
        told = (item for item in desk.store.outbox.items(desk.code, desk.year) if item.may_be_told)
        self._desk = desk
        self._known = {release.number: _known(desk, release, tuple(told))}
        self._then: dict[tuple[int, str], dict[tuple[str, str, str], Piece]] = {}
        self.pieces = tuple(piece for way in desk.publicity.ways for piece in self._of(way, release.number))
        self._by_digest = {one.digest: one for piece in self.pieces for one in (piece, piece.neutral) if one}

    def then(self, item: Item) -> Piece | None:
        """An item's piece, made anew of the release that it told of."""
        way = next((way for way in self._desk.publicity.ways if way.channel == item.channel), None)
        if way is None:
            return None
        if (item.version, way.channel) not in self._then:
            pieces = self._of(way, item.version)
            self._then[item.version, way.channel] = {piece.thread: piece for piece in pieces}
        return self._then[item.version, way.channel].get(item.thread)

    def _of(self, way: Way, number: int) -> Iterable[Piece]:
        if number not in self._known:
            release = self._desk.store.release(self._desk.code, self._desk.year, number)
            self._known[number] = _known(self._desk, release, ())
        return (replace(piece, channel=way.channel) for piece in SAYINGS[way.copy](self._known[number]))

    def withdrawal(self, item: Item) -> Piece:
        """What tells that something is to be taken down."""
        text = (
            f"Take this down: {item.channel}, {item.subject}. It is no longer true, and nothing comes in its place.\n"
        )
        path = f"copy/{item.channel}/{item.subject}.txt"
        artifact = Artifact(path, "text/plain; charset=utf-8", text.encode())
        piece = Piece(item.channel, item.subject, item.meetings, (artifact,), item.recipient)
        self._by_digest[piece.digest] = piece
        return piece

    def content(self, digest: str) -> bytes:
        """What the items with this digest say, as it is stored."""
        return packed(self._by_digest[digest].artifacts)


def _known(desk: Desk, release: Release, told: tuple[Item, ...]) -> Known:
    return Known(release, desk.store.released_plan(desk.code, desk.year, release.number), desk.borough, told)


def _settings(desk: Desk, today: date) -> str:
    """A digest of all but the release that decides what is to go out. A period before an election begins on a day."""
    voices = sorted(
        (way.voice.channel, way.copy, way.voice.leads, way.voice.needs_approval) for way in desk.publicity.ways
    )
    chosen = (voices, desk.borough.elections, care_on(desk.borough, today))
    return hashlib.sha256(repr(chosen).encode()).hexdigest()


def _local_day(release: Release, at: datetime) -> date:
    return at.astimezone(ZoneInfo(release.timezone)).date()


def _check_right(what: str, holders: Sequence[str], by: str) -> None:
    if holders and by not in holders:
        raise CannotUse(
            "--by", repr(by), f"one of those who may {what}, by [rights] in borough.toml: {', '.join(holders)}"
        )
