"""The site's action plan: only what anybody may read, kept while a file cannot be read, anew only when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publishers import pages, plan_data
from scheduler.facts import Role
from scheduler.records import MeetingRecord
from scheduler.release.edition import Edition
from tests import shell
from tests.publishers.examples import a_release
from tests.publishers.reading_age import Copy, reading_age
from tests.scheduler.examples import a_plan
from tests.wardpanels.evidence.reported import SECRET, report
from tests.wardpanels.year.publishing import MEETINGS, Place, a_place
from wardpanels.evidence.plan_showing import public_plan

OLDEST = 11.0
"""Units: years."""

PLAN = """recommendation,action_id,action,responsibility,due_as_written,due_date,evidence,evidence_note,title,measures
9,9a,A sergeant comes,Ann Secret,Ongoing,,computed,Ann Secret says so,Police there,sergeant_and_ward_officer
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_place(tmp_path, f"sqlite:///{tmp_path}/panels.db") as made:
        (tmp_path / "data" / "action_plan.csv").write_text(PLAN, encoding="utf-8")
        yield made


def page_of(place: Place) -> str:
    return (place.site / "action-plan" / "index.html").read_text(encoding="utf-8")


def test_plan_is_on_the_site_in_every_language_and_led_to_and_names_nobody(place):
    place.publish_to_the_end()

    told = page_of(place)
    assert "Police there" in told
    assert "Nothing is due yet. 6 meetings to come." in told
    assert "Secret" not in told + (place.site / "action-plan" / "plan.json").read_text(encoding="utf-8")
    assert "The rest" not in told
    assert (place.site / "bn" / "action-plan" / "index.html").is_file()
    assert 'href="action-plan/"' in (place.site / "index.html").read_text(encoding="utf-8")
    assert "/action-plan/</loc>" in (place.site / "sitemap.xml").read_text(encoding="utf-8")


def test_plan_is_written_anew_only_when_it_says_something_else(place):
    place.publish_to_the_end()
    before = (place.site / "action-plan" / "index.html").stat().st_mtime_ns
    place.now += timedelta(days=20)
    place.publish_to_the_end()
    assert (place.site / "action-plan" / "index.html").stat().st_mtime_ns == before

    first = min(MEETINGS, key=lambda meeting: meeting.starts_at)
    place.now = first.ends_at + timedelta(days=1)
    record = MeetingRecord(first.meeting_id, 20, 3, (Role.SERGEANT,))
    place.store.records.add(place.borough.profile.code, record, after=0, at=place.now, by="sergeant")
    place.publish_to_the_end()
    assert "0 of 2 meetings on time, 1 not done, 1 nobody has recorded." in page_of(place)


def test_first_site_counts_what_it_tells_itself_and_the_next_one_says_the_same(place):
    plan = PLAN.replace("sergeant_and_ward_officer", "told_by_council")
    (place.folder / "data" / "action_plan.csv").write_text(plan, encoding="utf-8")

    place.publish_to_the_end()
    first = page_of(place)
    place.publish_to_the_end()

    assert "6 of 6 notices on time." in first
    assert page_of(place) == first


def test_plan_stays_as_it_was_told_while_a_file_cannot_be_read(place):
    place.publish_to_the_end()
    told = page_of(place)
    (place.folder / "data" / "venues.csv").write_text("nothing of use\n", encoding="utf-8")
    place.publish_to_the_end()

    assert page_of(place) == told


def test_meeting_that_is_called_off_leaves_the_plan_on_the_site_and_out_of_its_count(place):
    place.publish_to_the_end()
    place.store.save_draft(a_plan(*MEETINGS), expected_revision=None, saved_at=place.now)
    ours, clock = MEETINGS[-1].meeting_id, str(int(place.now.timestamp()) + 60)
    typed = ("call-off", ours, "--because", "other: The hall is shut.", "--by", "Ann", "--yes")
    done = shell.run(place.folder, *typed, SOURCE_DATE_EPOCH=clock, WARDPANELS_DB=place.url)

    assert "Nothing is due yet. 5 meetings to come." in page_of(place), done.stderr


def test_borough_without_a_plan_has_no_such_page(place):
    (place.folder / "data" / "action_plan.csv").unlink()
    place.publish_to_the_end()

    assert not (place.site / "action-plan").exists()
    assert "action-plan" not in (place.site / "index.html").read_text(encoding="utf-8")


def test_plan_that_was_told_keeps_its_address_when_the_borough_has_none_any_more(place):
    place.publish_to_the_end()
    (place.folder / "data" / "action_plan.csv").unlink()
    place.publish_to_the_end()

    assert "Police there" not in page_of(place)


def test_data_of_the_plan_is_read_as_it_was_written():
    plan = public_plan(report().plan)

    assert plan_data.read(plan_data.written(plan, "https://panels.example.org")) == plan
    assert plan_data.read(b"<html>") is None


def test_page_can_be_read_at_eleven_and_escapes_what_a_plan_says():
    edition = replace(Edition.of(a_release()), plan=public_plan(report().plan))
    page = next(made for made in pages.recipes(edition) if made.path == "action-plan/index.html").artifact()

    assert reading_age(Copy(page.content.decode()).sentences) <= OLDEST
    assert SECRET not in page.content.decode()
