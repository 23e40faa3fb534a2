"""The year and a ward's year at the console: what they show, what can be looked for, and what they refuse."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.pinned import Pinned
from scheduler.plan import MeetingState, PlannedMeeting, meeting_id
from scheduler.policy import Session
from scheduler.records import MeetingRecord
from tests.console.borough import NOW, SMALL, YEAR
from tests.scheduler.examples import a_plan, at
from wardpanels.year.releasing import release_draft

CODE = SMALL.profile.code
HOSTILE = "<script>alert(1)</script>\"'&"
FIELDS = ("ward", "cluster", "hall", "officer", "state", "session", "period", "shown", "page")


@pytest.fixture
def plan(store):
    return store.released_plan(CODE, YEAR.first_day, 1)


@pytest.fixture
def coming(plan) -> list[PlannedMeeting]:
    return [each for each in plan.meetings if each.starts_at > NOW]


def changed(store, *meetings: PlannedMeeting, pins: tuple[Pinned, ...] | None = None) -> None:
    """Put meetings into the draft as they are here, whatever the rules say of it."""
    draft = store.draft(CODE, YEAR.first_day)
    kept = {**draft.plan.meeting_by_id, **{each.meeting_id: each for each in meetings}}
    plan = replace(draft.plan, meetings=tuple(sorted(kept.values(), key=lambda each: each.starts_at)))
    store.save_draft(plan, expected_revision=draft.revision, saved_at=NOW, pins=pins)


def shown(answer) -> dict[str, tuple[str, str]]:
    """The meetings of a page: the classes and the line of each, by its id."""
    found = re.findall(
        r'con-chip ([\w ]+)"[^>]* href="/console/meetings/([^"]+)"><i></i><span>([^<]*)',
        answer.get_data(as_text=True),
    )
    return {name: (classes, line) for classes, name, line in found}


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_every_meeting_is_a_link_that_says_when_where_and_what_became_of_it(looking, plan):
    answer = looking("viewer").look("/year")

    found = shown(answer)
    first = plan.meetings[0]
    assert found.keys() == plan.meeting_by_id.keys()
    assert found[first.meeting_id][0].endswith("ask")
    assert found[first.meeting_id][1].endswith("not recorded yet")
    assert f"{len(plan.meetings)} meetings in 3 wards" in text_of(answer)
    assert "It says what residents have been told, by release 1." in text_of(answer)


def test_meeting_moved_since_the_release_says_what_residents_were_told(as_, store, coming):
    moved = replace(coming[0], starts_at=at("Mon 2027-04-12 18:30"), ends_at=at("Mon 2027-04-12 20:00"))
    changed(store, moved)

    drafted = as_("viewer").look("/year?state=changed")
    released = as_("viewer").look("/year?shown=released")

    line = shown(drafted)[moved.meeting_id][1]
    assert list(shown(drafted)) == [moved.meeting_id]
    assert line.startswith("Mon 12 April 2027, 6:30pm, ")
    assert "; moved, residents were told " in line
    assert "In it 1 meeting is not as residents have been told, by release 1." in text_of(drafted)
    assert "moved" not in shown(released)[moved.meeting_id][1]
    assert "This is what residents have been told, by release 1." in text_of(released)


def test_meeting_moved_by_a_release_says_what_was_told_before(as_, house, store, coming):
    moved = replace(coming[0], starts_at=at("Mon 2027-04-12 18:30"), ends_at=at("Mon 2027-04-12 20:00"))
    changed(store, moved)
    release_draft(store, house.borough(), YEAR, NOW, allowed=None, dry_run=False)

    released = as_("viewer").look("/year?shown=released&state=changed")

    assert list(shown(released)) == [moved.meeting_id]
    assert "; moved, residents were told " in shown(released)[moved.meeting_id][1]
    assert shown(as_("viewer").look("/year?state=changed")) == {}


def test_cancelled_held_and_pinned_meetings_are_marked_and_found(as_, store, plan, coming):
    off = replace(coming[0], state=MeetingState.CANCELLED)
    changed(store, off, pins=(Pinned(coming[1].meeting_id),))
    store.records.add(CODE, MeetingRecord(plan.meetings[0].meeting_id, residents=9), after=0, at=NOW)

    def found(state: str) -> dict[str, tuple[str, str]]:
        return shown(as_("viewer").look(f"/year?state={state}"))

    assert list(found("cancelled")) == [off.meeting_id]
    assert found("cancelled")[off.meeting_id][1].endswith("cancelled; residents were told that it is on")
    assert list(found("held")) == [plan.meetings[0].meeting_id]
    assert list(found("pinned")) == [coming[1].meeting_id]
    assert "off" in found("cancelled")[off.meeting_id][0].split()
    assert "pin" in found("pinned")[coming[1].meeting_id][0].split()


def test_meeting_whose_hall_is_shut_needs_a_decision(as_, house, coming):
    halls = house.data / "venues.csv"
    head, *rows = halls.read_text(encoding="utf-8").splitlines()
    closed, name = head.split(",").index("closed"), coming[0].venue_id
    rows = [
        ",".join([*row.split(",")[:closed], str(coming[0].held_on), *row.split(",")[closed + 1 :]])
        if row.startswith(f"{name},")
        else row
        for row in rows
    ]
    halls.write_text("\n".join([head, *rows, ""]), encoding="utf-8")

    assert coming[0].meeting_id in shown(as_("viewer").look("/year?state=troubled"))
    assert len(shown(as_("viewer").look("/year?state=troubled"))) < len(coming)


def test_meetings_are_found_by_ward_hall_session_and_officer_in_any_case(looking, plan):
    one = plan.meetings[0]
    ward = next(each for each in SMALL.wards if each.code == one.ward_code)
    hall = next(each for each in SMALL.venues if each.venue_id == one.venue_id)

    def found(query: dict[str, str]) -> set[str]:
        answer = looking("planner").client.get("/console/year", query_string=query)
        return set(shown(answer))

    def meant(test) -> set[str]:
        return {each.meeting_id for each in plan.meetings if test(each)}

    assert found({"ward": ward.name.upper()}) >= meant(lambda each: each.ward_code == ward.code)
    assert found({"ward": ward.code}) == meant(lambda each: each.ward_code == ward.code)
    assert found({"hall": hall.venue_id}) == meant(lambda each: each.venue_id == hall.venue_id)
    assert found({"officer": one.sergeant}) == meant(lambda each: one.sergeant in each.officers)
    assert found({"session": "evening"}) == meant(lambda each: each.session is Session.EVENING)


def test_sergeant_can_look_at_their_own_wards(looking, plan):
    own = SMALL.wards[0].code

    found = shown(looking("sergeant").look("/year?cluster=own"))

    assert found.keys() == {each.meeting_id for each in plan.meetings if each.ward_code == own}


def test_nothing_found_is_said_and_leads_on(looking):
    answer = looking("viewer").look("/year?ward=nowhere&state=cancelled")

    assert answer.status_code == 200
    assert "looked for: ward “nowhere”; cancelled. Show all meetings" in text_of(answer)
    assert "No meeting of 2027 is like this." in text_of(answer)


def test_year_that_is_not_planned_says_so(looking, house):
    stored = house.periods().to_plan.first_day.isoformat()

    answer = looking("viewer").look(f"/year?period={stored}")

    assert (answer.status_code, "Nothing has been planned" in text_of(answer)) == (200, True)


def test_wards_of_another_period_are_asked_for_by_its_first_day(as_, store, plan):
    first, last = date(2028, 1, 1), date(2028, 12, 31)
    store.save_draft(replace(plan, first_day=first, last_day=last, meetings=()), expected_revision=None, saved_at=NOW)

    then = as_("viewer").look("/year?period=2028-01-01").text

    assert f'href="/console/wards/{SMALL.wards[0].slug}?period=2028-01-01"' in then
    assert '<option value="2028-01-01" selected>' in then
    assert "No meeting" in as_("viewer").look(f"/wards/{SMALL.wards[0].slug}?period=2028-01-01").text


@pytest.mark.parametrize(
    "query",
    ["state=lost", "session=night", "cluster=nowhere", "shown=both", "page=0", "page=2", "page=x", "period=2099-01-01"],
)
def test_choice_that_there_is_not_is_a_page_in_words(looking, query):
    answer = looking("viewer").look(f"/year?{query}")

    assert answer.status_code == 404
    assert "wanted" in text_of(answer)


def test_officers_are_for_those_who_may_see_staff(looking, plan):
    ward = SMALL.wards[0].slug
    refused = looking("viewer").look(f"/year?officer={plan.meetings[0].sergeant}")

    assert refused.status_code == 403
    assert 'name="officer"' not in looking("viewer").look("/year").get_data(as_text=True)
    assert "Officers who come" not in text_of(looking("viewer").look(f"/wards/{ward}"))
    assert "Officers who come" in text_of(looking("planner").look(f"/wards/{ward}"))


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_text_comes_out_harmless(looking, field):
    answer = looking("administrator").client.get("/console/year", query_string={field: HOSTILE})

    assert answer.status_code in (200, 404)
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_many_wards_are_shared_out_over_pages_of_few_links(as_, house):
    large = borough(1, wards=60)
    shutil.rmtree(house.data)
    write_folder(large, house.data)
    meetings = tuple(
        replace(each, meeting_id=meeting_id(2027, ward.code, n), ward_code=ward.code)
        for ward in large.wards
        for n, each in enumerate(a_plan().meetings * 2, start=1)
    )
    draft = house.store.draft(CODE, YEAR.first_day)
    plan = replace(draft.plan, meetings=meetings)
    house.store.save_draft(plan, expected_revision=draft.revision, saved_at=NOW)

    pages = [as_("viewer").look(f"/year?page={n}") for n in (1, 2, 3)]
    links = [page.get_data(as_text=True).count("<a ") for page in pages]

    assert all(count <= 250 for count in links), links
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert as_("viewer").look("/year?page=4").status_code == 404
    listed = [slug for page in pages for slug in re.findall(r'href="/console/wards/([^"]+)"', page.text)]
    assert sorted(listed) == sorted(ward.slug for ward in large.wards)


def test_ward_says_what_it_is_owed_and_why_and_what_its_year_costs(looking, plan):
    ward = SMALL.wards[0]

    answer = looking("sergeant").look(f"/wards/{ward.slug}")

    said = text_of(answer)
    assert shown(answer).keys() == {each.meeting_id for each in plan.meetings if each.ward_code == ward.code}
    assert re.search(r"\d evening meetings.*, because its tier is", said)
    assert re.search(r"over and not recorded yet", said)
    assert re.search(r"\d points\. Each is something that could be better", said)
    assert not re.search(rf"\d{{4}}-{ward.code}-\d", said), "no ids in words"


def test_ward_says_what_it_is_still_owed_and_how_to_make_it_good(as_, store, coming):
    off = replace(coming[0], state=MeetingState.CANCELLED)
    changed(store, off)
    slug = next(ward.slug for ward in SMALL.wards if ward.code == off.ward_code)

    planner, viewer = (as_(who).look(f"/wards/{slug}") for who in ("administrator", "viewer"))

    assert "Still owed: 1 meeting." in text_of(planner)
    assert f"/meetings/add?instead-of={off.meeting_id}&amp;" in planner.text
    assert f"/debts/{off.meeting_id}?" in planner.text
    assert "Still owed: 1 meeting." in text_of(viewer)
    assert "/meetings/add" not in viewer.text
    assert "/debts/" not in viewer.text


def test_ward_is_offered_a_meeting_by_those_who_may_change_it(looking):
    own, other = SMALL.wards[0].slug, SMALL.wards[1].slug

    offered = [
        "Add a meeting" in text_of(looking(who).look(f"/wards/{slug}"))
        for who, slug in (("sergeant", own), ("sergeant", other), ("viewer", own))
    ]

    assert offered == [True, False, False]


def test_ward_that_there_is_not_is_a_page_in_words(looking):
    assert looking("viewer").look("/wards/atlantis").status_code == 404
