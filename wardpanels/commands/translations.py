"""`wardpanels translations`: how far each language is, and the record of who checked it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wardpanels.facts.translations import translation_facts
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY
from wardpanels.terminal.options import with_data, with_json
from wardpanels.terminal.words.borough import counted
from wardpanels.terminal.words.translations import TRANSLATION_HEADS, missing_sentences, translation_row
from wardpanels.year import reading, translations


@click.command("translations", short_help="Show how far each language is, and who checked it.")
@click.option("--reviewed", metavar="LANG", help="Record that a person has checked every text of this language.")
@click.option("--by", metavar="NAME", default="", help="Who checked it. Kept in the data folder, never published.")
@click.option("--on", type=DAY, metavar="DATE", help="The day they did: 2027-01-31, 31/1/2027 or yesterday.")
@with_data
@with_json
def command(reviewed: str | None, by: str, on: date | None, data: Path, as_json: bool) -> None:
    """Show for each language how many sentences are translated, checked by a person and missing.

    Sentences that are missing are published in English. A translation that changes later counts as unchecked again.
    """
    profile = reading.check(data).borough.profile
    if reviewed is not None:
        if on is None:
            raise click.UsageError("--reviewed needs --on DATE, the day on which the words were checked.")
        new = translations.record(data, reviewed, by, on)
        screen.note(f"Recorded: {counted({'texts': new})} of {reviewed} newly checked.")
    found = translations.standings(profile, translations.read_reviews(data))
    if as_json:
        screen.show_json([translation_facts(standing) for standing in found])
        return
    rows = [translation_row(standing) for standing in found]
    screen.show_table(TRANSLATION_HEADS, rows, right=("Texts", "Translated", "Checked", "Missing"))
    for sentence in missing_sentences(found):
        screen.say(sentence)
