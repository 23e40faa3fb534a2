"""What the file says of a hall now, and what that rests on, in words for whoever goes there."""

from __future__ import annotations

from collections.abc import Iterator

from wardpanels.tidying.visiting.checked_facts import HallRow, is_checked

STANDS = (
    ("Entrance", "entrance"),
    ("Step-free way in", "step_free"),
    ("Hearing loop", "hearing_loop"),
    ("Accessible toilet", "accessible_toilet"),
    ("Nearest stop", "transport"),
    ("Holds", "capacity"),
    ("Opening hours", "opening_hours"),
)
NOT_KNOWN = "not known"


def what_stands(hall: HallRow) -> Iterator[tuple[str, str, str]]:
    """Each fact with its value and what it rests on. Edges: a value of which nobody knows is said to be so."""
    for label, fact in STANDS:
        value = hall.get(fact, "").strip()
        yield label, NOT_KNOWN if value in ("", "unknown") else value, _basis(hall, fact)


def _basis(hall: HallRow, fact: str) -> str:
    if not is_checked(hall, fact):
        return "not checked yet"
    day = hall.get(f"{fact}_checked_on", "").strip()
    return f"{hall[f'{fact}_basis'].strip()}{f' on {day}' if day else ''}"
