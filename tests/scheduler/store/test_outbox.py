"""One contract, three stores: an item is taken by one worker at a time, and all that happens to it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from scheduler.errors import UnknownName
from scheduler.items import (
    NO_WITNESS,
    OPEN,
    WAITING,
    ClosedChannel,
    Filling,
    Item,
    ItemFilter,
    ItemState,
    LedgerEntry,
    Witness,
    Worded,
)
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.scheduler.examples import utc

TOWER_HAMLETS, YEAR = "E09000030", 2027
NOW = utc("2027-02-01 09:00")
LATER = utc("2027-02-01 09:05")
FILLED = (1, "settings")
CONTENTS = {"d1": b"one", "d2": b"two"}


def an_item(key: str = "x.1", **facts) -> Item:
    plain = Item(
        key=key,
        borough_code=TOWER_HAMLETS,
        first_day=calendar_year(YEAR).first_day,
        channel="x",
        subject="2027-E05009317-1",
        meetings=("2027-E05009317-1",),
        lead="7",
        due_at=utc("2027-02-01 08:00"),
        use_by=utc("2027-02-08 19:00"),
        digest="d1",
        version=1,
    )
    return replace(plain, **facts)


@pytest.fixture
def outbox(each_url):
    store = open_store(each_url)
    yield store.outbox
    store.close()


def fill(outbox, *items, replaced=None, reworded=None, filled_for=FILLED, at=NOW):
    filling = Filling(items, replaced or {}, reworded or {})
    return outbox.fill(
        TOWER_HAMLETS, calendar_year(YEAR).first_day, filled_for, lambda known: filling, CONTENTS.__getitem__, at
    )


def claim(outbox, worker="anna", at=NOW, until=LATER, channel="x", limit=10):
    return outbox.claim(TOWER_HAMLETS, calendar_year(YEAR).first_day, worker, at, until, channel, limit)


def events(outbox):
    return [
        (entry.key, str(entry.event), entry.by, entry.note)
        for entry in outbox.entries(TOWER_HAMLETS, calendar_year(YEAR).first_day)
    ]


def states(outbox):
    return {item.key: str(item.state) for item in outbox.items(TOWER_HAMLETS, calendar_year(YEAR).first_day)}


def test_filled_outbox_gives_back_what_was_put_in_it(outbox):
    first, second = an_item(), an_item("x.2", due_at=utc("2027-01-05 08:00"), care="Look at it", needs_approval=True)

    fill(outbox, first, second)

    assert outbox.items(TOWER_HAMLETS, calendar_year(YEAR).first_day) == (second, first)
    assert outbox.item("x.1") == first
    assert outbox.content("d1") == b"one"
    assert outbox.filled_for(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) == FILLED
    assert outbox.entries(TOWER_HAMLETS, calendar_year(YEAR).first_day)[0] == LedgerEntry(
        "x.1", NOW, ItemState.PLANNED, "the program", "", "d1"
    )
    assert outbox.items(TOWER_HAMLETS, calendar_year(2028).first_day) == ()


def test_what_recipes_came_to_is_kept_for_as_long_as_it_is_asked_for(outbox):
    first = {"r1": Worded("d1"), "r2": Worded("d2", ("Look at it.", "It names somebody.")), "r3": Worded("")}
    then = {"r2": first["r2"], "r4": Worded("d1")}

    def filled_with(worded):
        filling = Filling(worded=worded)
        outbox.fill(
            TOWER_HAMLETS, calendar_year(YEAR).first_day, FILLED, lambda known: filling, CONTENTS.__getitem__, NOW
        )
        return outbox.worded(TOWER_HAMLETS, calendar_year(YEAR).first_day)

    assert (filled_with(first), filled_with(then)) == (first, then)
    assert outbox.worded(TOWER_HAMLETS, calendar_year(2028).first_day) == {}


def test_items_can_be_asked_for_by_state_and_without_letters(outbox):
    mailing, letter, gone = an_item(), an_item("x.2", parent="x.1"), an_item("x.3", state=ItemState.MISSED)
    fill(outbox, mailing, letter, gone)

    def keys(*asked, **only):
        return [item.key for item in outbox.items(TOWER_HAMLETS, calendar_year(YEAR).first_day, *asked, **only)]

    assert keys() == ["x.1", "x.2", "x.3"]
    assert keys(with_letters=False) == ["x.1", "x.3"]
    assert keys((ItemState.PLANNED,), with_letters=False) == ["x.1"]
    assert keys((ItemState.MISSED, ItemState.FAILED)) == ["x.3"]
    assert keys(()) == []


WARDS = ("2027-A-1", "2027-A-11", "2027-B_-1")
SOME_ITEMS = tuple(
    an_item(
        f"x.{n}",
        channel="xy"[n % 2],
        meetings=(WARDS[n % 3], *WARDS[2:][: n % 2]),
        state=tuple(ItemState)[n % len(ItemState)],
        due_at=utc("2027-02-01 08:00") + timedelta(hours=n % 5),
        use_by=NOW + timedelta(hours=n % 4 - 2),
        parent="x.0" if n == 7 else "",
    )
    for n in range(40)
)
SOUGHT = (
    (ItemFilter(), tuple(ItemState), None),
    (ItemFilter(), WAITING, NOW),
    (ItemFilter(channel="y", meetings=(WARDS[0],)), tuple(ItemState), None),
    (ItemFilter(meetings=tuple(WARDS[2:]), until=utc("2027-02-01 10:00")), OPEN, None),
    (ItemFilter(since=utc("2027-02-01 10:00")), OPEN, None),
    (ItemFilter(meetings=()), tuple(ItemState), None),
)


def is_sought(item, wanted, states, at):
    """What is asked of an item, in the item's own words."""
    return (
        not item.parent
        and item.state in states
        and wanted.channel in ("", item.channel)
        and (wanted.meetings is None or not set(wanted.meetings).isdisjoint(item.meetings))
        and (wanted.since is None or item.due_at >= wanted.since)
        and (wanted.until is None or item.due_at < wanted.until)
        and (at is None or not item.is_missed(at))
    )


