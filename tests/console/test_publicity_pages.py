"""The publicity desk: lists, one item and its words, the ledger, and what each role may do there."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from publishers.timetable import BEYOND_MENDING
from scheduler.items import Filling, ItemGroup, ItemState
from scheduler.store import open_store
from tests.console.borough import NOW, SMALL, YEAR, house_in, publicise, url_of
from tests.console.conftest import seats_at
from tests.thorough import some
from wardpanels.publicity.desk import open_desk
from wardpanels.publicity.handling import ItemsSought, listed

LATER = NOW + timedelta(days=30)
HOSTILE = "<script>alert(1)</script> \" ' & {{ 7 * 7 }}"


@pytest.fixture(scope="module")
def told(released, tmp_path_factory):
    """The released year with two channels that people take things to, and all that is to go out there."""
    return publicise(shutil.copytree(released, tmp_path_factory.mktemp("told") / "borough"), "x", "facebook")


@pytest.fixture
def folder(told, tmp_path):
    return shutil.copytree(told, tmp_path / "borough")


@pytest.fixture(scope="module")
def looking(told, tmp_path_factory):
    """Seats for tests that only look."""
    folder = shutil.copytree(told, tmp_path_factory.mktemp("looking") / "borough")
    with closing(open_store(url_of(folder))) as store:
        yield seats_at(house_in(folder, store))


@pytest.fixture
def due(house):
    """The items that are to be taken somewhere by now."""

    def found(group=ItemGroup.BY_HAND, channel=""):
        desk = open_desk(house.store, house.data, YEAR)
        return listed(desk, ItemsSought(group, channel), NOW).items

    return found


def item_in(house, key):
    return house.store.outbox.item(key)


def title_of(answer):
    return unescape(re.search("<title>(.*?)</title>", answer.text).group(1))


def test_list_shows_each_item_in_its_words_with_how_many_there_are_in_all(as_, due):
    page = as_("sender").look("/publicity")

    items = due()
    assert page.status_code == 200
    assert page.text.count('name="item"') == len(items) == 20
    assert "The ticked ones went out" in page.text


def test_comms_officer_clears_twenty_items_with_one_button(as_, house, due):
    items = due()
    ticked = [f"{item.key} {item.digest}" for item in items]

    answer = as_("drafter").send("/publicity", item=ticked)

    assert (answer.status_code, answer.location) == (303, "/console/publicity")
    assert {item_in(house, item.key).state for item in items} == {ItemState.CONFIRMED}


def test_nothing_ticked_is_told_at_the_list(as_):
    answer = as_("drafter").send("/publicity")

    assert (answer.status_code, title_of(answer).startswith("Error: ")) == (422, True)
    assert "Tick at least one item." in answer.text


@pytest.mark.parametrize(
    ("who", "path"),
    some(
        [
            ("viewer", "went-out"),
            ("viewer", "words"),
            ("viewer", "hold"),
            ("recorder", "approve"),
            ("drafter", "approve"),
            ("drafter", "reject"),
            ("planner", "retry"),
        ],
        every=3,
    ),
)
def test_who_may_not_is_refused_at_the_address_itself_and_nothing_changes(as_, house, due, who, path):
    item = due()[0]

    answer = as_(who).send(f"/publicity/{item.key}/{path}", digest=item.digest)

    assert answer.status_code == 403
    assert item_in(house, item.key) == item


def test_viewer_who_sends_the_form_of_a_list_is_refused_too(as_, house, due):
    item = due()[0]

    answer = as_("viewer").send("/publicity", item=f"{item.key} {item.digest}")

    assert (answer.status_code, item_in(house, item.key)) == (403, item)


def test_viewer_sees_the_list_and_no_button(looking):
    page = looking("viewer").look("/publicity").text

    assert 'name="item"' not in page
    assert "went out</button>" not in page


def test_changed_words_wait_for_somebody_else_and_are_read_as_they_were_typed(as_, house, due):
    item = due(channel="facebook")[0]

    answer = as_("sender").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": f"Come. {HOSTILE}"})

    key = answer.location.rsplit("/", 1)[1]
    page = as_("drafter").look(f"/publicity/{key}").text
    assert HOSTILE not in page
    assert HOSTILE in unescape(page)
    own = as_("sender").send(f"/publicity/{key}/approve", digest=item_in(house, key).digest)
    assert "Sam Sends changed these words, and somebody else has to approve them." in own.text
    as_("administrator").send(f"/publicity/{key}/approve", digest=item_in(house, key).digest)
    assert item_in(house, key).state is ItemState.APPROVED


def test_words_that_are_too_long_come_back_as_they_were_typed_with_how_much_to_take_out(as_, house, due):
    item = due(channel="x")[0]
    long = "Come along. " * 30

    answer = as_("drafter").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": long})

    assert (answer.status_code, title_of(answer)) == (422, "Error: Change the words – Ward Panels")
    assert "X takes 280: take out" in answer.text
    assert long.strip() in answer.text
    assert item_in(house, item.key) == item


def test_form_that_was_opened_before_somebody_changed_the_words_is_refused(as_, house, due):
    item = due(channel="x")[0]
    as_("drafter").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Come on Tuesday."})

    late = as_("sender").send(f"/publicity/{item.key}/went-out", digest=item.digest)

    assert late.status_code == 409
    assert "Dee Words changed the words." in late.text
    assert f'href="/console/publicity/{item.key}"' in late.text
    assert "See what is in its place" in as_("sender").look(f"/publicity/{item.key}").text


def test_of_what_was_ticked_only_that_stays_which_somebody_has_changed_since(as_, house, due):
    first, second = due(channel="x")[:2]
    as_("drafter").send(f"/publicity/{first.key}/words", digest=first.digest, **{"words-1": "Come on Tuesday."})
    ticked = [f"{item.key} {item.digest}" for item in (first, second)]

    seat = as_("sender")
    seat.send("/publicity", item=ticked)

    said = seat.look("/publicity").text
    assert "1 item went out. 1 item stayed: somebody was quicker. Dee Words changed the words." in said
    assert item_in(house, second.key).state is ItemState.CONFIRMED


def test_of_what_was_ticked_what_somebody_holds_back_by_now_stays(as_, house, due):
    held, free = due(channel="x")[:2]
    seat = as_("sender")
    seat.send(f"/publicity/{held.key}/hold", digest=held.digest, **{"hold-why": "The hall may change."})

    seat.send("/publicity", item=[f"{item.key} {item.digest}" for item in (held, free)])

    assert item_in(house, held.key).state is ItemState.PLANNED
    assert item_in(house, free.key).state is ItemState.CONFIRMED


def test_whoever_changed_words_is_told_that_another_approves_them(as_, due):
    item = due(channel="x")[0]
    seat = as_("sender")
    seat.send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Come on Tuesday."})

    own, other = (as_(who).look("/publicity?state=to-approve").text for who in ("sender", "administrator"))

    assert ("You changed these words" in own, 'name="item"' in own) == (True, False)
    assert ("You changed these words" in other, 'name="item"' in other) == (False, True)


def test_item_is_held_back_let_go_and_rejected_with_the_reasons_in_its_history(as_, house, due):
    item = due()[0]
    at, seen = f"/publicity/{item.key}", {"digest": item.digest}

    assert as_("sender").send(f"{at}/hold", **seen).status_code == 422
    as_("sender").send(f"{at}/hold", **seen, **{"hold-why": "The hall may change."})
    assert "Sam Sends holds it back: The hall may change." in as_("viewer").look(at).text
    as_("sender").send(f"{at}/let-go", **seen)
    as_("sender").send(f"{at}/reject", **seen, **{"reject-why": HOSTILE})

    page = as_("viewer").look(at).text
    assert HOSTILE in unescape(page)
    assert HOSTILE not in page
    assert item_in(house, item.key).state is ItemState.REJECTED


def test_what_is_printed_is_no_more_to_be_sent_again(as_, house, due):
    item = replace(
        due()[0], key="x.printed", lead="correction-2", state=ItemState.FAILED, note=BEYOND_MENDING, use_by=LATER
    )
    place = (SMALL.profile.code, YEAR.first_day)
    house.store.outbox.fill(*place, (1, "settings"), lambda known: Filling((item,)), lambda digest: b"", NOW)
    seat, at = as_("administrator"), "/publicity/x.printed"

    page, failed, lists = seat.look(at).text, seat.look("/publicity?state=failed").text, seat.look("/publicity").text
    beyond, today = seat.look("/publicity?state=beyond-mending").text, seat.look("/").text
    forced = seat.send(f"{at}/retry", digest=item.digest)

    assert (BEYOND_MENDING in page, "Send it again" in page, 'name="item"' in beyond) == (True, False, False)
    assert ("Nothing has failed." in failed, "1 failed" in today) == (True, False)
    assert BEYOND_MENDING in beyond
    assert "Cannot be put right <span" in lists
    assert forced.status_code == 422
    assert "found what is printed and cannot be put right, wanted an item that can still be sent" in forced.text
    assert item_in(house, "x.printed").state is ItemState.FAILED


def test_list_of_what_cannot_be_put_right_is_in_the_menu_only_where_there_is_any(looking):
    assert "Cannot be put right" not in looking("sender").look("/publicity").text
    assert "Cannot be put right" in looking("sender").look("/publicity?state=beyond-mending").text


def test_reason_of_who_holds_an_item_stays_when_somebody_changes_its_words(as_, house, due):
    item = due()[0]
    as_("sender").send(f"/publicity/{item.key}/hold", digest=item.digest, **{"hold-why": "The hall may change."})

    new = as_("drafter").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Come on Tuesday."})

    key = new.location.rsplit("/", 1)[1]
    page, held = as_("viewer").look(f"/publicity/{key}").text, as_("viewer").look("/publicity?state=held").text
    for each in (page, held):
        assert "Sam Sends holds it back: The hall may change.</p>" in each
        assert '<p class="govuk-body">Dee Words changed the words.</p>' in each
    assert re.search(r'<strong>Held back</strong>, [^<]*<br>Sam Sends[^<]*: <span class="con-break">The hall', page)
    as_("administrator").send(f"/publicity/{key}/approve", digest=item_in(house, key).digest)
    assert "Sam Sends holds it back: The hall may change.</p>" in as_("viewer").look(f"/publicity/{key}").text


def test_day_that_is_no_day_or_has_not_come_is_told_at_the_day(as_, house, due):
    item = due()[0]
    for day in (("31", "2", "2027"), ("1", "9", "2027")):
        boxes = dict(zip(("on-day", "on-month", "on-year"), day, strict=True))

        answer = as_("drafter").send(f"/publicity/{item.key}/went-out", digest=item.digest, **boxes)

        assert (answer.status_code, 'id="on-error"' in answer.text) == (422, True)
        assert item_in(house, item.key).state is not ItemState.CONFIRMED


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/publicity?state=nothing", 404),
        ("/publicity?day=tomorrow", 422),
        ("/publicity?page=-1", 422),
        ("/publicity?page=99999", 200),
        ("/publicity?ward=atlantis", 404),
        ("/publicity?channel=pigeon", 200),
        ("/publicity/no-such-item", 404),
        ("/publicity/no-such-item/files/x.png", 404),
        ("/publicity/ledger?event=moved", 422),
        ("/publicity/ledger?page=0", 422),
        ("/publicity/ledger/table", 200),
        ("/publicity/reach", 200),
    ],
)
def test_bad_addresses_are_told_in_words_and_never_break(looking, path, status):
    assert looking("viewer").look(path).status_code == status


def test_ledger_has_the_newest_first_and_narrows_by_what_happened(as_, due):
    item = due()[0]
    as_("drafter").send(f"/publicity/{item.key}/went-out", digest=item.digest, link="https://example.org/post/1")

    page = as_("viewer").look("/publicity/ledger?event=confirmed").text

    assert page.count("<li><strong>Seen to be out</strong>") == 1
    assert "https://example.org/post/1" in page


def test_every_list_is_an_address_that_answers_every_role(looking):
    for group in ItemGroup:
        assert looking("viewer").look(f"/publicity?state={group}").status_code == 200


def test_second_of_two_who_change_the_words_keeps_them_and_sends_them_for_what_stands_now(as_, house, due):
    item = due(channel="x")[0]
    first = as_("drafter").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Come on Tuesday."})
    anew = item_in(house, first.location.rsplit("/", 1)[1])

    late = as_("sender").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Bring a friend."})

    assert late.status_code == 409
    assert "Dee Words changed the words. What you typed is kept below." in late.text
    assert re.search(r'name="words-1"[^>]*>\s*Bring a friend\.</textarea>', late.text)
    assert "Come on Tuesday." in late.text
    assert f'action="/console/publicity/{anew.key}/words"' in late.text
    again = as_("sender").send(f"/publicity/{anew.key}/words", digest=anew.digest, **{"words-1": "Bring a friend."})
    assert again.status_code == 303


def test_words_that_come_too_late_to_be_changed_are_shown_to_be_taken_away(as_, house, due):
    item = due(channel="x")[0]
    as_("sender").send(f"/publicity/{item.key}/went-out", digest=item.digest)

    late = as_("sender").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Bring a friend."})

    assert late.status_code == 422
    assert "It is not to go out any more." in late.text
    assert "Bring a friend." in late.text


@pytest.mark.parametrize("act", ["went-out", "hold", "reject", "approve"])
def test_item_that_has_changed_is_named_by_its_channel_ward_and_day(as_, due, act):
    item = due(channel="x")[0]
    title = re.search(r"<title>(.*?) – ", as_("sender").look(f"/publicity/{item.key}").text)[1]
    as_("drafter").send(f"/publicity/{item.key}/words", digest=item.digest, **{"words-1": "Come on Tuesday."})

    late = as_("administrator").send(f"/publicity/{item.key}/{act}", digest=item.digest)

    assert late.status_code == 409
    assert f"{title} has changed since you looked. Dee Words changed the words." in late.text
    assert f"{item.key} has changed" not in late.text


def test_day_before_the_release_of_what_went_out_is_refused_without_a_key(as_, due):
    item = due(channel="x")[0]
    boxes = dict(zip(("on-day", "on-month", "on-year"), ("28", "11", "2026"), strict=True))

    answer = as_("drafter").send(f"/publicity/{item.key}/went-out", digest=item.digest, **boxes)

    told = re.search(r'id="on-error">(.*?)</p>', answer.text)[1]
    assert "Give 29 November 2026 or later: what X, Ward " in told
    assert " says was released then." in told
    assert item.key not in told
