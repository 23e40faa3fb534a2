"""How the pages for staff say how two plans differ, and what residents would be told. Nothing here decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publishers.wording import access_notes
from scheduler.plan import PlannedMeeting
from scheduler.reasons import said
from scheduler.release.value import Change, ChangeKind, ReleasedMeeting
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_a_year import short_when

GONE = "no longer planned"
OFFICERS = "with other officers"
REWORDED = "reworded"

KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "new",
    ChangeKind.MOVED: "moved",
    ChangeKind.VENUE_CHANGED: "in another hall",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.REINSTATED: "on again",
    ChangeKind.ACCESS_CHANGED: "with other access",
    ChangeKind.NOT_HELD: "not held",
    ChangeKind.HELD: "held after all",
    ChangeKind.UPDATED: REWORDED,
}
"""What happened to meetings, in the order it is told."""
ORDER = (*KINDS.values(), OFFICERS, GONE)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One meeting that differs: its ward's name, what happened to it, and that in one line."""

    ward: str
    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class Differing:
    """Meetings that differ, by ward, and how many of each kind: `3 moved, 1 cancelled`. Edges: "" where none does."""

    count: int
    counts: str
    by_ward: tuple[tuple[str, tuple[str, ...]], ...]


def of_drafts(
    changed: Iterable[tuple[PlannedMeeting | None, PlannedMeeting | None]], names: Names, *, shows_staff: bool
) -> Differing:
    """How one plan differs from another: its meetings before and after. Without `shows_staff` no officer is named."""
    told = []
    for before, after in changed:
        known = after or before
        if known is not None:
            kind, line = _planned(before, after, names, shows_staff=shows_staff)
            told.append(ToldChange(names.ward(known.ward_code), kind, line))
    return _differing(told)


def of_telling(changes: Iterable[Change], names: Names) -> Differing:
    """What a release tells anew."""
    return _differing(
        [
            ToldChange(names.ward(each.after.ward_code), KINDS[each.kind], _released(each))
            for each in changes
            if each.kind in KINDS
        ]
    )


def _differing(told: list[ToldChange]) -> Differing:
    numbers = Counter(each.kind for each in told)
    counts = ", ".join(f"{numbers[kind]:,} {kind}" for kind in ORDER if numbers[kind])
    wards = sorted({each.ward for each in told})
    by_ward = tuple((ward, tuple(each.line for each in told if each.ward == ward)) for ward in wards)
    return Differing(len(told), counts, by_ward)


def _planned(
    before: PlannedMeeting | None, after: PlannedMeeting | None, names: Names, *, shows_staff: bool
) -> tuple[str, str]:
    """What happened to a meeting of a draft: the first thing that people would have to be told."""
    if after is None:
        return GONE, f"No longer planned: {_drafted(before, names)}" if before else ""
    if before is None:
        return KINDS[ChangeKind.NEW], f"New: {_drafted(after, names)}"
    if before.stands != after.stands:
        return _put_off_or_on(before, after, names)
    if before.starts_at != after.starts_at:
        return KINDS[ChangeKind.MOVED], _moved(_drafted(before, names), _drafted(after, names))
    if before.venue_id != after.venue_id:
        was = names.hall(before.venue_id)
        return KINDS[ChangeKind.VENUE_CHANGED], f"Another hall: {_drafted(after, names)}, instead of {was}"
    if before.officers != after.officers:
        who = f": {', '.join(names.crew(after))}, instead of {', '.join(names.crew(before))}" if shows_staff else ""
        return OFFICERS, f"Other officers on {short_when(after.starts_at)}{who}"
    return REWORDED, f"Reworded: {_drafted(after, names)}"


def _put_off_or_on(before: PlannedMeeting, after: PlannedMeeting, names: Names) -> tuple[str, str]:
    if after.stands:
        return KINDS[ChangeKind.REINSTATED], f"On again: {_drafted(after, names)}"
    why = f". {said(after.because)}" if after.because else ""
    return KINDS[ChangeKind.CANCELLED], f"Cancelled: {_drafted(before, names)}{why}"


def _drafted(meeting: PlannedMeeting, names: Names) -> str:
    return f"{short_when(meeting.starts_at)}, {names.hall(meeting.venue_id)}"


def _released(change: Change) -> str:
    before, after = change.before, change.after
    if change.kind is ChangeKind.MOVED and before:
        return _moved(_public(before), _public(after))
    if change.kind is ChangeKind.VENUE_CHANGED and before:
        return f"Another hall: {_public(after)}, instead of {before.hall.name}"
    if change.kind is ChangeKind.ACCESS_CHANGED:
        return f"Other access: {_public(after)}: {'; '.join(access_notes(after.hall)).lower()}"
    kind = KINDS[change.kind]
    return f"{kind[0].upper()}{kind[1:]}: {_public(after)}"


def _public(meeting: ReleasedMeeting) -> str:
    return f"{short_when(meeting.starts_at)}, {meeting.hall.name}"


def _moved(was: str, now: str) -> str:
    return f"Moved: from {was} to {now}"
