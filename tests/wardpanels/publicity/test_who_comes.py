"""Officers' answers, read from saved mails into a real store: who comes, and whose answers do not count."""

from __future__ import annotations

import mailbox
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count, permutations
from pathlib import Path

import pytest

from scheduler.facts import Role
from scheduler.invitee import Reply
from scheduler.release.making import next_release
from scheduler.store import Store, open_store
from tests.publishers.itip_mails import PROGRAMS, google, outlook
from tests.scheduler.examples import a_borough, a_plan, an_officer, the_officers
from tests.thorough import some
from tests.wardpanels.publicity.test_mailing import (
    RELEASED,
    a_desk,
    called_off,
    deliver,
    mail_server,
    release_again,
    with_officers,
)
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.due import Selection
from wardpanels.publicity.ledger import read_ledger
from wardpanels.publicity.who_comes import AnswerBecame, take_answers, who_comes
from wardpanels.terminal.words.who_comes import stand_in_sentence, who_comes_row, who_comes_sentence

FIRST = a_plan().meetings[0]
ANN = "sgt-1@police.example"
UID = f"{FIRST.meeting_id}.sgt-1.invitation@e09000030.wardpanels"
ANSWER = {"uid": UID, "attendee": ANN, "sender": ANN}
DAYS = [RELEASED + timedelta(days=number) for number in range(40)]
LATER = DAYS[39]


@pytest.fixture(scope="module")
def invited(tmp_path_factory) -> Path:
    """The store of a borough whose officers were invited."""
    file = tmp_path_factory.mktemp("invited") / "panels.db"
    store = open_store(f"sqlite:///{file}")
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    with mail_server() as peer:
        deliver(a_desk(store, peer, "invitation"))
    store.close()
    return file


@pytest.fixture
def store(invited, tmp_path) -> Iterator[Store]:
    """A copy of it."""
    store = open_store(f"sqlite:///{shutil.copy(invited, tmp_path / 'panels.db')}")
    yield store
    store.close()


@pytest.fixture
def desk(store) -> Iterator[Desk]:
    """The desk of that borough."""
    with mail_server() as peer:
        yield a_desk(store, peer, "invitation")


@pytest.fixture
def took(desk, tmp_path):
    """What becomes of answers, each read from a file of its own."""
    numbers = count()

    def take(*mails: bytes, desk: Desk = desk, at=LATER) -> list[AnswerBecame]:
        folder = tmp_path / f"answers-{next(numbers)}"
        folder.mkdir()
        for number, content in enumerate(mails):
            (folder / f"{number}.eml").write_bytes(content)
        return [became for became, times in take_answers((desk,), folder, at).items() for _ in range(times)]

    return take


def of_ann(desk: Desk):
    found = {(one.meeting.meeting_id, one.attendance.officer_id): one for one in who_comes((desk,), LATER)}
    return found.get((FIRST.meeting_id, "sgt-1"))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("reply", Reply)
def test_answer_of_an_invited_officer_is_noted_whatever_program_sent_it(desk, took, program, reply):
    assert of_ann(desk).answer is None

    assert took(program(**ANSWER, partstat=reply.name)) == [AnswerBecame.NOTED]
    assert of_ann(desk).answer is reply


def test_mailbox_is_read_as_an_mbox_and_as_a_maildir_and_twice_without_harm(desk, tmp_path):
    box, maildir = mailbox.mbox(tmp_path / "box"), mailbox.Maildir(tmp_path / "mail")
    for folder in (box, maildir):
        folder.add(outlook(**ANSWER))
        folder.add(b"From: ann@police.example\n\nHello\n")
        folder.close()

    counts = [take_answers((desk,), tmp_path / name, LATER) for name in ("box", "mail", "mail")]

    assert [[became for became, times in each.items() if times] for each in counts] == [
        [AnswerBecame.NOTED],
        [AnswerBecame.KNOWN],
        [AnswerBecame.KNOWN],
    ]


@pytest.mark.parametrize("order", some(list(permutations(range(3))), every=2, after=1), ids=str)
def test_newest_answer_counts_whatever_order_they_are_read_in(desk, took, order):
    mails = (
        outlook(**ANSWER, partstat="ACCEPTED", stamp="20270105T090000Z"),
        google(**ANSWER, partstat="TENTATIVE", stamp="20270106T090000Z"),
        outlook(**ANSWER, partstat="DECLINED", stamp="20270107T090000Z"),
    )
    for number in order:
        took(mails[number])

    assert of_ann(desk).answer is Reply.DECLINED


