"""What the tests of the people's room share: a store of each kind."""

from __future__ import annotations

import pytest

from scheduler.store import open_store


@pytest.fixture
def store(database_url):
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def passing_store():
    """One that is gone with the test, for what does not hang on the database."""
    opened = open_store("memory:")
    yield opened
    opened.close()
