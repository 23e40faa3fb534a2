"""A store that lasts as long as the process: for trying things out. It keeps documents, as the others do.

Its outbox and subscribers are the others' own, on a database that is gone with the process: nothing is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine

from scheduler.errors import StaleRevision
from scheduler.plan import Plan
from scheduler.release.value import Release
from scheduler.store.documents import decode_plan, decode_release, encode
from scheduler.store.engines import passing_engine
from scheduler.store.outbox import SqlOutbox
from scheduler.store.ports import (
    Draft,
    Outbox,
    StaleRelease,
    Subscribers,
    in_utc,
    no_such_release,
    refuse_other_plan,
)
from scheduler.store.subscribers import SqlSubscribers
from scheduler.store.tables import METADATA


@dataclass(slots=True)
class _Year:
    """One borough's year: documents in the order in which they came."""

    drafts: list[bytes] = field(default_factory=list)
    releases: list[tuple[bytes, bytes]] = field(default_factory=list)


class MemoryStore:
    """Keeps everything in this process and forgets it at its end. Safe to share between threads."""

    def __init__(self) -> None:
        self._years: dict[tuple[str, int], _Year] = {}
        self._writing = Lock()
        self._engine: Engine | None = None

    @property
    def outbox(self) -> Outbox:
        """What is to go out."""
        return SqlOutbox(self._database())

    @property
    def subscribers(self) -> Subscribers:
        """Who asked for mail."""
        return SqlSubscribers(self._database())

    def _database(self) -> Engine:
        """Made when it is first asked for: most who try things out send nothing."""
        with self._writing:
            if self._engine is None:
                self._engine = passing_engine()
                METADATA.create_all(self._engine)
            return self._engine

    def draft(self, borough_code: str, year: int) -> Draft | None:
        drafts = self._year(borough_code, year).drafts
        return Draft(len(drafts), decode_plan(drafts[-1])) if drafts else None

    def save_draft(self, plan: Plan, *, expected_revision: int | None, saved_at: datetime) -> int:
        in_utc(saved_at)  # refused as the other stores refuse it; nobody asks this one when
        document = encode(plan)
        with self._writing:
            drafts = self._years.setdefault((plan.borough_code, plan.first_day.year), _Year()).drafts
            if len(drafts) != (expected_revision or 0):
                raise StaleRevision(found=len(drafts), wanted=expected_revision or 0)
            drafts.append(document)
            return len(drafts)

    def append_release(self, release: Release, plan: Plan) -> None:
        refuse_other_plan(release, plan)
        documents = encode(release), encode(plan)
        with self._writing:
            releases = self._years.setdefault((release.borough_code, release.first_day.year), _Year()).releases
            if release.number != len(releases) + 1:
                raise StaleRelease(found=release.number, wanted=len(releases) + 1)
            releases.append(documents)

    def latest_release(self, borough_code: str, year: int) -> Release | None:
        releases = self._year(borough_code, year).releases
        return decode_release(releases[-1][0]) if releases else None

    def release(self, borough_code: str, year: int, number: int) -> Release:
        return decode_release(self._documents(borough_code, year, number)[0])

    def releases(self, borough_code: str, year: int) -> tuple[int, ...]:
        return tuple(range(1, len(self._year(borough_code, year).releases) + 1))

    def released_plan(self, borough_code: str, year: int, number: int) -> Plan:
        return decode_plan(self._documents(borough_code, year, number)[1])

    def close(self) -> None:
        self._years.clear()

    def _year(self, borough_code: str, year: int) -> _Year:
        return self._years.get((borough_code, year), _Year())

    def _documents(self, borough_code: str, year: int, number: int) -> tuple[bytes, bytes]:
        releases = self._year(borough_code, year).releases
        if not 1 <= number <= len(releases):
            raise no_such_release(number, len(releases))
        return releases[number - 1]
