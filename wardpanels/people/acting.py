"""The one door through which everything is done at the console: whether it may be, and the lines that say it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from scheduler.account import ActEnd, ActState, NewAct
from scheduler.errors import PanelError
from scheduler.store import Store
from wardpanels.people.rights import Act, Person, may, not_allowed

T = TypeVar("T")

LONGEST_TOLD = 2_000
"""Units: characters of what is kept of one thing in words: a form may hold more."""

Said = tuple[str, str]
"""What was so before, and what is so after."""


def _nothing(_: object) -> Said:
    return "", ""


def acted(  # noqa: PLR0913  # a door asks what every act has: who, what, to which wards, when and from where
    store: Store,
    person: Person,
    act: Act,
    wards: tuple[str, ...],
    what: str,
    do: Callable[[], T],
    at: datetime,
    origin: str,
    said: Callable[[T], Said] = _nothing,
) -> T:
    """Do something that a person asks for, if they may, and return what it gave.

    A line is written before it and another after it, so that one that was broken off in between shows as begun.

    Units:  `at` is aware; `origin` is the address of the person's browser, "" for a command
    Edges:  no wards means the whole borough; `said` tells from what came of it what was so before and after, in words
    Errors: NotAllowed, and whatever `do` raises: a line says that it was refused, or that it failed
    """
    who = (person.borough_code, person.account_id, person.name)
    number = store.staff.acts.begin(NewAct(*who, str(act), wards, what[:LONGEST_TOLD], origin, at, person.known))

    def end(state: ActState, before: str = "", after: str = "", why: str = "") -> None:
        told = (text[:LONGEST_TOLD] for text in (before, after, why))
        store.staff.acts.end(person.borough_code, number, ActEnd(state, *told))

    try:
        if not may(person, act, wards):
            raise not_allowed(person, act, wards, store.staff.accounts.listed(person.borough_code))
        done = do()
    except PanelError as refused:
        end(ActState.REFUSED, why=str(refused))
        raise
    except BaseException as failed:
        end(ActState.FAILED, why=type(failed).__name__)
        raise
    end(ActState.DONE, *said(done))
    return done
