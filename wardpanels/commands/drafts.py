"""`wardpanels drafts`: every draft of the period, and who made it."""

from __future__ import annotations

import click

from wardpanels.facts.drafts import draft_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words.drafts import DRAFT_HEADS, draft_rows
from wardpanels.year.drafts import drafts_of
from wardpanels.year.reading import check


@click.command("drafts", short_help="Show every draft of the period: who made it, when and why.")
@with_where
@with_json
def command(where: Where, as_json: bool) -> None:
    """Show every draft of the period, the newest first. `wardpanels undo --to` brings one back."""
    borough, period = check(where.data).borough, where.period
    with where.store() as store:
        lines = drafts_of(store, borough, period)
    if as_json:
        screen.show_json(draft_facts(lines))
        return
    screen.show_table(DRAFT_HEADS, draft_rows(borough, lines), right=("Draft", "Points"))
