"""The data and the database, its backups, and the drills of bringing one back."""

from __future__ import annotations

from datetime import datetime, timedelta

from scheduler.errors import UnusableData
from scheduler.store import StoreUnavailable, state_of_store
from scheduler.upkeep import WITH_A_BACKUP, UpkeepKind, UpkeepLine
from wardpanels import wiring
from wardpanels.disk.mounts import network_kind
from wardpanels.faults import CannotUse
from wardpanels.upkeep.health import Health, Looked, Premises
from wardpanels.year.reading import check

DAILY, WEEKLY, QUARTERLY = timedelta(hours=26), timedelta(days=8), timedelta(days=100)
"""How old a backup, and a drill, may be: what is done by the day or the week may be late by a little."""

TO_BACK_UP = "Type: wardpanels backup --to FILE. Then see why no timer did."
TO_TRY = "Type: wardpanels restore --dry-run --from FILE"
BROKEN = "Stop every worker and server. Then bring back a backup elsewhere: wardpanels restore --help"
NEWER = "Run the newer wardpanels that made it, or bring back the backup of before: wardpanels restore --help"


def data(premises: Premises) -> Looked:
    """Whether the borough's folder can be read."""
    try:
        borough = check(premises.data).borough
    except UnusableData as slips:
        more = f" and {len(slips.problems) - 1} more" if len(slips.problems) > 1 else ""
        return Looked(Health.ILL, f"{slips.problems[0]}{more}", "Type: wardpanels check")
    except CannotUse as nothing:
        return Looked(Health.ILL, str(nothing), "See that --data, or WARDPANELS_DATA, is the borough's folder.")
    except OSError as closed:
        found = f"{closed.filename or premises.data}: {(closed.strerror or str(closed)).lower()}"
        return Looked(Health.ILL, found, "See that the user who types this may read the borough's folder.")
    return Looked(Health.WELL, f"{len(borough.wards)} wards, {len(borough.venues)} halls, without a slip")


def database(premises: Premises) -> Looked:
    """Whether the database answers, is whole, and has the tables of this program."""
    place = wiring.place_of_store(premises.db)
    try:
        state = state_of_store(premises.db)
    except StoreUnavailable as away:
        return Looked(Health.ILL, str(away), "See that it runs, and that --db, or WARDPANELS_DB, is its address.")
    if state.troubles:
        found = f"{place} is broken: {'; '.join(state.troubles)}"
        return Looked(Health.ILL, found, BROKEN)
    if state.layout != state.newest:
        is_newer = state.layout is not None and state.layout > state.newest
        advice = NEWER if is_newer else "Back up, then bring it there: wardpanels due"
        return Looked(Health.ILL, f"layout {state.layout or 'none'}, wanted {state.newest}", advice)
    file = wiring.sqlite_file(premises.db)
    if file is not None and (kind := network_kind(file)):
        found = f"{place} is on a network folder ({kind}), where two workers undo each other"
        return Looked(Health.ILL, found, "Move it to a disk of this machine, or to PostgreSQL: wardpanels store copy")
    return Looked(Health.WELL, f"{place} is whole, layout {state.layout}")


def backup(premises: Premises) -> Looked:
    """How old the newest backup is. Edges: one that was brought back does not know of itself, but is one"""
    lines = _last(premises, *WITH_A_BACKUP)
    if not lines:
        return Looked(Health.ILL, "none was ever made", TO_BACK_UP)
    line = max(lines, key=lambda line: line.of)
    age = premises.at - line.of
    found = f"{_ago(age)} old, of {_moment(line.of)}"
    health = Health.WELL if age <= DAILY else Health.LOOK if age <= WEEKLY else Health.ILL
    return Looked(health, found, "" if health is Health.WELL else TO_BACK_UP, age.total_seconds())


def drill(premises: Premises) -> Looked:
    """When a backup was last gone through as if it were brought back, or was."""
    lines = _last(premises, UpkeepKind.DRILL, UpkeepKind.RESTORE)
    if not lines:
        return Looked(Health.LOOK, "none was ever made", TO_TRY)
    line = max(lines, key=lambda line: line.at)
    age = premises.at - line.at
    what = "brought back" if line.kind is UpkeepKind.RESTORE else "gone through"
    found = f"the backup of {_moment(line.of)} was {what} {_ago(age)} ago"
    if age <= QUARTERLY:
        return Looked(Health.WELL, found, figure=age.total_seconds())
    return Looked(Health.LOOK, found, TO_TRY, age.total_seconds())


def _last(premises: Premises, *kinds: UpkeepKind) -> list[UpkeepLine]:
    """The newest line of each of these kinds that there is."""
    found = (premises.desk.store.upkeep.last(premises.desk.code, kind) for kind in kinds)
    return [line for line in found if line]


def _ago(age: timedelta) -> str:
    hours = max(0, round(age.total_seconds() / 3600))
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def _moment(at: datetime) -> str:
    return f"{at:%-d %B %Y %H:%M} UTC"
