"""What the console keeps between visits, and when it reads and asks anew."""

from __future__ import annotations

from dataclasses import replace

from tests.console.borough import NOW, YEAR
from tests.scheduler.examples import utc


def test_question_is_the_same_one_while_nothing_has_changed(house):
    assert house.problem(YEAR) is house.problem(YEAR)


def test_draft_of_the_same_period_leaves_the_question_as_it_is(house):
    before = house.problem(YEAR)
    draft = house.store.draft(before.borough.profile.code, YEAR.first_day)

    house.store.save_draft(draft.plan, expected_revision=draft.revision, saved_at=NOW)

    assert house.problem(YEAR) is before


def test_question_is_put_anew_once_a_file_has_changed(house):
    before = house.problem(YEAR)
    halls = house.data / "venues.csv"
    halls.write_text(halls.read_text(encoding="utf-8").replace("Hall", "House", 1), encoding="utf-8")

    assert house.problem(YEAR) is not before
    assert house.borough(YEAR).venues != before.borough.venues


def test_question_is_put_anew_once_another_period_is_planned(house):
    before = house.problem(YEAR)
    plan = house.store.draft(before.borough.profile.code, YEAR.first_day).plan
    earlier = replace(plan, first_day=utc("2026-12-01 00:00").date(), last_day=utc("2026-12-31 00:00").date())

    house.store.save_draft(replace(earlier, meetings=()), expected_revision=None, saved_at=NOW)

    assert house.problem(YEAR) is not before


def test_what_comes_of_the_files_is_made_once_until_a_file_or_what_is_told_changes(house):
    before = house.of_files("one", object)

    assert house.of_files("one", object) is before
    assert house.of_files("another", object) is not before
    assert house.of_files("one", object, also="told") is not before
    before = house.of_files("one", object)
    (house.data / "days.csv").write_text("first_day,last_day,kind,label\n", encoding="utf-8")
    assert house.of_files("one", object) is not before


def test_no_more_than_a_few_are_kept(house):
    first = house.of_files(0, object)
    for other in range(1, 20):
        house.of_files(other, object)

    assert house.of_files(0, object) is not first
