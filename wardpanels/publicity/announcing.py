"""Makes what changed public: the draft becomes a release, and the release fills the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from publishers.artifact import Artifact
from publishers.handover import text_of
from scheduler.items import Filling, Item
from wardpanels.faults import TooManyCancellations
from wardpanels.publicity.desk import Desk, SaidBy, fill, foreseen_in_words
from wardpanels.year.releasing import NextRelease, release_draft

MOST_SAMPLES = 3
WORDS = ("text/plain", "text/markdown", "application/json")


@dataclass(frozen=True, slots=True)
class Announced:
    """A release, and what changed in the outbox; no `filling` where no release was stored and nothing was amiss there.

    Edges: a release whose process was killed before the outbox was filled is stored already, and fills it the next time
    """

    made: NextRelease
    filling: Filling | None


def announce(
    desk: Desk,
    at: datetime,
    *,
    allowed: int | None = None,
    dry_run: bool = False,
    is_first: bool = False,
    frozen: Callable[[NextRelease], object] = lambda made: None,
) -> Announced:
    """Release the draft, and have everything that it makes necessary wait to go out. `frozen` is told in between.

    Errors: as `release_draft`
    """
    made = release_draft(desk.store, desk.borough, desk.period, at, allowed=allowed, dry_run=dry_run, is_first=is_first)
    if dry_run:
        return Announced(made, None)
    frozen(made)
    filling = fill(desk, at)
    return Announced(made, filling if made.is_stored or filling != Filling() else None)


@dataclass(frozen=True, slots=True)
class ToTell:
    """What one channel would be given by a release.

    Edges: `told` is who hears by it; `items` and `to_approve` are numbers of pieces; `samples` are the words of the
           first that are due, without pictures and pages; `replaced` is how many that wait would be taken back; what
           officers are sent who were never written to is not foreseen
    """

    channel: str
    told: str
    is_by_hand: bool
    items: int
    to_approve: int
    replaced: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a release of the draft would say, and to whom.

    Edges: `number_to_type` is how many meetings it cancels, where they are so many that a person must say the number;
           `channels` are those that it changes anything for
    """

    made: NextRelease
    number_to_type: int | None
    channels: tuple[ToTell, ...]


def foresee_release(desk: Desk, at: datetime, *, is_first: bool = False) -> Foreseen:
    """Say what releasing the draft would tell to whom, by which channel. Nothing is changed.

    Errors: as `release_draft`, but for TooManyCancellations
    """
    number = None
    try:
        made = announce(desk, at, dry_run=True, is_first=is_first).made
    except TooManyCancellations as fault:
        number = fault.cancelled
        made = announce(desk, at, allowed=number, dry_run=True, is_first=is_first).made
    return Foreseen(made, number, _to_tell(desk, made, at) if made.is_needed else ())


def _to_tell(desk: Desk, made: NextRelease, at: datetime) -> tuple[ToTell, ...]:
    """What each channel is given anew, those that everybody sees first."""
    items, said_by = foreseen_in_words(desk, made.release, at)
    before = {item.key: item for item in desk.store.outbox.items(desk.code, desk.period.first_day, with_letters=False)}
    new, gone = defaultdict[str, list[Item]](list), defaultdict[str, int](int)
    for item in items:
        if item.is_open and item.digest != (before[item.key].digest if item.key in before else ""):
            new[item.channel].append(item)
        elif item.key in before and before[item.key].is_open and not item.is_open:
            gone[item.channel] += 1
    ways = {way.channel: way for way in desk.publicity.every}
    return tuple(
        ToTell(
            name,
            way.heard_by.told,
            way.is_by_hand,
            len(new[name]),
            sum(item.awaits_approval for item in new[name]),
            gone[name],
            _samples(new[name], said_by),
        )
        for name, way in ways.items()
        if new[name] or gone[name]
    )


def _samples(items: list[Item], said_by: SaidBy) -> tuple[str, ...]:
    """The words of the first that are due."""
    first = sorted(items, key=lambda item: (item.due_at, item.key))[:MOST_SAMPLES]
    return tuple(text for item in first if (text := _words(said_by(item))))


def _words(artifacts: Sequence[Artifact]) -> str:
    """What a person would read. Edges: mail says it all twice, and its plain words are read"""
    plain = [each for each in artifacts if each.media_type.startswith(WORDS)]
    return "\n".join(text_of(each).strip() for each in plain)
