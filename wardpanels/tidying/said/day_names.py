"""Days of the week as people write them: `Tues`, `weekdays`, `Mon to Thurs`, `7 days`."""

from __future__ import annotations

import re

SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""As in opening hours; 0 is Monday."""
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = {
    **{form: number for number, name in enumerate(NAMES) for form in (name.lower(), name.lower() + "s")},
    **{name.lower()[:length]: number for number, name in enumerate(NAMES) for length in (2, 3)},
    **{
        "tues": 1,
        "tue's": 1,
        "weds": 2,
        "wednes": 2,
        "thur": 3,
        "thurs": 3,
        "mons": 0,
        "fris": 4,
        "sats": 5,
        "suns": 6,
    },
}
SETS = {
    "7 days a week": range(7), "7 days": range(7), "seven days a week": range(7), "seven days": range(7),
    "every day": range(7), "everyday": range(7), "daily": range(7), "all week": range(7), "all days": range(7),
    "week days": range(5), "weekdays": range(5), "weekday": range(5), "working days": range(5),
    "weekends": (5, 6), "weekend": (5, 6), "week ends": (5, 6),
}  # fmt: skip  # a table
DAY = re.compile(r"(" + "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)) + r")\b\.?")
DAY_SET = re.compile(r"(" + "|".join(sorted(map(re.escape, SETS), key=len, reverse=True)) + r")\b")


def days_at(text: str, start: int) -> tuple[frozenset[int], int] | None:
    """The day, or the set of days, whose name stands at this place of a plain text, and where it ends."""
    if found := DAY_SET.match(text, start):
        return frozenset(SETS[found[1]]), found.end()
    if found := DAY.match(text, start):
        return frozenset({WORDS[found[1]]}), found.end()
    return None


def from_to(first: frozenset[int], last: frozenset[int]) -> frozenset[int]:
    """The days from one to another, over the weekend where need be."""
    (begin,), (end,) = first, last
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def shown_days(days: frozenset[int]) -> str:
    """Days as opening hours write them: `Mo-Fr`, `Mo-Tu,Th`."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(SHORT[run[0]] if len(run) == 1 else f"{SHORT[run[0]]}-{SHORT[run[-1]]}" for run in runs)
