"""What was read of server logs, and what it comes to, for a script."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from publishers.open_data import safe_cell
from scheduler.visited import Visited
from wardpanels.publicity.reading_logs import CountedVisits
from wardpanels.publicity.what_works import WhatWorks


def reading_facts(found: CountedVisits) -> dict[str, Any]:
    """How the reading of each log went, and what was counted in all of them together."""
    return {
        "logs": [
            {
                "name": log.name,
                "lines": log.lines,
                "untidy_lines": log.untidy_lines,
                "first_untidy": log.untidy,
                "by_programs": log.by_programs,
                "without_program": log.nameless,
                "led_on": log.led_on,
            }
            for log in found.logs
        ],
        "is_losing_marks": found.is_losing_marks,
        "days": [day.isoformat() for day in sorted(found.days)],
        "visits": _lines(found.visits),
    }


def works_facts(found: WhatWorks) -> dict[str, Any]:
    """What is known of the visits of some days. Edges: null is not known, or not recorded."""
    return {
        "first_day": found.days.first_day.isoformat(),
        "last_day": found.days.last_day.isoformat(),
        "days_read": found.read,
        "days_not_read": [[each.first_day.isoformat(), each.last_day.isoformat()] for each in found.unread],
        "is_enough": found.is_enough,
        "total": found.total if found.read else None,
        "by_channel": found.by_channel,
        "by_ward": found.by_ward,
        "meetings": [{**asdict(one), "held_on": one.held_on.isoformat()} for one in found.meetings],
        "beside": asdict(found.beside) if found.beside else None,
        "visits": _lines(found.visits),
    }


def visits_csv(found: WhatWorks) -> bytes:
    """The counts as a table for a spreadsheet, with a header row; no cell is taken for a formula."""
    rows = StringIO(newline="")
    writer = csv.DictWriter(rows, [*(field.name for field in fields(Visited)), "visits"])
    writer.writeheader()
    writer.writerows({name: safe_cell(str(cell)) for name, cell in line.items()} for line in _lines(found.visits))
    return rows.getvalue().encode()


def _lines(visits: Mapping[Visited, int]) -> list[dict[str, Any]]:
    return [{**asdict(each), "day": each.day.isoformat(), "visits": count} for each, count in visits.items()]
