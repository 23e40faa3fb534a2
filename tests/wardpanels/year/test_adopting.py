"""A site from before there was a register is taken over: what it told stays told, and nothing of it is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.every_publisher import recipes
from scheduler.plan import MeetingState
from scheduler.release.edition import Edition
from scheduler.store import open_store
from tests.wardpanels.disk.folder_writer import write_folder
from tests.wardpanels.year.publishing import MEETINGS, a_place
from tests.wardpanels.year.told import entries_of, files_of, news_of
from wardpanels.disk import outputs
from wardpanels.year.telling import telling_of

WEEK = timedelta(days=7)


@pytest.fixture
def place(tmp_path):
    """The second of two releases, which cancelled a meeting, was published as it was before there was a register."""
    with a_place(tmp_path, f"sqlite:///{tmp_path / 'panels.db'}") as made:
        made.release(replace(MEETINGS[0], state=MeetingState.CANCELLED), *MEETINGS[1:])
        latest = made.store.latest_release(made.borough.profile.code, made.first_day)
        told = telling_of(made.folder / "data").on(latest, made.now.date())
        write_folder(made.site, recipes(Edition.of(told), "site"), outputs.SITE)
        yield made


def test_site_that_goes_on_as_it_was_tells_nothing_anew(place):
    told = files_of(place.site)

    place.publish_to_the_end()

    place.assert_agree()
    calendars = {path for path in told if path.endswith((".ics", ".atom"))}
    now = files_of(place.site)
    assert {path: now[path] for path in calendars} == {path: told[path] for path in calendars}


def test_what_changes_next_is_the_only_news(place):
    files, entries, news = files_of(place.site), entries_of(place.site), news_of(place.site)
    place.release(replace(MEETINGS[0], state=MeetingState.CANCELLED), *MEETINGS[1:-1])
    gone = MEETINGS[-1].meeting_id

    place.publish_to_the_end()

    place.assert_agree()
    assert files.keys() <= files_of(place.site).keys()
    assert set(news) < set(news_of(place.site))
    assert len(news_of(place.site)) == len(news) + 1
    for name, entry in entries_of(place.site).items():
        before = entries[name]
        assert entry.sequence == before.sequence + (gone.lower() in name.lower()), name
        assert (entry.modified_at > before.modified_at) == (entry.shown != before.shown), name


def test_stamps_and_addresses_go_on_where_the_store_was_lost(place):
    files, entries = files_of(place.site), entries_of(place.site)
    place.store.close()
    place.url = f"sqlite:///{place.folder / 'new.db'}"
    place.store = open_store(place.url)
    place.release(*MEETINGS)

    place.publish_to_the_end()

    assert files.keys() <= files_of(place.site).keys()
    for name, entry in entries_of(place.site).items():
        before = entries[name]
        assert entry.modified_at >= before.modified_at
        if entry.shown != before.shown:
            assert (entry.sequence, entry.modified_at) > (before.sequence, before.modified_at), name
            assert entry.modified_at > before.modified_at, name


def test_site_of_a_store_that_knows_none_of_its_meetings_is_left_alone(place):
    files = files_of(place.site)
    place.store.close()
    place.url = f"sqlite:///{place.folder / 'new.db'}"
    place.store = open_store(place.url)
    place.release(*(replace(one, starts_at=one.starts_at + WEEK, ends_at=one.ends_at + WEEK) for one in MEETINGS))

    refused = place.publish()

    assert refused.returncode == 2
    assert "tells of 5 meetings to come which the store does not know so, the first on 25 March 2027" in refused.stderr
    assert "publish --year 2027 --first" in refused.stderr
    assert files_of(place.site) == files
    place.publish_to_the_end("--first")
    assert files.keys() <= files_of(place.site).keys()