@pytest.mark.parametrize(("wanted", "states", "at"), SOUGHT)
def test_items_are_found_by_what_is_asked_of_them(outbox, wanted, states, at):
    fill(outbox, *SOME_ITEMS)
    claim(outbox, until=LATER, limit=2)
    place = (TOWER_HAMLETS, calendar_year(YEAR).first_day)

    expected = tuple(item for item in outbox.items(*place) if is_sought(item, wanted, states, at))
    assert outbox.sought(*place, wanted, states, at) == expected


def test_empty_outbox_is_filled_for_nothing(outbox):
    assert outbox.filled_for(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) is None
    assert outbox.due_channels(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) == frozenset()


def test_item_is_claimed_once_until_its_lease_runs_out(outbox):
    fill(outbox, an_item())

    assert [item.key for item in claim(outbox, "anna")] == ["x.1"]
    assert claim(outbox, "ben") == ()
    assert [item.attempts for item in claim(outbox, "ben", at=LATER, until=utc("2027-02-01 09:10"))] == [2]


def test_nothing_is_claimed_on_a_closed_channel_until_it_is_opened(outbox):
    fill(outbox, an_item(), an_item("y.1", channel="y"))
    first = ClosedChannel("x", NOW, "anna", "Its key has expired")

    outbox.close_channel(TOWER_HAMLETS, first)
    outbox.close_channel(TOWER_HAMLETS, ClosedChannel("x", LATER, "ben", "Another reason"))

    assert outbox.closed_channels(TOWER_HAMLETS) == (first,)
    assert outbox.closed_channels("E09000001") == ()
    assert claim(outbox) == ()
    assert outbox.due_channels(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) == {"y"}
    assert outbox.open_channel(TOWER_HAMLETS, "x", "Web team", LATER) == first
    assert outbox.open_channel(TOWER_HAMLETS, "x", "Web team", LATER) is None
    assert (outbox.closed_channels(TOWER_HAMLETS), [item.key for item in claim(outbox)]) == ((), ["x.1"])


def test_what_was_tried_before_lets_all_others_go_first(outbox):
    fill(outbox, an_item("x.1"), an_item("x.2", due_at=utc("2027-02-01 08:30")), an_item("x.3"))
    (tried,) = claim(outbox, limit=1)
    outbox.put_back(tried, "anna", NOW, "A firewall may have stopped us")

    assert [item.key for item in claim(outbox)] == ["x.3", "x.2", "x.1"]


def test_corrections_go_first_and_those_of_the_nearest_meeting_before_others(outbox):
    soon, later = utc("2027-03-01 19:00"), utc("2027-05-01 19:00")
    fill(
        outbox,
        an_item("x.1", due_at=utc("2027-01-02 09:00"), use_by=later),
        an_item("x.2", lead="correction-2", use_by=later),
        an_item("x.3", lead="correction-2", use_by=soon),
    )

    assert [item.key for item in claim(outbox)] == ["x.3", "x.2", "x.1"]


