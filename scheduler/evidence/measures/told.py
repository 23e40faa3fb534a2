"""Recommendations 6 and 7: each meeting told on each channel by its day, and put right at once.

What a channel told, and by when it had to, is `scheduler.proof`'s: here it is only counted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date

from scheduler.evidence.day_words import day_of
from scheduler.evidence.measure import Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.proof import ChannelFact

POLICE_COPIES = frozenset({"mps-ward-page", "police-uk", "met-engage"})
"""The channels whose words are for the police's own pages and alerts."""

STAFF_COPIES = frozenset({"agenda", "invitation"})
"""The channels that tell officers. The others are the council's and the panels'."""

MAGAZINE_COPY = "magazine"


class _Told(Measure):
    """What a group of channels told of meetings."""

    unit = ("notice", "notices")

    @abstractmethod
    def is_ours(self, year: YearKnown, fact: ChannelFact, *, is_first: bool) -> bool:
        """Whether it is of this group. `is_first`: the channel had told nothing of the meeting before."""

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a channel and version of a meeting that it owes. Edges: due before something else is true instead"""
        for fact, due_on in self._ours(year):
            told = "cancelled" if fact.version.is_cancelled else day_of(fact.held_on)
            subject = f"{year.ward(fact.version.ward_code)}, {told}: {fact.channel}"
            overtaken = fact.version.overtaken_at
            due = min(due_on, year.day_of(overtaken)) if overtaken else due_on
            yield Promise(_key(fact), subject, due, fact.version.ward_code, fact.version.meeting_id)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """The day on which it was first told."""
        for fact, _ in self._ours(year):
            if fact.told_on:
                source = f"ledger/{fact.channel}/{fact.version.meeting_id}"
                yield Fact(_key(fact), fact.told_on, keeps=True, source=source, says=f"by {fact.by}")

    def _ours(self, year: YearKnown) -> Iterator[tuple[ChannelFact, date]]:
        """Its facts, each with the last day that is in time."""
        for fact, is_first in year.notices:
            if fact.due_on and self.is_ours(year, fact, is_first=is_first):
                yield fact, fact.due_on


def _key(fact: ChannelFact) -> str:
    return f"{fact.version.meeting_id}/{fact.channel}/{fact.version.first}"


def _copy(year: YearKnown, fact: ChannelFact) -> str:
    return year.copies.get(fact.channel, fact.channel)


class ToldByCouncil(_Told):
    """Each meeting on each of the council's and the panels' channels."""

    name = "told_by_council"
    recommendation = 6
    sentence = "Every meeting is told in time on each channel of the council and the panels."
    target = share(90, 75, "One notice in ten may be late: a person posts some of them by hand.")

    def is_ours(self, year: YearKnown, fact: ChannelFact, *, is_first: bool) -> bool:
        """What is told for the first time, and not by the police."""
        return is_first and _copy(year, fact) not in POLICE_COPIES | STAFF_COPIES


class InMagazine(_Told):
    """Each meeting in the council's magazine."""

    name = "in_magazine"
    recommendation = 6
    sentence = "Every meeting is in the council's magazine."
    target = share(90, 75, "The magazine goes to every home, a few times a year.")

    def is_ours(self, year: YearKnown, fact: ChannelFact, *, is_first: bool) -> bool:
        """What is told for the first time in the magazine."""
        return is_first and _copy(year, fact) == MAGAZINE_COPY


class ToldByPolice(_Told):
    """Each meeting on each of the police's channels."""

    name = "told_by_police"
    recommendation = 7
    sentence = "Every meeting is told in time on the police's own pages and alerts."
    target = share(95, 80, "The review asks for every meeting; one in twenty allows for a slip.")

    def is_ours(self, year: YearKnown, fact: ChannelFact, *, is_first: bool) -> bool:
        """What is told for the first time by the police."""
        return is_first and _copy(year, fact) in POLICE_COPIES


class CorrectedAtOnce(_Told):
    """Each change of a meeting, on each channel that had told it otherwise, by the end of the next day."""

    name = "corrected_at_once"
    recommendation = 7
    sentence = "When a meeting changes, every channel that told of it says so within a day."
    unit = ("correction", "corrections")
    target = share(95, 85, "Somebody stands outside a locked hall for each one that is late.")

    def is_ours(self, year: YearKnown, fact: ChannelFact, *, is_first: bool) -> bool:
        """What puts right what the channel told before."""
        return not is_first
