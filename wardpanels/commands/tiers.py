"""`wardpanels tiers`: what each ward is owed."""

from __future__ import annotations

from datetime import date

import click

from wardpanels import wiring
from wardpanels.facts.borough import standing_facts
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY_THAT_CAME
from wardpanels.terminal.options import Where, with_json, with_last_day, with_where
from wardpanels.terminal.words import borough as words
from wardpanels.year.evidence import evidence_of
from wardpanels.year.reading import check


@click.command("tiers", short_help="Show each ward's tier, what it is owed, and why.")
@click.option("--as-of", "as_of", type=DAY_THAT_CAME, metavar="DATE",
              help="Count every meeting held by this day, and show what would change.")  # fmt: skip
@with_where
@with_last_day
@with_json
def command(where: Where, as_of: date | None, as_json: bool) -> None:
    """Show each ward's tier, how many meetings it is owed in the evening and by day, and what that rests on.

    For a part of a year, what a tier owes a year is taken pro rata. New attendance counts for what is planned next.
    """
    now, period = wiring.now(), where.period
    borough = check(where.data, at=now).borough
    with wiring.store_if_any(where.db) as store:
        evidence = evidence_of(store, borough, period, now, as_of)
    if as_json:
        screen.show_json([standing_facts(standing, period) for standing in evidence.standings])
        return
    rows = [words.standing_row(standing, period) for standing in evidence.standings]
    screen.show_table(words.STANDING_HEADS, rows, right=words.STANDING_NUMBERS)
    screen.say(words.tiers_sentence(evidence.standings, period))
    for sentence in words.evidence_sentences(evidence, period):
        screen.say(sentence)
    for note in words.evidence_notes(evidence):
        screen.note(note)
