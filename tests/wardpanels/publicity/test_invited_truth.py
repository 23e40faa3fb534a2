"""Whatever happens to officers, their addresses and a meeting: in the end every calendar holds what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.plan import MeetingState
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.scheduler.examples import a_borough, a_meeting, a_plan, the_officers
from tests.thorough import enough
from tests.wardpanels.publicity.test_mailing import CODE, RELEASED, YEAR, a_desk, deliver, with_officers

ADDRESSES = (None, "first@police.example", "second@police.example", "third@police.example")
STEPS = st.one_of(
    st.tuples(st.just("lives at"), st.sampled_from(["dwo-1", "pcso-1"]), st.sampled_from(ADDRESSES)),
    st.tuples(st.just("comes"), st.sampled_from(["dwo-1", "pcso-1"]), st.none()),
    st.tuples(st.just("moves"), st.none(), st.integers(1, 20)),
    st.tuples(st.just("is"), st.none(), st.sampled_from([MeetingState.CONFIRMED, MeetingState.CANCELLED])),
    st.tuples(st.just("mail goes out"), st.none(), st.none()),
)


class Life:
    """One meeting and its officers, from release to release."""

    def __init__(self, peer: MailPeer) -> None:
        self.store, self.at = open_store("memory:"), RELEASED
        self.meeting = a_meeting()
        self.officers = {one.officer_id: one for one in the_officers()}
        self.desk = a_desk(self.store, peer, "invitation")
        self.release(self.meeting)

    @property
    def here(self):
        return with_officers(self.desk, *self.officers.values())

    def release(self, meeting) -> None:
        if not set(meeting.officers) <= self.officers.keys():
            return  # nobody releases a plan with an officer who is gone
        latest, plan = self.store.latest_release(CODE, YEAR.first_day), a_plan(meeting)
        self.store.append_release(next_release(self.here.borough, plan, latest, self.at), plan)
        self.meeting = meeting

    def goes_on(self, what: str, who: str | None, how) -> None:
        self.at += timedelta(hours=1)
        if what == "lives at" and how is None:
            self.officers.pop(who, None)
        elif what == "lives at":
            self.officers[who] = replace(a_borough().officers[0], officer_id=who, email=f"{who}.{how}")
        elif what == "comes":
            self.release(replace(self.meeting, ward_officers=(who,)))
        elif what == "moves":
            starts_at = a_meeting().starts_at + timedelta(days=how)
            self.release(replace(self.meeting, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90)))
        elif what == "is":
            self.release(replace(self.meeting, state=how))
        else:
            deliver(self.here, self.at)

    def truth(self) -> dict[str, object]:
        """When each address has the meeting in its calendar."""
        if not self.meeting.stands:
            return {}
        comes = (self.officers[one] for one in self.meeting.officers if one in self.officers)
        return {one.email: self.meeting.starts_at for one in comes}


def entries(peer: MailPeer):
    """All that was mailed: to whom, under which name and number, and when the meeting is, None where it is off."""
    for envelope, mail in zip(peer.envelopes, peer.mails, strict=True):
        (content,) = (part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar")
        calendar = icalendar.Calendar.from_ical(content)
        (entry,) = calendar.walk("VEVENT")
        when = entry["DTSTART"].dt if calendar["METHOD"] == "REQUEST" else None
        yield envelope.rcpt_tos[0], str(entry["UID"]), int(entry["SEQUENCE"]), when


def calendars(told) -> dict[tuple[str, str], object]:
    """What stands in each mailbox under each name: the entry with the highest number. Source: RFC 5546 2.1.5."""
    found: dict[tuple[str, str], tuple[int, object]] = {}
    for box, uid, sequence, when in told:
        if sequence >= found.get((box, uid), (-1, None))[0]:
            found[box, uid] = (sequence, when)
    return {key: when for key, (_, when) in found.items() if when}


@pytest.fixture(scope="module")
def peer():
    with mail_peer(MailPeer()) as running:
        yield running


@settings(max_examples=enough(6, 300), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=8), st.randoms(use_true_random=False))
def test_in_the_end_every_calendar_holds_what_is_true_whatever_order_the_mails_arrive_in(peer, steps, chance):
    peer.envelopes.clear()
    life = Life(peer)
    for step in steps:
        life.goes_on(*step)
    life.goes_on("mail goes out", None, None)
    count = len(peer.envelopes)
    life.goes_on("mail goes out", None, None)
    told = list(entries(peer))
    chance.shuffle(told)
    life.store.close()

    assert len(peer.envelopes) == count
    assert {box: when for (box, _), when in calendars(told).items()} == life.truth()
    in_one_box = calendars(("all", *rest) for _, *rest in told)
    assert sorted(map(str, in_one_box.values())) == sorted(map(str, life.truth().values()))
