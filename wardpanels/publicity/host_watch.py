"""Looks at the live host of a borough's site, and keeps what was seen for the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from wardpanels.doctor.examining import examine
from wardpanels.doctor.findings import Examination
from wardpanels.doctor.keeping import keep
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk, latest_release
from wardpanels.sources.web import Asker
from wardpanels.year.showing import newest_releases


def look_at_host(desk: Desk, asker: Asker, at: datetime, file: Path, address: str = "") -> Examination:
    """Look at the host at an address, or else at the borough's `site_url`.

    Edges:  only what was seen at `site_url` is kept: the ledger is about no other host
    Errors: NothingYet, where nothing was released; CannotUse, where the address is none, or the file cannot be written
    """
    own = desk.borough.profile.site_url
    asked = checked_address(address) if address else own
    latest_release(desk)
    newest = newest_releases(desk.store, desk.code)[-1]
    examination = examine(asker, asked, desk.in_languages(newest), at)
    if asked.rstrip("/") == own.rstrip("/"):
        keep(file, examination)
    return examination


def checked_address(typed: str) -> str:
    """The address of a site, as somebody typed it. Errors: CannotUse."""
    try:
        told = urlsplit(typed)
        is_address = told.scheme in ("http", "https") and bool(told.hostname) and not (told.query or told.fragment)
    except ValueError:
        is_address = False
    if not is_address:
        raise CannotUse("URL", repr(typed), "the address of the site, such as https://panels.example.org")
    return typed
