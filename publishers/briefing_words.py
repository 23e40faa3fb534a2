"""The words of the sergeant's briefing, place by place: the same for paper and screen. No markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from publishers import wording
from publishers.briefing_paper import Briefing, WhoComes, Words
from publishers.small_multiples import Multiple, drawn_multiples
from scheduler.evidence.actions import ActionState
from scheduler.facts import Role
from scheduler.invitee import Reply
from scheduler.policy import Session
from scheduler.recorded_crime import CrimeFigures, WardCrime

MOST_PRIORITIES, MOST_ACTIONS, MOST_FAULTS, MOST_KINDS = 5, 7, 2, 16
LONGEST = 110
"""Letters of one priority or action on the page; `--json` has all of it."""

ROLES = {
    Role.SERGEANT: "Sergeant",
    Role.DWO: "Dedicated Ward Officer (DWO)",
    Role.PCSO: "Police Community Support Officer (PCSO)",
    Role.INSPECTOR: "Inspector",
    Role.PUBLIC_REALM: "Public Realm officer",
}
SHORT_ROLES = {"dwo": "DWO", "pcso": "PCSO"}
ANSWERS = {
    Reply.ACCEPTED: "comes",
    Reply.DECLINED: "does not come",
    Reply.TENTATIVE: "may come",
    None: "no answer yet",
}
SESSIONS = {
    Session.EVENING: "evening",
    Session.WEEKDAY_DAYTIME: "weekday daytime",
    Session.WEEKEND_DAYTIME: "weekend daytime",
}
ABOUT_PLACES = (
    "A place there is on or near a street, not the very spot: what happened by the border may count in the next ward."
)
LICENCE = "Contains public sector information under the Open Government Licence v3.0."


def words_of(briefing: Briefing) -> Words:
    """All that the page says."""
    meeting, ward = briefing.meeting, wording.one_line(briefing.ward.name)
    when = wording.when(meeting)
    return {
        "title": f"Briefing for {ward} ward panel, {wording.day(meeting.starts_at)}",
        "author": f"{wording.one_line(briefing.borough)} ward panels",
        "summary": f"What the sergeant should know before the meeting of {ward} ward panel.",
        "ward": ward,
        "when": f"This meeting is cancelled. It was to be on {when}" if meeting.is_cancelled else when,
        "where": wording.where(meeting.hall),
        "made": f"For staff alone. Made on {_day(briefing.made_on)}.",
        "made_on": briefing.made_on.isoformat(),
        "crime": _crime(briefing.crime, ward),
        "crime_notes": [wording.one_line(note) for note in crime_notes(briefing.crime, ward, briefing.made_on)],
        "priorities_lead": _priorities_lead(briefing),
        "priorities": [_priority(one.priority, one.done) for one in briefing.priorities[:MOST_PRIORITIES]],
        "actions": [action_row(one, briefing.made_on) for one in briefing.actions[:MOST_ACTIONS]],
        "actions_more": _more(len(briefing.actions) - MOST_ACTIONS, "open action", "open actions"),
        "who": [who_row(one) for one in briefing.who],
        "held": [[_day(one.held_on), SESSIONS[one.session], f"{one.residents:,}"] for one in briefing.held],
    }


def who_row(one: WhoComes) -> list[str]:
    """One officer's role, and whether the officer comes."""
    if not one.is_asked:
        return [ROLES[one.role], "planned, not asked yet"]
    return [ROLES[one.role], f"{ANSWERS[one.answer]}{', said before it changed' if one.is_old else ''}"]


def action_row(one: ActionState, on: date) -> list[str]:
    """What is to be done, by whom and by when. Edges: what was not minuted is said to be not known"""
    owner = _clipped(one.owner)
    due = _day(one.due) if one.due else "no day agreed"
    moved = f", moved {'once' if one.moves == 1 else f'{one.moves} times'}" if one.moves else ""
    late = ", overdue" if one.is_late(on) else ""
    return [
        _clipped(one.what),
        SHORT_ROLES.get(owner) or owner.replace("_", " ") or "nobody named",
        f"{due}{moved}{late}",
    ]


def crime_rows(crime: WardCrime) -> list[list[str]]:
    """Each kind with the ward's number, the mean ward's and the ward's in the last month; then all together."""
    rows = [
        [_clipped(one.kind), f"{one.ward_total:,}", _mean(one.mean_total), _count(one.ward[-1])]
        for one in crime.series[:MOST_KINDS]
    ]
    if not rows:
        return rows
    ward, mean = sum(one.ward_total for one in crime.series), sum(one.mean_total for one in crime.series)
    latest = [one.ward[-1] for one in crime.series]
    last = None if None in latest else sum(count for count in latest if count is not None)
    return [*rows, ["All kinds", f"{ward:,}", _mean(mean), _count(last)]]


