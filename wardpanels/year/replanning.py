"""Plans the rest of a year anew with the fewest changes. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from scheduler.edit import find
from scheduler.errors import UnknownName
from scheduler.framing import as_planned
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.posing import replanning
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, silence
from scheduler.rules.shapes import Pin, Replanning
from scheduler.store import Store
from wardpanels.year.drafts import stored_draft, with_told_ids
from wardpanels.year.planning import LeftOut, without_what_clashes
from wardpanels.year.releasing import with_the_past

if TYPE_CHECKING:
    from scheduler.solver.replan import Replanned

PINNABLE = ("date", "hall", "officers")
"""What of a meeting can be pinned by itself."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft before and after it was planned anew. `left_out`: wards that the draft leaves out too."""

    before: Plan
    replanned: Replanned
    revision: int
    left_out: tuple[LeftOut, ...]

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
           tier that it was planned on, unless `with_new_tiers`; a ward that the draft leaves out joins it where it can
           be planned now, and else is left out again
    Errors: NothingYet; NoPlan, naming the smallest clash; RefusedEdit, UnknownName
    """
    from scheduler.solver.replan import replan

    draft = stored_draft(store, problem.borough, problem.period)
    known = with_the_past(store, draft.plan, at)
    asked = with_told_ids(store, problem if with_new_tiers else as_planned(problem, known))
    pinned = [pin_of(known, each) for each in pins]
    outside = {view.ward.code for view in problem.wards} - {meeting.ward_code for meeting in known.meetings}
    day = max(at, as_of or at).astimezone(problem.zone).date()
    day_is_over = datetime.combine(day, time.max, problem.zone)

    def anew(now: PlanningProblem) -> Replanning:
        return replanning(now, known, day_is_over, pinned)

    replanned, left_out = without_what_clashes(
        asked,
        lambda now: replan(anew(now), progress=progress),
        outside,
        progress,
        posed=lambda now: anew(now).problem,
    )
    return Compared(draft.plan, replanned, draft.revision, left_out)


def keep(store: Store, compared: Compared, at: datetime) -> int:
    """Store the new plan as the draft, unless somebody changed it meanwhile. Errors: StaleRevision."""
    return store.save_draft(compared.replanned.plan, expected_revision=compared.revision, saved_at=at)


def pin_of(plan: Plan, text: str) -> Pin:
    """Read a pin: a meeting's id, alone or with what is pinned, such as `2027-E05009317-1:date,hall`.

    Errors: UnknownName
    """
    name, _, parts = text.partition(":")
    wanted = [part.strip() for part in parts.split(",")] if parts else list(PINNABLE)
    for part in wanted:
        if part not in PINNABLE:
            raise UnknownName("pin", part, f"one of {', '.join(PINNABLE)}", PINNABLE)
    return Pin(find(plan, name), date="date" in wanted, hall="hall" in wanted, officers="officers" in wanted)