def test_channel_can_be_closed_again(outbox):
    again = ClosedChannel("x", LATER, "ben", "Its key has expired again")
    outbox.close_channel(TOWER_HAMLETS, ClosedChannel("x", NOW, "anna", "Its key has expired"))
    outbox.open_channel(TOWER_HAMLETS, "x", "Web team", NOW)

    outbox.close_channel(TOWER_HAMLETS, again)

    assert outbox.closed_channels(TOWER_HAMLETS) == (again,)


def test_what_waits_for_another_try_is_due_when_its_channel_is_opened(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)
    outbox.put_back(item, "anna", utc("2027-02-03 09:00"), "Its key has expired")

    assert claim(outbox) == ()
    outbox.open_channel(TOWER_HAMLETS, "x", "Web team", NOW)
    assert [item.key for item in claim(outbox)] == ["x.1"]


def test_lease_that_is_renewed_keeps_the_item_for_longer(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox, "anna")

    assert outbox.renew(item, "anna", utc("2027-02-01 09:10"))
    assert claim(outbox, "ben", at=LATER, until=utc("2027-02-01 09:10")) == ()


def test_lease_that_ran_out_is_renewed_unless_somebody_else_has_the_item(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox, "anna")

    assert outbox.renew(item, "anna", utc("2027-02-01 09:10"))
    (taken,) = claim(outbox, "ben", at=utc("2027-02-01 09:11"), until=utc("2027-02-01 09:16"))
    assert not outbox.renew(item, "anna", utc("2027-02-01 09:20"))
    assert outbox.settle(taken, "ben", ItemState.ISSUED, utc("2027-02-01 09:12"), "")
    assert not outbox.renew(taken, "ben", utc("2027-02-01 09:20"))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"due_at": utc("2027-02-01 09:01")}, "it is not due"),
        ({"use_by": NOW}, "it is past its use"),
        ({"needs_approval": True}, "nobody approved it"),
        ({"channel": "bluesky"}, "it is another channel's"),
        ({"state": ItemState.MISSED}, "it was missed"),
    ],
)
def test_item_is_not_claimed_when(outbox, facts, why):
    fill(outbox, an_item(**facts))

    assert claim(outbox) == (), why


def test_channels_with_something_due_are_named(outbox):
    fill(outbox, an_item(), an_item("bluesky.1", channel="bluesky", due_at=LATER), an_item("sms.1", channel="sms"))

    assert outbox.due_channels(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) == frozenset({"x", "sms"})


def test_settled_item_is_written_down_with_who_and_what(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)

    assert outbox.settle(item, "anna", ItemState.ISSUED, NOW, "https://example.org/1") is True

    assert states(outbox) == {"x.1": "issued"}
    assert events(outbox)[-1] == ("x.1", "issued", "anna", "https://example.org/1")
    assert claim(outbox, at=LATER, until=LATER + timedelta(minutes=5)) == ()


def test_worker_that_lost_its_lease_has_nothing_to_say(outbox):
    fill(outbox, an_item())
    (slow,) = claim(outbox, "anna")
    (quick,) = claim(outbox, "anna", at=LATER, until=LATER + timedelta(minutes=5))

    assert outbox.settle(slow, "anna", ItemState.FAILED, LATER, "too late") is False
    assert outbox.put_back(slow, "anna", LATER, "too late") is False
    assert outbox.settle(quick, "anna", ItemState.ISSUED, LATER, "") is True
    assert outbox.settle(quick, "anna", ItemState.FAILED, LATER, "twice") is False
    assert states(outbox) == {"x.1": "issued"}
    assert [event for _, event, _, _ in events(outbox)] == ["planned", "issued"]


def test_item_that_was_put_back_waits_for_its_next_try(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)

    assert outbox.put_back(item, "anna", LATER, "no answer") is True

    assert claim(outbox) == ()
    (again,) = claim(outbox, at=LATER, until=LATER + timedelta(minutes=5))
    assert (again.attempts, again.note) == (2, "no answer")


def test_approved_item_can_be_claimed_and_the_ledger_says_who_approved_it(outbox):
    fill(outbox, an_item(needs_approval=True))

    approved = outbox.mark(["x.1"], [ItemState.PLANNED], ItemState.APPROVED, "Comms officer", NOW, "")

    assert [str(item.state) for item in approved] == ["approved"]
    assert events(outbox)[-1] == ("x.1", "approved", "Comms officer", "")
    assert [item.key for item in claim(outbox)] == ["x.1"]


