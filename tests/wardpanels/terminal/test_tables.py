"""Tables fit the terminal, and what is copied from them or compared in them is never broken over two lines."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.wardpanels.terminal.conftest import typed
from wardpanels.terminal.table_layout import drawn

MEETING = "2027-E05009326-1"
PAGE = "the address of a page"
COMMANDS = [
    ("tiers",),
    ("show",),
    pytest.param(("show", "--ward", "st-katharines-wapping"), marks=pytest.mark.thorough),
    ("due",),
    ("due", "--all", "--channel", "ward-newsletter"),
    ("ledger",),
    ("explain", MEETING),
    pytest.param(("explain", "limehouse"), marks=pytest.mark.thorough),
    ("alternatives", MEETING),
    pytest.param(("alternatives", MEETING, "--replan-ward"), marks=pytest.mark.thorough),
    ("stand-ins", MEETING),
    ("translations",),
    ("listings", "--no-police-uk", "--within", "60", "--page", PAGE),
    pytest.param(("replan", "--as-of", "2027-03-01", "--dry-run"), marks=pytest.mark.thorough),
]
WHOLE = re.compile(
    r"2027-E\d+-\d|[a-z-]+\.[0-9a-f]{20}|\d\d:\d\d(?:-\d\d:\d\d)?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d [A-Z][a-z]{2}(?: 2027)?|\b[SD]\d\d\b"
)
"""Meetings' ids, items' keys, times, dates and officers' ids."""


def rows_of(told: str) -> list[str]:
    """The lines of the tables: the heads above a rule, and what stands below it until a sentence or a gap."""
    lines, found = told.splitlines(), []
    for at, line in enumerate(lines):
        if line and not line.strip("─"):
            below = lines[at + 1 :]
            end = next(
                (n for n, text in enumerate(below) if not text or text.endswith((".", ":")) or "wardpanels" in text),
                len(below),
            )
            found += [*lines[max(0, at - 2) : at + 1], *below[:end]]
    return found


def options(command: tuple[str, ...]) -> tuple[str, ...]:
    return () if command[0] in ("tiers", "translations") else ("--year", "2027")


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The long address of a page that is not there, on a server that says so at once."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/a/page/of/the/council/with/meetings"
        server.shutdown()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_tables_fit_and_break_no_key(planned, page, command):
    command = tuple(page if word == PAGE else word for word in command)
    wide = typed(planned, *command, *options(command), width=1000).out
    whole = sorted(WHOLE.findall(wide))

    told = typed(planned, *command, *options(command), width=80).out
    assert sorted(WHOLE.findall(told)) == whole
    assert [line for line in rows_of(told) if cell_len(line) > 80] == []


def test_tables_of_changes_fit_and_break_no_key(planned, tmp_path):
    folder = shutil.copytree(planned, tmp_path / "changed")
    changes = [("cancel", MEETING), ("move", "2027-E05009326-2", "--date", "1/4/2027")]

    for change in changes:
        told = typed(folder, *change, "--year", "2027", width=80).out
        assert (change[1] in told, [line for line in rows_of(told) if cell_len(line) > 80]) == (True, [])
    told = typed(folder, "release", "--dry-run", "--year", "2027", width=80).out
    assert [change[1] in told for change in changes] == [True, True]
    assert [line for line in rows_of(told) if cell_len(line) > 80] == []


def test_piped_output_is_160_wide_whatever_the_terminal_was(planned):
    assert typed(planned, "tiers", COLUMNS="80").out == typed(planned, "tiers", width=160).out


CELL = st.text("abcde \u0995\u4e2d", max_size=60).map(lambda text: " ".join(word[:12] for word in text.split()))
KEY = st.from_regex(r"2027-E0500\d{4}-\d", fullmatch=True)
DATE = st.dates().map(lambda day: f"{day:%a %d %b} {day.year:04}")
ROWS = st.lists(st.tuples(KEY, CELL, DATE, CELL, st.integers(0, 10**6).map("{:,}".format)), max_size=6)


@given(rows=ROWS, width=st.integers(40, 160))
def test_table_of_any_text_fits_and_says_all(rows, width):
    heads = ("Meeting", "Ward", "Date", "Why it is so", "Points")

    titles, lines = drawn(heads, rows, width, ("Points",))

    assert [line for line in (*titles, *lines) if cell_len(line) > width] == []
    told = "\n".join(lines)
    assert all(whole in told for key, _, date, _, points in rows for whole in (key, date, points))
    said = "".join(told.split())
    assert all(word in said for row in rows for cell in row for word in cell.split())


def test_figures_are_aligned_by_their_last_digit():
    _, (_, first, second) = drawn(("Ward", "Points"), (("Bow East", "5"), ("Mile End", "1,234")), 80, ("Points",))

    assert (first, second) == ("Bow East        5", "Mile End    1,234")


def test_table_that_is_too_wide_tells_its_longest_text_below_each_row():
    rows = (("2027-E05009326-1", "Limehouse", "the hall is shut for the whole of the summer of that year"),)

    titles, lines = drawn(("Meeting", "Ward", "Why"), rows, 40)

    assert titles == ["Meeting            Ward", "  Why"]
    assert lines[1:] == [
        "2027-E05009326-1   Limehouse",
        "  the hall is shut for the whole of the",
        "  summer of that year",
    ]
