"""A small borough in the middle of its year, with something to do for every command that writes.

A place is a folder and a store; it can be copied, written to and looked at. It kills nothing.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
import openpyxl
import psycopg

from benchmarks.acts import Act
from publishers.carriers.message import message_id
from scheduler.job import Job, Process
from scheduler.period import calendar_year
from scheduler.release.value import Release
from scheduler.store import Store, open_store, state_of_store
from scheduler.store.copying import COPIED
from scheduler.store.tables import UPKEEP_LINE
from scheduler.subscriber import Interest
from tests import shell
from tests.publishers.carriers.peers import LOOPBACK, Reply, Request, web_peer
from tests.publishers.itip_mails import google
from tests.shell import Kill
from tests.wardpanels.beginning.boundary_files import grid, saved
from tests.wardpanels.evidence.police import Police
from tests.wardpanels.listings.test_neighbourhoods import SHOWN, TEAM
from tests.wardpanels.publicity.test_visits_typed import a_line
from tests.wardpanels.subscriptions.examples import SECRET
from tests.wardpanels.subscriptions.test_bounces import postfix
from tests.wardpanels.test_store_command import CODE, a_borough
from tests.wardpanels.upkeep.test_restoring import KEY
from wardpanels.publicity.signed_links import Links

NOVEMBER = datetime.fromisoformat("2026-11-28T10:00+00:00")
NOW = datetime.fromisoformat("2027-02-10T10:00+00:00")
LATER = NOW + timedelta(hours=1)
"""By then what a killed sender had in hand is free again."""

SETTLED = (0, 2, 4)
"""How a command may leave that is run again: done, refused for it was done before, or with something undelivered."""

MOMENT = re.compile(rb"2027-02-10[T ]1[01]:\d\d:\d\d[\d.]*(?:Z|\+00:00)?")
"""One at which commands are typed: `NOW`, and an hour later."""

BY_CHANCE = re.compile(rb"\b(?:[0-9a-f]{16,64}|[\w-]{43})\b")
"""Ids that were never given before."""

TRIED = ("act", "act_end", "chain_head")
"""The tables of who was about to do what. Each run adds a line, and the head of its chain differs."""

IN_THE_CHAIN = ("place", "link")
"""Where a line stands in its chain. A link is made of the moment too, and moments are not compared."""

NUMBERED = {
    table.name: table.autoincrement_column.name
    for table in (*COPIED, UPKEEP_LINE)
    if table.autoincrement_column is not None
}
"""The column that a database numbers by itself, by table: a number that a killed run took is never given again."""

TOOK = re.compile(rb'"seconds": [\d.]+')
"""How long a plan took."""

PROCESS = re.compile(rb'"[\w.-]+:\d+"')

SPEAKS = 'invitation = "release"\nnextdoor = 7\nx = "release"\n'
APPROVED = "[channels.nextdoor]\napproval = true\n"

Look = tuple[bytes, ...]

SAID: dict[tuple[str, int, int], bytes] = {}
"""What files say, by name, size and when they were written: a copy's have the time of what they are copies of."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with the borough, the store that goes with it, and what commands there are about.

    Edges: `given` is what stands in braces in an act's words; `new` is the address of a database that is empty
    """

    folder: Path
    db: str
    given: dict[str, str] = field(default_factory=dict)
    new: str = ""

    def copied(self, folder: Path, db: str = "", new: str = "") -> Place:
        """The same in another folder, to which its channels send. Edges: with SQLite where no address is given"""
        shutil.copytree(self.folder, folder)
        for settings in folder.glob("*/borough.toml"):
            told = settings.read_text(encoding="utf-8").replace(f"{self.folder}/", f"{folder}/")
            settings.write_text(told, encoding="utf-8")
        return Place(folder, db or f"sqlite:///{folder}/panels.db", self.given, new or f"sqlite:///{folder}/new.db")

    def begin_job(self) -> None:
        """Let a job be under way, whose process does nothing."""
        with closing(open_store(self.db)) as store:
            store.jobs.add(Job(CODE, calendar_year(2027), "plan", "draft", {}, "Ann", NOW, Process("nowhere", 1, "")))

    def typed(self, words: str, at: datetime, kill: Kill | None = None) -> int:
        """Type a command, and return how it left."""
        return self.told(words, at, kill).returncode

    def told(self, words: str, at: datetime, kill: Kill | None = None) -> Any:
        """Type a command, and return what it said."""
        settings = {
            "SOURCE_DATE_EPOCH": str(int(at.timestamp())),
            "WARDPANELS_DB": self.db,
            "WARDPANELS_YEAR": "2027",
            "WARDPANELS_SECRET": SECRET,
            "WARDPANELS_BACKUP_KEY": KEY,
            "WARDPANELS_ALLOW": LOOPBACK,
            "WARDPANELS_POLICE_UK": self.given.get("police", ""),
            "WARDPANELS_DUTY_SIGNING_KEY": f"whsec_{KEY}",
        }
        if " --from 2" in words:
            del settings["WARDPANELS_YEAR"]
        typed = shlex.split(words.format_map({**self.given, "db": self.db, "new": self.new}))
        return shell.run(self.folder, *typed, kill=kill, **settings)

    def facts(self, words: str) -> Any:
        """What a command that goes well tells a script."""
        told = self.told(f"{words} --json", NOW)
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    def done(self, act: Act, at: datetime) -> int:
        """Type a command and what then comes, and return how the command left, or what came then if that is worse."""
        left = self.typed(act.words, at)
        return max(left, self.typed(act.then, at)) if act.then else left

    def kept(self, act: Act) -> Look:
        """What is kept, without the moments, the processes, drills and who tried: all of it, or what went out."""
        tables = self.tables(act)
        if act.goes_on:
            sent = (row for row in tables["ledger_entry"] if b'"issued"' in row)
            return tuple(sorted([*sent, *(file for file in self.files() if file.startswith(b"out/"))]))
        rows = (row for name, told in tables.items() if name not in TRIED for row in told if b'"drill"' not in row)
        return tuple(sorted([*rows, *self.files()]))

    def seen(self, act: Act) -> bytes:
        """A digest of all that is kept, without the moments and the processes, who tried too."""
        rows = (b"%s %s" % (name.encode(), row) for name, told in self.tables(act).items() for row in told)
        return sha256(b"\n".join(sorted([*rows, *self.files()]))).digest()

    def stamp(self) -> tuple[object, ...]:
        """What changes whenever something is written, and is read at once: where a server's log ends, and the files."""
        files = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in self.folder.rglob("*")]
        if self.db.startswith("sqlite"):
            return tuple(files)
        with closing(_connected(self.db)) as connection:
            return (connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone(), *files)

    def tables(self, act: Act | None = None) -> Mapping[str, list[bytes]]:
        """The rows that the store keeps, by table, without where each stands in its chain; and the new store's."""
        found = _tables(self.db)
        if act and act.is_onward:
            found = found | {f"new {name}": rows for name, rows in _tables(self.new).items()}
        return {name: [self._plain(row) for row in rows] for name, rows in found.items()}

    def _plain(self, row: bytes) -> bytes:
        row = BY_CHANCE.sub(b"#", MOMENT.sub(b"T", row.replace(str(self.folder).encode(), b"F")))
        return PROCESS.sub(b'"W"', row)

    def files(self) -> Iterator[bytes]:
        """Every file but the stores' own, with what it says."""
        for path in self.folder.rglob("*"):
            if path.is_file() and ".db" not in path.name:
                stat, name = path.stat(), path.relative_to(self.folder)
                key = (str(name), stat.st_size, stat.st_mtime_ns)
                if key not in SAID:
                    SAID[key] = f"{name} {_said_by(path, self.folder)}".encode()
                yield SAID[key]

    def troubles(self) -> tuple[str, ...]:
        """What is not as it has to be after a kill: the database, a chain, or more broken off than was killed."""
        store, tables = open_store(self.db), self.tables()
        is_whole = store.chains.check(CODE, None).is_whole
        store.close()
        said = () if is_whole else ("a chain is broken",)
        if len(tables.get("act", ())) - len(tables.get("act_end", ())) > 1:
            said += ("more than one act was broken off",)
        return (*state_of_store(self.db).troubles, *said)


