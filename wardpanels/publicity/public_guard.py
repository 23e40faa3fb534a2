"""What looks through the files of a desk before they are public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from publishers.artifact import Artifact
from scheduler.items import Item, ItemState
from scheduler.who import KnownBy, Who
from wardpanels.disk.output import Guard
from wardpanels.publicity.desk import Desk, copy_of, latest_release
from wardpanels.publicity.sayings import TO_OFFICERS
from wardpanels.year.staff_facts import StaffFacts, staff_facts


def guard_of(desks: Sequence[Desk]) -> Guard:
    """The guard of the files of these periods of one borough. Errors: NothingYet"""
    return staff_of(desks).refuse


def staff_of(desks: Sequence[Desk]) -> StaffFacts:
    """What no public word of these periods of one borough may hold. Errors: NothingYet"""
    first, releases = desks[0], tuple(map(latest_release, desks))
    return staff_facts(first.store, first.borough.profile, first.borough.officers, releases)


class Unfit:
    """Holds back what tells of staff: looked up for the first item, and once for letters that are alike.

    Edges: letters to officers may tell of them
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._staff: StaffFacts | None = None
        self._last = ("", "")

    def held(self, item: Item, artifacts: Iterable[Artifact], worker: str, at: datetime) -> str:
        """Hold an item back that a sender has in hand, if it must be; return why, "" where it may go out.

        Edges: a person changes its words, or what they are made of, and lets it go
        Errors: NothingYet
        """
        found = self._found(item, artifacts)
        why = f"It holds {found}: nobody is sent that." if found else ""
        shelf = self._desk.store.outbox
        if why and shelf.put_back(item, worker, at, why, was_tried=False):
            shelf.set_aside(ItemState.HELD, [item.key], Who("Ward Panels", KnownBy.PROGRAM), at, why)
        return why

    def _found(self, item: Item, artifacts: Iterable[Artifact]) -> str:
        if copy_of(self._desk, item) in TO_OFFICERS:
            return ""
        staff = self._staff = self._staff or staff_of([self._desk])
        if item.digest != self._last[0]:
            found = (staff.found(artifact.content) for artifact in artifacts)
            self._last = (item.digest, next(filter(None, found), ""))
        return self._last[1]
