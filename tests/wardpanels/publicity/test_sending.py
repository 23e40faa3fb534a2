"""One round through the outbox, with receivers that are real and do not always behave."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, count, repeat
from threading import Event
from time import monotonic, sleep

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publishers.carriers.carrier import Mailbox, Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.facts import Acronym
from scheduler.items import ClosedChannel, ItemState
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.publishers.carriers.peers import Reply, closed_port, web_peer
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at, utc
from tests.thorough import enough
from wardpanels.faults import CannotUse
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import ledger, sending
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.handing_over import hand_over
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.publicity.retrying import retry

YEAR = calendar_year(2027)
RELEASED = utc("2027-01-04 09:00")
SIGNING_KEY = "whsec_" + "QUFB" * 8
ENVIRON = {"WARDPANELS_X_SIGNING_KEY": SIGNING_KEY, "WARDPANELS_MASTODON_SIGNING_KEY": SIGNING_KEY}


def meetings(count: int):
    first = at("Mon 2027-03-29 08:00")
    return a_plan(
        *(a_meeting(meeting_id=f"2027-X-{place}", starts_at=first + timedelta(hours=place)) for place in range(count))
    )


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    yield store
    store.close()


def hook(channel: str, place: str) -> Outlet:
    return Outlet(channel, "webhook", {"url": f"http://{place}/{channel}"}, {}, (place,))


def a_desk(store, *outlets: Outlet, count: int = 2, leads=(None,), needs_approval: bool = False) -> Desk:
    """A borough whose plan of so many meetings is released, with these ways out."""
    if store.latest_release("E09000030", YEAR.first_day) is None:
        store.append_release(next_release(a_borough(), meetings(count), None, RELEASED), meetings(count))
    ways = (Way(Voice(one.channel, leads, needs_approval), one.channel, one) for one in outlets)
    return Desk(store, a_borough(), Publicity(tuple(ways)), YEAR)


def a_post(moment, worker: str = "anna", **facts) -> sending.Dispatch:
    return sending.Dispatch(worker, lambda: moment, ENVIRON, Addresses(**facts))


@dataclass
class Addresses:
    """Who gets a mailing. Edges: whoever is not in `boxes` has left."""

    audience_of: tuple[str, ...] = ()
    boxes: dict[str, Mailbox] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def audience(self, item):
        return self.audience_of

    def mailbox(self, recipient):
        return self.boxes.get(recipient)

    def nobody_there(self, recipient, at):
        self.gone.append(recipient)


def became(sent):
    return sorted((one.item.channel, one.event and one.event.value, one.note) for one in sent)


def states(desk: Desk):
    return {
        (item.channel, item.subject): item.state.value for item in desk.store.outbox.items(desk.code, YEAR.first_day)
    }


def test_what_is_due_goes_out_once(store):
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, hook("x", peer.place))

        first, again = sending.deliver(desk, a_post(RELEASED)), sending.deliver(desk, a_post(RELEASED))

        assert became(first) == [("x", "issued", "127.0.0.1 answered 200")] * 2
        assert again == ()
        assert sorted(request.json["subject"] for request in peer.asked) == ["2027-X-0", "2027-X-1"]


def test_channel_by_hand_is_handed_over_and_stays_until_a_person_confirms(store, tmp_path):
    desk = a_desk(store, Outlet("facebook", BY_HAND), count=1)

    sent = sending.deliver(desk, a_post(RELEASED))
    in_hand = hand_over([desk], tmp_path / "handover", RELEASED)

    (item,) = desk.store.outbox.items(desk.code, YEAR.first_day)
    page = (tmp_path / "handover" / "index.html").read_text(encoding="utf-8")
    assert became(sent) == [("facebook", "handed_over", "Waits for a person to say that it went out.")]
    assert (in_hand, f"wardpanels confirm {item.key}" in page) == (1, True)
    assert (tmp_path / "handover" / "files" / item.key / "2027-X-0.txt").is_file()

    outbox.confirm(desk, [item.key], "Comms officer", RELEASED, "https://example.org/post")

    assert (hand_over([desk], tmp_path / "handover", RELEASED), states(desk)) == (
        0,
        {("facebook", "2027-X-0"): "confirmed"},
    )


def test_receiver_that_asks_to_wait_is_asked_again_when_it_said(store):
    answers = iter([Reply(503, b"busy", {"Retry-After": "7200"}), Reply(200, b"ok")])
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place), count=1)

        assert became(sending.deliver(desk, a_post(RELEASED))) == [("x", None, "127.0.0.1 answered 503 (busy)")]
        assert sending.deliver(desk, a_post(RELEASED + timedelta(minutes=119))) == ()
        sent = sending.deliver(desk, a_post(RELEASED + timedelta(minutes=121)))

        assert became(sent) == [("x", "issued", "127.0.0.1 answered 200")]
        assert len({request.headers["idempotency-key"] for request in peer.asked}) == 1


def test_receiver_that_is_away_is_left_alone_after_three_tries_and_holds_up_nobody(store):
    away = f"127.0.0.1:{closed_port()}"
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, hook("x", away), hook("mastodon", peer.place), count=8)

        sending.deliver(desk, a_post(RELEASED))

        items = desk.store.outbox.items(desk.code, YEAR.first_day)
        assert {item.state for item in items if item.channel == "mastodon"} == {ItemState.ISSUED}
        assert {item.state for item in items if item.channel == "x"} == {ItemState.PLANNED}
        assert {item.note for item in items if item.channel == "x"} == {"127.0.0.1: could not be reached, or hung up"}
        assert sorted(item.attempts for item in items if item.channel == "x") == [0, 0, 0, 0, 0, 1, 1, 1]


def test_item_that_the_receiver_will_not_take_fails_and_the_next_goes_out(store):
    def reply(request):
        return Reply(422, b"no") if request.json["subject"] == "2027-X-0" else Reply(200, b"ok")

    with web_peer(reply) as peer:
        desk = a_desk(store, hook("x", peer.place))

        sending.deliver(desk, a_post(RELEASED))

        assert states(desk) == {("x", "2027-X-0"): "failed", ("x", "2027-X-1"): "issued"}


def test_failed_item_goes_out_when_a_person_has_it_sent_again(store):
    answers = iter([Reply(422, b"no"), Reply(200, b"ok")])
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place), count=1)
        (failed,) = sending.deliver(desk, a_post(RELEASED))

        (again,) = retry(desk, [failed.item.key], None, "Comms officer", RELEASED).items
        sending.deliver(desk, a_post(RELEASED))

        assert (again.key, states(desk)) == (failed.item.key, {("x", "2027-X-0"): "issued"})


def test_what_did_not_fail_or_is_of_no_more_use_is_not_sent_again(store):
    def reply(request):
        return Reply(422, b"no") if request.json["subject"] == "2027-X-0" else Reply(200, b"ok")

    with web_peer(reply) as peer:
        desk = a_desk(store, hook("x", peer.place))
        keys = [one.item.key for one in sending.deliver(desk, a_post(RELEASED))]
        told = ledger_of(desk)

        assert retry(desk, keys, None, "Comms officer", utc("2027-04-30 12:00")).items == ()
        assert [item.subject for item in retry(desk, keys, None, "Comms officer", RELEASED).items] == ["2027-X-0"]
        assert ledger_of(desk)[len(told) :] == [("approved", "Comms officer", "To be sent again.")]


def ledger_of(desk: Desk):
    return [(str(entry.event), entry.by, entry.note) for entry in desk.store.outbox.entries(desk.code, YEAR.first_day)]


def test_key_that_is_refused_closes_the_channel_until_a_person_has_opened_it(store):
    answers = chain([Reply(401, b"no such key")], repeat(Reply(200, b"ok")))
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place))
        why = "127.0.0.1 answered 401 (no such key): the signing_key is wrong or has expired, or may not do this. "
        why += "Renew it and set WARDPANELS_X_SIGNING_KEY"

        assert became(sending.deliver(desk, a_post(RELEASED))) == [("x", None, why)] * 2
        assert outbox.closed_channels(desk) == (ClosedChannel("x", RELEASED, "anna", why),)
        assert sending.deliver(desk, a_post(RELEASED + timedelta(days=9))) == ()
        assert (len(peer.asked), set(states(desk).values())) == (1, {"planned"})

        found = retry(desk, (), "X", "Web team", RELEASED + timedelta(days=9))
        assert (found.channel, found.opened.reason, outbox.closed_channels(desk)) == ("x", why, ())
        sending.deliver(desk, a_post(RELEASED + timedelta(days=9)))
        assert set(states(desk).values()) == {"issued"}


def test_channel_that_is_closed_holds_up_no_other(store):
    def reply(request):
        return Reply(401) if request.path == "/x" else Reply(200)

    with web_peer(reply) as peer:
        desk = a_desk(store, hook("x", peer.place), hook("mastodon", peer.place))
        sending.deliver(desk, a_post(RELEASED))

        assert [one.channel for one in outbox.closed_channels(desk)] == ["x"]
        assert {state for (channel, _), state in states(desk).items() if channel == "mastodon"} == {"issued"}


def test_many_refusals_in_a_row_are_of_us_and_fail_nothing(store):
    with web_peer(lambda request: Reply(400, b"Bad request")) as peer:
        desk = a_desk(store, hook("x", peer.place), count=8)

        sent = sending.deliver(desk, a_post(RELEASED))

        (closed,) = outbox.closed_channels(desk)
        assert closed.reason == "It refused 5 in a row, the last with: 127.0.0.1 answered 400 (Bad request)"
        assert became(sent) == [("x", None, closed.reason)] * 8
        assert (len(peer.asked), set(states(desk).values())) == (5, {"planned"})


@pytest.mark.parametrize("taken", [0, 2, 4])
def test_refusals_with_one_taken_among_them_are_of_the_items(store, taken):
    answers = (Reply(200) if number == taken else Reply(422, b"no") for number in count())
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place), count=5)

        sent = sending.deliver(desk, a_post(RELEASED))

        assert outbox.closed_channels(desk) == ()
        assert Counter(one.event.value for one in sent) == {"issued": 1, "failed": 4}
        assert len(peer.asked) == 5


ANSWERS = {"yes": Reply(200), "no to this one": Reply(422, b"no"), "no to us": Reply(401, b"no such key")}


def what_becomes_of(answers):
    """The states of so many items, told plainly: a row of refusals counts when a yes or the end has come."""
    found, row = Counter(), 0
    for answer in answers:
        if answer == "yes":
            found += Counter(issued=1, failed=row)
            row = 0
        else:
            row += 1
        if answer == "no to us" or row == 5:
            return found + Counter(planned=len(answers) - found.total())
    return found + Counter(failed=row)


@settings(max_examples=enough(6, 15))
@given(st.lists(st.sampled_from([*ANSWERS, "no to this one"]), min_size=1, max_size=25))
@example(["no to this one"] * 4 + ["yes"] + ["no to this one"] * 4)
@example(["no to this one"] * 25)
def test_nothing_fails_for_our_sake_and_nothing_is_lost(answers):
    store = open_store("memory:")
    replies = (ANSWERS[answer] for answer in answers)
    with web_peer(lambda request: next(replies)) as peer, closing(store):
        desk = a_desk(store, hook("x", peer.place), count=len(answers))

        sending.deliver(desk, a_post(RELEASED))

        assert Counter(states(desk).values()) == what_becomes_of(answers)
        assert bool(outbox.closed_channels(desk)) == ("planned" in states(desk).values())


def test_refusals_before_a_verdict_on_us_are_not_held_against_the_items(store):
    answers = chain([Reply(422, b"no")] * 2, repeat(Reply(401, b"no such key")))
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place), count=4)

        sending.deliver(desk, a_post(RELEASED))

        assert (len(peer.asked), set(states(desk).values())) == (3, {"planned"})


def test_item_that_closes_a_channel_lets_the_others_go_first_when_it_is_opened(store):
    def reply(request):
        poisoned = request.json["subject"] == "2027-X-0"
        return Reply(403, "<h1>Blocked</h1>", {"Content-Type": "text/html"}) if poisoned else Reply(200, b"ok")

    with web_peer(reply) as peer:
        desk = a_desk(store, hook("x", peer.place), count=30)
        for _ in range(30):
            sending.deliver(desk, a_post(RELEASED))
            retry(desk, (), "x", "Web team", RELEASED)

        assert Counter(states(desk).values()) == {"issued": 29, "planned": 1}


def test_opening_a_channel_that_is_open_lets_what_waits_there_be_tried_at_once(store):
    answers = chain([Reply(503)], repeat(Reply(200)))
    with web_peer(lambda request: next(answers)) as peer:
        desk = a_desk(store, hook("x", peer.place), count=1)
        sending.deliver(desk, a_post(RELEASED))
        assert sending.deliver(desk, a_post(RELEASED)) == ()

        assert retry(desk, (), "x", "Web team", RELEASED).opened is None
        assert [one.event for one in sending.deliver(desk, a_post(RELEASED))] == [ItemState.ISSUED]


def test_what_was_due_while_nothing_was_sending_is_caught_up_or_missed_with_the_reason(store):
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, hook("x", peer.place), count=1, leads=(28, 7, 1))
        outbox.fill(desk, RELEASED)

        sent = sending.deliver(desk, a_post(utc("2027-03-24 12:00")))

        assert became(sent) == [
            ("x", "issued", "127.0.0.1 answered 200"),
            ("x", "missed", "Nothing was sending when it was due."),
        ]
        assert [item.lead for item in desk.store.outbox.items(desk.code, YEAR.first_day)] == [
            "28",
            "7",
            "1",
        ]


@pytest.mark.parametrize(
    ("needs_approval", "why"), [(False, "Nothing was sending when it was due."), (True, "Nobody approved it in time.")]
)
def test_held_meeting_that_nobody_was_told_of_was_missed_and_not_cancelled(store, needs_approval, why):
    plan = a_plan(
        a_meeting(meeting_id="2027-X-1", starts_at=at("Mon 2027-03-29 19:00")),
        a_meeting(meeting_id="2027-X-0", starts_at=at("Mon 2027-06-28 19:00")),
    )
    store.append_release(next_release(a_borough(), plan, None, RELEASED), plan)
    desk = a_desk(store, Outlet("facebook", BY_HAND), leads=(7,), needs_approval=needs_approval)
    outbox.fill(desk, RELEASED)
    after = utc("2027-03-31 09:00")
    fewer = replace(plan, meetings=(plan.meetings[0], called_off(plan.meetings[1])))
    store.append_release(
        next_release(a_borough(), fewer, store.latest_release(desk.code, YEAR.first_day), after), fewer
    )

    outbox.fill(desk, after)

    release = store.latest_release(desk.code, YEAR.first_day)
    said = {one.meeting_id: (one.state, one.note) for one in ledger.lines(outbox.records_of(desk), (), release, after)}
    assert said == {
        "2027-X-1": ("missed", why),
        "2027-X-0": ("replaced", "Release 2 says it differently."),
    }


def test_what_nobody_approved_is_missed_and_says_so(store):
    desk = a_desk(store, Outlet("facebook", BY_HAND), count=1, leads=(7,), needs_approval=True)
    outbox.fill(desk, RELEASED)

    assert sending.deliver(desk, a_post(utc("2027-03-24 12:00"))) == ()
    sent = sending.deliver(desk, a_post(utc("2027-03-30 12:00")))

    assert became(sent) == [("facebook", "missed", "Nobody approved it in time.")]


def test_what_was_tried_until_it_was_of_no_use_is_missed_and_says_why(store):
    desk = a_desk(store, hook("x", f"127.0.0.1:{closed_port()}"), count=1, leads=(7,))
    sending.deliver(desk, a_post(utc("2027-03-24 12:00")))

    sent = sending.deliver(desk, a_post(utc("2027-03-30 12:00")))

    assert became(sent) == [("x", "missed", "Tried once. 127.0.0.1: could not be reached, or hung up")]


def test_wrong_setting_stops_the_channel_and_keeps_its_items(store):
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        guarded = replace(hook("x", peer.place), allowed=())
        desk = a_desk(store, guarded)

        sent = sending.deliver(desk, a_post(RELEASED))

        assert [one.event for one in sent] == [None, None]
        assert "[network] allow" in sent[0].note
        assert set(states(desk).values()) == {"planned"}


def test_slow_channel_sends_all_of_a_batch_within_its_leases(store):
    looks = count()
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, hook("x", peer.place), count=20)
        outbox.fill(desk, RELEASED)
        slow = replace(a_post(RELEASED), clock=lambda: RELEASED + timedelta(seconds=10 * next(looks)))

        sent = sending.deliver(desk, slow)

        assert [one.event for one in sent] == [ItemState.ISSUED] * 20
        assert len({request.headers["idempotency-key"] for request in peer.asked}) == len(peer.asked) == 20


def test_item_that_takes_longer_than_its_lease_is_sent_by_one_worker_alone(store):
    begun, may_end = Event(), Event()

    def slow(request):
        begun.set()
        may_end.wait(30)
        return Reply(200, b"ok")

    start = monotonic()
    post = replace(a_post(RELEASED), clock=lambda: RELEASED + timedelta(seconds=monotonic() - start))
    anna, ben = (replace(post, worker=name, lease=timedelta(seconds=1)) for name in ("anna", "ben"))
    with web_peer(slow) as peer, ThreadPoolExecutor(1) as threads:
        desk = a_desk(store, hook("x", peer.place), count=1)
        first = threads.submit(sending.deliver, desk, anna)
        begun.wait(30)
        sleep(1.5)  # a lease and a half

        second = sending.deliver(desk, ben)
        may_end.set()

        assert second == ()
        assert became(first.result()) == [("x", "issued", "127.0.0.1 answered 200")]
        assert len(peer.asked) == 1


def test_missing_secrets_are_said_before_anything_is_sent(store):
    desk = a_desk(store, hook("x", "127.0.0.1:9"), hook("mastodon", "127.0.0.1:9"))

    with pytest.raises(CannotUse) as refused:
        sending.open_post(desk, {})

    assert str(refused.value) == (
        "the environment: found no secret for a channel, "
        "wanted x wants WARDPANELS_X_SIGNING_KEY; mastodon wants WARDPANELS_MASTODON_SIGNING_KEY"
    )


def test_cancelled_meeting_is_put_right_on_every_channel_that_told_it_and_on_no_other(store):
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, hook("x", peer.place), hook("mastodon", peer.place), count=2)
        only_x = replace(desk, publicity=Publicity(desk.publicity.ways[:1]))
        sending.deliver(only_x, a_post(RELEASED))
        off = replace(meetings(2), meetings=tuple(called_off(one) for one in meetings(2).meetings))
        first = store.latest_release("E09000030", YEAR.first_day)
        store.append_release(next_release(a_borough(), off, first, RELEASED + timedelta(days=1)), off)
        peer.asked.clear()

        sending.deliver(desk, a_post(RELEASED + timedelta(days=1)))

        told = [(request.json["channel"], request.json["subject"]) for request in peer.asked]
        assert sorted(told) == [("mastodon", "2027-X-1"), ("x", "2027-X-0")]  # the other was still to be told there
        (correction,) = (request.json for request in peer.asked if request.json["channel"] == "x")
        assert "CANCELLED" in correction["artifacts"][0]["text"]


@pytest.mark.parametrize("is_by_hand", [False, True])
def test_facts_beside_the_meetings_put_nothing_right(store, is_by_hand):
    environ = {"WARDPANELS_WARD_NEWSLETTER_SIGNING_KEY": SIGNING_KEY}
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        desk = a_desk(store, Outlet("ward-newsletter", BY_HAND) if is_by_hand else hook("ward-newsletter", peer.place))
        sending.deliver(desk, replace(a_post(RELEASED), environ=environ))
        before, first = states(desk), store.latest_release("E09000030", YEAR.first_day)
        spelled = a_borough(acronyms=(Acronym("DWO", "Dedicated Local Officer", ""),))
        store.append_release(next_release(spelled, meetings(2), first, RELEASED + timedelta(days=1)), meetings(2))
        peer.asked.clear()

        sent = sending.deliver(desk, replace(a_post(RELEASED + timedelta(days=1)), environ=environ))

        assert (sent, peer.asked, states(desk)) == ((), [], before)


def called_off(meeting):
    from scheduler.plan import MeetingState

    return replace(meeting, state=MeetingState.CANCELLED) if meeting.meeting_id == "2027-X-0" else meeting


@pytest.mark.parametrize(
    ("attempts", "least", "most"), [(1, 30, 90), (2, 60, 180), (5, 480, 1440), (40, 10_800, 32_400)]
)
def test_pause_doubles_up_to_a_few_hours(store, attempts, least, most):
    desk = a_desk(store, Outlet("facebook", BY_HAND), count=1)
    outbox.fill(desk, RELEASED)
    (item,) = desk.store.outbox.items(desk.code, YEAR.first_day)

    assert least <= sending.pause_seconds(replace(item, attempts=attempts), None) <= most


def test_pause_is_as_long_as_the_receiver_asks(store):
    desk = a_desk(store, Outlet("facebook", BY_HAND), count=1)
    outbox.fill(desk, RELEASED)
    (item,) = desk.store.outbox.items(desk.code, YEAR.first_day)

    assert sending.pause_seconds(replace(item, attempts=1), 90_000) == 90_000
