"""What the tests of tidying share."""

from __future__ import annotations

from pathlib import Path

import pytest

WARDS = """ward_code,name,slug,lat,lon,population,neighbours
E01,Abbey,abbey,51.5,-0.1,100,E02
E02,Bow,bow,51.6,-0.2,200,E01
"""


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the codes and places of wards, as a borough begins with: those of the file, if it has WARDS."""
    folder = tmp_path / "borough"
    folder.mkdir()
    (folder / "wards.csv").write_text(getattr(request.module, "WARDS", WARDS), encoding="utf-8")
    return folder
