"""The policies side by side, in words."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.comparison import Comparison, measures


def comparison_rows(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table's heads and rows, as people read them."""
    heads = ("", *(outcome.title for outcome in comparison.outcomes))
    return heads, [(measure.label, *measure.figures) for measure in measures(comparison)]


def comparison_notes(comparison: Comparison) -> Iterator[str]:
    """What is not certain about it."""
    for outcome in comparison.outcomes:
        if not outcome.is_proven:
            yield f"Note: a better plan may exist under {outcome.title}; the search was stopped."


def comparison_sentences(comparison: Comparison) -> Iterator[str]:
    """What the days of the residents asked about are, and why a policy has no plan."""
    yield from (day for _, day in comparison.audiences)
    for each in comparison.impossible:
        yield "\n".join((f"There is no plan under {each.title}:", *each.reasons))
