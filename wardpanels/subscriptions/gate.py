"""Keeps anybody from asking too often: so many times an hour from one network, counted for all processes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.account import Allowance
from scheduler.store import Tries
from wardpanels.people.tokens import digest_of, network_of

HOUR = 60 * 60
MOST_AN_HOUR = 20
"""A library or a mosque behind one connection can still sign up its visitors."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Counts what a borough's sign-up page is asked, in its store, in one row for each network.

    Edges: a network is an IPv4 address, or the first 64 bits of an IPv6 address; what it costs to count one more does
           not grow with how many there are
    """

    tries: Tries
    borough_code: str
    most: int = MOST_AN_HOUR

    def shut_until(self, origin: str, at: datetime) -> datetime | None:
        """Let one more request pass, and count it; or until when none may, which is not counted."""
        allowance = Allowance(digest_of("sign-up", network_of(origin)), self.most, HOUR)
        return self.tries.take(self.borough_code, (allowance,), at)
