"""Where the outside comes in: the clock, the settings, the shipped data, the store.

The only module that reads a clock. It decides nothing about meetings.
"""

from __future__ import annotations

import getpass
import os
import random
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scheduler.days import local_day
from scheduler.store import Store, StoreAway, open_store
from wardpanels.faults import CannotUse

if TYPE_CHECKING:
    from wardpanels.sources.web import Asker

SQLITE_FILE = "sqlite:///"
DEFAULT_DB = f"{SQLITE_FILE}wardpanels.db"
POLICE_UK = "https://data.police.uk/api"
DATA = Path("data")
LOCK = "requirements.lock"
CLOCK = "SOURCE_DATE_EPOCH"
SECRETS_FOLDER = "CREDENTIALS_DIRECTORY"
"""Where a service finds its secrets, a file each. Source: systemd.exec(5)."""
OURS = "WARDPANELS_"
PATIENCE_SECONDS = 120
"""How long a server that is not up yet is waited for."""

YEARS = range(2000, 3000)
"""The years that can be planned."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set, as an option or in the environment."""

    option: str
    env: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("--data DIR", "WARDPANELS_DATA", "`data/`", "the borough's folder of files"),
    Setting("--db URL", "WARDPANELS_DB", f"`{DEFAULT_DB}`", "where drafts and releases are kept"),
    Setting("--year YEAR", "WARDPANELS_YEAR", "found from today", "the year, or the period that begins in it"),
    Setting("", "WARDPANELS_POLICE_UK", f"`{POLICE_UK}`", "where police.uk is asked for events, crimes and teams"),
    Setting("", CLOCK, "the clock", "seconds since 1970 to take for now, so that a run can be repeated"),
    Setting(
        "", "WARDPANELS_SECRET", "none", "what the links in mails to subscribers are signed with: 32 letters or more"
    ),
    Setting("", "WARDPANELS_BACKUP_PASSPHRASE", "none", "what backups are locked with: 15 letters or more"),
    Setting("", "WARDPANELS_BACKUP_KEY", "none", "the same as a key: 32 bytes in base64, in the passphrase's place"),
    Setting("", "WARDPANELS_LOG", "`text`", "how the worker and the server log: `text` or `json`"),
    Setting("", "WARDPANELS_METRICS_TOKEN", "none", "what lets others than this machine read `/metrics`"),
    Setting("", "WARDPANELS_OPENID_SECRET", "none", "what the place of `[console.openid]` gave us to prove who we are"),
    Setting(
        "", "WARDPANELS_ALLOW", "none", "hosts of our own network that may be asked for pages and files, by commas"
    ),
    Setting(
        "",
        SECRETS_FOLDER,
        "none",
        "a folder of secrets, a file each, named as [its setting](run.md#secrets)",
    ),
    Setting("--debug", "WARDPANELS_DEBUG", "off", "show where in the program an error came from"),
)


def given_now() -> datetime | None:
    """The time that the environment gives, in UTC; None where it gives none.

    Source: reproducible-builds.org, SOURCE_DATE_EPOCH: the time that a run which is repeated takes for now
    Errors: CannotUse
    """
    given = os.environ.get(CLOCK, "")
    if not given:
        return None
    try:
        told = datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        told = None
    if told is None or told.year not in range(1970, YEARS.stop):
        raise CannotUse(CLOCK, repr(given), "whole seconds since 1970, such as 1795338000")
    return told


def now() -> datetime:
    """The time, in UTC, to the second: as the environment gives it, or else by this computer's clock."""
    return given_now() or datetime.now(UTC).replace(microsecond=0)


def today(timezone: str) -> date:
    """The day that it is by the clocks of a borough."""
    return local_day(now(), timezone)


def take_secrets() -> None:
    """Put the secrets of the service's folder into the environment, each file under its own name.

    Edges: what the environment has already stays; `wardpanels_WARDPANELS_SECRET` is `WARDPANELS_SECRET`, for so systemd
           names a file of a folder; files of other names are left alone, and so is the last line's end
    Errors: CannotUse, where the folder or a file cannot be read
    """
    folder = os.environ.get(SECRETS_FOLDER, "")
    if not folder:
        return
    try:
        for file in sorted(Path(folder).iterdir()):
            name = file.name.removeprefix("wardpanels_")
            if name.startswith(OURS):
                os.environ.setdefault(name, file.read_text(encoding="utf-8").rstrip("\r\n"))
    except (OSError, UnicodeDecodeError) as error:
        found = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "a file that is no text"
        raise CannotUse(f"{SECRETS_FOLDER} {folder}", found, "a folder of secrets that may be read") from error


KEY_NAME = "WARDPANELS_KEY"
"""The environment variable that holds the key of whoever types."""


def typed_key() -> str:
    """The key of whoever types, "" for none."""
    return os.environ.get(KEY_NAME, "").strip()


