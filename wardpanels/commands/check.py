"""`wardpanels check`: is the data good?"""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.period import year_from
from wardpanels import wiring
from wardpanels.facts.borough import borough_counts, checked_facts
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_json
from wardpanels.terminal.words.borough import counted, tiers_sentence
from wardpanels.year.reading import check


@click.command("check", short_help="Read the data and say what is wrong with it, or that nothing is.")
@with_data
@with_json
def command(data: Path, as_json: bool) -> None:
    """Read every file of the data folder. Say everything that is wrong with it at once, or that nothing is."""
    checked = check(data, at=wiring.now())
    read_publicity(data)
    if as_json:
        screen.show_json(checked_facts(checked, data))
        return
    screen.say(f"{checked.borough.profile.name}: {data} is fine.")
    screen.say(f"Read {counted(borough_counts(checked.borough))}.")
    screen.say(tiers_sentence(checked.standings, year_from(wiring.today(checked.borough.profile.timezone))))
    for standing in checked.standings:
        if not standing.attendance:
            screen.note(f"Note: {standing.ward.name} has no attendance yet. {standing.reason}")
