"""What somebody does to items by a command: by whom it is, whether they may, and the lines that say it was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from wardpanels.people.keys import typed_act, who_types
from wardpanels.people.rights import Act, Person
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.handling import wards_of

T = TypeVar("T")


def act_on_items(  # a door asks what every act has: who, what and to which items
    desk: Desk, by: str, act: Act, what: str, keys: Sequence[str], do: Callable[[Person], T]
) -> T:
    """Do something to the items with these keys, given who does it.

    Errors: UnknownName; NotAllowed, where a key is of somebody who may not; as `do`
    """
    items = [desk.store.outbox.item(key) for key in keys]
    person = who_types(desk.store, desk.code, by)
    wards = wards_of(desk, items) if person.ward_codes else ()
    return typed_act(desk.store, person, act, wards, f"{what}: {', '.join(keys) or 'nothing'}", lambda: do(person))
