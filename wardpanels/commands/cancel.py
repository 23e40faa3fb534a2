"""`wardpanels cancel`: call one meeting off."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import click

from scheduler.reasons import OTHER, WHY_CANCELLED
from wardpanels import wiring
from wardpanels.people.keys import typed_act, who_types
from wardpanels.people.rights import Act
from wardpanels.terminal import edited
from wardpanels.terminal.options import Where, with_json, with_meeting, with_signature, with_where
from wardpanels.year.drafts import Signed, stored_draft
from wardpanels.year.editing import cancel_meeting


@click.command("cancel", short_help="Cancel one meeting of the draft, and say why.")
@with_meeting
@click.option("--because", metavar="REASON",
              help=f'Why: {", ".join(reason.code for reason in WHY_CANCELLED)}, or "{OTHER}: …".')  # fmt: skip
@click.option("--new-date-follows", is_flag=True, help="Say that a new date will follow.")
@with_signature
@with_where
@with_json
def command(
    meeting: str, because: str | None, new_date_follows: bool, where: Where, signed: Signed, as_json: bool
) -> None:
    """Cancel MEETING (an id, as `wardpanels show` prints it). The public is told with the next release.

    The ward is still owed it: `wardpanels add --instead-of` makes it good, `wardpanels waive` lets it go.
    """
    problem = where.problem()
    with where.store() as store:
        draft = stored_draft(store, problem.borough, problem.period)
        wards = tuple(each.ward_code for each in draft.plan.meetings if each.meeting_id == meeting)
        who = who_types(store, problem.borough.profile.code, signed.by)
        signed = replace(signed, by=who.name if who.account_id else signed.by)
        do = partial(cancel_meeting, store, problem, meeting, wiring.now(), because, signed)
        what = f"Cancel {meeting} in the draft: {because or 'no reason given'}"
        found = typed_act(store, who, Act.EDIT_DRAFT, wards, what, partial(do, new_date_follows=new_date_follows))
    edited.show(problem.borough, found, meeting, as_json=as_json)
