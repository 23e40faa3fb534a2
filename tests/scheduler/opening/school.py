"""The school terms of the demo borough, as opening hours are told by them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from scheduler.facts import DaySpan, SchoolPeriod

ROWS = (Path(__file__).parents[3] / "data" / "school_terms.csv").read_text(encoding="utf-8").splitlines()
SCHOOL = tuple(
    SchoolPeriod(
        DaySpan(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])), "half term" not in row["period"]
    )
    for row in csv.DictReader(ROWS)
)
