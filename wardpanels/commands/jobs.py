"""`wardpanels jobs`: the work that was begun in the console."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.jobs import job_facts
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_NAME
from wardpanels.people.keys import typed_by
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_by, with_data, with_db, with_json
from wardpanels.terminal.words.jobs import JOB_HEADS, job_row, stopped_sentence
from wardpanels.year.reading import profile_of


@click.group("jobs", short_help="List or stop the work that was begun in the console.")
def command() -> None:
    """Look after the work that outlives a page: plans, releases and what goes with them."""


@command.command("list", short_help="Show the newest jobs and how each stands.")
@with_data
@with_db
@with_json
def show(data: Path, db: str, as_json: bool) -> None:
    """Show the newest jobs and how each stands: lost is one whose process is gone.

    What a lost or stopped job had stored is kept. Ask for the same again: it goes on where that stopped.
    """
    with wiring.store_at(db) as store:
        jobs = starting.listed(store, profile_of(data).code, wiring.now())
    if as_json:
        screen.show_json([job_facts(job) for job in jobs])
    elif jobs:
        screen.show_table(JOB_HEADS, [job_row(job) for job in jobs], right=("Job",))
    else:
        screen.say("There was no job yet.")


@command.command("stop", short_help="End a job at once.")
@click.argument("number", type=click.IntRange(1), metavar="JOB")
@with_by
@with_db
def stop(number: int, by: str, db: str) -> None:
    """End JOB at once, with all that it started. The draft, releases and site are as before it, or as after a step."""
    with wiring.store_at(db) as store:
        job = store.jobs.job(number)
        stopped = typed_by(
            store,
            job.borough_code,
            by,
            BY_NAME[job.kind].act,
            (),
            f"Stop job {number}: {job.kind} of {job.period}",
            lambda who: starting.stop(store, number, by=who.name, at=wiring.now()),
        )
        screen.say(stopped_sentence(stopped))
