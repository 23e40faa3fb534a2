"""How the pages for staff say one meeting, what a change of it costs, and how its year looks. Nothing here decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_high

from scheduler.period import Period
from scheduler.pinned import PARTS
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.reasons import said
from scheduler.why.heat import DayState, HeatDay
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.console.wording_of_a_year import BECAME, short_day, short_when
from wardpanels.facts.explained import sentences
from wardpanels.year.editing import Edited
from wardpanels.year.meeting_in_full import MeetingInFull
from wardpanels.year.seeing import StateSeen

NOT_TOLD = "Residents are told once it is released."
PINS = {"date": "the day and the start", "hall": "the hall", "officers": "the officers"}
"""What of a meeting can be pinned, in words."""

NOW, CHEAP, SOME, MUCH, REFUSED, CLOSED, PAST = "n", "f", "s", "m", "r", "c", "p"
"""How a day of the map is drawn, as classes."""
OF_STATE = {DayState.FREE: CHEAP, DayState.REFUSED: REFUSED, DayState.CLOSED: CLOSED, DayState.PAST: PAST}


def points_more(difference: int) -> str:
    """How much more than now: `20 points more`, `1 point fewer`, `costs the same`."""
    if not difference:
        return "costs the same"
    return f"{counted(abs(difference), 'point', 'points')} {'more' if difference > 0 else 'fewer'}"


def place(meeting: PlannedMeeting, names: Names) -> str:
    """When and where: `Tue 9 March 2027, 7pm, Bow Hall`."""
    return f"{short_when(meeting.starts_at)}, {names.hall(meeting.venue_id)}"


def state(full: MeetingInFull, at_it: bool) -> str:
    """What became of it, with the reason of one that is cancelled. Edges: `at_it` where it is being held"""
    meeting = full.meeting
    if at_it:
        return "Being held now"
    words = BECAME[full.seen.became].capitalize()
    if full.seen.became is not StateSeen.CANCELLED:
        return words
    why = f". {said(meeting.because)}" if meeting.because else ", for no reason that was given"
    return f"{words}{why}{' A new date is to follow.' if meeting.new_date_follows else ''}"


def told(full: MeetingInFull, names: Names) -> str:
    """What residents have been told of it."""
    before = full.seen.before
    if full.release is None:
        return "Nothing yet: the year has not been released"
    if full.seen.is_new:
        return "Nothing yet: it came after the newest release"
    if before is None:
        return f"The same, by release {full.release}"
    was = f"{short_when(before.starts_at)}, {names.hall(before.venue_id)}"
    return f"{'That it is cancelled; it was to be ' if before.is_cancelled else ''}{was}"


def kind(meeting: PlannedMeeting) -> str:
    """What it is beside the ward's year, "" for one of that."""
    if meeting.instead_of:
        return "It takes the place of another that was not held"
    return "Extra, beside what the ward is owed" if meeting.is_extra else ""


