"""`wardpanels plan`: find the year."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("plan", short_help="Find the best year of meetings and keep it as the draft.")
@with_data
@with_db
@with_year
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan file (JSON) here as well.")
@click.option("--no-store", is_flag=True, help="Only write or print: leave the stored draft alone.")
@click.option("--allow-partial", is_flag=True, help="Plan the wards that can be planned and list those that cannot.")
@with_json
def command(
    data: Path, db: str, year: int, out: Path | None, no_store: bool, allow_partial: bool, as_json: bool
) -> None:
    """Find the best plan for the year, check it against every rule, and keep it as the draft."""
    from wardpanels import wiring
    from wardpanels.disk import file
    from wardpanels.facts import plan as planfile
    from wardpanels.facts.plan import left_out_facts
    from wardpanels.terminal import interrupts, screen
    from wardpanels.terminal.words.plan import left_out_sentence, plan_sentences
    from wardpanels.year import drafts, planning

    if out is not None:
        file.check_writable(out)
    with interrupts.leaving_at_once(), screen.working(f"Planning {year}") as progress:
        plan = planning.plan_what_can_be_planned if allow_partial else planning.plan_all_wards
        partial = plan(planning.problem_of(data, year), progress)
        drafted = partial.drafted
    content = planfile.plan_bytes(drafted.plan)
    if not no_store:
        with wiring.store_at(db) as store:
            revision = drafts.keep_draft(store, drafted.plan, wiring.now())
        screen.note(f"Draft {revision} of {year} is in {db}.")
    if out is not None:
        file.write_file(out, content)
    for left_out in partial.left_out:
        screen.note(left_out_sentence(left_out))
    if as_json:
        more = {"left_out": left_out_facts(partial.left_out)} if allow_partial else {}
        click.echo(planfile.plan_bytes(drafted.plan, **more), nl=False)
        return
    for sentence in plan_sentences(drafted.plan):
        screen.say(sentence)
    if out is not None:
        screen.say(f"The plan file is {out}.")
