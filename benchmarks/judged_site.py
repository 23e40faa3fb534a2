"""A borough's year as the judges see it: the shipped borough, lived through and published in three of its months.

By then meetings have moved, been called off, been held and not been held; there is an agenda, and there are minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from urllib.request import urlopen

from tests.wardpanels.year.lived import Lived, seconds
from wardpanels.edge.doorstep import Doorstep
from wardpanels.edge.serving import listening_at
from wardpanels.year.reading import profile_of

MONTHS = {"January": "2027-01-11 12:00", "June": "2027-06-17 12:00", "December": "2027-12-20 12:00"}
"""When the site is made, and what the browser's clock says, in London."""

LANGUAGES = ("en", "bn", "ar")
YEAR = ("--year", "2027")
BY = ("--by", "Ada Price")
MOVED, RENEWED, OFF = "2027-E05009317-2", "2027-E05009336-2", "2027-E05009335-3"
HELD, LOCKED, AGENDA = "2027-E05009323-1", "2027-E05009324-1", "2027-E05009326-1"
EMAIL = """[channels.email]
carrier = "smtp"
host = "localhost"
port = "9"
security = "none"
sender = "Panels <panels@example.org>"
[network]
allow = ["localhost"]
[publicity]
email = 14"""

PAGES = {
    "home": "",
    "ward": "wards/bethnal-green-east/",
    "ward with a meeting called off": "wards/weavers/",
    "meeting moved": f"meetings/{MOVED}/",
    "meeting with a new start": f"meetings/{RENEWED}/",
    "meeting called off": f"meetings/{OFF}/",
    "meeting held, with minutes": f"meetings/{HELD}/",
    "meeting not held": f"meetings/{LOCKED}/",
    "meeting with an agenda": f"meetings/{AGENDA}/",
    "meeting in December": "meetings/2027-E05009320-6/",
    "agenda": f"meetings/{AGENDA}/agenda/",
    "minutes": f"meetings/{HELD}/minutes/",
    "list": "find/",
    "list of evenings": "find/evening/",
    "list of weekends": "find/weekend/",
    "list without steps": "find/step-free/",
    "list with a hearing loop": "find/hearing-loop/",
    "map": "map/",
    "postcodes": "postcodes/",
    "postcodes that begin alike": "postcodes/e14/",
    "changes": "changes/",
    "glossary": "glossary/",
    "reuse": "reuse/",
    "action plan": "action-plan/",
    "not found": "404.html",
    "subscribe": "subscribe/",
    "subscribe, asked": "subscribe/asked",
    "subscribe, a link that is none": "subscribe/confirm/a-1",
}
"""One or two pages of each kind, by what they are of; in another language they are below its tag."""

STANDING = (
    *("agenda", "minutes", "postcodes", "glossary", "reuse", "action plan", "not found"),
    *("subscribe", "subscribe, asked", "subscribe, a link that is none"),
)
"""Pages that the day does not change."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The sites of a borough, one for each month, and where they are served. Edges: `root` has no last slash."""

    lived: Lived
    port: int

    @property
    def root(self) -> str:
        """The address of the site, whichever month's it is."""
        return f"http://127.0.0.1:{self.port}"

    def folder(self, month: str) -> Path:
        """The site as it was made in a month."""
        return self.lived.folder / month

    def coming(self, month: str, moment: str) -> tuple[str, ...]:
        """The ids of the meetings in a month's site that have not ended at a moment."""
        meetings = json.loads((self.folder(month) / "meetings.json").read_text("utf-8"))["meetings"]
        ends = {each["id"]: datetime.fromisoformat(each["ends_at"]).timestamp() for each in meetings}
        return tuple(id for id, end in ends.items() if end > seconds(moment))

    def address(self, path: str, tag: str) -> str:
        """Where a page is in a language: the pages that answer one person are told it as a choice."""
        if path.startswith("subscribe/"):
            return f"{self.root}/{path}?lang={tag}"
        return f"{self.root}/{path}" if tag == "en" else f"{self.root}/{tag}/{path}"


def lived_through(data: Path, folder: Path) -> Judged:
    """Plan a borough's year, live through it, and keep the site of each month. Nothing is printed to hang up."""
    if (folder / "December").is_dir():
        return Judged(Lived(folder), int(profile_of(folder / "data").site_url.rpartition(":")[2]))
    shutil.copytree(data, folder / "data")
    judged = Judged(Lived(folder), listening_at(Doorstep()).port)
    _settle(folder / "data" / "borough.toml", judged.root)
    done = judged.lived.done
    for typed in (("plan", *YEAR), ("release", *YEAR)):
        done("2026-11-28 10:00", *typed)
    for typed in (
        ("move", MOVED, "--start", "18:30"),
        ("move", RENEWED, "--start", "19:00"),
        ("cancel", OFF, "--because", "hall-closed", "--new-date-follows"),
        ("release", *YEAR),
    ):
        done("2026-12-01 10:00", *typed)
    held = ("--residents", "14", "--priority", "Mopeds on pavements", "--action", "Fix the gate; council; 4 Feb 2027")
    for typed in (
        ("record", HELD, *held),
        ("minutes", HELD, "--issue", *BY),
        ("record", LOCKED, "--not-held", "hall-locked"),
        ("agenda", AGENDA, "--issue", *BY),
    ):
        done("2027-01-08 10:00", *typed)
    for month, moment in MONTHS.items():
        done(moment, "publish", *YEAR)
        shutil.copytree(folder / "site", judged.folder(month))
    return judged


@contextmanager
def served(judged: Judged, month: str, moment: str) -> Iterator[None]:
    """Serve a month's site with the pages that answer one person, until the block ends."""
    told = {**os.environ, "WARDPANELS_SECRET": "0" * 32, "SOURCE_DATE_EPOCH": str(seconds(moment))}
    command = [sys.executable, "-m", "wardpanels", "serve", month, "--port", str(judged.port), "--no-worker"]
    with subprocess.Popen(command, cwd=judged.lived.folder, env=told, stdout=subprocess.DEVNULL) as server:
        try:
            while not _answers(judged):
                assert server.poll() is None, "the server has ended"
            yield
        finally:
            server.terminate()


def _answers(judged: Judged) -> bool:
    try:
        return bool(urlopen(f"{judged.root}/").status == 200)
    except OSError:
        sleep(0.1)
        return False


def _settle(settings: Path, root: str) -> None:
    """Let a borough's settings say where the site is, the judges' languages, and that residents can ask for mail."""
    lines = settings.read_text(encoding="utf-8").splitlines()
    told = {
        "site_url": f'site_url = "{root}"\nsubscribe_url = "{root}/subscribe"',
        "languages": f"languages = {list(LANGUAGES)}".replace("'", '"'),
        "[publicity]": EMAIL,
    }
    names = [line.split(" ")[0] for line in lines]
    said = "\n".join(told.get(name, line) for name, line in zip(names, lines, strict=True))
    settings.write_text(f"{said}\n", encoding="utf-8")