def pinned(parts: Sequence[str]) -> str:
    """What stays when the year is planned again."""
    if not parts:
        return "Nothing: a new plan may move it"
    if len(parts) == len(PARTS):
        return "All of it stays when the year is planned again"
    return f"{' and '.join(PINS[part] for part in parts)} stay when the year is planned again".capitalize()


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What one rule says of a change: how many points more or fewer, and its sentence."""

    points: str
    rule: str


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """A change that was looked at before it is made: what the meeting would be, and what that costs."""

    meeting: str
    crew: tuple[str, ...]
    total: str
    prices: tuple[PriceLine, ...]
    also: tuple[str, ...]
    breaches: tuple[str, ...]


def change_seen(problem: PlanningProblem, edited: Edited, meeting_id: str) -> ChangeSeen:
    """A change in words.

    Edges: `also` are other meetings of the ward that change with it; `breaches` are about this one, and were so before
    """
    names, after = Names(problem.borough), edited.after.meeting_by_id[meeting_id]
    return ChangeSeen(
        place(after, names),
        tuple(names.crew(after)),
        points_more(edited.after.cost - edited.before.cost),
        prices(problem, _differences(edited.before, edited.after)),
        tuple(_also(edited, meeting_id, names)),
        tuple(names.sentence(str(breach)) for breach in edited.breaches if meeting_id in breach.meeting_ids),
    )


def _differences(before: Plan, after: Plan) -> Mapping[str, int]:
    rules = {**before.cost_by_rule, **after.cost_by_rule}
    return {rule: after.cost_by_rule.get(rule, 0) - before.cost_by_rule.get(rule, 0) for rule in rules}


def prices(problem: PlanningProblem, by_rule: Mapping[str, int]) -> tuple[PriceLine, ...]:
    """The rules whose points differ, the dearest first, each with its sentence."""
    known = sentences(problem)
    rows = sorted(((points, rule) for rule, points in by_rule.items() if points), key=lambda row: -abs(row[0]))
    return tuple(PriceLine(points_more(points), known.get(rule, rule.replace("_", " "))) for points, rule in rows)


def _also(edited: Edited, meeting_id: str, names: Names) -> Iterable[str]:
    before = edited.before.meeting_by_id
    for each in edited.after.meetings:
        if each.meeting_id != meeting_id and each != before.get(each.meeting_id):
            yield f"{names.meeting(each)}: with {', '.join(names.crew(each))}"


def moved(edited: Edited, meeting_id: str, names: Names) -> str:
    """What was changed of a meeting, in one sentence."""
    before, after = edited.before.meeting_by_id[meeting_id], edited.after.meeting_by_id[meeting_id]
    ward = names.ward(after.ward_code)
    if before.starts_at != after.starts_at:
        return f"{ward}: moved from {short_when(before.starts_at)} to {place(after, names)}. {NOT_TOLD}"
    if before.venue_id != after.venue_id:
        return f"{ward}, {short_when(after.starts_at)}: now in {names.hall(after.venue_id)}. {NOT_TOLD}"
    if before.officers != after.officers:
        return f"{ward}, {short_when(after.starts_at)}: other officers come. {NOT_TOLD}"
    return f"{ward}, {short_when(after.starts_at)}: nothing is otherwise than it was."


@dataclass(frozen=True, slots=True)
class MapDay:
    """One day of the map: the day of the month, how it is drawn, and what it says.

    Edges: `date` is "" where the meeting cannot be moved to it
    """

    number: int
    classes: str
    says: str
    date: str


@dataclass(frozen=True, slots=True)
class MapMonth:
    """One month: its name, how many days of the week it begins after Monday, and its days; the same as lists of days.

    Edges: `lists` are in the order of `YearMap.legend`
    """

    name: str
    begins: int
    days: tuple[MapDay, ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearMap:
    """The period as it looks to one meeting. `legend` are classes with what they mean."""

    legend: tuple[tuple[str, str], ...]
    months: tuple[MapMonth, ...]


def year_map(problem: PlanningProblem, period: Period, days: Sequence[HeatDay], held_on: date) -> YearMap:
    """The map of a meeting's year, and the same in words."""
    dearer = [each.points for each in days if each.state is DayState.DEARER and each.points is not None]
    split = median_high(dearer) if dearer else 0
    known = sentences(problem)
    drawn = [(each, _drawn(each, split)) for each in days]
    seen = {name for _, name in drawn}
    legend = tuple((name, text) for name, text in _legend(split) if name in seen)
    months = tuple(
        MapMonth(
            f"{month.first_day:%B}",
            month.first_day.weekday(),
            tuple(_map_day(each, name, known, held_on) for each, name in drawn if each.held_on in month),
            tuple(
                ", ".join(
                    str(each.held_on.day) for each, drawn_as in drawn if each.held_on in month and drawn_as == name
                )
                for name, _ in legend
            ),
        )
        for month in period.months()
    )
    return YearMap(legend, months)


def _legend(split: int) -> tuple[tuple[str, str], ...]:
    return (
        (CHEAP, "costs no more than now"),
        (SOME, f"up to {split - 1:,} points more" if split > 1 else "a little more"),
        (MUCH, f"{counted(split, 'point', 'points')} more, or above"),
        (REFUSED, "a must-rule is in the way"),
        (CLOSED, "no meeting is held on it"),
        (PAST, "past"),
    )


def _drawn(day: HeatDay, split: int) -> str:
    if day.points is not None and day.state is DayState.DEARER:
        return MUCH if day.points >= split else SOME
    return OF_STATE[day.state]


def _map_day(day: HeatDay, drawn: str, known: Mapping[str, str], held_on: date) -> MapDay:
    is_now = day.held_on == held_on
    says = points_more(day.points) if day.points is not None else known.get(day.refused_by, "")
    return MapDay(
        day.held_on.day,
        f"{drawn} {NOW}" if is_now else drawn,
        f"{short_day(day.held_on)}{f': {says}' if says else ''}{'. It is on this day now' if is_now else ''}",
        f"{day.held_on}" if day.points is not None and not is_now else "",
    )
