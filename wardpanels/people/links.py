"""Links that open an account once: an administrator hands one over, and whoever has it says how they sign in.

The same link sets a first passphrase, a new one where it was forgotten, and binds an account at work.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from scheduler.account import AccountState, Link, StaffAccount
from scheduler.errors import PanelError
from scheduler.store import Store
from wardpanels.people.acting import acted
from wardpanels.people.passphrases import Hashing, check_passphrase
from wardpanels.people.rights import Act, person_of
from wardpanels.people.tokens import digest_of, fresh_token

LINK_COUNTS = timedelta(hours=24)
WELCOME_PATH = "/console/welcome/"


class DeadLink(PanelError):
    """A link does not count: it was used, it is too old, another one was made since, or it never was one."""

    code = "dead-link"

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask an administrator for a new one.")


def link_for(store: Store, account: StaffAccount, at: datetime) -> str:
    """The secret of a new link, in the place of any that the account had."""
    token, link = fresh_link(account, at)
    store.staff.accounts.put_link(link)
    return token


def fresh_link(account: StaffAccount, at: datetime) -> tuple[str, Link]:
    """The secret of a link that nobody has yet, and what is kept of it."""
    token = fresh_token()
    return token, Link(digest_of(token), account.id, account.borough_code, at + LINK_COUNTS)


def who_is_welcome(store: Store, borough_code: str, token: str, at: datetime) -> StaffAccount:
    """Whose link it is. Looking uses nothing up: mail programs look too. Errors: DeadLink"""
    link = store.staff.accounts.link(digest_of(token), at)
    account = store.staff.accounts.find(link.account_id) if link and link.borough_code == borough_code else None
    if account is None or account.state is AccountState.CLOSED:
        raise DeadLink
    return account


def choose_passphrase(
    store: Store, borough_code: str, token: str, passphrase: str, hashing: Hashing, at: datetime, origin: str
) -> StaffAccount:
    """Set a passphrase by a link. Every session ends, and figures from a phone are asked for no more.

    Errors: DeadLink; RefusedPassphrase, and then the link counts still; TooBusy
    """
    account = who_is_welcome(store, borough_code, token, at)
    check_passphrase(passphrase, account.name, account.address)
    kept = hashing.hash_of(passphrase)

    def chosen() -> StaffAccount:
        taken = store.staff.accounts.take_link(digest_of(token), kept, at)
        if taken is None:
            raise DeadLink
        return taken

    return acted(store, person_of(account), Act.OWN_ACCOUNT, (), "Choose a passphrase by a link", chosen, at, origin)


def change_passphrase(
    store: Store, account: StaffAccount, passphrase: str, hashing: Hashing, session: str, at: datetime, origin: str
) -> None:
    """Change a passphrase, once `sessions.proven` has asked for the old one. Every other session ends.

    Edges:  `session` is the digest of the one that stays
    Errors: RefusedPassphrase; TooBusy
    """
    check_passphrase(passphrase, account.name, account.address)
    kept = hashing.hash_of(passphrase)

    def changed() -> None:
        store.staff.accounts.set_passphrase(account.id, kept, keep=session)

    acted(store, person_of(account), Act.OWN_ACCOUNT, (), "Change the passphrase", changed, at, origin)
