"""What every answer tells a browser, so that its reader is safe: one table for site, sign-up pages and console.

Source: OWASP Secure Headers Project; W3C Content Security Policy Level 3
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Pages = Literal["site", "sign-up", "console"]


def _policy(may_load: str) -> str:
    """A page loads what is named, all of it its own; its forms go to its own site; no other page frames it."""
    return f"default-src 'none'; {may_load}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


TABLE: Mapping[str, tuple[str, str, str]] = {
    "Content-Security-Policy": (
        _policy("script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"),
        _policy("style-src 'self'; img-src 'self'"),
        _policy("script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'"),
    ),
    "X-Content-Type-Options": ("nosniff", "nosniff", "nosniff"),
    "X-Frame-Options": ("DENY", "DENY", "DENY"),
    "Referrer-Policy": ("strict-origin-when-cross-origin", "no-referrer", "same-origin"),
    "X-Robots-Tag": ("", "noindex", "noindex"),
    "Cross-Origin-Opener-Policy": ("", "same-origin", "same-origin"),
    "Permissions-Policy": ("", "camera=(), geolocation=(), microphone=()", "camera=(), geolocation=(), microphone=()"),
}
"""Each header, and what it says with the pages of the site, of sign-up and of the console; "" where nothing.

A link of a sign-up page is its reader's own, and no other site's to know. JSON-LD is no script and needs no leave.
"""


def security_headers(pages: Pages) -> dict[str, str]:
    """The headers that go with every answer of these pages."""
    place = get_args(Pages).index(pages)
    return {name: told[place] for name, told in TABLE.items() if told[place]}
