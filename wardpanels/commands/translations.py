"""`wardpanels translations`: how far each language is, the sheet for whoever checks it, and the record of who did."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

import click

from publishers.languages import language
from publishers.phrases import PhraseGroup
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.facts.reader_sheet import sheet_of
from wardpanels.facts.translations import translation_facts
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY
from wardpanels.terminal.options import with_data, with_json
from wardpanels.terminal.words.borough import counted
from wardpanels.terminal.words.translations import TRANSLATION_HEADS, missing_sentences, taken_words, translation_row
from wardpanels.year import reader_sheets, reading, translations

GROUPS = [group.value for group in PhraseGroup]


@click.command("translations", short_help="Show how far each language is, and who checked it.")
@click.option("--sheet", metavar="LANG", help="Write a workbook on which a person can check this language.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Where to. [default: phrases-LANG.xlsx]")
@click.option("--take", type=click.Path(path_type=Path), metavar="FILE", help="Take back such a workbook, filled in.")
@click.option("--reviewed", metavar="LANG", help="Record that a person has checked every text of this language.")
@click.option("--group", type=click.Choice(GROUPS), help="With --reviewed: only the texts of this group.")
@click.option("--by", metavar="NAME", default="", help="Who checked it. Kept in the data folder, never published.")
@click.option("--on", type=DAY, metavar="DATE", help="The day they did: 2027-01-31, 31/1/2027 or yesterday.")
@with_data
@with_json
def command(sheet: str | None, to: Path | None, data: Path, as_json: bool, **checked: Any) -> None:
    """Show for each language how many sentences are translated, checked by a person and missing.

    Sentences that are missing are published in English. A translation that changes later counts as unchecked again.
    A page says that it is a computer's draft until the groups of sentences that it shows are checked.
    """
    profile = reading.profile_of(data)
    if sheet is not None:
        rows, file = reader_sheets.rows(sheet), to or Path(f"phrases-{sheet}.xlsx")
        write_file(file, sheet_of(language(sheet), rows), outputs.READER_SHEET)
        back = f'wardpanels translations --take {quote(str(file))} --by "Name of the reader" --on today'
        screen.say(f"{file} has {len(rows)} phrases to check. To take it back, type: {back}")
        return
    _record(data, **checked)
    found = translations.standings(profile, translations.read_reviews(data))
    if as_json:
        screen.show_json([translation_facts(standing) for standing in found])
        return
    table = [translation_row(standing) for standing in found]
    screen.show_table(TRANSLATION_HEADS, table, right=("Texts", "Translated", "Checked", "Missing"))
    for sentence in missing_sentences(found):
        screen.say(sentence)


def _record(data: Path, take: Path | None, reviewed: str | None, group: str | None, by: str, on: date | None) -> None:
    """Take a sheet back, or note that somebody checked a language, if either was asked for."""
    if take is None and reviewed is None:
        return
    if on is None:
        asked = "--reviewed" if take is None else "--take"
        raise click.UsageError(f"{asked} needs --on DATE, the day on which the words were checked.")
    if take is not None:
        screen.note(taken_words(reader_sheets.take(data, take, by, on)))
    if reviewed is not None:
        new = translations.record(data, reviewed, by, on, group)
        screen.note(f"Recorded: {counted({'texts': new})} of {reviewed} newly checked.")