def test_mark_passes_over_items_in_another_state(outbox):
    fill(outbox, an_item())

    assert outbox.mark(["x.1"], [ItemState.ISSUED], ItemState.CONFIRMED, "A", NOW, "") == ()
    assert states(outbox) == {"x.1": "planned"}


def test_mark_with_one_unknown_key_writes_nothing(outbox):
    fill(outbox, an_item(needs_approval=True))

    with pytest.raises(UnknownName) as refused:
        outbox.mark(["x.1", "x.9"], [ItemState.PLANNED], ItemState.APPROVED, "A", NOW, "")

    assert str(refused.value) == "item: found 'x.9', wanted a key that `wardpanels due` shows"
    assert states(outbox) == {"x.1": "planned"}


FIRST_DAY = calendar_year(YEAR).first_day


def missed(outbox, at, since=None):
    return {record.item.key: len(record.entries) for record in outbox.missed(TOWER_HAMLETS, FIRST_DAY, since, at)}


def test_what_is_past_its_use_and_not_out_is_missed_for_as_long_as_it_is_that_late(outbox):
    fill(outbox, an_item(use_by=LATER), an_item("x.2", use_by=LATER), an_item("x.3"))
    sent = next(item for item in claim(outbox, limit=1))
    outbox.settle(sent, "anna", ItemState.ISSUED, NOW, "")

    assert (missed(outbox, NOW), missed(outbox, LATER), missed(outbox, NOW)) == ({}, {"x.2": 1}, {})
    assert missed(outbox, utc("2027-03-01 09:00"), since=LATER) == {"x.3": 1}
    assert [event for _, event, _, _ in events(outbox)] == ["planned", "planned", "planned", "issued"]


def test_item_that_was_missed_by_a_wrong_clock_is_claimed_by_a_right_one(outbox):
    fill(outbox, an_item(use_by=LATER))

    assert claim(outbox, at=utc("2028-02-01 09:00"), until=utc("2028-02-01 09:05")) == ()
    assert [item.key for item in claim(outbox)] == ["x.1"]


def test_item_on_its_way_is_not_missed(outbox):
    fill(outbox, an_item(use_by=LATER))
    claim(outbox, until=utc("2027-02-01 09:10"))

    assert missed(outbox, LATER) == {}


def test_item_that_is_missed_is_held_against_no_release_until_it_is_of_use_again(outbox):
    fill(outbox, an_item(use_by=LATER))
    fill(outbox, filled_for=(2, "settings"), at=LATER)

    assert outbox.filled_for(TOWER_HAMLETS, FIRST_DAY, LATER) == (2, "settings")
    assert (outbox.item("x.1").version, claim(outbox)) == (1, ())
    assert outbox.filled_for(TOWER_HAMLETS, FIRST_DAY, NOW) is None


def test_last_look_of_a_sender_is_kept_for_each_period_also_where_it_is_an_earlier_moment(outbox):
    next_day = calendar_year(2028).first_day
    assert outbox.looks(TOWER_HAMLETS) == {}

    outbox.look(TOWER_HAMLETS, [FIRST_DAY, next_day], LATER)
    outbox.look(TOWER_HAMLETS, [FIRST_DAY], NOW)

    assert outbox.looks(TOWER_HAMLETS) == {FIRST_DAY: NOW, next_day: LATER}
    assert outbox.looks("E09000012") == {}


def test_item_of_an_older_release_waits_until_the_outbox_is_filled_again(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)
    fill(outbox, filled_for=(2, "settings"))
    outbox.put_back(item, "anna", NOW, "no answer")

    assert claim(outbox) == ()
    assert outbox.filled_for(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) is None

    fill(outbox, filled_for=(2, "settings"))

    assert [item.version for item in claim(outbox)] == [2]
    assert outbox.filled_for(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) == (2, "settings")


def test_item_sent_while_a_release_came_has_the_outbox_filled_again(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)
    fill(outbox, filled_for=(2, "settings"))

    outbox.settle(item, "anna", ItemState.ISSUED, NOW, "")

    assert outbox.filled_for(TOWER_HAMLETS, calendar_year(YEAR).first_day, NOW) is None


def test_replaced_item_is_not_claimed_and_can_be_wanted_again(outbox):
    fill(outbox, an_item())
    fill(outbox, an_item("x.2", digest="d2", version=2), replaced={"x.1": "it moved"}, filled_for=(2, "s"))
    assert states(outbox) == {"x.1": "replaced", "x.2": "planned"}

    fill(outbox, an_item(version=3), replaced={"x.2": "it moved back"}, filled_for=(3, "s"))

    assert [item.key for item in claim(outbox)] == ["x.1"]
    assert [(key, event, note) for key, event, _, note in events(outbox)] == [
        ("x.1", "planned", ""),
        ("x.1", "replaced", "it moved"),
        ("x.2", "planned", ""),
        ("x.2", "replaced", "it moved back"),
        ("x.1", "planned", ""),
    ]


