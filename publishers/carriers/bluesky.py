"""Posts on Bluesky. A post's name in the account comes from the parcel's key, so that a repeat is the same post.

Source: docs.bsky.app, com.atproto.server.createSession and com.atproto.repo.putRecord; atproto.com/specs/tid
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt, Refused
from publishers.carriers.http import Web

SECRET = "password"
COLLECTION = "app.bsky.feed.post"
STALE = ("ExpiredToken", "InvalidToken")
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
FROM_MICROSECONDS, SPAN_BITS = 1_500_000_000_000_000, 47
"""July 2017 and four years and a half: a name is a moment before Bluesky, which no post of anybody's own has."""


def open_bluesky(outlet: Outlet) -> Carrier:
    """Open the way to the server. Nobody logs in before the first parcel.

    Errors: Closed, TryAgain
    """
    return _Bluesky(Web(outlet, "url", SECRET))


class _Bluesky:
    def __init__(self, web: Web) -> None:
        self._web = web
        self._session: dict[str, str] = {}

    def carry(self, parcel: Parcel) -> Receipt:
        """Make one post for each record.

        Errors: TryAgain, Closed, Refused
        """
        return Receipt(" ".join(self._post(parcel, artifact) for artifact in parcel.of_type("application/json")))

    def _post(self, parcel: Parcel, artifact: Artifact) -> str:
        name = record_name(f"{parcel.key}/{artifact.path}")
        record = {**json.loads(artifact.content), "createdAt": f"{parcel.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"}
        answer = self._put(name, record)
        if answer.get("error") in STALE:
            self._session = {}
            answer = self._put(name, record)
        if "uri" not in answer:
            raise Refused(f"{self._web.place.host}: {answer.get('error')} ({answer.get('message')})")
        return f"https://bsky.app/profile/{self._session['did']}/post/{name}"

    def _put(self, name: str, record: dict[str, Any]) -> dict[str, str]:
        session = self._logged_in()
        body = {"repo": session["did"], "collection": COLLECTION, "rkey": name, "record": record}
        headers = {"Authorization": f"Bearer {session['accessJwt']}"}
        answer: dict[str, str] = self._web.json(
            "POST", "/xrpc/com.atproto.repo.putRecord", json=body, headers=headers, fine=(400, 401)
        )
        return answer

    def _logged_in(self) -> dict[str, str]:
        """The session, kept from parcel to parcel: a server allows few logins a day."""
        if not self._session:
            login = {"identifier": self._web.outlet.options["user"], "password": self._web.outlet.secrets[SECRET]}
            self._session = self._web.json("POST", "/xrpc/com.atproto.server.createSession", json=login)
        return self._session

    def close(self) -> None:
        self._web.close()


def record_name(key: str) -> str:
    """A record's name of the form that posts must have, always the same for a key.

    Source: atproto.com/specs/tid: 53 bits of microseconds and 10 of a clock's id, in 13 letters that sort
    """
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    moment, clock = FROM_MICROSECONDS + (digest >> 10) % 2**SPAN_BITS, digest % 2**10
    number = moment << 10 | clock
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))
