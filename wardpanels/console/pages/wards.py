"""One ward: its meetings, what it is owed and why, where and with whom it meets, and what its year costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scheduler.names import ward_named
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Charge
from wardpanels.console import wording_of_a_year as words
from wardpanels.console.request import Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.facts.explained import sentences
from wardpanels.faults import NothingYet
from wardpanels.people.rights import Act
from wardpanels.year.seeing import SeenMeeting, year_as_drafted
from wardpanels.year.ward_year import YearOfWard, ward_year


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting of the ward: where it leads, its line and how it is drawn."""

    meeting_id: str
    line: str
    classes: str


@dataclass(frozen=True, slots=True)
class Used:
    """A hall or an officer: the id, "" where nothing is to be found of it, the name, and at how many meetings."""

    used_id: str
    name: str
    meetings: str


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A meeting that the ward is still owed: the one that was to keep the promise, and why it did not."""

    meeting_id: str
    line: str


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What one rule costs, and why: a sentence a time."""

    points: int
    sentence: str
    why: tuple[str, ...]


def ward(asked: Request) -> Screen:
    """The page. Errors: UnknownName for a ward that there is not."""
    problem = asked.problem
    found = ward_named(problem.borough, asked.given["slug"])
    facts: dict[str, object] = {"ward": found, "period": asked.period, "mine": None}
    facts["is_over"] = asked.is_over(asked.period)
    try:
        seen = year_as_drafted(asked.store, problem.borough, asked.period, asked.at)
    except NothingYet:
        facts |= _owed(problem.ward(found.code).standing.reason, words.owed_words(problem.ward(found.code)))
        return Screen("ward", found.name, facts, "year")
    mine = ward_year(asked.store, problem, seen, found.code, asked.at)
    names = Names(problem.borough)
    facts |= {
        "mine": mine,
        "is_draft": seen.is_draft,
        "sentence": words.year_sentence(replace(seen, meetings=mine.meetings)),
        "debt": list(words.debt_words(mine.debt)),
    }
    facts |= _owed(mine.view.standing.reason, words.owed_words(mine.view))
    facts["promises"] = [OpenPromise(each.meeting.meeting_id, words.open_line(each)) for each in mine.debt.open]
    facts["lines"] = [_line(each, names) for each in mine.meetings]
    facts["halls"] = [_used(hall, names.hall(hall), count) for hall, count in mine.halls.items()]
    if asked.may(Act.SEE_STAFF):
        facts["officers"] = [_used(who, names.officer(who), count) for who, count in mine.officers.items() if count]
    facts["costs"] = list(_costs(problem, mine))
    return Screen("ward", found.name, facts, "year")


def _owed(reason: str, owed: str) -> dict[str, object]:
    return {"reason": reason, "owed": owed}


def _used(used_id: str, name: str, count: int) -> Used:
    return Used(used_id if count else "", name, counted(count, "meeting", "meetings") if count else "no meeting")


def _line(seen: SeenMeeting, names: Names) -> MeetingLine:
    return MeetingLine(seen.meeting.meeting_id, words.line(seen, names), " ".join(words.classes(seen)))


def _costs(problem: PlanningProblem, mine: YearOfWard) -> Iterator[RuleCost]:
    """The rules that cost points, the dearest first."""
    told = sentences(problem)
    for rule, points in sorted(mine.explained.by_rule.items(), key=lambda each: -each[1]):
        if points:
            why = _of_rule(mine.explained.charges, rule)
            yield RuleCost(points, told[rule], tuple(words.charge_line(each, mine.meetings) for each in why))


def _of_rule(charges: Iterable[Charge], rule: str) -> list[Charge]:
    return [each for each in charges if each.rule == rule]


ROUTES = (Route("/wards/<slug>", ward, Act.SEE),)
