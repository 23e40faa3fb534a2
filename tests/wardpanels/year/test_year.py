"""The use cases, on a store in memory and folders that are real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from scheduler.edit import NewTiming
from scheduler.errors import RefusedEdit, SettledMeeting, UnknownName
from scheduler.facts import Absence, BoardMeeting, DaySpan, Home, Priority, Role, Signpost, Station
from scheduler.period import Period, calendar_year
from scheduler.plan import MeetingState, Plan
from scheduler.release.value import ChangeKind
from scheduler.store import Store, open_store
from tests.scheduler.examples import BOW_EAST, a_borough, a_meeting, a_plan, a_venue, an_officer, at, utc
from tests.scheduler.rules.examples import the_problem, the_year
from wardpanels.facts.release import release_facts
from wardpanels.faults import CannotUse, NothingYet, TooManyCancellations
from wardpanels.terminal.words.release import release_sentence
from wardpanels.year import drafts, editing, publishing, releasing
from wardpanels.year.telling import Telling

YEAR = calendar_year(2027)
TODAY = date(2026, 11, 24)
MORNING = utc(f"{TODAY} 09:00")
PLANNED, LATER = utc("2026-11-22 09:00"), utc("2026-11-23 09:00")


def a_store(plan: Plan) -> Store:
    """A store whose draft is `plan`."""
    store = open_store("memory:")
    drafts.keep_draft(store, a_borough(), plan, PLANNED)
    return store


def redrafted(store: Store, plan: Plan) -> None:
    """Make another plan the draft, as a change by hand does."""
    revision = store.draft(plan.borough_code, plan.first_day).revision
    store.save_draft(plan, expected_revision=revision, saved_at=LATER)


def released(store: Store, moment=PLANNED, *, allowed=None, dry_run=False) -> releasing.NextRelease:
    return releasing.release_draft(store, a_borough(), YEAR, moment, allowed=allowed, dry_run=dry_run)


def published(
    store: Store, folder: Path, period: Period = YEAR, at: datetime = MORNING, *, with_print: bool = False
) -> publishing.Published:
    folders = publishing.Folders(folder / "site", folder / "newsletter")
    return publishing.publish(store, a_telling(), period, at, folders, with_print=with_print)


def a_telling() -> Telling:
    """The borough's releases as they are, without a poll."""
    return Telling(a_borough().profile, (), lambda release: release)


def ten_meetings() -> Plan:
    """Ten meetings of one ward, a fortnight apart."""
    first = at("Thu 2027-03-25 19:00")
    return a_plan(
        *(
            a_meeting(meeting_id=f"2027-E05009317-{number}", starts_at=first + timedelta(days=14 * number))
            for number in range(1, 11)
        )
    )


def with_cancelled(plan: Plan, number: int) -> Plan:
    """The plan with its first `number` meetings cancelled."""
    meetings = tuple(
        replace(meeting, state=MeetingState.CANCELLED) if place < number else meeting
        for place, meeting in enumerate(plan.meetings)
    )
    return replace(plan, meetings=meetings)


def test_new_plan_takes_the_place_of_the_draft():
    store = a_store(a_plan())

    revision = drafts.keep_draft(store, a_borough(), ten_meetings(), LATER)

    assert (revision, drafts.draft_of(store, a_borough(), YEAR)) == (2, ten_meetings())


def test_draft_that_was_never_planned_is_asked_for():
    with pytest.raises(NothingYet) as told:
        drafts.draft_of(open_store("memory:"), a_borough(), YEAR)

    assert told.value.step == "wardpanels plan --year 2027"


@pytest.mark.parametrize("asked", ["Mile End", "mile-end", "MILE-END", "e05009328"])
def test_ward_is_known_by_name_slug_or_code(asked):
    found = drafts.meetings_of(a_borough(), a_plan(), asked)

    assert [meeting.meeting_id for meeting in found] == ["2027-E05009328-1"]


def test_unknown_ward_is_answered_with_the_known_ones():
    with pytest.raises(UnknownName) as told:
        drafts.meetings_of(a_borough(), a_plan(), "Soho")

    assert str(told.value) == "ward: found 'Soho', wanted one of bow-east, mile-end"


