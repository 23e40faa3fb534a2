"""`wardpanels report`: what is known of how something went."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.names import ward_named
from wardpanels import wiring
from wardpanels.disk.file import write_file
from wardpanels.facts.visits import visits_csv, works_facts
from wardpanels.publicity.what_works import what_works
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_last_day, with_ward, with_where
from wardpanels.terminal.words.visits import channel_table, meeting_table, ward_table, works_sentences
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told


@click.command("report", short_help="Show what brings people to pages and to meetings.")
@click.argument("subject", type=click.Choice(["publicity"]))
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a CSV file.")
@with_ward
@with_last_day
@with_where
@with_json
def command(subject: str, as_csv: Path | None, ward: str | None, where: Where, as_json: bool) -> None:
    """Report on `publicity`: visits by channel, moment and ward, and beside them who came to the meetings.

    `wardpanels visits` counts them. Of few visits nothing is ranked; what goes along is not said to be the cause.
    """
    borough, days = check(where.data).borough, where.period
    with where.store() as store:
        code = ward_named(as_told(store, borough), ward).code if ward else None
        found = what_works(store, borough.profile, days, code, wiring.now())
    if as_csv:
        write_file(as_csv, visits_csv(found))
        screen.say(f"{as_csv} holds {len(found.visits):,} lines.")
    elif as_json:
        screen.show_json({"report": subject, **works_facts(found)})
    else:
        for heads, rows, right in (channel_table(found), ward_table(found), meeting_table(found)):
            if rows:
                screen.show_table(heads, rows, right=right)
                screen.say()
        for sentence in works_sentences(found):
            screen.say(sentence)
