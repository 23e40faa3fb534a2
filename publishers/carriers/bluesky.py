"""Posts on Bluesky. A post's name in the account comes from the parcel's key, so that a repeat is the same post.

Source: docs.bsky.app, com.atproto.server.createSession, com.atproto.repo.putRecord, getRecord and uploadBlob, and
        app.bsky.embed.images; atproto.com/specs/tid
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Closed, Outlet, Parcel, Receipt, Refused
from publishers.carriers.http import Web
from publishers.carriers.network_post import NetworkPost, posts, sent

SECRET = "password"
COLLECTION = "app.bsky.feed.post"
STALE = ("ExpiredToken", "InvalidToken")
OF_US = (*STALE, "AccountTakedown", "AccountSuspended", "AccountDeactivated", "AuthMissing", "AuthenticationRequired",
         "AuthFactorTokenRequired")  # fmt: skip  # one list
"""What is wrong with the account or its password, whatever is posted."""

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
        """Make one post for each language, with its picture if that is taken. What is there is not made again.

        Errors: TryAgain, Closed, Refused
        """
        wanted = posts(parcel, "application/json")
        return Receipt(" ".join(sent(post, lambda one: self._post(parcel, one)) for post in wanted))

    def _post(self, parcel: Parcel, post: NetworkPost) -> str:
        name = record_name(f"{parcel.key}/{post.words.path}")
        if parcel.tried_since and self._is_there(name):
            return self._address(name)
        record = {**json.loads(post.words.content), "createdAt": f"{parcel.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"}
        if post.picture:
            record["embed"] = self._embedded(post.picture, post.alt)
        body = {"repo": self._logged_in()["did"], "collection": COLLECTION, "rkey": name, "record": record}
        self._ask("com.atproto.repo.putRecord", json=body)
        return self._address(name)

    def _is_there(self, name: str) -> bool:
        """Whether an earlier try arrived: writing it again would give it another date."""
        asked = {"repo": self._logged_in()["did"], "collection": COLLECTION, "rkey": name}
        call = "/xrpc/com.atproto.repo.getRecord"
        return "value" in self._web.facts("GET", call, (), params=asked, fine=(400, 404))

    def _address(self, name: str) -> str:
        return f"https://bsky.app/profile/{self._logged_in()['did']}/post/{name}"

    def _embedded(self, picture: Artifact, alt: str) -> dict[str, Any]:
        """A picture as a record names it. One that no record names, as at a repeat, is deleted there in time."""
        headers = {"Content-Type": picture.media_type}
        blob = self._ask("com.atproto.repo.uploadBlob", data=picture.content, headers=headers)["blob"]
        return {
            "$type": "app.bsky.embed.images",
            "images": [{"alt": alt, "image": blob, "aspectRatio": _size_of_png(picture.content)}],
        }

    def _ask(self, call: str, **rest: Any) -> dict[str, Any]:
        """Ask with the session there is, or with a new one where that has expired."""
        answer = self._tried(call, **rest)
        if answer.get("error") in STALE:
            self._session = {}
            answer = self._tried(call, **rest)
        if "error" in answer:
            raise self._verdict(answer)
        return answer

    def _verdict(self, answer: dict[str, Any]) -> Refused | Closed:
        told = f"{answer['error']} ({answer.get('message', 'no reason given')})"
        said = self._web.outlet.without_secrets(f"{self._web.place.host}: {told}")
        return self._not_let_in(said) if answer["error"] in OF_US else Refused(said)

    def _not_let_in(self, said: str) -> Closed:
        name = self._web.outlet.variable(SECRET)
        return Closed(f"{said}. See to the account, or make a new app password and set {name}")

    def _tried(self, call: str, **rest: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._logged_in()['accessJwt']}", **rest.pop("headers", {})}
        return self._web.facts("POST", f"/xrpc/{call}", (), headers=headers, fine=(400, 401), **rest)

    def _logged_in(self) -> dict[str, str]:
        """The session, kept from parcel to parcel: a server allows few logins a day."""
        if not self._session:
            login = {"identifier": self._web.outlet.options["user"], "password": self._web.outlet.secrets[SECRET]}
            call = "/xrpc/com.atproto.server.createSession"
            try:
                self._session = self._web.facts("POST", call, ("did", "accessJwt"), json=login)
            except Refused as refused:
                raise self._not_let_in(refused.reason) from refused
        return self._session

    def close(self) -> None:
        self._web.close()


def _size_of_png(content: bytes) -> dict[str, int]:
    """Width and height in pixels. Source: PNG specification 11.2.1: where the header has them"""
    return {"width": int.from_bytes(content[16:20]), "height": int.from_bytes(content[20:24])}


def record_name(key: str) -> str:
    """A record's name of the form that posts must have, always the same for a key.

    Source: atproto.com/specs/tid: 53 bits of microseconds and 10 of a clock's id, in 13 letters that sort
    """
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    moment, clock = FROM_MICROSECONDS + (digest >> 10) % 2**SPAN_BITS, digest % 2**10
    number = moment << 10 | clock
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))
