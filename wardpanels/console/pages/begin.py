"""A first borough: its wards from an open boundary file, and its postcodes. Taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.datastructures import FileStorage

from scheduler.errors import PanelError
from wardpanels import wiring
from wardpanels.beginning.beginning import BegunFolder, begin
from wardpanels.console.folder_page import check_also, put, refusals_of
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted
from wardpanels.disk.halves import passing_folder
from wardpanels.disk.waiting import plain_name
from wardpanels.faults import CannotUse
from wardpanels.people.rights import Act
from wardpanels.tidying.upload_trial import FolderTrial, copied, outcome

TITLE = "Begin with the wards"
FIELDS = ("boundaries", "postcodes")


def ask(asked: Request) -> Answer:
    """The form."""
    return _already(asked) if asked.house.has_begun else _asking({})


def send(asked: Request) -> Answer:
    """Make all that is not there yet of what was sent."""
    house, sent = asked.house, {name: asked.files.get(name) for name in FIELDS}
    if house.has_begun:
        return _already(asked)
    try:
        with _kept(sent["boundaries"]) as boundaries, _kept(sent["postcodes"]) as postcodes:
            if boundaries is None:
                return _asking({"boundaries": "Choose a boundary file."})
            begun, trial = _tried(asked, boundaries, postcodes)
    except PanelError as refused:
        return _asking({"boundaries": " ".join(refusals_of(refused))})
    wards = counted(len(begun.borough.wards), "ward", "wards")
    what = f"Begin {begun.borough.name} with {wards} and {counted(begun.postcodes, 'postcode', 'postcodes')}"
    asked.act(Act.SET_UP, (), what, lambda: put(asked, trial.files, what, trial.seen))
    said = f"{begun.borough.name} has {wards} now. One hall and one team a ward are made up, until you say how it is."
    return Redirect("/set-up", said)


def _tried(asked: Request, boundaries: Path, postcodes: Path | None) -> tuple[BegunFolder, FolderTrial]:
    """What is made, in a copy of the folder. Errors: UnusableData; CannotUse where the folder could not be used."""
    house = asked.house
    with copied(house.data, {}) as copy:
        begun = begin(house.profile().code, copy, boundaries, postcodes, wiring.shipped_data(), called=house.data)
        trial = outcome(house.data, copy, asked.at, check_also)
    if trial.problems:
        raise CannotUse("the borough", f"{trial.problems[0]}", "files that can be used together")
    return begun, trial


@contextmanager
def _kept(sent: FileStorage | None) -> Iterator[Path | None]:
    """A file that was sent, as one on the disk for as long as it is read, under the name that it came with."""
    if sent is None or not sent.filename:
        yield None
        return
    with passing_folder() as place:
        path = place / plain_name(sent.filename)
        path.write_bytes(sent.read())
        yield path


def _already(asked: Request) -> Redirect:
    return Redirect("/set-up", f"{asked.profile.name} has its wards already.")


def _asking(wrong: dict[str, str]) -> Screen:
    return Screen("begin", f"Error: {TITLE}" if wrong else TITLE, {"wrong": wrong}, "set-up", 422 if wrong else 200)


ROUTES = (
    Route("/set-up/begin", ask, Act.SET_UP),
    Route("/set-up/begin", send, Act.SET_UP, is_form=True),
)
