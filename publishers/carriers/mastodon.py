"""Posts on Mastodon. A server remembers the key of a post for an hour; a repeat later than that would be a second post.

Source: docs.joinmastodon.org/methods/statuses, methods/media; a token needs write:statuses and write:media
"""

from __future__ import annotations

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt
from publishers.carriers.http import Web
from publishers.carriers.network_post import NetworkPost, posts

SECRET = "token"
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
        """Make one post for each language, with its picture.

        Errors: TryAgain, Closed, Refused
        """
        return Receipt(" ".join(self._post(parcel, post) for post in posts(parcel, "text/plain")))

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
