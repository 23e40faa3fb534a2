"""What each ward is owed, and what became of it: owed = held + planned + still owed, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scheduler.plan import Plan, PlannedMeeting, in_the_place_of
from scheduler.reasons import said
from scheduler.records import MeetingRecord


class Fate(StrEnum):
    """What became of one meeting that was promised, the best first.

    Edges: NOT_RECORDED counts as held: it has begun, and nobody has said how it went
    """

    HELD = "held"
    NOT_RECORDED = "not recorded yet"
    PLANNED = "planned"
    WAIVED = "let go"
    OWED = "still owed"


@dataclass(frozen=True, slots=True)
class PromisedMeeting:
    """One meeting that a ward was promised, and what became of it.

    Edges: `meeting` is the last that was to keep the promise: the one promised, or one that took its place; `why` says
           why it did not, or why the promise was let go; "" where neither is so or nobody has said it
    """

    meeting: PlannedMeeting
    kept: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class WardDebt:
    """What one ward is owed in a period.

    Units: `quota` is what its tier owes; `extras` are meetings beside the quota that were held or are planned
    Edges: where more were promised than the quota, as before a tier went down, what was promised counts
    """

    ward_code: str
    quota: int
    promises: tuple[PromisedMeeting, ...]
    extras: int = 0

    def count(self, *kept: Fate) -> int:
        """How many promises came to one of these."""
        return sum(promise.kept in kept for promise in self.promises)

    @property
    def owed(self) -> int:
        """What the ward is owed, less what was let go."""
        return max(self.quota, len(self.promises)) - self.count(Fate.WAIVED)

    @property
    def held(self) -> int:
        """Those that were held, and those that have begun and are not recorded yet."""
        return self.count(Fate.HELD, Fate.NOT_RECORDED)

    @property
    def planned(self) -> int:
        """Those still to come."""
        return self.count(Fate.PLANNED)

    @property
    def never_planned(self) -> int:
        """Those for which there never was a date."""
        return max(0, self.quota - len(self.promises))

    @property
    def still_owed(self) -> int:
        """Those that were cancelled or not held and not made good, and those for which there never was a date."""
        return self.count(Fate.OWED) + self.never_planned

    @property
    def open(self) -> tuple[PromisedMeeting, ...]:
        """The promises that are still owed."""
        return tuple(promise for promise in self.promises if promise.kept is Fate.OWED)


def debts(
    quotas: Mapping[str, int],
    plan: Plan,
    records: Mapping[str, MeetingRecord],
    at: datetime,
    later: Sequence[PlannedMeeting] = (),
) -> tuple[WardDebt, ...]:
    """What each ward is owed, in the order of `quotas`, which are by ward code. `records` are by meeting id.

    Edges: meetings of `later` periods make good what they took the place of, and are extra in their own
    """
    known, every = plan.meeting_by_id, replace(plan, meetings=(*plan.meetings, *later))
    roots = [meeting for meeting in plan.meetings if meeting.instead_of not in known]
    found: dict[str, tuple[list[PromisedMeeting], list[PromisedMeeting]]] = {code: ([], []) for code in quotas}
    for root in roots:
        promise = _promise([root, *in_the_place_of(every, root.meeting_id)], records, at)
        promised, extra = found.setdefault(root.ward_code, ([], []))
        (extra if root.is_extra else promised).append(promise)
    return tuple(
        WardDebt(code, quotas.get(code, 0), tuple(promised), sum(_counts(promise) for promise in extra))
        for code, (promised, extra) in found.items()
    )


def _counts(promise: PromisedMeeting) -> bool:
    return promise.kept not in (Fate.WAIVED, Fate.OWED)


def _promise(meetings: Sequence[PlannedMeeting], records: Mapping[str, MeetingRecord], at: datetime) -> PromisedMeeting:
    """What became of a meeting, or of those that took its place: the best of it."""
    order = list(Fate)
    outcomes = [_outcome(meeting, records.get(meeting.meeting_id), at) for meeting in meetings]
    return min(reversed(outcomes), key=lambda promise: order.index(promise.kept))


def _outcome(meeting: PlannedMeeting, record: MeetingRecord | None, at: datetime) -> PromisedMeeting:
    failed = record.not_held if record else None
    if meeting.stands and failed is None:
        told = record is not None and record.tells_outcome
        begun = Fate.HELD if told else Fate.NOT_RECORDED
        return PromisedMeeting(meeting, Fate.PLANNED if meeting.starts_at > at else begun)
    if record and record.waived is not None:
        return PromisedMeeting(meeting, Fate.WAIVED, record.waived)
    why = failed if meeting.stands else meeting.because
    state = "not held" if meeting.stands else "cancelled"
    return PromisedMeeting(meeting, Fate.OWED, f"{state}: {said(why)}" if why else state)
