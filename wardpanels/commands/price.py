"""`wardpanels price`: what a rule costs at several settings."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.disk.file import check_writable
from wardpanels.facts.price import price_facts
from wardpanels.terminal import interrupts, screen
from wardpanels.terminal.options import Where, with_json, with_last_day, with_where
from wardpanels.terminal.words.price import price_notes, price_rows, price_sentences
from wardpanels.year import costing


@click.command("price", short_help="Show what a rule costs at several settings.")
@click.argument("rule", metavar="RULE")
@click.option(
    "--at",
    "at",
    type=int,
    multiple=True,
    metavar="NUMBER",
    help="A setting to try; may be given again. [default: some around the one now]",
)
@click.option("--chart", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a chart (SVG) here as well.")  # fmt: skip  # one option a line
@with_where
@with_last_day
@with_json
def command(rule: str, at: tuple[int, ...], file: Path | None, where: Where, as_json: bool) -> None:
    """Plan the year at several settings of RULE, and show what each comes to. No draft is touched.

    RULE is a should-rule, whose points are tried, or a must-rule with a limit: its name, or the limit's.
    """
    if file is not None:
        check_writable(file)
    with (
        interrupts.leaving_at_once(),
        screen.working(f"Pricing {rule} in {where.period}") as progress,
        where.store() as store,
    ):
        priced = costing.price(store, where.data, where.period, rule, at, progress)
    if file is not None:
        costing.write_chart(priced, file)
    if as_json:
        screen.show_json(price_facts(priced))
        return
    heads, rows = price_rows(priced)
    screen.show_table(heads, rows, right=heads[1:])
    for note in price_notes(priced):
        screen.note(note)
    for sentence in price_sentences(priced):
        screen.say(sentence)
    if file is not None:
        screen.say(f"{file} holds the chart.")
