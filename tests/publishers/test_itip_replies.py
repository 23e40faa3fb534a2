"""Answers to invitations, as three calendar programs mail them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.itip_replies import ItipReply, replies_in
from scheduler.invitee import Reply
from tests.publishers.itip_mails import PROGRAMS, UID, google, outlook, read

ANN = "ann@police.example"


@pytest.fixture(params=PROGRAMS.values(), ids=PROGRAMS)
def program(request):
    return request.param


@pytest.mark.parametrize("reply", Reply)
def test_answer_is_read_once_whatever_program_sent_it(program, reply):
    mail = read(program(partstat=reply.name, sequence=2))

    assert list(replies_in(mail)) == [ItipReply(UID, ANN, ANN, reply, 2, datetime(2027, 2, 1, 9, 15, tzinfo=UTC))]


def test_proposal_of_another_time_is_the_answer_that_it_holds():
    (reply,) = replies_in(read(outlook(method="COUNTER", partstat="TENTATIVE")))

    assert reply.reply is Reply.TENTATIVE


def test_who_writes_and_who_answers_are_told_apart(program):
    (reply,) = replies_in(read(program(sender="Mallory@elsewhere.example", attendee="Ann@Police.example")))

    assert (reply.sender, reply.attendee) == ("mallory@elsewhere.example", ANN)


@pytest.mark.parametrize(
    "told",
    [
        {"method": "REQUEST"},
        {"method": "CANCEL"},
        {"partstat": "NEEDS-ACTION"},
        {"partstat": "DELEGATED"},
        {"attendee": "nobody"},
        {"stamp": "yesterday"},
        {"sequence": "many"},
    ],
    ids=str,
)
def test_what_is_no_answer_is_passed_over(program, told):
    assert list(replies_in(read(program(**told)))) == []


def test_mail_without_a_calendar_is_no_answer():
    assert list(replies_in(read(b"From: ann@police.example\nSubject: Accepted: Bow East\n\nI will come.\n"))) == []


@given(st.binary(max_size=400), st.integers(0, 60))
def test_nothing_that_strangers_send_does_harm(junk, place):
    lines = google().splitlines(keepends=True)
    lines.insert(place % len(lines), junk)

    assert all(isinstance(reply, ItipReply) for reply in replies_in(read(b"".join(lines))))
