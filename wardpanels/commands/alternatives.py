"""`wardpanels alternatives`: the best other slots for one meeting, and what each would cost."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.commands.options import with_data, with_db, with_json, with_year


@click.command("alternatives", short_help="Rank the other dates, starts and halls for one meeting.")
@click.argument("meeting")
@click.option("--keep-date", is_flag=True, help="Only other starts and halls on the date it has.")
@click.option("--keep-hall", is_flag=True, help="Only other dates and starts in the hall it has.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@with_data
@with_db
@with_year
@with_json
def command(meeting: str, limit: int, data: Path, db: str, year: int, as_json: bool, **kept: bool) -> None:
    """Rank the other slots for MEETING (an id), the cheapest first. Every other meeting stays as it is.

    Each keeps every must-rule; the points are the exact difference. --json adds the cost of every slot of the year.
    """
    from scheduler.alternatives import slot_costs
    from wardpanels import actions, explaining, explanations, planfile, screen, wiring

    problem = actions.problem_of(data, year)
    with wiring.store_at(db) as store:
        ranked = explanations.alternatives(store, problem, meeting)
    best = ranked.best(limit, **kept)
    count = ranked.count(**kept)
    if as_json:
        screen.show_json(
            {
                "meeting": planfile.meeting_facts(ranked.found.meeting),
                "possible": count,
                "alternatives": [explaining.alternative_facts(other) for other in best],
                "slots": [explaining.slot_facts(slot) for slot in slot_costs(ranked.found)],
                "rules": explaining.sentences(problem),
            }
        )
        return
    screen.say(explaining.meeting_sentence(problem, ranked.found.meeting))
    screen.say(f"{count} other slots keep every must-rule." if count else "No other slot keeps every must-rule.")
    if best:
        screen.show_table(explaining.ALTERNATIVE_HEADS, explaining.alternative_rows(problem, best), right=("Points",))
        screen.say(f"To take the first, type: {explaining.move_command(best[0])}")
