"""Six figures from a phone, on top of a passphrase, for who wants them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pyotp

from scheduler.account import Allowance, StaffAccount
from scheduler.store import Store
from wardpanels.people.acting import acted
from wardpanels.people.rights import Act, person_of
from wardpanels.people.tokens import digest_of, is_same

STEP_SECONDS = 30
EITHER_SIDE = 1
"""Units: steps that a phone's clock may be off. Source: RFC 6238 section 5.2"""

MOST_TRIES, WITHIN_SECONDS = 10, 15 * 60
"""How often wrong figures may be typed to ask for none: a million are few for a program."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a phone is told: the secret to type, and the address that holds it, to be shown as a code."""

    secret: str
    address: str


def enrol(store: Store, account: StaffAccount, borough: str) -> Enrolment | None:
    """Make a secret for a phone. It counts once its first figures are confirmed; None where figures are asked for."""
    secret = pyotp.random_base32()
    if not store.staff.accounts.ask_codes(account.id, secret):
        return None
    return _told(secret, account, borough)


def begun(account: StaffAccount, borough: str) -> Enrolment | None:
    """What a phone was told and its figures were not confirmed of yet; None where there is nothing of it."""
    is_begun = account.code_secret and account.code_step is None
    return _told(account.code_secret, account, borough) if is_begun else None


def _told(secret: str, account: StaffAccount, borough: str) -> Enrolment:
    address = pyotp.TOTP(secret).provisioning_uri(name=account.address, issuer_name=f"Ward Panels {borough}")
    return Enrolment(secret, address)


def confirm(store: Store, account: StaffAccount, figures: str, at: datetime, origin: str) -> bool:
    """Ask for figures from now on, if these are right."""
    step = None if account.code_step is not None else step_of(account.code_secret, figures, at)
    if step is None:
        return False
    person, what = person_of(account), "Ask for figures from the phone at each sign-in"
    turn_on = partial(store.staff.accounts.take_code, account.id, account.code_secret, step)
    return acted(store, person, Act.OWN_ACCOUNT, (), what, turn_on, at, origin)


def stop(store: Store, account: StaffAccount, figures: str, at: datetime, origin: str) -> bool:
    """Ask for no figures any more, if these are right: whoever finds a browser open cannot do it.

    Edges: none are right once it was tried too often; a right try is counted for none
    """
    tries = Allowance(digest_of("figures", account.id), MOST_TRIES, WITHIN_SECONDS)
    if store.staff.tries.take(account.borough_code, [tries], at) or not takes(store, account, figures, at):
        return False
    store.staff.tries.give_back(account.borough_code, [tries.key])
    person, what = person_of(account), "Ask for no figures any more"
    acted(store, person, Act.OWN_ACCOUNT, (), what, lambda: store.staff.accounts.drop_codes(account.id), at, origin)
    return True


def takes(store: Store, account: StaffAccount, figures: str, at: datetime) -> bool:
    """Whether figures are right, and were not taken before: they are gone with that."""
    step = step_of(account.code_secret, figures, at)
    return step is not None and store.staff.accounts.take_code(account.id, account.code_secret, step)


def step_of(secret: str, figures: str, at: datetime) -> int | None:
    """The half minute that figures are of, counted since 1970, near a moment; None where they are of none."""
    typed = re.sub(r"\s", "", figures)
    if not secret or not re.fullmatch(r"[0-9]{6}", typed):
        return None
    now, made = int(at.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    near = range(now - EITHER_SIDE, now + EITHER_SIDE + 1)
    return next((step for step in near if is_same(typed, made.generate_otp(step))), None)
