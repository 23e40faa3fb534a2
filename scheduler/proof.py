"""What was told of each version of a meeting, by each channel, and whether that was in time. No clock, no store.

What is promised: a channel first tells of a version at or before the longest of its leads that the release left time
for. What is told as soon as it is released, and what puts right what the channel told before, is in time within a day
of the release. Where the meeting begins before that day is over, whatever is told before it begins is in time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from scheduler.days import local_day
from scheduler.items import AFTER, OUT, Item, ItemState, LedgerEntry, Record
from scheduler.release.promises import SITE, Publication
from scheduler.release.versions import MeetingVersion

OfMeeting = TypeVar("OfMeeting", "Told", "Pledge")
PUBLISHED = "wardpanels publish"
"""Who says so of what stands on the site."""

AT_ONCE = timedelta(days=1)
"""What is told as soon as it is released has until the end of the next day."""


@dataclass(frozen=True, slots=True)
class Told:
    """One item that went out, of one meeting that it tells of.

    Units: `on` is a local day, `at` aware, None where only the day is known; `written_at` is aware: when it was said
    Edges: `release` is the number of the release whose facts it told; `recipient` is the one person that it reached, ""
           where nobody can count them
    """

    channel: str
    meeting_id: str
    release: int
    on: date
    at: datetime | None
    by: str
    written_at: datetime
    recipient: str = ""
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """One item that was to go out, of one meeting that it tells of.

    Units: `lead` in days before the meeting, None for as soon as it is released; moments are aware
    Edges: of no use from `use_by` on; `withdrawn_at` is when it was no longer to go out, None where it still is, or did
    """

    channel: str
    meeting_id: str
    release: int
    lead: int | None
    use_by: datetime
    withdrawn_at: datetime | None = None


class Outcome(StrEnum):
    """Whether a version was told of by a channel.

    Edges: NOT_DUE may still be told in time; NOTHING_OWED was overtaken or withdrawn before it was due, came too late
           to tell anybody, or is off and nobody had heard of it: neither is in any share
    """

    IN_TIME = "in_time"
    LATE = "late"
    NOT_TOLD = "not_told"
    NOT_DUE = "not_due"
    NOTHING_OWED = "nothing_owed"


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """What one channel told of one version of a meeting.

    Units: days are local; `days_before` counts to the meeting as it then stood, 0 where nobody was told
    Edges: `due_on` is the last day that is in time, None where nothing is owed; `told_on`, `by`, `shown_by` and
           `written_at` are of the first telling, None or "" where there is none; `reached` is how many people, 0 where
           nobody was told, None where nobody can know
    """

    version: MeetingVersion
    channel: str
    held_on: date
    outcome: Outcome
    due_on: date | None
    told_on: date | None
    days_before: int
    by: str
    shown_by: str
    written_at: datetime | None
    reached: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some facts have which outcome, and the share of what is owed by now that was told in time."""

    of: str
    in_time: int
    late: int
    not_told: int
    not_due: int

    @property
    def in_time_of_owed(self) -> float | None:
        """From 0 to 1. Edges: None where nothing is owed yet."""
        owed = self.in_time + self.late + self.not_told
        return self.in_time / owed if owed else None


def shares(found: Iterable[ChannelFact], of: Callable[[ChannelFact], str]) -> tuple[Share, ...]:
    """Return the shares of facts that have the same name, such as their channel's, by that name.

    Edges: what owes nothing is nowhere
    """
    by_name: dict[str, list[Outcome]] = {}
    for fact in found:
        if fact.outcome is not Outcome.NOTHING_OWED:
            by_name.setdefault(of(fact), []).append(fact.outcome)
    counted = (Outcome.IN_TIME, Outcome.LATE, Outcome.NOT_TOLD, Outcome.NOT_DUE)
    return tuple(Share(name, *map(outcomes.count, counted)) for name, outcomes in sorted(by_name.items()))


