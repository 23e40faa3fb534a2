"""Links from one public page to another, written so that the folder works wherever it is put."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

INDEX = "index.html"


def relative(page: str, target: str) -> str:
    """The link to a target as seen from a page; both are paths in the site folder.

    Edges: a page called index.html is named by its folder, so a page's link to itself is "./"
    """
    here, *_ = _split(page)
    folder, name = _split(target)
    shared = 0
    while shared < min(len(here), len(folder)) and here[shared] == folder[shared]:
        shared += 1
    steps = [".."] * (len(here) - shared) + folder[shared:]
    if name == INDEX:
        return quote("/".join(steps or ["."]) + "/")
    return quote("/".join([*steps, name]))


def _split(path: str) -> tuple[list[str], str]:
    *folder, name = path.split("/")
    return folder, name


def rooted(site_url: str, target: str) -> str:
    """The link to a target from a page that a web server shows at any address, such as 404.html.

    Edges: it begins at the web server's root, so it is right only where `site_url` says that the site is
    """
    path = "" if target == INDEX else target.removesuffix(f"/{INDEX}") + "/" * target.endswith(f"/{INDEX}")
    return f"{urlsplit(site_url).path.rstrip('/')}/{quote(path)}"
