"""Signing in and out, and knowing somebody again on each page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from scheduler.account import AccountState, Allowance, StaffAccount, StaffSession
from scheduler.store import Store
from wardpanels.people.acting import acted
from wardpanels.people.passphrases import Hashing, TooBusy
from wardpanels.people.rights import Act, Person, person_of
from wardpanels.people.second_factor import takes
from wardpanels.people.tokens import digest_of, fresh_token, network_of

IDLE = timedelta(minutes=30)
LASTS = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""A page costs no writing: that somebody was there is written down once a minute."""

KNOWN_FOR = timedelta(days=30)
"""How long a network counts as one that somebody signs in from."""

QUARTER, HOUR = 15 * 60, 60 * 60
FROM_ONE_NETWORK = 60
OF_ONE_THERE = 10
OF_ONE_ANYWHERE = 50
"""Units: wrong tries, of a network, of one address from it in a quarter of an hour, and of that from all in an hour.

The last does not count where somebody signed in from lately: nobody else can lock them out of their own office.
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed to sign in, and the address of their browser. Edges: no `figures` where they have none"""

    address: str
    passphrase: str
    origin: str
    figures: str = ""


class WhyNot(StrEnum):
    """Why somebody is not signed in.

    Edges: FIGURES where all else was right. Of an account at work: STRANGE where the answer is not to what this browser
           was sent with, or not in time; DECLINED where it says no; UNREACHABLE where it does not answer; UNKNOWN where
           it is nobody's here; DEAD_LINK where it was to be bound by a link that counts no more, or is somebody's here
    """

    WRONG = "wrong"
    FIGURES = "figures"
    TOO_MANY = "too many"
    BUSY = "busy"
    STRANGE = "strange"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    DEAD_LINK = "dead link"


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """Somebody is not signed in. Edges: `until` is when they may try again, where it was tried too often"""

    why: WhyNot
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in: `key` is for their cookie, and kept nowhere else."""

    person: Person
    key: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who is signed in looks at a page. Edges: `session` is the digest of their key"""

    person: Person
    form_secret: str
    session: str


def sign_in(
    store: Store, borough_code: str, typed: Attempt, hashing: Hashing, at: datetime, old_key: str = ""
) -> SignedIn | NotSignedIn:
    """Sign somebody in with what they typed, under a new key.

    Edges: as `proven`; the session of `old_key`, which their browser had, ends
    """
    found = proven(store, borough_code, typed, hashing, at)
    return found if isinstance(found, NotSignedIn) else open_session(store, found, typed.origin, at, old_key)


def proven(
    store: Store, borough_code: str, typed: Attempt, hashing: Hashing, at: datetime
) -> StaffAccount | NotSignedIn:
    """The account of whoever proves with a passphrase, and figures where they are asked for, that it is theirs.

    Edges: whether there is such an account can be told neither by the answer nor by how long it takes; a right try is
           counted for none
    """
    account = store.staff.accounts.at_address(borough_code, typed.address.strip())
    allowances = _allowances(store, account, typed)
    if until := store.staff.tries.take(borough_code, allowances, at):
        return NotSignedIn(WhyNot.TOO_MANY, until)
    keys = [each.key for each in allowances]
    kept = account.passphrase if account and account.state is AccountState.OPEN else ""
    try:
        if not hashing.fits(kept, typed.passphrase) or account is None:
            return NotSignedIn(WhyNot.WRONG)
    except TooBusy:
        store.staff.tries.give_back(borough_code, keys)
        return NotSignedIn(WhyNot.BUSY)
    if account.code_step is not None and not takes(store, account, typed.figures, at):
        return NotSignedIn(WhyNot.FIGURES)
    store.staff.tries.give_back(borough_code, keys)
    return account


def _allowances(store: Store, account: StaffAccount | None, typed: Attempt) -> list[Allowance]:
    network, who = network_of(typed.origin), typed.address.strip().casefold()
    counted = [
        Allowance(digest_of("network", network), FROM_ONE_NETWORK, QUARTER),
        Allowance(digest_of("one there", who, network), OF_ONE_THERE, QUARTER),
    ]
    if account is None or not store.staff.sessions.has(account.id, network):
        counted.append(Allowance(digest_of("one anywhere", who), OF_ONE_ANYWHERE, HOUR))
    return counted


def open_session(store: Store, account: StaffAccount, origin: str, at: datetime, old_key: str = "") -> SignedIn:
    """Let somebody who has proven who they are in, under a key that is new.

    Edges: what is too old to count is deleted on the way
    """
    key, person = fresh_token(), person_of(account)
    who = (digest_of(key), account.id, account.borough_code)

    def opened() -> None:
        if old_key:
            store.staff.sessions.end(digest_of(old_key))
        store.staff.sessions.forget(account.borough_code, at - KNOWN_FOR, at)
        store.staff.sessions.add(StaffSession(*who, at, at, network_of(origin), fresh_token()))

    acted(store, person, Act.OWN_ACCOUNT, (), "Sign in", opened, at, origin)
    return SignedIn(person, key)


def resume(store: Store, borough_code: str, key: str, at: datetime) -> Presence | None:
    """Know somebody again by the key in their cookie; None where it does not count, or not any more."""
    found = store.staff.sessions.find(digest_of(key)) if key else None
    if found is None:
        return None
    session, account = found
    if session.borough_code != borough_code or account.state is not AccountState.OPEN:
        return None
    if at - session.seen_at >= IDLE or at - session.made_at >= LASTS:
        store.staff.sessions.end(session.digest)
        return None
    if at - session.seen_at >= SEEN_EVERY:
        store.staff.sessions.seen(session.digest, at)
    return Presence(person_of(account), session.form_secret, session.digest)


def form_secret_left(store: Store, key: str, person: Person) -> str:
    """The secret of the forms of a session that has ended. Edges: "" where it was not this person's, or is forgotten"""
    session = store.staff.sessions.left(digest_of(key)) if key else None
    return session.form_secret if session and session.account_id == person.account_id else ""


def sign_out(store: Store, visit: Presence, at: datetime, origin: str) -> None:
    """End the session that somebody has."""
    end = partial(store.staff.sessions.end, visit.session)
    acted(store, visit.person, Act.OWN_ACCOUNT, (), "Sign out", end, at, origin)
