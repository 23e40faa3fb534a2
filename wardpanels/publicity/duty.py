"""Calls the person on duty, where news waits for somebody who may let it go out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import DUTY, Outlet, Parcel, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from wardpanels.publicity.publicity_settings import unset, with_secrets

NOBODY = "The borough has named nobody to call: borough.toml has no table [duty]."


@dataclass(frozen=True, slots=True)
class Called:
    """Whether the person on duty was called: `note` is what the carrier said, or why nobody was."""

    is_done: bool
    note: str


def call(
    duty: Outlet | None, what: str, keys: Sequence[str], step: str, environ: Mapping[str, str], at: datetime
) -> Called:
    """Tell the person on duty what waits, and what to type. It is a call, not news: it may come twice.

    Edges: `step` is the command to type; a receiver that knows keys gets one call for the same things that wait
    """
    count = f"{len(keys):,} texts wait" if len(keys) > 1 else "1 text waits"
    body = f"{what} {count} for somebody who may approve. To let go of them, type:\n\n{step}\n"
    return tell(duty, what, body, keys, environ, at)


def tell(
    duty: Outlet | None, what: str, body: str, keys: Sequence[str], environ: Mapping[str, str], at: datetime
) -> Called:
    """Tell the person on duty something: `what` in a line, and all of it. Edges: as `call`"""
    if duty is None:
        return Called(is_done=False, note=NOBODY)
    if lacking := unset(duty, environ):
        return Called(is_done=False, note=f"[{DUTY}]: {', '.join(lacking)} is not set here.")
    parcel = Parcel(_key(keys), DUTY, what, 1, (_file("subject", what), _file("txt", body)), at)
    try:
        with closing(open_carrier(with_secrets(duty, environ))) as carrier:
            return Called(is_done=True, note=carrier.carry(parcel).note)
    except (TryAgain, Refused) as failure:
        return Called(is_done=False, note=str(failure))


def _key(keys: Sequence[str]) -> str:
    return f"{DUTY}.{hashlib.sha256(' '.join(sorted(keys)).encode()).hexdigest()[:20]}"


def _file(ending: str, text: str) -> Artifact:
    kind = ArtifactKind.SUBJECT if ending == "subject" else ArtifactKind.TEXT
    return Artifact(f"{DUTY}.{ending}", "text/plain; charset=utf-8", text.encode(), kind)
