"""What a cell of an exported schedule may say: a start, a hall, who comes, and whether the meeting stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from scheduler.errors import SharedName, UnknownName
from scheduler.facts import Borough, Officer, Venue
from scheduler.names import hall_named, officer_named
from scheduler.plan import MeetingState
from wardpanels.tidying.said.clock_words import clock_at, shown, spoken
from wardpanels.tidying.said.given_names import bare, near
from wardpanels.tidying.understood import CellValue, Sure, Understood, cannot, plain, text_of

HOW_START = "Write a time such as 19:30."
HOW_STATE = "Write confirmed, cancelled, or the reason too: cancelled: hall-closed."
HOW_HALL, HOW_OFFICER = "Write the hall's name or its id.", "Write the officer's name or id."
OFF = re.compile(r"(?:cancell?ed|cancel|called off|off)(?: ?[:-] ?(?P<why>.+))?", re.IGNORECASE)
ON = frozenset({"confirmed", "on", "stands", "goes ahead", "back on"})
MINUTES_A_DAY = 24 * 60
FIRST_SERIAL = datetime(1899, 12, 31)  # noqa: DTZ001  # a spreadsheet's days have no zone
"""What a spreadsheet counts its days from until 28 February 1900: who types 19.30 into a cell of times gets 19.3 days.

Source: ECMA-376 part 1, 18.17.4.1
"""


def start(value: CellValue, starts: Collection[time]) -> Understood:
    """Read a start. Edges: where am or pm is left out, the one of the two at which meetings may start."""
    match value:
        case time():
            return Understood(f"{value:%H:%M}")
        case datetime() if value.year == 1900:
            return start((value - FIRST_SERIAL) / timedelta(days=1), starts)
        case datetime():
            return Understood(f"{value:%H:%M}")
        case float() if 0 < value < 1:
            return Understood(shown(round(value * MINUTES_A_DAY)))
        case float():
            told = _clock(f"{value:.2f}", starts)
            return told.less(Sure.LIKELY, f"The number {value:.2f} is taken for a time.") if told.value else told
        case _:
            return _clock(plain(value), starts)


def _clock(text: str, starts: Collection[time]) -> Understood:
    found = clock_at(text)
    if not found or text[found[1] :].strip(" ."):
        return cannot("This is no time that could be read.", HOW_START)
    meant = tuple(minutes for minutes in found[0].may_be if minutes < MINUTES_A_DAY)
    if len(meant) == 1:
        return Understood(shown(meant[0]))
    allowed = {each.hour * 60 + each.minute for each in starts}
    usual = [minutes for minutes in meant if minutes in allowed]
    if len(usual) != 1:
        return cannot("It does not say whether this is in the morning or the evening.", HOW_START)
    return Understood(shown(usual[0]), Sure.LIKELY, f"'{text}' is taken for {spoken(usual[0])}.")


def state(value: CellValue) -> Understood:
    """Read whether a meeting stands: `confirmed`, `cancelled`, or `cancelled: REASON`."""
    text = text_of(value)
    if plain(text) in ON:
        return Understood(MeetingState.CONFIRMED.value)
    if found := OFF.fullmatch(text):
        why = f": {found['why'].strip()}" if found["why"] else ""
        return Understood(f"{MeetingState.CANCELLED.value}{why}")
    return cannot("This does not say whether the meeting stands.", HOW_STATE)


def hall(value: CellValue, borough: Borough) -> Understood:
    """Read a hall as its id."""
    names = _unshared((venue.name, venue.venue_id) for venue in borough.venues)
    return _named(text_of(value), lambda typed: hall_named(borough, typed), names, HOW_HALL)


def officer(value: CellValue, borough: Borough) -> Understood:
    """Read an officer as an id."""
    names = _unshared((each.name, each.officer_id) for each in borough.officers)
    return _named(text_of(value), lambda typed: officer_named(borough, typed), names, HOW_OFFICER)


def _unshared(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The ids by those names that one thing alone has."""
    pairs = list(named)
    times = Counter(bare(name) for name, _ in pairs)
    return {name: each for name, each in pairs if times[bare(name)] == 1}


def _named(typed: str, find: Callable[[str], Venue | Officer], names: Mapping[str, str], ask: str) -> Understood:
    """The one thing of this name or id; a name that is near to one alone is likely, never one that is shared."""
    try:
        found = find(typed)
    except SharedName as shared:
        return cannot(f"{shared}.", ask)
    except UnknownName:
        return near(plain(typed), names, ask)
    return Understood(found.venue_id if isinstance(found, Venue) else found.officer_id)
