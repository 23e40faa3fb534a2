"""`wardpanels record`: write down how a meeting went."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import click

from scheduler.evidence.actions import ward_of
from scheduler.evidence.agreed import Agreed
from scheduler.facts import Role
from scheduler.reasons import OTHER, WHY_NOT_HELD
from scheduler.records import MeetingRecord
from wardpanels import wiring
from wardpanels.facts.records import record_facts
from wardpanels.people.keys import name_kept, typed_by
from wardpanels.people.rights import Act
from wardpanels.terminal import screen
from wardpanels.terminal.minuted import actions_listed, ages_listed
from wardpanels.terminal.options import Where, roles_listed, with_by_if_said, with_json, with_meeting, with_where
from wardpanels.terminal.words.records import record_sentences
from wardpanels.year.reading import check
from wardpanels.year.recording import Account, record_meeting
from wardpanels.year.wards_told import as_told


@click.command("record", short_help="Write down how a meeting went, or why it was not held.")
@with_meeting
@click.option("--residents", type=int, metavar="NUMBER", help="How many residents came.")
@click.option("--first-timers", type=int, metavar="NUMBER", help="How many of them came for the first time.")
@click.option("--ages", callback=ages_listed, metavar="AGES", help='How old: "under 18=2,18-29=5,65 and over=9".')
@click.option("--roles", callback=roles_listed, metavar="ROLES", help=f"Who was there: {', '.join(Role)}.")
@click.option("--stood-in", callback=roles_listed, metavar="ROLES", help="Which of these somebody else stood in for.")
@click.option("--apologies", type=int, metavar="NUMBER", help="How many sent apologies.")
@click.option(
    "--priority", "priorities", multiple=True, metavar="TEXT", help="What the police are to work on. Again for each."
)
@click.option("--action", "actions", multiple=True, callback=actions_listed, metavar="ACTION",
              help='Who does what by when: "Fix the gate; council; 4 Feb 2027". Again for each.')  # fmt: skip
@click.option("--not-held", metavar="REASON",
              help=f'Why not: {", ".join(reason.code for reason in WHY_NOT_HELD)}, or "{OTHER}: …".')  # fmt: skip
@click.option("--correct", "corrects", is_flag=True, help="Correct what was recorded before, which is kept.")
@with_by_if_said
@with_where
@with_json
def command(where: Where, corrects: bool, by: str, as_json: bool, **told: Any) -> None:
    """Write down what became of MEETING (an id) once it has begun: who came and what was agreed, or why nobody met.

    That nobody came counts towards the ward's tier; a locked hall does not. The ward is still owed what was not held.
    """
    account, borough = _account(**told), check(where.data).borough
    with where.store() as store:
        borough = as_told(store, borough)
        act, what = (Act.CORRECT_RECORD, "Correct the record of") if corrects else (Act.RECORD, "Record")
        meeting = account.record.meeting_id
        do = partial(record_meeting, store, borough, where.period, at=wiring.now(), corrects=corrects)
        found = typed_by(
            store,
            borough.profile.code,
            by,
            act,
            (ward_of(meeting),),
            f"{what} {meeting}",
            lambda who: do(told=replace(account, by=name_kept(who, by))),
        )
    if as_json:
        screen.show_json(record_facts(found))
        return
    for sentence in record_sentences(borough, found):
        screen.say(sentence)


def _account(meeting: str, not_held: str | None, residents: int | None, **told: Any) -> Account:
    """What was typed, if it is of a meeting that was held or of one that was not."""
    of_held = [residents is not None, *(bool(each) or each == 0 for each in told.values())]
    if (residents is None) == (not_held is None) or (not_held is not None and any(of_held)):
        raise click.UsageError(
            "Say how many came (--residents, and what else is known) or why none did (--not-held, alone)."
        )
    agreed = Agreed(told.pop("priorities"), told.pop("actions"))
    told["stood_in"] = told["stood_in"] or ()
    return Account(MeetingRecord(meeting, residents, not_held=not_held, **told), agreed)
