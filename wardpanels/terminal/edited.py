"""What every command shares that changes the draft by hand: who does it, and how the meeting is shown as it now is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from scheduler.facts import Borough
from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels.facts.plan import edit_facts
from wardpanels.people.keys import name_kept, typed_by
from wardpanels.people.rights import Act, Person
from wardpanels.terminal import screen
from wardpanels.terminal.words.plan import MEETING_HEADS, edit_sentences, meeting_row
from wardpanels.year.drafts import Signed, stored_draft
from wardpanels.year.editing import Edited
from wardpanels.year.periods import typed

T = TypeVar("T")


def change(
    store: Store, problem: PlanningProblem, signed: Signed, wards: tuple[str, ...], what: str, do: Callable[[Signed], T]
) -> T:
    """Change meetings of some wards, given whose change it is: a key says that better than a name.

    Edges:  the draft keeps no name where neither a key nor a name is given
    Errors: CannotUse, NotAllowed; as `do`
    """

    def done(person: Person) -> T:
        return do(replace(signed, by=name_kept(person, signed.by)))

    return typed_by(store, problem.borough.profile.code, signed.by, Act.EDIT_DRAFT, wards, what, done)


def ward_of(store: Store, problem: PlanningProblem, meeting_id: str) -> tuple[str, ...]:
    """The code of the ward whose meeting of the draft it is. Edges: none where the draft has it not"""
    plan = stored_draft(store, problem.borough, problem.period).plan
    return tuple(each.ward_code for each in plan.meetings if each.meeting_id == meeting_id)


def show(borough: Borough, edited: Edited, meeting_id: str, *, as_json: bool) -> None:
    """Print the meeting, the verdict and what to type next."""
    if as_json:
        screen.show_json(edit_facts(edited, meeting_id))
        return
    row = meeting_row(borough, edited.after.meeting_by_id[meeting_id])
    screen.show_table(MEETING_HEADS, [row])
    for sentence in edit_sentences(edited):
        screen.say(sentence)
    screen.say(f"To tell the public, type: wardpanels release {typed(edited.after.period)}")
