"""`wardpanels report`: how the action plan stands, or what brings people to meetings."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from scheduler.names import ward_named
from scheduler.period import Period
from wardpanels import wiring
from wardpanels.disk.file import write_file
from wardpanels.disk.output import write_folder
from wardpanels.evidence.reporting import report_on
from wardpanels.facts.action_plan import report_facts
from wardpanels.facts.report_files import report_files
from wardpanels.facts.visits import visits_csv, works_facts
from wardpanels.publicity.what_works import what_works
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_ward, with_where
from wardpanels.terminal.words import action_plan as words
from wardpanels.terminal.words.visits import channel_table, meeting_table, ward_table, works_sentences
from wardpanels.year.periods import check_length
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("report", short_help="Show how the action plan stands, or what brings people to meetings.")
@click.argument("subject", type=click.Choice(["plan", "publicity"]), default="plan")
@click.option("--as-of", type=DAY, metavar="DATE", help="As it was known at the end of that day. [default: now]")
@click.option("--since", type=DAY, metavar="DATE", help="What changed since that day. [default: the last board]")
@click.option("--to", metavar="DIR",
              help="Also write the plan as pages, PDFs and sheets here. Of `publicity`: the last day.")  # fmt: skip
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="`publicity` as a CSV file.")
@with_ward
@with_where
@with_json
def command(subject: str, where: Where, as_json: bool, **asked: Any) -> None:
    """Report on the `plan`: each recommendation's colour, worked out from what was promised and what happened.

    Or on `publicity`: visits by channel, moment and ward, and beside them who came to the meetings.
    """
    if subject == "publicity":
        _publicity(where, _until(where, asked["to"]), asked["as_csv"], asked["ward"], as_json=as_json)
    else:
        as_of, since = (day.date() if day else None for day in (asked["as_of"], asked["since"]))
        _plan(where, as_of, since, Path(asked["to"]) if asked["to"] else None, as_json=as_json)


def _plan(where: Where, as_of: date | None, since: date | None, folder: Path | None, *, as_json: bool) -> None:
    with where.desk() as desk:
        report = report_on(desk, wiring.now(), as_of, since)
    if folder is not None:
        write_folder(folder, report_files(report), "report")
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


def _until(where: Where, to: str | None) -> Period:
    """The period that is asked for, up to a last day where one is typed."""
    if to is None:
        return where.period
    with suppress(ValueError):
        days = Period(where.period.first_day, date.fromisoformat(to))
        check_length(days)
        return days
    raise click.BadParameter(f"found {to!r}, wanted the last day, from {where.period.first_day} on", param_hint="--to")


def _publicity(where: Where, days: Period, as_csv: Path | None, ward: str | None, *, as_json: bool) -> None:
    borough = check(where.data).borough
    with where.store() as store:
        code = ward_named(as_told(store, borough), ward).code if ward else None
        found = what_works(store, borough.profile, days, code, wiring.now())
    if as_csv:
        write_file(as_csv, visits_csv(found))
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
