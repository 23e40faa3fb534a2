"""Recommendation 10: no short name without its meaning in what people are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.evidence.lines import MinutedAction, PrioritiesAgreed
from scheduler.evidence.measure import Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown

SHORT_NAME = re.compile(r"(?<![\w&])([A-Z][A-Z&]{1,5})s?(?![\w&])")
"""Two to six capitals that stand alone, with a plural s or without: CCTV, ASB, PCSOs. Not E14, not a shouted word."""


@dataclass(frozen=True, slots=True)
class _Text:
    key: str
    where: str
    on: date
    says: str
    ward_code: str
    source: str


class AcronymsExplained(Measure):
    """Each text of a meeting has only short names that the borough's list of acronyms explains, or that it spells out.

    Edges: priorities, agendas and minuted actions of the period are looked at; the pages' own words are tried by tests
    """

    name = "acronyms_explained"
    recommendation = 10
    sentence = "No short name is used without its meaning."
    unit = ("text", "texts")
    target = share(100, 90, "The list is ours to fill: a short name that it lacks can be added in a minute.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a text, due on its day."""
        for text in _texts(year):
            yield Promise(text.key, text.where, text.on, text.ward_code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """Which short names are not explained."""
        known = {acronym.acronym.casefold() for acronym in year.borough.acronyms}
        for text in _texts(year):
            left = sorted(
                {
                    found[1]
                    for found in SHORT_NAME.finditer(text.says)
                    if found[1].casefold() not in known and f"({found[1]})" not in text.says
                }
            )
            says = f"not explained: {', '.join(left)}" if left else "explained"
            yield Fact(text.key, text.on, not left, text.source, says)


def _texts(year: YearKnown) -> Iterator[_Text]:
    yield from _listed_priorities(year)
    for line, agreed in year.noted(PrioritiesAgreed):
        if agreed.on in year.period:
            source, where = f"note/{line.number}", f"Priorities of {year.ward(agreed.ward_code)}"
            yield _Text(source, where, agreed.on, "\n".join(agreed.priorities), agreed.ward_code, source)
    for line, action in year.noted(MinutedAction):
        if meeting := year.meeting_by_id.get(action.meeting_id):
            source, where = f"note/{line.number}", f"Action {action.action_id}"
            yield _Text(source, where, meeting.held_on, action.what, meeting.ward_code, source)
    for item in year.borough.agendas:
        if meeting := year.meeting_by_id.get(item.meeting_id):
            key, where = f"agenda/{item.meeting_id}/{item.number}", f"Agenda of {year.named(meeting)}"
            yield _Text(key, where, meeting.held_on, item.item, meeting.ward_code, "agendas.csv")


def _listed_priorities(year: YearKnown) -> Iterator[_Text]:
    for number, priority in enumerate(year.borough.priorities):
        if priority.agreed_on in year.period and priority.agreed_on <= year.as_of and not priority.is_made_up:
            says, where = f"{priority.priority}\n{priority.done}", f"Priority of {year.ward(priority.ward_code)}"
            yield _Text(f"priority/{number}", where, priority.agreed_on, says, priority.ward_code, "priorities.csv")
