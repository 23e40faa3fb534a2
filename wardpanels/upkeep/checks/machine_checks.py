"""The machine: its disk, its clock, who can read the files, the settings, and the packages."""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scheduler.store import state_of_store
from wardpanels import wiring
from wardpanels.faults import DoubtfulClock
from wardpanels.people.console_settings import CLIENT_SECRET, read_console
from wardpanels.publicity.last_look import check_clock
from wardpanels.publicity.publicity_settings import missing_secrets
from wardpanels.publicity.signed_links import SECRET
from wardpanels.upkeep.health import Health, Looked, Premises
from wardpanels.upkeep.sealing import KEY, PASSPHRASE

FULL, NEARLY_FULL = 200e6, 1e9
"""Units: bytes that are free. A year's site is written beside the old one, in some 200 MB at most."""

ASTRAY = timedelta(minutes=2)
"""So far two clocks may be apart: more makes leases of two machines cross."""

MOST_NAMED = 3
PINNED = re.compile(r"^([a-z0-9][\w.-]*)==([^ ;\\]+)", re.MULTILINE)


def disk(premises: Premises) -> Looked:
    """How much room there is where files are written."""
    places = {Path.cwd(), Path(tempfile.gettempdir()), premises.site.absolute().parent}
    if (file := wiring.sqlite_file(premises.db)) is not None:
        places.add(file.absolute().parent)
    free, where = min((shutil.disk_usage(place).free, str(place)) for place in places if place.is_dir())
    found = f"{free / 1e9:,.1f} GB free in {where}"
    if free >= NEARLY_FULL:
        return Looked(Health.WELL, found, figure=free)
    return Looked(Health.ILL if free < FULL else Health.LOOK, found, "Make room there.", free)


def clock(premises: Premises) -> Looked:
    """Whether the clock agrees with the files, the database and the last look of a sender."""
    if wiring.given_now() is not None:
        return Looked(Health.LOOK, f"taken from {wiring.CLOCK}, not from the machine", f"Unset {wiring.CLOCK}.")
    try:
        desks = premises.desks()
        check_clock(desks, desks[0].store.outbox.looks(desks[0].code), premises.at)
    except DoubtfulClock as doubt:
        return Looked(Health.ILL, str(doubt).partition(". ")[0].removeprefix("the clock: "), "Put the clock right.")
    told = dict(_clocks(premises))
    for where, moment in told.items():
        apart = (moment - premises.at).total_seconds()
        if apart > ASTRAY.total_seconds() or (where == "the database" and -apart > ASTRAY.total_seconds()):
            later = "later" if apart > 0 else "earlier"
            return Looked(Health.ILL, f"{where} is {abs(apart):,.0f} seconds {later}", "Put the clock right.", apart)
    return Looked(Health.WELL, f"agrees with {' and '.join(told)}", figure=0)


def _clocks(premises: Premises) -> Iterator[tuple[str, datetime]]:
    """What else tells the time: the newest file, which cannot be of tomorrow, and the database."""
    newest = max((time for _, time, _ in wiring.stamp(premises.data)), default=0)
    yield "the newest file", datetime.fromtimestamp(newest / 1e9, UTC)
    if wiring.sqlite_file(premises.db) is None:  # a file has no clock of its own
        told = state_of_store(premises.db).clock
        if told is not None:
            yield "the database", told


def modes(premises: Premises) -> Looked:
    """Who can read the files that have people's addresses in them."""
    file = wiring.sqlite_file(premises.db)
    names = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")] if file else []
    open_to = [(path, path.stat().st_mode) for path in names if path.exists()]
    others = [path for path, mode in open_to if mode & stat.S_IRWXO]
    group = [path for path, mode in open_to if mode & stat.S_IRWXG]
    if not group and not others:
        return Looked(Health.WELL, "the database is its owner's alone" if open_to else "no file of a database here")
    who = "everybody on this machine" if others else "its group"
    wrong = " ".join(map(str, others or group))
    return Looked(Health.ILL if others else Health.LOOK, f"{who} can read {wrong}", f"Type: chmod 600 {wrong}")


def secrets(premises: Premises) -> Looked:
    """Whether every secret that the borough's choices need is set here."""
    environ, ways = premises.environ, premises.desk.publicity.ways
    missing = {name for _, name in missing_secrets(ways, environ)}
    if any(way.is_mailing and not way.is_by_hand for way in ways) and not environ.get(SECRET):
        missing.add(SECRET)
    if read_console(premises.data).openid is not None and not environ.get(CLIENT_SECRET):
        missing.add(CLIENT_SECRET)
    if missing:
        return Looked(Health.ILL, f"not set: {', '.join(sorted(missing))}", "Set them for whatever sends and serves.")
    if not (environ.get(KEY) or environ.get(PASSPHRASE)):
        return Looked(Health.LOOK, f"not set: {PASSPHRASE}, or {KEY}", "Set one, and keep it elsewhere too.")
    return Looked(Health.WELL, "every secret that is needed is set")


def versions(_premises: Premises) -> Looked:
    """Whether the packages are those that were tested together."""
    lock = wiring.lock_file()
    if not lock.is_file():
        return Looked(Health.UNKNOWN, "no list of tested versions here")
    pinned: dict[str, set[str]] = {}  # a package may have one version for each version of Python
    for name, wanted in PINNED.findall(lock.read_text(encoding="utf-8")):
        pinned.setdefault(name, set()).add(wanted)
    here = {name: _here(name) for name in pinned}
    unlike = {name: found for name, found in here.items() if found and found not in pinned[name]}
    other = [f"{name} {found}, tested with {' or '.join(sorted(pinned[name]))}" for name, found in unlike.items()]
    if not other:
        return Looked(Health.WELL, f"wardpanels {version('wardpanels')}, {len(pinned)} packages as tested")
    more = f" and {len(other) - MOST_NAMED} more" if len(other) > MOST_NAMED else ""
    found = f"{'; '.join(other[:MOST_NAMED])}{more}"
    return Looked(Health.LOOK, found, f"Install with the lock: pip install -r {lock}")


def _here(name: str) -> str:
    """The version that is installed, "" where none is: some are for other systems."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
