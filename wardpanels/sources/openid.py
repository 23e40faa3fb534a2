"""Asks the place where people have an account at work: where it is signed in, what a code stands for, by which keys.

Source: OpenID Connect Core 1.0 3.1 (code flow), Discovery 1.0 4; RFC 7636 (PKCE)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from wardpanels.sources.safe_addresses import is_safe_address
from wardpanels.sources.web import CannotAsk, cannot_ask, guarded

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_SECONDS = 10
MOST_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Issuer:
    """What somebody who issues identities says of itself: its name, and three addresses.

    Edges: `allowed` are the hosts of our own network that may be asked
    """

    name: str
    sign_in_at: str
    codes_at: str
    keys_at: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ourselves:
    """What we are called there, with what secret, and where people are sent back to."""

    client_id: str
    secret: str
    back_to: str


def issuer_at(address: str, allowed: tuple[str, ...] = ()) -> Issuer:
    """What an issuer says of itself. Errors: CannotAsk"""
    where = address.rstrip("/") + DISCOVERY
    said = _asked(where, allowed)
    told = [said.get(key) for key in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")]
    if told[0] != address or not all(isinstance(each, str) and is_safe_address(each) for each in told[1:]):
        raise CannotAsk(where, "the words of another issuer, or addresses that are not safe", f"those of {address}")
    name, sign_in_at, codes_at, keys_at = map(str, told)
    return Issuer(name, sign_in_at, codes_at, keys_at, allowed)


def sign_in_address(issuer: Issuer, us: Ourselves, state: str, nonce: str, verifier: str) -> str:
    """Where to send a browser. Edges: `verifier` itself does not go along, its digest does"""
    with _session(us, issuer.allowed) as session:
        address, _ = session.create_authorization_url(
            issuer.sign_in_at, state=state, nonce=nonce, code_verifier=verifier
        )
    return str(address)


def identity_token(issuer: Issuer, us: Ourselves, code: str, verifier: str) -> str:
    """The signed words that a code stands for. Errors: CannotAsk"""
    wanted = "a code that counts"
    try:
        with _session(us, issuer.allowed) as session:
            told = session.fetch_token(
                issuer.codes_at, code=code, code_verifier=verifier, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
    except OAuthError as refused:
        raise CannotAsk(issuer.codes_at, str(refused.error or "no token"), wanted) from refused
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise cannot_ask(issuer.codes_at, error, wanted) from error
    token = told.get("id_token") if isinstance(told, Mapping) else None
    if not isinstance(token, str):
        raise CannotAsk(issuer.codes_at, "no identity", wanted)
    return token


def keys_of(issuer: Issuer) -> KeySet:
    """The keys that an issuer signs with. Errors: CannotAsk"""
    try:
        return KeySet.import_key_set(_asked(issuer.keys_at, issuer.allowed))  # type: ignore[arg-type]  # it is checked as it is read
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise CannotAsk(issuer.keys_at, "no keys that can be read", "the issuer's keys") from error


def _session(us: Ourselves, allowed: tuple[str, ...]) -> OAuth2Session:
    session = OAuth2Session(
        us.client_id, us.secret, scope="openid", redirect_uri=us.back_to, code_challenge_method="S256"
    )
    guarded(session, allowed)
    return session


def _asked(address: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    wanted = "what an issuer of identities says there"
    try:
        with (
            guarded(requests.Session(), allowed) as session,
            session.get(address, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False) as answer,
        ):
            if answer.status_code != 200:
                raise CannotAsk(address, f"status {answer.status_code}", wanted, answer.status_code)
            said = json.loads(answer.raw.read(MOST_BYTES, decode_content=True))
    except (requests.RequestException, ValueError) as error:
        raise cannot_ask(address, error, wanted) from error
    if not isinstance(said, dict):
        raise CannotAsk(address, "no table", wanted)
    return said