@pytest.mark.parametrize(
    ("told", "became"),
    [
        ({"uid": "2027-E05009317-1@elsewhere.example"}, AnswerBecame.NOT_OURS),
        ({"uid": FIRST.meeting_id}, AnswerBecame.NOT_OURS),
        ({"uid": f"{FIRST.meeting_id}.realm-1.invitation@e09000030.wardpanels"}, AnswerBecame.NOT_OURS),
        ({"attendee": "mallory@elsewhere.example", "sender": "mallory@elsewhere.example"}, AnswerBecame.NOT_ASKED),
        ({"sender": "mallory@elsewhere.example"}, AnswerBecame.NOT_ASKED),
        ({"attendee": "dwo-1@police.example", "sender": "dwo-1@police.example"}, AnswerBecame.NOT_ASKED),
        ({"sequence": 7}, AnswerBecame.NOT_ASKED),
    ],
    ids=[
        "another program's",
        "the public feeds'",
        "who was not asked",
        "a stranger",
        "forged",
        "a colleague",
        "never sent",
    ],
)
def test_answer_that_nobody_was_asked_for_changes_nothing(desk, took, told, became):
    assert took(google(**{**ANSWER, "partstat": "DECLINED", **told})) == [became]

    assert all(one.answer is None for one in who_comes((desk,), LATER))


def test_clock_of_a_phone_that_is_ahead_stops_no_later_answer(desk, took):
    took(google(**ANSWER, partstat="DECLINED", stamp="20990101T000000Z"), at=DAYS[2])
    took(google(**ANSWER, partstat="ACCEPTED", stamp="20270110T090000Z"), at=DAYS[20])

    assert of_ann(desk).answer is Reply.ACCEPTED


def test_answer_from_before_a_move_is_shown_as_such_and_needs_nobody_else(store, desk, took):
    took(google(**ANSWER, partstat="DECLINED"))
    first, *others = a_plan().meetings
    later = replace(first, starts_at=first.starts_at + timedelta(days=7), ends_at=first.ends_at + timedelta(days=7))
    release_again(store, a_plan(later, *others), DAYS[1])
    deliver(desk, DAYS[1])

    assert (of_ann(desk).answer, of_ann(desk).is_old, of_ann(desk).is_declined) == (Reply.DECLINED, True, False)
    assert who_comes_row(of_ann(desk))[4] == "does not come, said before it changed"

    assert took(google(**ANSWER, sequence=1), google(**ANSWER, partstat="DECLINED", stamp="20270203T090000Z")) == [
        AnswerBecame.NOTED,
        AnswerBecame.OLDER,
    ]
    assert (of_ann(desk).answer, of_ann(desk).is_old) == (Reply.ACCEPTED, False)


def test_decline_names_the_command_that_finds_somebody_else(desk, took):
    took(outlook(**ANSWER, partstat="DECLINED"))

    assert stand_in_sentence(of_ann(desk)) == (
        f"Secret sgt-1 (sergeant) does not come to Bow East on Thu 25 Mar 2027. For who could come instead, "
        f"type: wardpanels stand-ins {FIRST.meeting_id} --away sgt-1"
    )
    invited = who_comes((desk,), LATER)
    assert (
        who_comes_sentence(invited) == f"{len(invited)} invitations: 1 declined, {len(invited) - 1} without an answer."
    )


def test_ledger_tells_of_a_decline_by_role_until_somebody_else_is_asked(store, desk, took, tmp_path):
    took(outlook(**ANSWER, partstat="DECLINED"))
    ledger = read_ledger((desk,), Selection(), tmp_path, LATER)

    assert [alarm.sentence for alarm in ledger.alarms if alarm.kind == "declined"] == [
        "The sergeant does not come to Bow East on Thu 25 Mar 2027. For who could come instead, "
        f"type: wardpanels stand-ins {FIRST.meeting_id} --away sgt-1"
    ]

    first, *others = a_plan().meetings
    another = an_officer("sgt-2", Role.SERGEANT)
    more = with_officers(desk, *the_officers(), another)
    release_again(store, a_plan(replace(first, sergeant="sgt-2"), *others), DAYS[1], more.borough)
    deliver(more, DAYS[1])
    assert [
        alarm for alarm in read_ledger((more,), Selection(), tmp_path, LATER).alarms if alarm.kind == "declined"
    ] == []


def test_officer_with_a_new_address_may_answer_from_either(store, desk, took):
    *others, sergeant = the_officers()
    moved = with_officers(desk, *others, replace(sergeant, email="new@police.example"))
    deliver(moved, DAYS[1])

    assert took(google(**ANSWER), desk=moved) == [AnswerBecame.NOTED]
    assert of_ann(moved).is_old
    told = {**ANSWER, "attendee": "new@police.example", "sender": "new@police.example", "sequence": 2}
    assert took(google(**told, partstat="TENTATIVE"), desk=moved) == [AnswerBecame.NOTED]
    assert (of_ann(moved).answer, of_ann(moved).is_old) == (Reply.TENTATIVE, False)


def test_nobody_is_asked_about_who_comes_to_a_cancelled_meeting(store, desk, took):
    first, *others = a_plan().meetings
    release_again(store, a_plan(called_off(first), *others), DAYS[1])
    deliver(desk, DAYS[1])

    assert of_ann(desk) is None


def test_invitation_that_never_went_out_waits_for_no_answer(tmp_path):
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")

    other.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    with mail_server() as peer:
        desk = a_desk(other, peer, "invitation")
        assert who_comes((desk,), RELEASED) == ()
        assert who_comes_sentence(()) == "Nobody was invited to a meeting that is to come."
    other.close()
