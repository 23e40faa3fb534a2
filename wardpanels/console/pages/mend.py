"""One button of a clash: what mends it is written down, and the year is planned again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from scheduler.errors import UnusableData
from scheduler.job import Job
from scheduler.pinned import Pinned
from scheduler.rules.shapes import Mend, PinGone
from wardpanels.console.begun_work import start
from wardpanels.console.clash_shown import Right, mends_now, right_to
from wardpanels.console.folder_page import check_also, put
from wardpanels.console.form_reading import whole_number
from wardpanels.console.job_results import job_of
from wardpanels.console.request import Redirect, Request, Route
from wardpanels.console.wording_for_staff import Names
from wardpanels.faults import CannotUse
from wardpanels.jobs.every_job import BY_NAME
from wardpanels.people.rights import Act
from wardpanels.tidying.clash_mends import try_mends
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import pin_meeting


def mend(asked: Request) -> Redirect:
    """Write a way out down and plan again. Errors: CannotUse where it is none any more; NotAllowed; UnusableData."""
    job = job_of(asked)
    steps = _way(job, asked)
    mends = mends_now(asked, job.period, steps)
    if len(mends) < len(steps):
        raise CannotUse("what would mend it", "something that is otherwise by now", "a clash as it is now: look again")
    said = "; ".join(map(Names(asked.borough).named, steps))
    pins = [each for each in mends.values() if isinstance(each, PinGone)]
    rows = [each for each in mends.values() if not isinstance(each, PinGone)]
    if rows:
        act, wards = _right_to_all([right_to(asked, job.period, each) for each in rows])
        asked.act(act, wards, f"Mend a clash: {said}", lambda: _put(asked, job, rows, said))
    for pin in pins:
        act, wards = right_to(asked, job.period, pin)
        asked.act(act, wards, f"Mend a clash: {said}", partial(_unpin, asked, job, pin, said))
    return start(asked, job.period, msgspec.convert(job.asked, BY_NAME[job.kind].asked, strict=False))


def _right_to_all(rights: Sequence[Right]) -> Right:
    """The right that covers all of them: files go into the folder all or none."""
    act = Act.SET_UP if any(act is Act.SET_UP for act, _ in rights) else Act.CHANGE_ABSENCES
    codes = [wards for _, wards in rights]
    return act, tuple(sorted({code for wards in codes for code in wards})) if all(codes) else ()


def _put(asked: Request, job: Job, mends: Sequence[Mend], said: str) -> None:
    house = asked.house
    trial = try_mends(house.data, mends, house.borough(job.period).in_force, asked.at, check_also)
    if trial.problems:
        raise UnusableData(trial.problems)
    put(asked, trial.files, said, trial.seen)


def _unpin(asked: Request, job: Job, pin: PinGone, said: str) -> None:
    signed = Signed(asked.person.name, said)
    pin_meeting(asked.store, asked.house.problem(job.period), Pinned(pin.meeting_id, ()), asked.at, signed)


def _way(job: Job, asked: Request) -> tuple[str, ...]:
    """The steps of the way out that a form names: of which clash, and which of its ways, both from 0."""
    clashes = job.result.get("clashes") or ()
    clash, way = (whole_number(asked.form.get(name, "")) for name in ("clash", "way"))
    ways = clashes[clash]["repairs"] if clash is not None and clash < len(clashes) else ()
    if way is None or way >= len(ways):
        raise CannotUse("what would mend it", "no such way", "one of those that the page shows")
    return tuple(ways[way])


ROUTES = (Route("/jobs/<number>/mend", mend, Act.PLAN, is_form=True),)
