"""Commands typed in a shell, without the start of an interpreter for each.

`run` hands a command to a process that has imported the program once and forks for each command, which takes a tenth
of the time of a new interpreter. The command is still a process of its own, with its folder, environment, streams,
threads and exit code. All of them share one seed for hashes, so what has to be the same whatever the seed is compared
between real starts (`started`).
"""

from __future__ import annotations

import atexit
import gc
import json
import logging
import multiprocessing.util
import os
import pkgutil
import re
import select
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:  # each of its processes would load it
    import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "wardpanels")
"""The start of a command that is a new interpreter."""

LATE = (
    "alembic.command",
    "babel.numbers",
    "encodings.utf_8_sig",
    "holidays",
    "jinja2.ext",
    "numba",
    "openpyxl",
    "PIL.Image",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
)
"""What the program imports only once it is needed."""
REHEARSED = (
    "plan --year 2027",
    "release",
    "publish --no-print",
    "due",
    "deliver",
    "ledger",
    "show",
    "check",
    "report",
)
REHEARSED_AT = 1_795_338_000
"""22 November 2026, 09:00 in UTC."""
CLOCK_TOLD = re.compile(r"^The clock is taken from .*\n", re.MULTILINE)
SCRIPTS = ("__main__", "env")
"""Modules that act when they are imported: the program's own start, and what Alembic runs."""


def data_of(folder: Path) -> dict[str, str]:
    """The setting with which commands in a folder have data: its own, or else the shipped data."""
    return {} if (folder / "data").is_dir() else {"WARDPANELS_DATA": str(ROOT / "data")}


def environment(**settings: str) -> dict[str, str]:
    """This machine's environment, with no settings of the program but these."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WARDPANELS_")} | settings


def jobs_at(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the processes of jobs have a moment, and find the tests, for as long as `patch` lasts."""
    patch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    patch.setenv("PYTHONPATH", str(ROOT))


def without_clock(told: str) -> str:
    """What was told on standard error, but for the line that says where the clock was taken from."""
    return CLOCK_TOLD.sub("", told)


@dataclass(frozen=True)
class Kill:
    """When a command is killed outright: after some `seconds`, at a `step`, or at a `door`.

    Units: a step is one thing that the interpreter reports of itself, such as a file that is opened, linked or renamed
    Edges: a door is a function by its full name, and whether it is killed at its `call` or its `return`; a command that
           gets there never is not killed; another signal `by` which it is stopped lets it go on later
    """

    seconds: float | None = None
    step: int | None = None
    door: tuple[str, str] | None = None
    by: int = signal.SIGKILL

    def wait_for(self) -> None:
        """Be killed by yourself, once you are there."""
        process, steps = os.getpid(), count()
        name, when = self.door or ("", "")

        def at_step(*_: object) -> None:
            if os.getpid() == process and next(steps) == self.step:
                os.kill(process, self.by)

        def at_door(frame: FrameType, event: str, _: object) -> None:
            if frame.f_code.co_qualname == name and event == when and os.getpid() == process:
                sys.setprofile(None)
                os.kill(process, self.by)

        if self.step is not None:
            sys.addaudithook(at_step)
        if self.door is not None:
            sys.setprofile(at_door)


def run(
    folder: Path, *typed: str, kill: Kill | None = None, is_patient: bool = True, **settings: str
) -> CompletedProcess[str]:
    """What a shell in `folder` would see of `wardpanels` with these words, but for what is said of the clock.

    Edges: one that is not patient asks for a lock as often as ever, and without a pause
    """
    with TemporaryDirectory() as streams:
        paths = [Path(streams, name) for name in ("out", "err")]
        for path in paths:
            path.touch()
        order = _order(folder, typed, settings, paths, kill)
        code = _answer(order | {"do": "run", "is_patient": is_patient})
        told, rest = (path.read_text(encoding="utf-8") for path in paths)
        return CompletedProcess(typed, code, told, without_clock(rest))


@dataclass
class Begun:
    """A command that runs beside the test: what it says on standard error comes as it says it."""

    pid: int
    stderr: TextIO
    returncode: int | None = None

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def is_stopped(self) -> bool:
        """Wait until it stands still or has ended, and say which."""
        told = _answer({"do": "wait", "pid": self.pid, "how": os.WUNTRACED})
        if told is not None:
            self.returncode = told
        return told is None

    def wait(self) -> int:
        """Wait until it has ended, whatever it has still to say."""
        if self.returncode is None:
            self.returncode = _answer({"do": "wait", "pid": self.pid, "how": 0})
        return self.returncode


