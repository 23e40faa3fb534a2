"""The Neighbourhood Policing Guarantee: priorities brought up to date every three months, and officers people can name.

Ours are the days on which panels agreed them; theirs are what data.police.uk shows. Where they differ, both are told.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.calendar_quarters import quarters
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import NeighbourhoodSeen, PrioritiesAgreed
from scheduler.evidence.measure import GUARANTEE, Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown


class _EachQuarter(Measure):
    """Something of each ward that is owed by the end of each quarter."""

    recommendation = None
    origin = GUARANTEE
    unit = ("ward and quarter", "wards and quarters")
    target = share(90, 75, "The Guarantee asks it of every neighbourhood; one in ten allows for a change of staff.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a ward and quarter."""
        for last in _ends(year):
            for ward in year.borough.wards:
                yield Promise(f"{ward.code}/{last}", f"{ward.name}, by {day_of(last)}", last, ward.code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """What was seen, for each quarter's end that it is recent enough for."""
        for code, on, keeps, source, says in self.seen(year):
            for last in _ends(year):
                if last - timedelta(year.borough.evidence.priorities_days) < on <= last:
                    yield Fact(f"{code}/{last}", on, keeps, source, says)

    @abstractmethod
    def seen(self, year: YearKnown) -> Iterator[tuple[str, date, bool, str, str]]:
        """Ward code, day, whether it keeps, source, words."""


def _ends(year: YearKnown) -> list[date]:
    limits = year.borough.policy.limits
    return [quarter.last for quarter in quarters(year.period, year.borough.board, limits.days_before_board)]


class PrioritiesUpdated(_EachQuarter):
    """The ward's panel agreed priorities within three months. Edges: what is made up for the demonstration is none"""

    name = "priorities_updated"
    sentence = "Every ward's priorities are agreed anew at least every three months."

    def seen(self, year: YearKnown) -> Iterator[tuple[str, date, bool, str, str]]:
        """What meetings agreed, and what the borough's own list says."""
        for line, said in year.noted(PrioritiesAgreed):
            yield said.ward_code, said.on, True, f"note/{line.number}", "agreed at a meeting"
        for priority in year.borough.priorities:
            if not priority.is_made_up and priority.agreed_on <= year.as_of:
                yield priority.ward_code, priority.agreed_on, True, "priorities.csv", "listed by the borough"


class PrioritiesShown(_EachQuarter):
    """data.police.uk showed priorities of the ward that are at most three months old."""

    name = "priorities_shown"
    sentence = "police.uk shows priorities of every ward that are at most three months old."

    def seen(self, year: YearKnown) -> Iterator[tuple[str, date, bool, str, str]]:
        """The date of the newest that was shown, each time somebody looked."""
        for line, said in year.noted(NeighbourhoodSeen):
            if said.newest_priority:
                yield said.ward_code, said.newest_priority, True, f"note/{line.number}", f"seen on {day_of(said.on)}"


class OfficersListed(_EachQuarter):
    """police.uk listed at least one officer of the ward when somebody last looked. A count: no name is kept."""

    name = "officers_listed"
    sentence = "police.uk names at least one officer of every ward."

    def seen(self, year: YearKnown) -> Iterator[tuple[str, date, bool, str, str]]:
        """How many were listed, by the last look of each quarter's last three months."""
        for line, said in year.noted(NeighbourhoodSeen):
            yield said.ward_code, said.on, said.officers > 0, f"note/{line.number}", f"{said.officers} listed"
