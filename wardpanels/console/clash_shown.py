"""A clash for staff: who is meant by name, and of each way out of it whether one button of theirs writes it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.edit import find
from scheduler.facts import Absence, Officer, Venue
from scheduler.period import Period
from scheduler.posing import pinned
from scheduler.rules.shapes import HallOpened, Mend, PinGone, RowGone
from scheduler.why.mends_by_sentence import mends_told
from wardpanels.console.request import Request
from wardpanels.console.wording_for_staff import Names
from wardpanels.people.rights import Act, may
from wardpanels.year.drafts import stored_draft

Clashes = Sequence[Mapping[str, Any]]
"""As a job keeps them: `wardpanels.facts.plan.clash_facts`."""

Right = tuple[Act, tuple[str, ...]]
"""What somebody must be allowed, and in which wards. Edges: none is the whole borough"""


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to mend a clash, in words. Edges: `is_one_button` is whether this person can have it all written down"""

    steps: tuple[str, ...]
    is_one_button: bool


@dataclass(frozen=True, slots=True)
class ClashShown:
    """What cannot all be kept, and each way out of it."""

    subject: str
    demands: tuple[str, ...]
    ways: tuple[WayOut, ...]


def clashes_shown(asked: Request, period: Period, clashes: Clashes) -> Iterator[ClashShown]:
    """The clashes that a job was told of. Errors: as `mends_now`."""
    mends = mends_now(asked, period, [step for clash in clashes for way in clash["repairs"] for step in way])
    names = Names(asked.borough)
    for clash in clashes:
        ways = (WayOut(tuple(map(names.named, way)), _may_all(asked, period, way, mends)) for way in clash["repairs"])
        yield ClashShown(clash["subject"], tuple(map(names.named, clash["demands"])), tuple(ways))


def mends_now(asked: Request, period: Period, steps: Sequence[str]) -> Mapping[str, Mend]:
    """What each step asks to be written down, as the files and the draft are now. Edges: as `mends_told`.

    Errors: UnusableData
    """
    problem, draft = asked.house.problem(period), asked.store.draft(asked.person.borough_code, period.first_day)
    return mends_told(pinned(problem, draft.plan, draft.pins) if draft else problem, frozenset(steps))


def right_to(asked: Request, period: Period, mend: Mend) -> Right:
    """What somebody must be allowed to have a mend of a period written down."""
    borough = asked.borough
    match mend:
        case RowGone(Absence(officer_id)):
            return Act.CHANGE_ABSENCES, _served(asked, {each.officer_id: each for each in borough.officers}[officer_id])
        case HallOpened(venue_id):
            return Act.CHANGE_ABSENCES, _served(asked, {each.venue_id: each for each in borough.venues}[venue_id])
        case RowGone():
            return Act.CHANGE_ABSENCES, ()
        case PinGone(meeting_id):
            plan = stored_draft(asked.store, borough, period).plan
            return Act.EDIT_DRAFT, (find(plan, meeting_id).ward_code,)
    return Act.SET_UP, ()


def _served(asked: Request, each: Officer | Venue) -> tuple[str, ...]:
    return () if len(each.ward_codes) == len(asked.borough.wards) else tuple(sorted(each.ward_codes))


def _may_all(asked: Request, period: Period, way: Sequence[str], mends: Mapping[str, Mend]) -> bool:
    rights = [right_to(asked, period, mends[step]) for step in way if step in mends]
    return len(rights) == len(way) and all(may(asked.person, act, wards) for act, wards in rights)
