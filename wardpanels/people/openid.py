"""Signing in with an account at work. What goes wrong on the way is an answer, and never an error.

An account is bound to one identity, by its issuer and its subject there, by the link that an administrator made: an
address alone binds nothing, for not every issuer checks those that people type in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from scheduler.account import AccountState, Allowance, Away, StaffAccount
from scheduler.store import Store
from wardpanels.people.acting import acted
from wardpanels.people.console_settings import OpenId
from wardpanels.people.rights import Act, person_of
from wardpanels.people.sessions import QUARTER, NotSignedIn, SignedIn, WhyNot, open_session
from wardpanels.people.tokens import digest_of, fresh_token, network_of
from wardpanels.sources.openid import Issuer, Ourselves, identity_token, issuer_at, keys_of, sign_in_address
from wardpanels.sources.web import CannotAsk

AWAY_FOR = timedelta(minutes=10)
MOST_SENT = 300
"""Units: browsers of one network in a quarter of an hour. All of a big office come in at nine."""

LEEWAY_SECONDS = 60
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Never by a secret that we have too, and never by none."""

LONGEST_SUBJECT = 255
"""Units: characters. Source: OpenID Connect Core 1.0, section 2"""

BACK_PATH = "/console/back"


@dataclass(frozen=True, slots=True)
class AtWork:
    """The borough's way to sign in with an account at work. `console` is where people reach the console."""

    openid: OpenId
    secret: str
    console: str

    @property
    def ourselves(self) -> Ourselves:
        """What we are called there."""
        return Ourselves(self.openid.client_id, self.secret, self.console.rstrip("/") + BACK_PATH)


@dataclass(frozen=True, slots=True)
class Going:
    """Where to send a browser, and what to put in its cookie until it is back.

    Edges: it comes back from another site, so that cookie has to be SameSite=Lax
    """

    address: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser comes back with, and the cookie that it has. Edges: "" for what is not there"""

    state: str
    code: str
    cookie: str
    origin: str


def go(
    store: Store, borough_code: str, work: AtWork, at: datetime, origin: str = "", link: str = ""
) -> Going | NotSignedIn:
    """Send somebody to sign in at work; with the secret of a link, to bind the account there to the one here.

    Edges: it counts for ten minutes, once, and for this browser alone; from one network only so many go, for each is
           kept and the issuer is asked
    """
    if until := store.staff.tries.take(borough_code, [away_from(origin)], at):
        return NotSignedIn(WhyNot.TOO_MANY, until)
    state, cookie, nonce, verifier = (fresh_token() for _ in range(4))
    try:
        address = sign_in_address(
            issuer_at(work.openid.issuer, work.openid.allowed), work.ourselves, state, nonce, verifier
        )
    except CannotAsk:
        return NotSignedIn(WhyNot.UNREACHABLE)
    came_by = digest_of(link) if link else ""
    store.staff.sessions.leave(Away(digest_of(state, cookie), borough_code, nonce, verifier, came_by, at + AWAY_FOR))
    return Going(address, cookie)


def away_from(origin: str) -> Allowance:
    """How often the network of an address may go."""
    return Allowance(digest_of("away", network_of(origin)), MOST_SENT, QUARTER)


def come_back(
    store: Store, borough_code: str, work: AtWork, told: Return, at: datetime, old_key: str = ""
) -> SignedIn | NotSignedIn:
    """Let somebody in who comes back from work with an answer to what this browser was sent with."""
    away = store.staff.sessions.come_back(digest_of(told.state, told.cookie), at)
    if away is None or away.borough_code != borough_code:
        return NotSignedIn(WhyNot.STRANGE)
    if not told.code:
        return NotSignedIn(WhyNot.DECLINED)
    try:
        issuer = issuer_at(work.openid.issuer, work.openid.allowed)
        token = identity_token(issuer, work.ourselves, told.code, away.verifier)
        subject = _subject(token, issuer, work.openid.client_id, away.nonce, at)
    except CannotAsk:
        return NotSignedIn(WhyNot.UNREACHABLE)
    except JoseError:
        return NotSignedIn(WhyNot.STRANGE)
    account = _account(store, away, issuer.name, subject, told.origin, at)
    if account is None or account.state is not AccountState.OPEN:
        return NotSignedIn(WhyNot.DEAD_LINK if away.link else WhyNot.UNKNOWN)
    return open_session(store, account, told.origin, at, old_key)


def _subject(token: str, issuer: Issuer, client_id: str, nonce: str, at: datetime) -> str:
    """Who the token is about, once all that it says is right. Errors: JoseError; CannotAsk"""
    read = jwt.decode(token, keys_of(issuer), algorithms=SIGNED_BY)
    wanted = {"iss": {"essential": True, "value": issuer.name}, "aud": {"essential": True, "value": client_id}}
    claims = CodeIDToken(read.claims, read.header, wanted, {"nonce": nonce, "client_id": client_id})
    claims.validate(int(at.timestamp()), LEEWAY_SECONDS)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise JoseError(f"a subject of 1 to {LONGEST_SUBJECT} characters")
    return subject


def _account(store: Store, away: Away, issuer: str, subject: str, origin: str, at: datetime) -> StaffAccount | None:
    """The account that an identity enters; it is bound first where somebody came by a link."""
    if not away.link:
        return store.staff.accounts.of_identity(away.borough_code, issuer, subject)
    link = store.staff.accounts.link(away.link, at)
    owner = store.staff.accounts.find(link.account_id) if link else None
    if owner is None:
        return None
    bind = partial(store.staff.accounts.bind, away.link, issuer, subject, at)
    what = "Sign in with an account at work from now on"
    return acted(store, person_of(owner), Act.OWN_ACCOUNT, (), what, bind, at, origin)
