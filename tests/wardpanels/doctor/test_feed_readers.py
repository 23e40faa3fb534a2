"""The two readers: alike on every feed of ours, and neither is fooled by one that was harmed on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers import addresses, feeds
from scheduler.release.edition import Edition
from tests.publishers.examples import a_release
from wardpanels.doctor.feed_readers import CannotRead, by_icalendar, by_lines

FEEDS = {recipe.path: recipe.make() for recipe in feeds.recipes(Edition.of(a_release()))}
WHOLE = FEEDS[addresses.BOROUGH_FEED]


def read(content):
    """What both readers make of a feed: the same entries, or nothing."""
    try:
        one, other = by_icalendar(content), by_lines(content)
    except CannotRead:
        return None
    return one if one == other else None


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_of_a_site_is_read_alike_by_both(path):
    entries = read(FEEDS[path])

    assert entries is not None
    assert len(entries) == FEEDS[path].count(b"\r\nBEGIN:VEVENT\r\n")


@given(st.integers(0, len(WHOLE) - 1))
def test_feed_that_breaks_off_anywhere_is_not_taken_for_whole(end):
    assert read(WHOLE[:end]) is None


@given(st.integers(0, len(WHOLE)), st.binary(max_size=20))
def test_bytes_that_get_into_a_feed_bring_no_reader_down(place, harm):
    read(WHOLE[:place] + harm + WHOLE[place:])


@given(st.binary(max_size=200))
def test_any_bytes_at_all_bring_no_reader_down(content):
    read(content)
