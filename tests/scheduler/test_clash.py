"""A clash in words: what cannot be kept together, and what would mend it."""

from __future__ import annotations

from scheduler.clash import Clash

DEMANDS = ("Bow East: these cannot all be kept:", "  - The hall is shut", "  - The sergeant is away")


def clash(*repairs):
    return Clash(
        "Bow East",
        ("E05009317",),
        ("The hall is shut", "The sergeant is away"),
        repairs,
        is_proven=True,
    )


def test_single_changes_are_told_a_line_each():
    assert clash(("Open the hall",), ("Change the leave",)).lines() == (
        *DEMANDS,
        "  Any one of these would mend it:",
        "  1. Open the hall",
        "  2. Change the leave",
    )


def test_sets_of_changes_are_told_change_by_change():
    assert clash(("Open the hall", "Change the leave"), ("Find another hall", "Change the leave")).lines() == (
        *DEMANDS,
        "  No single change that was tried mends it. Any one of these sets of changes would:",
        "  1. Open the hall",
        "     and: Change the leave",
        "  2. Find another hall",
        "     and: Change the leave",
    )


def test_that_nothing_mends_it_is_said_only_where_all_changes_were_tried_together():
    assert clash().lines() == (
        *DEMANDS,
        "  Not even all changes that were tried, made together, are known to mend it.",
    )
