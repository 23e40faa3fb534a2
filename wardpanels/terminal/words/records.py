"""What became of meetings, and what is owed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.debt import Fate, PromisedMeeting, WardDebt
from scheduler.evidence.agreed import Agreed
from scheduler.facts import Borough
from scheduler.plan import PlannedMeeting
from wardpanels.year.recording import Recorded


def record_sentences(borough: Borough, found: Recorded) -> tuple[str, ...]:
    """What is now known of a meeting, what was known before, and what to type next."""
    meeting = found.meeting
    about = f"{_named(borough, meeting)}: {found.record}"
    before = (f"Before: {found.before}",) if found.before else ()
    owed = ("The ward is still owed it. To see what is owed, type: wardpanels debts",) if found.record.not_held else ()
    return (about, *before, *_agreed(found.agreed), *_in_file(found), *owed)


def _agreed(agreed: Agreed) -> tuple[str, ...]:
    """How much of what was agreed was written down."""
    priorities, actions = len(agreed.priorities), len(agreed.actions)
    told = [f"{priorities} {'priority' if priorities == 1 else 'priorities'}"] if priorities else []
    told += [f"{actions} {'action' if actions == 1 else 'actions'}"] if actions else []
    return (f"Agreed: {' and '.join(told)}.",) if told else ()


def _in_file(found: Recorded) -> tuple[str, ...]:
    """That a record and the file differ."""
    if found.in_file is None:
        return ()
    return (f"attendance.csv has {found.in_file:,} for this ward and day. The record counts.",)


DEBT_HEADS = ("Ward", "Owed", "Held", "Planned", "Still owed", "Not recorded yet", "Let go", "Extra")
OPEN_HEADS = ("Still owed", "Ward", "Was", "Why")


def debt_rows(borough: Borough, debts: Sequence[WardDebt]) -> list[tuple[object, ...]]:
    """A row a ward, in which owed is the sum of the three numbers that follow it; of several wards their sums too."""
    rows = [(_ward(borough, debt.ward_code), *_counts(debt)) for debt in debts]
    sums = [sum(column) for column in zip(*(_counts(debt) for debt in debts), strict=True)]
    return [*rows, ("All wards", *sums)] if len(rows) > 1 else [*rows]


def _counts(debt: WardDebt) -> tuple[int, ...]:
    also = (debt.count(Fate.NOT_RECORDED), debt.count(Fate.WAIVED), debt.extras)
    return (debt.owed, debt.held, debt.planned, debt.still_owed, *also)


def open_rows(borough: Borough, debts: Sequence[WardDebt]) -> list[tuple[str, ...]]:
    """Each meeting that is still owed, when it was to be, and why it was not held."""
    return [
        (promise.meeting.meeting_id, _ward(borough, debt.ward_code), _when(promise.meeting), promise.why)
        for debt in debts
        for promise in debt.open
    ]


def debt_sentences(debts: Sequence[WardDebt], earlier: Sequence[WardDebt] = (), now_in: str = "") -> tuple[str, ...]:
    """What to type next of what is still owed, also of `earlier` periods.

    Edges: `now_in` is what names the period of today, where the debts' own is over and can have no more meetings
    """
    never = sum(debt.never_planned for debt in debts)
    still = [promise for debt in (*debts, *earlier) for promise in debt.open]
    without = (f"Meetings that never had a date: {never}.",) if never else ()
    if not still:
        return without
    first = still[0].meeting
    make_good = f"To make one good, type: wardpanels add --instead-of {first.meeting_id} {now_in}".rstrip()
    return (*without, make_good, f'To let it go, type: wardpanels waive {first.meeting_id} --because "…"')


def waived_sentence(borough: Borough, promise: PromisedMeeting) -> str:
    """Which meeting is owed no longer."""
    return f"{_named(borough, promise.meeting)}: the ward is owed it no longer."


def _named(borough: Borough, meeting: PlannedMeeting) -> str:
    return f"{meeting.meeting_id}, {_ward(borough, meeting.ward_code)}, {_when(meeting)}"


def _when(meeting: PlannedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %Y %H:%M}"


def _ward(borough: Borough, code: str) -> str:
    return next((ward.name for ward in borough.wards if ward.code == code), code)