def crime_notes(figures: CrimeFigures, ward: str, on: date) -> Iterator[str]:
    """Where the figures come from, how old they are, and what is missing in them."""
    crime = figures.crime
    if not figures.has_border:
        yield f"No crime figures: the borough's files have no border of {ward}, and data.police.uk is asked by border."
        return
    if crime is None or not crime.series or figures.fetched_at is None:
        yield f"No crime figures of {ward} are there: none were published, or none could be fetched."
    else:
        fetched = figures.fetched_at.date()
        of_update = f"by its update of {_told_day(figures.updated)}, fetched on {_day(fetched)}"
        yield f"Recorded crime by data.police.uk, {of_update}. {ABOUT_PLACES} {LICENCE}"
        yield from _limits(crime)
        if not figures.was_asked or figures.faults:
            age = (on - fetched).days
            yield f"These figures are {'1 day' if age == 1 else f'{age:,} days'} old."
    if not figures.was_asked:
        yield "Data.police.uk was not asked this time."
    yield from _faults(figures.faults)


def _limits(crime: WardCrime) -> Iterator[str]:
    if crime.gaps:
        gaps = ", ".join(f"{_month(month)}" for month in crime.gaps)
        with_figures = len(crime.months) - len(crime.gaps)
        yield f"No figures, which does not mean no crime: {gaps}. Totals are of the other {with_figures}."
    if len(crime.series) > MOST_KINDS:
        yield f"Kinds that are not shown but counted in all: {len(crime.series) - MOST_KINDS}."
    if crime.fewest_wards < crime.wards:
        yield f"The mean ward is that of {crime.fewest_wards} of the borough's {crime.wards} wards."


def _faults(faults: Sequence[tuple[str, str]]) -> Iterator[str]:
    for place, why in faults[:MOST_FAULTS]:
        yield f"Not had: {place}: {why.rstrip('.')}."
    if len(faults) > MOST_FAULTS:
        yield f"Not had either: {len(faults) - MOST_FAULTS} more."


def _crime(figures: CrimeFigures, ward: str) -> dict[str, object] | None:
    crime = figures.crime
    if crime is None or not crime.series:
        return None
    first, last = _month(crime.months[0]), _month(crime.months[-1])
    title = f"Recorded crime in {ward}, {first} to {last}"
    described = (
        f"A small chart for each kind of crime: bars for the months of {ward}, a line for the borough's mean ward. "
        "The totals are in the table."
    )
    charts = [Multiple(one.kind, one.ward, one.mean) for one in crime.series[:MOST_KINDS]]
    names = (ward, "the borough's mean ward", "no figures")
    return {
        "title": title,
        "alt": described,
        "svg": drawn_multiples(charts, names, (first, last), title, described),
        "heads": ["Kind", "This ward", "Mean ward", last],
        "rows": crime_rows(crime),
    }


def _priorities_lead(briefing: Briefing) -> str:
    if not briefing.priorities:
        return "No priorities are known."
    made_up = " They are made up, to show this page." if any(one.is_made_up for one in briefing.priorities) else ""
    more = _more(len(briefing.priorities) - MOST_PRIORITIES, "priority", "priorities")
    return f"Agreed on {_day(briefing.priorities[0].agreed_on)}.{made_up} {more}".strip()


def _priority(asked: str, done: str) -> list[str]:
    return [_clipped(asked), f"Done: {_clipped(done)}" if done else "Nothing is written down of what was done."]


def _more(count: int, one: str, several: str) -> str:
    return f"And {count} more {one if count == 1 else several}." if count > 0 else ""


def _clipped(text: str) -> str:
    line = wording.one_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _mean(value: float) -> str:
    return f"{value:,.1f}"


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _day(day: date) -> str:
    return f"{day.day} {wording.MONTHS[day.month - 1][:3]} {day.year}"


def _told_day(told: str) -> str:
    """A day as others write it, in our words. Edges: as it stands, where it is no day"""
    try:
        return _day(date.fromisoformat(told))
    except ValueError:
        return told


def _month(month: date) -> str:
    return f"{wording.MONTHS[month.month - 1][:3]} {month.year}"
