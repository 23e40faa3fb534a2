"""The console blocks of a page: what is typed in them, and what it truly prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests import shell

BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
LEFT_OUT = "…\n"


def run_block(block: str, folder: Path, now: int) -> str:
    """The block with the true output of each of its commands, run in a folder at a time in seconds since 1970."""
    shown = re.split(r"^\$ (.+)\n", block, flags=re.MULTILINE)[1:]
    typed = zip(shown[::2], shown[1::2], strict=True)
    return "".join(f"$ {line}\n{_cut(said, _output(line, folder, now))}" for line, said in typed)


def _output(line: str, folder: Path, now: int) -> str:
    words = shlex.split("wardpanels demo" if line == "make demo" else line)
    assert words[0] == "wardpanels", line
    told = shell.run(folder, *words[1:], SOURCE_DATE_EPOCH=str(now))
    assert told.returncode in (0, 2), f"{line}\n{told.stderr}"
    return told.stdout + (told.stderr if told.returncode else "")


def _cut(shown: str, true: str) -> str:
    """The true output, cut as the page cuts it: its first lines and its last, with LEFT_OUT between them."""
    if LEFT_OUT not in shown:
        return true
    first, last = (part.count("\n") for part in shown.split(LEFT_OUT))
    lines = true.splitlines(keepends=True)
    assert len(lines) > first + last, f"nothing is left out of {shown}"
    return "".join([*lines[:first], LEFT_OUT, *lines[len(lines) - last :]])
