"""`wardpanels replan`: something changed; plan the rest of the year anew with the fewest changes."""

from __future__ import annotations

from datetime import datetime

import click

from wardpanels import wiring
from wardpanels.facts.plan import replan_facts
from wardpanels.terminal import interrupts, screen
from wardpanels.terminal.dates import MOMENT
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words.plan import CHANGE_HEADS, change_rows, left_out_sentence, replan_sentences
from wardpanels.year import replanning
from wardpanels.year.periods import typed


@click.command("replan", short_help="Plan the rest of the year anew with the fewest changes.")
@click.option("--as-of", type=MOMENT, metavar="DATE",
              help='Leave the meetings until then as they are: 2027-06-01, "1 June". [default: today]')  # fmt: skip
@click.option("--pin", multiple=True, metavar="MEETING[:PARTS]", help="Keep it: date, hall, officers, or all three.")
@click.option("--with-new-tiers", is_flag=True, help="Take each ward's tier anew from the attendance of today.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Keep the new draft without asking.")
@with_where
@with_json
def command(as_of: datetime | None, pin: tuple[str, ...], with_new_tiers: bool, where: Where, **flags: bool) -> None:
    """Change as little as can be of what members know, after the data did: a hall lost, an officer gone, a day closed.

    A moved date is dearer than a changed start, that than a changed hall, and that than a changed officer. What is
    shown becomes the draft only when you say yes; the public is told with the next release.
    """
    problem = where.problem()
    later = as_of and as_of.replace(tzinfo=as_of.tzinfo or problem.zone)
    with where.store() as store:
        with interrupts.leaving_at_once(), screen.working(f"Planning the rest of {where.period} anew") as progress:
            compared = replanning.replan(
                store, problem, wiring.now(), pin, progress, as_of=later, with_new_tiers=with_new_tiers
            )
        for left_out in compared.left_out:
            screen.note(left_out_sentence(left_out))
        if flags["as_json"]:
            screen.show_json(replan_facts(compared))
        else:
            rows = change_rows(problem.borough, compared.before, compared.replanned.plan)
            screen.show_table(CHANGE_HEADS, rows)
            for sentence in replan_sentences(compared):
                screen.say(sentence)
        if flags["dry_run"] or not compared.changed:
            return
        if not (flags["yes"] or click.confirm("Keep this as the draft?", err=True)):
            screen.say("The draft stays as it was.")
            return
        revision = replanning.keep(store, problem.borough, compared, wiring.now())
    screen.note(f"Draft {revision} of {where.period} is in {wiring.place_of_store(where.db)}.")
    screen.note(f"To tell the public, type: wardpanels release {typed(where.period)}")
