"""`python -m benchmarks.changing`: how long a page about one meeting waits: its alternatives, its year, a move of it.

The shipped borough's 20 wards, planned for real and kept warm. Each is told beside a peer in the same run that does the
same without what makes it quick: five offers of which each is held to an audit of the whole plan, a year of which
every slot is an object, what waits in one ward read out of all that waits.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.evidence import DATA, RELEASED, YEAR, least
from benchmarks.report import tell
from scheduler.audit import audit
from scheduler.edit import NewTiming
from scheduler.framing import as_planned
from scheduler.plan import Plan
from scheduler.posing import planning_problem
from scheduler.problem import PlanningProblem
from scheduler.release.making import next_release
from scheduler.store import Store, open_store
from scheduler.why.alternatives import Ranking, ranking, slot_costs
from scheduler.why.heat import heat
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.year import editing, planning, reading
from wardpanels.year.drafts import keep_draft

OFFERS = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that a page waits for, and its peer. Units: seconds of one processor, the least of several rounds."""

    what: str
    seconds: float
    peer: float


def timings(plan: Plan) -> Iterator[Beside]:
    """Each thing beside its peer."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/panels.db")
        borough = reading.check(DATA).borough
        problem = planning_problem(borough, YEAR)
        keep_draft(store, borough, plan, RELEASED)
        meeting = plan.meetings[len(plan.meetings) // 2]
        posed = as_planned(problem, plan)
        found = ranking(posed, plan, meeting.meeting_id)
        yield Beside(
            f"{OFFERS} alternatives",
            least(lambda: ranking(as_planned(problem, plan), plan, meeting.meeting_id).best(OFFERS)),
            least(lambda: whole(ranking(posed, plan, meeting.meeting_id))),
        )
        yield Beside(
            "A year by day",
            least(lambda: heat(found.found, RELEASED)),
            least(lambda: slot_costs(found.found)),
        )
        yield Beside("A move with its checks", least(moving(store, problem, found)), least(lambda: cold(problem, plan)))
        store.append_release(next_release(borough, plan, None, RELEASED), plan)
        desk = Desk(store, borough, read_publicity(DATA), YEAR)
        outbox.fill(desk, RELEASED)
        ward = problem.ward(meeting.ward_code).ward
        yield Beside(
            "What waits in a ward",
            least(lambda: outbox.waiting(desk, None, ward.slug, None, RELEASED)),
            least(lambda: out_of_all(desk, ward.slug)),
        )
        store.close()


def whole(found: Ranking) -> list[bool]:
    """The same offers, each held to audits of the whole plan before and after."""
    plans = [found.found.plan_at(slot) for slot in list(found.found.permitted())[:OFFERS]]
    before = {breach.seen for breach in audit(found.found.problem, found.found.plan)}
    return [{breach.seen for breach in audit(found.found.problem, plan)} <= before for plan in plans]


def cold(problem: PlanningProblem, plan: Plan) -> object:
    """The two audits of a move by a question that was not asked before."""
    fresh = planning_problem(problem.borough, problem.period)
    return audit(fresh, plan), audit(fresh, plan)


def moving(store: Store, problem: PlanningProblem, found: Ranking) -> Callable[[], object]:
    """A move to the best other slot and, the next time, back."""
    (best,) = found.best(1, keep_hall=True)
    slots = [best.meeting, found.found.meeting]

    def move() -> object:
        to = slots[0]
        slots.reverse()
        wish = NewTiming(to.held_on, to.starts_at.timetz().replace(tzinfo=None), to.venue_id)
        return editing.move_meeting(store, problem, to.meeting_id, wish, RELEASED)

    return move


def out_of_all(desk: Desk, ward: str) -> list[object]:
    """What waits in a ward, chosen here from all that waits."""
    is_wanted = outbox.choice(desk, None, ward)
    every = desk.store.outbox.items(desk.code, YEAR.first_day, with_letters=False)
    return [item for item in every if not item.is_missed(RELEASED) and is_wanted(item.channel, item.meetings)]


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the table to this file.")
def main(out: Path | None) -> None:
    """Time what a page about one meeting waits for."""
    plan = planning.plan_borough(reading.check(DATA).borough, YEAR).plan
    rows = [
        (each.what, f"{each.seconds * 1000:,.0f}", f"{each.peer * 1000:,.0f}", f"{each.seconds / each.peer:.2f}")
        for each in timings(plan)
    ]
    heads = ("What", "Processor, milliseconds", "The peer's", "Times the peer")
    tell("changing", "How long a page about one meeting waits", __doc__, heads, rows, out)


if __name__ == "__main__":
    main()
