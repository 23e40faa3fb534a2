"""Deletes what has been kept long enough, once a day, and says what goes next.

What is deleted cannot be brought back, so it never rests on one reading of a clock. A sweep writes down by which moment
it took things for old, and the next gets no more than two days further: a clock that is a year ahead deletes nothing
that had longer than that to stay, and one that was off for a month catches up in a month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.days import local_day
from scheduler.facts import BoroughProfile
from scheduler.store import Store
from scheduler.upkeep import Swept, UpkeepKind, UpkeepLine
from wardpanels.people.retention import Retention, read_retention
from wardpanels.upkeep.deletion_list import tell_last_backup
from wardpanels.year.reading import profile_of

STEP = timedelta(days=2)
CALLED = {
    "unconfirmed_days": "Sign-ups that nobody confirmed",
    "letters_months": "Words of letters",
    "bodies_days": "Other words",
    "logs_days": "Jobs that ended",
}


def sweep(store: Store, folder: Path, at: datetime) -> Swept:
    """Delete what a borough has kept long enough, unless that was done today.

    Edges:  the first sweep of a store deletes nothing: it notes the moment; killed in the middle, it is done again
    Errors: UnusableData
    """
    profile, retention = profile_of(folder), read_retention(folder)
    last = store.upkeep.last(profile.code, UpkeepKind.SWEEP)
    if last is not None and _day(last.at, profile) == _day(at, profile):
        return Swept()
    reached = at if last is None else min(at, last.of + STEP)
    periods = [each.period for each in store.periods(profile.code)]
    swept = store.upkeep.sweep(profile.code, retention.reached(periods, reached)) if last else Swept()
    store.upkeep.add(profile.code, UpkeepLine(UpkeepKind.SWEEP, at, reached, swept_sentence(swept)))
    return swept


def sweep_and_tell(store: Store, folder: Path, at: datetime) -> str:
    """The same, with the list beside the last backup; return a sentence, "" where nothing was deleted.

    Errors: UnusableData; CannotUse where the list cannot be written
    """
    swept = sweep(store, folder, at)
    tell_last_backup(store, profile_of(folder).code)
    return swept_sentence(swept)


def swept_sentence(swept: Swept) -> str:
    """What was deleted, without anybody's name. Edges: "" for nothing"""
    counts = {
        "who never confirmed": swept.unconfirmed,
        "words of items that are past": swept.contents,
        "jobs that ended": swept.jobs,
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"Deleted, for they were kept long enough: {told}." if told else ""


def next_to_go(store: Store, profile: BoroughProfile, retention: Retention) -> Mapping[str, str]:
    """How much there is of each thing that goes one day, and when the oldest does, by the name in `[privacy]`."""
    return {name: f"{CALLED[name]}: {told or 'none there.'}" for name, told in _next(store, profile, retention)}


def _next(store: Store, profile: BoroughProfile, retention: Retention) -> Iterator[tuple[str, str]]:
    kept = store.upkeep.still_kept(profile.code)

    def told(count: int, goes: datetime | None) -> str:
        return f"{count:,} there, the oldest goes on {_day(goes, profile):%-d %B %Y}." if goes else ""

    count, since = kept.unconfirmed
    yield "unconfirmed_days", told(count, since and since + timedelta(days=retention.unconfirmed_days))
    count, since = kept.letters
    yield "letters_months", told(count, since and retention.letters_go(since))
    last_days = {each.period.first_day: each.period.last_day for each in store.periods(profile.code)}
    goes = [retention.bodies_go(last_days[first_day]) for first_day in kept.contents if first_day in last_days]
    count = sum(kept.contents.values())
    yield "bodies_days", f"{count:,} there, the oldest go on {min(goes):%-d %B %Y}." if goes else ""
    count, since = kept.jobs
    yield "logs_days", told(count, since and since + timedelta(days=retention.logs_days))


def _day(at: datetime, profile: BoroughProfile) -> date:
    return local_day(at, profile.timezone)
