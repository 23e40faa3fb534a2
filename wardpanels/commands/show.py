"""`wardpanels show`: the draft as a table."""

from __future__ import annotations

import click

from scheduler.calls import calls_to_make
from wardpanels.facts.plan import shown_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_ward, with_where
from wardpanels.terminal.words.plan import CALL_HEADS, MEETING_HEADS, call_rows, calls_sentence, meeting_row
from wardpanels.year.drafts import draft_of, meetings_of
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told


@click.command("show", short_help="Show the draft schedule.")
@with_ward
@with_where
@with_json
def command(ward: str | None, where: Where, as_json: bool) -> None:
    """Show the draft schedule of the whole borough or of one ward. Ids are what `move` and `cancel` take."""
    borough, period = check(where.data).borough, where.period
    with where.store() as store:
        borough = as_told(store, borough)
        meetings = meetings_of(borough, draft_of(store, borough, period), ward)
    if as_json:
        screen.show_json([shown_facts(borough, meeting) for meeting in meetings])
        return
    screen.show_table(MEETING_HEADS, [meeting_row(borough, meeting) for meeting in meetings])
    calls = calls_to_make(borough, meetings)
    if calls:
        screen.say()
        screen.say(calls_sentence(calls))
        screen.show_table(CALL_HEADS, call_rows(calls))
