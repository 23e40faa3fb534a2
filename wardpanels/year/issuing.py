"""Makes the minutes and the agenda of a meeting, and issues them: from then on the public may read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from publishers.artifact import Artifact
from publishers.papers.paper import LaidOut
from publishers.papers.paper_files import files_of
from publishers.papers.paper_words import paper_of
from scheduler.days import local_day
from scheduler.errors import PanelError, StaleRevision
from scheduler.evidence.actions import ActionState, action_states
from scheduler.evidence.lines import NotedLine, Paper, PaperIssued, in_force
from scheduler.evidence.meeting_facts import (
    EarlierAction,
    IssuedPaper,
    MeetingDay,
    MeetingFacts,
    StillOpen,
    issues,
    with_agreed,
)
from scheduler.facts import Borough, BoroughProfile, Officer, Priority
from scheduler.reading.found import shown
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.faults import CannotUse
from wardpanels.year.meeting_told import AGREED, facts_of, released_meeting
from wardpanels.year.staff_facts import StaffFacts, TellsOfStaff, staff_facts_now


class StalePaper(StaleRevision):
    """What a paper tells has changed since whoever issues it looked at it."""

    code = "stale-paper"

    def __init__(self, paper: Paper, meeting_id: str) -> None:
        self.paper, self.meeting_id = paper, meeting_id
        PanelError.__init__(self, f"{paper} of {meeting_id}: what it tells has changed since it was looked at")


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """Which paper of which meeting is to be issued, and by whom.

    Edges: `seen` is the digest of what was looked at, None where nobody looked
    """

    paper: Paper
    meeting_id: str
    by: str
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class PaperMade:
    """A paper, and whether it is issued.

    Edges: `issued_at` is when it was issued as it is, None for a draft; `is_new` where that was just now; `before` is
           when it was last issued otherwise, None where it never was
    """

    facts: MeetingFacts
    paper: Paper
    laid_out: LaidOut
    issued_at: datetime | None = None
    is_new: bool = False
    before: datetime | None = None

    @property
    def files(self) -> tuple[Artifact, ...]:
        """Its page, PDF and Word file, which take a while to make."""
        return files_of(self.laid_out)

    @property
    def digest(self) -> str:
        """What tells it from one that tells something else."""
        return _digest(self.facts)


def draft_paper(store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str, at: datetime) -> PaperMade:
    """A paper to look at. Errors: UnknownName where the meeting was not released; CannotUse where it has none."""
    facts = _facts(store, profile, paper, meeting_id, at)
    laid_out = paper_of(paper, facts, profile.site_url, at, is_draft=True)
    return PaperMade(facts, paper, laid_out)


def paper_now(store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str, at: datetime) -> PaperMade:
    """A paper as it was issued, where nothing has changed since or it is too late for another; else the next draft.

    Errors: as `draft_paper`
    """
    last = last_issue(store, profile, paper, meeting_id)
    try:
        made = draft_paper(store, profile, paper, meeting_id, at)
    except CannotUse:
        if last is None:
            raise
        return PaperMade(last.facts, paper, _as_issued(last, profile), last.issued_at)
    if last is None or _digest(last.facts) != made.digest:
        return replace(made, before=last.issued_at if last else None)
    return replace(made, laid_out=_as_issued(last, profile), issued_at=last.issued_at)


def last_issue(store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str) -> IssuedPaper | None:
    """A paper as it was issued last; None where it never was."""
    line = issues(store.notes.lines(profile.code, (PaperIssued,))).get((meeting_id, paper))
    return _issued(line, profile) if line else None


def issue_paper(
    store: Store, profile: BoroughProfile, asked: PaperAsked, at: datetime, officers: Iterable[Officer]
) -> PaperMade:
    """Issue a paper as it is now, unless it was issued so already.

    Edges:  what it tells is kept with its issue, whatever is recorded later, until it is issued again
    Errors: as `draft_paper`; StalePaper; TellsOfStaff where it holds something of the officers or staff, for such a
            paper would keep the whole site from being written
    """
    paper, meeting_id = asked.paper, asked.meeting_id
    facts = _facts(store, profile, paper, meeting_id, at)
    if asked.seen not in (None, _digest(facts)):
        raise StalePaper(paper, meeting_id)
    as_last = last_issue(store, profile, paper, meeting_id)
    is_new = as_last is None or _digest(as_last.facts) != _digest(facts)
    if is_new or as_last is None:
        day = local_day(at, profile.timezone)
        as_last = IssuedPaper(paper, at, facts)
        _refuse_staff(as_last, profile, staff_facts_now(store, profile, officers))
        noted = PaperIssued(meeting_id, paper, day, _digest(facts), msgspec.json.encode(facts).decode())
        store.notes.add(profile.code, noted, by=asked.by, at=at)
    return PaperMade(as_last.facts, paper, _as_issued(as_last, profile), as_last.issued_at, is_new)


def _refuse_staff(issued: IssuedPaper, profile: BoroughProfile, staff: StaffFacts) -> None:
    """Say in which words it is: whoever issues a paper may read all of it."""
    for words in _texts(msgspec.to_builtins(_as_issued(issued, profile))):
        if found := staff.found(words.encode()):
            where = f"the {issued.paper} of {issued.facts.meeting.meeting_id}"
            raise TellsOfStaff(where, f"{found} in {shown(words)}", "words without: the public reads them")


def _texts(value: object) -> Iterator[str]:
    """Every text in something that is made of lists and maps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in _texts(each))


