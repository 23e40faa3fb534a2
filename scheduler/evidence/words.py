"""Colours and counts in plain words, said once for the screen, the pages, the sheets and the site. No clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scheduler.evidence.action_plan import ActionStatus, MeasureStatus
from scheduler.evidence.day_words import day_of
from scheduler.evidence.status import Fact, Kept, Status
from scheduler.policy import Target

IN_WORDS = ((Kept.LATE, "late"), (Kept.BROKEN, "not done"), (Kept.UNRECORDED, "nobody has recorded"))
STATEMENTS = ("statement", "statements")
NOTHING_DUE = "Nothing is due yet."
HOW_OFTEN: Mapping[str, str] = {
    "once": "Once",
    "meeting": "At every meeting",
    "quarter": "Every quarter",
    "year": "Every year",
    "board": "At every board meeting",
}


def reason(each: MeasureStatus) -> str:
    """Why a measure has its colour: `36 of 46 meetings on time, 3 not done, 7 nobody has recorded.`"""
    status, (one, several) = each.status, each.measure.unit
    are = "is" if status.off_course == 1 else "are"
    ahead = f" Of those to come, {status.off_course:,} {are} not planned." if status.off_course else ""
    if not status.counted:
        count = status.count(Kept.NOT_DUE)
        if not count:
            return f"There are no {several} to count yet."
        return f"{NOTHING_DUE} {count:,} {one if count == 1 else several} to come.{ahead}"
    return f"{_tally(status, each.measure.unit)}.{ahead}"


def stated_reason(status: Status, *, with_words: bool = True) -> str:
    """Why an action that somebody has to state has its colour. Edges: without words, no text of staff is in it"""
    counted = [one for one in status.judged if one.kept is not Kept.NOT_DUE]
    if not counted:
        return NOTHING_DUE
    tally = f"{_tally(status, STATEMENTS)}. " if len(counted) > 1 else ""
    last = max((fact for one in counted for fact in one.facts), key=_by_day, default=None)
    if last is None:
        return f"{tally}Nobody has said that it is done, with a day and a link."
    late = ", late" if not tally and counted[0].kept is Kept.LATE else ""
    stated = f"{tally}{'Last stated' if tally else 'Stated'} on {day_of(last.on)}{late}"
    return f"{stated}: {last.says}" if with_words else f"{stated}."


def _tally(status: Status, unit: tuple[str, str]) -> str:
    """What became of what counts: `36 of 46 meetings on time, 3 not done`."""
    one, several = unit
    parts = [f"{status.count(Kept.ON_TIME):,} of {status.counted:,} {one if status.counted == 1 else several} on time"]
    parts += [f"{status.count(kept):,} {words}" for kept, words in IN_WORDS if status.count(kept)]
    return ", ".join(parts)


def _by_day(fact: Fact) -> date:
    return fact.on


def rests_on(each: ActionStatus, *, for_public: bool = False) -> str:
    """Why an action has its colour, in its measure's sentence and count.

    Edges: for the public no free text of staff is in it
    """
    if each.action.struck_out:
        return "Given up." if for_public else f"Struck out: {each.action.struck_out}"
    if each.stated:
        return stated_reason(each.stated, with_words=not for_public)
    return f"{each.worst.measure.sentence} {reason(each.worst)}" if each.worst else NOTHING_DUE


def rests_on_named(each: ActionStatus) -> str:
    """The same for a screen, with the measure by its name: `inspector_came: 3 of 20 visits on time.`"""
    return f"{each.worst.measure.name}: {reason(each.worst)}" if each.worst else rests_on(each)


def target_words(target: Target) -> str:
    """`Green from 90%, amber from 75%.`"""
    if target.green == target.amber:
        return f"Green from {per_cent(target.green)}, else red."
    return f"Green from {per_cent(target.green)}, amber from {per_cent(target.amber)}."


def per_cent(part: Fraction) -> str:
    """A share as whole or decimal per cent, exact to two places."""
    return f"{float(part * 100):.4g}%"
