"""`wardpanels take`: what was changed in an exported schedule."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.taken_back import taken_facts
from wardpanels.faults import ExitCode
from wardpanels.terminal import edited, screen
from wardpanels.terminal.options import Where, with_by, with_json, with_where
from wardpanels.terminal.words import giving_back as words
from wardpanels.terminal.words.plan import CHANGE_HEADS
from wardpanels.tidying.giving_back import given_back, take_back
from wardpanels.year.drafts import Signed


@click.command("take", short_help="Take what was changed in an exported schedule into the draft.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@with_by
@click.option("--dry-run", is_flag=True, help="Show what would become of it, and change nothing.")
@with_where
@with_json
@click.pass_context
def command(ctx: click.Context, file: Path, by: str, dry_run: bool, where: Where, as_json: bool) -> None:
    """Take the dates, starts, halls, officers and cancellations that were changed in FILE, from `wardpanels export`.

    Each is audited. What breaks a must-rule is refused, with the reason on its cell in a copy of FILE: mend the copy
    and take that. A row that is deleted cancels nothing.
    """
    given = given_back(file)
    where = where.beginning(given.exported.first_day)
    problem = where.problem()
    with where.store() as store:
        do = partial(take_back, given, store, problem, at=wiring.now(), is_trial=dry_run)
        if dry_run:
            done = do(signed=Signed(by))
        else:
            wards = do(signed=Signed(by), is_trial=True).ward_codes
            what = f"Take the changed schedule {file.name} into the draft"
            done = edited.change(store, problem, Signed(by), wards, what, lambda own: do(signed=own))
    if as_json:
        screen.show_json(taken_facts(done))
    else:
        if rows := words.changed_rows(problem.borough, done):
            screen.show_table(CHANGE_HEADS, rows)
        for sentence in words.sentences(done, is_trial=dry_run):
            screen.say(sentence)
    if done.not_taken:
        ctx.exit(ExitCode.BAD_INPUT)
