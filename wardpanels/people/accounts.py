"""Saying who may sign in: adding people, changing what they may do, and closing their accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.account import AccountRole, AccountState, StaffAccount
from scheduler.errors import Refusal, RefusedTelling, UnknownName
from scheduler.facts import Borough
from scheduler.mail_address import LONGEST_ADDRESS, mailed_as
from scheduler.names import ward_named
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.people.acting import acted
from wardpanels.people.links import fresh_link, link_for
from wardpanels.people.rights import Act, Person

LONGEST_NAME = 100


class RefusedAccount(RefusedTelling):
    """What was said of an account cannot be so."""

    code = "refused-account"

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("account", *refusals)


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody is to be. Edges: no `ward_codes` is the whole borough"""

    roles: tuple[AccountRole, ...]
    ward_codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{', '.join(self.roles)} of {', '.join(self.ward_codes) or 'the whole borough'}"

    def told(self, names: Mapping[str, str]) -> str:
        """The rights with the wards by their names, which are given by code."""
        return str(replace(self, ward_codes=tuple(names.get(code, code) for code in self.ward_codes)))


def rights_of(borough: Borough | None, roles: Sequence[AccountRole], wards: Sequence[str]) -> Rights:
    """The rights that roles and names of wards come to, each once. Errors: RefusedAccount; UnknownName for a ward

    Edges: without a borough, which may have no wards yet, the wards are none
    """
    told = tuple(role for role in AccountRole if role in roles)
    codes = tuple(sorted({ward_named(borough, ward).code for ward in wards})) if borough else ()
    if not told:
        raise RefusedAccount(Refusal("no role", f"some of {', '.join(AccountRole)}"))
    if codes and AccountRole.ADMINISTRATOR in told:
        raise RefusedAccount(Refusal("an administrator of some wards", "one of the whole borough: leave the wards out"))
    return Rights(told, codes)


def add_account(
    store: Store, person: Person, name: str, address: str, rights: Rights, at: datetime, origin: str
) -> tuple[StaffAccount, str]:
    """Add somebody, and return the secret of the link that opens their account once.

    Errors: RefusedAccount, where the address is no plain address, or somebody has it; NotAllowed
    """
    wanted = StaffAccount(
        wiring.fresh_id(), person.borough_code, name.strip(), address.strip(), rights.roles, at, rights.ward_codes
    )

    def added() -> tuple[StaffAccount, str]:
        _check(wanted)
        token, link = fresh_link(wanted, at)
        if not store.staff.accounts.add(wanted, link):
            raise RefusedAccount(Refusal(f"{wanted.address!r}, which somebody has", "another address"))
        return wanted, token

    return acted(
        store, person, Act.MANAGE_PEOPLE, (), f"Add {wanted.address}", added, at, origin, lambda _: ("", f"{rights}")
    )


def _check(account: StaffAccount) -> None:
    refusals = []
    if not account.name or len(account.name) > LONGEST_NAME or not account.name.isprintable():
        refusals.append(Refusal(repr(account.name[:LONGEST_NAME]), f"a name of at most {LONGEST_NAME} letters"))
    if not mailed_as(account.address):
        refusals.append(Refusal(repr(account.address[:LONGEST_ADDRESS]), "an address such as ann@police.example"))
    if refusals:
        raise RefusedAccount(*refusals)


def new_link(store: Store, person: Person, account: StaffAccount, at: datetime, origin: str) -> str:
    """A new link for somebody, in the place of any they had. Errors: NotAllowed; RefusedAccount where it is closed"""

    def made() -> str:
        if account.state is AccountState.CLOSED:
            raise RefusedAccount(Refusal("a closed account", "one that is open: say its roles to open it again"))
        return link_for(store, account, at)

    return acted(store, person, Act.MANAGE_PEOPLE, (), f"Make a link for {account.address}", made, at, origin)


def change_rights(
    store: Store, person: Person, account: StaffAccount, rights: Rights, at: datetime, origin: str
) -> None:
    """Let somebody be something else; a closed account opens with that. Whoever has it signs in anew.

    Errors: NotAllowed; RefusedAccount, where nobody else would be an administrator
    """
    _change(store, person, account, rights, None, at, origin)


def close_account(store: Store, person: Person, account: StaffAccount, at: datetime, origin: str) -> None:
    """Let somebody in no more, at once. What they did stays written down. Errors: as `change_rights`"""
    _change(store, person, account, Rights(account.roles, account.ward_codes), at, at, origin)


def _change(
    store: Store,
    person: Person,
    account: StaffAccount,
    rights: Rights,
    closed: datetime | None,
    at: datetime,
    origin: str,
) -> None:
    def changed() -> None:
        if not store.staff.accounts.change(account.id, rights.roles, rights.ward_codes, closed):
            raise RefusedAccount(Refusal("the only administrator", "another one first"))

    def said(_: None) -> tuple[str, str]:
        before = Rights(account.roles, account.ward_codes)
        return f"{before}{', closed' if account.closed_at else ''}", f"{rights}{', closed' if closed else ''}"

    what = f"{'Close' if closed else 'Change'} the account of {account.address}"
    acted(store, person, Act.MANAGE_PEOPLE, (), what, changed, at, origin, said)


def account_named(store: Store, borough_code: str, address: str) -> StaffAccount:
    """The account with an address. Errors: UnknownName"""
    found = store.staff.accounts.at_address(borough_code, address.strip())
    if found is None:
        known = [each.address for each in store.staff.accounts.listed(borough_code)]
        raise UnknownName("account", address, "the address of somebody on the list", known)
    return found
