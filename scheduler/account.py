"""Who may sign in, and what they did: the values that the store keeps of accounts. Nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.who import KnownBy

NAMES_APART = " "
"""What stands between roles, and between wards, where several are kept in one column."""


class AccountRole(StrEnum):
    """What somebody is, at the console. One account may be several of them."""

    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    DRAFTER = "drafter"
    SENDER = "sender"
    RECORDER = "recorder"
    VIEWER = "viewer"


class AccountState(StrEnum):
    """Whether somebody can sign in. INVITED: by nothing yet, but a link may be on its way to them."""

    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """One person of one borough.

    Units: moments are aware, UTC; `code_step` counts half minutes since 1970
    Edges: `address` is what they sign in with; no `ward_codes` is the whole borough; `passphrase` is a hash of it, ""
           for none; `code_secret` is what the figures on a phone are made from, "" for none, and they are asked for
           once `code_step`, that of the last figures that were taken, is there; `has_identity` where they may sign in
           with an account at work
    """

    id: str
    borough_code: str
    name: str
    address: str
    roles: tuple[AccountRole, ...]
    made_at: datetime
    ward_codes: tuple[str, ...] = ()
    passphrase: str = ""
    code_secret: str = ""
    code_step: int | None = None
    closed_at: datetime | None = None
    has_identity: bool = False

    @property
    def state(self) -> AccountState:
        """Whether they can sign in."""
        if self.closed_at is not None:
            return AccountState.CLOSED
        return AccountState.OPEN if self.passphrase or self.has_identity else AccountState.INVITED


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens an account once. Edges: `digest` is that of the secret in it, which is kept nowhere"""

    digest: str
    account_id: str
    borough_code: str
    use_by: datetime


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Somebody who is signed in with one browser.

    Edges: `digest` is that of the key in its cookie, which is kept nowhere; `origin` is the network that they came
           from; `form_secret` proves that a form came from our own page
    """

    digest: str
    account_id: str
    borough_code: str
    made_at: datetime
    seen_at: datetime
    origin: str
    form_secret: str


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who went to sign in with an account at work, and is to come back with an answer to what we sent.

    Edges: `digest` is that of the state we sent and of their browser's cookie, which are kept nowhere; `link` is the
           digest of the link that they came by, "" for none
    """

    digest: str
    borough_code: str
    nonce: str
    verifier: str
    link: str
    use_by: datetime


@dataclass(frozen=True, slots=True)
class AccountKey:
    """A key by which scripts do what an account may.

    Edges: `digest` is that of the key, which is kept nowhere; `purpose` is what it is for, in words; `ended_at` is None
           for one that counts
    """

    digest: str
    borough_code: str
    account_id: str
    purpose: str
    made_at: datetime
    ended_at: datetime | None = None

    @property
    def id(self) -> str:
        """What it is called by those who end it."""
        return self.digest[:8]


class ActState(StrEnum):
    """What became of an act. BEGUN and nothing else: the program was stopped in it."""

    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewAct:
    """What somebody is about to do, in words.

    Edges: no `account_id` where a command was typed without a key; `known` is how the name is known; no `ward_codes`
           where it is about the whole borough
    """

    borough_code: str
    account_id: str
    name: str
    act: str
    ward_codes: tuple[str, ...]
    what: str
    origin: str
    at: datetime
    known: KnownBy = KnownBy.STATED


@dataclass(frozen=True, slots=True)
class ActEnd:
    """What became of an act: what was so before it and after it, or why it was not done, in words."""

    state: ActState
    before: str = ""
    after: str = ""
    why: str = ""


NOT_ENDED = ActEnd(ActState.BEGUN)


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line of what was done. Edges: `number` counts from 1 in each borough"""

    number: int
    act: NewAct
    end: ActEnd = NOT_ENDED


@dataclass(frozen=True, slots=True)
class ActsWanted:
    """Which lines are asked for. Edges: "" and None leave a field open; `since` counts in, `until` does not"""

    account_id: str = ""
    act: str = ""
    ward_code: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many tries one key has, counted since its first. Units: seconds"""

    key: str
    most: int
    seconds: int
