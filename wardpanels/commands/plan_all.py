"""`wardpanels plan-all`: find the year of many boroughs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scheduler.period import Period
from wardpanels.many.all_boroughs import BoroughFolders, crew_of, plan_all
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_json, with_period
from wardpanels.terminal.words.many import OUTCOME_HEADS, outcome_row, outcome_sentences


@click.command("plan-all", short_help="Plan many boroughs side by side, here or on a cluster.")
@click.option("--boroughs", "directory", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="The folder of folders: each one with a borough.toml is a borough.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where the plans go: <folder>/plan.json each, and summary.json.")  # fmt: skip  # one option a line
@with_period
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", default=lambda: os.cpu_count() or 1,
              show_default="one a core", help="How many boroughs to plan at a time on this machine.")  # fmt: skip
@click.option("--cluster", metavar="URL", help="Plan on a dask cluster instead, such as tcp://10.0.0.5:8786.")
@click.option("--again", is_flag=True, help="Plan also what an earlier run has finished on the same data.")
@with_json
def command(
    directory: Path, out: Path, period: Period, workers: int, cluster: str | None, again: bool, as_json: bool
) -> None:
    """Plan every borough of a folder. One that fails does not stop the others, and a later run goes on where this one
    stopped: what is finished is not planned again until its data change."""
    folders = BoroughFolders(directory, out, period)
    planned = plan_all(folders, crew_of(workers, cluster), again=again, tell=screen.note)
    if as_json:
        screen.show_json(planned.summary)
    else:
        rows = [outcome_row(outcome) for outcome in planned.outcomes]
        screen.show_table(OUTCOME_HEADS, rows, right=("Wards", "Meetings", "Cost", "Seconds"))
        for sentence in outcome_sentences(planned.outcomes, directory, out):
            screen.say(sentence)
    raise click.exceptions.Exit(planned.exit_code)