@contextmanager
def begun(folder: Path, *typed: str, kill: Kill | None = None, **settings: str) -> Iterator[Begun]:
    """A command that runs beside the test, and is waited for at the end: who leaves has told it to stop."""
    with TemporaryDirectory() as streams:
        nowhere, err = Path(os.devnull), Path(streams, "err")
        os.mkfifo(err)
        with os.fdopen(os.open(err, os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as stderr:
            order = _order(folder, typed, settings, [nowhere, err], kill)
            process = Begun(_answer(order | {"do": "begin"}), stderr)
            os.set_blocking(stderr.fileno(), True)
            try:
                yield process
            except BaseException:
                with suppress(ProcessLookupError):
                    process.send_signal(signal.SIGKILL)
                raise
            finally:
                if process.returncode is None:
                    stderr.read()  # or it would wait for somebody to read
                    process.wait()


def _order(
    folder: Path, typed: tuple[str, ...], settings: dict[str, str], streams: list[Path], kill: Kill | None
) -> dict[str, Any]:
    told = {"typed": typed, "folder": str(folder), "environment": environment(**settings)}
    return told | {"kill": asdict(kill) if kill else None, "streams": [str(path) for path in streams]}


def _answer(order: dict[str, Any]) -> Any:
    server = _server()
    server.stdin.write(json.dumps(order) + "\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())


def started(folder: Path, *typed: str, **settings: str) -> CompletedProcess[str]:
    """The same from an interpreter of its own."""
    return subprocess.run(
        [*PROGRAM, *typed], cwd=folder, env=environment(**settings), capture_output=True, text=True, check=False
    )


@cache
def _server() -> subprocess.Popen[str]:
    """The one process of this worker that forks; it ends when its orders do."""
    command = [sys.executable, "-m", "tests.shell"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.communicate)
    return server


def _serve() -> None:
    """Do each order, and answer it: with an exit code, with a process that has begun, or with none of it yet."""
    import_all()
    _rehearse()
    _leave_lightly()
    for line in sys.stdin:
        order = json.loads(line)
        do = {"run": _run, "begin": _begin, "wait": _wait}[order.pop("do")]
        sys.stdout.write(json.dumps(do(**order)) + "\n")
        sys.stdout.flush()


def _run(kill: dict[str, Any] | None, streams: list[str], **order: Any) -> int:
    process = _begin(kill, streams, **order)
    if kill and kill["seconds"] is not None and not _ends_within(process, kill["seconds"]):
        os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _ends_within(process: int, seconds: float) -> bool:
    with os.fdopen(os.pidfd_open(process)) as ended:
        return bool(select.select([ended], [], [], seconds)[0])


def _begin(kill: dict[str, Any] | None, streams: list[str], **order: Any) -> int:
    """Fork a command, and return its process. The streams are open before it runs, for whoever reads them."""
    opened = [os.open(path, os.O_RDWR) for path in (os.devnull, *streams)]
    process = os.fork()
    if not process:
        for number, stream in enumerate(opened):
            os.dup2(stream, number)
            os.close(stream)
        if kill:
            Kill(**kill).wait_for()
        _be(**order)
    for stream in opened:
        os.close(stream)
    return process


def _wait(pid: int, how: int) -> int | None:
    """The exit code of a process, or None of one that stands still."""
    _, status = os.waitpid(pid, how)
    return None if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)


def import_all() -> None:
    for name in ("scheduler", "publishers", "wardpanels"):
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            if module.name.rpartition(".")[2] not in SCRIPTS:
                import_module(module.name)
    for name in LATE:
        import_module(name)
    _speak()
    gc.freeze()  # so that the forks share the memory


def _speak() -> None:
    """Read the catalogues and what Babel knows of each language: a third of what a small borough's publishing takes."""
    from babel.dates import format_date, format_time
    from babel.lists import format_list

    from publishers import languages

    for tag in languages.MANNERS:
        languages.entries(tag)
        locale = "en_GB" if tag == languages.SOURCE else tag
        format_list(["one", "two"], locale=locale)
        format_date(datetime(2000, 1, 1, tzinfo=UTC), locale=locale)
        format_time(datetime(2000, 1, 1, tzinfo=UTC), locale=locale)


def _rehearse() -> None:
    """Do what most commands do once here, so that no fork has to do for the first time what all of them share.

    Templates, catalogues and holidays take between a third and two thirds of what a small borough's command takes.
    """
    from benchmarks.boroughs import borough
    from benchmarks.folders import write_folder
    from wardpanels.terminal import cli

    here, before = Path.cwd(), dict(os.environ)
    with TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        write_folder(borough(1, wards=1), Path(folder, "data"))
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment(SOURCE_DATE_EPOCH=str(REHEARSED_AT)))
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            for typed in REHEARSED:
                cli.run(typed.split())
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
    gc.collect()
    gc.freeze()


def _leave_lightly() -> None:
    """Let forks do at their end what a command may have begun, and not what tidies up the memory of a whole library.

    The cleanup of the solver's bindings alone touches a quarter of the pages that `due` does, each copied for it.
    """
    atexit._clear()
    for end in (logging.shutdown, weakref.finalize._exitfunc, multiprocessing.util._exit_function):
        atexit.register(end)


def _be(typed: list[str], folder: str, environment: dict[str, str], is_patient: bool = True) -> None:
    """Be the command: run it, and leave as an interpreter does, but for tidying up what is loaded."""
    from wardpanels.disk import swap
    from wardpanels.terminal import cli

    if not is_patient:
        swap.LOCK_PAUSE_SECONDS = 0

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    gc.set_threshold(*cli.COLLECTED_AFTER)
    code = cli.run(typed)
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
