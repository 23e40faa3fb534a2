"""What a published folder tells, read from its files, and whether the register says the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

from publishers import shown
from scheduler.release.promises import Register
from scheduler.store import Store
from wardpanels.disk.output import MANIFEST
from wardpanels.year.promising import PARTS_OF_PAGES

ENTRY_ID = re.compile(r"<entry><id>([^<]+)</id>")


def files_of(site: Path) -> dict[str, bytes]:
    """Every file by its path, but for the manifest; nothing where there is no folder."""
    found = (path for path in sorted(site.rglob("*")) if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def assert_whole(site: Path) -> None:
    """The folder is one that was finished: its files are those of its manifest, byte for byte."""
    if site.exists():
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in files_of(site).items()}
        assert digests == json.loads((site / MANIFEST).read_bytes())["files"]


def entries_of(site: Path) -> dict[str, shown.Entry]:
    """Every calendar entry, by `language/uid` as in the register; it is the same in every calendar that has it."""
    found: dict[str, shown.Entry] = {}
    for path, calendar in shown.calendars(files_of(site)):
        for entry in calendar.entries:
            assert found.setdefault(f"{tag_of(path)}/{entry.uid}", entry) == entry
    return found


def tag_of(path: str) -> str:
    """The language of a file."""
    return "bn" if path.startswith("bn/") else "en"


def news_of(site: Path) -> tuple[str, ...]:
    """The ids of all news in Atom; none where there is no site."""
    if not site.exists():
        return ()
    return tuple(ENTRY_ID.findall((site / "changes.atom").read_text(encoding="utf-8")))


def assert_agree(site: Path, store: Store, code: str) -> Register:
    """The register says of the site what it shows, no more and no less."""
    register = store.promises.register(code, "Europe/London")
    files = files_of(site)
    assert store.promises.begun(code) is None
    assert register.addresses == {path for path in files if not path.startswith(PARTS_OF_PAGES)}
    calendars = {path: calendar for path, calendar in shown.calendars(files) if calendar.modified_at}
    told = {name: (stamp.shown, stamp.modified_at, stamp.sequence) for name, stamp in register.stamps.items()}
    assert told == {
        **{name: (each.shown, each.modified_at, each.sequence) for name, each in entries_of(site).items()},
        **{path: (each.shown, each.modified_at, 0) for path, each in calendars.items()},
    }
    assert Counter(each.name for each in register.news).most_common(1)[0][1] == 1
    assert len(set(news_of(site))) == len(news_of(site)) == len(register.news)
    return register