def test_item_that_is_overtaken_and_wanted_again_at_once_waits_as_it_is_wanted(outbox):
    fill(outbox, an_item())

    fill(outbox, an_item(needs_approval=True), replaced={"x.1": "it must be approved now"}, filled_for=(1, "s"))

    assert (states(outbox), claim(outbox)) == ({"x.1": "planned"}, ())


def test_reworded_item_keeps_its_place_and_the_ledger_says_so_in_one_line(outbox):
    fill(outbox, an_item())
    anew = an_item(digest="d2", version=2, note="other words")

    fill(outbox, reworded={"x.1": anew}, filled_for=(2, "s"))

    assert (outbox.item("x.1"), outbox.content("d2")) == (anew, b"two")
    assert events(outbox) == [("x.1", "planned", "the program", ""), ("x.1", "planned", "the program", "other words")]


def test_words_that_have_to_be_approved_again_take_the_place_of_those_that_were(outbox):
    fill(outbox, an_item(needs_approval=True))
    outbox.mark(["x.1"], [ItemState.PLANNED], ItemState.APPROVED, "Ann", NOW, "")
    anew = an_item("x.2", needs_approval=True, digest="d2", version=2, note="other words")

    fill(outbox, reworded={"x.1": anew}, filled_for=(2, "s"))

    assert (states(outbox), claim(outbox)) == ({"x.1": "replaced", "x.2": "planned"}, ())
    assert [(key, event, note) for key, event, _, note in events(outbox)[2:]] == [
        ("x.1", "replaced", "other words"),
        ("x.2", "planned", "other words"),
    ]


def test_mailing_and_its_letters_are_written_together_and_once(outbox):
    fill(outbox, an_item())
    (mailing,) = claim(outbox)
    letters = [an_item(f"x.{one}", recipient=f"subscriber:{one}", parent="x.1") for one in (11, 12)]

    assert outbox.fan_out(mailing, "anna", letters, NOW, "To 2 people.") is True
    assert outbox.fan_out(mailing, "anna", letters, NOW, "To 2 people.") is False

    assert states(outbox) == {"x.1": "issued", "x.11": "planned", "x.12": "planned"}
    assert [item.recipient for item in claim(outbox)] == ["subscriber:11", "subscriber:12"]


def test_two_workers_that_claim_at_once_never_take_the_same(outbox):
    fill(outbox, *(an_item(f"x.{number:03}") for number in range(60)))
    taken: dict[str, list[str]] = {"anna": [], "ben": []}
    start = Barrier(2)

    def work(worker):
        start.wait()
        while items := claim(outbox, worker, limit=3):
            taken[worker] += [item.key for item in items]

    threads = [Thread(target=work, args=(worker,)) for worker in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken["anna"] + taken["ben"]) == [f"x.{number:03}" for number in range(60)]


def test_what_happened_on_another_day_is_written_down_with_what_shows_it_and_said_again_by_a_new_line(outbox):
    fill(outbox, an_item())
    put_up = Witness(date(2027, 1, 17), "https://example.org/photo.jpg")

    outbox.mark(["x.1"], [ItemState.PLANNED], ItemState.CONFIRMED, "Ann", LATER, "", put_up)
    outbox.mark(["x.1"], [ItemState.CONFIRMED], ItemState.CONFIRMED, "Ben", LATER, "", Witness(date(2027, 1, 18)))

    lines = outbox.entries(TOWER_HAMLETS, FIRST_DAY)
    assert [(line.by, line.at, line.evidence) for line in lines[1:]] == [
        ("Ann", LATER, put_up),
        ("Ben", LATER, Witness(date(2027, 1, 18))),
    ]
    assert lines[0].evidence == NO_WITNESS


def test_mailing_knows_how_many_letters_it_became(outbox):
    fill(outbox, an_item(), an_item("x.2"))
    first, second = claim(outbox)

    outbox.fan_out(first, "anna", [an_item("x.3", parent=first.key, recipient="a")], NOW, "To 1 person.")
    outbox.fan_out(second, "anna", [], NOW, "To 0 people.")

    assert {key: outbox.item(key).letters for key in ("x.1", "x.2", "x.3")} == {"x.1": 1, "x.2": 0, "x.3": None}
