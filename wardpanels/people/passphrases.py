"""Passphrases: which are good enough, and how their hashes are made. The only module that knows how."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scheduler.errors import PanelError, Refusal, RefusedTelling

SHORTEST, LONGEST = 15, 200
"""Units: characters. Source: NIST SP 800-63B-4 3.1.1.2: 15 where it is all that is asked for, at least 64 allowed"""


class RefusedPassphrase(RefusedTelling):
    """A passphrase is not good enough."""

    code = "refused-passphrase"

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("passphrase", *refusals)


class TooBusy(PanelError):
    """So many are signing in that this one would wait too long."""

    code = "too-busy"

    def __init__(self) -> None:
        super().__init__("Many people are signing in just now. Try again in a minute.")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs. Units: KiB of memory, and how often all of it is gone through.

    Source: RFC 9106 section 4, the second choice, but for one lane: two at a time take two cores and no more
    """

    memory_kib: int = 64 * 1024
    passes: int = 3


class Hashing:
    """Makes and checks hashes, a few at a time, so that many who sign in at once do not take the machine's memory."""

    def __init__(self, cost: Cost = Cost(), at_once: int = 2, wait_seconds: float = 5.0) -> None:  # frozen
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1)
        self._turns, self._wait_seconds = BoundedSemaphore(at_once), wait_seconds
        self._nobodys = self._hasher.hash("nobody's")

    def hash_of(self, passphrase: str) -> str:
        """What is kept of a passphrase. Errors: TooBusy"""
        with self._turn():
            return self._hasher.hash(_plain(passphrase))

    def fits(self, kept: str, passphrase: str) -> bool:
        """Whether a passphrase is the one that is kept. Errors: TooBusy

        Edges: where none is kept it fits none, and takes as long to say so
        """
        with self._turn():
            try:
                fits = self._hasher.verify(kept or self._nobodys, _plain(passphrase[:LONGEST]))
            except (VerificationError, InvalidHashError):
                return False
        return fits and bool(kept)

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made when it was to cost something else."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._wait_seconds):
            raise TooBusy
        try:
            yield
        finally:
            self._turns.release()


def check_passphrase(passphrase: str, *own: str) -> None:
    """Errors: RefusedPassphrase, where it is too short, too long, one letter, or a name of the person's own."""
    if refusals := tuple(_refusals(passphrase, own)):
        raise RefusedPassphrase(*refusals)


def _refusals(passphrase: str, own: tuple[str, ...]) -> Iterator[Refusal]:
    if len(passphrase) > LONGEST:
        yield Refusal(f"{len(passphrase):,} characters", f"{LONGEST} at most")
        return
    plain = _plain(passphrase)
    if len(plain) < SHORTEST:
        yield Refusal(f"{len(plain)} characters", f"{SHORTEST} or more, such as four words that do not belong together")
    if plain and len(set(plain.casefold())) == 1:
        yield Refusal("one character again and again", "several")
    if plain.strip().casefold() in {_plain(name).strip().casefold() for name in own}:
        yield Refusal("your own name or address", "words that nobody knows of you")


def _plain(passphrase: str) -> str:
    """One form for what looks the same, however a keyboard makes it. Source: NIST SP 800-63B-4 3.1.1.2, NFKC"""
    return unicodedata.normalize("NFKC", passphrase)
