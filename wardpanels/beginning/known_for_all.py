"""What the example borough's folder knows that holds elsewhere too: copied with its source; the rest is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Row = Mapping[str, str]
LONDON = "E09"
OF_LONDON = re.compile(r"\b(London|Met|Underground|DLR)\b")
"""Words of a meaning that holds in London only."""


def _explains_here(row: Row, code: str) -> bool:
    """Whether a short name means the same in a borough. Edges: where a meaning was found is not what it says."""
    said = f"{row['expansion']} {row['plain_english']}"
    return "Tower Hamlets" not in " ".join(row.values()) and (code.startswith(LONDON) or not OF_LONDON.search(said))


SHARED: Mapping[str, Callable[[Row, str], bool]] = {
    "days": lambda row, code: row.get("basis") == "calculated",
    "elections": lambda row, code: row.get("area") == "UK" or (row.get("area") == "London" and code.startswith(LONDON)),
    "signposts": lambda row, code: row.get("basis") == "common-knowledge",
    "acronyms": _explains_here,
}
"""Which rows of which table hold for a borough, by its code."""

LEFT_OUT: tuple[tuple[str, str], ...] = (
    ("school_terms.csv", "term dates are the borough's own: take them from the council's page"),
    ("elections.csv", "the council's own polls are not in it"),
    ("board.csv", "the board's meetings are the borough's own"),
    ("days.csv", "days on which the council closes are not in it"),
)
"""What only the borough knows: the file, and what is to be done."""


def shared_rows(table: str, rows: list[Row], code: str) -> list[Row]:
    """The rows of one of the example's tables that hold for a borough."""
    return [row for row in rows if SHARED[table](row, code)]
