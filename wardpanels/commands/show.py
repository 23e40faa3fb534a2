"""`wardpanels show`: the draft as a table."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("show", short_help="Show the draft schedule.")
@click.option("--ward", metavar="NAME", help="One ward only: its name, its slug or its code.")
@with_data
@with_db
@with_year
@with_json
def command(ward: str | None, data: Path, db: str, year: int, as_json: bool) -> None:
    """Show the draft schedule of the whole borough or of one ward. Ids are what `move` and `cancel` take."""
    from wardpanels import wiring
    from wardpanels.facts.plan import shown_facts
    from wardpanels.terminal import screen
    from wardpanels.terminal.words.plan import MEETING_HEADS, meeting_row
    from wardpanels.year import drafts, reading

    borough = reading.check(data).borough
    with wiring.store_at(db) as store:
        plan = drafts.draft_of(store, borough, year)
    meetings = drafts.meetings_of(borough, plan, ward)
    if as_json:
        screen.show_json([shown_facts(borough, meeting) for meeting in meetings])
        return
    screen.show_table(MEETING_HEADS, [meeting_row(borough, meeting) for meeting in meetings])
