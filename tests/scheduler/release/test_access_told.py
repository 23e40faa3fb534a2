"""Who has to hear that access is otherwise than was told: nobody for a first check, everybody for a word taken back.

Releases of older versions told what nobody had checked. They are read as they were written, and called back by nobody.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Known
from scheduler.release.grading import change_of, facts_of, is_as_first_told, keeps_access, revised
from scheduler.release.making import next_release
from scheduler.release.value import Access, ChangeKind, Hall, Release
from scheduler.store.documents import decode_release, encode
from tests.scheduler.examples import (
    a_borough,
    a_hall,
    a_library,
    a_meeting,
    a_plan,
    a_released_meeting,
    a_venue,
    utc,
)
from tests.scheduler.old_access import OLD_ACCESS, OLD_ENTRANCE, as_written_before

FIRST, SECOND, THIRD = utc("2026-11-22 09:00"), utc("2027-01-10 12:00"), utc("2027-02-01 08:30")
FACTS_OF_OLD = "6f5bf8e833e4c6996c0417f8975c7eaeb28cb12a2dab10ccd904867c69de7216"
"""What the program before access was checked stored for `a_released_meeting()`."""


def old_release() -> Release:
    return decode_release(as_written_before(encode(next_release(a_borough(), a_plan(a_meeting()), None, FIRST))))


def an_old_hall(**facts) -> Hall:
    return replace(a_hall(), access=Access(), **{**OLD_ACCESS, "entrance": OLD_ENTRANCE, **facts})


def a_new_hall(**facts) -> Hall:
    return replace(a_hall(), access=Access(**facts))


def test_release_of_an_older_version_tells_nobody_what_nobody_checked():
    release = old_release()

    assert {hall.access for hall in (*release.halls, *(each.hall for each in release.meetings))} == {Access()}
    assert release.meetings[0].hall == an_old_hall()
    assert decode_release(encode(release)) == release


def test_digest_of_what_an_older_version_told_is_the_one_that_is_stored():
    assert facts_of(replace(a_released_meeting(), hall=an_old_hall())) == FACTS_OF_OLD
    assert facts_of(a_released_meeting()) == FACTS_OF_OLD


def test_first_release_after_the_upgrade_words_anew_and_calls_nobody_back():
    borough = a_borough(venues=(a_venue(checked=frozenset()), a_library()))

    second = next_release(borough, a_plan(a_meeting()), old_release(), SECOND)

    assert [change.kind for change in second.changes] == [ChangeKind.UPDATED]
    (meeting,) = second.meetings
    assert (meeting.hall.access, meeting.sequence, meeting.was, is_as_first_told(meeting)) == (Access(), 0, None, True)


def test_check_that_finds_otherwise_than_an_older_version_told_calls_people_back():
    borough = a_borough(venues=(a_venue(checked=frozenset({"step_free"}), step_free=Known.NO),))

    second = next_release(borough, a_plan(a_meeting()), old_release(), SECOND)

    assert [change.kind for change in second.changes] == [ChangeKind.ACCESS_CHANGED]


STEPS = {
    "first check": (a_new_hall(), a_new_hall(step_free=Known.YES), True),
    "first check finds steps": (a_new_hall(), a_new_hall(step_free=Known.NO), True),
    "first word for the entrance": (a_new_hall(), a_new_hall(entrance="Side door"), True),
    "steps after all": (a_new_hall(step_free=Known.YES), a_new_hall(step_free=Known.NO), False),
    "no steps after all": (a_new_hall(step_free=Known.NO), a_new_hall(step_free=Known.YES), False),
    "word taken back": (a_new_hall(step_free=Known.YES), a_new_hall(), False),
    "another entrance": (a_new_hall(entrance="Side door"), a_new_hall(entrance="Front door"), False),
    "entrance taken back": (a_new_hall(entrance="Side door"), a_new_hall(), False),
    "told unchecked, checked alike": (an_old_hall(), a_new_hall(step_free=Known.YES), True),
    "told unchecked, told no more": (an_old_hall(), a_new_hall(), True),
    "told unchecked, checked otherwise": (an_old_hall(), a_new_hall(accessible_toilet=Known.NO), False),
    "told unchecked, otherwise before the upgrade": (an_old_hall(), an_old_hall(step_free=Known.NO), False),
}


@pytest.mark.parametrize(("told", "now", "is_kept"), STEPS.values(), ids=STEPS)
def test_only_a_word_that_no_longer_holds_is_news(told, now, is_kept):
    before = replace(a_released_meeting(), hall=told)

    after = revised(before, replace(before, hall=now), SECOND)

    assert keeps_access(told, now) == is_kept
    assert change_of(before, after).kind is (ChangeKind.UPDATED if is_kept else ChangeKind.ACCESS_CHANGED)
    assert (after.sequence, after.hall) == (0 if is_kept else 1, now)


def test_word_taken_back_and_given_again_leaves_the_meeting_as_first_told():
    yes, blank = a_new_hall(step_free=Known.YES), a_new_hall()
    told = replace(a_released_meeting(), hall=yes)
    back = revised(told, replace(told, hall=blank), SECOND)

    again = revised(back, replace(back, hall=yes), THIRD)

    assert not is_as_first_told(back)
    assert (again.sequence, is_as_first_told(again)) == (1, True)


ANSWERS = st.builds(
    a_new_hall,
    step_free=st.sampled_from(Known),
    hearing_loop=st.sampled_from(Known),
    entrance=st.sampled_from(("", "Side door", "Front door")),
)


@given(ANSWERS, ANSWERS)
def test_whoever_was_told_nothing_is_called_back_for_nothing_and_what_is_kept_is_told_still(told, now):
    assert keeps_access(a_new_hall(), now)
    assert keeps_access(told, told)
    was, is_ = (vars_of(each.access) for each in (told, now))
    assert keeps_access(told, now) == all(is_[fact] == answer for fact, answer in was.items() if answer)


def vars_of(access: Access) -> dict[str, str]:
    """The answers by their names, "" for none."""
    told = {name: getattr(access, name) for name in ("step_free", "hearing_loop", "accessible_toilet", "entrance")}
    return {name: "" if answer is Known.UNKNOWN else str(answer) for name, answer in told.items()}
