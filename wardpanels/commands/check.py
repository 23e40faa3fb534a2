"""`wardpanels check`: is the data good?"""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_json


@click.command("check", short_help="Read the data and say what is wrong with it, or that nothing is.")
@with_data
@with_json
def command(data: Path, as_json: bool) -> None:
    """Read every file of the data folder. Say everything that is wrong with it at once, or that nothing is."""
    from wardpanels.facts.borough import borough_counts
    from wardpanels.publicity import settings
    from wardpanels.terminal import screen
    from wardpanels.terminal.words.borough import counted, tiers_sentence
    from wardpanels.year import reading

    checked = reading.check(data)
    settings.read_publicity(data)
    facts = borough_counts(checked.borough)
    if as_json:
        screen.show_json({"borough": checked.borough.profile.name, "data": str(data), "problems": [], **facts})
        return
    screen.say(f"{checked.borough.profile.name}: {data} is fine.")
    screen.say(f"Read {counted(facts)}.")
    screen.say(tiers_sentence(checked.standings))
    for standing in checked.standings:
        if not standing.meetings_counted:
            screen.note(f"Note: {standing.ward.name} has no attendance yet. {standing.reason}")
