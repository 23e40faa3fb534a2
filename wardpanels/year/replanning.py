"""Plans the rest of a year anew with the fewest changes. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scheduler.edit import find
from scheduler.errors import UnknownName
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.posing import replanning
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, silence
from scheduler.rules.shapes import Pin, Replanning
from scheduler.store import Store
from wardpanels.year.drafts import stored_draft
from wardpanels.year.planning import LeftOut, without_what_clashes

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
    store: Store, problem: PlanningProblem, as_of: datetime, pins: Sequence[str], progress: Listener = silence
) -> Compared:
    """Plan the rest of the draft's year anew with the fewest changes. Nothing is stored.

    Edges: a ward that the draft leaves out joins it where it can be planned now, and else is left out again
    Errors: NothingYet; NoPlan, naming the smallest clash; RefusedEdit, UnknownName
    """
    from scheduler.solver.replan import replan

    draft = stored_draft(store, problem.borough, problem.period)
    pinned = [pin_of(draft.plan, each) for each in pins]
    outside = {view.ward.code for view in problem.wards} - {meeting.ward_code for meeting in draft.plan.meetings}

    def anew(now: PlanningProblem) -> Replanning:
        return replanning(now, draft.plan, as_of, pinned)

    replanned, left_out = without_what_clashes(
        problem,
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
