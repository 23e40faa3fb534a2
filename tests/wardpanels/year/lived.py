"""Hackney as it is lived: its data in a folder, and commands typed there at moments that are told."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zoneinfo import ZoneInfo

from tests import shell

HACKNEY = Path(__file__).parents[2] / "hackney"
LONDON = ZoneInfo("Europe/London")
NOVEMBER = "2026-11-28 10:00"
PUBLICITY = """[publicity]
press = "release"
mps_ward_page = "release"
"""
"""Two channels that have no pictures: to word and draw all of them takes as long as to plan the year."""


def seconds(moment: str) -> int:
    """A moment of London's clocks in seconds since 1970."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=LONDON).timestamp())


@dataclass(frozen=True)
class Lived:
    """A folder with Hackney's data, in which the days go by."""

    folder: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Lived:
        """Hackney in a new folder, with little publicity."""
        shutil.copytree(HACKNEY, folder / "data", dirs_exist_ok=True)
        settings = folder / "data" / "borough.toml"
        before, table, _ = settings.read_text(encoding="utf-8").partition("[publicity]")
        assert table
        settings.write_text(before + PUBLICITY, encoding="utf-8")
        return cls(folder)

    def at(self, moment: str, *typed: str) -> CompletedProcess[str]:
        """Type a command at a moment of London's clocks, such as `2027-03-10 10:00`."""
        return shell.run(self.folder, *typed, SOURCE_DATE_EPOCH=str(seconds(moment)))

    def done(self, moment: str, *typed: str) -> str:
        """Type a command that goes well, and return what it told."""
        told = self.at(moment, *typed)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def meetings(self, moment: str, year: str = "2027") -> dict[str, dict[str, Any]]:
        """The draft's meetings by id."""
        return {each["id"]: each for each in json.loads(self.done(moment, "show", "--year", year, "--json"))}

    def add_rows(self, file: str, *rows: str) -> None:
        """Write rows below those of a file of the data."""
        with (self.folder / "data" / file).open("a", encoding="utf-8") as table:
            table.writelines(f"{row}\n" for row in rows)

    def copied(self, folder: Path) -> Lived:
        """The same in another folder, so that two stories can go on from here."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Lived(folder)
