"""`wardpanels alternatives`: the best other slots for one meeting, and what each would cost."""

from __future__ import annotations

import click

from scheduler.problem import PlanningProblem
from scheduler.why.alternatives import Ranking
from wardpanels import wiring
from wardpanels.facts import explained as facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words import explained as words
from wardpanels.year import asking
from wardpanels.year.asking import FreeAlternatives


@click.command("alternatives", short_help="Rank the other dates, starts and halls for one meeting.")
@click.argument("meeting")
@click.option("--keep-date", is_flag=True, help="Only other starts and halls on the date it has.")
@click.option("--keep-hall", is_flag=True, help="Only other dates and starts in the hall it has.")
@click.option("--replan-ward", is_flag=True, help="Let the ward's other meetings move too, where that is cheaper.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@with_where
@with_json
def command(meeting: str, limit: int, where: Where, as_json: bool, **wish: bool) -> None:
    """Rank the other slots after today for MEETING (an id), the cheapest first. Every other meeting stays as it is.

    Each keeps every must-rule; the points are the exact difference. --json adds the cost of every slot of the year.
    """
    is_free = wish.pop("replan_ward")
    if is_free and any(wish.values()):
        raise click.UsageError("--replan-ward looks at every date and hall: leave --keep-date and --keep-hall out.")
    problem = where.problem()
    with where.store() as store:
        if is_free:
            _show_free(problem, asking.free_alternatives(store, problem, meeting, limit, wiring.now()), as_json=as_json)
        else:
            _show(problem, asking.alternatives(store, problem, meeting, wiring.now()), limit, as_json=as_json, **wish)


def _show(problem: PlanningProblem, ranked: Ranking, limit: int, *, as_json: bool, **kept: bool) -> None:
    if as_json:
        screen.show_json(facts.ranking_facts(problem, ranked, limit, **kept))
        return
    best, count = ranked.best(limit, **kept), ranked.count(**kept)
    screen.say(words.meeting_sentence(problem, ranked.found.meeting))
    screen.say(_counted(count))
    if best:
        screen.show_table(words.ALTERNATIVE_HEADS, words.alternative_rows(problem, best), right=("Points",))
        screen.say(f"To take the first, type: {words.move_command(best[0])}")


def _show_free(problem: PlanningProblem, ranked: FreeAlternatives, *, as_json: bool) -> None:
    if as_json:
        screen.show_json(facts.free_ranking_facts(ranked))
        return
    screen.say(words.meeting_sentence(problem, ranked.meeting))
    if not ranked.best:
        screen.say(_counted(0))
        return
    screen.show_table(words.FREE_HEADS, words.free_rows(problem, ranked.best), right=("Points", "At least"))
    screen.say("Points are those of the plan shown. At least: no plan that leaves the other wards alone costs less.")


def _counted(count: int) -> str:
    if not count:
        return "No other slot keeps every must-rule."
    return f"{count} other slot{'s keep' if count > 1 else ' keeps'} every must-rule."
