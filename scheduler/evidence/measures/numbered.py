"""What is owed in a number: so many of a ward's meetings of a kind, the next of which each one that was held keeps."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.evidence.measure import Measure, fell_out, never_planned, record_of
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
    """So many meetings of a group, by the end of the period.

    Edges: a group's name is its own in the borough. What no meeting kept is broken where each that might have is known
           not to have, and not recorded where one is left of which nobody said it
    """

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

    def misses(self, year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
        """That a meeting is known to have kept none; None where it did, or nobody said."""
        return fell_out(year, meeting)

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One for each that is owed, by its number."""
        for owed in self.owed(year):
            for number in range(1, owed.count + 1):
                is_alone = owed.is_one_of_a_kind and owed.count == 1
                subject = year.ward(owed.ward_code) if is_alone else f"{owed.named} {number}"
                yield Promise(f"{owed.group}/{number}", subject, year.period.last_day, owed.ward_code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """Those that were held, in date order; then those that fell out, of what they leave open."""
        for owed in self.owed(year):
            ours = self._of_group(year, owed.ward_code, owed.group)
            kept = [each for each in ours if self.keeps(year, each)]
            for number, meeting in enumerate(kept, 1):
                yield Fact(
                    key=f"{owed.group}/{number}",
                    on=meeting.held_on,
                    keeps=True,
                    source=record_of(meeting),
                    says=year.named(meeting),
                )
            missed = [fact for each in ours if each not in kept and (fact := self.misses(year, each))]
            settled = 1 + len(ours) - len(missed)
            yield from _broken(year, [f"{owed.group}/{number}" for number in range(settled, owed.count + 1)], missed)

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether those that were held and those to come reach this one."""
        group, _, number = promise.key.rpartition("/")
        ours = self._of_group(year, promise.ward_code, group)
        return int(number) <= sum(self.keeps(year, each) or self.would_keep(year, each) for each in ours)

    def _of_group(self, year: YearKnown, code: str, group: str) -> list[PlannedMeeting]:
        return [each for each in year.meetings_by_ward.get(code, ()) if self.group(each) == group]


def _broken(year: YearKnown, keys: Sequence[str], missed: Sequence[Fact]) -> Iterator[Fact]:
    """What shows that promises are broken: meetings that kept none, shared out; or that none was planned."""
    for place, key in enumerate(keys):
        ours = missed[place :: len(keys)]
        yield from (replace(fact, key=key) for fact in ours or never_planned(year, key))
