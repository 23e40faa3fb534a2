"""Signing in and out: who somebody is, by the key in their cookie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from wardpanels.console import guard
from wardpanels.console.house import House
from wardpanels.console.screens import BASE
from wardpanels.people.rights import Person, person_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in, and the token that their forms must have."""

    person: Person
    token: str


def signed_in(house: House, at: datetime) -> SignedIn | None:
    """Who asks, by their cookie; None where nobody is signed in with it."""
    key = request.cookies.get(guard.SESSION, "")
    found = house.store.staff.sessions.find(hashlib.sha256(key.encode()).hexdigest()) if key else None
    if found is None or at - found[0].seen_at > timedelta(minutes=30) or at - found[0].made_at > timedelta(hours=12):
        return None
    return SignedIn(person_of(found[1]), found[0].form_secret)


def add_sign_in(pages: Blueprint, house: House) -> None:
    @pages.get("/sign-in")
    def ask() -> AnyResponse:
        return AnyResponse("sign in: not yet")

    @pages.post("/sign-out")
    def leave() -> AnyResponse:
        return redirect(f"{BASE}/sign-in", 303)
