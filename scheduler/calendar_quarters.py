"""The calendar quarters of a period, each of which owes a meeting in time for its board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from scheduler.facts import BoardMeeting, DaySpan
from scheduler.period import Period

LEAST_SHARE = Fraction(1, 2)
"""Less than this of a quarter's days, up to the last in time for its board, asks for no meeting."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One calendar quarter, as far as it belongs to a period, and the last day on which its first meeting may be held.

    Edges: `share` is how much of the days on which that meeting may be held are in the period: 1 for a whole quarter
    """

    number: int
    first: date
    last: date
    meet_by: date
    share: Fraction = Fraction(1)


def quarters(period: Period, board: Sequence[BoardMeeting], days_before_board: int) -> tuple[Quarter, ...]:
    """The quarters of a period that ask for a meeting: whole ones, and those of which at least half can be used.

    Edges: `meet_by` counts back from the quarter's first board meeting; without one it is the quarter's last day
    """
    found = (_quarter(period, first, board, days_before_board) for first in _first_days(period))
    return tuple(quarter for quarter in found if quarter.share >= LEAST_SHARE)


def asked_of(quarters: Sequence[Quarter], meetings: int) -> tuple[Quarter, ...]:
    """The quarters that so many meetings can serve: of more, the least of those cut short is asked for no more."""
    cut_short = sorted((quarter for quarter in quarters if quarter.share < 1), key=lambda quarter: quarter.share)
    let_go = cut_short[: max(0, len(quarters) - meetings)]
    return tuple(quarter for quarter in quarters if quarter not in let_go)


def _first_days(period: Period) -> Iterator[date]:
    first = date(period.first_day.year, 3 * ((period.first_day.month - 1) // 3) + 1, 1)
    while first <= period.last_day:
        yield first
        first += relativedelta(months=3)


def _quarter(period: Period, first: date, board: Sequence[BoardMeeting], days_before_board: int) -> Quarter:
    last = first + relativedelta(months=3) - timedelta(days=1)
    span = DaySpan(first, last)
    held = [meeting.held_on for meeting in board if meeting.held_on in span]
    meet_by = min(held) - timedelta(days=days_before_board) if held else last
    begins, ends = max(first, period.first_day), min(meet_by, period.last_day)
    usable, whole = (ends - begins).days + 1, (meet_by - first).days + 1
    share = (
        Fraction(1)
        if first >= period.first_day and last <= period.last_day
        else Fraction(max(0, usable), max(1, whole))
    )
    return Quarter((first.month + 2) // 3, begins, min(last, period.last_day), ends, share)
