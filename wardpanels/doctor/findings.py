"""What is found of a host. A finding says what was asked, what was found and what was wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Check(StrEnum):
    """One thing that is asked of a host. The values never change: scripts rely on them."""

    ANSWERS = "answers"
    SHOWS = "shows the newest release"
    READS = "is read alike by two readers"
    TYPE = "type"
    MISSING = "says when a page is missing"
    OLDER = "older address leads on"
    SLASH = "folder leads to its page"
    HTTPS = "http leads to https"
    WAY = "way there"
    HEAD = "answers HEAD like GET"
    UNCHANGED = "says when nothing changed"
    COPIES = "copies are soon asked anew"
    OPEN = "open to other sites"
    POLICY = "Content-Security-Policy"
    SNIFFING = "no guessing of types"
    FRAMING = "not shown inside other sites"
    REFERRER = "says little of where a reader came from"
    SMALL = "compressed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check at one address. Edges: `path` is inside the site folder, "" for the site itself"""

    check: Check
    path: str
    address: str
    found: str
    wanted: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Examination:
    """One look at a host. Edges: where the first page had no answer, that is the only finding"""

    site_url: str
    looked_at: datetime
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What somebody has to see to, the most harmful first."""
        order = list(Check)
        return tuple(sorted((one for one in self.findings if not one.is_right), key=lambda one: order.index(one.check)))

    @property
    def sentence(self) -> str:
        """What it comes to."""
        if not self.is_reached:
            return f"{self.site_url} could not be reached: found {self.findings[0].found}."
        if not self.wrong:
            return f"{self.site_url}: all {len(self.findings)} checks are right."
        return f"{self.site_url}: {len(self.wrong)} of {len(self.findings)} checks are wrong."

    @property
    def is_reached(self) -> bool:
        """Whether the host answered at all."""
        return any(one.check is not Check.ANSWERS for one in self.findings)
