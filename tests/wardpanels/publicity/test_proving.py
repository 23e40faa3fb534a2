"""The ledger of facts: what was told of each version of a meeting, how early, to how many, and by whose word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.items import NO_WITNESS, ItemState, Witness
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.proof import Share
from scheduler.release.making import next_release
from scheduler.release.promises import Publication
from scheduler.store import open_store
from scheduler.subscriber import Interest
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at, utc
from wardpanels.listings.last_seen import beside
from wardpanels.listings.seen import Seen, Verdict
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.due import Selection
from wardpanels.publicity.ledger import read_ledger
from wardpanels.publicity.proving import read_proof
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.publicity.signed_links import Links
from wardpanels.terminal.words.proof import percent, sentences
from wardpanels.terminal.words.publicity import ledger_rows

YEAR = calendar_year(2027)
RELEASED = utc("2027-01-04 09:00")
LINKS = Links("https://panels.example.org/subscribe", "s" * 32)
AT_27_APRIL = a_meeting(starts_at=at("Tue 2027-04-27 19:00"), ends_at=at("Tue 2027-04-27 20:30"))
AT_30_APRIL = replace(AT_27_APRIL, starts_at=at("Fri 2027-04-30 19:00"), ends_at=at("Fri 2027-04-30 20:30"))


@pytest.fixture
def store(database_url):
    store = open_store(database_url)
    yield store
    store.close()


def by_hand(channel: str, *leads: int | None) -> Way:
    return Way(Voice(channel, leads, takes_a_person=True), channel, Outlet(channel, BY_HAND))


def a_desk(store, *ways: Way, retired: tuple[Way, ...] = ()) -> Desk:
    return Desk(store, a_borough(), Publicity(ways, retired=retired), YEAR)


def release(store, *meetings, moment=RELEASED):
    plan, latest = a_plan(*meetings), store.latest_release("E09000030", YEAR.first_day)
    store.append_release(next_release(a_borough(), plan, latest, moment), plan)


def deliver(desk, moment):
    return sending.deliver(
        desk, sending.Dispatch("anna", lambda: moment, {}, AddressBook(desk.store, desk.borough, LINKS))
    )


def confirm_all(desk, moment, evidence=NO_WITNESS):
    """Say of all that lies in somebody's hands that it went out."""
    in_hand = desk.store.outbox.items(desk.code, YEAR.first_day, (ItemState.HANDED_OVER,))
    return outbox.confirm(desk, [item.key for item in in_hand], "Ann", moment, "", evidence)


def proof_of(desk, moment, channel=None, month=""):
    return read_proof([desk], Selection(channel), month, moment)


def lines(desk, moment):
    return read_ledger([desk], Selection(), Path("none"), moment).lines


def told(desk, moment, **asked):
    found = proof_of(desk, moment, **asked).facts
    return [(fact.channel, fact.days_before, fact.outcome.value, fact.reached) for fact in found]


def test_hall_date_that_moves_on_the_26th_was_told_four_days_before_by_whoever_told_it(store):
    release(store, AT_27_APRIL)
    desk = a_desk(store, by_hand("leaflet", 28), by_hand("poster", 28))
    deliver(desk, utc("2027-03-30 10:00"))
    confirm_all(desk, utc("2027-03-30 12:00"))
    release(store, AT_30_APRIL, moment=utc("2027-04-26 10:00"))
    deliver(desk, utc("2027-04-26 10:05"))
    poster = next(
        item
        for item in desk.store.outbox.items(desk.code, YEAR.first_day, (ItemState.HANDED_OVER,))
        if item.channel == "poster"
    )
    outbox.confirm(desk, [poster.key], "Ann", utc("2027-04-26 18:00"), "")

    after = utc("2027-05-03 09:00")
    assert told(desk, after) == [
        ("leaflet", 28, "in_time", None),
        ("poster", 28, "in_time", None),
        ("leaflet", 0, "not_told", 0),
        ("poster", 4, "in_time", None),
    ]
    early = {(line.channel, line.told_for): line.lead_days_achieved for line in lines(desk, after)}
    assert early == {
        ("leaflet", "2027-04-27"): 28,
        ("poster", "2027-04-27"): 28,
        ("leaflet", "2027-04-30"): None,
        ("poster", "2027-04-30"): 4,
    }


