"""The worker publishes each day what is public already: only what tells of a meeting that passed is written."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from scheduler.period import calendar_year
from tests import shell
from tests.scheduler.examples import BOW_EAST, utc
from tests.wardpanels.year.publishing import Place, a_place
from wardpanels.evidence.daily import publish_again
from wardpanels.year.publishing import Folders

MEETING, COMING = (f"meetings/2027-{BOW_EAST}-{number}/index.html" for number in (1, 2))


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Place]:
    """A borough of two wards that has published in November."""
    folder = tmp_path_factory.mktemp("daily")
    with a_place(folder, f"sqlite:///{folder}/panels.db") as made:
        made.publish_to_the_end()
        yield made


def worked(place: Place, now: datetime, *, until: str) -> str:
    """What a worker tells that is started at a moment, up to some words."""
    clock = {"SOURCE_DATE_EPOCH": str(int(now.timestamp())), "WARDPANELS_DB": place.url}
    with shell.begun(place.folder, "worker", "--every", "1", "--clock-is-right", **clock) as worker:
        told = ""
        while until not in told:
            line = worker.stderr.readline()
            assert line, told
            told += line
        worker.send_signal(signal.SIGTERM)
        return told + worker.stderr.read()


def published(place: Place, now: datetime, site: str = "site") -> str:
    """What is said of a daily publish."""
    folders = Folders(place.folder / site, place.folder / "newsletter")
    return publish_again(place.store, place.folder / "data", folders, calendar_year(2027), now)


def stamps(site: Path) -> dict[str, int]:
    files = (path for path in site.rglob("*") if path.is_file() and "manifest" not in path.name)
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in files}


def test_worker_writes_what_a_day_changed_and_nothing_more(place):
    before = stamps(place.site)
    told = worked(place, utc("2027-03-26 06:00"), until="published for today")
    after = stamps(place.site)
    again = published(place, utc("2027-03-26 07:00"))

    written = {path for path in after if after[path] != before.get(path)}
    assert f"{len(written):,} of {len(after):,} files written." in told
    assert MEETING in written
    assert not [path for path in written if path.endswith((".ics", ".csv", ".atom", ".pdf"))]
    assert "To print and put up" not in (place.site / COMING).read_text(encoding="utf-8")
    assert "The time of this meeting is over." in (place.site / MEETING).read_text(encoding="utf-8")
    assert f" 0 of {len(after):,} files written." in again
    assert stamps(place.site) == after


def test_nothing_is_published_where_nobody_has_published(place):
    assert published(place, utc("2027-03-27 06:00"), "elsewhere") == ""
    assert not (place.folder / "elsewhere").exists()
