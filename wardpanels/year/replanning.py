"""Plans the rest of a year anew with the fewest changes. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import reduce
from typing import TYPE_CHECKING

from scheduler.edit import find
from scheduler.facts import Borough
from scheduler.framing import as_planned, with_borough
from scheduler.pinned import pinned_of, with_pin
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.posing import pins_in, replanning
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, silence
from scheduler.rules.shapes import Replanning
from scheduler.store import Draft, Store
from wardpanels.year.drafts import UNSIGNED, Signed, add_draft, stored_draft, with_told_ids
from wardpanels.year.planning import LeftOut, without_what_clashes
from wardpanels.year.recording import with_recorded_by
from wardpanels.year.releasing import with_the_past

if TYPE_CHECKING:
    from scheduler.solver.replan import Replanned


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft before and after it was planned anew. `left_out`: wards that the draft leaves out too."""

    draft: Draft
    replanned: Replanned
    left_out: tuple[LeftOut, ...]

    @property
    def before(self) -> Plan:
        """The draft's plan."""
        return self.draft.plan

    @property
    def changed(self) -> tuple[tuple[PlannedMeeting | None, PlannedMeeting | None], ...]:
        """The meetings that differ, before and after, by id."""
        return differences(self.before, self.replanned.plan)


def replan(
    store: Store,
    problem: PlanningProblem,
    at: datetime,
    pins: Sequence[str],
    progress: Listener = silence,
    *,
    as_of: datetime | None = None,
    with_new_tiers: bool = False,
) -> Compared:
    """Plan anew, with the fewest changes, what is left of the draft's period `at` a moment. Nothing is stored.

    Edges: what has begun is as it was released, whatever the draft says; the meetings of that day stay as they are, for
           it is too late to tell of another one; a later `as_of` leaves all until then as well; each ward keeps the
           tier that it was planned on, unless `with_new_tiers`: then what was recorded by that day counts too; a ward
           that the draft leaves out joins it where it can be planned now, and else is left out again; what was pinned
           in the draft stays, and so does what is pinned for this time: `pins`
    Errors: NothingYet; NoPlan, naming the smallest clash; RefusedEdit, UnknownName
    """
    from scheduler.solver.replan import replan

    draft = stored_draft(store, problem.borough, problem.period)
    known = with_the_past(store, draft.plan, at)
    asked = with_told_ids(store, _counted_anew(store, problem, at) if with_new_tiers else as_planned(problem, known))
    typed = [pinned_of(each) for each in pins]
    for each in typed:
        find(known, each.meeting_id)
    pinned = list(pins_in(known, reduce(with_pin, typed, draft.pins)))
    outside = {view.ward.code for view in problem.wards} - {meeting.ward_code for meeting in known.meetings}
    day = max(at, as_of or at).astimezone(problem.zone).date()
    day_is_over = datetime.combine(day, time.max, problem.zone)

    def anew(now: PlanningProblem) -> Replanning:
        return replanning(now, known, day_is_over, [pin for pin in pinned if pin.meeting.starts_at >= day_is_over])

    replanned, left_out = without_what_clashes(
        asked,
        lambda now: replan(anew(now), progress=progress),
        outside,
        progress,
        posed=lambda now: anew(now).problem,
    )
    return Compared(draft, replanned, left_out)


def _counted_anew(store: Store, problem: PlanningProblem, at: datetime) -> PlanningProblem:
    """The same question on the attendance of today: that which was recorded of the running period too."""
    today = at.astimezone(problem.zone).date()
    return with_borough(problem, lambda borough: with_recorded_by(store, borough, today))


def keep(store: Store, borough: Borough, compared: Compared, at: datetime, signed: Signed = UNSIGNED) -> int:
    """Store the new plan as the draft, unless somebody changed it meanwhile. Errors: StaleRevision."""
    return add_draft(store, borough, compared.draft, compared.replanned.plan, at, signed)
