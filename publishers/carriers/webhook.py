"""Tells another system by a signed request, as the Standard Webhooks specification has it.

The receiver knows by `webhook-id`, which is the parcel's key, that it has had a parcel, and by the signature that the
parcel is ours and fresh.
Source: standardwebhooks.com, specification 1.0
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Closed, Outlet, Parcel, Receipt
from publishers.carriers.http import Web

SECRET = "signing_key"
PREFIX = "whsec_"
KEY_BYTES = range(24, 65)


def open_webhook(outlet: Outlet) -> Carrier:
    """Open the way to the receiver. Nothing is sent before the first parcel.

    Errors: Closed, TryAgain
    """
    return _Webhook(Web(outlet, "url", SECRET), _signing_key(outlet))


def _signing_key(outlet: Outlet) -> bytes:
    try:
        key = base64.b64decode(outlet.secrets[SECRET].removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) not in KEY_BYTES:
        raise Closed(
            f"{outlet.variable(SECRET)}: found something else, wanted {PREFIX} and then 24 to 64 random bytes in "
            f'base64. To make one, type: echo "{PREFIX}$(openssl rand -base64 32)"'
        )
    return key


class _Webhook:
    def __init__(self, web: Web, key: bytes) -> None:
        self._web, self._key = web, key

    def carry(self, parcel: Parcel) -> Receipt:
        """Post the parcel.

        Errors: TryAgain, Closed, Refused
        """
        body, seconds = payload(parcel), str(int(parcel.at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": parcel.key,
            "webhook-id": parcel.key,
            "webhook-timestamp": seconds,
            "webhook-signature": signature(self._key, parcel.key, seconds, body),
        }
        answer = self._web.ask("POST", data=body, headers=headers)
        return Receipt(f"{self._web.place.host} answered {answer.status_code}")

    def close(self) -> None:
        self._web.close()


def signature(key: bytes, parcel_key: str, seconds: str, body: bytes) -> str:
    """The signature over a body, with whom it is for and when it was sent."""
    signed = f"{parcel_key}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def payload(parcel: Parcel) -> bytes:
    """The parcel as JSON: the same bytes at each try."""
    told = {
        "key": parcel.key,
        "channel": parcel.channel,
        "subject": parcel.subject,
        "version": parcel.version,
        "artifacts": [_told(artifact) for artifact in parcel.artifacts],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(artifact: Artifact) -> dict[str, str]:
    """An artifact with its content: as `text` where it is text, else in `base64`."""
    told = {"path": artifact.path, "media_type": artifact.media_type}
    try:
        return {**told, "text": artifact.content.decode()}
    except UnicodeDecodeError:
        return {**told, "base64": base64.b64encode(artifact.content).decode()}