def test_release_without_news_is_not_made():
    store = a_store(a_plan())
    first = released(store)

    again = released(store, LATER)

    assert (first.is_stored, again.is_news, again.is_stored) == (True, False, False)
    assert store.releases("E09000030", YEAR.first_day) == (1,)


def test_dry_run_says_what_would_change_and_stores_nothing():
    store = a_store(a_plan())

    made = released(store, dry_run=True)

    assert (made.is_news, made.is_stored, len(made.release.changes)) == (True, False, 3)
    assert store.releases("E09000030", YEAR.first_day) == ()


def test_a_fifth_of_the_future_meetings_can_be_cancelled_without_being_asked():
    store = a_store(ten_meetings())
    released(store)
    redrafted(store, with_cancelled(ten_meetings(), 2))

    made = released(store, LATER)

    assert [change.kind for change in made.release.changes] == [ChangeKind.CANCELLED] * 2


def test_more_than_a_fifth_is_refused_until_it_is_allowed():
    store = a_store(ten_meetings())
    released(store)
    redrafted(store, with_cancelled(ten_meetings(), 3))

    with pytest.raises(TooManyCancellations) as told:
        released(store, LATER, allowed=2)
    made = released(store, LATER, allowed=3)

    assert str(told.value) == "release: found 3 of 10 future meetings cancelled, wanted 2 at most"
    assert (made.is_stored, len(made.release.changes)) == (True, 3)


def test_meetings_that_vanish_from_the_draft_count_as_cancelled():
    store = a_store(ten_meetings())
    released(store)
    redrafted(store, a_plan(*ten_meetings().meetings[:5]))

    with pytest.raises(TooManyCancellations) as told:
        released(store, LATER)

    assert (told.value.cancelled, told.value.future) == (5, 10)


def test_publishing_twice_writes_nothing_the_second_time(tmp_path):
    store = a_store(a_plan())
    released(store)

    first = published(store, tmp_path, with_print=True)
    again = published(store, tmp_path, with_print=True)

    assert (tmp_path / "site" / "wards" / "bow-east" / "calendar.ics").is_file()
    (site, _), (site_again, newsletter_again) = (
        [each.written for each in published.folders] for published in (first, again)
    )
    assert (site.written, site_again.written, newsletter_again.written) == (site.files, 0, 0)


@pytest.mark.thorough
def test_next_year_is_published_beside_what_is_left_of_this_one(tmp_path):
    store = a_store(a_plan())
    released(store)
    site = tmp_path / "site"
    published(store, tmp_path, with_print=True)

    starts = at("Thu 2028-02-03 19:00")
    meeting = a_meeting(meeting_id=f"2028-{BOW_EAST}-1", starts_at=starts)
    plan = a_plan(meeting, first_day=date(2028, 1, 1), last_day=date(2028, 12, 31))
    drafts.keep_draft(store, a_borough(), plan, LATER)
    releasing.release_draft(store, a_borough(), calendar_year(2028), LATER, allowed=None, dry_run=False)
    told = published(store, tmp_path, calendar_year(2028), with_print=True)

    feed = (site / "wards" / "bow-east" / "calendar.ics").read_text()
    assert f"UID:2027-{BOW_EAST}-1@" in feed
    assert f"UID:2028-{BOW_EAST}-1@" in feed
    assert (site / "posters" / f"2027-{BOW_EAST}-1.pdf").is_file()
    assert told.release.first_day == date(2028, 1, 1)
    assert told.folders[0].written.removed == 0


def test_no_officer_is_published(tmp_path):
    store = a_store(a_plan())
    released(store)

    published(store, tmp_path, with_print=True)

    secrets = [text.encode() for officer in a_borough().officers for text in (officer.name, officer.email)]
    told = [path for path in tmp_path.rglob("*") if path.is_file() and any(s in path.read_bytes() for s in secrets)]
    assert told == []


