"""`wardpanels stand-ins`: an officer is called away; who could come instead?"""

from __future__ import annotations

import click

from wardpanels.facts.plan import stand_in_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words.plan import STAND_IN_HEADS, stand_in_row
from wardpanels.year.drafts import draft_of
from wardpanels.year.stand_ins import stand_ins


@click.command("stand-ins", short_help="Rank who could come to a meeting instead of an officer.")
@click.argument("meeting")
@click.option("--away", multiple=True, metavar="OFFICER",
              help="An officer who cannot come: an id or a name. May be given again.")  # fmt: skip  # one option a line
@with_where
@with_json
def command(meeting: str, away: tuple[str, ...], where: Where, as_json: bool) -> None:
    """Rank, for every post at MEETING, the officers on duty and free: the ward's own and the least busy first.

    To send one of them, type: wardpanels move MEETING --sergeant OFFICER (or --officer OFFICER).
    """
    problem = where.problem()
    with where.store() as store:
        plan = draft_of(store, problem.borough, where.period)
    ranked = stand_ins(problem, plan, meeting, away)
    if as_json:
        screen.show_json(stand_in_facts(meeting, ranked))
        return
    screen.show_table(STAND_IN_HEADS, [stand_in_row(each) for each in ranked])