def _said_by(path: Path, folder: Path) -> str:
    """A digest of what a file says. A locked one differs each time, and an office file says when it was made."""
    if path.suffix == ".backup":
        return "locked"
    content = path.read_bytes()
    if content[:2] == b"PK":
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if name != "docProps/core.xml"]
            content = b"".join(name.encode() + parts.read(name) for name in names)
    if path.name in ("result.json", "summary.json"):  # of data that name their folder, and how long they took
        content = BY_CHANCE.sub(b"#", TOOK.sub(b"", content))
    return sha256(content.replace(str(folder).encode(), b"F")).hexdigest()


def _tables(db: str) -> dict[str, list[bytes]]:
    """Every row of a database, by table: read past our own store, which takes ten times as long."""
    found = {}
    with closing(_connected(db)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if not db.startswith("sqlite"):
            named = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        for (name,) in connection.execute(named).fetchall():
            told = connection.execute(f'SELECT * FROM "{name}"')
            left_out = (*IN_THE_CHAIN, NUMBERED.get(name))
            places = [n for n, column in enumerate(told.description or ()) if column[0] not in left_out]
            found[name] = [msgspec.json.encode([row[n] for n in places]) for row in told.fetchall()]
    return found


def _connected(db: str) -> Any:
    return sqlite3.connect(db.removeprefix("sqlite:///")) if db.startswith("sqlite") else psycopg.connect(db)


def left_by(act: Act, place: Place) -> tuple[tuple[Look, Look], float]:
    """What one run leaves, and two; and how long one takes."""
    began = perf_counter()
    assert place.typed(act.words, NOW) in SETTLED, act.words
    lasts = perf_counter() - began
    if act.then:
        place.typed(act.then, NOW)
    once = place.kept(act)
    place.done(act, LATER if act.goes_on else NOW)
    return (once, place.kept(act)), lasts


def a_place(folder: Path, police: str = "") -> Place:
    """The borough, released and sent, with a meeting behind it, and something for each command.

    Edges: `police` is where data.police.uk is asked, and whoever is on duty called: see `police_of`
    """
    folder.mkdir()
    a_borough(folder)
    _speaking(folder, police)
    place = Place(folder, f"sqlite:///{folder}/panels.db", {"police": police})
    for words, at in (
        ("plan", NOVEMBER),
        ("release", NOVEMBER),
        ("deliver", NOVEMBER),
        ("publish --no-print", NOVEMBER),
        ("deliver --clock-is-right", NOW - timedelta(hours=1)),
    ):
        assert place.typed(words, at) in SETTLED, words
    with closing(open_store(place.db)) as store:
        release = store.latest_release(CODE, date(2027, 1, 1))
        assert release is not None
        place.given.update(_named(release))
        _people(store)
        answers = _answers(store, place.given["next"])
    place.given.update(_items(place))
    (folder / "answers").mkdir()
    for number, mail in enumerate(answers):
        (folder / "answers" / f"{number}.eml").write_bytes(mail)
    _papers(place, release)
    hall = next(each.hall.venue_id for each in release.meetings if each.meeting_id == place.given["next"])
    _other(folder, hall, (ward.code for ward in release.wards))
    return place


def _speaking(folder: Path, police: str) -> None:
    """More channels: one by hand, one that waits for approval, one whose carrier fails; and whom to call."""
    shutil.copy(shell.ROOT / "data" / "action_plan.csv", folder / "data")
    (folder / "out").mkdir()
    (folder / "out" / "blocked").write_text("This is no folder.")
    settings = folder / "data" / "borough.toml"
    text = settings.read_text(encoding="utf-8").replace("[publicity]\n", f"[publicity]\n{SPEAKS}")
    blocked = f'[channels.x]\ncarrier = "folder"\npath = "{folder}/out/blocked"\n'
    duty = f'[duty]\ncarrier = "webhook"\nurl = "{police}/duty"\n[network]\nallow = ["{LOOPBACK}"]\n'
    settings.write_text(f"{text}{APPROVED}{blocked}{duty}", encoding="utf-8")


def _named(release: Release) -> dict[str, str]:
    told = sorted(release.meetings, key=lambda meeting: meeting.starts_at)
    over = [each for each in told if each.starts_at < NOW]
    soon = told[len(over) + 2]
    week = soon.starts_at.isocalendar()
    return {
        "first": over[0].meeting_id,
        "next": soon.meeting_id,
        "ward": release.ward_by_code[soon.ward_code].slug,
        "week": f"{week.year}-W{week.week:02}",
    }


def _people(store: Store) -> None:
    """Two on the list, of whom one confirmed."""
    for name, number in (("ann", "a1"), ("bashir", "b1")):
        store.subscribers.ask(CODE, f"{name}@example.org", Interest(), number, NOVEMBER, timedelta(days=1))
    store.subscribers.confirm("a1", NOVEMBER, "I want emails.", NOVEMBER + timedelta(hours=1))


def _items(place: Place) -> dict[str, str]:
    """An item that is still to go out, one that a person has in hand, and a day on which a meeting could be added."""
    items = place.facts("due --all")["items"]
    lines = place.facts("ledger")["items"]
    planned = next(each["key"] for each in items if each["channel"] == "met-engage" and each["state"] == "planned")
    handed = next(each["key"] for each in lines if each["channel"] == "invitation")
    assert place.typed("users add 'Bob Key' bob@police.example --role administrator", NOW) == 0
    assert place.typed("key new bob@police.example --for days", NOW) == 0
    key = place.facts("key list")
    slots = place.facts("add {ward}")["slots"]
    return {"item": planned, "handed": handed, "key": key[0]["id"], "free": slots[0]["starts_at"][:10]}


def _answers(store: Store, meeting_id: str) -> list[bytes]:
    """What officers answer to their invitations."""
    return [
        google(
            uid=f"{meeting_id}.{one.officer_id}.invitation@{CODE.lower()}.wardpanels",
            attendee=one.address,
            sender=one.address,
            partstat="ACCEPTED",
            stamp="20270209T090000Z",
        )
        for one in store.invitees.contacts(CODE)
    ]


def _papers(place: Place, release: Release) -> None:
    """What comes from outside: a boundary file, mail that came back, a log, and sheets that were filled in."""
    folder = place.folder
    saved(folder / "wards.geojson", grid(2, 2))
    links = Links(f"{release.site_url}/subscribe", SECRET)
    name = message_id("email.1/a1", links.mark("a1"), "example.org")
    (folder / "bounced.eml").write_bytes(postfix(name=name))
    link = f"{release.site_url}/meetings/{place.given['next']}/?leaflet"
    (folder / "access.log").write_text(a_line(link, 1) + a_line(link, 2))
    for words in ("export --to changed.xlsx", "export --to book.xlsx --with-tables", "hall-check --to filled.xlsx",
                  "backup --to old.backup"):  # fmt: skip
        assert place.typed(words, NOW) == 0, words
    _filled(folder / "changed.xlsx", {"Starts": "19:00", "Ends": "20:30"}, place.given["next"])
    _filled(
        folder / "filled.xlsx",
        {"Step-free way in": "yes", "Checked by (role)": "PCSO", "Date of visit": date(2027, 1, 3)},
    )


def _other(folder: Path, hall: str, wards: Iterable[str]) -> None:
    """The same borough once more, with borders and without a hall."""
    other = Path(shutil.copytree(folder / "data", folder / "other"))
    halls = (other / "venues.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (other / "venues.csv").write_text("".join(line for line in halls if not line.startswith(f"{hall},")))
    square = [[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]
    drawn = [
        {"type": "Feature", "properties": {"gss_code": ward}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for ward in wards
    ]
    (other / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": drawn}))


def _filled(file: Path, cells: Mapping[str, object], row: str = "") -> None:
    """Fill in cells of a sheet, below the headings with these names: in the row of that name, or in the first."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    heads = next(line for line in sheet.iter_rows() if set(cells) <= {cell.value for cell in line})
    names = [cell.row for cell in sheet["A"] if cell.row > heads[0].row and (not row or cell.value == row)]
    for cell in heads:
        if cell.value in cells:
            sheet.cell(names[0], cell.column).value = cells[cell.value]
    book.save(file)


@contextmanager
def police_of() -> Iterator[str]:
    """A stand-in for data.police.uk, and its address: crimes, teams, priorities, no event; and whoever is on duty."""
    crimes = Police()

    def reply(request: Request) -> Reply:
        name = request.path.partition("?")[0].rpartition("/")[2]
        where = {"force": "metropolitan", "neighbourhood": "N1"}
        told = {"locate-neighbourhood": where, "priorities": SHOWN, "people": TEAM, "events": [], "duty": {}}
        return Reply(body=told[name]) if name in told else crimes.reply(request)

    with web_peer(reply) as peer:
        yield peer.url