def test_other_officers_alone_are_a_release_that_tells_the_public_nothing():
    store = a_store(a_plan())
    released(store)
    first, *others = a_plan().meetings
    redrafted(store, a_plan(replace(first, sergeant="sgt-2"), *others))
    borough = a_borough(officers=(*a_borough().officers, an_officer("sgt-2", Role.SERGEANT)))

    made = releasing.release_draft(store, borough, YEAR, LATER, allowed=None, dry_run=False)

    assert (made.release.number, made.is_news, made.is_other_staff, made.is_stored) == (2, False, True, True)
    assert release_sentence(made) == "Release 2: nothing new for the public, but other officers come."


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"board": (BoardMeeting(date(2027, 7, 7), time(18, 30)),)}, id="board"),
        pytest.param({"acronyms": ()}, id="acronyms"),
        pytest.param({"homes": (Home("E3 2AB", 51.5, 0.0, BOW_EAST),)}, id="postcodes"),
        pytest.param(
            {"priorities": (Priority(BOW_EAST, date(2027, 1, 7), "Mopeds", "Forty marked"),)}, id="you said, we did"
        ),
        pytest.param({"signposts": (Signpost("In danger", "Call 999", ""),)}, id="signposts"),
        pytest.param({"stations": (Station("Bow Road", 51.5271, -0.0250),)}, id="stations"),
        pytest.param({"venues": (*a_borough().venues, a_venue(venue_id="new"))}, id="hall not in use"),
    ],
)
def test_facts_beside_the_meetings_are_a_release_that_touches_no_meeting(changed):
    store = open_store("memory:")
    drafts.keep_draft(store, a_borough(), a_plan(), PLANNED)
    first = released(store)

    made = releasing.release_draft(store, a_borough(**changed), YEAR, LATER, allowed=None, dry_run=False)

    assert (made.is_news, made.is_other_facts, made.is_stored) == (False, True, True)
    assert made.release.meetings == first.release.meetings
    assert release_sentence(made) == "Release 2: facts beside the meetings changed."
    assert release_facts(made)["number"] == 2


def test_release_tells_of_meetings_and_of_facts_beside_them():
    store = a_store(ten_meetings())
    released(store)
    redrafted(store, with_cancelled(ten_meetings(), 1))

    made = releasing.release_draft(store, a_borough(acronyms=()), YEAR, LATER, allowed=None, dry_run=True)

    assert release_sentence(made) == (
        "Release 2 would say: 1 cancelled, and facts beside the meetings changed. Nothing was stored."
    )


def test_newsletter_and_copy_never_take_the_sites_place(tmp_path):
    store = a_store(a_plan())
    released(store)
    site, newsletter, elsewhere = tmp_path / "site", tmp_path / "newsletter", tmp_path / "elsewhere"

    def publish_to(*folders):
        moment = utc(f"{TODAY} 09:00")
        return publishing.publish(store, a_telling(), YEAR, moment, publishing.Folders(*folders), with_print=False)

    with pytest.raises(CannotUse):
        publish_to(site, site)
    assert not site.exists()
    publish_to(site, newsletter)

    with pytest.raises(CannotUse):
        publish_to(elsewhere, newsletter, site)
    with pytest.raises(CannotUse):
        publish_to(elsewhere, site)

    assert ((site / "index.html").is_file(), (tmp_path / "elsewhere").exists()) == (True, False)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(partial(editing.move_meeting, new=NewTiming(held_on=date(2027, 3, 26))), id="move"),
        pytest.param(editing.cancel_meeting, id="cancel"),
    ],
)
def test_meeting_that_began_is_neither_moved_nor_cancelled(edit):
    store, (first, *_) = a_store(the_year()), the_year().meetings

    with pytest.raises(RefusedEdit) as refused:
        edit(store, the_problem(), first.meeting_id, at=first.starts_at + timedelta(seconds=1))

    began = f"it began on {first.starts_at:%a %d %b %Y}, and what is past cannot be changed"
    assert refused.value.reasons == (began,)
    assert drafts.draft_of(store, a_borough(), YEAR) == the_year()


def test_change_of_a_plan_made_under_other_rules_costs_what_the_change_does():
    older = replace(the_year(), cost=0, cost_by_rule={})
    store, (first, *_) = a_store(older), older.meetings

    as_it_is = editing.move_meeting(store, the_problem(), first.meeting_id, NewTiming(held_on=first.held_on), LATER)

    assert as_it_is.before.cost_by_rule == as_it_is.after.cost_by_rule


