"""How much is tried: on each change what is enough to see most faults, and all of it with `THOROUGH=1 make test`.

Three kinds wait for the thorough run, an hour or two before a release: more of the same (seeds, examples, kills);
PostgreSQL behind commands, of which a change tries the store's own tests and a few whole ways; and tests marked
`thorough`, which live for years, kill or ask again and again, go a whole way whose parts a change tries one by one, or
are of the benchmarks' own parts.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

IS_THOROUGH = bool(os.environ.get("THOROUGH"))

DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.thorough))
"""What commands are tried on: on a change the one that is in a file."""

Some = TypeVar("Some")


def some(of: Sequence[Some], every: int = 4, after: int = 0) -> Sequence[Some]:
    """One of so many, `after` the first of them, or all of them."""
    return of if IS_THOROUGH else of[after::every]


def enough(in_a_hurry: int, thoroughly: int) -> int:
    """How many times to try."""
    return thoroughly if IS_THOROUGH else in_a_hurry