def issued_papers(store: Store, profile: BoroughProfile, at: datetime) -> tuple[IssuedPaper, ...]:
    """Every paper that the public may read at a moment, by meeting, each as it was issued last."""
    lines = in_force(store.notes.lines(profile.code, (PaperIssued,)), at)
    found = (_issued(line, profile) for _, line in sorted(issues(lines).items()))
    return tuple(paper for paper in found if paper is not None)


def with_papers(store: Store, profile: BoroughProfile, release: Release, at: datetime) -> Release:
    """A release with all that was issued by a moment, and what became of it, for the site.

    Edges: it is itself where nothing was
    """
    papers = issued_papers(store, profile, at)
    if not papers:
        return release
    told = agreed_in(each.facts for each in papers if each.paper is Paper.MINUTES)
    actions = tuple(EarlierAction(state, day.held_on) for day, state in _actions(store, profile, at))
    return replace(release, papers=papers, actions=actions, priorities=with_agreed(told, release.priorities))


def with_issued_priorities(store: Store, borough: Borough, at: datetime) -> Borough:
    """The borough with the priorities of issued minutes, newest first, before those of priorities.csv."""
    told = agreed_in(_minutes(store, borough.profile, at))
    return replace(borough, priorities=with_agreed(told, borough.priorities)) if told else borough


def agreed_in(minutes: Iterable[MeetingFacts]) -> tuple[Priority, ...]:
    """The priorities that some minutes tell, newest first."""
    return tuple(
        Priority(facts.meeting.ward_code, facts.meeting.held_on, words)
        for facts in sorted(minutes, key=lambda facts: facts.meeting.starts_at, reverse=True)
        for words in facts.priorities
    )


def open_actions(store: Store, profile: BoroughProfile, at: datetime) -> tuple[StillOpen, ...]:
    """The actions in issued minutes that nobody has done yet, as they stand at a moment, by ward, oldest first."""
    return tuple(
        StillOpen(day.ward_code, day.held_on, state.what, state.owner, state.due)
        for day, state in _actions(store, profile, at)
        if not state.is_closed
    )


def _actions(store: Store, profile: BoroughProfile, at: datetime) -> list[tuple[MeetingDay, ActionState]]:
    """The actions in issued minutes as they stand at a moment, each with its meeting, by ward, oldest first.

    Edges: in the words of the minutes, whatever was corrected since: nobody has issued that yet
    """
    issued = {
        state.action_id: (facts.meeting, state) for facts in _minutes(store, profile, at) for state in facts.agreed
    }
    if not issued:
        return []
    lines = in_force(store.notes.lines(profile.code, AGREED), at)
    states = action_states(lines, local_day(at, profile.timezone))
    now = ((*issued[state.action_id], state) for state in states if state.action_id in issued)
    found = [(day, replace(state, what=as_issued.what, owner=as_issued.owner)) for day, as_issued, state in now]
    return sorted(found, key=lambda each: (each[0].ward_code, each[0].held_on, each[1].action_id))


def _minutes(store: Store, profile: BoroughProfile, at: datetime) -> Iterator[MeetingFacts]:
    return (each.facts for each in issued_papers(store, profile, at) if each.paper is Paper.MINUTES)


def _facts(store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str, at: datetime) -> MeetingFacts:
    """What a paper tells. Errors: UnknownName; CannotUse for minutes of no record and an agenda of what has begun."""
    meeting = released_meeting(store, profile, meeting_id)
    facts = facts_of(store, profile, meeting_id, at)
    if paper is Paper.MINUTES and facts.record is None:
        raise CannotUse(meeting_id, "no record of it", f"one, by: wardpanels record {meeting_id} --residents NUMBER")
    if paper is Paper.AGENDA and meeting.is_cancelled:
        raise CannotUse(meeting_id, "a cancelled meeting", "one that is to be held")
    if paper is Paper.AGENDA and meeting.starts_at <= at:
        raise CannotUse(meeting_id, "a meeting that has begun", "one to come")
    return facts


def _issued(line: NotedLine, profile: BoroughProfile) -> IssuedPaper | None:
    """A paper as it was issued. Edges: None where the line says only that it was, as of a briefing"""
    noted = line.noted
    if not isinstance(noted, PaperIssued) or not noted.facts:
        return None
    facts, zone = msgspec.json.decode(noted.facts, type=MeetingFacts), ZoneInfo(profile.timezone)
    following = _in(zone, facts.next_meeting) if facts.next_meeting else None
    return IssuedPaper(noted.paper, line.at, replace(facts, meeting=_in(zone, facts.meeting), next_meeting=following))


def _in(zone: ZoneInfo, day: MeetingDay) -> MeetingDay:
    """JSON keeps a moment's offset and forgets its zone."""
    return replace(day, starts_at=day.starts_at.astimezone(zone))


def _as_issued(issued: IssuedPaper, profile: BoroughProfile) -> LaidOut:
    return paper_of(issued.paper, issued.facts, profile.site_url, issued.issued_at)


def _digest(facts: MeetingFacts) -> str:
    """What was known, in 64 letters. Edges: the day of asking does not count"""
    apart = replace(facts, as_of=facts.meeting.held_on)
    return sha256(msgspec.json.encode(apart, order="deterministic")).hexdigest()
