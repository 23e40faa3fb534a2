"""What the pages about the borough's folder share: taking what was tried, and what it does to the meetings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scheduler.errors import PanelError, UnusableData
from scheduler.problem import PlanningProblem
from wardpanels import wiring
from wardpanels.console.request import Redirect, Request
from wardpanels.console.wording_for_staff import Names, when
from wardpanels.disk.replacing import Files, replace_files
from wardpanels.disk.waiting import Sent, Waiting, keep_waiting, still_waiting, waiting_room
from wardpanels.faults import CannotUse
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.tidying.upload_trial import FolderTrial, TierChange, newly_troubled, tier_changes
from wardpanels.year.attention import Trouble
from wardpanels.year.campaigning import read_campaign
from wardpanels.year.planning import problem_beside
from wardpanels.year.reading import Checked
from wardpanels.year.releasing import latest_release, released_plan

MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class TroubleShown:
    """A meeting that could no longer be as it was told, in words. Edges: why is worded for those that a page lists."""

    meeting_id: str
    ward: str
    when: str
    _told: tuple[str, ...]
    _word: Callable[[str], str]

    @property
    def why(self) -> tuple[str, ...]:
        """The rules that it would break, a sentence each."""
        return tuple(map(self._word, self._told))


def sent_files(asked: Request) -> list[tuple[str, bytes]]:
    """The files of a form that was sent, by the names that they have there."""
    return [(each.filename, each.read()) for each in asked.files.getlist("files") if each.filename]


def let_wait(asked: Request, sent: Sent, kind: str = "") -> None:
    """Keep what was sent, privately, until it is looked at and taken. Errors: CannotUse."""
    keep_waiting(waiting_room(asked.house.data), asked.session, sent, asked.at, kind)


def what_waits(asked: Request, kind: str = "") -> Waiting | None:
    """What this session sent for a page; None where it was taken, or is too old."""
    return still_waiting(waiting_room(asked.house.data), asked.session, asked.at, kind)


def gone(path: str) -> Redirect:
    """Back to the page that files are sent from."""
    return Redirect(path, "What you sent waited for an hour and was deleted, or was taken. Send it again.")


def seen_now(folder: Path) -> str:
    """A mark of a folder as it is now, for a form to bring back."""
    stamp = wiring.stamp(folder) if folder.is_dir() else ()
    return hashlib.sha256(repr(stamp).encode()).hexdigest()[:24]


def check_also(folder: Path, checked: Checked) -> None:
    """Read what else `wardpanels check` reads of a folder. Errors: UnusableData."""
    read_publicity(folder)
    read_campaign(folder, checked.borough.wards)


def checked_or_none(asked: Request) -> Checked | None:
    """The borough with what each ward is owed. Edges: None while a file needs mending"""
    try:
        return asked.house.checked()
    except PanelError:
        return None


def tiers_of(asked: Request, trial: FolderTrial) -> tuple[TierChange, ...]:
    """The wards that would be owed other meetings."""
    if trial.checked is None:
        return ()
    return tier_changes(checked_or_none(asked), trial.checked, asked.period)


def trouble_of(asked: Request, trial: FolderTrial) -> tuple[TroubleShown, ...]:
    """The meetings of what was told that could not be so any more. Edges: none where nothing was told, or where the
    folder cannot be used before or after."""
    period, code = asked.period, asked.profile.code
    if trial.checked is None or asked.store.latest_release(code, period.first_day) is None:
        return ()
    try:
        before = asked.house.problem(period)
    except UnusableData:
        return ()
    after: PlanningProblem = problem_beside(asked.store, trial.checked.borough, period)
    plan = released_plan(asked.store, latest_release(asked.store, code, period))
    found = newly_troubled(before, after, plan, asked.at)
    return tuple(shown_trouble(Names(after.borough), found))


def shown_trouble(names: Names, found: Iterable[Trouble]) -> Iterable[TroubleShown]:
    """Meetings in trouble, in words, for those who may see staff."""
    for each in found:
        meeting, word = each.meeting, partial(names.why, each.meeting)
        yield TroubleShown(meeting.meeting_id, names.ward(meeting.ward_code), when(meeting.starts_at), each.why, word)


def refusals_of(refused: PanelError) -> Iterator[str]:
    """Why a file cannot be read. Edges: a file is called what its sender calls it, not what it is called here"""
    if isinstance(refused, CannotUse):
        yield f"{Path(refused.where).name}: found {refused.found}, wanted {refused.wanted}."
        return
    problems = refused.problems if isinstance(refused, UnusableData) else (refused,)
    yield from (f"{each}." for each in problems[:MOST_TOLD])


def put(asked: Request, files: Files, why: str, seen: Files | None = None) -> str:
    """Put files in the borough's folder, all or none; what they replace is kept."""
    return replace_files(asked.house.data, files, asked.at, asked.person.name, why, seen)
