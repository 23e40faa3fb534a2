"""One contract, three stores: how officers were written to is known for good, and every answer is kept once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Role
from scheduler.invitee import Contact, OfficerAnswer, Reply, latest_answers
from scheduler.store import open_store
from tests.scheduler.examples import utc

TOWER_HAMLETS, HACKNEY = "E09000030", "E09000012"
MONDAY, TUESDAY = utc("2027-02-01 09:00"), utc("2027-02-02 09:00")
ANN = Contact("S01", Role.SERGEANT, "Ann O'Neill", "ann@police.example", MONDAY)
BOB = Contact("D07", Role.DWO, "Bob", "bob@police.example", MONDAY)
YES = OfficerAnswer("2027-E05009317-1", "S01", Reply.ACCEPTED, 0, MONDAY)


@pytest.fixture
def invitees(each_url):
    store = open_store(each_url)
    yield store.invitees
    store.close()


def test_who_is_known_already_is_no_news(invitees):
    invitees.know(TOWER_HAMLETS, (ANN, BOB), MONDAY)
    invitees.know(TOWER_HAMLETS, (BOB, ANN), TUESDAY)

    assert invitees.contacts(TOWER_HAMLETS) == (ANN, BOB)
    assert invitees.contacts(HACKNEY) == ()


def test_new_address_is_added_and_the_old_one_stays_known(invitees):
    married = replace(ANN, name="Ann Jones", address="ann.jones@police.example", since=TUESDAY)
    invitees.know(TOWER_HAMLETS, (ANN,), MONDAY)
    invitees.know(TOWER_HAMLETS, (married,), TUESDAY)

    assert invitees.contacts(TOWER_HAMLETS) == (ANN, married)


def test_who_is_listed_no_more_is_gone_from_then_on_and_may_come_back(invitees):
    invitees.know(TOWER_HAMLETS, (ANN, BOB), MONDAY)
    invitees.know(TOWER_HAMLETS, (BOB,), TUESDAY)
    invitees.know(TOWER_HAMLETS, (BOB,), TUESDAY)
    invitees.know(TOWER_HAMLETS, (ANN, BOB), TUESDAY)

    told = [one for one in invitees.contacts(TOWER_HAMLETS) if one.officer_id == "S01"]
    assert told == [ANN, replace(ANN, is_listed=False, since=TUESDAY), replace(ANN, since=TUESDAY)]


def test_clock_that_was_put_back_makes_no_line_older_than_the_one_before(invitees):
    invitees.know(TOWER_HAMLETS, (ANN,), TUESDAY)
    invitees.know(TOWER_HAMLETS, (BOB,), MONDAY)

    assert {one.since for one in invitees.contacts(TOWER_HAMLETS)} == {TUESDAY}


def test_answer_that_is_read_twice_is_kept_once(invitees):
    assert (invitees.answer(TOWER_HAMLETS, YES), invitees.answer(TOWER_HAMLETS, YES)) == (True, False)
    assert invitees.answer(HACKNEY, YES)
    assert invitees.answer(TOWER_HAMLETS, replace(YES, reply=Reply.DECLINED, given_at=TUESDAY))

    assert [one.reply for one in invitees.answers(TOWER_HAMLETS)] == [Reply.ACCEPTED, Reply.DECLINED]


ANSWERS = st.builds(
    OfficerAnswer,
    meeting_id=st.sampled_from(["2027-E05009317-1", "2027-E05009317-2"]),
    officer_id=st.sampled_from(["S01", "D07"]),
    reply=st.sampled_from(Reply),
    sequence=st.integers(0, 3),
    given_at=st.sampled_from([MONDAY, TUESDAY]),
)


@given(st.lists(ANSWERS), st.randoms(use_true_random=False))
def test_order_and_number_of_readings_change_no_answer(answers, chance):
    again = [*answers, *answers[:3]]
    chance.shuffle(again)

    assert latest_answers(again) == latest_answers(answers)


@given(st.lists(ANSWERS, min_size=1))
def test_no_answer_to_an_older_invitation_takes_the_place_of_one_to_a_newer(answers):
    for (meeting_id, officer_id), latest in latest_answers(answers).items():
        ours = [one for one in answers if (one.meeting_id, one.officer_id) == (meeting_id, officer_id)]
        assert all((one.sequence, one.given_at) <= (latest.sequence, latest.given_at) for one in ours)
