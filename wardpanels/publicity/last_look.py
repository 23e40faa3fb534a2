"""The look of a sender: whether its clock can be believed, and what was missed since the last one.

What is sent cannot be taken back, so it never rests on one reading of a clock: the last look of a sender, which is
written down, and the newest release bear it out, or a person does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from scheduler.days import local_day
from wardpanels.faults import DoubtfulClock
from wardpanels.publicity.desk import Desk

BACK = timedelta(days=1)
"""So much earlier than before a clock may be: computers differ, and an hour is put right without ado."""

AHEAD = timedelta(days=40)
"""So long nobody may have looked. Longer than a holiday; a clock that is wrong is often wrong by a month or a year."""


def look(desks: Sequence[Desk], at: datetime, *, is_clock_right: bool) -> Mapping[date, datetime]:
    """Write down that a sender looks now; return when one looked last at each period, by its first day.

    Edges:  whoever says that the clock is right is believed, and the next look is held against this one
    Errors: DoubtfulClock, and then nothing was written
    """
    shelf, code = desks[0].store.outbox, desks[0].code
    before = shelf.looks(code)
    if not is_clock_right:
        check_clock(desks, before, at)
    shelf.look(code, [desk.period.first_day for desk in desks], at)
    return before


def check_clock(desks: Sequence[Desk], looks: Mapping[date, datetime], at: datetime) -> None:
    """Hold a clock against the looks before and the newest releases. Errors: DoubtfulClock."""
    timezone = desks[0].borough.profile.timezone
    today = local_day(at, timezone)
    released = {each.period.first_day: each.released_at for each in desks[0].store.periods(desks[0].code)}
    moments = filter(None, (released.get(desk.period.first_day) for desk in desks))
    releases = [(local_day(moment, timezone), "the newest release is of") for moment in moments]
    all_looks = {day: (local_day(moment, timezone), "a sender last looked on") for day, moment in looks.items()}
    ours = [all_looks[desk.period.first_day] for desk in desks if desk.period.first_day in all_looks]
    latest = max(ours or releases, default=(today, ""))
    if today < latest[0] - BACK:
        _doubt(today, *latest)
    known = [told for told in (*all_looks.values(), *releases) if told[0] <= today + BACK]
    if known and today > max(known)[0] + AHEAD:
        _doubt(today, *max(known))


def _doubt(today: date, day: date, what: str) -> None:
    raise DoubtfulClock(today, day - BACK, day + AHEAD, f"{what} {day:%-d %B %Y}")
