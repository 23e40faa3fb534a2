"""What goes out when, and what a change does to it. Pieces are made here by hand: one meeting, one line of words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publishers.artifact import Artifact
from publishers.due_times import Voice
from publishers.missed import TOO_LATE, why_missed
from publishers.moments import Moment
from publishers.pieces import Piece
from publishers.timetable import BEYOND_MENDING, CANCELLED, Timetable, filling
from scheduler.items import Filling, Item, ItemState, LedgerEntry, Record
from scheduler.plan import MeetingState
from scheduler.release.value import PastFacts, ReleasedMeeting
from tests.publishers.examples import FIRST, a_meeting, a_release, at

BOW = "2027-E05009317-1"
LATER = "2027-E05009317-2"
X = Voice("x", (7, 1))
LEASE = timedelta(minutes=5)
SOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def a_year(*meetings, number=1, released_at=FIRST):
    return replace(a_release(), number=number, released_at=released_at, meetings=meetings)


def in_march(**facts):
    return a_meeting(BOW, "Tue 2027-03-02 19:00", **facts)


MARCH = {BOW: in_march()}


def a_piece(meeting, channel="x", words=None):
    state = "off" if meeting.is_cancelled else f"{meeting.starts_at:%d %b %H:%M}"
    text = Artifact(f"copy/{channel}/{meeting.meeting_id}.txt", "text/plain", (words or state).encode())
    return Piece(channel, meeting.meeting_id, (meeting.meeting_id,), (text,))


def take_down(item):
    text = Artifact("copy/gone.txt", "text/plain", b"take it down")
    return Piece(item.channel, item.subject, item.meetings, (text,), item.recipient)


def is_other(item):
    return False


def a_timetable(
    release,
    *,
    now=SOON,
    voices=(X,),
    pieces=None,
    same=is_other,
    then=lambda item: None,
    care_on=lambda day: "",
    words_at=lambda piece, moment: piece,
    meetings_told=MappingProxyType({}),
    is_working=lambda day: True,
    held=(),
):
    if pieces is None:
        pieces = tuple(a_piece(meeting, voice.channel) for voice in voices for meeting in release.meetings)
    by_thread = {piece.thread: piece for piece in pieces}
    speaking = {voice.channel for voice in voices if voice.leads}
    return Timetable(
        release,
        voices,
        {thread: piece.meetings for thread, piece in by_thread.items() if thread[0] in speaking},
        now,
        say=lambda thread, moment: words_at(by_thread.get(thread), moment),
        withdrawal=take_down,
        has_same_facts=same,
        then=then,
        meetings_told=lambda item: meetings_told,
        care_on=care_on,
        is_working=is_working,
        held=frozenset(held),
    )


def reworded(words="Do come", **facts):
    """The second release, which says the same of the meeting in other words."""
    release = a_year(in_march(), number=2)
    return a_timetable(release, pieces=(a_piece(in_march(), words=words),), same=lambda item: True, **facts)


def told(item, **facts):
    return replace(item, **{"state": ItemState.ISSUED, "attempts": 1} | facts)


def plan(items, at=SOON):
    return [(item.lead, f"{item.due_at:%Y-%m-%d %H:%M}", str(item.state_at(at))) for item in items]


def a_line(item, event, moment, note=""):
    return LedgerEntry(item.key, moment, event, "the program", note, item.digest)


def test_each_lead_is_due_at_nine_in_the_morning_local_time_and_of_use_until_the_next():
    meeting = a_meeting(BOW, "Thu 2027-04-01 19:00")  # summer time begins on 28 March

    week, day = filling(a_timetable(a_year(meeting)), ()).items

    assert plan((week, day)) == [("7", "2027-03-25 09:00", "planned"), ("1", "2027-03-31 08:00", "planned")]
    assert (week.use_by, day.use_by) == (day.due_at, datetime(2027, 4, 1, 18, 0, tzinfo=UTC))


def test_filling_again_changes_nothing():
    timetable = a_timetable(a_year(in_march()))
    known = filling(timetable, ()).items

    again = filling(timetable, known)

    assert again == Filling()


def test_key_names_one_item_only():
    first = filling(a_timetable(a_year(in_march())), ()).items
    moved = filling(a_timetable(a_year(a_meeting(BOW, "Tue 2027-03-09 19:00"))), ()).items

    assert len({item.key for item in (*first, *moved)}) == 4
    assert all(item.key.startswith("x.") for item in first)


def test_release_after_a_lead_has_passed_goes_out_at_once_and_what_is_of_no_use_is_missed():
    late = datetime(2027, 2, 27, 12, 0, tzinfo=UTC)
    voices = (Voice("x", (28, 7, 1)),)

    items = filling(a_timetable(a_year(in_march()), now=late, voices=voices), ()).items

    assert plan(items, late) == [
        ("28", "2027-02-02 09:00", "missed"),
        ("7", "2027-02-23 09:00", "planned"),
        ("1", "2027-03-01 09:00", "planned"),
    ]
    assert why_missed(Record(items[0], (a_line(items[0], ItemState.PLANNED, late),))) == TOO_LATE


def test_meeting_that_has_begun_is_not_told_of():
    begun = datetime(2027, 3, 2, 19, 0, tzinfo=UTC)

    assert filling(a_timetable(a_year(in_march()), now=begun), ()).items == ()


def test_at_release_means_when_the_meeting_was_first_released():
    items = filling(a_timetable(a_year(in_march()), voices=(Voice("x", (None,)),)), ()).items

    assert [(item.lead, item.due_at) for item in items] == [("release", FIRST)]


def test_moved_meeting_replaces_what_has_not_gone_out_and_corrects_nothing():
    known = filling(a_timetable(a_year(in_march())), ()).items
    moved = a_year(a_meeting(BOW, "Tue 2027-03-09 19:00"), number=2)

    change = filling(a_timetable(moved), known)

    assert change.replaced == {item.key: "Release 2 says it differently." for item in known}
    assert plan(change.items) == [("7", "2027-03-02 09:00", "planned"), ("1", "2027-03-08 09:00", "planned")]


def test_moved_meeting_is_corrected_at_once_where_it_was_told_and_told_again_at_its_new_times():
    week, day = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    moved = a_year(a_meeting(BOW, "Tue 2027-03-09 19:00"), number=2, released_at=now)

    change = filling(a_timetable(moved, now=now), (told(week), day))

    assert change.replaced == {day.key: "Release 2 says it differently."}
    assert plan(change.items) == [
        ("correction-2", "2027-02-25 10:00", "planned"),
        ("7", "2027-03-02 09:00", "planned"),
        ("1", "2027-03-08 09:00", "planned"),
    ]


def test_cancelled_meeting_is_corrected_where_it_was_told_and_silent_elsewhere():
    voices = (X, Voice("sms", (1,)))
    known = filling(a_timetable(a_year(in_march()), voices=voices), ()).items
    week = next(item for item in known if item.lead == "7")
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now)

    change = filling(a_timetable(off, now=now, voices=voices), [told(week) if one is week else one for one in known])

    assert [(item.channel, item.lead) for item in change.items] == [("x", "correction-2")]
    assert len(change.replaced) == 2


def test_meeting_that_is_cancelled_in_the_same_words_is_said_to_be():
    known = filling(a_timetable(a_year(in_march())), ()).items
    off = a_year(in_march(state=MeetingState.CANCELLED), number=2)

    change = filling(a_timetable(off, pieces=(a_piece(in_march()),)), known)

    assert change.replaced == dict.fromkeys((item.key for item in known), CANCELLED)


def test_meeting_that_is_over_was_not_cancelled_and_what_it_left_unsent_is_not_overtaken():
    known = filling(a_timetable(a_year(in_march(), a_meeting(LATER, "Tue 2027-06-01 19:00"))), ()).items
    now = datetime(2027, 3, 4, 10, 0, tzinfo=UTC)
    off = a_meeting(LATER, "Tue 2027-06-01 19:00", state=MeetingState.CANCELLED)
    elsewhere = a_piece(in_march(), words="held in another hall")

    for pieces in (None, (elsewhere, a_piece(off))):
        later = a_timetable(a_year(in_march(), off, number=2, released_at=now), now=now, pieces=pieces)
        change = filling(later, known)

        assert {item.subject for item in known if item.key in change.replaced} == {LATER}
        assert change.items == ()


def test_correction_that_lapsed_does_not_hold_up_the_next():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    second = a_year(a_meeting(BOW, "Thu 2027-03-04 19:00"), number=2, released_at=SOON)
    (lapsed, *_) = filling(a_timetable(second), (told(week),)).items
    now = datetime(2027, 3, 5, 10, 0, tzinfo=UTC)
    third = a_year(a_meeting(BOW, "Tue 2027-04-13 18:30"), number=3, released_at=now)

    change = filling(a_timetable(third, now=now), (told(week), lapsed))

    assert (lapsed.lead, lapsed.is_missed(now)) == ("correction-2", True)
    assert [item.lead for item in change.items] == ["correction-3", "7", "1"]


def test_item_whose_sender_was_stopped_counts_as_told():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now)

    change = filling(a_timetable(off, now=now), (replace(week, attempts=1),))

    assert [item.lead for item in change.items] == ["correction-2"]


def test_item_on_its_way_is_left_alone():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now)
    leased = replace(week, attempts=1, leased_until=now + timedelta(minutes=5))

    assert filling(a_timetable(off, now=now), (leased,)).replaced == {}


def test_correction_that_is_true_no_more_gives_way_to_one_that_is():
    week, day = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_timetable(a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now), now=now)
    (correction,) = filling(off, (told(week), day)).items
    moved = a_timetable(a_year(a_meeting(BOW, "Tue 2027-03-09 19:00"), number=3, released_at=now), now=now)

    change = filling(moved, (told(week), correction))

    assert change.replaced == {correction.key: "Release 3 says it differently."}
    assert [item.lead for item in change.items] == ["correction-3", "7", "1"]


def test_change_that_is_taken_back_before_it_was_told_needs_no_correction():
    week, day = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_timetable(a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now), now=now)
    (correction,) = filling(off, (told(week), day)).items
    gone_day = replace(day, state=ItemState.REPLACED)

    change = filling(a_timetable(a_year(in_march(), number=3), now=now), (told(week), gone_day, correction))

    assert change.replaced == {correction.key: "Release 3 says it differently."}
    assert [(item.key, item.lead) for item in change.items] == [(day.key, "1")]


def test_better_words_for_the_same_facts_are_no_correction():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    better = a_piece(in_march(), words="Do come")
    timetable = a_timetable(a_year(in_march(), number=2), now=now, pieces=(better,), then=lambda item: better)

    assert [item.lead for item in filling(timetable, (told(week),)).items] == ["1"]


def test_what_waits_is_worded_anew_in_its_place_and_under_its_key():
    known = filling(a_timetable(a_year(in_march())), ()).items
    digest = a_piece(in_march(), words="Do come").digest

    change = filling(reworded(), known)

    assert (change.items, change.replaced) == ((), {})
    assert change.reworded == {
        item.key: replace(item, digest=digest, version=2, note="Release 2 words it differently.") for item in known
    }
    assert filling(reworded(), tuple(change.reworded.values())) == Filling()


def test_words_that_come_back_are_those_that_wait_again():
    known = filling(a_timetable(a_year(in_march())), ()).items
    (week, day) = filling(reworded(), known).reworded.values()

    change = filling(reworded(None), (week, day))

    assert [(item.key, item.digest) for item in change.reworded.values()] == [(one.key, one.digest) for one in known]
    assert (change.items, change.replaced) == ((), {})


def test_words_that_somebody_approved_are_approved_anew_under_another_key():
    voices = (replace(X, needs_approval=True),)
    week, day = filling(a_timetable(a_year(in_march()), voices=voices), ()).items

    change = filling(reworded(voices=voices), (replace(week, state=ItemState.APPROVED), day))

    assert list(change.reworded) == [week.key, day.key]
    again = tuple(change.reworded.values())
    assert not {week.key, day.key} & {item.key for item in again}
    assert [(item.awaits_approval, item.note) for item in again] == [
        (True, "Release 2 words it differently, so it must be approved again."),
        (True, "Release 2 words it differently."),
    ]
    assert (change.items, change.replaced) == ((), {})
    assert filling(reworded(voices=voices), again) == Filling()


def test_what_somebody_set_out_to_send_or_has_in_hand_keeps_its_words():
    week, day = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)

    for facts in ({"attempts": 1}, {"attempts": 1, "state": ItemState.HANDED_OVER}, {"leased_until": now + LEASE}):
        assert filling(reworded(now=now), (replace(day, **facts), told(week))) == Filling()


def test_correction_that_waits_is_worded_anew_too():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    off = a_year(in_march(state=MeetingState.CANCELLED), number=2, released_at=now)
    (correction,) = filling(a_timetable(off, now=now), (told(week),)).items
    words = a_piece(off.meetings[0], words="It is off")

    change = filling(
        a_timetable(replace(off, number=3), now=now, pieces=(words,), same=lambda item: item is correction),
        (told(week), correction),
    )

    assert ((change.items, change.replaced), list(change.reworded)) == (((), {}), [correction.key])


def test_what_is_to_be_taken_down_waits_for_that_once_whatever_is_released_meanwhile():
    week, _ = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    (correction,) = filling(a_timetable(a_year(in_march(), number=2), now=now, pieces=()), (told(week),)).items
    later = a_timetable(a_year(in_march(), number=3), now=now, pieces=())

    for waits in (correction, replace(correction, state=ItemState.HANDED_OVER, attempts=1)):
        assert filling(later, (told(week), waits)) == Filling()


def test_piece_that_is_gone_is_taken_back_once_where_it_was_told():
    week, day = filling(a_timetable(a_year(in_march())), ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)
    empty = a_timetable(a_year(in_march(), number=2, released_at=now), now=now, pieces=())

    change = filling(empty, (told(week), day))

    assert ([item.lead for item in change.items], list(change.replaced)) == (["correction-2"], [day.key])
    assert filling(empty, (told(week), told(change.items[0]))).items == ()


def test_channel_that_is_retired_sends_nothing_more():
    known = filling(a_timetable(a_year(in_march())), ()).items

    change = filling(a_timetable(a_year(in_march()), voices=()), known)

    assert change.replaced == {item.key: "The channel is no longer used." for item in known}


def test_before_an_election_the_neutral_words_are_used_and_wait_for_approval():
    plain = a_piece(in_march())
    piece = replace(plain, neutral=a_piece(in_march(), words="neutral"))
    quiet = a_timetable(
        a_year(in_march()), pieces=(piece,), care_on=lambda day: "Before a poll" if day.month == 3 else ""
    )

    week, day = filling(quiet, ()).items

    assert (week.digest, week.needs_approval, week.care) == (plain.digest, False, "")
    assert (day.digest, day.needs_approval, day.care) == (piece.neutral.digest, True, "Before a poll")


def test_neutral_words_are_not_corrected_by_others_that_say_the_same():
    piece = replace(a_piece(in_march()), neutral=a_piece(in_march(), words="neutral"))
    quiet = a_timetable(a_year(in_march()), pieces=(piece,), care_on=lambda day: "Before a poll")
    week, day = filling(quiet, ()).items
    now = datetime(2027, 2, 25, 10, 0, tzinfo=UTC)

    change = filling(a_timetable(a_year(in_march()), now=now, pieces=(piece,)), (told(week), day))

    assert change.replaced == {day.key: "Release 1 says it differently."}
    assert [item.lead for item in change.items] == ["1"]


def test_channel_that_wants_approval_from_now_on_has_it_for_what_waits():
    known = filling(a_timetable(a_year(in_march())), ()).items

    change = filling(a_timetable(a_year(in_march()), voices=(replace(X, needs_approval=True),)), known)

    assert [(item.key, item.needs_approval) for item in change.items] == [(item.key, True) for item in known]


def in_words_of_its_moment(piece, moment):
    """The words of a channel that says something else each time."""
    return piece and a_piece_like(piece, f"{piece.meetings[0]} {moment}")


def a_piece_like(piece, words):
    text = Artifact(f"copy/{piece.channel}/{piece.subject}.txt", "text/plain", words.encode())
    return replace(piece, artifacts=(text,))


def test_each_time_says_what_is_said_at_its_moment():
    voices = (Voice("x", (None, 14, 7, 3, 1, 0)),)
    timetable = a_timetable(a_year(in_march()), voices=voices, words_at=in_words_of_its_moment)

    items = filling(timetable, ()).items

    moments = [Moment.FIRST, Moment.WEEKS, Moment.WEEK, Moment.DAYS, Moment.EVE, Moment.DAY]
    piece = a_piece(in_march())
    assert [item.digest for item in items] == [in_words_of_its_moment(piece, each).digest for each in moments]
    assert filling(timetable, items) == Filling()


def test_correction_says_the_news_whatever_the_moment():
    voices = (Voice("x", (7,)),)
    known = filling(a_timetable(a_year(in_march()), voices=voices, words_at=in_words_of_its_moment), ()).items
    moved = a_meeting(BOW, "Tue 2027-03-02 18:00")

    def words_at(piece, moment):
        return piece and a_piece_like(piece, f"{moved.starts_at} {moment}")

    soon = datetime(2027, 2, 25, 12, 0, tzinfo=UTC)
    more = filling(a_timetable(a_year(moved, number=2), voices=voices, now=soon, words_at=words_at), map(told, known))

    assert [item.lead for item in more.items] == ["correction-2"]
    assert more.items[0].digest == words_at(a_piece(moved), Moment.NEWS).digest


def weekdays_but(*closed):
    return lambda day: day.weekday() < 5 and f"{day}" not in closed


@pytest.mark.parametrize(
    ("held", "lead", "due"),
    [
        ("Sat 2027-03-20 10:30", 7, "2027-03-12"),  # a Saturday before: the Friday before it
        ("Mon 2027-03-22 19:00", 1, "2027-03-19"),
        ("Mon 2027-04-05 19:00", 7, "2027-03-25"),  # Easter: 26 and 29 March are bank holidays
        ("Sun 2027-03-21 10:30", 0, "2027-03-19"),
        ("Tue 2027-03-23 19:00", 1, "2027-03-22"),
    ],
)
def test_what_takes_a_person_is_done_on_the_working_day_before(held, lead, due):
    is_working, meeting = weekdays_but("2027-03-26", "2027-03-29"), a_meeting(BOW, held)

    def days(voice):
        items = filling(a_timetable(a_year(meeting), voices=(voice,), is_working=is_working), ()).items
        return [f"{item.due_at:%Y-%m-%d}" for item in items]

    assert days(Voice("x", (lead,), takes_a_person=True)) == [due]
    assert days(Voice("x", (lead,))) == [f"{meeting.held_on - timedelta(days=lead)}"]


def test_two_times_that_fall_on_one_working_day_are_one():
    meeting = a_meeting(BOW, "Sun 2027-03-21 10:30")
    voice = Voice("x", (7, 1, 0), takes_a_person=True)

    items = filling(a_timetable(a_year(meeting), voices=(voice,), is_working=weekdays_but()), ()).items

    assert plan(items) == [("7", "2027-03-12 09:00", "planned"), ("0", "2027-03-19 09:00", "planned")]


def test_who_carries_a_channel_changes_the_day_of_what_waits_and_nothing_else():
    meeting = a_meeting(BOW, "Sat 2027-03-20 10:30")
    known = filling(a_timetable(a_year(meeting)), ()).items
    by_hand = (replace(X, takes_a_person=True),)

    change = filling(a_timetable(a_year(meeting), voices=by_hand, is_working=weekdays_but()), known)

    assert (change.items, change.replaced, change.reworded) == ((), {}, {})
    assert {key: (item.key, f"{item.due_at:%a}") for key, item in change.retimed.items()} == {
        known[0].key: (known[0].key, "Fri")
    }


LEADS = st.lists(st.sampled_from((28, 21, 14, 10, 7, 3, 1)), min_size=1, max_size=4, unique=True)


@given(before=LEADS, after=LEADS, day=st.integers(0, 30))
def test_other_times_send_nothing_at_once_that_was_told_before(before, after, day):
    meeting, now = in_march(), datetime(2027, 3, 2, 12, 0, tzinfo=UTC) - timedelta(days=day)
    first = filling(a_timetable(a_year(meeting), voices=(Voice("x", tuple(before)),)), ()).items
    known = tuple(told(item) if item.due_at <= now else item for item in first)
    voices = (Voice("x", tuple(after)),)
    timetable = a_timetable(a_year(meeting), now=now, voices=voices, meetings_told={BOW: meeting})

    change = filling(timetable, known)

    sent = [item for item in known if item.state is ItemState.ISSUED]
    more = [item for item in change.items if item.due_at <= now]
    still = [item for item in known if item.is_open and item.key not in change.replaced]
    assert not (sent and more)  # nothing goes out at once because a setting changed
    assert {item.lead for item in (*still, *change.items)} <= {str(lead) for lead in after}


def test_lead_changed_from_14_to_10_after_it_was_told_tells_nobody_again():
    january = {BOW: a_meeting(BOW, "Tue 2027-01-05 19:00")}
    (sent,) = map(told, filling(a_timetable(a_year(in_march()), voices=(Voice("x", (14,)),)), ()).items)

    def leads_after(*leads, now=datetime(2027, 2, 17, 12, 0, tzinfo=UTC), meetings_told=MARCH):
        voices = (Voice("x", leads),)
        timetable = a_timetable(a_year(in_march()), now=now, voices=voices, meetings_told=meetings_told)
        return [item.lead for item in filling(timetable, (sent,)).items]

    assert leads_after(10) == []
    assert leads_after(7) == []
    assert leads_after(10, 1) == ["1"]
    assert leads_after(14, 7) == ["7"]
    assert leads_after(10, meetings_told=january) == ["10"]  # it was told for another day


def test_retired_channel_still_puts_right_what_it_told_and_says_nothing_else():
    known = filling(a_timetable(a_year(in_march())), ()).items
    week, day = told(known[0]), known[1]
    off = in_march(state=MeetingState.CANCELLED)
    soon = datetime(2027, 2, 25, 12, 0, tzinfo=UTC)

    change = filling(a_timetable(a_year(off, number=2), now=soon, voices=(Voice("x", ()),)), (week, day))

    assert [item.lead for item in change.items] == ["correction-2"]
    assert set(change.replaced) == {day.key}


def test_channel_that_cannot_be_put_right_says_so_once_and_sends_nothing():
    known = tuple(map(told, filling(a_timetable(a_year(in_march())), ()).items))
    year = a_year(in_march(state=MeetingState.CANCELLED), number=2)
    off = a_timetable(year, voices=(replace(X, is_mended=False),), meetings_told=MARCH)

    change = filling(off, known)

    assert [(item.lead, item.state, item.note) for item in change.items] == [
        ("correction-2", ItemState.FAILED, BEYOND_MENDING)
    ]
    assert filling(off, (*known, *change.items)) == Filling()


def test_printed_list_is_wrong_of_those_of_its_meetings_alone_that_are_otherwise_and_of_none_that_was_added():
    meetings = in_march(), a_meeting("2027-E05009328-1", "Thu 2027-03-04 19:00")
    added = a_meeting("2027-E05009327-1", "Fri 2027-03-05 19:00")
    printed = replace(X, is_mended=False)

    def listed(*held, number=1):
        ids = tuple(each.meeting_id for each in held)
        words = " ".join(f"{each.meeting_id} {each.starts_at} {each.state}" for each in held)
        piece = replace(a_piece(held[0], words=words), subject="2027-q1", meetings=ids)
        told_of = {each.meeting_id: each for each in meetings}
        year = a_year(*held, number=number)
        return a_timetable(year, voices=(printed,), pieces=(piece,), meetings_told=told_of)

    known = tuple(map(told, filling(listed(*meetings), ()).items))
    moved = a_meeting("2027-E05009328-1", "Thu 2027-03-11 19:00")

    assert filling(listed(*meetings, added, number=2), known).items == ()
    (wrong,) = filling(listed(meetings[0], moved, added, number=2), known).items
    assert (wrong.meetings, wrong.note) == ((moved.meeting_id,), BEYOND_MENDING)


def test_thanks_go_out_on_the_day_after_a_meeting_that_is_recorded_as_held_and_only_then():
    voices, later = (Voice("x", (7, -1)),), datetime(2027, 3, 2, 21, 0, tzinfo=UTC)
    timetable = partial(a_timetable, a_year(in_march()), voices=voices, now=later)

    assert filling(timetable(), ()).items == ()
    (thanks,) = filling(timetable(held=(BOW,)), ()).items
    assert plan((thanks,)) == [("after", "2027-03-03 09:00", "planned")]
    assert filling(timetable(held=(BOW,)), (thanks,)) == Filling()
    assert filling(timetable(), (thanks,)).replaced == {thanks.key: "The meeting was not held."}
    assert filling(timetable(held=(BOW,), now=later + timedelta(days=9)), (told(thanks),)) == Filling()


OFTEN = Voice("x", (None, 28, 7, 1))
DAYS = ("Tue 2027-03-02 19:00", "Tue 2027-03-09 19:00", "Tue 2027-04-13 18:30")
STEPS = st.one_of(
    st.sampled_from(["off", *DAYS]).map(lambda to: ("release", to)),
    st.integers(1, 40).map(lambda days: ("wait", days)),
    st.sampled_from(["send", "start", "fail"]).map(lambda how: ("post", how)),
)
WORDS = st.sampled_from(["", "!", "?"]).map(lambda words: ("reword", words))


class World:
    """An outbox in memory, kept by the same rules as the store, with a post that may be stopped half way."""

    def __init__(self):
        self.now, self.number, self.meeting, self.words = SOON, 0, in_march(), ""
        self.items: dict[str, Item] = {}
        self.sent: list[Item] = []
        self.told: list[tuple[datetime, bool, str, ReleasedMeeting]] = []
        self.meeting_by_number: dict[int, ReleasedMeeting] = {}
        self.release_of(DAYS[0])

    def take(self, steps):
        for kind, value in steps:
            match kind:
                case "release":
                    self.release_of(value)
                case "reword":
                    self.words = value
                    self.release_it()
                case "wait":
                    self.now += timedelta(days=value)
                case _:
                    self.post(value)

    def release_of(self, to):
        off = MeetingState.CANCELLED if to == "off" else MeetingState.CONFIRMED
        starts = self.meeting.starts_at if to == "off" else at(to)
        self.meeting = replace(self.meeting, state=off, starts_at=starts, ends_at=starts + timedelta(minutes=90))
        self.release_it()

    def release_it(self):
        self.number += 1
        self.meeting_by_number[self.number] = self.meeting
        self.release = a_year(self.meeting, number=self.number, released_at=self.now)
        self.fill()

    def said_of(self, meeting):
        state = "off" if meeting.is_cancelled else f"{meeting.starts_at:%d %b %H:%M}"
        return a_piece(meeting, words=f"{state}{self.words}")

    def filling(self):
        timetable = a_timetable(
            self.release,
            now=self.now,
            voices=(OFTEN,),
            pieces=(self.said_of(self.meeting),),
            same=lambda item: self.meeting_by_number[item.version] == self.meeting,
            then=lambda item: self.said_of(self.meeting_by_number[item.version]),
        )
        return filling(timetable, tuple(self.items.values()))

    def fill(self):
        change = self.filling()
        for key, why in change.replaced.items():
            self.items[key] = replace(self.items[key], state=ItemState.REPLACED, note=why)
        for item in change.items:
            assert item.key not in self.items or self.items[item.key].state is ItemState.REPLACED
            self.items[item.key] = item
        self.items.update(change.reworded)
        self.items.update(change.retimed)
        for key, item in self.items.items():
            if item.is_open and not item.is_missed(self.now):
                self.items[key] = replace(item, version=self.number)

    def post(self, how):
        self.fill()
        for key, item in self.items.items():
            if item.is_open and item.due_at <= self.now < item.use_by:
                state = ItemState.ISSUED if how == "send" else item.state
                self.items[key] = replace(item, attempts=item.attempts + 1, state=state)
                if how != "fail":
                    self.sent.append(item)
                    lead = "" if item.is_correction else item.lead
                    self.told.append((self.now, item.is_correction, lead, self.meeting))


@example([("post", "send"), ("release", "off"), ("post", "fail"), ("release", DAYS[0]), ("release", "off")])
@given(st.lists(STEPS | WORDS, max_size=14))
def test_whoever_was_told_is_told_the_truth_in_the_end(steps):
    world = World()
    world.take(steps)

    world.post("send")

    if world.sent and world.meeting.starts_at > world.now:
        heard_of = world.meeting_by_number[world.sent[-1].version]
        assert world.said_of(heard_of).digest == world.said_of(world.meeting).digest
    assert world.filling() == Filling()


@given(st.lists(STEPS | WORDS, max_size=14))
def test_nobody_is_invited_to_a_meeting_that_is_cancelled(steps):
    world = World()
    for step in steps:
        before = len(world.sent)
        world.take([step])
        if world.meeting.is_cancelled:
            assert all(item.is_correction for item in world.sent[before:])


@given(st.lists(STEPS | WORDS, max_size=14))
def test_words_change_neither_who_is_told_nor_when_nor_what_is_true_of_it(steps):
    reworded, plain = World(), World()

    reworded.take(steps)
    plain.take(step for step in steps if step[0] != "reword")

    assert sorted(reworded.told, key=_in_a_round) == sorted(plain.told, key=_in_a_round)
    waiting = [item for item in reworded.items.values() if item.is_open and not item.is_missed(reworded.now)]
    now = reworded.said_of(reworded.meeting).digest
    assert [item for item in waiting if item.attempts == 0 and item.digest != now] == []


@example([("wait", 99), ("post", "send"), ("release", DAYS[1]), ("post", "send")], [0, 0, 0, -1])
@example([("wait", 92), ("release", DAYS[1]), ("post", "send")], [0, 0, -1])
@given(st.lists(STEPS | WORDS, max_size=10), st.lists(st.integers(-400, 800), min_size=10, max_size=10))
def test_looks_by_a_wrong_clock_change_neither_who_is_told_nor_when(steps, jumps):
    jumping, plain = World(), World()

    for step, days in zip(steps, jumps, strict=False):
        right = jumping.now
        jumping.now += timedelta(days=days)
        jumping.fill()
        jumping.now = right
        jumping.fill()
        jumping.take([step])
    plain.take(steps)

    assert sorted(jumping.told, key=_in_a_round) == sorted(plain.told, key=_in_a_round)


WEEK = filling(a_timetable(a_year(in_march())), ()).items[0]
EARLY, LATE = datetime(2027, 2, 22, 9, 0, tzinfo=UTC), datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "events", "why"),
    [
        ({}, [(ItemState.PLANNED, SOON, "")], "Nothing was sending when it was due."),
        ({}, [(ItemState.PLANNED, LATE, "")], TOO_LATE),
        ({"note": "It is shut"}, [(ItemState.PLANNED, SOON, "")], "Its channel could not send. It is shut"),
        ({"attempts": 2, "note": "No answer"}, [(ItemState.PLANNED, SOON, "")], "Tried 2 times. No answer"),
        ({"needs_approval": True}, [(ItemState.PLANNED, SOON, "")], "Nobody approved it in time."),
        ({"state": ItemState.APPROVED}, [(ItemState.APPROVED, EARLY, "")],
         "Nothing was sending after it was approved."),
        ({"state": ItemState.APPROVED}, [(ItemState.PLANNED, SOON, ""), (ItemState.APPROVED, LATE, "")],
         "It was approved too late."),
        ({"state": ItemState.HANDED_OVER}, [(ItemState.PLANNED, SOON, "")], "Nobody said that it went out."),
    ],
)  # fmt: skip  # a case a line
def test_reason_of_what_was_missed_is_what_happened(facts, events, why):
    item = replace(WEEK, **facts)

    assert (item.is_missed(LATE), item.is_missed(EARLY)) == (True, False)
    assert why_missed(Record(item, tuple(a_line(item, *event) for event in events))) == why


def _in_a_round(told):
    moment, is_correction, lead, _ = told
    return moment, is_correction, lead


MAIL = Voice("email", (14,), tells_changes=True)
MOVED = in_march(
    starts_at=at("Tue 2027-03-09 19:00"),
    ends_at=at("Tue 2027-03-09 20:30"),
    was=PastFacts(in_march().starts_at, in_march().ends_at, in_march().hall),
)
OFF = in_march(state=MeetingState.CANCELLED)


@pytest.mark.parametrize(("meeting", "leads"), [(MOVED, ["correction-2", "14"]), (OFF, ["correction-2"])])
def test_people_who_asked_for_changes_hear_of_one_at_once_though_its_letter_is_not_due_yet(meeting, leads):
    known = filling(a_timetable(a_year(in_march()), voices=(MAIL,)), ()).items
    second = a_timetable(a_year(meeting, number=2, released_at=SOON), voices=(MAIL,))

    found = filling(second, known)
    again = filling(second, _after(known, found))

    assert [item.lead for item in found.items] == leads
    assert found.items[0].due_at == SOON
    assert found.items[0].use_by == meeting.starts_at
    assert set(found.replaced) == {item.key for item in known}
    assert again == Filling()


def _after(known, found):
    """The outbox as it is filled: what was overtaken stands there as such."""
    gone = [replace(one, state=ItemState.REPLACED) if one.key in found.replaced else one for one in known]
    return (*gone, *found.items)


def test_change_that_was_mailed_is_put_right_by_what_comes_after_it():
    change, lead = filling(a_timetable(a_year(MOVED, number=2, released_at=SOON), voices=(MAIL,)), ()).items
    third = a_timetable(a_year(OFF, number=3, released_at=SOON), voices=(MAIL,))

    found = filling(third, (told(change), lead))

    assert [item.lead for item in found.items] == ["correction-3"]
    assert set(found.replaced) == {lead.key}


def test_change_stands_in_for_a_letter_whose_day_has_come():
    late = at("Mon 2027-03-01 12:00")

    (change,) = filling(a_timetable(a_year(MOVED, number=2, released_at=late), now=late, voices=(MAIL,)), ()).items

    assert change.lead == "correction-2"


@pytest.mark.parametrize(
    ("voice", "meeting"),
    [
        (replace(MAIL, tells_changes=False), OFF),
        (replace(MAIL, leads=()), OFF),
        (MAIL, in_march(was=replace(MOVED.was, is_cancelled=True))),
        (MAIL, in_march(agenda=("Bikes",))),
    ],
    ids=["a channel of posts", "a retired channel", "back on as it was", "no change"],
)
def test_nobody_hears_of_a_change_who_did_not_ask_or_where_there_is_none(voice, meeting):
    found = filling(a_timetable(a_year(meeting, number=2, released_at=SOON), voices=(voice,)), ())

    assert not [item for item in found.items if item.is_correction]


@pytest.mark.parametrize("facts", [{"state": ItemState.REJECTED}, {"state": ItemState.FAILED}])
def test_change_that_a_person_rejected_or_that_failed_does_not_come_back_with_the_next_release(facts):
    (change,) = filling(a_timetable(a_year(OFF, number=2, released_at=SOON), voices=(MAIL,)), ()).items

    found = filling(a_timetable(a_year(OFF, number=3, released_at=SOON), voices=(MAIL,)), (replace(change, **facts),))

    assert found == Filling()


def test_change_is_told_to_nobody_once_both_days_are_over():
    late = at("Wed 2027-03-10 09:00")

    assert filling(a_timetable(a_year(MOVED, number=2, released_at=SOON), now=late, voices=(MAIL,)), ()).items == ()
