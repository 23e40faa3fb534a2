"""The policies side by side, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.comparison import Comparison, measures

if TYPE_CHECKING:
    pass


def comparison_rows(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table's heads and rows, as people read them."""
    heads = ("", *(outcome.title for outcome in comparison.outcomes))
    return heads, [(measure.label, *measure.figures) for measure in measures(comparison)]
