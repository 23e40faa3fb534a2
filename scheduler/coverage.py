"""Which meetings of a year some opening hours cover: all of its days and starts at once, as an array."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduler.hours import Hours, open_spans

MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=4096)
def covered(
    hours: Hours, first_day: date, last_day: date, starts: tuple[time, ...], length_minutes: int
) -> NDArray[np.bool_]:
    """Where an expression covers a whole meeting: (days, starts)."""
    spans = open_spans(hours, first_day, last_day)
    midnight = datetime.combine(first_day, time())
    opens, shuts = (
        np.array([minutes(moment - midnight) for moment in moments], dtype=np.int64)
        for moments in (spans.starts, spans.ends)
    )
    begun = begins((last_day - first_day).days + 1, starts)
    if not len(opens):
        return np.zeros(begun.shape, dtype=np.bool_)
    span = np.searchsorted(opens, begun, side="right") - 1
    fits: NDArray[np.bool_] = (span >= 0) & (begun + length_minutes <= shuts[span])
    return fits


@lru_cache(maxsize=64)
def begins(days: int, starts: tuple[time, ...]) -> NDArray[np.int64]:
    """Minutes from the year's first midnight to each start, on the clock on the wall: (days, starts)."""
    of_day = np.array([start.hour * 60 + start.minute for start in starts], dtype=np.int64)
    return np.asarray(np.add.outer(np.arange(days) * 1440, of_day), dtype=np.int64)


def minutes(span: timedelta) -> int:
    """A span in whole minutes."""
    return span // MINUTE
