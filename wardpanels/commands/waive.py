"""`wardpanels waive`: let go of what a ward is owed."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.facts.records import promise_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_by_if_said, with_json, with_where
from wardpanels.terminal.words.records import waived_sentence
from wardpanels.year.owing import waive


@click.command("waive", short_help="Let go of a meeting that a ward is still owed, and say why.")
@click.argument("what", metavar="MEETING|WARD")
@click.option("--because", required=True, metavar="REASON", help="Why, in your own words.")
@with_by_if_said
@with_where
@with_json
def command(what: str, because: str, by: str | None, where: Where, as_json: bool) -> None:
    """Let go of MEETING (an id) that was cancelled or not held, or of all such meetings of WARD. The reason is kept.

    To make it good instead, use `wardpanels add --instead-of`.
    """
    problem = where.problem()
    with where.store() as store:
        gone = waive(store, problem, what, because, wiring.now(), by or "")
    if as_json:
        screen.show_json([promise_facts(promise) for promise in gone])
        return
    for promise in gone:
        screen.say(waived_sentence(problem.borough, promise))
