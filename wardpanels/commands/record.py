"""`wardpanels record`: write down how a meeting went."""

from __future__ import annotations

from typing import Any

import click

from scheduler.facts import Role
from scheduler.reasons import OTHER, WHY_NOT_HELD
from scheduler.records import MeetingRecord
from wardpanels import wiring
from wardpanels.facts.records import record_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, roles_listed, with_json, with_meeting, with_where
from wardpanels.terminal.words.records import record_sentences
from wardpanels.year.reading import check
from wardpanels.year.recording import record_meeting
from wardpanels.year.wards_told import as_told


@click.command("record", short_help="Write down how a meeting went, or why it was not held.")
@with_meeting
@click.option("--residents", type=int, metavar="NUMBER", help="How many residents came.")
@click.option("--first-timers", type=int, metavar="NUMBER", help="How many of them came for the first time.")
@click.option("--roles", callback=roles_listed, metavar="ROLES", help=f"Who was there: {', '.join(Role)}.")
@click.option("--not-held", metavar="REASON",
              help=f'Why not: {", ".join(reason.code for reason in WHY_NOT_HELD)}, or "{OTHER}: …".')  # fmt: skip
@click.option("--correct", "corrects", is_flag=True, help="Correct what was recorded before, which is kept.")
@with_where
@with_json
def command(meeting: str, where: Where, corrects: bool, as_json: bool, **told: Any) -> None:
    """Write down what became of MEETING (an id) once it has begun: who came, or why it was not held.

    That nobody came counts towards the ward's tier; a locked hall does not. The ward is still owed what was not held.
    """
    who = [told[name] for name in ("residents", "first_timers", "roles") if told[name] is not None]
    if (told["residents"] is None) == (told["not_held"] is None) or (told["not_held"] is not None and who):
        raise click.UsageError("Say how many came (--residents, --first-timers, --roles) or why none did (--not-held).")
    record, borough = MeetingRecord(meeting, **told), check(where.data).borough
    with where.store() as store:
        borough = as_told(store, borough)
        found = record_meeting(store, borough, where.period, record, wiring.now(), corrects=corrects)
    if as_json:
        screen.show_json(record_facts(found))
        return
    for sentence in record_sentences(borough, found):
        screen.say(sentence)
