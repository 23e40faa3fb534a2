"""Mail to subscribers and officers, through a real mail server: each letter by itself, and no bad address stops one."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from publishers.carriers.carrier import Outlet
from publishers.due_times import Voice
from scheduler.items import ItemState
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.release.making import next_release
from scheduler.store import open_store
from scheduler.subscriber import Interest
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.carriers.postfix_peer import postfix_peer
from tests.scheduler.examples import MILE_END, a_borough, a_library, a_plan, a_profile, a_venue, the_officers, utc
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk, closed_channels
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.publicity.retrying import retry
from wardpanels.publicity.signed_links import Links

YEAR, CODE = calendar_year(2027), "E09000030"
RELEASED = utc("2027-01-04 09:00")
LINKS = Links("https://panels.example.org/subscribe", "s" * 32)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    yield store
    store.close()


def subscribe(store, name: str, **choice) -> str:
    """Let somebody ask and confirm; return the id."""
    one = store.subscribers.ask(CODE, f"{name}@example.org", Interest(**choice), name * 8, RELEASED, timedelta(hours=1))
    store.subscribers.confirm(one.id, one.asked_at, "yes", RELEASED)
    return one.id


def a_desk(store, peer: MailPeer, channel: str, leads=(None,)) -> Desk:
    told = {"host": "localhost", "port": str(peer.port), "security": "none", "sender": "Panels <panels@example.org>"}
    options = {"username": "", "bounces": "", "to": ""} | told
    voice = Voice(channel, leads, tells_changes=channel == "email")
    way = Way(voice, channel, Outlet(channel, "smtp", options, {}, ("localhost",)))
    return Desk(store, a_borough(), Publicity((way,)), YEAR)


def deliver(desk: Desk, moment=RELEASED):
    book = AddressBook(desk.store, desk.borough, LINKS)
    return sending.deliver(desk, sending.Dispatch("anna", lambda: moment, {}, book))


@contextmanager
def mail_server(**facts):
    with mail_peer(MailPeer(**facts)) as peer:
        yield peer


def recipients(peer):
    return Counter(address for envelope in peer.envelopes for address in envelope.rcpt_tos)


def states(desk):
    return Counter(item.state.value for item in desk.store.outbox.items(CODE, YEAR.first_day) if item.recipient)


def release_again(store, plan, moment, borough=None):
    latest = store.latest_release(CODE, YEAR.first_day)
    store.append_release(next_release(borough or a_borough(), plan, latest, moment), plan)


def called_off(meeting):
    return replace(meeting, state=MeetingState.CANCELLED)


def test_each_meeting_is_one_letter_to_each_subscriber_of_its_ward(store):
    subscribe(store, "ann")
    subscribe(store, "ben", wards=(MILE_END,))
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        deliver(desk)

        in_mile_end = sum(meeting.ward_code == MILE_END for meeting in a_plan().meetings)
        assert recipients(peer) == {"ann@example.org": len(a_plan().meetings), "ben@example.org": in_mile_end}
        assert all(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" for mail in peer.mails)


def test_bad_address_stops_nobody_elses_letter_and_gets_no_more(store):
    subscribe(store, "ann")
    subscribe(store, "ben")
    answers = {"ann@example.org": "550 5.1.1 no such user"}
    with mail_server(answers=answers) as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)

        assert recipients(peer) == {"ben@example.org": len(a_plan().meetings)}
        assert states(desk)["issued"] == len(a_plan().meetings)
        assert store.subscribers.at_address(CODE, "ann@example.org").state.value == "bounced"


@pytest.mark.thorough
def test_forty_letters_that_a_mail_servers_policy_refuses_all_wait_and_go_out_once_it_is_mended(store):
    for number in range(40):
        subscribe(store, f"r{number:02}", wards=(MILE_END,))
    count = 40 * sum(meeting.ward_code == MILE_END for meeting in a_plan().meetings)
    with postfix_peer("panels@") as peer:
        desk = a_desk(store, MailPeer(port=peer.port), "email")
        deliver(desk)
        (closed,) = closed_channels(desk)
        before = states(desk)

        peer.refuse_senders("")
        deliver(desk)
        still = states(desk)
        retry(desk, (), "email", "Web team", RELEASED)
        deliver(desk)

    assert "554 (5.7.1 <panels@example.org>: Sender address rejected: You may not send from here)" in closed.reason
    assert before == still == {"planned": count}
    assert states(desk) == {"issued": count}


def test_whoever_has_left_gets_nothing_more(store):
    ann = subscribe(store, "ann")
    with mail_server(answers={"ann@example.org": "450 4.2.0 later"}) as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        store.subscribers.delete(ann)
        peer.answers.clear()

        sent = deliver(desk, RELEASED + timedelta(days=1))

        assert recipients(peer) == {}
        assert {one.note for one in sent} == {"There is no address for this person any more."}


def test_cancelled_meeting_reaches_those_who_want_changes_alone(store):
    subscribe(store, "ann", only_changes=True)
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        assert recipients(peer) == {}

        first, *others = a_plan().meetings
        day_after = RELEASED + timedelta(days=1)
        release_again(store, a_plan(called_off(first), *others), day_after)
        deliver(desk, day_after)

        assert recipients(peer) == {"ann@example.org": 1}
        assert peer.mails[0]["Subject"].startswith("CANCELLED: ")


def test_change_of_a_meeting_that_was_not_mailed_yet_is_mailed_at_once_and_to_nobody_who_joins_later(store):
    subscribe(store, "ann")
    subscribe(store, "hal", only_changes=True)
    first, second, *others = sorted(a_plan().meetings, key=lambda meeting: meeting.starts_at)
    later = {"starts_at": second.starts_at + timedelta(days=1), "ends_at": second.ends_at + timedelta(days=1)}
    day_after = RELEASED + timedelta(days=1)
    with mail_server() as peer:
        desk = a_desk(store, peer, "email", leads=(14,))
        deliver(desk)
        assert recipients(peer) == {}

        release_again(store, a_plan(called_off(first), replace(second, **later), *others), day_after)
        deliver(desk, day_after)
        assert recipients(peer) == {"ann@example.org": 2, "hal@example.org": 2}
        assert sorted(mail["Subject"].partition(":")[0] for mail in peer.mails) == ["CANCELLED"] * 2 + ["MOVED"] * 2

        join(store, "ben", day_after + timedelta(hours=1))
        deliver(desk, day_after + timedelta(hours=2))
        assert sum(recipients(peer).values()) == 4

        peer.envelopes.clear()
        deliver(desk, later["starts_at"] - timedelta(days=13))  # the letter of before the meeting that moved
        assert recipients(peer)["hal@example.org"] == 0
        assert recipients(peer)["ann@example.org"] == recipients(peer)["ben@example.org"] == 1


def test_officers_are_invited_once_and_called_off_when_the_meeting_is(store):
    with mail_server() as peer:
        desk = a_desk(store, peer, "invitation")
        deliver(desk)
        deliver(desk)
        first, *others = a_plan().meetings
        asked = recipients(peer)
        peer.envelopes.clear()
        day_after = RELEASED + timedelta(days=1)
        release_again(store, a_plan(called_off(first), *others), day_after)
        deliver(desk, day_after)

        assert sum(asked.values()) == sum(len(meeting.officers) for meeting in a_plan().meetings)
        assert sum(recipients(peer).values()) == len(first.officers)
        assert all("METHOD:CANCEL" in str(mail) for mail in peer.mails)


def test_officer_who_comes_no_more_is_called_off_and_another_is_asked(store):
    with mail_server() as peer:
        desk = a_desk(store, peer, "invitation")
        deliver(desk)
        peer.envelopes.clear()
        first, *others = a_plan().meetings
        day_after = RELEASED + timedelta(days=1)
        release_again(store, a_plan(replace(first, ward_officers=("pcso-1",)), *others), day_after)
        deliver(desk, day_after)

        told = {mail["To"].addresses[0].addr_spec: str(mail) for mail in peer.mails}
        assert "METHOD:CANCEL" in told.pop("dwo-1@police.example")
        assert "METHOD:REQUEST" in told.pop("pcso-1@police.example")
        assert told == {}  # that a PCSO comes now is other words for the sergeant


def with_officers(desk: Desk, *officers) -> Desk:
    return replace(desk, borough=replace(desk.borough, officers=officers))


def told_by(peer) -> list[tuple[str, str, int]]:
    """Who was told to come, or not to, under which number, by the address that the mail went to and by its calendar."""
    found = []
    for envelope, mail in zip(peer.envelopes, peer.mails, strict=True):
        (content,) = (part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar")
        calendar = icalendar.Calendar.from_ical(content)
        (entry,) = calendar.walk("VEVENT")
        assert [entry["ATTENDEE"].removeprefix("mailto:")] == envelope.rcpt_tos
        found.append((*envelope.rcpt_tos, str(calendar["METHOD"]), int(entry["SEQUENCE"])))
    return sorted(found)


def test_officer_who_changes_address_is_called_off_at_the_old_one_and_asked_at_the_new_though_nothing_is_released(
    store,
):
    dwo, *others = the_officers()
    with mail_server() as peer:
        desk = with_officers(a_desk(store, peer, "invitation"), dwo, *others)
        deliver(desk)
        days = [RELEASED + timedelta(days=number) for number in (1, 2, 3)]
        meetings = sum("dwo-1" in meeting.officers for meeting in a_plan().meetings)

        peer.envelopes.clear()
        moved = with_officers(desk, replace(dwo, email="new@police.example"), *others)
        deliver(moved, days[0])
        deliver(moved, days[0])
        assert Counter(told_by(peer)) == {
            ("dwo-1@police.example", "CANCEL", 1): meetings,
            ("new@police.example", "REQUEST", 2): meetings,
        }

        peer.envelopes.clear()
        deliver(desk, days[1])
        deliver(desk, days[1])
        assert Counter(told_by(peer)) == {
            ("new@police.example", "CANCEL", 3): meetings,
            ("dwo-1@police.example", "REQUEST", 4): meetings,
        }

        peer.envelopes.clear()
        first, *rest = a_plan().meetings
        release_again(store, a_plan(called_off(first), *rest), days[2])
        deliver(desk, days[2])
        assert ("dwo-1@police.example", "CANCEL", 5) in told_by(peer)
        assert not [told for told in told_by(peer) if told[0] == "new@police.example"]


def test_officer_who_leaves_is_called_off_at_the_address_that_was_invited_and_hears_no_more(store):
    dwo, *others = the_officers()
    with mail_server() as peer:
        desk = with_officers(a_desk(store, peer, "invitation"), dwo, *others)
        deliver(desk)
        peer.envelopes.clear()
        left = with_officers(desk, *others)
        days = [RELEASED + timedelta(days=number) for number in (1, 2)]
        meetings = [meeting for meeting in a_plan().meetings if "dwo-1" in meeting.officers]

        deliver(left, days[0])
        assert told_by(peer) == [("dwo-1@police.example", "CANCEL", 1)] * len(meetings)
        assert all(str(mail["To"].addresses[0].display_name) == "Secret dwo-1" for mail in peer.mails)

        peer.envelopes.clear()
        plan = a_plan(*(replace(each, ward_officers=("pcso-1",)) for each in a_plan().meetings))
        release_again(store, plan, days[1], left.borough)
        deliver(left, days[1])
        assert "dwo-1@police.example" not in recipients(peer)


def test_officer_who_left_before_the_invitation_went_out_hears_nothing(store):
    dwo, *others = the_officers()
    with mail_server(answers={"dwo-1@police.example": "450 4.2.0 Not now"}) as peer:
        desk = with_officers(a_desk(store, peer, "invitation"), dwo, *others)
        outbox.fill(desk, RELEASED)
        deliver(with_officers(desk, *others), RELEASED + timedelta(days=1))

        assert "dwo-1@police.example" not in recipients(peer)


def test_officers_hear_nothing_of_other_words_whether_they_come_or_were_called_off(store):
    with mail_server() as peer:
        desk = a_desk(store, peer, "invitation")
        deliver(desk)
        first, *others = a_plan().meetings
        swapped = a_plan(replace(first, ward_officers=("pcso-1",)), *others)
        release_again(store, swapped, RELEASED + timedelta(days=1))
        deliver(desk, RELEASED + timedelta(days=1))
        peer.envelopes.clear()
        borough = a_borough(
            profile=a_profile(contact_email="new@example.org"), venues=(a_venue(name="New"), a_library())
        )
        release_again(store, swapped, RELEASED + timedelta(days=2), borough)

        assert deliver(replace(desk, borough=borough), RELEASED + timedelta(days=2)) == ()
        assert peer.envelopes == []


def test_officers_hear_nothing_of_a_meeting_that_moved_and_moved_back_before_they_were_told(store):
    with mail_server() as peer:
        desk = a_desk(store, peer, "invitation")
        deliver(desk)
        peer.envelopes.clear()
        first, *others = a_plan().meetings
        later = replace(first, starts_at=first.starts_at + timedelta(days=7), ends_at=first.ends_at + timedelta(days=7))
        release_again(store, a_plan(later, *others), RELEASED + timedelta(days=1))
        release_again(store, a_plan(), RELEASED + timedelta(days=2))

        assert deliver(desk, RELEASED + timedelta(days=2)) == ()
        assert peer.envelopes == []


def test_what_a_mailing_came_to_is_one_line_for_the_public_record(store):
    subscribe(store, "ann")
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)

    mailings = [item for item in store.outbox.items(CODE, YEAR.first_day) if not item.parent]
    assert {(item.state, item.note) for item in mailings} == {(ItemState.ISSUED, "To 1 person.")}


def join(store, name: str, moment, **choice) -> str:
    """Let somebody ask and confirm at a moment; return the id."""
    one = store.subscribers.ask(CODE, f"{name}@example.org", Interest(**choice), name * 8, moment, timedelta(hours=1))
    store.subscribers.confirm(one.id, one.asked_at, "yes", moment)
    return one.id


def test_who_confirms_after_the_mailing_gets_the_next_meeting_at_once_and_no_letter_twice(store):
    subscribe(store, "ann")
    meetings = sorted(a_plan().meetings, key=lambda meeting: meeting.starts_at)
    in_mile_end = [meeting for meeting in meetings if meeting.ward_code == MILE_END]
    day_after = RELEASED + timedelta(days=1)
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        peer.envelopes.clear()
        join(store, "ben", day_after)
        join(store, "cat", day_after, wards=(MILE_END,))
        join(store, "dan", day_after, only_changes=True)

        deliver(desk, day_after)
        deliver(desk, day_after + timedelta(hours=1))

        assert recipients(peer) == {"ben@example.org": 1, "cat@example.org": 1}
        told = {mail["To"].addresses[0].username: mail.get_body().get_content() for mail in peer.mails}
        assert f"{meetings[0].starts_at:%-d %B %Y}" in told["ben"]
        assert f"{in_mile_end[0].starts_at:%-d %B %Y}" in told["cat"]

        peer.envelopes.clear()
        deliver(desk, meetings[0].starts_at)  # what comes next is another meeting by now

        assert recipients(peer)["ben@example.org"] == 1
        assert recipients(peer)["ann@example.org"] == 0


def test_who_confirms_before_a_correction_is_mailed_gets_the_correction_and_the_meeting_after_it(store):
    subscribe(store, "ann")
    first, *others = sorted(a_plan().meetings, key=lambda meeting: meeting.starts_at)
    day_after = RELEASED + timedelta(days=1)
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        peer.envelopes.clear()
        join(store, "ben", day_after, wards=(first.ward_code,))
        release_again(store, a_plan(called_off(first), *others), day_after)

        deliver(desk, day_after)

        subjects = [mail["Subject"] for mail in peer.mails if mail["To"].addresses[0].username == "ben"]
        after = next(meeting for meeting in others if meeting.ward_code == first.ward_code)
        assert sorted(subject.startswith("CANCELLED") for subject in subjects) == [False, True]
        assert any(f"{after.starts_at:%-d %B %Y}" in subject for subject in subjects)


def test_mailing_is_not_sent_again_where_a_setting_moves_its_day(store):
    subscribe(store, "ann")
    meetings = a_plan().meetings
    with mail_server() as peer:
        desk = a_desk(store, peer, "email")
        deliver(desk)
        peer.envelopes.clear()
        (way,) = desk.publicity.ways
        for days in ((28,), (10,), (28, 10)):
            later = replace(way, voice=replace(way.voice, leads=days))
            for meeting in meetings:
                deliver(replace(desk, publicity=Publicity((later,))), meeting.starts_at - timedelta(days=27))

        assert recipients(peer) == {}
