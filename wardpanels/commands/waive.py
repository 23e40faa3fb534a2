"""`wardpanels waive`: let go of what a ward is owed."""

from __future__ import annotations

import click

from scheduler.reasons import own_words
from wardpanels import wiring
from wardpanels.facts.records import promise_facts
from wardpanels.people.keys import name_kept, typed_by
from wardpanels.people.rights import Act
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_by_if_said, with_json, with_where
from wardpanels.terminal.words.records import waived_sentence
from wardpanels.year.owing import still_owed, waive


@click.command("waive", short_help="Let go of a meeting that a ward is still owed, and say why.")
@click.argument("what", metavar="MEETING|WARD")
@click.option("--because", required=True, metavar="REASON", help="Why, in your own words.")
@with_by_if_said
@with_where
@with_json
def command(what: str, because: str, by: str, where: Where, as_json: bool) -> None:
    """Let go of MEETING (an id) that was cancelled or not held, or of all such meetings of WARD. The reason is kept.

    To make it good instead, use `wardpanels add --instead-of`.
    """
    problem = where.problem()
    with where.store() as store:
        at, code, why = wiring.now(), problem.borough.profile.code, own_words(because)
        wards = tuple(sorted({each.meeting.ward_code for each in still_owed(store, problem, what, at)}))
        gone = typed_by(
            store,
            code,
            by,
            Act.CORRECT_RECORD,
            wards,
            f"Let go of {what}: {why}",
            lambda who: waive(store, problem, what, why, at, name_kept(who, by)),
        )
    if as_json:
        screen.show_json([promise_facts(promise) for promise in gone])
        return
    for promise in gone:
        screen.say(waived_sentence(problem.borough, promise))
