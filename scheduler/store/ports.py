"""What a store promises, whatever keeps the rows: drafts and releases are added, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from scheduler.errors import PanelError, StaleRevision, UnknownName
from scheduler.plan import Plan
from scheduler.release import Release


class StoreUnavailable(PanelError):
    """The store cannot be reached or used. `place` never holds a password."""

    code = "store-unavailable"

    def __init__(self, place: str, found: str, wanted: str) -> None:
        self.place, self.found, self.wanted = place, found, wanted
        super().__init__(f"store {place}: found {found}, wanted {wanted}")


class StaleRelease(StaleRevision):
    """Somebody else stored a release since the one before this was read."""

    code = "stale-release"

    def __init__(self, found: int, wanted: int) -> None:
        self.found, self.wanted = found, wanted
        PanelError.__init__(self, f"release: found number {found}, wanted {wanted}. Make the release again.")


@dataclass(frozen=True, slots=True)
class Draft:
    """The newest stored plan of a year. `revision` counts from 1."""

    revision: int
    plan: Plan


class Store(Protocol):
    """Drafts and releases by borough code and planned year (the year of the plan's first day)."""

    def draft(self, borough_code: str, year: int) -> Draft | None:
        """The newest draft, or None where nothing was planned yet."""

    def save_draft(self, plan: Plan, *, expected_revision: int | None, saved_at: datetime) -> int:
        """Add `plan` as the newest draft and return its revision.

        Edges:  `expected_revision` is the revision that was read before, None where there was no draft yet
        Errors: StaleRevision where the newest draft is another one
        """

    def append_release(self, release: Release, plan: Plan) -> None:
        """Add a release and the plan it was made of, both or neither.

        Errors: StaleRelease where its number does not follow the last one
        """

    def latest_release(self, borough_code: str, year: int) -> Release | None:
        """The newest release, or None where nothing was released yet."""

    def release(self, borough_code: str, year: int, number: int) -> Release:
        """One release. Errors: UnknownName."""

    def releases(self, borough_code: str, year: int) -> tuple[int, ...]:
        """The numbers of all releases, in order."""

    def released_plan(self, borough_code: str, year: int, number: int) -> Plan:
        """The plan that a release was made of. Errors: UnknownName."""

    def close(self) -> None:
        """Let go of files and connections. The store is not used afterwards."""


def in_utc(moment: datetime) -> datetime:
    """Errors: ValueError where `moment` has no zone: a guess would be an hour out all summer."""
    if moment.tzinfo is None:
        raise ValueError(f"store: found {moment.isoformat()} without a zone, wanted a moment with one")
    return moment.astimezone(UTC)


def refuse_other_plan(release: Release, plan: Plan) -> None:
    """Errors: ValueError where `release` was not made of a plan of this borough and year."""
    found, wanted = (plan.borough_code, plan.first_day), (release.borough_code, release.first_day)
    if found != wanted:
        raise ValueError(f"plan: found {found[0]} from {found[1]}, wanted {wanted[0]} from {wanted[1]}")


def no_such_release(number: int, latest: int) -> UnknownName:
    """The error for a release that was never made."""
    return UnknownName("release", str(number), f"a number from 1 to {latest}" if latest else "a year with a release")
