"""What a store promises of those who sign in: accounts, links, sessions, tries, and the lines of what they did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from scheduler.account import (
    AccountKey,
    AccountRole,
    ActEnd,
    ActLine,
    ActsWanted,
    Allowance,
    Away,
    Link,
    NewAct,
    StaffAccount,
    StaffSession,
)


class Accounts(Protocol):
    """Who may sign in, by borough code. Units: moments are aware."""

    def add(self, account: StaffAccount, link: Link | None = None) -> bool:
        """Add an account, with the link that opens it. False where the borough has one with this address already,
        capitals or not."""

    def find(self, account_id: str) -> StaffAccount | None:
        """One account."""

    def at_address(self, borough_code: str, address: str) -> StaffAccount | None:
        """The account with an address, capitals or not."""

    def listed(self, borough_code: str) -> tuple[StaffAccount, ...]:
        """All of them, closed ones too, by address."""

    def change(
        self, account_id: str, roles: Sequence[AccountRole], ward_codes: Sequence[str], closed_at: datetime | None
    ) -> bool:
        """Let an account be something else, or close it: its sessions, its link and its keys end with that.

        Edges: False where the borough would be left without an open administrator; then nothing is changed
        """

    def set_passphrase(self, account_id: str, passphrase: str, *, keep: str = "") -> None:
        """Keep the hash of a passphrase. Every session ends, but for the one whose digest it is to keep."""

    def ask_codes(self, account_id: str, secret: str) -> bool:
        """Keep what figures are to be made from. False where figures are asked for already."""

    def take_code(self, account_id: str, secret: str, step: int) -> bool:
        """Write down that the figures of a step were taken. False where those, or later ones, were before."""

    def drop_codes(self, account_id: str) -> None:
        """Ask for no figures any more."""

    def put_link(self, link: Link) -> None:
        """Keep a link, in the place of any that its account had."""

    def link(self, digest: str, at: datetime) -> Link | None:
        """A link that still counts."""

    def take_link(self, digest: str, passphrase: str, at: datetime) -> StaffAccount | None:
        """Set a passphrase by a link; None where that did not count. Link, figures and sessions are gone with it."""

    def bind(self, digest: str, issuer: str, subject: str, at: datetime) -> StaffAccount | None:
        """Let an account be entered by an identity elsewhere, by a link, which is gone with that.

        Edges: None where the link did not count, or the borough has that identity already: then it counts still
        """

    def of_identity(self, borough_code: str, issuer: str, subject: str) -> StaffAccount | None:
        """The account that an identity elsewhere enters."""


class AccountKeys(Protocol):
    """The keys by which scripts do what accounts may."""

    def add(self, key: AccountKey) -> None:
        """Add a key."""

    def listed(self, borough_code: str) -> tuple[AccountKey, ...]:
        """All of them, those that count no more too, oldest first."""

    def account(self, borough_code: str, digest: str) -> StaffAccount | None:
        """Whose key it is. Edges: None where there is none, it was ended, or the account is closed"""

    def end(self, digest: str, at: datetime) -> None:
        """Let a key count no more. A second time is no harm."""


class Sessions(Protocol):
    """Who is signed in."""

    def add(self, session: StaffSession) -> None:
        """Add a session."""

    def find(self, digest: str) -> tuple[StaffSession, StaffAccount] | None:
        """A session with its account."""

    def left(self, digest: str) -> StaffSession | None:
        """A session, whether it counts still or has ended. Edges: None where it is so old that it was deleted."""

    def seen(self, digest: str, at: datetime) -> None:
        """Write down that somebody was there."""

    def end(self, digest: str) -> None:
        """End a session. A second time is no harm."""

    def end_all(self, account_id: str) -> int:
        """End every session of an account. Return how many."""

    def forget(self, borough_code: str, made_before: datetime, away_before: datetime) -> None:
        """Delete the sessions that were made before a moment, and those who should have come back before another."""

    def has(self, account_id: str, origin: str) -> bool:
        """Whether an account is signed in from a network, or was lately."""

    def leave(self, away: Away) -> None:
        """Keep what must be known of somebody who went to sign in elsewhere."""

    def come_back(self, digest: str, at: datetime) -> Away | None:
        """Somebody who comes back in time, once: it is gone with that."""


class Tries(Protocol):
    """How often something was tried, by keys that say nothing of anybody: one small row a key, for all processes."""

    def take(self, borough_code: str, allowances: Sequence[Allowance], at: datetime) -> datetime | None:
        """Count one try on every key, or none where one of them has no try left: then until when it has none."""

    def give_back(self, borough_code: str, keys: Sequence[str]) -> None:
        """Take one try back, which was none that counts."""


class Acts(Protocol):
    """What was done, by borough code: lines are added, never edited."""

    def begin(self, act: NewAct) -> int:
        """Write down what is about to be done, and return its number."""

    def end(self, borough_code: str, number: int, end: ActEnd) -> None:
        """Write down what became of it: once."""

    def lines(
        self, borough_code: str, wanted: ActsWanted, *, before: int | None = None, limit: int = 50
    ) -> tuple[ActLine, ...]:
        """The newest lines, or those before a number, newest first."""


class Staff(Protocol):
    """Those who sign in, in the same database as what they work on."""

    @property
    def accounts(self) -> Accounts:
        """Who may."""

    @property
    def keys(self) -> AccountKeys:
        """The keys that scripts have."""

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""

    @property
    def tries(self) -> Tries:
        """How often it was tried."""

    @property
    def acts(self) -> Acts:
        """What they did."""
