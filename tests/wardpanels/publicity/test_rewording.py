"""The words of one item, changed by a person: kept, looked at by another, and never told of facts that are gone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from publishers.packing import unpacked
from scheduler.account import AccountRole
from scheduler.facts import Role
from scheduler.items import ItemState
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, an_officer, at, utc
from wardpanels.faults import CannotUse
from wardpanels.people.rights import OwnApproval, Person
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk, fill
from wardpanels.publicity.handling import (
    StaleItem,
    approve_seen,
    items_looked_at,
    set_aside,
    went_out,
)
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.publicity.rewording import UnusableWords, change_words, changeable
from wardpanels.publicity.sending import Dispatch, deliver

YEAR = calendar_year(2027)
RELEASED = utc("2027-01-04 09:00")
NEXT_DAY = RELEASED + timedelta(days=1)
DUE = utc("2027-03-19 09:00")
PLAN = a_plan(
    a_meeting(meeting_id="2027-first", ward_code=BOW_EAST),
    a_meeting(meeting_id="2027-second", ward_code=MILE_END, starts_at=at("Tue 2027-06-01 19:00")),
)
DEE = Person("dee", "Dee Words", (AccountRole.SENDER,), (), "E09000030")
SAM = Person("sam", "Sam Sends", (AccountRole.SENDER,), (), "E09000030")


@pytest.fixture
def desk():
    store = open_store("memory:")
    store.append_release(next_release(a_borough(), PLAN, None, RELEASED), PLAN)
    ways = tuple(Way(Voice(name, (7,)), name, Outlet(name, BY_HAND)) for name in ("x", "bluesky"))
    desk = Desk(store, a_borough(), Publicity(ways), YEAR)
    fill(desk, RELEASED)
    yield desk
    store.close()


def released_again(desk, which, **changes):
    plan = replace(
        PLAN, meetings=tuple(replace(each, **changes) if n == which else each for n, each in enumerate(PLAN.meetings))
    )
    before = desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(a_borough(), plan, before, NEXT_DAY), plan)
    return fill(desk, NEXT_DAY)


def first_of(desk, channel):
    """What a channel is to say of the first meeting by now."""
    items = desk.store.outbox.items(desk.code, YEAR.first_day)
    return [one for one in items if (one.channel, one.subject) == (channel, "2027-first") and one.is_open]


def worded(desk, item, text="Come on Thursday 25 March at 7pm.", person=DEE):
    (words,) = (each for each in changeable(desk, item, RELEASED).words if each.label == "Words")
    return change_words(desk, item, {words.field: text}, person, RELEASED)


def says(desk, item):
    return [
        each.content.decode() for each in unpacked(desk.store.outbox.content(item.digest)) if b"Come on" in each.content
    ]


def test_changed_words_stand_alone_and_wait_for_somebody_who_did_not_change_them(desk):
    (before,) = first_of(desk, "x")

    anew = worded(desk, before)

    assert first_of(desk, "x") == [desk.store.outbox.item(anew.key)]
    assert (anew.key != before.key, anew.awaits_approval, anew.made) == (True, True, before.digest)
    assert says(desk, anew) == ["Come on Thursday 25 March at 7pm."]
    with pytest.raises(OwnApproval):
        approve_seen(desk, [anew], DEE, RELEASED, same_may=False)
    assert [one.key for one in approve_seen(desk, [anew], SAM, RELEASED, same_may=False)] == [anew.key]


ANN = an_officer("po-1", Role.SERGEANT, name="PS Ann O'Hara")
NAMED = "Come and meet Ann O'Hara at 7pm."


def with_ann(desk):
    return replace(desk, borough=replace(desk.borough, officers=(*desk.borough.officers, ANN)))


def test_words_that_name_an_officer_are_refused_at_their_field(desk):
    (before,) = first_of(desk, "x")

    with pytest.raises(UnusableWords) as refused:
        worded(with_ann(desk), before, NAMED)

    (sentence,) = refused.value.wrong.values()
    assert sentence == "It holds the full name of an officer, and everybody may read it. Take that out."
    assert first_of(desk, "x") == [before]


def test_words_that_name_somebody_who_has_become_an_officer_are_sent_to_nobody(desk):
    named = worded(desk, first_of(desk, "x")[0], NAMED)
    approve_seen(desk, [named], SAM, RELEASED, same_may=False)

    now, post = with_ann(desk), Dispatch("anna", lambda: DUE, {}, AddressBook(desk.store, desk.borough, None))

    told = deliver(now, post)

    events = {one.item.channel: (one.event, one.note) for one in told if one.item.subject == "2027-first"}
    assert events["x"] == (None, "It holds the full name of an officer: nobody is sent that.")
    assert events["bluesky"][0] is ItemState.HANDED_OVER
    assert desk.store.outbox.item(named.key).held_by == "Ward Panels"
    anew = worded(now, desk.store.outbox.item(named.key), "Come and meet us at 7pm.")
    approve_seen(now, [anew], SAM, DUE, same_may=False)
    assert deliver(now, post) == ()
    set_aside(now, ItemState.LET_GO, [anew.key], "Sam Sends", "", DUE)
    assert [(one.item.key, one.event) for one in deliver(now, post)] == [(anew.key, ItemState.HANDED_OVER)]


def test_borough_may_let_people_approve_their_own_words(desk):
    anew = worded(desk, first_of(desk, "x")[0])

    assert approve_seen(desk, [anew], DEE, RELEASED, same_may=True)[0].state is ItemState.APPROVED


def test_whoever_changed_words_before_another_did_approves_neither(desk):
    twice = worded(desk, worded(desk, first_of(desk, "x")[0]), "Come on Thursday. It is at 7pm.", SAM)

    assert twice.edited_by == ("dee", "sam")
    with pytest.raises(OwnApproval):
        approve_seen(desk, [twice], DEE, RELEASED, same_may=False)


def test_changed_words_outlast_a_release_that_changes_another_meeting(desk):
    anew = worded(desk, first_of(desk, "x")[0])
    approve_seen(desk, [anew], SAM, RELEASED, same_may=False)

    released_again(desk, 1, starts_at=at("Wed 2027-06-02 19:00"), ends_at=at("Wed 2027-06-02 20:30"))

    (kept,) = first_of(desk, "x")
    assert (kept.key, kept.state, kept.digest) == (anew.key, ItemState.APPROVED, anew.digest)


def test_where_the_facts_change_new_words_wait_beside_those_that_somebody_changed(desk):
    anew = worded(desk, first_of(desk, "x")[0])
    approve_seen(desk, [anew], SAM, RELEASED, same_may=False)

    released_again(desk, 0, starts_at=at("Fri 2027-03-26 18:30"), ends_at=at("Fri 2027-03-26 20:00"))

    (new,) = first_of(desk, "x")
    assert (new.beside, new.awaits_approval, new.is_edited) == (anew.key, True, False)
    assert desk.store.outbox.item(anew.key).state is ItemState.REPLACED
    assert fill(desk, NEXT_DAY).items == ()


def test_our_own_words_typed_in_again_are_ours_again(desk):
    (before,) = first_of(desk, "x")
    (ours,) = (each.text for each in changeable(desk, before, RELEASED).words if each.label == "Words")

    back = worded(desk, worded(desk, before), ours, SAM)
    fill(desk, NEXT_DAY)

    assert (back.key, back.is_edited, back.edited_by) == (before.key, False, ())
    assert [one.key for one in first_of(desk, "x")] == [before.key]


def test_words_that_do_not_fit_are_refused_and_nothing_is_kept(desk):
    (before,) = first_of(desk, "x")

    with pytest.raises(UnusableWords) as refused:
        worded(desk, before, "Come " * 60)

    assert refused.value.wrong == {"words-1": "This is 299 letters, as it counts. X takes 280: take out 19."}
    assert first_of(desk, "x") == [before]


def test_words_that_are_the_same_or_none_at_all_are_refused(desk):
    (before,) = first_of(desk, "x")
    (ours,) = (each.text for each in changeable(desk, before, RELEASED).words if each.label == "Words")

    for text, why in ((ours, "already"), ("  ", "Write some words")):
        with pytest.raises(UnusableWords, match=why):
            worded(desk, before, text)


def test_link_of_a_changed_post_is_still_a_link_where_its_words_still_stand(desk):
    (before,) = first_of(desk, "bluesky")
    (ours,) = (each.text for each in changeable(desk, before, RELEASED).words if each.label == "Words")
    link = ours.split()[-1]

    anew = worded(desk, before, f"Come on Thursday – {link} – and bring a friend")

    (record,) = (json.loads(text) for text in says(desk, anew))
    where = record["facets"][0]["index"]
    assert record["text"].encode()[where["byteStart"] : where["byteEnd"]].decode() == link


def test_two_people_who_change_one_item_do_not_overwrite_each_other(desk):
    (before,) = first_of(desk, "x")
    worded(desk, before)

    with pytest.raises(StaleItem, match="Dee Words changed the words"):
        worded(desk, before, "Come, all of you.", SAM)


def test_what_was_looked_at_and_has_changed_since_is_not_let_go(desk):
    (before,) = first_of(desk, "x")
    worded(desk, before)

    with pytest.raises(StaleItem, match=r"has changed since you looked\. Dee Words changed the words\."):
        items_looked_at(desk, {before.key: before.digest})


def test_what_is_held_back_is_not_taken_until_somebody_lets_it_go(desk):
    (item,) = first_of(desk, "x")

    set_aside(desk, ItemState.HELD, [item.key], "Dee Words", "The hall may change.", RELEASED)

    assert "x" not in desk.store.outbox.due_channels(desk.code, YEAR.first_day, DUE)
    with pytest.raises(CannotUse, match="Dee Words holds back"):
        went_out(desk, first_of(desk, "x"), "Sam", DUE)
    set_aside(desk, ItemState.LET_GO, [item.key], "Sam Sends", "", RELEASED)
    assert "x" in desk.store.outbox.due_channels(desk.code, YEAR.first_day, DUE)


def test_what_comes_in_the_place_of_what_is_held_back_is_held_back_too(desk):
    (item,) = first_of(desk, "x")
    set_aside(desk, ItemState.HELD, [item.key], "Dee Words", "The hall may change.", RELEASED)

    released_again(desk, 0, starts_at=at("Fri 2027-03-26 18:30"), ends_at=at("Fri 2027-03-26 20:00"))

    (new,) = first_of(desk, "x")
    assert (new.key != item.key, new.held_by) == (True, "Dee Words")


def test_what_was_rejected_stays_away_until_the_facts_change_and_then_waits(desk):
    (item,) = first_of(desk, "x")
    set_aside(desk, ItemState.REJECTED, [item.key], "Sam Sends", "We said it in person.", RELEASED)

    released_again(desk, 1, starts_at=at("Wed 2027-06-02 19:00"), ends_at=at("Wed 2027-06-02 20:30"))
    assert first_of(desk, "x") == []

    released_again(desk, 0, starts_at=at("Fri 2027-03-26 18:30"), ends_at=at("Fri 2027-03-26 20:00"))
    (new,) = first_of(desk, "x")
    assert (new.beside, new.awaits_approval) == (item.key, True)


def test_nothing_is_held_back_or_rejected_without_a_reason(desk):
    (item,) = first_of(desk, "x")

    for event in (ItemState.HELD, ItemState.REJECTED):
        with pytest.raises(CannotUse, match="the reason: found nothing, wanted a few words on why"):
            set_aside(desk, event, [item.key], "Sam Sends", " ", RELEASED)


def test_person_who_took_something_there_says_so_once_for_handing_over_and_going_out(desk):
    items = first_of(desk, "x")

    (out,) = went_out(desk, items, "Dee Words", DUE)

    assert out.state is ItemState.CONFIRMED
    assert [line.event for line in desk.store.outbox.entries_of([out.key])][-2:] == [
        ItemState.HANDED_OVER,
        ItemState.CONFIRMED,
    ]
