"""For Babel: the sentences that a borough gives in a table, and that our catalogues have words for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO, Any


def cells(
    file: IO[bytes], keywords: Any, comments: Any, options: Mapping[str, str]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Every cell of the column that the options name, as an extractor of Babel gives it."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    for line, row in enumerate(rows, start=2):
        yield line, None, row[options["column"]], []
