"""Hackney's 2027 as it was planned, released and published in November, made once for the stories of every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.wardpanels.year.lived import NOVEMBER, Lived


@pytest.fixture(scope="session")
def hackney_planned(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Hackney with 2027 planned. Edges: of it and the next two, whoever changes something copies it."""

    def plan(folder: Path) -> None:
        Lived.in_folder(folder).done(NOVEMBER, "plan", "--year", "2027")

    return Lived(made_once(tmp_path_factory, "hackney-planned", plan))


@pytest.fixture(scope="session")
def hackney_released(tmp_path_factory: pytest.TempPathFactory, hackney_planned: Lived) -> Lived:
    """The same, released."""

    def release(folder: Path) -> None:
        hackney_planned.copied(folder).done(NOVEMBER, "release", "--year", "2027")

    return Lived(made_once(tmp_path_factory, "hackney-released", release))


@pytest.fixture(scope="session")
def hackney_published(tmp_path_factory: pytest.TempPathFactory, hackney_released: Lived) -> Lived:
    """The same, with its site."""

    def publish(folder: Path) -> None:
        hackney_released.copied(folder).done(NOVEMBER, "publish", "--year", "2027", "--no-print")

    return Lived(made_once(tmp_path_factory, "hackney-published", publish))
