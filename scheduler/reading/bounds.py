"""How much one folder may hold. A borough needs a tenth of it; more is a slip or an attack, and would take minutes."""

from __future__ import annotations

KIB, MIB = 2**10, 2**20

MOST_FILES = 2_000
"""Files in a folder, whatever they are."""
MOST_BYTES = 8 * MIB
"""One file, if nothing less is said."""
MOST_SETTINGS_BYTES = 128 * KIB
MOST_IN_A_SETTING = 2_000
"""Characters on a line of the settings: what reads them takes the square of a dotted key's length."""
MOST_COLUMNS = 100
MOST_LINES = 60_000
"""Rows of one table, empty ones too."""
MOST_IN_A_CELL = 5_000
"""Characters."""
MOST_IN_HOURS = 500
"""Characters: OpenStreetMap itself takes 255."""
MOST_PROBLEMS = 500
"""Wrong cells of one table: it is read no further, for what is wrong so often has one cause."""
MOST_UNZIPPED = 48 * MIB
"""All workbooks of a folder: a few bytes of zip can stand for gigabytes."""
MOST_TAGS = 600_000
"""Of all sheets' XML in a folder: a cell with a value has four. A million take up to seven seconds."""
MOST_OTHER_TAGS = 40_000
"""Of a workbook's parts beside sheets and their texts, such as its styles."""
MOST_FORMULAS = 20_000
MOST_CALENDAR_BYTES = 3 * MIB // 2
"""All calendars of a folder, without what no rule asks for: a second and a half to read each MiB."""
MOST_REPEATS = 30_000
"""Of all calendars' entries in a year: they are written out one by one, 60 microseconds each."""
MOST_STEPS = 1_000_000
"""Of all calendars' entries since they began: those that are over are counted through."""


def amount(size: int) -> str:
    """A number of bytes for people: `128 KiB` or `8 MiB`."""
    return f"{size / KIB:,g} KiB" if size % MIB else f"{size // MIB} MiB"


BOUNDS: tuple[tuple[str, str], ...] = (
    ("files in a folder", f"{MOST_FILES:,}"),
    ("a file", amount(MOST_BYTES)),
    ("`borough.toml`", f"{amount(MOST_SETTINGS_BYTES)}, {MOST_IN_A_SETTING:,} characters on a line"),
    ("rows of a table, empty ones too", f"{MOST_LINES:,}"),
    ("columns of a table", f"{MOST_COLUMNS:,}"),
    ("a cell", f"{MOST_IN_A_CELL:,} characters; hours {MOST_IN_HOURS:,}"),
    (
        "all workbooks together",
        f"{amount(MOST_UNZIPPED)} unzipped, {MOST_TAGS // 4:,} cells, {MOST_FORMULAS:,} formulas",
    ),
    (
        "all calendars together",
        f"{amount(MOST_CALENDAR_BYTES)} of times (notes and guests do not count), {MOST_REPEATS:,} repeats a year",
    ),
)
"""What a folder may hold at most, for people."""
