"""A colour, from promises and facts: the share of promises that were kept, never of what somebody recorded. No clock.

What holds of every colour, whatever is counted (tests/scheduler/evidence tries it):

- losing a fact that keeps, adding one that breaks, or time alone never makes it better;
- where nothing is known it is never green;
- a promise counts from the day that it is kept or due, whichever is first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from scheduler.policy import Target


class Colour(StrEnum):
    """How an action stands, the worst first.

    Edges: GREY is a state of its own: nothing is due yet. It is counted neither way, and never taken for green
    Source: red, amber and green are those of the council's own key: missed its target; small issues; on target or done
    """

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"

    @property
    def letter(self) -> str:
        """The colour as a letter, for whoever does not see colours."""
        return "–" if self is Colour.GREY else self.value[0].upper()

    @property
    def means(self) -> str:
        """The colour in words, beside its name."""
        return MEANS[self]


MEANS = {
    Colour.RED: "Off target",
    Colour.AMBER: "Close to its target",
    Colour.GREEN: "On target",
    Colour.GREY: "Nothing due yet",
}


class Kept(StrEnum):
    """What became of a promise.

    Edges: UNRECORDED is over, and nobody has said what became of it; NOT_DUE may still be kept in time
    """

    ON_TIME = "on time"
    LATE = "late"
    BROKEN = "not done"
    UNRECORDED = "not recorded"
    NOT_DUE = "not due"


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing owed to one subject by one day. It comes from what was told or agreed, never from a record.

    Units: `due` is a local day, and the last that is in time
    Edges: `subject` names it to a reader; `key` is its own among one measure's; `ward_code` and `meeting_id` are ""
           where it has none; `first_due` is the day it was first due where that was moved, `moves` how often
    """

    key: str
    subject: str
    due: date
    ward_code: str = ""
    meeting_id: str = ""
    first_due: date | None = None
    moves: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing seen of a promise on a day. `keeps`: it fulfils the promise, else it breaks it.

    Edges: `source` is where it can be looked up, such as "record 12" or "release 3"; `says` is the fact in a few words
    """

    key: str
    on: date
    keeps: bool
    source: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One promise, what became of it, and the facts that say so, oldest first.

    Edges: `is_off_course`: it is not due yet, and nothing that is planned would keep it
    """

    promise: Promise
    kept: Kept
    facts: tuple[Fact, ...] = ()
    is_off_course: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A colour, the counts that give it, and the promises behind it, those that pull it down first."""

    colour: Colour
    judged: tuple[Judged, ...]

    def count(self, kept: Kept) -> int:
        """How many promises came to this."""
        return sum(one.kept is kept for one in self.judged)

    @property
    def counted(self) -> int:
        """How many promises are kept or due by now."""
        return len(self.judged) - self.count(Kept.NOT_DUE)

    @property
    def off_course(self) -> int:
        """How many are not due yet, and nothing planned would keep them."""
        return sum(one.is_off_course for one in self.judged)

    @property
    def on_time_share(self) -> Fraction | None:
        """The share kept in time of those kept or due. Edges: None where there are none."""
        return Fraction(self.count(Kept.ON_TIME), self.counted) if self.counted else None


OnCourse = Callable[[Promise], bool]
"""Whether something that is planned would still keep a promise that is not due yet."""

WORST_FIRST = (Colour.RED, Colour.AMBER, Colour.GREEN)
PULLS_DOWN = {Kept.BROKEN: 0, Kept.UNRECORDED: 1, Kept.LATE: 2, Kept.NOT_DUE: 3, Kept.ON_TIME: 4}


def always(_promise: Promise) -> bool:
    """Of what nobody plans ahead, nothing is off course."""
    return True


def status(
    promises: Iterable[Promise],
    facts: Mapping[str, Sequence[Fact]],
    target: Target,
    as_of: date,
    is_on_course: OnCourse = always,
) -> Status:
    """Return how promises stand on a day. `facts` are by their promises' keys; what happened later is not looked at.

    Edges: a promise that is off course counts as not kept, but those alone make nothing red before their day. (A mere
           cap at amber would let a colour become better by waiting, and late ones by cancelling a meeting.)
    """
    judged = tuple(_judged(promise, facts.get(promise.key, ()), as_of, is_on_course) for promise in promises)
    kept = [one.kept for one in judged if one.kept is not Kept.NOT_DUE]
    off = sum(one.is_off_course for one in judged)
    so_far, ahead = _colour(kept, len(kept), target), _colour(kept, len(kept) + off, target)
    softened = Colour.RED if so_far is Colour.RED else Colour.AMBER
    colour = softened if off and ahead is Colour.RED else ahead
    return Status(colour, tuple(sorted(judged, key=_in_order)))


def worst(colours: Iterable[Colour]) -> Colour:
    """The worst of some colours. Edges: grey where nothing is due of any."""
    known = set(colours)
    return next((colour for colour in WORST_FIRST if colour in known), Colour.GREY)


def by_key(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Facts by the promises that they are of."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.key, []).append(fact)
    return found


def _judged(promise: Promise, facts: Sequence[Fact], as_of: date, is_on_course: OnCourse) -> Judged:
    seen = tuple(sorted((fact for fact in facts if fact.on <= as_of), key=_by_day)) if facts else ()
    kept = _kept(promise, seen, as_of)
    return Judged(promise, kept, seen, kept is Kept.NOT_DUE and not is_on_course(promise))


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.source


def _kept(promise: Promise, seen: Sequence[Fact], as_of: date) -> Kept:
    if any(not fact.keeps for fact in seen):
        # Not before its day: else losing the bad news until then would help.
        return Kept.BROKEN if promise.due < as_of else Kept.NOT_DUE
    if seen:
        return Kept.ON_TIME if seen[0].on <= promise.due else Kept.LATE
    return Kept.UNRECORDED if promise.due < as_of else Kept.NOT_DUE


def _colour(kept: Sequence[Kept], counted: int, target: Target) -> Colour:
    if not counted:
        return Colour.GREY
    on_time, late = kept.count(Kept.ON_TIME), kept.count(Kept.LATE)
    if Fraction(on_time, counted) >= target.green:
        return Colour.GREEN
    return Colour.AMBER if Fraction(on_time + late, counted) >= target.amber else Colour.RED


def _in_order(one: Judged) -> tuple[bool, int, date, str]:
    return not one.is_off_course, PULLS_DOWN[one.kept], one.promise.due, one.promise.key
