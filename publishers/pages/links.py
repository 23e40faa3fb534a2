"""Links from one public page to another, written so that the folder works wherever it is put."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from publishers import addresses


def relative(page: str) -> Callable[[str], str]:
    """What turns a path in the site folder into a link to it, as seen from a page."""
    up = "../" * page.count("/")

    def link(target: str) -> str:
        return f"{up}{addresses.shown(target)}" or "./"

    return link


def rooted(site_url: str) -> Callable[[str], str]:
    """The same for a page that a web server shows at any address, such as 404.html.

    Edges: the links begin at the web server's root, so they are right only where `site_url` says that the site is
    """
    root = urlsplit(site_url).path.rstrip("/")

    def link(target: str) -> str:
        return f"{root}/{addresses.shown(target)}"

    return link