def facts(
    versions: Iterable[MeetingVersion],
    tellings: Iterable[Told],
    pledges: Iterable[Pledge],
    timezone: str,
    at: datetime,
    unmended: Collection[str] = (),
) -> tuple[ChannelFact, ...]:
    """Return what each channel that has to do with a meeting told of each of its versions, as it is known at a moment.

    Edges: by date of the version, meeting, version and channel; a channel that told a meeting otherwise owes the news,
           unless it is one of `unmended`, which cannot; of a version that is as it told the meeting last, it has
           nothing new to tell
    """
    told, owed = _by_pair(tellings), _by_pair(pledges)
    by_meeting = _by_meeting(versions)
    found = [
        fact
        for meeting_id, channel in sorted({*told, *owed})
        for fact in _Channel(
            channel,
            told.get((meeting_id, channel), ()),
            owed.get((meeting_id, channel), ()),
            timezone,
            channel not in unmended,
        ).facts(by_meeting.get(meeting_id, ()), at)
    ]
    return tuple(sorted(found, key=_in_order))


def _in_order(fact: ChannelFact) -> tuple[date, str, int, str]:
    return fact.held_on, fact.version.meeting_id, fact.version.first, fact.channel


def told_in(records: Iterable[Record], timezone: str) -> Iterator[Told]:
    """Yield what went out, of each meeting that it tells of.

    Edges: a mailing tells nobody, its letters do; what is said of a meeting that was held comes too late to count
    """
    for record in records:
        item, line = record.item, told_by(record, timezone)
        if line is None or item.lead == AFTER:
            continue
        evidence = line.evidence
        day = evidence.happened_on or local_day(line.at, timezone)
        at = None if evidence.happened_on else line.at
        for meeting_id in item.meetings:
            yield Told(
                item.channel, meeting_id, item.version, day, at, line.by, line.at, item.recipient, evidence.shown_by
            )


def pledges_of(records: Iterable[Record]) -> Iterator[Pledge]:
    """Yield what was to go out, of each meeting that it tells of.

    Edges: letters are their mailing's pledge; what puts right what was told before is owed without any
    """
    for record in records:
        item = record.item
        if item.parent or item.is_correction or item.lead == AFTER:
            continue
        replaced = record.last(ItemState.REPLACED) if item.state is ItemState.REPLACED else None
        for meeting_id in item.meetings:
            yield Pledge(
                item.channel,
                meeting_id,
                item.version,
                lead_days(item),
                item.use_by,
                replaced.at if replaced else None,
            )


def told_on_site(
    publications: Iterable[Publication], versions: Sequence[MeetingVersion], timezone: str
) -> Iterator[Told]:
    """Yield what each publication told on the site and in its calendars: the version that was true by then."""
    by_meeting = _by_meeting(versions)
    for publication in publications:
        for meeting in publication.meetings:
            yield from told_on_site_at(publication.at, by_meeting.get(meeting.meeting_id, ()), timezone)


def told_on_site_at(at: datetime, versions: Iterable[MeetingVersion], timezone: str) -> Iterator[Told]:
    """Yield what a publication at a moment tells on the site: every version that is true then."""
    for version in versions:
        if version.is_true_at(at):
            yield Told(SITE, version.meeting_id, version.first, local_day(at, timezone), at, PUBLISHED, at)


def pledges_of_site(versions: Iterable[MeetingVersion]) -> Iterator[Pledge]:
    """Yield that the site is to tell of each version as soon as it is released."""
    for version in versions:
        yield Pledge(SITE, version.meeting_id, version.first, None, version.starts_at)


def lead_days(item: Item) -> int | None:
    """How many days before the meeting an item is to go out; None where it is as soon as it is released."""
    return int(item.lead) if item.lead.isdecimal() else None


def told_by(record: Record, timezone: str) -> LedgerEntry | None:
    """The line that says when an item first told somebody; None where none does.

    Edges: of those that give a day the last one counts, whatever was said before it; a mailing tells nobody itself
    """
    if record.item.state not in OUT or record.item.letters is not None:
        return None
    sent = next((line for line in record.entries if line.event is ItemState.ISSUED), None)
    said = [line for line in record.entries if line.event is ItemState.CONFIRMED]
    with_a_day = [line for line in said if line.evidence.happened_on]
    seen = with_a_day[-1] if with_a_day else next(iter(said), None)
    return min((line for line in (sent, seen) if line), key=lambda line: day_of(line, timezone), default=None)


def day_of(line: LedgerEntry, timezone: str) -> date:
    """The local day on which what a line says happened."""
    return line.evidence.happened_on or local_day(line.at, timezone)


