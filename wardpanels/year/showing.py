"""Which release a public site shows, by its own meetings.json, and which one it should show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publishers.addresses import MEETINGS_JSON
from scheduler.release.value import Release
from scheduler.store import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """The release that a public site shows. Edges: one that was written before it said when has no `released_at`."""

    number: int
    released_at: datetime | None = None

    def is_of(self, release: Release) -> bool:
        """Whether it is this one."""
        return self.number == release.number and self.released_at in (None, release.released_at)


def newest_releases(store: Store, borough_code: str) -> tuple[Release, ...]:
    """The newest release of every period of a borough, the newest of all last."""
    found = latest_releases(store, borough_code)
    return tuple(sorted(found, key=lambda release: (release.released_at, release.first_day)))


def latest_releases(store: Store, borough_code: str) -> Iterator[Release]:
    """The newest release of every period of a borough, that of the latest period first; each is read when asked for."""
    for each in reversed(store.periods(borough_code)):
        release = store.latest_release(borough_code, each.period.first_day) if each.release else None
        if release is not None:
            yield release


def published_release(site: Path) -> Shown | None:
    """The release that a public folder shows; None where there is none to see."""
    try:
        return shown_by((site / MEETINGS_JSON).read_bytes())
    except OSError:
        return None


def shown_by(content: bytes) -> Shown | None:
    """The release that a meetings.json tells of; None where it tells of none."""
    try:
        told = json.loads(content)["release"]
        at = told.get("released_at")
        return Shown(int(told["number"]), datetime.fromisoformat(at) if at else None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
