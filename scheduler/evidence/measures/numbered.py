"""What is owed in a number: so many of a ward's meetings of a kind, the next of which each one that was held keeps."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.evidence.measure import Measure, record_of
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting


@dataclass(frozen=True, slots=True)
class OwedNumber:
    """How many of a group of a ward's meetings are owed, and what each is called before its number.

    Edges: `is_one_of_a_kind` has no number in its name where one is owed
    """

    ward_code: str
    group: str
    named: str
    count: int
    is_one_of_a_kind: bool = False


class NumberedMeasure(Measure):
    """So many meetings of a group, by the end of the period. Edges: a group's name is its own in the borough"""

    @abstractmethod
    def owed(self, year: YearKnown) -> Iterable[OwedNumber]:
        """What is owed of each group."""

    @abstractmethod
    def group(self, meeting: PlannedMeeting) -> str | None:
        """The group that a meeting counts in, None for none."""

    @abstractmethod
    def keeps(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether a meeting is known to have kept a promise."""

    @abstractmethod
    def would_keep(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether one to come would."""

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One for each that is owed, by its number."""
        for owed in self.owed(year):
            for number in range(1, owed.count + 1):
                is_alone = owed.is_one_of_a_kind and owed.count == 1
                subject = year.ward(owed.ward_code) if is_alone else f"{owed.named} {number}"
                yield Promise(f"{owed.group}/{number}", subject, year.period.last_day, owed.ward_code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """Those that were held, in date order."""
        for meetings in year.meetings_by_ward.values():
            counts: Counter[str] = Counter()
            for meeting in meetings:
                group = self.group(meeting)
                if group is not None and self.keeps(year, meeting):
                    counts[group] += 1
                    key, says = f"{group}/{counts[group]}", year.named(meeting)
                    yield Fact(key, meeting.held_on, keeps=True, source=record_of(meeting), says=says)

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether those that were held and those to come reach this one."""
        group, _, number = promise.key.rpartition("/")
        ours = (each for each in year.meetings_by_ward.get(promise.ward_code, ()) if self.group(each) == group)
        return int(number) <= sum(self.keeps(year, each) or self.would_keep(year, each) for each in ours)