def test_meeting_that_is_about_to_begin_can_still_be_cancelled():
    store, (first, *_) = a_store(the_year()), the_year().meetings

    edited = editing.cancel_meeting(store, the_problem(), first.meeting_id, first.starts_at - timedelta(seconds=1))

    assert not edited.after.meetings[0].stands


def test_meeting_cannot_be_moved_into_the_past():
    store, (first, *_) = a_store(the_year()), the_year().meetings
    yesterday = NewTiming(held_on=first.held_on - timedelta(days=1))

    with pytest.raises(SettledMeeting) as refused:
        editing.move_meeting(store, the_problem(), first.meeting_id, yesterday, first.starts_at - timedelta(minutes=1))

    assert refused.value.reasons == ("it would begin on Wed 13 Jan 2027 at 19:00, and that is past",)


def test_undo_takes_back_one_change_after_the_other_down_to_the_first_plan():
    store, problem, (first, second, *_) = a_store(the_year()), the_problem(), the_year().meetings
    once = editing.cancel_meeting(store, problem, first.meeting_id, PLANNED, "weather")
    editing.cancel_meeting(store, problem, second.meeting_id, PLANNED)

    undone = editing.undo_last(store, problem, LATER)
    again = editing.undo_last(store, problem, LATER)

    assert (undone.after, again.after) == (once.after, the_year())
    assert drafts.stored_draft(store, a_borough(), YEAR).revision == 5
    with pytest.raises(CannotUse) as refused:
        editing.undo_last(store, problem, LATER)
    assert str(refused.value) == "draft of 2027: found no change to take back, wanted a draft that was changed"


def test_change_made_after_an_undo_is_taken_back_to_where_the_undo_led():
    store, problem, (first, second, *_) = a_store(the_year()), the_problem(), the_year().meetings
    editing.cancel_meeting(store, problem, first.meeting_id, PLANNED)
    editing.undo_last(store, problem, PLANNED)
    editing.cancel_meeting(store, problem, second.meeting_id, PLANNED)

    assert editing.undo_last(store, problem, PLANNED).after == the_year()
    with pytest.raises(CannotUse):
        editing.undo_last(store, problem, PLANNED)


def test_undo_leaves_what_has_begun_since_as_it_was():
    store, problem, (first, *_) = a_store(the_year()), the_problem(), the_year().meetings
    editing.cancel_meeting(store, problem, first.meeting_id, PLANNED)

    with pytest.raises(SettledMeeting):
        editing.undo_last(store, problem, first.starts_at + timedelta(minutes=1))

    assert drafts.stored_draft(store, a_borough(), YEAR).revision == 2


def test_undo_to_what_the_rules_no_longer_allow_is_refused():
    store, (first, *_) = a_store(the_year()), the_year().meetings
    editing.cancel_meeting(store, the_problem(), first.meeting_id, PLANNED)
    away = the_problem(absences=(Absence("sgt-1", DaySpan(first.held_on, first.held_on)),))

    with pytest.raises(RefusedEdit) as refused:
        editing.undo_last(store, away, PLANNED)

    assert str(refused.value).startswith("Draft 2 stays as it is:")


def test_site_is_not_published_by_a_clock_that_is_years_ahead(tmp_path):
    store = a_store(a_plan())
    released(store)
    published(store, tmp_path)

    with pytest.raises(CannotUse, match=r"26 November 2028, .* days after anything was released or published"):
        published(store, tmp_path, at=utc("2028-11-26 09:00"))


def test_year_in_which_publishing_had_nothing_new_to_tell_is_no_clock_that_is_wrong(tmp_path):
    store = a_store(a_plan())
    released(store)

    for moment in (utc("2026-12-01 09:00"), utc("2027-06-01 09:00"), utc("2027-12-31 09:00"), utc("2028-02-01 09:00")):
        published(store, tmp_path, at=moment)

    assert store.promises.register(a_borough().profile.code, "Europe/London").at == utc("2028-02-01 09:00")
