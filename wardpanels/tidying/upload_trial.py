"""What would become of a borough's folder if files that were sent went into it: tried on a copy, nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from scheduler.errors import Problem, UnusableData
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem
from scheduler.reading.contract import SCHEMAS
from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.settings import SETTINGS_FILE
from wardpanels.disk.halves import passing_folder
from wardpanels.disk.replacing import Files
from wardpanels.faults import CannotUse
from wardpanels.tidying.kept import KEPT
from wardpanels.tidying.tidying import WORKBOOKS, Tidied, tidy
from wardpanels.year.attention import Trouble, attention
from wardpanels.year.reading import Checked, check, profile_of

OF_TIDY = frozenset(schema.table for schema in KEPT)
NEEDED = {schema.table: frozenset(column.name for column in schema.columns if column.needed) for schema in SCHEMAS}


Also = Callable[[Path, Checked], None]
"""What else has to read of a folder before it can be used: rooms above this one have settings of their own in it."""


def nothing_more(_: Path, __: Checked) -> None:
    """Where nothing else reads of it."""


@dataclass(frozen=True, slots=True)
class FolderTrial:
    """What came of files put into a copy of the folder.

    Edges: `files` are those that would be new or other, `seen` the same as they are now; without problems the folder
           that would be is `checked`
    """

    files: Mapping[str, bytes]
    seen: Files
    problems: tuple[Problem, ...]
    checked: Checked | None

    @property
    def changes_nothing(self) -> bool:
        """Whether the folder says all of it already."""
        return not self.files


@dataclass(frozen=True, slots=True)
class UploadTrial:
    """What an upload comes to. `finished` are its files that are taken as they stand, the others were `tidied`.

    Edges: `copy` is the workbook with a comment on each cell to look at, b"" where nothing had to be tidied
    """

    outcome: FolderTrial
    finished: tuple[str, ...]
    tidied: Tidied | None
    copy: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent, and with what it is read: the year of days without one, and what was answered to its questions.

    Edges: `allow_gone` lets most of the halls, officers or days go
    """

    names: tuple[str, ...]
    year: int
    today: date
    at: datetime
    answers: Mapping[str, str]
    allow_gone: bool = False


def try_upload(folder: Path, sent: Path, sending: Sending, also: Also = nothing_more) -> UploadTrial:
    """Read what was sent, files of the folder `sent`, into a copy of a borough's folder.

    Edges:  a file that has a name and the headings of the contract is taken as it stands, and so is one that the folder
            has and `tidy` does not know; everything else is read as people write
    Errors: UnusableData, CannotUse, where it cannot be read at all; what is wrong with the folder that would be is in
            the outcome
    """
    finished = tuple(name for name in sending.names if is_finished(folder, sent / name))
    others = [name for name in sending.names if name not in finished]
    if len(others) > 1 and any(Path(name).suffix.lower() in WORKBOOKS for name in others):
        raise CannotUse("the upload", f"{len(others)} files, one of them a workbook", "one workbook, or CSV files only")
    with copied(folder, {name: (sent / name).read_bytes() for name in finished}) as copy:
        done, mended = _tidied(copy, [sent / name for name in others], sending) if others else (None, b"")
        return UploadTrial(outcome(folder, copy, sending.at, also), finished, done, mended)


def _tidied(copy: Path, files: Sequence[Path], sending: Sending) -> tuple[Tidied, bytes]:
    """What `tidy` does with files, and the workbook that it writes beside them."""
    with passing_folder() as place:
        room = place / "sent"
        room.mkdir()
        for file in files:
            shutil.copy2(file, room / file.name)
        source = room / files[0].name if len(files) == 1 else room
        done = tidy(source, copy, sending.year, sending.today, sending.answers, allow_gone=sending.allow_gone)
        return done, done.copy.read_bytes()


def try_files(folder: Path, files: Mapping[str, bytes], at: datetime, also: Also = nothing_more) -> FolderTrial:
    """Put finished files into a copy of a borough's folder, and check that."""
    with copied(folder, files) as copy:
        return outcome(folder, copy, at, also)


def is_finished(folder: Path, file: Path) -> bool:
    """Whether a file is taken as it stands."""
    stem, kind = file.stem.casefold(), file.suffix.casefold()
    if kind == ".csv" and stem in NEEDED:
        try:
            header = table_of(file.name, csv_rows(file.name, file.read_bytes())).header
        except UnusableData:
            return stem not in OF_TIDY
        return stem not in OF_TIDY or NEEDED[stem] <= set(header)
    return kind not in WORKBOOKS and (folder / file.name).is_file()


@contextmanager
def copied(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A copy of a folder's files in a private place, with others in it. Errors: CannotUse for another borough's."""
    with passing_folder() as place:
        copy = place / folder.resolve().name
        copy.mkdir()
        for each in folder.iterdir() if folder.is_dir() else ():
            if each.is_file():
                shutil.copy2(each, copy / each.name)
        for name, content in files.items():
            (copy / name).write_bytes(content)
        if SETTINGS_FILE in files and (folder / SETTINGS_FILE).is_file():
            _refuse_another(folder, copy)
        yield copy


def outcome(folder: Path, copy: Path, at: datetime, also: Also) -> FolderTrial:
    """What is other in the copy, and whether it can be used; `also` raises UnusableData where it cannot."""
    made = {each.name: each.read_bytes() for each in sorted(copy.iterdir()) if each.is_file()}
    now = {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in made}
    files = {name: content for name, content in made.items() if content != now[name]}
    seen = {name: now[name] for name in files}
    try:
        checked = check(copy, at=at)
        also(copy, checked)
    except UnusableData as fault:
        return FolderTrial(files, seen, fault.problems, None)
    return FolderTrial(files, seen, (), checked)


def _refuse_another(folder: Path, copy: Path) -> None:
    try:
        before, after = profile_of(folder).code, profile_of(copy).code
    except UnusableData:
        return
    if before != after:
        raise CannotUse(SETTINGS_FILE, f"the code {after}", f"{before}: another borough has a folder of its own")


@dataclass(frozen=True, slots=True)
class TierChange:
    """A ward that is owed other meetings than before, evening and daytime. Edges: None before for a new ward."""

    ward: str
    before: tuple[str, int, int] | None
    after: tuple[str, int, int]


def tier_changes(before: Checked | None, after: Checked, period: Period) -> tuple[TierChange, ...]:
    """The wards whose tier, or what they are owed in a period, would be another."""

    def told(checked: Checked | None) -> dict[str, tuple[str, str, int, int]]:
        standings = checked.standings if checked else ()
        return {each.ward.code: (each.ward.name, each.tier.name, *each.owed(period)) for each in standings}

    old = told(before)
    return tuple(
        TierChange(name, old[code][1:] if code in old else None, (tier, evening, daytime))
        for code, (name, tier, evening, daytime) in told(after).items()
        if code not in old or old[code][1:] != (tier, evening, daytime)
    )


def newly_troubled(before: PlanningProblem, after: PlanningProblem, plan: Plan, at: datetime) -> tuple[Trouble, ...]:
    """The meetings to come of what was told that could not be as told any more, and why. Those in trouble anyway, for
    the same reasons, are left out."""
    known = {each.meeting.meeting_id: set(each.why) for each in attention(before, plan, at).troubled}
    found = attention(after, plan, at).troubled
    news = (
        replace(each, why=tuple(why for why in each.why if why not in known.get(each.meeting.meeting_id, ())))
        for each in found
    )
    return tuple(each for each in news if each.why)
