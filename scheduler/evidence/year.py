"""All that is known of one period by one moment: what measures count in. A value, no store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from scheduler.days import local_day
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import Noted, NotedLine
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import PlannedMeeting, by_id
from scheduler.proof import ChannelFact, Outcome
from scheduler.records import RecordLine
from scheduler.release.versions import MeetingVersion
from scheduler.tiers import Standing

AnyNoted = TypeVar("AnyNoted", bound=Noted)


# Not slotted: what several measures look up is worked out once and kept with the value.
@dataclass(frozen=True)
class YearKnown:
    """One period as it is known at a moment.

    Units: `at` is aware
    Edges: `meetings` are those of the newest release by then, cancelled ones too, each as it stands or as it was when
           it began, and none of a draft; `versions` are what every release told of each; `standings` are what each ward
           was owed, `halls` how many it had, by its code; `told` is what channels told; `records` are the newest of
           each meeting, by id; `lines` are those in force. Nothing in it was written down after `at`
    """

    borough: Borough
    period: Period
    at: datetime
    meetings: tuple[PlannedMeeting, ...] = ()
    versions: tuple[MeetingVersion, ...] = ()
    standings: tuple[Standing, ...] = ()
    halls: Mapping[str, int] = field(default_factory=dict)
    told: tuple[ChannelFact, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, RecordLine] = field(default_factory=dict)
    lines: tuple[NotedLine, ...] = ()

    @cached_property
    def as_of(self) -> date:
        """The local day of the moment."""
        return self.day_of(self.at)

    @cached_property
    def meeting_by_id(self) -> Mapping[str, PlannedMeeting]:
        """The meetings by their ids."""
        return by_id(self.meetings)

    @cached_property
    def meetings_by_ward(self) -> Mapping[str, tuple[PlannedMeeting, ...]]:
        """Every ward's meetings in date order. Edges: a ward without any is there, with none"""
        found: dict[str, list[PlannedMeeting]] = {ward.code: [] for ward in self.borough.wards}
        for meeting in sorted(self.meetings, key=lambda meeting: meeting.starts_at):
            found.setdefault(meeting.ward_code, []).append(meeting)
        return {code: tuple(meetings) for code, meetings in found.items()}

    @cached_property
    def versions_by_meeting(self) -> Mapping[str, tuple[MeetingVersion, ...]]:
        """What was released of each meeting, oldest first."""
        found: dict[str, list[MeetingVersion]] = {}
        for version in self.versions:
            found.setdefault(version.meeting_id, []).append(version)
        return {meeting_id: tuple(versions) for meeting_id, versions in found.items()}

    @cached_property
    def ward_names(self) -> Mapping[str, str]:
        """The wards' names by code."""
        return {ward.code: ward.name for ward in self.borough.wards}

    @cached_property
    def told_by_meeting(self) -> Mapping[str, tuple[ChannelFact, ...]]:
        """What was told of each meeting, by its versions, the oldest first."""
        found: dict[str, list[ChannelFact]] = {}
        for fact in sorted(self.told, key=lambda fact: (fact.version.first, fact.channel)):
            found.setdefault(fact.version.meeting_id, []).append(fact)
        return {meeting_id: tuple(facts) for meeting_id, facts in found.items()}

    @cached_property
    def notices(self) -> tuple[tuple[ChannelFact, bool], ...]:
        """What channels owe of meetings, each with whether the channel had told nothing of that meeting before."""
        found: list[tuple[ChannelFact, bool]] = []
        for facts in self.told_by_meeting.values():
            before: set[str] = set()
            for fact in facts:
                if fact.due_on and fact.outcome is not Outcome.NOTHING_OWED:
                    found.append((fact, fact.channel not in before))
                if fact.told_on:
                    before.add(fact.channel)
        return tuple(found)

    @cached_property
    def line_by_number(self) -> Mapping[str, NotedLine]:
        """The lines by their numbers in figures, as a source names them."""
        return {f"{line.number}": line for line in self.lines}

    @cached_property
    def _lines_by_kind(self) -> Mapping[type[object], Sequence[NotedLine]]:
        found: dict[type[object], list[NotedLine]] = {}
        for line in self.lines:
            found.setdefault(type(line.noted), []).append(line)
        return found

    @cached_property
    def _lines_by_meeting(self) -> Mapping[tuple[type[object], str], Sequence[NotedLine]]:
        found: dict[tuple[type[object], str], list[NotedLine]] = {}
        for line in self.lines:
            meeting_id = getattr(line.noted, "meeting_id", "")
            found.setdefault((type(line.noted), meeting_id), []).append(line)
        return found

    def noted(self, kind: type[AnyNoted], meeting_id: str = "") -> Iterator[tuple[NotedLine, AnyNoted]]:
        """Yield the lines of one kind, oldest first, each with what it says; of one meeting if it is named."""
        ours = self._lines_by_meeting.get((kind, meeting_id), ()) if meeting_id else self._lines_by_kind.get(kind, ())
        for line in ours:
            if isinstance(line.noted, kind):
                yield line, line.noted

    def is_to_come(self, meeting: PlannedMeeting) -> bool:
        """Whether a meeting stands and is not over, and nobody has recorded it."""
        return meeting.stands and meeting.ends_at > self.at and meeting.meeting_id not in self.records

    def day_of(self, moment: datetime) -> date:
        """The local day of a moment."""
        return local_day(moment, self.borough.profile.timezone)

    def ward(self, code: str) -> str:
        """A ward's name. Edges: the code of one that the borough has no more"""
        return self.ward_names.get(code, code)

    def named(self, meeting: PlannedMeeting) -> str:
        """A meeting as readers know it: `Bow East, 4 May 2027`."""
        return f"{self.ward(meeting.ward_code)}, {day_of(meeting.held_on)}"

    def cancelled_on(self, meeting_id: str) -> tuple[date, int] | None:
        """The day on which a meeting was cancelled last, and the release that said so; None where it stands."""
        last = next(reversed(self.versions_by_meeting.get(meeting_id, ())), None)
        return (self.day_of(last.released_at), last.first) if last and last.is_cancelled else None
