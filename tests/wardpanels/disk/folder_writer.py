"""Writes two versions of a folder in turn until it is killed. Run by the crash test as a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from publishers.artifact import Artifact
from publishers.recipes import Recipe
from wardpanels.disk import output
from wardpanels.disk.output import Written
from wardpanels.disk.outputs import FileClass, Output

FILES = 30
ANYTHING = Output("", FileClass.PUBLIC, "anything")


def write_folder(folder: Path, files: Iterable[Artifact | Recipe], what: Output = ANYTHING) -> Written:
    """Write a public folder that nobody looks through."""
    return output.write_folder(folder, files, what, guard=lambda made: made)


def version(letter: str) -> tuple[Artifact, ...]:
    """A third of the files is the same in every version, a third differs, a third has names of its own."""
    same = (Artifact(f"same/{n}.txt", "text/plain", b"same" * n) for n in range(FILES))
    differing = (Artifact(f"ward/{n}/page.txt", "text/plain", letter.encode() * (n + 500)) for n in range(FILES))
    own = (Artifact(f"{letter}/{n}.txt", "text/plain", letter.encode()) for n in range(FILES))
    return (*same, *differing, *own)


def main(folder: Path) -> None:
    for letter in cycle("ab"):
        write_folder(folder, version(letter))
        print("written", flush=True)  # noqa: T201 - the test waits for it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
