"""How much the server takes, and for how long it waits: every bound in one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request, one network and all of them together may take.

    Units: seconds; bytes; requests
    Edges: `header_seconds` is also how long a connection may rest between two requests; a body has `body_seconds`, and
           longer as far as it is said to be long, at `bytes_a_second`; who takes nothing of an answer for
           `deaf_seconds` is cut off; `bodies_of_one` is how many a network may be sending at once, `waiting` how many
           requests may wait for a page; connections never take the last `SPARE` files that the process may open, and
           one network has one of so many `shares` of them: behind a web server, which counts them itself, all
    """

    header_seconds: float = 10.0
    body_seconds: float = 10.0
    deaf_seconds: float = 20.0
    bytes_a_second: int = 20_000
    form_bytes: int = 65_536
    upload_bytes: int = 10 * 1024 * 1024
    bodies_of_one: int = 64
    waiting: int = 256
    connections: int = 8_192
    shares: int = 8


USUAL = Bounds()

SPARE = 200
"""Units: open files, for the database, the site's files and what pages open."""
