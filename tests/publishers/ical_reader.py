"""Calendars as the `ical` package reads them: the one that Home Assistant has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ical.calendar import Calendar


def calendar_by_ical(text: str) -> Calendar:
    """A feed that has to be without fault. Imported here, for every worker would read its grammars otherwise."""
    from ical.calendar_stream import IcsCalendarStream

    return IcsCalendarStream.calendar_from_ics(text)
