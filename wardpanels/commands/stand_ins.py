"""`wardpanels stand-ins`: an officer is called away; who could come instead?"""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("stand-ins", short_help="Rank who could come to a meeting instead of an officer.")
@click.argument("meeting")
@click.option("--away", multiple=True, metavar="ID", help="An officer who cannot come, by id. May be given again.")
@with_data
@with_db
@with_year
@with_json
def command(meeting: str, away: tuple[str, ...], data: Path, db: str, year: int, as_json: bool) -> None:
    """Rank, for every post at MEETING, the officers on duty and free: the ward's own and the least busy first.

    To send one of them, type: wardpanels move MEETING --sergeant ID (or --officer ID).
    """
    from wardpanels import wiring
    from wardpanels.terminal import screen
    from wardpanels.year import drafts, planning, stand_ins

    problem = planning.problem_of(data, year)
    with wiring.store_at(db) as store:
        plan = drafts.draft_of(store, problem.borough, year)
    ranked = stand_ins.stand_ins(problem, plan, meeting, away)
    if as_json:
        facts = [
            {"post": each.post.value, "officer_id": each.officer.officer_id, "is_assigned": each.is_assigned}
            for each in ranked
        ]
        screen.show_json({"meeting": meeting, "stand_ins": facts})
        return
    rows = [
        (each.post.replace("_", " "), each.officer.officer_id, each.officer.name, "comes" if each.is_assigned else "")
        for each in ranked
    ]
    screen.show_table(("Post", "Officer", "Name", "Now"), rows)
