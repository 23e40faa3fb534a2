"""Set-up: what the borough's folder holds, what is wrong with it, its files to take away, and what was replaced."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from scheduler.assumed import assumed_halls, assumed_officers, standing_in
from scheduler.errors import PanelError, UnknownName, UnusableData
from scheduler.facts import Borough
from scheduler.reading.contract import SCHEMAS
from scheduler.reading.csv_rows import csv_rows, table_of
from wardpanels.console.folder_page import check_also, put
from wardpanels.console.refusals import sentences_of
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted, moment
from wardpanels.disk.replacing import ReplacedFiles, files_to_bring_back, replaced_before
from wardpanels.facts import schedule
from wardpanels.facts.borough import borough_counts
from wardpanels.people.rights import Act
from wardpanels.terminal.words.borough import counted as listed
from wardpanels.terminal.words.borough import ended_sentence, loss_sentence, tiers_sentence
from wardpanels.tidying.kept import kept_tables
from wardpanels.year.drafts import stored_draft
from wardpanels.year.losses import ended_files, losses
from wardpanels.year.reading import Checked

TABLES = {schema.table for schema in SCHEMAS}
MOST_REPLACED = 20
BOOK = "workbook.xlsx"


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of the folder. Edges: `rows` is "" of what is no table, or does not read as one"""

    name: str
    rows: str
    size: str


def set_up(asked: Request) -> Screen:
    """The page."""
    zone = asked.profile.timezone
    before = replaced_before(asked.house.data)
    facts = {
        "files": asked.house.of_files("files", lambda: tuple(map(_file, _files(asked.house.data)))),
        "replaced": [(each, moment(each.at, zone), _what(each)) for each in before[:MOST_REPLACED]],
        "more_replaced": max(0, len(before) - MOST_REPLACED),
        "problems": (),
        "holds": "",
        "notes": (),
        "has_begun": asked.house.has_begun,
        **_of_borough(asked),
    }
    return Screen("set_up", "Set-up", facts, "set-up")


def _of_borough(asked: Request) -> dict[str, object]:
    try:
        checked = asked.house.of_files("checked", lambda: _checked(asked))
    except PanelError as fault:
        return {"problems": sentences_of(fault, sees_found=asked.may(Act.SEE_STAFF))}
    borough = checked.borough
    ended = map(ended_sentence, ended_files(borough, asked.period))
    return {
        "holds": f"{listed(borough_counts(borough))}. {tiers_sentence(checked.standings, asked.period)}",
        "notes": [*_stand_ins(borough), *map(loss_sentence, losses(borough)), *ended],
    }


def _checked(asked: Request) -> Checked:
    checked = asked.house.checked()
    check_also(asked.house.data, checked)
    return checked


def _stand_ins(borough: Borough) -> list[str]:
    """What only stands in until somebody says how it is."""
    found = (("hall", assumed_halls(borough)), ("officer", assumed_officers(borough)))
    return [f"{standing_in(kind, [each.name for each in some])}." for kind, some in found if some]


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))


def _file(path: Path) -> FolderFile:
    size = path.stat().st_size
    told = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1_000))} KB"
    return FolderFile(path.name, _rows(path), told)


def _rows(path: Path) -> str:
    if path.suffix.casefold() != ".csv" or path.stem.casefold() not in TABLES:
        return ""
    try:
        table = table_of(path.name, csv_rows(path.name, path.read_bytes()))
    except UnusableData:
        return "does not read"
    return counted(len(table.rows), "row", "rows")


def _what(replaced: ReplacedFiles) -> str:
    """Which files a replacement was about."""
    told = [*replaced.files, *(f"{name} (new)" for name in replaced.new)]
    return ", ".join(told)


def download(asked: Request) -> Answer:
    """One file of the folder as it stands. Errors: UnknownName."""
    asked.check(Act.SET_UP)
    found = {each.name: each for each in _files(asked.house.data)}
    name = asked.given["name"]
    if name not in found:
        raise UnknownName("file", name, "one of the borough's folder", tuple(found))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return asked.act(Act.SET_UP, (), f"Take away {name}", lambda: Attachment(found[name].read_bytes(), kind, name))


def workbook(asked: Request) -> Answer:
    """The tables that people keep, as one workbook, with the draft where there is one. Errors: UnusableData."""
    asked.check(Act.SET_UP)
    return asked.act(Act.SET_UP, (), "Take away the workbook", lambda: Attachment(_book(asked), schedule.XLSX, BOOK))


def _book(asked: Request) -> bytes:
    tables = kept_tables(asked.house.data)
    try:
        draft = stored_draft(asked.store, asked.borough, asked.period)
    except PanelError:
        return schedule.to_xlsx((), tables)
    rows = schedule.schedule(asked.borough, draft.plan)
    return schedule.to_xlsx(rows, tables, schedule.remembered(draft, rows))


def bring_back(asked: Request) -> Answer:
    """Put files back that were replaced. What stands in their place is kept in turn. Errors: UnknownName."""
    before = {each.name: each for each in replaced_before(asked.house.data)}
    name = asked.given["name"]
    if name not in before:
        raise UnknownName("replacement", name, "one that is kept", tuple(before))
    chosen = before[name]
    since = moment(chosen.at, asked.profile.timezone)
    what = f"Bring back {_what(chosen)} as before {since}"
    asked.act(Act.SET_UP, (), what, lambda: put(asked, files_to_bring_back(asked.house.data, chosen), what))
    return Redirect("/set-up", f"The files are as they were before {since}.")


ROUTES = (
    Route("/set-up", set_up, Act.SEE),
    Route("/set-up/files/<name>", download, Act.SET_UP),
    Route("/set-up/workbook", workbook, Act.SET_UP),
    Route("/set-up/replaced/<name>", bring_back, Act.SET_UP, is_form=True),
)
