"""Keeps posts or pages on a WordPress site, by its REST API: made once, updated after, found by their slug.

Source: developer.wordpress.org/rest-api/reference; only what core has had in /wp/v2 since application passwords (5.6)
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt, Refused, slug
from publishers.carriers.http import Web
from publishers.languages import SOURCE

SECRET = "password"
API = "/wp-json/wp/v2"
KINDS = ("pages", "posts")
STATUSES = ("publish", "draft", "pending", "private")
HEADINGS = ("title", "h1", "h2", "h3")


def open_wordpress(outlet: Outlet) -> Carrier:
    """Open the site. Nothing is asked of it before the first parcel.

    Errors: Closed, TryAgain
    """
    for option, known in (("kind", KINDS), ("status", STATUSES)):
        if outlet.options[option] not in known:
            raise outlet.misses(option, repr(outlet.options[option]), f"one of {', '.join(known)}")
    web = Web(outlet, "url", SECRET)
    web.logs_in(outlet.options["user"])
    return _WordPress(web)


class _WordPress:
    def __init__(self, web: Web) -> None:
        self._web = web
        self._items = f"{API}/{web.outlet.options['kind']}"
        self._is_logged_in = False

    def carry(self, parcel: Parcel) -> Receipt:
        """Make or update one post for each piece of HTML.

        Errors: TryAgain, Closed, Refused
        """
        artifacts = parcel.of_type("text/html")
        self._log_in()
        return Receipt(" ".join(self._keep(parcel, artifact) for artifact in artifacts))

    def _log_in(self) -> None:
        """Have a wrong password told as such: WordPress may go on as if nobody had logged in, and hide drafts."""
        if not self._is_logged_in:
            self._web.ask("GET", f"{API}/users/me")
            self._is_logged_in = True

    def _keep(self, parcel: Parcel, artifact: Artifact) -> str:
        name = _name(parcel, artifact)
        html = artifact.content.decode()
        body = {"slug": name, "title": _heading(html) or parcel.subject, "content": html}
        there = self._found(name)
        if there is not None:
            return str(self._web.facts("POST", f"{self._items}/{there}", ("link",), json=body)["link"])
        new = {**body, "status": self._web.outlet.options["status"]}
        made = self._web.facts("POST", self._items, ("id", "slug", "link"), json=new)
        if made["slug"] != name:
            self._take_back(made, name)
        return str(made["link"])

    def _found(self, name: str) -> int | None:
        asked = {"slug": name, "status": ",".join((*STATUSES, "future")), "context": "edit", "_fields": "id"}
        found = self._web.json("GET", self._items, params=asked, fine=(400,))
        if not isinstance(found, list):
            user, kind = self._web.outlet.options["user"], self._web.outlet.options["kind"]
            raise self._web.outlet.misses("user", f"{user!r}, who may not edit {kind}", "an editor of the site")
        return min((int(item["id"]) for item in found), default=None)

    def _take_back(self, made: dict[str, Any], name: str) -> None:
        """Delete what got another slug than the one it would be found by next time: it would be made twice."""
        self._web.ask("DELETE", f"{self._items}/{made['id']}", params={"force": "true"}, fine=(404, 410))
        host = self._web.place.host
        raise Refused(f"{host}: found the slug {name!r} taken, wanted it free. Rename or delete what has it there.")

    def close(self) -> None:
        self._web.close()


def _name(parcel: Parcel, artifact: Artifact) -> str:
    mark = "" if artifact.language == SOURCE else artifact.language
    return slug(f"{parcel.channel} {parcel.subject} {mark}")


def _heading(html: str) -> str:
    """The words of the first heading, or of the title where there is one."""
    reader = _FirstHeading()
    reader.feed(html)
    return " ".join(reader.words.split())


class _FirstHeading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words, self._in, self._done = "", "", False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in HEADINGS and not self._in and not self._done:
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in, self._done = "", bool(self.words.strip())

    def handle_data(self, data: str) -> None:
        if self._in:
            self.words += data
