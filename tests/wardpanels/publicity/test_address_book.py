"""Who gets a mailing, and where it goes, asked of a real store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from publishers.carriers.carrier import Mailbox
from scheduler.items import Item
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.release.making import next_release
from scheduler.store import open_store
from scheduler.subscriber import Interest, SubscriberState
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, at, the_meetings, utc
from tests.wardpanels.subscriptions.examples import SECRET, TOWER_HAMLETS
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.signed_links import Links

FIRST, SECOND, LATER = utc("2026-11-22 09:00"), utc("2026-12-01 09:00"), utc("2027-02-01 09:00")
BOW, MILE = "2027-E05009317-1", "2027-E05009328-1"
LINKS = Links("https://example.org/subscribe", SECRET)
CHOICES = {
    "a1": Interest(),
    "b2": Interest((BOW_EAST,), "bn"),
    "c3": Interest((MILE_END,)),
    "d4": Interest((BOW_EAST,), only_changes=True),
}


@pytest.fixture
def book(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    moved = a_meeting(starts_at=at("Thu 2027-04-01 19:00"))
    _, *others = the_meetings()
    first = next_release(a_borough(), a_plan(), None, FIRST)
    store.append_release(first, a_plan())
    store.append_release(next_release(a_borough(), a_plan(moved, *others), first, SECOND), a_plan(moved, *others))
    for name, choice in CHOICES.items():
        store.subscribers.ask(TOWER_HAMLETS, f"{name}@example.org", choice, name, FIRST, timedelta(hours=1))
        store.subscribers.confirm(name, FIRST, "Yes.", FIRST)
    store.subscribers.ask(TOWER_HAMLETS, "never@example.org", Interest(), "e5", FIRST, timedelta(hours=1))
    yield AddressBook(store, a_borough(), LINKS)
    store.close()


def a_mailing(meeting_id: str, version: int, lead: str = "14") -> Item:
    return Item(
        key="email.1",
        borough_code=TOWER_HAMLETS,
        first_day=calendar_year(2027).first_day,
        channel="email",
        subject=meeting_id,
        meetings=(meeting_id,),
        lead=lead,
        due_at=LATER,
        use_by=LATER,
        digest="d",
        version=version,
    )


@pytest.mark.parametrize(
    ("item", "names"),
    [
        (a_mailing(BOW, 1), ["a1", "b2"]),
        (a_mailing(MILE, 1), ["a1", "c3"]),
        (a_mailing(BOW, 2), ["a1", "b2"]),
        (a_mailing(BOW, 1, "correction-2"), ["a1", "b2", "d4"]),
        (a_mailing(MILE, 2), ["a1", "c3"]),
    ],
    ids=["my ward", "another ward", "moved since", "a correction", "another ward that did not change"],
)
def test_mailing_goes_to_those_who_confirmed_and_want_it(book, item, names):
    assert book.audience(item) == tuple(f"subscriber:{name}" for name in names)


def test_subscribers_mail_goes_to_their_address_in_their_language_with_their_own_way_out(book):
    assert book.mailbox("subscriber:b2") == Mailbox("", "b2@example.org", "bn", LINKS.stop("b2"), LINKS.mark("b2"))


@pytest.mark.parametrize("recipient", ["subscriber:e5", "subscriber:nobody", "officer:nobody", "nobody"])
def test_who_never_confirmed_or_is_gone_is_not_written_to(book, recipient):
    assert book.mailbox(recipient) is None


def test_who_stopped_meanwhile_is_not_written_to(book):
    book.store.subscribers.delete("b2")

    assert book.mailbox("subscriber:b2") is None
    assert book.audience(a_mailing(BOW, 1)) == ("subscriber:a1",)


def test_officers_mail_goes_to_their_address_and_has_no_way_out(book):
    assert book.mailbox("officer:sgt-1") == Mailbox("Secret sgt-1", "sgt-1@police.example")


def test_address_that_a_server_does_not_know_gets_no_more_mail(book):
    book.nobody_there("subscriber:b2", LATER)
    book.nobody_there("officer:sgt-1", LATER)

    assert book.store.subscribers.find("b2").state is SubscriberState.BOUNCED
    assert book.mailbox("subscriber:b2") is None
    assert book.mailbox("officer:sgt-1") is not None


def test_cancelled_meeting_is_news_for_those_who_want_changes_alone(book):
    last = book.store.latest_release(TOWER_HAMLETS, calendar_year(2027).first_day)
    plan = a_plan(a_meeting(state=MeetingState.CANCELLED))
    book.store.append_release(next_release(a_borough(), plan, last, LATER), plan)

    assert book.audience(a_mailing(BOW, 3, "correction-3"))[-1] == "subscriber:d4"
