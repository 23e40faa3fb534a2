"""The lines that the worker and the server leave behind: when, how bad, which room, what, and about which meetings.

The one place that writes them, so that no address of anybody's stands in a log, whatever a receiver answered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from wardpanels.faults import CannotUse

SETTING = "WARDPANELS_LOG"
OURS = "wardpanels"
MEETINGS = "meetings"
ADDRESS = re.compile(r'[^\s<>"(),;]+@[^\s<>"(),;]+')
TELEPHONE = re.compile(r"(?<![\w+])(?:\+\d[\d ]{8,15}|07\d[\d ]{8,11})(?!\w)")


class LogLines(logging.Formatter):
    """A line for each thing that is told: JSON for programs, text for people.

    Edges: moments are UTC; what is told in several lines, as what is wrong and what to do, stays one in JSON; as text
           each has the same before it, so that whoever looks for a room's lines finds the advice too
    """

    def __init__(self, *, is_json: bool) -> None:
        super().__init__()
        self._is_json = is_json

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        at = f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"
        level, room = record.levelname.lower(), record.name.removeprefix(f"{OURS}.")
        what, meetings = without_people(record.getMessage()), getattr(record, MEETINGS, ())
        if self._is_json:
            told: dict[str, Any] = {"at": at, "level": level, "room": room, "what": what, MEETINGS: list(meetings)}
            return msgspec.json.encode(told).decode()
        lines = " ".join((what, *(f"[{each}]" for each in meetings))).split("\n")
        return "\n".join(f"{at} {level} {room}: {line}".rstrip() for line in lines)


def write_logs(environ: Mapping[str, str]) -> None:
    """Let all that is logged here go to standard error, as text or as JSON. Errors: CannotUse."""
    form = environ.get(SETTING) or "text"
    if form not in ("text", "json"):
        raise CannotUse(SETTING, repr(form), "text or json")
    handler = logging.StreamHandler()
    handler.setFormatter(LogLines(is_json=form == "json"))
    ours = logging.getLogger(OURS)
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)


def told_in(room: str, what: str, *, meetings: Sequence[str] = (), is_trouble: bool = False) -> None:
    """Log one thing, and the ids of the meetings that it is about."""
    level = logging.WARNING if is_trouble else logging.INFO
    logging.getLogger(f"{OURS}.{room}").log(level, "%s", what, extra={MEETINGS: tuple(meetings)})


def without_people(text: str) -> str:
    """`text` without mail addresses and telephone numbers. Edges: what only looks like one goes too"""
    return TELEPHONE.sub("(a number)", ADDRESS.sub("(an address)", text))
