"""Makes what changed public: the draft becomes a release, and the release fills the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.items import Filling
from wardpanels.publicity.desk import Desk, fill
from wardpanels.year.releasing import NextRelease, release_draft


@dataclass(frozen=True, slots=True)
class Announced:
    """A release, and what it changed in the outbox; no `filling` where no release was stored."""

    made: NextRelease
    filling: Filling | None


def announce(
    desk: Desk, at: datetime, *, allowed: int | None = None, dry_run: bool = False, is_first: bool = False
) -> Announced:
    """Release the draft, and have everything that it makes necessary wait to go out.

    Errors: as `release_draft`
    """
    made = release_draft(desk.store, desk.borough, desk.period, at, allowed=allowed, dry_run=dry_run, is_first=is_first)
    return Announced(made, fill(desk, at) if made.is_stored else None)
