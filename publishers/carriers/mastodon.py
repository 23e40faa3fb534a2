"""Posts on Mastodon. A server remembers the key of a post for an hour; a repeat later than that would be a second post.

Source: docs.joinmastodon.org/methods/statuses
"""

from __future__ import annotations

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt, language_of
from publishers.carriers.http import Web

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
        """Make one post for each text.

        Errors: TryAgain, Closed, Refused
        """
        return Receipt(" ".join(self._post(parcel, artifact) for artifact in parcel.of_type("text/plain")))

    def _post(self, parcel: Parcel, artifact: Artifact) -> str:
        form = {
            "status": artifact.content.decode(),
            "visibility": self._web.outlet.options["visibility"],
            "language": language_of(artifact),
        }
        key = {"Idempotency-Key": f"{parcel.key}/{artifact.path}"}
        return str(self._web.json("POST", "/api/v1/statuses", data=form, headers=key)["url"])

    def close(self) -> None:
        self._web.close()
