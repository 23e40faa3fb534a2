"""The program as a person at a terminal sees it, run inside the tests: what was typed, in which folder, how wide."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import click
import pytest

from tests.conftest import made_once
from tests.shell import ROOT, data_of, without_clock
from wardpanels.terminal.cli import run

NOW = "1795338000"
"""22 November 2026, 09:00 in UTC: the planned year is still to come."""
PUBLICITY = re.compile(r"^\[publicity\].*?^(newsletter = 21)\b.*?(?=^\[)", re.MULTILINE | re.DOTALL)
"""The table of all channels, and the line in it of the newsletters."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command told: its code, its results and the rest."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A terminal that keeps what it shows."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def typed(folder: Path, *words: str, width: int | None = None, **settings: str) -> Told:
    """Type a command in a folder: on a terminal so many columns wide, or into a pipe.

    Edges: where the folder has no data, the shipped data are meant; what is said of the clock is left out
    """
    out, err = io.StringIO() if width is None else Terminal(), io.StringIO()
    size = {} if width is None else {"COLUMNS": str(width)}
    with chdir(folder), _only({**data_of(folder), **settings, **size}), redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    return Told(code, click.unstyle(out.getvalue()), without_clock(err.getvalue()))


@contextmanager
def _only(settings: dict[str, str]) -> Iterator[None]:
    """Let the settings be these and no others of ours."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WARDPANELS_")}
    with patch.dict(os.environ, {**plain, "SOURCE_DATE_EPOCH": NOW, **settings}, clear=True):
        yield


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Tower Hamlets' year is planned and released, as the demo leaves it but for the site.

    Edges: it is one for all workers, the first of which makes it; who changes something there copies it; of its
           publicity there are three channels, since to word and draw all of them takes longer than the plan
    """

    def plan(folder: Path) -> None:
        shutil.copytree(ROOT / "data", folder / "data")
        settings = folder / "data" / "borough.toml"
        text, channels = PUBLICITY.subn(
            r"[publicity]\n\1\nmet_engage = 14\npress = 14\n\n", settings.read_text(encoding="utf-8")
        )
        assert channels == 1
        settings.write_text(text, encoding="utf-8")
        assert [typed(folder, command, "--year", "2027").code for command in ("plan", "release")] == [0, 0]

    return made_once(tmp_path_factory, "planned", plan)
