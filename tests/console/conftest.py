"""What the tests of the console share: a released year, and everybody signed in at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.store import Store, open_store
from tests.console.borough import SMALL, house_in, make_released, sign_in, url_of
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.house import House
from wardpanels.console.screens import BASE

TOKEN = guard.masked("token")
"""As pages have it, of the sessions that `sign_in` opens."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in front of the console, without a browser."""

    client: FlaskClient

    def look(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(f"{BASE}{path}")

    def send(self, path: str, **form: object) -> TestResponse:
        """Send a form with its token."""
        return self.client.post(f"{BASE}{path}", data={"token": TOKEN, **form})


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a released year that nothing may be changed in."""
    return make_released(tmp_path_factory.mktemp("released"))


@pytest.fixture
def folder(released: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(released, tmp_path / "borough")


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(url_of(folder))
    yield opened
    opened.close()


@pytest.fixture
def house(folder: Path, store: Store) -> House:
    return house_in(folder, store)


@pytest.fixture
def as_(house: House) -> Callable[[str], Seat]:
    """Take the seat of somebody of WHO."""
    return seats_at(house)


@pytest.fixture(scope="session")
def looking(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Seat]]:
    """The same for tests that only look: the console is made once for all of them."""
    folder = shutil.copytree(released, tmp_path_factory.mktemp("looking") / "borough")
    with closing(open_store(url_of(folder))) as store:
        yield seats_at(house_in(folder, store))


def seats_at(house: House) -> Callable[[str], Seat]:
    """Who sits in front of a house's console."""
    app = application(house)

    def seated(who: str) -> Seat:
        client = app.test_client()
        client.set_cookie(guard.SESSION, sign_in(house.store, SMALL.profile.code, who))
        return Seat(client)

    return seated
