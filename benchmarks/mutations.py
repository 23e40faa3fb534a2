"""`python -m benchmarks.mutations`: reads thousands of spoilt folders, each in a process of its own, within its bounds.

A folder ends well if `wardpanels check` leaves with 0, or with 2 and problems that each name a file, what was found and
what was wanted; without a traceback, in 5 seconds of one processor and 512 MiB.
"""

from __future__ import annotations

import io
import os
import re
import resource
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.mutants import Mutant, mutant, sound_folders
from wardpanels.terminal import cli

MOST_SECONDS = 5.0
MOST_MIB = 512
PROBLEM = re.compile(r"- [^:]+(?: line \d+)?(?:, [^:]*)?: found .+, wanted .+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ending:
    """How reading one folder ended. Units: seconds of one processor, MiB the process held at most."""

    seed: int
    changes: tuple[str, ...]
    exit_code: int
    seconds: float
    mib: int
    told: str

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with how it ended, or nothing."""
        head, *problems = self.told.splitlines() if self.exit_code == 2 else ("", "- x: found x, wanted x")
        lines = [line for line in problems if line.startswith("- ")]
        wrong = {
            f"left with {self.exit_code}": self.exit_code not in (0, 2),
            "a traceback": "Traceback" in self.told,
            f"{self.seconds:.1f} s": self.seconds > MOST_SECONDS,
            f"{self.mib} MiB": self.mib > MOST_MIB,
            f"no problems after {head!r}": not lines,
            "a problem without its parts": not all(map(PROBLEM.fullmatch, lines)),
        }
        return tuple(fault for fault, is_so in wrong.items() if is_so)


def ending(seed: int) -> Ending:
    """Spoil a folder, and check it in a child that the system stops where it goes too far."""
    spoilt = mutant(seed)
    with TemporaryDirectory() as made:
        folder = Path(made, "borough")
        folder.mkdir()
        spoilt.write(folder)
        told = Path(made, "told")
        child = os.fork()
        if child == 0:
            _check(folder, told)
        _, status, used = os.wait4(child, 0)
        return Ending(
            seed,
            spoilt.changes,
            os.waitstatus_to_exitcode(status),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss // 1024,
            told.read_text(encoding="utf-8", errors="replace"),
        )


def _check(folder: Path, told: Path) -> None:
    """Check a folder, and end this process."""
    code = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (2 * int(MOST_SECONDS), 2 * int(MOST_SECONDS)))
        resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MIB << 20, 4 * MOST_MIB << 20))
        file = os.open(told, os.O_CREAT | os.O_WRONLY)
        os.dup2(file, 1)
        os.dup2(file, 2)
        code = cli.run(["check", "--data", str(folder)])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def warm() -> None:
    """Load what a check of folders as they should be loads, so that no child has to."""
    for files in sound_folders():
        with TemporaryDirectory() as made, redirect_stdout(io.StringIO()) as told:
            Mutant((), files, {}).write(Path(made))
            if cli.run(["check", "--data", made]):
                raise SystemExit(f"the folder is not sound as it is: {told.getvalue()}")


@click.command(help=__doc__)
@click.option("--count", default=20_000, show_default=True, help="Folders to spoil.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
def main(count: int, first: int) -> None:
    """Say what went wrong, and the numbers."""
    warm()
    codes, slowest, largest, wrong = dict[int, int](), 0.0, 0, 0
    for each in map(ending, range(first, first + count)):
        codes[each.exit_code] = codes.get(each.exit_code, 0) + 1
        slowest, largest = max(slowest, each.seconds), max(largest, each.mib)
        if each.faults:
            wrong += 1
            click.echo(f"{each.seed}: {', '.join(each.faults)} ({'; '.join(each.changes)})")
    kept = ", ".join(f"{number:,} left with {code}" for code, number in sorted(codes.items()))
    click.echo(f"{count:,} folders: {kept}; {wrong} ended badly. At most {slowest:.1f} s and {largest} MiB.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
