"""`wardpanels plan`: find the year."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scheduler.calls import calls_to_make
from scheduler.posing import pinned
from scheduler.problem import PlanningProblem
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.facts.plan import left_out_facts, plan_bytes
from wardpanels.terminal import interrupts, screen
from wardpanels.terminal.options import Where, with_json, with_last_day, with_where_to_plan
from wardpanels.terminal.words.borough import ended_sentence
from wardpanels.terminal.words.plan import CALL_HEADS, call_rows, calls_sentence, left_out_sentence, plan_sentences
from wardpanels.year.drafts import Signed, check_can_be_drafted, keep_draft
from wardpanels.year.losses import ended_files
from wardpanels.year.planning import LeftOut, plan_all_wards, plan_what_can_be_planned


@click.command("plan", short_help="Find the best year of meetings and keep it as the draft.")
@with_where_to_plan
@with_last_day
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan file (JSON) here as well.")
@click.option("--no-store", is_flag=True, help="Only write or print: leave the stored draft alone.")
@click.option("--allow-partial", is_flag=True, help="Plan the wards that can be planned and list those that cannot.")
@with_json
def command(where: Where, out: Path | None, no_store: bool, allow_partial: bool, as_json: bool) -> None:
    """Find the best plan for the year, check it against every rule, and keep it as the draft."""
    problem = where.problem()
    problem, signed = _begun(where, problem, out, no_store=no_store)
    with interrupts.leaving_at_once(), screen.working(f"Planning {where.period}") as progress:
        find = plan_what_can_be_planned if allow_partial else plan_all_wards
        found = find(problem, progress)
    plan = found.drafted.plan
    if not no_store:
        with where.store() as store:
            revision = keep_draft(store, problem.borough, plan, wiring.now(), signed)
        screen.note(f"Draft {revision} of {where.period} is in {wiring.place_of_store(where.db)}.")
    if out is not None:
        write_file(out, plan_bytes(plan), outputs.PLAN)
    _note(problem, found.left_out)
    if as_json:
        more = {"left_out": left_out_facts(found.left_out)} if allow_partial else {}
        click.echo(plan_bytes(plan, **more), nl=False)
        return
    for sentence in plan_sentences(found.drafted.problem.borough, plan):
        screen.say(sentence)
    calls = calls_to_make(problem.borough, plan.meetings)
    if calls:
        screen.say(calls_sentence(calls))
        screen.show_table(CALL_HEADS, call_rows(calls))
    if out is not None:
        screen.say(f"The plan file is {out}.")


def _note(problem: PlanningProblem, left_out: Iterable[LeftOut]) -> None:
    """Say what the plan could not look at: days that no list reaches, and wards that cannot be planned."""
    for ended in ended_files(problem.borough, problem.period):
        screen.note(f"Note: {ended_sentence(ended)}")
    for each in left_out:
        screen.note(left_out_sentence(each))


def _begun(
    where: Where, problem: PlanningProblem, out: Path | None, *, no_store: bool
) -> tuple[PlanningProblem, Signed]:
    """The question with what is pinned in the draft, and which draft the plan will take the place of.

    What would be said after a minute of planning is said before it.
    """
    if out is not None:
        check_writable(out)
    profile = problem.borough.profile
    with wiring.store_if_any(where.db) as store:
        if store is None:
            return problem, Signed(revision=0)
        if not no_store:
            check_can_be_drafted(store, profile.code, where.period, wiring.today(profile.timezone))
        draft = store.draft(profile.code, where.period.first_day)
    if draft is None:
        return problem, Signed(revision=0)
    return pinned(problem, draft.plan, draft.pins), Signed(revision=draft.revision)