def test_poster_that_went_up_on_17_february_and_is_typed_in_on_16_march_counts_as_27_days(store):
    release(store, replace(AT_27_APRIL, starts_at=at("Tue 2027-03-16 19:00"), ends_at=at("Tue 2027-03-16 20:30")))
    desk = a_desk(store, by_hand("poster", 27))
    deliver(desk, utc("2027-02-17 09:00"))
    typed_in = utc("2027-03-16 09:00")

    confirm_all(desk, typed_in, Witness(date(2027, 2, 17), "hall.jpg"))

    (fact,) = proof_of(desk, typed_in).facts
    assert (fact.days_before, fact.outcome.value, fact.told_on) == (27, "in_time", date(2027, 2, 17))
    assert (fact.by, fact.written_at, fact.shown_by) == ("Ann", typed_in, "hall.jpg")
    (line,) = lines(desk, typed_in)
    assert (line.lead_days_achieved, line.issued_at, line.evidence) == (27, "2027-02-17", "hall.jpg")
    assert line.confirmed_at == "2027-03-16T09:00:00+00:00"


def test_second_confirmation_with_another_day_puts_the_first_right(store):
    release(store, AT_27_APRIL)
    desk = a_desk(store, by_hand("poster", 28))
    deliver(desk, utc("2027-03-30 09:00"))
    (item,) = confirm_all(desk, utc("2027-03-31 09:00"), Witness(date(2027, 3, 30)))

    outbox.confirm(desk, [item.key], "Ben", utc("2027-04-02 09:00"), "", Witness(date(2027, 4, 1)))

    (fact,) = proof_of(desk, utc("2027-04-02 09:00")).facts
    assert (fact.by, fact.days_before, fact.outcome.value) == ("Ben", 26, "late")


def mailing(peer: MailPeer) -> Way:
    told = {"host": "localhost", "port": str(peer.port), "security": "none", "sender": "Panels <panels@example.org>"}
    options = {"username": "", "bounces": "", "to": ""} | told
    return Way(Voice("email", (14,)), "email", Outlet("email", "smtp", options, {}, ("localhost",)))


def subscribe(store, name: str):
    one = store.subscribers.ask("E09000030", f"{name}@example.org", Interest(), name * 8, RELEASED, timedelta(hours=1))
    store.subscribers.confirm(one.id, one.asked_at, "yes", RELEASED)


SENT = utc("2027-04-13 09:00")


@pytest.mark.parametrize(
    ("refused", "reached", "state", "note"),
    [
        (40, 0, "failed", "It reached 0 of 40 people."),
        (39, 1, "issued", "It reached 1 of 40 people."),
        pytest.param(0, 40, "issued", "It reached 40 of 40 people.", marks=pytest.mark.thorough),
    ],
)
def test_mailing_reached_those_whose_letter_was_taken(store, refused, reached, state, note):
    release(store, AT_27_APRIL)
    for number in range(40):
        subscribe(store, f"s{number}")
    answers = {f"s{number}@example.org": "550 5.1.1 no such user" for number in range(refused)}
    with mail_peer(MailPeer(answers=answers)) as peer:
        desk = a_desk(store, mailing(peer))
        deliver(desk, SENT)

    after = utc("2027-04-28 09:00")
    assert told(desk, after) == [("email", 14 if reached else 0, "in_time" if reached else "not_told", reached)]
    (line,) = lines(desk, after)
    assert (line.state, line.reached, line.note) == (state, reached, note)
    assert (line.lead_days_achieved, bool(line.issued_at)) == ((14, True) if reached else (None, False))


def test_mailing_to_nobody_was_issued_to_nobody_and_is_not_in_time(store):
    release(store, AT_27_APRIL)
    with mail_peer(MailPeer()) as peer:
        desk = a_desk(store, mailing(peer))
        deliver(desk, SENT)

    after = utc("2027-04-28 09:00")
    assert told(desk, after) == [("email", 0, "not_told", 0)]
    (line,) = lines(desk, after)
    assert (line.state, line.reached, line.note, line.issued_at) == ("failed", 0, "Nobody is on its list.", "")
    assert desk.store.promises.heard(desk.code) == frozenset()


def test_yearly_leaflet_counts_once_for_each_meeting_in_its_words_and_once_in_the_mean(store):
    later = a_meeting(meeting_id="2027-later", starts_at=at("Tue 2027-10-05 19:00"))
    release(store, AT_27_APRIL, later)
    desk = a_desk(store, by_hand("leaflet", 28))
    deliver(desk, utc("2027-03-30 10:00"))
    confirm_all(desk, utc("2027-03-30 12:00"))

    after = utc("2027-10-06 09:00")
    assert told(desk, after) == [("leaflet", 28, "in_time", None), ("leaflet", 189, "in_time", None)]
    found = lines(desk, after)
    assert [line.lead_days_achieved for line in found if line.state == "confirmed"] == [28, 189]
    assert ledger_rows(found)[0][-1] == "28.0"


