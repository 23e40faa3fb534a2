"""How much is tried: on each change what is enough to see most faults, and all of it with `THOROUGH=1 make test`.

Nothing is left out on a change but more of the same: seeds, examples, kills. An hour or two, before a release.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

IS_THOROUGH = bool(os.environ.get("THOROUGH"))

Some = TypeVar("Some")


def some(of: Sequence[Some], every: int = 3) -> Sequence[Some]:
    """One of so many, or all of them."""
    return of if IS_THOROUGH else of[::every]


def enough(in_a_hurry: int, thoroughly: int) -> int:
    """How many times to try."""
    return thoroughly if IS_THOROUGH else in_a_hurry
