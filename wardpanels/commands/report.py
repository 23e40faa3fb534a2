"""`wardpanels report`: how the action plan stands, or what brings people to meetings."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from scheduler.names import ward_named
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.disk.output import write_folder
from wardpanels.evidence.reporting import report_on
from wardpanels.facts.action_plan import report_facts
from wardpanels.facts.report_files import report_files
from wardpanels.facts.visits import visits_csv, works_facts
from wardpanels.publicity.what_works import what_works
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_last_day, with_ward, with_where
from wardpanels.terminal.words import action_plan as words
from wardpanels.terminal.words.visits import channel_table, meeting_table, ward_table, works_sentences
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    "report", invoke_without_command=True, short_help="Show how the action plan stands, and what brings people."
)
@click.option("--as-of", type=DAY, metavar="DATE", help="As it was known at the end of that day. [default: now]")
@click.option("--since", type=DAY, metavar="DATE", help="What changed since that day. [default: the last board]")
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR",
              help="Also write it as pages, PDFs, spreadsheets and JSON to this folder.")  # fmt: skip
@with_where
@with_json
@click.pass_context
def command(asked: click.Context, /, where: Where, as_json: bool, folder: Path | None, **days: datetime | None) -> None:
    """Report on the action plan: each recommendation's colour, worked out from what was promised and what happened.

    `report publicity` tells what brings people to pages and to meetings.
    """
    if asked.invoked_subcommand is None:
        as_of, since = (day.date() if day else None for day in (days["as_of"], days["since"]))
        _plan(where, as_of, since, folder, as_json=as_json)


@command.command("publicity", short_help="Show what brings people to pages and to meetings.")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a CSV file.")
@with_ward
@with_last_day
@with_where
@with_json
def publicity(as_csv: Path | None, ward: str | None, where: Where, as_json: bool) -> None:
    """Show visits by channel, moment and ward, and beside them who came to the meetings.

    `wardpanels visits` counts them. Of few visits nothing is ranked; what goes along is not said to be the cause.
    """
    borough, days = check(where.data).borough, where.period
    with where.store() as store:
        code = ward_named(as_told(store, borough), ward).code if ward else None
        found = what_works(store, borough.profile, days, code, wiring.now())
    if as_csv:
        write_file(as_csv, visits_csv(found), outputs.TABLE)
        screen.say(f"{as_csv} holds {len(found.visits):,} lines.")
    elif as_json:
        screen.show_json({"report": "publicity", **works_facts(found)})
    else:
        for heads, rows, right in (channel_table(found), ward_table(found), meeting_table(found)):
            if rows:
                screen.show_table(heads, rows, right=right)
                screen.say()
        for sentence in works_sentences(found):
            screen.say(sentence)


def _plan(where: Where, as_of: date | None, since: date | None, folder: Path | None, *, as_json: bool) -> None:
    with where.desk() as desk:
        report = report_on(desk, wiring.now(), as_of, since)
    if folder is not None:
        write_folder(folder, report_files(report), outputs.REPORT)
    if as_json:
        screen.show_json(report_facts(report))
        return
    if report.plan.recommendations:
        screen.show_table(words.ACTION_HEADS, words.action_rows(report.plan))
        screen.say()
    screen.show_table(words.MEASURE_HEADS, words.measure_rows(report.plan), right=words.MEASURE_NUMBERS)
    for sentence in words.report_sentences(report):
        screen.say(sentence)
    if folder is not None:
        screen.say(f"{folder}/ holds the plan to look at, index.html, to print, action-plan.pdf, and as data.")
