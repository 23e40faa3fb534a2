"""`wardpanels due`: what is to go out, when, and what waits for somebody."""

from __future__ import annotations

from datetime import date

import click

from wardpanels import wiring
from wardpanels.facts.publicity import due_facts
from wardpanels.publicity.desk import words_of
from wardpanels.publicity.due import Selection, due
from wardpanels.publicity.retrying import closed_sentence
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY_TO_COME
from wardpanels.terminal.options import Where, with_channel, with_json, with_ward, with_where
from wardpanels.terminal.words.publicity import (
    DUE_HEADS,
    WEEK_HEADS,
    due_row,
    due_sentence,
    missed_sentence,
    shown,
    week_rows,
)

SHOWN = 20


@click.command("due", short_help="Show what is to go out, when, and what waits for a person.")
@click.option("--until", type=DAY_TO_COME, metavar="DATE", help='Only what is due by this day, such as "4 Feb".')
@click.option("--all", "how", flag_value="all", help=f"All of it, not the next {SHOWN} only.")
@click.option(
    "--weeks",
    "how",
    flag_value="weeks",
    help="A line for each week's work on a channel, and its name.",
)
@click.option("--show", "key", metavar="KEY", help="Print the words of one item instead.")
@with_channel
@with_ward
@with_where
@with_json
def command(
    until: date | None,
    how: str | None,
    key: str | None,
    channel: str | None,
    ward: str | None,
    where: Where,
    as_json: bool,
) -> None:
    """Show what is to go out: what is planned, waits for approval, or is in somebody's hands.

    What was missed comes before the table; in it corrections come first, then the soonest. What is due has the time
    that is left until its meeting. What is past its use is not shown.
    """
    with where.desks() as desks:
        if key:
            for artifact in words_of(desks[0], key):
                screen.say(shown(artifact))
            return
        found = due(desks, Selection(channel, ward, until), wiring.now())
    if as_json:
        screen.show_json(due_facts(found))
        return
    for closed in found.closed:
        screen.say(f"! {closed_sentence(closed, desks[0].borough.profile.timezone)}")
    if found.missed:
        screen.say(missed_sentence(found.missed))
    if how == "weeks":
        screen.show_table(WEEK_HEADS, week_rows(found))
        return
    listed = found.items if how == "all" else found.items[:SHOWN]
    screen.show_table(DUE_HEADS, [due_row(found.releases[item.first_day], item, found.at) for item in listed])
    screen.say(due_sentence(found.items, len(listed), found.at))
