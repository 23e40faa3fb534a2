"""One contract, three stores: what people at the desk ask of items and do to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.items import Filling, ItemFilter, ItemGroup, ItemState
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.scheduler.examples import utc
from tests.scheduler.store.test_outbox import CONTENTS, LATER, NOW, TOWER_HAMLETS, YEAR, an_item

FIRST_DAY = calendar_year(YEAR).first_day
OTHER = "2027-E05009317-2"


@pytest.fixture
def outbox(each_url):
    store = open_store(each_url)
    yield store.outbox
    store.close()


def fill(outbox, *items):
    filled_for = (1, "settings")
    outbox.fill(TOWER_HAMLETS, FIRST_DAY, filled_for, lambda known: Filling(items), CONTENTS.__getitem__, NOW)


def claim(outbox):
    return outbox.claim(TOWER_HAMLETS, FIRST_DAY, "anna", NOW, LATER, "x", 10)


def counts(outbox, **wanted):
    found = outbox.counts(TOWER_HAMLETS, FIRST_DAY, ItemFilter(**wanted), NOW)
    return {group: count for group, count in found.items() if count}


def group(outbox, which, page=(0, 10), **wanted):
    found = outbox.group(TOWER_HAMLETS, FIRST_DAY, which, ItemFilter(**wanted), NOW, page)
    return [item.key for item in found]


def test_what_is_held_is_claimed_by_nobody_until_it_is_let_go_and_the_ledger_has_both(outbox):
    fill(outbox, an_item())

    (held,) = outbox.set_aside(ItemState.HELD, ["x.1"], "Dee", NOW, "The hall may change.")
    taken = claim(outbox)
    (free,) = outbox.set_aside(ItemState.LET_GO, ["x.1"], "Sam", NOW, "Sam let it go.")

    assert (held.held_by, held.state, taken, free.held_by) == ("Dee", ItemState.PLANNED, (), "")
    assert [item.key for item in claim(outbox)] == ["x.1"]
    lines = [(str(line.event), line.by, line.note) for line in outbox.entries_of(["x.1"])]
    assert lines[1:] == [("held", "Dee", "The hall may change."), ("let_go", "Sam", "Sam let it go.")]


def test_what_a_sender_has_in_hand_is_neither_held_nor_rejected_nor_reworded(outbox):
    fill(outbox, an_item())
    (item,) = claim(outbox)

    assert outbox.set_aside(ItemState.HELD, ["x.1"], "Dee", NOW, "Wait.") == ()
    assert outbox.set_aside(ItemState.REJECTED, ["x.1"], "Dee", NOW, "No.") == ()
    assert not outbox.reword(item, replace(item, key="x.2", digest="d2"), b"two", "Dee", NOW)
    assert [one.key for one in outbox.items(TOWER_HAMLETS, FIRST_DAY)] == ["x.1"]


def test_reworded_item_stands_in_the_place_of_the_one_that_was_seen_and_of_no_other(outbox):
    fill(outbox, an_item())
    item = outbox.item("x.1")
    told = {"key": "x.2", "digest": "d3", "made": "d1", "edited_by": ("dee", "sam"), "needs_approval": True}
    anew = replace(item, **told, note="Dee changed the words.")

    first = outbox.reword(item, anew, b"three", "Dee", NOW)
    second = outbox.reword(item, replace(anew, key="x.3"), b"three", "Sam", NOW)

    assert (first, second) == (True, False)
    assert (outbox.item("x.2"), outbox.item("x.1").state) == (anew, ItemState.REPLACED)
    assert outbox.contents({"d1", "d3"}) == {"d1": b"one", "d3": b"three"}


def test_each_item_is_in_one_list_and_lists_narrow_by_channel_meeting_and_day(outbox):
    soon = utc("2027-02-03 09:00")
    fill(
        outbox,
        an_item("x.due"),
        an_item("x.later", due_at=soon),
        an_item("x.approve", needs_approval=True),
        an_item("x.missed", use_by=utc("2027-02-01 08:30")),
        an_item("poster.due", channel="poster", meetings=("2027-E05009317-1", OTHER)),
        an_item("poster.letter", channel="poster", parent="poster.due"),
        an_item("x.failed", state=ItemState.FAILED),
        an_item("x.printed", lead="correction-2", state=ItemState.FAILED),
        an_item("x.sent", state=ItemState.ISSUED),
        an_item("x.held"),
        an_item("x.gone"),
    )
    outbox.set_aside(ItemState.HELD, ["x.held"], "Dee", NOW, "Wait.")
    outbox.set_aside(ItemState.REJECTED, ["x.gone"], "Dee", NOW, "No.")

    by_hand = ("poster",)
    assert counts(outbox, by_hand=by_hand) == {
        ItemGroup.BY_HAND: 1,
        ItemGroup.TO_APPROVE: 1,
        ItemGroup.DUE: 1,
        ItemGroup.LATER: 1,
        ItemGroup.HELD: 1,
        ItemGroup.FAILED: 1,
        ItemGroup.BEYOND_MENDING: 1,
        ItemGroup.SENT: 1,
        ItemGroup.REJECTED: 1,
    }
    assert counts(outbox, by_hand=by_hand, meetings=(OTHER,)) == {ItemGroup.BY_HAND: 1}
    assert counts(outbox, since=soon, until=LATER) == {}
    assert group(outbox, ItemGroup.LATER, channel="x", since=soon) == ["x.later"]
    assert counts(outbox, meetings=()) == {}


def test_what_is_told_to_some_is_left_out_of_lists_counts_and_the_ledger(outbox):
    fill(outbox, an_item("x.1"), an_item("x.2", recipient="officer:S1"), an_item("x.3", recipient="officer/2:S1"))

    assert group(outbox, ItemGroup.DUE, not_to="officer") == ["x.1"]
    assert counts(outbox, not_to="officer") == {ItemGroup.DUE: 1}
    told = outbox.happened(TOWER_HAMLETS, FIRST_DAY, ItemFilter(not_to="officer"), (), (0, 10))
    assert [item.key for item, _ in told] == ["x.1"]


def test_corrections_come_first_and_pages_follow_each_other(outbox):
    fill(outbox, an_item("x.a"), an_item("x.b", use_by=utc("2027-02-05 19:00")), an_item("x.c", lead="correction-2"))

    assert group(outbox, ItemGroup.DUE) == ["x.c", "x.b", "x.a"]
    assert group(outbox, ItemGroup.DUE, (1, 1)) == ["x.b"]


def test_ledger_gives_its_newest_lines_with_their_items(outbox):
    fill(outbox, an_item("x.1"), an_item("poster.1", channel="poster"))
    outbox.set_aside(ItemState.REJECTED, ["x.1"], "Dee", NOW, "No.")

    def lines(*events, page=(0, 10), **wanted):
        found = outbox.happened(TOWER_HAMLETS, FIRST_DAY, ItemFilter(**wanted), events, page)
        return [(item.key, str(line.event)) for item, line in found]

    assert lines() == [("x.1", "rejected"), ("poster.1", "planned"), ("x.1", "planned")]
    assert lines(ItemState.REJECTED) == [("x.1", "rejected")]
    assert lines(channel="poster") == [("poster.1", "planned")]
    assert lines(page=(1, 1)) == [("poster.1", "planned")]
