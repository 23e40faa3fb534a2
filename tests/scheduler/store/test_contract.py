"""One contract, three stores: what is true of one is true of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest

from scheduler.errors import StaleRevision, UnknownName
from scheduler.evidence.lines import (
    KINDS,
    ActionTurn,
    BoardAttendance,
    MinutedAction,
    NeighbourhoodSeen,
    NewLine,
    PanelPosts,
    Paper,
    PaperIssued,
    PrioritiesAgreed,
    Sight,
    Sighting,
    Statement,
    Turn,
    in_force,
)
from scheduler.facts import Acronym, Role
from scheduler.period import calendar_year
from scheduler.records import MeetingRecord
from scheduler.release.making import next_release
from scheduler.store import Draft, RecordLine, StaleNote, StaleRecord, StaleRelease, open_store
from scheduler.visited import Visited
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at, the_meetings, utc

TOWER_HAMLETS, YEAR = "E09000030", 2027
SAVED = utc("2026-11-22 09:00")
HOSTILE = "a,b\r\n\"q\" 'q' =cmd() <script> \u202e rtl 🎪 \x00 \\ %s {x}"


def first_release(**facts):
    return next_release(a_borough(**facts), a_plan(), None, SAVED)


def second_release():
    return next_release(a_borough(), moved_plan(), first_release(), utc("2027-01-10 12:00"))


def moved_plan():
    return a_plan(a_meeting(starts_at=at("Thu 2027-04-01 19:00")), *the_meetings()[1:])


def at_once(*actions):
    """What each action returned or raised, all of them let go at the same moment."""
    outcomes, start = [None] * len(actions), Barrier(len(actions))

    def run(place, action):
        start.wait()
        try:
            outcomes[place] = action()
        except StaleRevision as stale:
            outcomes[place] = type(stale)

    threads = [Thread(target=run, args=numbered) for numbered in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


EVERY_KIND = (
    BoardAttendance(date(2027, 3, 22), date(2027, 3, 1), youth_came=True),
    BoardAttendance(date(2027, 6, 21)),
    Statement("2a", date(2027, 2, 1), "The letter went out.", "https://example.org/letter"),
    MinutedAction("2027-E05009317-1/1", "2027-E05009317-1", "Mend the lamp", "public_realm", date(2027, 4, 1)),
    ActionTurn("2027-E05009317-1/1", Turn.MOVED, date(2027, 3, 30), date(2027, 5, 1), "No parts."),
    PrioritiesAgreed("2027-E05009317-1", "E05009317", date(2027, 3, 1), ("Mopeds", "Lamps")),
    PaperIssued("2027-E05009317-1", Paper.MINUTES, date(2027, 3, 9), "digest"),
    Sighting("2027-E05009317-1", "police.uk", "https://example.org", Sight.WRONG, SAVED, ("time: found 19:00",)),
    NeighbourhoodSeen("E05009317", date(2027, 3, 1), None, 3),
)


class StoreContract:
    """`store` and `rival` are two hands on the same rows."""

    def test_empty_store_has_no_draft_and_no_release(self, store):
        assert store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day) is None
        assert store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day) is None
        assert store.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == ()

    def test_saved_draft_is_read_back_whole(self, store, rival):
        assert store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED) == 1

        assert rival.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day) == Draft(1, a_plan())

    def test_newest_draft_is_the_one_that_is_read(self, store, rival):
        store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED)
        assert rival.save_draft(moved_plan(), expected_revision=1, saved_at=SAVED) == 2

        assert store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day) == Draft(2, moved_plan(), parent=1)

    def test_draft_knows_who_changed_it_and_why_and_the_one_before_knows_nobody(self, store, rival):
        store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED)
        by, why = "PS Ann O'Ward", HOSTILE.replace("\x00", "")
        store.save_draft(moved_plan(), expected_revision=1, saved_at=SAVED, by=by, why=why)

        first_day = calendar_year(YEAR).first_day
        assert rival.draft(TOWER_HAMLETS, first_day) == Draft(2, moved_plan(), parent=1, by=by, why=why)
        assert rival.draft_before(TOWER_HAMLETS, first_day) == Draft(1, a_plan())

    def test_times_come_back_in_the_boroughs_zone_on_both_sides_of_the_clock_change(self, store):
        store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED)
        store.append_release(first_release(), a_plan())

        drafted = store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day).plan.meetings
        released = store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day).meetings

        for meetings in (drafted, released):
            assert [meeting.starts_at.strftime("%H:%M %Z") for meeting in meetings] == [
                "19:00 GMT",
                "18:30 BST",
                "11:00 BST",
            ]

    @pytest.mark.parametrize("expected", [None, 1, 3])
    def test_draft_that_does_not_follow_the_newest_is_refused(self, store, expected):
        store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED)
        store.save_draft(a_plan(), expected_revision=1, saved_at=SAVED)

        with pytest.raises(StaleRevision) as caught:
            store.save_draft(moved_plan(), expected_revision=expected, saved_at=SAVED)

        assert str(caught.value) == (
            f"draft: found revision 2, wanted {expected or 0}. Read the draft again and repeat the change."
        )
        assert store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day) == Draft(2, a_plan(), parent=1)

    def test_records_of_a_borough_are_lines_of_which_the_newest_counts(self, store, rival):
        first, second = MeetingRecord("m-1", 24, 3, (Role.DWO, Role.SERGEANT)), MeetingRecord("m-2", not_held="weather")
        corrected = MeetingRecord("m-1", 25)

        one = store.records.add(TOWER_HAMLETS, first, after=0, at=SAVED)
        other = rival.records.add(TOWER_HAMLETS, second, after=0, at=SAVED)
        last = store.records.add(TOWER_HAMLETS, corrected, after=one, at=SAVED)
        store.records.add("E09000001", first, after=0, at=SAVED)

        assert rival.records.lines(TOWER_HAMLETS) == (
            RecordLine(one, SAVED, first),
            RecordLine(other, SAVED, second),
            RecordLine(last, SAVED, corrected),
        )
        newest = {meeting_id: line.record for meeting_id, line in store.records.latest(TOWER_HAMLETS).items()}
        assert newest == {"m-1": corrected, "m-2": second}
        assert store.records.lines("E09000002") == ()

    def test_notes_of_a_borough_are_lines_that_a_later_one_may_correct(self, store, rival):
        posts = PanelPosts("E05009317", date(2027, 3, 1), 1, 0, 1)
        counted = PanelPosts("E05009317", date(2027, 3, 1), 1, 2, 1)

        assert store.notes.add(TOWER_HAMLETS, posts, by="secretary", at=SAVED) == 1
        store.notes.add_all(TOWER_HAMLETS, EVERY_KIND, by="sergeant", at=SAVED)
        rival.notes.add_all(TOWER_HAMLETS, (), by="sergeant", at=SAVED)
        last = rival.notes.add(TOWER_HAMLETS, counted, by="secretary", at=SAVED, replaces=1)
        assert store.notes.add("E09000001", posts, by="secretary", at=SAVED) == 1

        lines = store.notes.lines(TOWER_HAMLETS)
        assert {type(line.noted) for line in lines} == set(KINDS.values())
        assert [line.noted for line in lines] == [posts, *EVERY_KIND, counted]
        assert [line.number for line in lines] == list(range(1, last + 1))
        assert [line.noted for line in in_force(lines)] == [*EVERY_KIND, counted]
        assert store.notes.lines(TOWER_HAMLETS, (PanelPosts,)) == tuple(
            line for line in lines if isinstance(line.noted, PanelPosts)
        )
        assert (lines[0].by, lines[0].at, lines[-1].replaces) == ("secretary", SAVED, 1)

    @pytest.mark.parametrize("wrong", [1, 9])
    def test_note_that_is_not_there_or_is_corrected_already_is_not_corrected(self, store, wrong):
        posts = PanelPosts("E05009317", date(2027, 3, 1), 1, 0, 1)
        store.notes.add(TOWER_HAMLETS, posts, by="secretary", at=SAVED)
        store.notes.add(TOWER_HAMLETS, posts, by="secretary", at=SAVED, replaces=1)

        with pytest.raises(StaleNote):
            store.notes.add(TOWER_HAMLETS, posts, by="secretary", at=SAVED, replaces=wrong)

        assert len(store.notes.lines(TOWER_HAMLETS)) == 2

    def test_visits_are_the_most_that_any_reading_saw(self, store, rival):
        monday, tuesday = date(2027, 3, 1), date(2027, 3, 2)
        poster = Visited(monday, "poster", "news", "E05009317", "2027-E05009317-1")
        post, page = Visited(monday, "x", "week", "E05009317"), Visited(tuesday, "x", "week")

        store.visits.note(TOWER_HAMLETS, {monday}, {poster: 3, post: 1})
        rival.visits.note(TOWER_HAMLETS, {monday, tuesday}, {poster: 2, post: 4, page: 1})
        store.visits.note(TOWER_HAMLETS, {monday}, {})
        store.visits.note("E09000001", {tuesday}, {page: 9})
        store.visits.note(TOWER_HAMLETS, (), {})

        assert rival.visits.counts(TOWER_HAMLETS, monday, tuesday) == {poster: 3, post: 4, page: 1}
        assert rival.visits.counts(TOWER_HAMLETS, tuesday, tuesday) == {page: 1}
        assert rival.visits.days(TOWER_HAMLETS, monday, tuesday) == {monday, tuesday}
        assert rival.visits.days(TOWER_HAMLETS, tuesday, date(2027, 3, 3)) == {tuesday}

    def test_record_that_does_not_follow_the_meetings_newest_is_refused(self, store, rival):
        line = store.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 24), after=0, at=SAVED)

        for after in (0, line + 1):
            with pytest.raises(StaleRecord):
                rival.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 25), after=after, at=SAVED)

        assert [each.record.residents for each in store.records.lines(TOWER_HAMLETS)] == [24]

    def test_record_and_the_notes_beside_it_are_written_together_or_not_at_all(self, store, rival):
        action = MinutedAction("m-1/1", "m-1", "Fix the gate")
        line = store.records.add(
            TOWER_HAMLETS, MeetingRecord("m-1", 24), after=0, at=SAVED, by="secretary", beside=(NewLine(action),)
        )
        corrected = (NewLine(replace(action, what="Fix both gates"), replaces=1), NewLine(action, replaces=9))

        with pytest.raises(StaleNote):
            rival.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 25), after=line, at=SAVED, beside=corrected)
        with pytest.raises(StaleRecord):
            rival.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 25), after=0, at=SAVED, beside=corrected[:1])

        assert [each.record.residents for each in store.records.lines(TOWER_HAMLETS)] == [24]
        assert [(each.noted, each.by) for each in store.notes.lines(TOWER_HAMLETS)] == [(action, "secretary")]

    def test_of_two_who_record_a_meeting_at_once_one_wins_and_the_other_is_told(self, store, rival):
        outcomes = at_once(
            lambda: store.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 24), after=0, at=SAVED),
            lambda: rival.records.add(TOWER_HAMLETS, MeetingRecord("m-1", 42), after=0, at=SAVED),
        )

        assert StaleRecord in outcomes
        assert len(store.records.lines(TOWER_HAMLETS)) == 1

    def test_draft_saved_at_a_moment_without_a_zone_is_refused(self, store):
        with pytest.raises(ValueError) as caught:
            store.save_draft(a_plan(), expected_revision=None, saved_at=SAVED.replace(tzinfo=None))

        assert str(caught.value) == "store: found 2026-11-22T09:00:00 without a zone, wanted a moment with one"
        assert store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day) is None

    def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(self, store, rival):
        for revision in range(8):
            outcomes = at_once(
                lambda revision=revision: store.save_draft(a_plan(), expected_revision=revision, saved_at=SAVED),
                lambda revision=revision: rival.save_draft(a_plan(), expected_revision=revision, saved_at=SAVED),
            )

            assert sorted(outcomes, key=str) == sorted([revision + 1, StaleRevision], key=str)
        assert store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day).revision == 8

    def test_of_two_who_release_at_once_one_wins_and_the_other_is_told(self, store, rival):
        release = first_release()

        outcomes = at_once(
            lambda: store.append_release(release, a_plan()), lambda: rival.append_release(release, a_plan())
        )

        assert sorted(outcomes, key=str) == sorted([None, StaleRelease], key=str)
        assert rival.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == (1,)

    def test_years_and_boroughs_are_kept_apart(self, store):
        next_year = replace(a_plan(), first_day=date(2028, 1, 1), last_day=date(2028, 12, 31))
        next_door = replace(a_plan(), borough="Newham", borough_code="E09000025")
        for plan in (a_plan(), next_year, next_door):
            assert store.save_draft(plan, expected_revision=None, saved_at=SAVED) == 1

        assert store.draft(TOWER_HAMLETS, calendar_year(2028).first_day) == Draft(1, next_year)
        assert store.draft("E09000025", calendar_year(YEAR).first_day) == Draft(1, next_door)
        assert store.draft("E09000025", calendar_year(2028).first_day) is None

    def test_releases_and_their_plans_are_read_back_whole(self, store, rival):
        store.append_release(first_release(), a_plan())
        store.append_release(second_release(), moved_plan())

        assert rival.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == (1, 2)
        assert rival.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day) == second_release()
        assert rival.release(TOWER_HAMLETS, calendar_year(YEAR).first_day, 1) == first_release()
        assert rival.release(TOWER_HAMLETS, calendar_year(YEAR).first_day, 2) == second_release()
        assert rival.released_plan(TOWER_HAMLETS, calendar_year(YEAR).first_day, 1) == a_plan()
        assert rival.released_plan(TOWER_HAMLETS, calendar_year(YEAR).first_day, 2) == moved_plan()

    def test_stored_release_makes_the_same_next_release_as_the_one_in_hand(self, store):
        store.append_release(first_release(), a_plan())
        stored = store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day)

        assert next_release(a_borough(), moved_plan(), stored, utc("2027-01-10 12:00")) == second_release()

    @pytest.mark.parametrize("number", [0, 1, 3])
    def test_release_out_of_turn_is_refused(self, store, number):
        store.append_release(first_release(), a_plan())

        with pytest.raises(StaleRelease) as caught:
            store.append_release(replace(second_release(), number=number), moved_plan())

        assert str(caught.value) == f"release: found number {number}, wanted 2. Make the release again."
        assert store.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == (1,)
        assert store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day) == first_release()

    def test_release_of_another_plan_is_refused(self, store):
        next_year = replace(a_plan(), first_day=date(2028, 1, 1))

        with pytest.raises(ValueError) as caught:
            store.append_release(first_release(), next_year)

        assert str(caught.value) == "plan: found E09000030 from 2028-01-01, wanted E09000030 from 2027-01-01"
        assert store.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == ()

    def test_release_that_was_never_made_is_named(self, store):
        with pytest.raises(UnknownName) as before_any:
            store.release(TOWER_HAMLETS, calendar_year(YEAR).first_day, 1)
        store.append_release(first_release(), a_plan())
        with pytest.raises(UnknownName) as beyond:
            store.released_plan(TOWER_HAMLETS, calendar_year(YEAR).first_day, 2)

        assert str(before_any.value) == "release: found '1', wanted a period with a release"
        assert str(beyond.value) == "release: found '2', wanted a number from 1 to 1"

    def test_hostile_text_comes_back_unharmed(self, store):
        release = first_release(acronyms=(Acronym(HOSTILE, HOSTILE, HOSTILE),))

        store.append_release(release, a_plan())

        assert store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day) == release


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self):
        store = open_store("memory:")
        yield store
        store.close()

    @pytest.fixture
    def rival(self, store):
        return store


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def url(self, tmp_path):
        return f"sqlite:///{tmp_path / 'panels.db'}"

    @pytest.fixture
    def store(self, url):
        store = open_store(url)
        yield store
        store.close()

    @pytest.fixture
    def rival(self, url, store):
        rival = open_store(url)
        yield rival
        rival.close()


class TestPostgresStore(TestSqliteStore):
    @pytest.fixture
    def url(self, emptied_url):
        return emptied_url
