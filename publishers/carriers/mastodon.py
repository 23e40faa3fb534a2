"""Posts on Mastodon. A server remembers the key of a post for an hour only, so a repeat looks first what is there.

Source: docs.joinmastodon.org/methods/statuses, methods/media, methods/accounts; a token needs read:accounts,
        read:statuses, write:statuses and write:media
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt
from publishers.carriers.http import Web
from publishers.carriers.network_post import NetworkPost, posts, sent

SECRET = "token"
TAGS = re.compile(r"<[^>]*>")
PAGE, MOST_PAGES = 40, 10
CLOCKS_APART = timedelta(hours=1)
"""A server's clock may differ from ours by less than this."""

AUDIENCES = ("public", "unlisted", "private")


def open_mastodon(outlet: Outlet) -> Carrier:
    """Open the account. Nothing is asked of the server before the first parcel.

    Errors: Closed, TryAgain
    """
    if outlet.options["visibility"] not in AUDIENCES:
        raise outlet.misses("visibility", repr(outlet.options["visibility"]), f"one of {', '.join(AUDIENCES)}")
    web = Web(outlet, "url", SECRET)
    web.session.headers["Authorization"] = f"Bearer {outlet.secrets[SECRET]}"
    return _Mastodon(web)


class _Mastodon:
    def __init__(self, web: Web) -> None:
        self._web = web

    def carry(self, parcel: Parcel) -> Receipt:
        """Make one post for each language, with its picture if that is taken. What is there is not made again.

        Errors: TryAgain, Closed, Refused
        """
        wanted = posts(parcel, "text/plain")
        there = self._newest(parcel.tried_since) if parcel.tried_since else {}
        told = (
            there.get(_letters(post.words.content.decode())) or sent(post, lambda one: self._post(parcel, one))
            for post in wanted
        )
        return Receipt(" ".join(told))

    def _newest(self, since: datetime) -> dict[str, str]:
        """Where the account's own posts since a moment are, by their letters."""
        me = self._web.facts("GET", "/api/v1/accounts/verify_credentials", ("id",))["id"]
        return {_letters(unescape(TAGS.sub("", post["content"]))): str(post["url"]) for post in self._own(me, since)}

    def _own(self, me: str, since: datetime) -> Iterator[dict[str, Any]]:
        asked: dict[str, Any] = {"limit": PAGE, "exclude_reblogs": "true"}
        for _ in range(MOST_PAGES):
            page = self._web.json("GET", f"/api/v1/accounts/{me}/statuses", params=asked)
            new = [one for one in page if datetime.fromisoformat(one["created_at"]) > since - CLOCKS_APART]
            yield from new
            if not page or len(new) < len(page):
                return
            asked["max_id"] = page[-1]["id"]

    def _post(self, parcel: Parcel, post: NetworkPost) -> str:
        form = {
            "status": post.words.content.decode(),
            "visibility": self._web.outlet.options["visibility"],
            "language": post.language,
            "media_ids[]": [self._uploaded(post.picture, post.alt)] if post.picture else [],
        }
        key = {"Idempotency-Key": f"{parcel.key}/{post.words.path}"}
        return str(self._web.facts("POST", "/api/v1/statuses", ("url",), data=form, headers=key)["url"])

    def _uploaded(self, picture: Artifact, alt: str) -> str:
        """The id of a picture at the server. One that no post takes up, as at a repeat, is deleted there in time."""
        file = {"file": (picture.name, picture.content, picture.media_type)}
        return str(self._web.facts("POST", "/api/v2/media", ("id",), files=file, data={"description": alt})["id"])

    def close(self) -> None:
        self._web.close()


def _letters(text: str) -> str:
    """A text as it is compared: a server makes HTML of it, with other blanks and lines."""
    return "".join(text.split())