def test_retired_channel_still_shows_what_it_told_and_owes_what_it_has_to_put_right(store):
    release(store, AT_27_APRIL)
    desk = a_desk(store, by_hand("poster", 28), by_hand("x", 7))
    deliver(desk, utc("2027-03-30 10:00"))
    confirm_all(desk, utc("2027-03-30 12:00"))

    desk = a_desk(store, retired=(by_hand("poster"), by_hand("x")))
    assert told(desk, utc("2027-04-01 09:00"), channel="poster") == [("poster", 28, "in_time", None)]
    release(store, AT_30_APRIL, moment=utc("2027-04-02 10:00"))
    assert told(desk, utc("2027-05-01 09:00")) == [
        ("poster", 28, "in_time", None),
        ("x", 0, "nothing_owed", 0),
        ("poster", 0, "not_told", 0),
        ("x", 0, "nothing_owed", 0),
    ]


def test_cancellation_is_owed_by_whoever_told_of_the_meeting(store):
    release(store, AT_27_APRIL)
    desk = a_desk(store, by_hand("poster", 28), by_hand("x", 7))
    deliver(desk, utc("2027-03-30 10:00"))
    confirm_all(desk, utc("2027-03-30 12:00"))
    release(store, replace(AT_27_APRIL, state=MeetingState.CANCELLED), moment=utc("2027-04-02 10:00"))

    found = proof_of(desk, utc("2027-04-05 09:00")).facts
    assert [(fact.channel, fact.version.is_cancelled, fact.outcome.value) for fact in found] == [
        ("poster", False, "in_time"),
        ("x", False, "nothing_owed"),
        ("poster", True, "not_told"),
        ("x", True, "nothing_owed"),
    ]


def test_one_month_is_that_of_the_meeting_as_it_then_stood(store):
    release(store, replace(AT_27_APRIL, starts_at=at("Tue 2027-05-04 19:00"), ends_at=at("Tue 2027-05-04 20:30")))
    desk = a_desk(store, by_hand("poster", 28))

    assert len(told(desk, RELEASED, month="2027-05")) == 1
    assert told(desk, RELEASED, month="2027-04") == []


def test_what_police_uk_lists_stands_beside_the_version_that_was_true_when_somebody_looked(store):
    release(store, AT_27_APRIL)
    release(store, AT_30_APRIL, moment=utc("2027-03-02 10:00"))
    desk = a_desk(store, by_hand("police-uk", 28), by_hand("poster", 28))
    found = proof_of(desk, utc("2027-04-05 09:00"))
    seen = Seen(
        AT_27_APRIL.meeting_id,
        AT_27_APRIL.ward_code,
        "police.uk",
        "https://x.org",
        Verdict.STALE,
        utc("2027-04-03 09:00"),
    )

    listed = beside(found, [seen, replace(seen, source="any web page")])

    assert [(fact.channel, fact.version.first, one.verdict) for fact, one in listed.items()] == [
        ("police-uk", 2, Verdict.STALE)
    ]
    assert list(sentences(found, listed))[-1] == "Seen at police.uk on 3 April 2027: 1 stale."


def test_share_of_all_but_one_is_not_called_all():
    assert [percent(Share("x", *counts, 0)) for counts in ((299, 1, 0), (1, 0, 0), (0, 0, 0))] == ["99%", "100%", ""]


def test_site_is_a_channel_from_its_first_publication_on(store):
    release(store, AT_27_APRIL)
    desk = a_desk(store, by_hand("poster", 28))
    assert told(desk, RELEASED) == [("poster", 0, "not_due", 0)]

    publish(desk, 1, utc("2027-01-05 20:00"))
    release(store, AT_30_APRIL, moment=utc("2027-04-26 10:00"))
    publish(desk, 2, utc("2027-04-29 09:00"))

    assert told(desk, utc("2027-05-01 09:00"), channel="site") == [
        ("site", 112, "in_time", None),
        ("site", 1, "late", None),
    ]


def publish(desk, number, moment):
    meetings = outbox.latest_release(desk).meetings
    desk.store.promises.begin(desk.code, Publication(number, moment, meetings=meetings), "/site", "mark")
    desk.store.promises.told(desk.code, number, "Europe/London")
