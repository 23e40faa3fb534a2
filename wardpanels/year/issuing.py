"""Makes the minutes and the agenda of a meeting, and issues them: from then on the public may read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import msgspec

from publishers.artifact import Artifact
from publishers.papers import files_of
from publishers.papers.paper_words import paper_of
from scheduler.days import local_day
from scheduler.evidence.actions import action_states
from scheduler.evidence.lines import Paper, PaperIssued, in_force
from scheduler.evidence.meeting_facts import MeetingFacts, StillOpen, issues, with_agreed
from scheduler.facts import Borough, BoroughProfile
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.faults import CannotUse
from wardpanels.year.archive import Archive


@dataclass(frozen=True, slots=True)
class PaperMade:
    """A paper's files, and whether it is issued.

    Edges: `issued_at` is when it was issued as it is, None for a draft; `is_new` where that was just now
    """

    facts: MeetingFacts
    paper: Paper
    files: tuple[Artifact, ...]
    issued_at: datetime | None = None
    is_new: bool = False


def draft_paper(store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str, at: datetime) -> PaperMade:
    """A paper to look at. Errors: UnknownName where the meeting was not released; CannotUse where it has none."""
    facts = _facts(Archive(store, profile), paper, meeting_id, at)
    laid_out = paper_of(paper, facts, profile.site_url, at, is_draft=True)
    return PaperMade(facts, paper, files_of(laid_out))


def issue_paper(
    store: Store, profile: BoroughProfile, paper: Paper, meeting_id: str, at: datetime, by: str
) -> PaperMade:
    """Issue a paper as it is now, unless it was issued so already.

    Edges:  it stays as it was when it was issued, whatever is recorded later, until it is issued again
    Errors: as `draft_paper`
    """
    archive, code = Archive(store, profile), profile.code
    facts = _facts(archive, paper, meeting_id, at)
    last = archive.last_issue(meeting_id, paper)
    is_new = last is None or _digest(facts) != _digest(archive.facts(meeting_id, last.at))
    if is_new or last is None:
        noted = PaperIssued(meeting_id, paper, local_day(at, profile.timezone), _digest(facts))
        store.notes.add(code, noted, by=by, at=at)
    issued_at = at if is_new or last is None else last.at
    as_issued = facts if is_new else archive.facts(meeting_id, issued_at)
    return PaperMade(as_issued, paper, files_of(paper_of(paper, as_issued, profile.site_url, issued_at)),
                     issued_at, is_new)  # fmt: skip


def with_papers(store: Store, profile: BoroughProfile, release: Release, at: datetime) -> Release:
    """A release with all that was issued by a moment, for the site. Edges: it is itself where nothing was."""
    papers = tuple(
        each for each in Archive(store, profile).issued(at) if each.facts.meeting.ward_code in release.ward_by_code
    )
    return replace(release, papers=papers) if papers else release


def with_issued_priorities(store: Store, borough: Borough, at: datetime) -> Borough:
    """The borough with the priorities of issued minutes before those of priorities.csv."""
    agreed = Archive(store, borough.profile).priorities(at)
    return replace(borough, priorities=with_agreed(agreed, borough.priorities)) if agreed else borough


def open_actions(store: Store, profile: BoroughProfile, at: datetime) -> tuple[StillOpen, ...]:
    """The actions in issued minutes that nobody has done yet, as they stand at a moment, by ward, oldest first."""
    lines = in_force(store.notes.lines(profile.code), at)
    told = {meeting_id for meeting_id, paper in issues(lines) if paper is Paper.MINUTES}
    if not told:
        return ()
    meetings, today = Archive(store, profile).meetings(at), local_day(at, profile.timezone)
    still = [each for each in action_states(lines, today) if each.meeting_id in told and not each.is_closed]
    found = [(meetings[each.meeting_id], each) for each in still if each.meeting_id in meetings]
    return tuple(
        StillOpen(meeting.ward_code, meeting.held_on, state.what, state.owner, state.due)
        for meeting, state in sorted(found, key=lambda each: (each[0].ward_code, each[0].held_on, each[1].action_id))
    )


def _facts(archive: Archive, paper: Paper, meeting_id: str, at: datetime) -> MeetingFacts:
    """What a paper tells. Errors: UnknownName; CannotUse for minutes of no record and an agenda of what has begun."""
    facts, meeting = archive.facts(meeting_id, at), archive.meetings(at)[meeting_id]
    if paper is Paper.MINUTES and facts.record is None:
        raise CannotUse(meeting_id, "no record of it", f"one, by: wardpanels record {meeting_id} --residents NUMBER")
    if paper is Paper.AGENDA and meeting.is_cancelled:
        raise CannotUse(meeting_id, "a cancelled meeting", "one that is to be held")
    if paper is Paper.AGENDA and meeting.starts_at <= at:
        raise CannotUse(meeting_id, "a meeting that has begun", "one to come")
    return facts


def _digest(facts: MeetingFacts) -> str:
    """What was known, in 64 letters. Edges: the day of asking does not count"""
    apart = replace(facts, as_of=facts.meeting.held_on)
    return sha256(msgspec.json.encode(apart, order="deterministic")).hexdigest()
