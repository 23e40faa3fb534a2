"""What a terminal shows: sentences, tables and progress. Results go to standard output, the rest to standard error.

Only commands import this, when they run: rich takes a while to import.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from scheduler.progress import Progress
from wardpanels.terminal.advice import completed
from wardpanels.terminal.table_layout import drawn

PIPE_WIDTH = 160
"""Columns, where no terminal says how wide it is: wide enough that no row of ours wraps."""


def say(sentence: str = "") -> None:
    """Print one line of a result. Edges: a command that it tells to type gets the settings of this one."""
    click.echo(completed(sentence))


def note(sentence: str) -> None:
    """Print one line that is not part of a result: a warning, or how far the work has come."""
    click.echo(completed(sentence), err=True)


def show_json(value: Any) -> None:
    """Print a result for a script: two spaces, names as they are written."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print a table as wide as the terminal. `right` names the columns of numbers.

    Edges: text from the data loses control characters, which could command a terminal
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    texts = [[plain(str(cell)) for cell in row] for row in rows]
    titles, lines = drawn(heads, texts, width, right)
    for line in titles:
        click.echo(click.style(line, bold=True))
    for line in lines:
        click.echo(line)


def plain(text: str) -> str:
    """`text` without control characters."""
    return "".join(character for character in text if character.isprintable())


@contextmanager
def working(task: str) -> Iterator[Callable[[Progress], None]]:
    """Show that work goes on: a moving line on a terminal, one plain line a stage elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_lines(task)
        return
    with Console(stderr=True, highlight=False).status(task) as status:
        yield lambda progress: status.update(Text(f"{task}: {_words(progress)}"))


def _plain_lines(task: str) -> Callable[[Progress], None]:
    seen: list[str] = []

    def tell(progress: Progress) -> None:
        if progress.stage not in seen:
            seen.append(progress.stage)
            note(f"{task}: {_words(progress)}")

    return tell


def _words(progress: Progress) -> str:
    """The stage, and how far the best plan so far can be from the best there is."""
    figures = [f"cost {progress.cost:,}" if progress.cost is not None else ""]
    figures.append(f"bound {progress.bound:,}" if progress.bound is not None else "")
    told = ", ".join(figure for figure in figures if figure)
    return f"{progress.stage} ({told})" if told else progress.stage
