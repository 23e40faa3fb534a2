"""Time passes between releases, sends and outages: whatever happens in whatever order, what was told is kept true.

Hypothesis plays the borough: it changes the draft, releases, approves, delivers, confirms, lets receivers be away or
refuse, changes when channels speak and who carries them, moves the store, and lets days go by. The store, the desk, the
sending and the carriers are the real ones; the clock is a value.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.items import TOLD, WAITING, Filling, ItemState
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.release.making import is_news, next_release
from scheduler.release.value import Release
from scheduler.store import open_store
from scheduler.store.copying import copy
from tests.publishers.carriers.peers import Reply, web_peer
from tests.scheduler.examples import LONDON, a_borough, a_plan, utc
from tests.thorough import enough
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.ledger import lines
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR, LAST_DAY = calendar_year(2027), date(2027, 12, 20)
COPY = "police-uk"
POSTED, HANDED, FILED = "posted", "handed", "filed"
ENVIRON = {"WARDPANELS_POSTED_SIGNING_KEY": "whsec_" + "QUFB" * 8}
MEETINGS = tuple(range(len(a_plan().meetings)))
FACTS = (
    {"state": MeetingState.CANCELLED},
    {"state": MeetingState.CONFIRMED},
    *({"venue_id": venue.venue_id} for venue in a_borough().venues),
)
OUT = (ItemState.ISSUED, ItemState.HANDED_OVER)
LEADS = st.lists(st.sampled_from((None, 28, 14, 10, 7, 3, 1, 0)), max_size=4, unique=True).map(tuple)
RETRY_PAUSE = timedelta(hours=7)
same_each_time = settings(derandomize=True, max_examples=enough(3, 50), stateful_step_count=25)


class Receiver:
    """A web server that takes what it is sent, unless it is away or refuses the next thing that comes."""

    def __init__(self):
        self.begin_anew()

    def begin_anew(self):
        self.is_away, self.refusals = False, 0
        self.taken: list[str] = []

    def reply(self, request):
        if self.is_away:
            return Reply(503, b"busy")
        if self.refusals:
            self.refusals -= 1
            return Reply(422, b"no")
        self.taken.append(request.headers["idempotency-key"])
        return Reply(200, b"taken")


def ways(place: str, folder: Path) -> tuple[Way, ...]:
    """Three channels with the same words: one to a web server, one by hand, one to a folder once it is approved."""
    hook = Outlet(POSTED, "webhook", {"url": f"http://{place}/"}, {}, (place,))
    filed = Outlet(FILED, "folder", {"path": str(folder / "filed")})
    return (
        Way(Voice(POSTED, (None, 28, 7, 1)), COPY, hook),
        Way(Voice(HANDED, (14,)), COPY, Outlet(HANDED, BY_HAND)),
        Way(Voice(FILED, (None, 7), needs_approval=True), COPY, filed),
    )


class Borough(RuleBasedStateMachine):
    """A borough of two wards that tells of three meetings on three channels."""

    def __init__(self, database: Path, place: str, receiver: Receiver):
        super().__init__()
        self.receiver, self.now, self.back_at, self.plan = receiver, utc("2027-01-04 09:00"), None, a_plan()
        receiver.begin_anew()
        self.database, self.moves = database, 0
        self.store = open_store(f"sqlite:///{database}")
        self.desk = Desk(self.store, a_borough(), Publicity(ways(place, database.parent)), YEAR)
        self.releases: list[Release] = []
        self.told: dict[str, tuple[datetime, str] | None] = {}
        self.told_at: dict[str, datetime] = {}
        self.release()

    def teardown(self):
        self.store.close()

    @property
    def items(self):
        return self.store.outbox.items(self.desk.code, YEAR.first_day)

    def meeting(self, meeting_id, number=0):
        """A meeting as a release tells of it, the latest if none is named."""
        (found,) = (one for one in self.releases[number - 1].meetings if one.meeting_id == meeting_id)
        return found

    def facts(self, meeting_id, number=0):
        """Whether a meeting is held, and if so when and where."""
        meeting = self.meeting(meeting_id, number)
        return None if meeting.is_cancelled else (meeting.starts_at, meeting.hall.name)

    def change(self, number, **facts):
        """Change one meeting of the draft, if it is still to come in the draft and in what was released."""
        meetings = list(self.plan.meetings)
        changed = meetings[number]
        if min(changed.starts_at, self.meeting(changed.meeting_id).starts_at) > self.now:
            meetings[number] = replace(changed, **facts)
            self.plan = replace(self.plan, meetings=tuple(meetings))

    @rule(number=st.sampled_from(MEETINGS), days=st.integers(1, 90))
    def move(self, number, days):
        day = min((self.now + timedelta(days=days)).date(), LAST_DAY)
        starts_at = datetime.combine(day, time(19), LONDON)
        self.change(number, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90))

    @rule(number=st.sampled_from(MEETINGS), facts=st.sampled_from(FACTS))
    def cancel_or_put_back_or_change_hall(self, number, facts):
        self.change(number, **facts)

    @rule()
    def release(self):
        release = next_release(self.desk.borough, self.plan, self.releases[-1] if self.releases else None, self.now)
        if is_news(release):
            self.store.append_release(release, self.plan)
            self.releases.append(release)
        outbox.fill(self.desk, self.now)
        self.assert_settled()

    @rule(most=st.integers(1, 4))
    def approve(self, most):
        waiting = [one.key for one in self.items if one.awaits_approval or one.state is ItemState.FAILED]
        if waiting:
            outbox.approve(self.desk, waiting[:most], "Comms officer", self.now)

    @rule()
    def confirm(self):
        in_hand = [one.key for one in self.items if one.state is ItemState.HANDED_OVER]
        if in_hand:
            outbox.confirm(self.desk, in_hand, "Comms officer", self.now, "")

    @rule(days=st.integers(1, 20))
    def lose_the_receiver(self, days):
        self.receiver.is_away, self.back_at = True, self.now + timedelta(days=days)

    @rule()
    def refuse_the_next(self):
        self.receiver.refusals = 1

    @rule(number=st.integers(0, 2), leads=LEADS)
    def change_when_a_channel_speaks(self, number, leads):
        """None of the times left: the channel is retired."""
        way = self.desk.publicity.every[number]
        self.use(number, replace(way, voice=replace(way.voice, leads=leads)))

    @rule(takes_a_person=st.booleans())
    def change_who_carries_a_channel(self, takes_a_person):
        number = next(at for at, way in enumerate(self.desk.publicity.every) if way.channel == HANDED)
        way = self.desk.publicity.every[number]
        carried = Outlet(HANDED, "folder", {"path": str(self.database.parent / "carried")})
        outlet = Outlet(HANDED, BY_HAND) if takes_a_person else carried
        self.use(number, replace(way, outlet=outlet, voice=replace(way.voice, takes_a_person=takes_a_person)))

    def use(self, number, way):
        ways = list(self.desk.publicity.every)
        ways[number] = way
        self.desk = replace(self.desk, publicity=Publicity(tuple(ways)))
        outbox.fill(self.desk, self.now)
        self.assert_settled()

    @rule()
    def move_the_store(self):
        self.moves += 1
        target = self.database.with_suffix(f".{self.moves}.db")
        before = (self.items, self.store.outbox.entries(self.desk.code, YEAR.first_day))
        self.store.close()
        copy(f"sqlite:///{self.database}", f"sqlite:///{target}", None, self.now)
        self.database = target
        self.store = open_store(f"sqlite:///{target}")
        self.desk = replace(self.desk, store=self.store)
        assert (self.items, self.store.outbox.entries(self.desk.code, YEAR.first_day)) == before

    @rule(days=st.integers(1, 45), is_worked=st.booleans())
    def let_days_pass(self, days, is_worked):
        self.now += timedelta(days=days)
        if self.back_at and self.now >= self.back_at:
            self.receiver.is_away = False
        if is_worked:
            self.deliver()

    @rule(days=st.integers(-60, 500))
    def look_with_a_wrong_clock(self, days):
        leads = {way.channel: way.voice.labels for way in self.desk.publicity.every}
        before = {
            one.key: (one.state_at(self.now), one.digest)
            for one in self.items
            if one.state in WAITING and (one.is_correction or one.lead in leads[one.channel])
        }
        outbox.fill(self.desk, self.now + timedelta(days=days))
        outbox.fill(self.desk, self.now)
        after = {one.key: (one.state_at(self.now), one.digest) for one in self.items}
        assert {key: after[key] for key in before} == before
        self.assert_settled()

    @rule()
    def deliver(self):
        addresses = AddressBook(self.store, self.desk.borough, None)
        sent = sending.deliver(self.desk, sending.Dispatch("anna", lambda: self.now, ENVIRON, addresses))
        by_key = {one.key: one for one in self.items}
        for item in (by_key[one.item.key] for one in sent if one.event in TOLD):
            self.assert_true_when_told(item)
            self.told[item.key], self.told_at[item.key] = self.facts(item.subject), self.now
        self.now += RETRY_PAUSE
        outbox.fill(self.desk, self.now)
        self.assert_settled()

    def assert_true_when_told(self, item):
        facts = self.facts(item.subject)
        assert self.facts(item.subject, item.version) == facts
        assert item.is_correction or (facts and facts[0] > self.now)

    def assert_settled(self):
        """Filled again from the beginning, the outbox stays as it is; what is wrong is being put right."""
        before = self.items
        asked_in_another_order = replace(self.desk, publicity=Publicity(self.desk.publicity.ways[::-1]))
        assert outbox.fill(asked_in_another_order, self.now) == Filling()
        assert self.items == before
        for (_, meeting_id, _), told in self.threads(before).items():
            heard, so = self.told[told[-1].key], self.facts(meeting_id)
            if heard != so and any(facts and facts[0] > self.now for facts in (heard, so)):
                corrections = (one for one in before if one.thread == told[-1].thread and one.is_correction)
                waiting = [one for one in corrections if one.is_open or one.state is ItemState.FAILED]
                assert so in [self.facts(meeting_id, one.version) for one in waiting]

    def threads(self, items):
        """What was told to each audience of each subject, oldest first."""
        by_key = {item.key: item for item in items}
        threads = {}
        for key in self.told:
            threads.setdefault(by_key[key].thread, []).append(by_key[key])
        return threads

    @invariant()
    def the_books_are_true(self):
        items, entries = self.items, self.store.outbox.entries(self.desk.code, YEAR.first_day)
        self.assert_nothing_is_told_twice(items, entries)
        self.assert_ledger_has_all_and_says_what_is_so(items, entries)
        self.assert_its_lines_are_true(items)

    def assert_its_lines_are_true(self, items):
        """Each line says where its item is, and how early it was of the day that it told."""
        versions = self.store.versions(self.desk.code, YEAR.first_day)
        found = {line.key: line for line in lines(outbox.records_of(self.desk), versions, self.releases[-1], self.now)}
        assert {key: line.state for key, line in found.items()} == {
            item.key: item.state_at(self.now).value for item in items
        }
        for key, line in found.items():
            if line.state == ItemState.ISSUED and self.told[key]:
                early = self.told[key][0].date() - self.told_at[key].astimezone(LONDON).date()
                assert line.lead_days_achieved == (early.days if early.days >= 0 else None)
            elif line.state in (ItemState.PLANNED, ItemState.MISSED, ItemState.FAILED):
                assert line.lead_days_achieved is None

    def assert_nothing_is_told_twice(self, items, entries):
        out = Counter(entry.key for entry in entries if entry.event in OUT)
        assert set(out.values()) | set(Counter(self.receiver.taken).values()) <= {1}
        for told in self.threads(items).values():
            for before, item in pairwise(told):
                is_news = self.told[item.key] != self.told[before.key]
                assert is_news or not item.is_correction
                assert is_news or before.is_correction or item.due_at > self.told_at[before.key]

    def assert_ledger_has_all_and_says_what_is_so(self, items, entries):
        told = {entry.key for entry in entries if entry.event in OUT}
        assert told == self.told.keys()
        assert set(self.receiver.taken) == {key for key in told if key.startswith(f"{POSTED}.")}
        by_key = {item.key: item for item in items}
        for entry in entries:
            item = by_key[entry.key]
            assert entry.event is not ItemState.MISSED
            if entry.note == "The meeting is cancelled.":
                number = max(one.number for one in self.releases if one.released_at <= entry.at)
                assert self.facts(item.subject, number) is None


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "empty.db"
    open_store(f"sqlite:///{path}").close()
    return path


def test_what_was_told_is_kept_true_while_time_passes(empty, tmp_path):
    receiver, numbers = Receiver(), count(1)
    with web_peer(receiver.reply) as peer:

        def borough():
            database = tmp_path / f"{next(numbers)}.db"
            shutil.copy(empty, database)
            return Borough(database, peer.place, receiver)

        run_state_machine_as_test(borough, settings=same_each_time)
