"""One contract, three stores: nobody is on the list who did not say so twice, and whoever leaves is gone for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from scheduler.store import open_store
from scheduler.store.engines import open_engine, reading
from scheduler.subscriber import Interest, Subscriber, SubscriberState, forgotten_as
from scheduler.upkeep import KeptUntil
from tests.scheduler.examples import utc

TOWER_HAMLETS = "E09000030"
MONDAY, TUESDAY, LATER = utc("2027-02-01 09:00"), utc("2027-02-02 09:00"), utc("2027-02-01 09:30")
HOUR = timedelta(hours=1)
BOW = Interest(("E05009317",), "bn", only_changes=True)
ALL = Interest()
WORDING = "Send me emails."


@pytest.fixture
def subscribers(each_url):
    store = open_store(each_url)
    yield store.subscribers
    store.close()


def ask(subscribers, address="ann@example.org", wanted=BOW, new_id="a1", at=MONDAY):
    return subscribers.ask(TOWER_HAMLETS, address, wanted, new_id, at, HOUR)


def confirmed(subscribers) -> Subscriber:
    ask(subscribers)
    return subscribers.confirm("a1", MONDAY, WORDING, LATER)


def test_who_asks_is_kept_but_counts_as_nobody_yet(subscribers):
    ask(subscribers)

    assert subscribers.find("a1") == Subscriber(
        "a1", TOWER_HAMLETS, "ann@example.org", SubscriberState.ASKED, BOW, BOW, MONDAY
    )


def test_who_confirms_is_kept_with_the_words_and_the_moment(subscribers):
    assert confirmed(subscribers) == Subscriber(
        "a1", TOWER_HAMLETS, "ann@example.org", SubscriberState.CONFIRMED, BOW, None, MONDAY, None, LATER, WORDING
    )
    assert subscribers.find("a1").state is SubscriberState.CONFIRMED


def test_confirming_twice_is_no_harm(subscribers):
    first = confirmed(subscribers)

    assert subscribers.confirm("a1", MONDAY, "Other words.", TUESDAY) == first


def test_those_who_confirmed_after_a_moment_are_found_and_nobody_who_only_asked(subscribers):
    known = confirmed(subscribers)
    ask(subscribers, "bashir@example.org", new_id="b1")

    assert subscribers.confirmed_after(TOWER_HAMLETS, known.confirmed_at - timedelta(seconds=1)) == (known,)
    assert subscribers.confirmed_after(TOWER_HAMLETS, known.confirmed_at) == ()
    assert subscribers.confirmed_after("E09000025", known.confirmed_at - timedelta(seconds=1)) == ()


def test_who_was_asked_back_waits_for_no_second_mail_unless_they_ask_anew(subscribers):
    ask(subscribers)
    subscribers.mailed("a1", MONDAY, LATER)
    assert subscribers.to_mail(TOWER_HAMLETS) == ()

    ask(subscribers, at=TUESDAY)
    subscribers.mailed("a1", MONDAY, TUESDAY)

    assert [each.asked_at for each in subscribers.to_mail(TOWER_HAMLETS)] == [TUESDAY]


def test_link_of_an_older_request_confirms_nothing(subscribers):
    ask(subscribers)
    ask(subscribers, at=TUESDAY)

    assert subscribers.confirm("a1", MONDAY, WORDING, TUESDAY) is None
    assert subscribers.find("a1").state is SubscriberState.ASKED


def test_who_asks_again_within_the_hour_gets_no_second_mail_and_the_newer_wish_counts(subscribers):
    ask(subscribers)
    subscribers.mailed("a1", MONDAY, MONDAY)

    again = ask(subscribers, wanted=ALL, new_id="a2", at=LATER)

    assert (again.id, again.asked_at, again.mailed_at) == ("a1", MONDAY, MONDAY)
    assert subscribers.to_mail(TOWER_HAMLETS) == ()
    assert subscribers.confirm("a1", MONDAY, WORDING, LATER).choice == ALL


def test_subscriber_who_asks_for_something_else_keeps_what_they_have_until_they_confirm(subscribers):
    confirmed(subscribers)

    asked = ask(subscribers, "ANN@Example.org", ALL, "a2", TUESDAY)

    assert (asked.id, asked.state, asked.choice, asked.wanted) == ("a1", SubscriberState.CONFIRMED, BOW, ALL)
    assert subscribers.to_mail(TOWER_HAMLETS) == (asked,)
    assert subscribers.confirm("a1", TUESDAY, WORDING, TUESDAY).choice == ALL


def test_address_is_found_in_capitals_too(subscribers):
    ask(subscribers)

    assert subscribers.at_address(TOWER_HAMLETS, "Ann@EXAMPLE.org").id == "a1"
    assert subscribers.at_address("E09000025", "ann@example.org") is None


def test_deleted_subscriber_leaves_nothing_behind(each_url, subscribers):
    confirmed(subscribers)

    assert (subscribers.delete("a1"), subscribers.delete("a1")) == (True, False)
    assert subscribers.listed(TOWER_HAMLETS) == ()
    engine = open_engine(each_url)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM subscriber")).scalar() == 0
    engine.dispose()


@pytest.mark.parametrize("way", ["deleted", "never confirmed"])
def test_no_byte_of_who_is_gone_is_left_in_the_database_or_its_log(tmp_path, way):
    """Also where the row was changed before, and while the store stays open."""
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    for number in range(40):
        ask(store.subscribers, f"other{number}@example.org", new_id=f"o{number}", at=TUESDAY)
    ask(store.subscribers, "zebedee.quill@example.org", new_id="gone1")
    ask(store.subscribers, "zebedee.quill@example.org", ALL, new_id="gone1", at=MONDAY + timedelta(minutes=1))
    assert found_in(tmp_path, b"zebedee.quill")
    if way == "deleted":
        store.subscribers.delete("gone1")
    else:
        assert store.upkeep.sweep(TOWER_HAMLETS, KeptUntil(TUESDAY, MONDAY, MONDAY, (), MONDAY)).unconfirmed == 1

    assert found_in(tmp_path, b"zebedee.quill") == []
    assert found_in(tmp_path, b"other39@example.org") == ["panels.db"]
    store.close()


def found_in(folder, words):
    return sorted(path.name for path in folder.iterdir() if words in path.read_bytes())


def test_hard_bounce_ends_it_and_a_soft_one_is_counted(subscribers):
    before = confirmed(subscribers)

    assert subscribers.bounce("a1", TUESDAY, is_hard=False) == replace(before, soft_bounces=1)
    assert subscribers.bounce("a1", TUESDAY, is_hard=True) == replace(
        before, soft_bounces=1, state=SubscriberState.BOUNCED, bounced_at=TUESDAY
    )
    assert subscribers.bounce("nobody", TUESDAY, is_hard=True) is None


def test_who_bounced_and_confirms_again_starts_afresh(subscribers):
    confirmed(subscribers)
    subscribers.bounce("a1", TUESDAY, is_hard=True)
    ask(subscribers, at=TUESDAY)

    again = subscribers.confirm("a1", TUESDAY, WORDING, TUESDAY)

    assert (again.state, again.soft_bounces, again.bounced_at) == (SubscriberState.CONFIRMED, 0, None)


def test_of_who_is_deleted_a_digest_stays_that_leads_to_nobody(subscribers):
    confirmed(subscribers)

    assert (subscribers.delete("a1"), subscribers.delete("a1"), subscribers.delete("nobody")) == (True, False, False)
    assert subscribers.forgotten(TOWER_HAMLETS) == {forgotten_as("a1")}
    assert subscribers.forgotten("E09000012") == frozenset()


def test_two_who_ask_for_one_address_at_once_make_one_row_and_one_mail(subscribers):
    barrier, found = Barrier(2), []

    def run(new_id):
        barrier.wait()
        found.append(ask(subscribers, new_id=new_id).id)

    threads = [Thread(target=run, args=(new_id,)) for new_id in ("a1", "a2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found[0] == found[1]
    assert [each.id for each in subscribers.to_mail(TOWER_HAMLETS)] == found[:1]


@pytest.mark.parametrize(
    ("choice", "is_change", "wants"),
    [
        (ALL, False, True),
        (Interest(("E05009317",)), False, True),
        (Interest(("E05009328",)), True, False),
        (BOW, False, False),
        (BOW, True, True),
    ],
    ids=["whole borough", "my ward", "another ward", "changes only, no change", "changes only, a change"],
)
def test_choice_wants_news_of_its_wards_and_of_its_kind(choice, is_change, wants):
    assert choice.wants(("E05009317",), is_change=is_change) is wants
