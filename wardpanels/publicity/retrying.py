"""What did not go out is let go once more, when a person has mended what stood in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.days import local_day
from scheduler.items import ClosedChannel, Item
from wardpanels.publicity.desk import Desk, open_channel, send_again


@dataclass(frozen=True, slots=True)
class Retried:
    """The keys that somebody meant and the items of them that go out again, and the channel that was opened.

    Edges: `channel` is "" where none was named; `opened` is None where it was not closed
    """

    asked: tuple[str, ...]
    items: tuple[Item, ...]
    channel: str
    opened: ClosedChannel | None


def closed_sentence(closed: ClosedChannel, timezone: str) -> str:
    """Why nothing goes out on a channel, and what to type when that is mended."""
    since, why = f"{local_day(closed.at, timezone):%-d %B %Y}", closed.reason.rstrip(".")
    mended = f"When that is mended, type: wardpanels retry --channel {closed.channel}"
    return f"{closed.channel} is closed since {since}: {why}. {mended}"


def retry(desk: Desk, keys: Sequence[str], channel: str | None, by: str, at: datetime) -> Retried:
    """Open a channel if one is named, and let the failed items with these keys go out again, by whichever channel.

    Errors: CannotUse, where this person may not; UnknownName
    """
    items = send_again(desk, keys, by, at) if keys else ()
    name, opened = open_channel(desk, channel, by, at) if channel else ("", None)
    return Retried(tuple(keys), items, name, opened)
