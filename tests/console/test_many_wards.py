"""A borough of many wards: no page has more links than anybody reads, whatever leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scheduler.store import open_store
from tests.console.borough import house_in, make_large, sign_in, url_of
from tests.console.conftest import Seat
from tests.console.crawling import pages
from tests.thorough import enough
from wardpanels.console import guard
from wardpanels.console.app import application

MOST_LINKS = 250


@pytest.fixture
def large(tmp_path) -> Iterator[Seat]:
    """An administrator in front of a borough of 60 wards, or thoroughly of 100."""
    store = open_store(url_of(make_large(tmp_path, enough(60, 100))))
    house = house_in(tmp_path, store)
    client = application(house).test_client()
    client.set_cookie(guard.SESSION, sign_in(store, house.profile().code, "administrator"))
    yield Seat(client)
    store.close()


def test_no_page_of_a_large_borough_has_more_links_than_anybody_reads(large):
    found = {path: len(page.links) for path, status, page, _ in pages(large, most_of_a_kind=1) if status == 200}

    assert len(found) > 30
    assert {path: links for path, links in found.items() if links > MOST_LINKS} == {}
