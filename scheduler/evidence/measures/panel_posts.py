"""Recommendation 1: chairs, vice chairs and secretaries. Counts only: no name is kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date

from scheduler.calendar_quarters import quarters
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import PanelPosts
from scheduler.evidence.measure import Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown


class _PostFilled(Measure):
    """A post of each panel was filled when each quarter ended, as it was last counted in that quarter.

    Edges: a count is not carried over: a quarter in which nobody counted is not recorded
    """

    recommendation = 1
    unit = ("panel and quarter", "panels and quarters")

    @abstractmethod
    def count(self, posts: PanelPosts) -> int:
        """How many of the post are filled."""

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a ward and quarter."""
        for first, last in _quarters(year):
            for ward in year.borough.wards:
                yield Promise(f"{ward.code}/{first}", f"{ward.name}, by {day_of(last)}", last, ward.code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """The last count of each quarter."""
        spans, found = _quarters(year), {}
        for line, posts in sorted(year.noted(PanelPosts), key=lambda each: (each[1].on, each[0].number)):
            first = next((first for first, last in spans if first <= posts.on <= last), None)
            if first:
                is_filled, says = self.count(posts) > 0, f"{self.count(posts)} filled"
                key = f"{posts.ward_code}/{first}"
                found[key] = Fact(key, posts.on, is_filled, f"note/{line.number}", says)
        yield from found.values()


def _quarters(year: YearKnown) -> list[tuple[date, date]]:
    limits = year.borough.policy.limits
    found = quarters(year.period, year.borough.board, limits.days_before_board)
    return [(quarter.first, min(quarter.last, year.period.last_day)) for quarter in found]


class ChairFilled(_PostFilled):
    """Every panel has a chair."""

    name = "chair_filled"
    sentence = "Every ward panel has a chair."
    target = share(95, 80, "A post can stand empty for a few weeks between two people.")

    def count(self, posts: PanelPosts) -> int:
        """Chairs."""
        return posts.chairs


class ViceChairFilled(_PostFilled):
    """Every panel has a vice chair."""

    name = "vice_chair_filled"
    sentence = "Every ward panel has at least one vice chair."
    target = share(80, 50, "Most panels had none when the review was written.")

    def count(self, posts: PanelPosts) -> int:
        """Vice chairs."""
        return posts.vice_chairs


class SecretaryFilled(_PostFilled):
    """Every panel has a secretary."""

    name = "secretary_filled"
    sentence = "Every ward panel has a secretary."
    target = share(80, 50, "A chair can do it for a while.")

    def count(self, posts: PanelPosts) -> int:
        """Secretaries."""
        return posts.secretaries