def machine_user() -> str:
    """Who types, by what this computer calls them: stated, not checked."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "whoever has this computer"


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address. Edges: port 0 takes any free one. Errors: CannotUse, where it is taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        found = os.strerror(error.errno).lower() if error.errno else str(error)
        raise CannotUse(f"{host}:{port}", found, "an address that is free: try --port 0") from error


def fresh_id() -> str:
    """An id that was never given and cannot be guessed."""
    return secrets.token_hex(8)


def fresh_salt() -> bytes:
    """32 bytes that were never there before."""
    return secrets.token_bytes(32)


def seconds() -> float:
    """A stopwatch's reading: only differences mean anything."""
    return time.perf_counter()


def police_uk() -> str:
    """Where data.police.uk is."""
    return os.environ.get("WARDPANELS_POLICE_UK", "") or POLICE_UK


def asker(allowed: tuple[str, ...] = (), cache: Path | None = None) -> Asker:
    """Who asks web servers, in real time and with real chance.

    Edges: without a cache, every answer is asked for; of our own network only what is `allowed` is, here or by the
           environment
    """
    from wardpanels.sources.web import Asker, TokenBucket

    also = tuple(filter(None, os.environ.get("WARDPANELS_ALLOW", "").split(",")))
    return Asker(TokenBucket(time.monotonic, time.sleep), time.sleep, random.random, cache, (*allowed, *also))


def file_at(given: str, kept: Path) -> Path:
    """A file by its path, or fetched from its address into a folder where it is kept.

    Errors: CannotAsk, CannotUse
    """
    if not given.casefold().startswith(("http://", "https://")):
        return Path(given)
    from wardpanels.sources.open_files import fetched

    return fetched(asker(), given, kept)


def data_folder(given: Path | None) -> Path:
    """The borough's folder: as given, or else `data` here.

    Errors: CannotUse, where none is given and there is none here: another borough's data would be a wrong guess
    """
    if given is not None:
        return given
    if not DATA.is_dir():
        raise CannotUse(
            f"./{DATA}", "no such folder", "the borough's files there, or the folder's name with --data DIR"
        )
    return DATA


def demo_folder(given: Path | None) -> Path:
    """The folder that is shown: as given, else `data` here, else the data that travels with the program."""
    return given or (DATA if DATA.is_dir() else shipped_data())


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file of a folder has changed: names, times and sizes."""
    found = ((path.name, path.stat()) for path in sorted(folder.iterdir()) if path.is_file())
    return tuple((name, known.st_mtime_ns, known.st_size) for name, known in found)


def shipped_data() -> Path:
    """Tower Hamlets' data: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def lock_file() -> Path:
    """The versions of packages that were tested together: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / LOCK
    return inside if inside.is_file() else package.parent / LOCK


def place_of_store(url: str) -> str:
    """Where a store is, in a form that may be printed: neither user nor password nor options."""
    if url.startswith("sqlite"):
        return url
    told = urlsplit(url)
    where = told.netloc.rpartition("@")[2]
    return f"{told.scheme}://{where}{told.path}"


@contextmanager
def store_at(url: str) -> Iterator[Store]:
    """Open the store, and close it whatever happens.

    Errors: CannotUse, where a SQLite file could not be made
    """
    store = open_at(url)
    try:
        yield store
    finally:
        store.close()


def open_at(url: str) -> Store:
    """The store, for who closes it. Errors: CannotUse, where a SQLite file could not be made."""
    check_place(url)
    return open_store(url)


def open_once_up(url: str, tell: Callable[[str], object], *, most_seconds: int = PATIENCE_SECONDS) -> Store:
    """The store, for who closes it; a server that is not up yet is waited for, and that is told once.

    Edges:  a machine that starts begins this program and its database at once
    Errors: CannotUse; StoreUnavailable, at once where waiting mends nothing; StoreAway, after `most_seconds`
    """
    until, is_told = seconds() + most_seconds, False
    while True:
        try:
            return open_at(url)
        except StoreAway as away:
            if seconds() >= until:
                raise
            if not is_told:
                tell(f"{away}. Waiting for it, {most_seconds} seconds at most.")
            is_told = True
        time.sleep(1)


def bring_up_to_date(url: str, tell: Callable[[str], object]) -> None:
    """Make the store's tables, or bring them up to this program's layout, once, before many processes ask for it.

    Edges and errors: as `open_once_up`
    """
    open_once_up(url, tell).close()


@contextmanager
def store_if_any(url: str) -> Iterator[Store | None]:
    """Open the store to look into, and make none: None where its SQLite file was never made, which holds nothing.

    Errors: CannotUse, where it could not even be made
    """
    check_place(url)
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield None
        return
    with store_at(url) as store:
        yield store


def sqlite_file(url: str) -> Path | None:
    """The file that a store is, None for one on a server."""
    return Path(url.removeprefix(SQLITE_FILE).partition("?")[0]) if url.startswith(SQLITE_FILE) else None


def check_place(url: str) -> None:
    """Say plainly what SQLite reports as "unable to open database file". Errors: CannotUse."""
    file = sqlite_file(url)
    if file is None:
        return
    folder = file.parent
    if not folder.is_dir():
        raise CannotUse("--db", repr(url), f"a database in a folder that exists: {folder} does not")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotUse("--db", repr(url), f"a database in a folder that can be written: {folder} cannot")
