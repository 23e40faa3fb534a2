"""Reads a borough's folder: everything, or its settings alone."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.errors import UnusableData
from scheduler.facts import Borough, BoroughProfile
from scheduler.period import Period
from scheduler.reading import read_borough
from scheduler.reading.settings import SETTINGS_FILE, read_settings
from scheduler.tiers import Standing, standings
from wardpanels.faults import CannotUse


@dataclass(frozen=True, slots=True)
class Checked:
    """A borough whose data can be used, and what each ward is owed, by the wards' names."""

    borough: Borough
    standings: tuple[Standing, ...]


def check(folder: Path, period: Period | None = None, at: datetime | None = None) -> Checked:
    """Read everything, calendars for one period if it is given, and work out the tiers.

    Edges:  what lies in the future `at` a moment and cannot, such as attendance, is refused if the moment is given

    Errors: UnusableData, CannotUse
    """

    _check_folder(folder)
    borough = read_borough(folder, period, at)
    return Checked(borough, tuple(sorted(standings(borough), key=lambda standing: standing.ward.name)))


def profile_of(folder: Path) -> BoroughProfile:
    """Read the borough's settings alone, for what was released needs no more: a slip in another file stops no news.

    Errors: UnusableData, CannotUse
    """

    _check_folder(folder)
    return read_settings(folder).profile


def readable(folder: Path) -> Borough | None:
    """A borough for its names alone, None where its files need mending: whoever can go on with codes does.

    Errors: CannotUse
    """
    try:
        return check(folder).borough
    except UnusableData:
        return None


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        if folder.exists():
            made = (
                f"to make one of a file as people keep it, type: wardpanels tidy {shlex.quote(str(folder))} --in FOLDER"
            )
            raise CannotUse(str(folder), "a file", f"the folder that has {SETTINGS_FILE} and the tables in it; {made}")
        raise CannotUse(str(folder), "nothing there", f"a folder with {SETTINGS_FILE}, wards.csv and the other files")
