"""`wardpanels tiers`: what each ward is owed."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.commands.options import with_data, with_json


@click.command("tiers", short_help="Show each ward's tier, what it is owed, and why.")
@with_data
@with_json
def command(data: Path, as_json: bool) -> None:
    """Show each ward's tier, how many meetings it is owed in the evening and by day, and why."""
    from wardpanels import actions
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import wording

    standings = actions.check(data).standings
    if as_json:
        screen.show_json([wording.standing_facts(standing) for standing in standings])
        return
    heads = ("Ward", "Tier", "Mean", "Evening", "Daytime", "Why")
    screen.show_table(heads, [wording.standing_row(each) for each in standings], right=("Mean", "Evening", "Daytime"))
    screen.say(wording.tiers_sentence(standings))
