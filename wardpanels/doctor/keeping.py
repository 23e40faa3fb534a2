"""Keeps what was last seen of the host, in a file, so that the ledger can tell of it without asking again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.doctor.findings import Examination

DAILY = timedelta(days=1)
SOON = timedelta(hours=1)
"""A host that did not answer is asked again after so long."""

NOBODYS = re.compile(r"(^|\.)(example\.(com|net|org)|example|invalid|test)$")
"""Source: RFC 2606"""


def keep(file: Path, examination: Examination) -> None:
    """Keep an examination in the place of the last. Errors: CannotUse."""
    write_file(file, msgspec.json.format(msgspec.json.encode(examination), indent=2) + b"\n", outputs.LAST_LOOK)


def kept(file: Path, site_url: str) -> Examination | None:
    """The last examination of a site; None where there is none, or it is of another site."""
    try:
        last = msgspec.json.decode(file.read_bytes(), type=Examination)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return last if last.site_url == site_url else None


def is_nobodys(site_url: str) -> bool:
    """Whether an address is only an example, as in shipped data."""
    return bool(NOBODYS.search(urlsplit(site_url).hostname or ""))


def is_due(last: Examination | None, site_url: str, at: datetime) -> bool:
    """Whether it is time to look again. Edges: an address that is nobody's, as in shipped data, is never looked at."""
    if is_nobodys(site_url):
        return False
    return last is None or last.looked_at + (DAILY if last.is_reached else SOON) <= at
