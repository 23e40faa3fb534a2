"""`wardpanels tiers`: what each ward is owed."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.facts.borough import standing_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_json
from wardpanels.terminal.words.borough import STANDING_HEADS, standing_row, tiers_sentence
from wardpanels.year.reading import check


@click.command("tiers", short_help="Show each ward's tier, what it is owed, and why.")
@with_data
@with_json
def command(data: Path, as_json: bool) -> None:
    """Show each ward's tier, how many meetings it is owed in the evening and by day, and why."""
    standings = check(data).standings
    if as_json:
        screen.show_json([standing_facts(standing) for standing in standings])
        return
    rows = [standing_row(standing) for standing in standings]
    screen.show_table(STANDING_HEADS, rows, right=("Mean", "Evening", "Daytime"))
    screen.say(tiers_sentence(standings))
