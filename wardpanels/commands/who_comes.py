"""`wardpanels who-comes`: which officers come, by their answers."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.who_comes import who_comes_facts
from wardpanels.publicity.who_comes import take_answers, who_comes
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words import who_comes as words


@click.command("who-comes", short_help="Take note of officers' answers, and show who comes.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@with_where
@with_json
def command(path: Path | None, where: Where, as_json: bool) -> None:
    """Show which officers come to the meetings ahead, for staff alone: it names them.

    With PATH, first read their answers there: a folder of mails (a Maildir too), an mbox, or one mail (.eml). Reading
    them twice is no harm. Whoever was not asked is left, and an older answer never takes the place of a newer one.
    """
    at = wiring.now()
    with where.desks() as desks:
        became = take_answers(desks, path, at) if path else {}
        invited = who_comes(desks, at)
    if as_json:
        screen.show_json(who_comes_facts(invited, became))
        return
    screen.show_table(words.WHO_COMES_HEADS, [words.who_comes_row(one) for one in invited])
    if any(became.values()):
        screen.show_table(("Answers", "What became of them"), words.answers_read_rows(became), right=("Answers",))
    for declined in filter(lambda one: one.is_declined, invited):
        screen.say(f"! {words.stand_in_sentence(declined)}")
    screen.say(words.who_comes_sentence(invited))
