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
from scheduler.upkeep import UpkeepKind
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.outputs import FileClass, Output
from wardpanels.disk.waiting import waiting_room
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
    """Whether a file can be read by others than those of its class: see `wardpanels.disk.outputs`."""
    found = [
        (path, output.kind, path.stat().st_mode & 0o777 & ~output.kind.mode) for path, output in _written(premises)
    ]
    wrong = sorted((kind, path, more) for path, kind, more in found if more)
    if not wrong:
        return Looked(Health.WELL, f"{len(found)} files, each for those alone who may read it", figure=0)
    kind = wrong[0][0]  # what is personal comes before what is the staff's
    paths = [str(path) for each, path, _ in wrong if each is kind]
    is_open = any(more & stat.S_IRWXO for each, _, more in wrong if each is kind)
    named = f"{' '.join(paths[:MOST_NAMED])}{f' and {len(paths) - MOST_NAMED} more' if len(paths) > MOST_NAMED else ''}"
    who = "everybody on this machine" if is_open else "its group"
    health = Health.ILL if is_open and kind is FileClass.PERSONAL else Health.LOOK
    return Looked(health, f"{who} can read {named}", f"Type: chmod {kind.mode:o} {' '.join(paths)}", len(wrong))


def _written(premises: Premises) -> Iterator[tuple[Path, Output]]:
    """The files that are there, but those that are public: no fault is seen in what everybody may read."""
    for path, output in _known(premises):
        if path.is_file():
            yield path, output


def _known(premises: Premises) -> Iterator[tuple[Path, Output]]:
    database = wiring.sqlite_file(premises.db)
    for end in ("", "-wal", "-shm") if database else ():
        yield Path(f"{database}{end}"), outputs.DATABASE
    yield premises.host_file, outputs.LAST_LOOK
    if premises.data != wiring.shipped_data():
        yield from ((path, outputs.BOROUGH_FILES) for path in premises.data.rglob("*"))
    yield from ((path, outputs.UPLOADS) for path in waiting_room(premises.data).rglob("*"))
    if line := premises.desk.store.upkeep.last(premises.desk.code, UpkeepKind.BACKUP):
        yield Path(line.note), outputs.BACKUP


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
