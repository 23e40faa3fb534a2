"""What every request passes before a page sees it, and every answer on its way out."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from itertools import chain

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Response

from publishers.security_headers import security_headers

SESSION, SAID = "wardpanels-session", "wardpanels-said"
"""The cookies: the key of a session, and what was done, for the next page to say."""
MOST_SAID = 500
"""Units: characters of it, for browsers keep 4 KB of a cookie."""

LARGEST_FORM = 65_536
LARGEST_UPLOAD = 10 * 1024 * 1024
"""Units: bytes."""


def session_key() -> str:
    """The key in the browser's cookie. Edges: "" where it has none"""
    return request.cookies.get(SESSION, "")


def check_size() -> None:
    """Refuse a form that is too big before it is read. Only a form that carries files may be bigger.

    Errors: RequestEntityTooLarge
    """
    if request.mimetype != "multipart/form-data" and (request.content_length or 0) > LARGEST_FORM:
        raise RequestEntityTooLarge


def check_letters() -> None:
    """Refuse the letter of number 0, wherever it is sent: nobody types it, and PostgreSQL keeps none.

    Errors: BadRequest
    """
    sent = (request.path, *chain.from_iterable((*request.args.items(multi=True), *request.form.items(multi=True))))
    if any("\0" in text for text in sent if text):  # a part of a form may have no name
        raise BadRequest


def is_from_here() -> bool:
    """Whether a form was sent from a page of ours, as far as the browser says. One that does not say is let pass: the
    token decides."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    told = request.headers.get("Origin")
    return told is None or told.partition("://")[2] == request.host


def masked(secret: str) -> str:
    """The secret of a session as a page shows it: other letters each time, so that a page that is compressed is never
    longer or shorter for what its token is. Source: breachattack.com, "masking secrets"
    """
    plain, mask = secret.encode(), secrets.token_bytes(len(secret.encode()))
    return f"{mask.hex()}{bytes(a ^ b for a, b in zip(plain, mask, strict=True)).hex()}"


def _unmasked(token: str) -> bytes:
    try:
        told = bytes.fromhex(token)
    except ValueError:
        return b""
    half = len(told) // 2
    return bytes(a ^ b for a, b in zip(told[:half], told[half:], strict=False))


def has_token(wanted: str) -> bool:
    """Whether the form that was sent has the token that its page was given."""
    return is_token(request.form.get("token", ""), wanted)


def is_token(token: str, wanted: str) -> bool:
    """Whether a token is one of this secret. Edges: without a secret none is."""
    return bool(wanted) and hmac.compare_digest(_unmasked(token), wanted.encode())


SHOWN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""For a letter as its reader sees it: it runs nothing, fetches nothing, and only our own pages may have it in them."""


def let_be_shown(response: Response) -> None:
    """Let an answer be seen inside one of our pages, and do nothing there."""
    response.headers["Content-Security-Policy"] = SHOWN
    response.headers["X-Frame-Options"] = "SAMEORIGIN"


def guard(response: Response) -> None:
    """Add what every answer says. Edges: a page is kept by nobody; a file with a digest in its name for ever; an answer
    that says something of it by itself keeps that"""
    for name, value in security_headers("console").items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def set_cookie(response: Response, name: str, value: str) -> None:
    """Give the browser a cookie that no script reads and no other site sends a form with. Edges: "" takes it back."""
    if value:
        response.set_cookie(name, value, httponly=True, samesite="Lax", secure=request.is_secure)
    else:
        response.delete_cookie(name)


def said_now() -> str:
    """What the page before has left to be said. Edges: "" where it is nothing, or nothing of ours."""
    with suppress(NotBase64, ValueError):
        return urlsafe_b64decode(request.cookies.get(SAID, "").encode("ascii")).decode("utf-8")[:MOST_SAID]
    return ""


def to_say(response: Response, sentence: str) -> None:
    """Leave a sentence for the next page to say."""
    set_cookie(response, SAID, urlsafe_b64encode(sentence[:MOST_SAID].encode("utf-8")).decode("ascii"))
