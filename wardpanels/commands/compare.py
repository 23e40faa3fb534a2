"""`wardpanels compare`: the borough's policies side by side."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.comparison import comparison_facts
from wardpanels.terminal import interrupts, screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words.comparison import comparison_notes, comparison_rows, comparison_sentences
from wardpanels.year import comparing


@click.command("compare", short_help="Plan the year under each policy and show them side by side.")
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR",
              help="Write a page to print and a chart (SVG) here as well.")  # fmt: skip  # one option a line
@with_where
@with_json
def command(folder: Path | None, where: Where, as_json: bool) -> None:
    """Plan the year under each policy of borough.toml, and show what each comes to.

    The policies are [policy] itself, called recommendation-3, and every [policies.NAME]. No draft is touched.
    """
    with interrupts.leaving_at_once(), screen.working(f"Comparing {where.period}") as progress:
        comparison = comparing.compare(where.data, where.period, progress, at=wiring.now())
    if folder is not None:
        comparing.write(comparison, folder)
    if as_json:
        screen.show_json(comparison_facts(comparison))
        return
    heads, rows = comparison_rows(comparison)
    screen.show_table(heads, rows, right=heads[1:])
    for note in comparison_notes(comparison):
        screen.note(note)
    for sentence in comparison_sentences(comparison):
        screen.say(sentence)
    if folder is not None:
        screen.say(f"{folder}/ holds a page to print, comparison.html, and its chart, comparison.svg.")
