"""Keeps counts of crimes once they were fetched: a small file for each ward and month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from scheduler.facts import Ring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.sources.street_crime import area_in_words


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """A ward's crimes of a month as they were fetched.

    Units: `fetched_at` is aware UTC
    Edges: `updated` is the update of data.police.uk that they are of; `area` tells one border from another
    """

    ward_code: str
    month: date
    area: str
    updated: str
    fetched_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class CrimeShelf:
    """The folder where they are kept. Edges: a file that cannot be read counts as not there"""

    folder: Path

    def kept(self, wards: Iterable[tuple[str, Sequence[Ring]]]) -> dict[tuple[str, date], KeptMonth]:
        """What is kept of some wards, by ward and month. Edges: of a border that has changed since, nothing"""
        areas = {code: area_digest(boundary) for code, boundary in wards}
        found = (_read(file) for file in sorted(self.folder.glob("*.json")))
        return {(one.ward_code, one.month): one for one in found if one and areas.get(one.ward_code) == one.area}

    def keep(self, one: KeptMonth) -> None:
        """Keep a month in the place of what was kept of it before. Errors: CannotUse."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{one.ward_code}-{one.month:%Y-%m}.json"
        write_file(file, msgspec.json.encode(one) + b"\n", outputs.SHELF)


def area_digest(boundary: Iterable[Ring]) -> str:
    """What tells one border from another, in 16 letters."""
    return hashlib.sha256("|".join(map(area_in_words, boundary)).encode()).hexdigest()[:16]


def _read(file: Path) -> KeptMonth | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=KeptMonth)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
