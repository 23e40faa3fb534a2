"""The folder of copy: every channel's, and beside it the pack of what must go out again."""

from __future__ import annotations

from publishers import corrections
from publishers.channels import every_channel
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.publishers.examples import a_release
from tests.scheduler.examples import a_borough, a_plan, utc
from wardpanels.year.publishing import Folders, publish
from wardpanels.year.telling import Telling

YEAR, NOW = 2027, utc("2026-11-24 09:00")
FIRST, SECOND = a_release(number=1, changes=(), meetings=a_release().meetings[:3]), a_release(number=2)


def published(folder, *releases):
    """What the latest of these releases leaves in a folder of copy, and what was written of it."""
    store, plan = open_store("memory:"), a_plan()
    for release in releases:
        store.append_release(release, plan)
    telling = Telling(a_borough().profile, (), lambda release: release)
    folders = Folders(folder / "site", folder / "newsletter", folder / "copy")
    return publish(store, telling, calendar_year(YEAR), NOW, folders, with_print=False).folders[-1].written


def test_folder_holds_all_copy_and_the_corrections_pack(tmp_path):
    published(tmp_path, FIRST, SECOND)

    pack = corrections.publish(SECOND, FIRST)
    wanted = {made.path: made.content for made in (*every_channel.publish(SECOND), *pack)}

    assert len(pack) > 0
    for path, content in wanted.items():
        assert (tmp_path / "copy" / path).read_bytes() == content


def test_copy_that_is_unchanged_is_left_as_it_is(tmp_path):
    published(tmp_path, FIRST)

    assert published(tmp_path, FIRST).written == 0