@dataclass(frozen=True, slots=True)
class _Channel:
    """All that one channel told of one meeting, and was to tell."""

    name: str
    tellings: Sequence[Told]
    pledges: Sequence[Pledge]
    timezone: str
    is_mended: bool

    def facts(self, versions: Iterable[MeetingVersion], at: datetime) -> Iterator[ChannelFact]:
        """Yield what it told of each version of the meeting, oldest first."""
        believed: tuple[str, Sequence[Told]] = ("", ())  # the facts that it told last, and how
        for version in versions:
            is_news = bool(believed[1]) and believed[0] != version.facts
            told = self._told(version) or (() if is_news else believed[1])
            yield self._fact(version, told, self._due_on(version, owes_news=is_news and self.is_mended), at)
            believed = (version.facts, told) if told else believed

    def _fact(self, version: MeetingVersion, told: Sequence[Told], due_on: date | None, at: datetime) -> ChannelFact:
        first, held_on = next(iter(told), None), self._day(version.starts_at)
        everybody_is_counted = all(each.recipient for each in told)
        return ChannelFact(
            version=version,
            channel=self.name,
            held_on=held_on,
            outcome=self._outcome(version, first, due_on, at),
            due_on=due_on,
            told_on=first.on if first else None,
            days_before=(held_on - first.on).days if first else 0,
            by=first.by if first else "",
            shown_by=first.shown_by if first else "",
            written_at=first.written_at if first else None,
            reached=len({each.recipient for each in told}) if everybody_is_counted else None,
        )

    def _outcome(self, version: MeetingVersion, first: Told | None, due_on: date | None, at: datetime) -> Outcome:
        until = self._day(version.overtaken_at) if version.overtaken_at else date.max
        if due_on is None or (first is None and until <= due_on):
            return Outcome.NOTHING_OWED
        if first:
            return Outcome.IN_TIME if first.on <= min(due_on, until) else Outcome.LATE
        return Outcome.NOT_DUE if self._day(at) <= due_on else Outcome.NOT_TOLD

    def _told(self, version: MeetingVersion) -> Sequence[Told]:
        """What it told of a version before the meeting began, the first telling first."""
        held_on = self._day(version.starts_at)
        of_use = (
            each
            for each in self.tellings
            if version.is_of(each.release) and (each.at < version.starts_at if each.at else each.on <= held_on)
        )
        return sorted(of_use, key=lambda each: (each.on, each.written_at, each.recipient))

    def _due_on(self, version: MeetingVersion, *, owes_news: bool) -> date | None:
        """The last day that is in time for a version; None where nothing is owed.

        Edges: that a meeting is off is owed by whoever told that it is on, and by nobody else
        """
        if version.released_at >= version.starts_at:
            return None
        ours = (each for each in self.pledges if version.is_of(each.release) and not self._is_void(each, version))
        leads = {each.lead for each in ours if not version.is_cancelled} | ({None} if owes_news else set())
        return min((self._due_with(version, lead) for lead in leads), default=None)

    def _is_void(self, pledge: Pledge, version: MeetingVersion) -> bool:
        """Whether the release came too late for it, or it was withdrawn before it was due."""
        until = pledge.withdrawn_at
        is_withdrawn = until is not None and self._day(until) <= self._due_with(version, pledge.lead)
        return is_withdrawn or pledge.use_by <= version.released_at

    def _due_with(self, version: MeetingVersion, lead: int | None) -> date:
        """The last day that is in time with a lead. Edges: never after the day of the meeting."""
        soon, held_on = self._day(version.released_at) + AT_ONCE, self._day(version.starts_at)
        return min(held_on, soon if lead is None else max(soon, held_on - timedelta(days=lead)))

    def _day(self, moment: datetime) -> date:
        return local_day(moment, self.timezone)


def _by_meeting(versions: Iterable[MeetingVersion]) -> dict[str, list[MeetingVersion]]:
    found: dict[str, list[MeetingVersion]] = {}
    for version in versions:
        found.setdefault(version.meeting_id, []).append(version)
    return found


def _by_pair(found: Iterable[OfMeeting]) -> dict[tuple[str, str], list[OfMeeting]]:
    """Tellings or pledges, by meeting and channel."""
    by_pair: dict[tuple[str, str], list[OfMeeting]] = {}
    for each in found:
        by_pair.setdefault((each.meeting_id, each.channel), []).append(each)
    return by_pair
