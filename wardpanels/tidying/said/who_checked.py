"""Who looked at a hall, by role, and on which day."""

from __future__ import annotations

from datetime import date

from wardpanels.beginning.asking_book import ROLES
from wardpanels.tidying.said.written_days import HOW, written_day
from wardpanels.tidying.understood import CellValue, Surroundings, Understood, cannot, plain

HOW_ROLE = f"Write who looked by role, never by name: {', '.join(ROLES[:-1])} or {ROLES[-1]}."


def role_of(value: CellValue) -> str:
    """The role as we write it; "" where it is none."""
    return next((role for role in ROLES if role.casefold() == plain(value)), "")


def who_checked(value: CellValue, known: Surroundings) -> Understood:
    """Read the role of who looked."""
    role = role_of(value)
    return Understood(role) if role else cannot("This is no role, so it counts as not checked.", HOW_ROLE)


def checked_on(value: CellValue, known: Surroundings) -> Understood:
    """Read the day on which somebody looked. Edges: a day to come is none."""
    told = written_day(value, known)
    if told.value and known.today and date.fromisoformat(told.value) > known.today:
        return cannot("This day is still to come, so it counts as not checked.", HOW)
    return told
