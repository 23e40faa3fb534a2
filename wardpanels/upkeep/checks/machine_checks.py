"""The machine: its disk, its clock, who can read the files, the settings, and the packages."""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scheduler.errors import some_of
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

TO_SET = "Put the clock right. To see it, type: timedatectl"
DOUBTED = f"{TO_SET} If it is right, type: wardpanels deliver --clock-is-right"

MOST_NAMED = 3
READING = 0o444
TAKEN = {FileClass.PERSONAL: "go-rwx", FileClass.STAFF: "o-rwx"}
"""What `chmod` takes away from a file of a class, and from its folder."""

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
    advice = f"Make room there. To see what takes it, type: du -xh -d 2 {shlex.quote(where)} | sort -h | tail"
    return Looked(Health.ILL if free < FULL else Health.LOOK, found, advice, free)


def clock(premises: Premises) -> Looked:
    """Whether the clock agrees with the files, the database and the last look of a sender."""
    if wiring.given_now() is not None:
        return Looked(
            Health.LOOK,
            f"taken from {wiring.CLOCK}, not from the machine",
            f"Unset {wiring.CLOCK}, or take it out of the settings.",
        )
    try:
        desks = premises.desks()
        check_clock(desks, desks[0].store.outbox.looks(desks[0].code), premises.at)
    except DoubtfulClock as doubt:
        return Looked(Health.ILL, str(doubt).partition(". ")[0].removeprefix("the clock: "), DOUBTED)
    told = dict(_clocks(premises))
    for where, moment in told.items():
        apart = (moment - premises.at).total_seconds()
        if apart > ASTRAY.total_seconds() or (where == "the database" and -apart > ASTRAY.total_seconds()):
            later = "later" if apart > 0 else "earlier"
            return Looked(Health.ILL, f"{where} is {abs(apart):,.0f} seconds {later}", TO_SET, apart)
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
    """Whether a file can be read by others than those of its class: see `wardpanels.disk.outputs`.

    Edges: those of the strictest class are named; what is typed mends all, a folder as one
    """
    looked = [
        (output.kind, place, path, path.stat().st_mode & READING & ~output.kind.mode)
        for place, output in _places(premises)
        for path in ([place] if place.is_file() else place.rglob("*"))
        if path.is_file()
    ]
    wrong = sorted((kind, place, path, more) for kind, place, path, more in looked if more)
    if not wrong:
        return Looked(Health.WELL, f"{len(looked)} files, each for those alone who may read it", figure=0)
    worst = wrong[0][0]  # what is personal comes before what is the staff's
    paths = [str(path) for kind, _, path, _ in wrong if kind is worst]
    is_open = any(more & stat.S_IROTH for kind, _, _, more in wrong if kind is worst)
    who = "everybody on this machine" if is_open else "its group"
    health = Health.ILL if is_open and worst is FileClass.PERSONAL else Health.LOOK
    places = {kind: dict.fromkeys(str(place) for each, place, _, _ in wrong if each is kind) for kind in FileClass}
    mending = " && ".join(f"chmod -R {TAKEN[kind]} {shlex.join(found)}" for kind, found in places.items() if found)
    return Looked(health, f"{who} can read {some_of(paths, MOST_NAMED)}", f"Type: {mending}", len(wrong))


def _places(premises: Premises) -> Iterator[tuple[Path, Output]]:
    """The files, and folders of files, that are not public: no fault is seen in what everybody may read."""
    database = wiring.sqlite_file(premises.db)
    for end in ("", "-wal", "-shm") if database else ():
        yield Path(f"{database}{end}"), outputs.DATABASE
    yield premises.host_file, outputs.LAST_LOOK
    if premises.data != wiring.shipped_data():
        yield premises.data, outputs.BOROUGH_FILES
    yield waiting_room(premises.data), outputs.UPLOADS
    if line := premises.desk.store.upkeep.last(premises.desk.code, UpkeepKind.BACKUP):
        yield Path(line.note), outputs.BACKUP


SECRETS_LOST = (
    "Bring back the ones that you keep elsewhere, for whatever sends and serves, and start it anew: "
    "with new ones links in mails that are out do nothing."
)
NO_LOCK = "Without it there is no backup. Set one as openssl rand -base64 32 makes it, and keep it on paper too."


def secrets(premises: Premises) -> Looked:
    """Whether every secret that the borough's choices need is set here."""
    environ, ways = premises.environ, premises.desk.publicity.ways
    missing = {name for _, name in missing_secrets(ways, environ)}
    if any(way.is_mailing and not way.is_by_hand for way in ways) and not environ.get(SECRET):
        missing.add(SECRET)
    if read_console(premises.data).openid is not None and not environ.get(CLIENT_SECRET):
        missing.add(CLIENT_SECRET)
    if missing:
        return Looked(Health.ILL, f"not set: {', '.join(sorted(missing))}", SECRETS_LOST)
    if not (environ.get(KEY) or environ.get(PASSPHRASE)):
        return Looked(Health.LOOK, f"not set: {PASSPHRASE}, or {KEY}", NO_LOCK)
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
    return Looked(Health.LOOK, found, f"Type: {sys.executable} -m pip install --require-hashes -r {lock}")


def _here(name: str) -> str:
    """The version that is installed, "" where none is: some are for other systems."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
