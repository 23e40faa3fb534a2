"""Asks data.police.uk what it shows of each ward's priorities and team, and notes it: a line for each ward and day."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.progress import Progress
from wardpanels import wiring
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.listings.neighbourhoods import look_at_neighbourhoods
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import open_desk


@dataclass(frozen=True, slots=True)
class NeighbourhoodsAsked:
    """Nothing can be asked: every ward of the borough is looked at."""


def _run(work: Work, _asked: NeighbourhoodsAsked) -> Found:
    desk = open_desk(work.store, work.data, work.period)
    work.news.heard(Progress("Asking data.police.uk"))
    shown = look_at_neighbourhoods(desk, wiring.asker(desk.publicity.allowed), wiring.police_uk(), None, wiring.now())
    faults = [[one.ward.name, one.fault] for one in shown if not one.seen]
    return Found({"wards": len(shown), "faults": faults})


KIND = Kind("ask for wards", Act.NOTE, JobTurn.ASK, NeighbourhoodsAsked, _run)
