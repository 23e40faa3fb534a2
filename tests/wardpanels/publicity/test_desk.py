"""The outbox as the application asks it: whose items, and whether anything has to be worked out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.channels.every_channel import copies_of
from publishers.due_times import Voice
from scheduler.errors import UnknownName
from scheduler.evidence.lines import ActionTurn, MinutedAction, Paper, Turn
from scheduler.facts import Acronym, AgendaItem, Role
from scheduler.items import Filling, ItemState, Worded
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.records import MeetingRecord
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.scheduler.examples import (
    BOW_EAST,
    MILE_END,
    a_borough,
    a_meeting,
    a_plan,
    a_profile,
    a_venue,
    a_ward,
    an_officer,
    at,
    utc,
)
from tests.thorough import some
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.year.issuing import PaperAsked, issue_paper

YEAR = calendar_year(2027)
SMS = Way(Voice("sms", (7,)), "sms", Outlet("sms", BY_HAND))
RELEASED = utc("2027-01-04 09:00")
PLAN = a_plan(
    a_meeting(meeting_id="2027-first", ward_code=BOW_EAST),
    a_meeting(
        meeting_id=f"2027-{BOW_EAST}-named-after-another", ward_code=MILE_END, starts_at=at("Tue 2027-06-01 19:00")
    ),
)


@pytest.fixture
def desk():
    store = open_store("memory:")
    store.append_release(next_release(a_borough(), PLAN, None, RELEASED), PLAN)
    ways = tuple(Way(Voice(name, (7,)), name, Outlet(name, BY_HAND)) for name in ("x", "facebook", "leaflet"))
    yield Desk(store, a_borough(), Publicity(ways), YEAR)
    store.close()


def test_what_a_release_would_change_is_foreseen_and_nothing_is_written(desk):
    outbox.fill(desk, RELEASED)
    for item in desk.store.outbox.items(desk.code, YEAR.first_day)[:3]:
        desk.store.outbox.mark([item.key], (ItemState.PLANNED,), ItemState.CONFIRMED, "Ann", RELEASED, "")
    before = desk.store.outbox.items(desk.code, YEAR.first_day)
    moment = RELEASED + timedelta(days=1)
    first, second = PLAN.meetings
    latest, plan = outbox.latest_release(desk), a_plan(replace(first, state=MeetingState.CANCELLED), second)
    release = next_release(a_borough(), plan, latest, moment)

    foreseen = outbox.foreseen(desk, release, moment)

    assert desk.store.outbox.items(desk.code, YEAR.first_day) == before
    for meeting in PLAN.meetings:
        about = outbox.foreseen(desk, release, moment, meeting.meeting_id)
        assert [item for item in about if meeting.meeting_id in item.meetings] == [
            item for item in foreseen if meeting.meeting_id in item.meetings
        ]
    desk.store.append_release(release, plan)
    outbox.fill(desk, moment)
    filled = desk.store.outbox.items(desk.code, YEAR.first_day)
    assert {(item.key, item.state) for item in foreseen} == {(item.key, item.state) for item in filled}
    assert any(item.is_correction for item in foreseen)


def test_ward_has_the_items_of_its_own_meetings_whatever_their_ids_look_like(desk):
    outbox.fill(desk, RELEASED)

    found = {item.subject for item in outbox.waiting(desk, None, "Bow East", None, RELEASED)}

    assert found == {"2027-first", "bow-east"}


def test_channel_and_ward_narrow_together_and_unknown_ones_are_named(desk):
    outbox.fill(desk, RELEASED)

    assert {item.subject for item in outbox.waiting(desk, "x", "mile-end", None, RELEASED)} == {
        PLAN.meetings[1].meeting_id
    }
    for channel, ward in (("pigeon", None), (None, "atlantis")):
        with pytest.raises(UnknownName):
            outbox.waiting(desk, channel, ward, None, RELEASED)


def test_settings_written_down_by_another_program_send_nothing_twice(desk):
    outbox.fill(desk, RELEASED)
    known = desk.store.outbox.items(desk.code, YEAR.first_day)
    older = (1, "a digest that an older program wrote")
    desk.store.outbox.fill(desk.code, YEAR.first_day, older, lambda items: Filling(), {}.__getitem__, RELEASED)

    again = outbox.fill(desk, RELEASED + timedelta(minutes=1))

    assert (again, desk.store.outbox.items(desk.code, YEAR.first_day)) == (Filling(), known)
    assert desk.store.outbox.filled_for(desk.code, YEAR.first_day, RELEASED) != older


def released_again(desk, **changes):
    """The next release, in which the first meeting has changed."""
    first, other = PLAN.meetings
    plan = replace(PLAN, meetings=(replace(first, **changes), other))
    before = desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(a_borough(), plan, before, RELEASED + timedelta(days=1)), plan)


@pytest.fixture
def made(monkeypatch):
    """The channel and subject of every piece that is made from now on."""
    told: list[tuple[str, str]] = []

    def telling(channel, part, moment):
        told.append((channel.name, part.subject))
        return copies_of(channel, part, moment)

    monkeypatch.setattr("publishers.pieces.copies_of", telling)
    return told


def test_release_after_one_move_makes_what_tells_of_that_meeting_and_nothing_else(desk, made):
    outbox.fill(desk, RELEASED)
    made.clear()
    released_again(desk, starts_at=at("Thu 2027-04-01 19:00"), ends_at=at("Thu 2027-04-01 20:30"))

    change = outbox.fill(desk, RELEASED + timedelta(days=1))

    assert sorted(made) == [("facebook", "2027-first"), ("leaflet", "bow-east"), ("x", "2027-first")]
    assert {item.subject for item in change.items} == {"2027-first", "bow-east"}
    for item in desk.store.outbox.items(desk.code, YEAR.first_day):
        assert outbox.words_of(desk, item.key)


def test_program_that_is_another_one_by_now_makes_everything_once_more_and_sends_nothing_twice(desk, made, monkeypatch):
    outbox.fill(desk, RELEASED)
    known = desk.store.outbox.items(desk.code, YEAR.first_day)
    first = sorted(made)
    made.clear()
    monkeypatch.setattr("publishers.digests.made_by", lambda: b"another program")
    other = replace(desk, publicity=replace(desk.publicity, ways=(*desk.publicity.ways, SMS)))

    change = outbox.fill(other, RELEASED)

    assert sorted(made) == sorted([*first, ("sms", "2027-first"), ("sms", PLAN.meetings[1].meeting_id)])
    assert {item.channel for item in change.items} == {"sms"}
    assert {whatever_its_time(item) for item in known} <= {
        whatever_its_time(item) for item in desk.store.outbox.items(desk.code, YEAR.first_day)
    }


def with_sms(desk):
    return replace(desk, publicity=replace(desk.publicity, ways=(*desk.publicity.ways, SMS)))


def test_another_channel_makes_its_own_words_and_none_that_are_stored(desk, made):
    outbox.fill(desk, RELEASED)
    made.clear()

    outbox.fill(with_sms(desk), RELEASED)

    assert {channel for channel, _ in made} == {"sms"}


def test_memory_that_is_wrong_is_made_anew_and_closes_no_outbox(desk):
    outbox.fill(desk, RELEASED)
    known, shelf = desk.store.outbox.items(desk.code, YEAR.first_day), desk.store.outbox
    remembered = shelf.worded(desk.code, YEAR.first_day)
    wrong = {made_from: Worded("0" * 64) for made_from in remembered}
    shelf.fill(
        desk.code,
        YEAR.first_day,
        (1, "older"),
        lambda items: Filling(worded=wrong),
        {}.__getitem__,
        RELEASED,
    )

    again = outbox.fill(desk, RELEASED)

    assert (again.items, again.replaced) == ((), {})
    assert (
        shelf.items(desk.code, YEAR.first_day),
        shelf.worded(desk.code, YEAR.first_day),
    ) == (known, remembered)


def whatever_its_time(item):
    """An item that may be due, or of use, at another time."""
    return replace(item, due_at=RELEASED, use_by=RELEASED)


def test_pictures_that_are_drawn_otherwise_undo_no_approval_and_tell_nothing_twice(desk, monkeypatch):
    outbox.fill(desk, RELEASED)
    first, told, *_ = desk.store.outbox.items(desk.code, YEAR.first_day)
    outbox.approve(desk, [first.key], "Ann", RELEASED)
    desk.store.outbox.mark([told.key], [told.state], ItemState.CONFIRMED, "Ann", RELEASED, "")
    known = desk.store.outbox.items(desk.code, YEAR.first_day)
    monkeypatch.setattr("publishers.channels.copy.drawn", lambda words: f"{words} in another font".encode())
    monkeypatch.setattr("publishers.digests.made_by", lambda: b"another program")
    twice = tuple(replace(way, voice=replace(way.voice, leads=(7, 6))) for way in desk.publicity.ways)

    more = outbox.fill(replace(desk, publicity=replace(desk.publicity, ways=twice)), RELEASED)

    assert more.replaced == {}
    assert {item.lead for item in more.items} == {"6"}
    assert {item.digest for item in more.items} <= {item.digest for item in known}
    assert {whatever_its_time(item) for item in known} <= {
        whatever_its_time(item) for item in desk.store.outbox.items(desk.code, YEAR.first_day)
    }


EVERYTHING = tuple(
    Way(Voice(name, (None, 7), name == "x"), name, Outlet(name, BY_HAND))
    for name in ("x", "facebook", "leaflet", "newsletter", "ward-newsletter", "agenda", "invitation")
)
MEETING_ID = a_plan().meetings[0].meeting_id
WORDS = {
    "contact": {"profile": a_profile(contact_email="new@example.org")},
    "site": {"profile": a_profile(site_url="https://new.example.org")},
    "ward's name": {"wards": (a_ward(name="Bow East & Fish Island"), *a_borough().wards[1:])},
    "hall's name": {"venues": (a_venue(name="The Bow Centre"), *a_borough().venues[1:])},
    "officer's role": {"officers": (an_officer("dwo-1", Role.PCSO), *a_borough().officers[1:])},
    "agenda": {"agendas": (AgendaItem(MEETING_ID, 1, "Traffic"),)},
    "short name": {"acronyms": (Acronym("DWO", "Designated Ward Officer", ""),)},
}


def with_everything(desk):
    """The three meetings of the examples, on every kind of channel."""
    store = open_store("memory:")
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    return replace(desk, store=store, publicity=Publicity(EVERYTHING))


def in_other_words(desk, words, at):
    """The desk after a release in which only these words changed."""
    borough = a_borough(**words)
    before = desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(borough, a_plan(), before, at), a_plan())
    return replace(desk, borough=borough)


@pytest.mark.parametrize("name", some(list(WORDS), every=3))
def test_words_that_change_correct_nothing_and_what_waits_takes_them_on(desk, name):
    desk, words = with_everything(desk), WORDS[name]
    outbox.fill(desk, RELEASED)
    shelf, by_lead = desk.store.outbox, {}
    for item in shelf.items(desk.code, YEAR.first_day):
        by_lead.setdefault(item.lead, []).append(item.key)
    outbox.approve(desk, by_lead["7"], "Ann", RELEASED)
    shelf.mark(by_lead["release"], tuple(ItemState), ItemState.ISSUED, "Ann", RELEASED, "")
    before = {item.key: item for item in shelf.items(desk.code, YEAR.first_day)}

    desk = in_other_words(desk, words, RELEASED + timedelta(days=1))
    change = outbox.fill(desk, RELEASED + timedelta(days=1))

    assert (change.items, change.replaced) == ((), {})
    assert {before[key].lead for key in change.reworded} == {"7"}
    for key, item in change.reworded.items():
        assert (item.lead, item.due_at, item.meetings) == (before[key].lead, before[key].due_at, before[key].meetings)
        assert item.awaits_approval == (item.key != key) == (item.channel == "x")
        assert outbox.words_of(desk, item.key)
    assert outbox.fill(desk, RELEASED + timedelta(days=1)) == Filling()


def test_agenda_that_waits_has_the_open_actions_of_issued_minutes_until_they_are_done(desk):
    desk, day = with_everything(desk), utc("2027-03-27 09:00")
    first = a_plan().meetings[0].meeting_id
    outbox.fill(desk, RELEASED)

    def noted(*lines):
        desk.store.notes.add_all(desk.code, lines, by="secretary", at=day)
        outbox.fill(desk, day)
        items = desk.store.outbox.items(desk.code, YEAR.first_day)
        (waits,) = (item for item in items if (item.channel, item.lead) == ("agenda", "7"))
        return b"".join(artifact.content for artifact in outbox.words_of(desk, waits.key)).decode()

    desk.store.records.add(desk.code, MeetingRecord(first, 24), after=0, at=day, by="secretary")

    assert "Fix the gate" not in noted(MinutedAction(f"{first}/1", first, "Fix the gate", "council"))
    issue_paper(desk.store, desk.borough.profile, PaperAsked(Paper.MINUTES, first, "secretary"), day, ())
    assert "- Fix the gate, the council (agreed on" in noted()
    assert "Fix the gate" not in noted(ActionTurn(f"{first}/1", Turn.DONE, day.date()))


@pytest.mark.parametrize("typed", ["met-engage", "met_engage", "Met Engage", "MET-ENGAGE"])
def test_channel_is_known_in_any_case_and_with_blanks(desk, typed):
    ways = (Way(Voice("met-engage", (7,)), "met-engage", Outlet("met-engage", BY_HAND)),)
    other = replace(desk, publicity=Publicity(ways))
    outbox.fill(other, RELEASED)

    assert {item.channel for item in outbox.waiting(other, typed, None, None, RELEASED)} == {"met-engage"}


def test_channel_without_a_name_is_none_of_them(desk):
    outbox.fill(desk, RELEASED)

    with pytest.raises(UnknownName):
        outbox.waiting(desk, "", None, None, RELEASED)


def test_what_is_foreseen_of_a_release_is_what_its_filling_comes_to(desk):
    outbox.fill(desk, RELEASED)
    more_often = tuple(replace(way, voice=replace(way.voice, leads=(7, 1))) for way in desk.publicity.ways)
    changed = replace(desk, publicity=replace(desk.publicity, ways=more_often))
    release = outbox.latest_release(changed)

    soon = outbox.foreseen(changed, release, RELEASED)
    outbox.fill(changed, RELEASED)

    assert {(item.key, item.due_at, item.use_by, item.digest) for item in soon} == {
        (item.key, item.due_at, item.use_by, item.digest)
        for item in changed.store.outbox.items(changed.code, YEAR.first_day)
    }
