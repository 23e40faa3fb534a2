"""The links that only one person has: signed, so that nobody can make one up, and each good for one thing."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from scheduler.facts import BoroughProfile
from wardpanels.faults import CannotUse

SECRET = "WARDPANELS_SECRET"
SHORTEST_SECRET = 32
"""Units: characters. Source: RFC 2104 3: a key shorter than the digest's 32 bytes is weaker than the digest."""

MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
SIGNATURE = 32
"""Units: hexadecimal digits, 128 bits: too many to try. Source: RFC 2104 5"""

Purpose = Literal["confirm", "stop", "bounce"]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links and reads them. `pages` is where the pages are, without a last slash."""

    pages: str
    secret: str = field(repr=False)

    def confirm(self, subscriber_id: str, asked_at: datetime) -> str:
        """Where somebody confirms what they asked for at a moment."""
        return f"{self.pages}/confirm/{self._token('confirm', f'{subscriber_id}-{int(asked_at.timestamp())}')}"

    def stop(self, subscriber_id: str) -> str:
        """Where somebody stops all mail."""
        return f"{self.pages}/stop/{self._token('stop', subscriber_id)}"

    def mark(self, subscriber_id: str) -> str:
        """What the name of a mail carries, so that we know whose it was when it comes back."""
        return self._token("bounce", subscriber_id)

    def who_confirms(self, token: str) -> tuple[str, datetime] | None:
        """The subscriber's id and the moment they asked; None where the link is not of our making."""
        told = self._read("confirm", token)
        subscriber_id, _, moment = told.partition("-")
        return (subscriber_id, datetime.fromtimestamp(int(moment), UTC)) if told else None

    def who_stops(self, token: str) -> str:
        """The subscriber's id, "" where the link is not of our making."""
        return self._read("stop", token)

    def whose(self, mark: str) -> str:
        """The subscriber's id, "" where the mark is not of our making."""
        return self._read("bounce", mark)

    def _token(self, purpose: Purpose, told: str) -> str:
        return f"{told}-{self._signature(purpose, told)}"

    def _read(self, purpose: Purpose, token: str) -> str:
        told, _, signature = token.rpartition("-")
        is_ours = re.fullmatch(r"[0-9a-f-]{1,80}", token, re.ASCII) is not None
        return told if is_ours and hmac.compare_digest(signature, self._signature(purpose, told)) else ""

    def _signature(self, purpose: Purpose, told: str) -> str:
        # Hexadecimal, where itsdangerous signs in Base64: a mark stands in the name of a mail, where servers may lose
        # upper case, and links mailed before must go on working. Its signer with both taken out is this one line.
        return hmac.new(self.secret.encode(), f"{purpose} {told}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE]


def links_of(environ: Mapping[str, str], profile: BoroughProfile) -> Links:
    """Return the borough's links, signed with the environment's secret.

    Errors: CannotUse where there is no secret, or one that could be guessed
    """
    secret = environ.get(SECRET, "")
    if len(secret) < SHORTEST_SECRET:
        found = f"{len(secret)} characters" if secret else "nothing"
        wanted = f"a secret of {SHORTEST_SECRET} characters or more, to sign links in mails. To make one: {MAKE_ONE}"
        raise CannotUse(SECRET, found, wanted)
    return Links(profile.subscribe_url or f"{profile.site_url}/subscribe", secret)
