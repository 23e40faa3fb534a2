"""What another reader of opening hours, the opening_hours package, says of a year: the same, or there is a reason."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from hatch_build import node_commands
from scheduler.hours import local_hours, said
from scheduler.opening.expression import OpenState
from scheduler.school import school_holiday
from tests.scheduler.opening.school import SCHOOL
from tests.scheduler.opening.wild import DISAGREEMENTS, EVERY_HALL, ODD_ONES, TAILS
from tests.thorough import enough, some

SCRIPT = Path(__file__).with_name("second_evaluator.mjs")
YEAR = 2027
MINUTES = 365 * 24 * 60
STRINGS = tuple(hours + tail for hours in some(EVERY_HALL, every=8) for tail in TAILS) + ODD_ONES
AGREED_AT_LEAST = enough(100, 400)


def holidays_of(year):
    """As the package's own table has them: month and day of the first and of the last day, one after the other."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(-40, 406)]
    runs = [list(run) for is_holiday, run in groupby(days, lambda day: school_holiday(SCHOOL, day)) if is_holiday]
    return [n for run in runs if run[0].year == year for end in (run[0], run[-1]) for n in (end.month, end.day)]


@pytest.fixture(scope="module")
def theirs():
    """From each string to its year, minute by minute; None where the package refuses it."""
    strings = [*STRINGS, *DISAGREEMENTS]
    school = {year: holidays_of(year) for year in (YEAR - 1, YEAR, YEAR + 1)}
    asked = json.dumps({"school": school, "year": YEAR, "hours": strings})
    _, node = node_commands()
    clock = {**os.environ, "TZ": "UTC"}
    ran = subprocess.run([*node, SCRIPT], input=asked, capture_output=True, check=True, encoding="utf-8", env=clock)
    return dict(zip(strings, map(year_of_spans, json.loads(ran.stdout)), strict=True))


def year_of_spans(told):
    if "fault" in told:
        return None
    year = np.zeros(MINUTES, dtype=np.int8)
    for begins, ends, is_open in told["spans"]:
        year[begins:ends] = 2 if is_open else 1
    return year


def ours(text):
    year = np.zeros(MINUTES, dtype=np.int8)
    parts = list(said(local_hours(text, SCHOOL), date(YEAR, 1, 1), date(YEAR, 12, 31)))
    for state, number in ((OpenState.UNKNOWN, 1), (OpenState.OPEN, 2)):
        for part in parts:
            if part.state is state:
                year[max(part.begins, 0) : max(part.ends, 0)] = number
    return year


def test_another_reader_tells_every_minute_of_a_year_alike_of_hours_as_they_occur(theirs):
    differ = [text for text in STRINGS if theirs[text] is None or not np.array_equal(ours(text), theirs[text])]

    assert differ == []
    assert len(set(STRINGS)) >= AGREED_AT_LEAST


@pytest.mark.parametrize(("text", "reason"), DISAGREEMENTS.items(), ids=DISAGREEMENTS)
def test_where_the_other_reader_tells_otherwise_there_is_a_reason(theirs, text, reason):
    assert reason
    assert theirs[text] is None or not np.array_equal(ours(text), theirs[text])
