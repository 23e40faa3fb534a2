"""One meeting of the draft with all that somebody needs who is to decide about it. It only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.days import local_day
from scheduler.edit import find
from scheduler.framing import as_planned
from scheduler.plan import PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.store import Draft, Store
from scheduler.why.alternatives import Alternative, ranking
from scheduler.why.explain import MeetingExplained, explain_meeting
from scheduler.why.heat import HeatDay, heat
from wardpanels.year.drafts import stored_draft
from wardpanels.year.seeing import SeenMeeting, year_as_drafted

MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class MeetingInFull:
    """One meeting.

    Edges: `draft` is what was read, beside what was released of what has begun; `release` the newest one, None where
           nothing was released; `best`, other slots to come, and `days`, the whole period as it looks to the meeting,
           are there only where it can be moved
    """

    seen: SeenMeeting
    draft: Draft
    release: int | None
    is_begun: bool
    explained: MeetingExplained
    best: tuple[Alternative, ...] = ()
    days: tuple[HeatDay, ...] = ()

    @property
    def meeting(self) -> PlannedMeeting:
        """As the draft has it."""
        return self.seen.meeting

    @property
    def can_be_moved(self) -> bool:
        """Whether it stands and is still to come."""
        return self.meeting.stands and not self.is_begun

    @property
    def pinned(self) -> tuple[str, ...]:
        """What of it stays when the period is planned anew."""
        return next((pin.parts for pin in self.draft.pins if pin.meeting_id == self.meeting.meeting_id), ())


def meeting_in_full(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> MeetingInFull:
    """Read one meeting of the draft. Errors: NothingYet, UnknownName."""
    draft = stored_draft(store, problem.borough, problem.period)
    year = year_as_drafted(store, problem.borough, problem.period, at)
    meeting, posed = find(year.plan, meeting_id), as_planned(problem, year.plan)
    seen = next(each for each in year.meetings if each.meeting is meeting)
    is_begun = meeting.starts_at <= at
    if is_begun or not meeting.stands:
        return MeetingInFull(seen, draft, year.release, is_begun, explain_meeting(posed, year.plan, meeting_id))
    ranked = ranking(posed, year.plan, meeting_id, local_day(at, problem.zone.key))
    explained = explain_meeting(posed, year.plan, meeting_id, ranked)
    best = ranked.best(MOST_OFFERED)
    return MeetingInFull(seen, draft, year.release, is_begun, explained, best, heat(ranked.found, at))
