"""Keys by which scripts do what an account may, and who types a command: by its key, or by a name that is stated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from scheduler.account import AccountKey, AccountState, StaffAccount
from scheduler.errors import Refusal, UnknownName
from scheduler.store import Store
from scheduler.who import KnownBy
from wardpanels import wiring
from wardpanels.faults import CannotUse
from wardpanels.people.accounts import RefusedAccount
from wardpanels.people.acting import acted
from wardpanels.people.rights import Act, Person, at_the_machine, person_of
from wardpanels.people.tokens import digest_of, fresh_token

T = TypeVar("T")

LONGEST_PURPOSE = 200


def new_key(store: Store, person: Person, account: StaffAccount, purpose: str, at: datetime) -> tuple[AccountKey, str]:
    """Make a key for an account, and return it with the secret, which is kept nowhere.

    Errors: RefusedAccount, where the account is not open, or nothing is said of what the key is for; NotAllowed
    """
    token = fresh_token()
    key = AccountKey(digest_of(token), account.borough_code, account.id, " ".join(purpose.split()), at)

    def made() -> tuple[AccountKey, str]:
        if account.state is AccountState.CLOSED:
            raise RefusedAccount(Refusal(f"{account.address}, which is closed", "an account that is open"))
        if not 0 < len(key.purpose) <= LONGEST_PURPOSE:
            wanted = f"what the key is for, in at most {LONGEST_PURPOSE} letters"
            raise RefusedAccount(Refusal(repr(key.purpose[:LONGEST_PURPOSE]), wanted))
        store.staff.keys.add(key)
        return key, token

    what = f"Make a key for {account.address}"
    return acted(store, person, Act.MANAGE_PEOPLE, (), what, made, at, "", lambda _: ("", f"{key.id}: {key.purpose}"))


def end_key(store: Store, person: Person, key_id: str, at: datetime) -> AccountKey:
    """Let a key count no more. Errors: UnknownName; NotAllowed"""
    keys = store.staff.keys.listed(person.borough_code)
    found = next((key for key in keys if key.id == key_id.strip().lower()), None)
    if found is None:
        raise UnknownName("key", key_id, "the id of one on the list", [key.id for key in keys])
    what = f"End the key {found.id}: {found.purpose}"
    acted(store, person, Act.MANAGE_PEOPLE, (), what, lambda: store.staff.keys.end(found.digest, at), at, "")
    return found


def who_types(store: Store, borough_code: str, stated: str) -> Person:
    """Who types a command: whoever has the key that the environment gives, or else the name that is stated.

    Edges:  a key says who it is, whatever is stated beside it; where nothing is stated, the computer's user is
    Errors: CannotUse, where the key counts for nobody
    """
    token = wiring.typed_key()
    if not token:
        return at_the_machine(stated or wiring.machine_user(), borough_code)
    account = store.staff.keys.account(borough_code, digest_of(token))
    if account is None:
        found, wanted = "a key that counts for nobody", "one that `wardpanels key new` printed, and that nobody ended"
        raise CannotUse(wiring.KEY_NAME, found, wanted)
    return person_of(account, KnownBy.KEY)


def name_kept(person: Person, stated: str) -> str:
    """The name to keep of whoever types. Edges: "" where no key says it and nobody stated one"""
    return person.name if person.account_id else stated


def typed_by(  # a door asks what every act has: who, what and to which wards
    store: Store,
    borough_code: str,
    stated: str,
    act: Act,
    wards: tuple[str, ...],
    what: str,
    do: Callable[[Person], T],
) -> T:
    """Do something, given who types it: `who_types` says who that is. Errors: CannotUse, NotAllowed; as `do`."""
    person = who_types(store, borough_code, stated)
    return typed_act(store, person, act, wards, what, lambda: do(person))


def typed_act(store: Store, person: Person, act: Act, wards: tuple[str, ...], what: str, do: Callable[[], T]) -> T:
    """Do what somebody types, as `acted` does what is asked for at the console."""
    return acted(store, person, act, wards, what, do, wiring.now(), "")
