"""One meeting at the console: looked at, checked, moved, pinned, cancelled, put back, added to and called off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from threading import Event

import pytest

from scheduler.plan import PlannedMeeting
from scheduler.rules.shapes import assigned
from scheduler.store import open_store
from scheduler.why.alternatives import ranking
from tests.console.borough import NOW, SMALL, YEAR, house_in, url_of
from tests.console.conftest import TOKEN
from wardpanels.console.house import House
from wardpanels.year.stand_ins import stand_ins

CODE = SMALL.profile.code
HOSTILE = "<script>alert(1)</script>\"'&"


@dataclass(frozen=True)
class Planned:
    """Meetings by what can be done with them."""

    over: PlannedMeeting
    to_come: PlannedMeeting
    of_another_ward: PlannedMeeting


@pytest.fixture(scope="module")
def as_released(released) -> Iterator[House]:
    """The house that the others are copies of."""
    with closing(open_store(url_of(released))) as store:
        yield house_in(released, store)


@pytest.fixture(scope="module")
def planned(as_released) -> Planned:
    plan, first = as_released.store.draft(CODE, YEAR.first_day).plan, SMALL.wards[0].code
    ours = [each for each in plan.meetings if each.ward_code == first]
    return Planned(
        next(each for each in ours if each.starts_at < NOW),
        next(each for each in ours if each.starts_at > NOW),
        next(each for each in plan.meetings if each.ward_code != first and each.starts_at > NOW),
    )


def said(answer) -> str:
    """A page's text, its marks taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def drafted(store, meeting) -> PlannedMeeting:
    return store.draft(CODE, YEAR.first_day).plan.meeting_by_id[meeting.meeting_id]


def revision(store) -> int:
    return store.draft(CODE, YEAR.first_day).revision


def fields_of(meeting, **other: object) -> dict[str, object]:
    """What the form holds of a meeting."""
    day = meeting.held_on
    typed = {"held-day": day.day, "held-month": day.month, "held-year": day.year}
    return {**typed, "start": f"{meeting.starts_at:%H:%M}", "hall": meeting.venue_id, "do": "move", **other}


@pytest.fixture(scope="module")
def free(as_released, planned) -> PlannedMeeting:
    """The meeting on the nearest other day that is free for it."""
    problem, plan = as_released.problem(YEAR), as_released.store.draft(CODE, YEAR.first_day).plan
    ranked = ranking(problem, plan, planned.to_come.meeting_id)
    found = ranked.best_within(ranked.others() & ~ranked.same_date, 5)
    return next(each.meeting for each in found if each.meeting.starts_at > NOW)


def test_page_says_what_is_to_be_known_and_offers_other_slots(looking, planned):
    page = looking("sergeant").look(f"/meetings/{planned.to_come.meeting_id}")

    assert page.status_code == 200
    assert "Residents were told The same, by release 1" in said(page)
    assert 1 <= page.text.count("Move it here") <= 5
    assert page.text.count('class="con-map__days') == 12
    assert f'name="held-day" type="text" value="{planned.to_come.held_on.day}"' in page.text


def test_who_may_not_change_it_is_offered_nothing_and_told_no_names(looking, planned):
    page = looking("viewer").look(f"/meetings/{planned.to_come.meeting_id}")

    assert page.status_code == 200
    assert "Who comes" not in page.text
    assert "Move it here" not in page.text
    assert page.text.count("<form") == 1  # to sign out


def test_check_says_the_price_and_who_hears_and_changes_nothing(as_, store, planned, free):
    seen = revision(store)

    answer = as_("sergeant").send(
        f"/meetings/{planned.to_come.meeting_id}/move", **fields_of(free, revision=seen, do="check", why=HOSTILE)
    )

    assert answer.status_code == 200
    assert "This can be done." in said(answer)
    assert "readers of the public site" in said(answer)
    assert "<script>alert" not in answer.text
    assert f'value="{free.held_on.day}"' in answer.text
    assert revision(store) == seen


def test_a_script_gets_the_answer_to_a_check_alone_and_of_a_refusal_the_whole_page(as_, store, planned, free):
    seat, path = as_("sergeant"), f"/console/meetings/{planned.to_come.meeting_id}/move"

    def sent(**other: object):
        form = {"token": TOKEN, **fields_of(free, do="check"), "revision": revision(store), **other}
        return seat.client.post(path, data=form, headers={"HX-Request": "true"})

    checked, refused, stale = sent(), sent(**{"held-day": 25, "held-month": 12}), sent(revision=0)

    assert (checked.status_code, refused.status_code, stale.status_code) == (200, 422, 409)
    assert checked.text.count("<html") == checked.text.count("<h1") == 0
    assert "This can be done." in said(checked)
    assert "readers of the public site" in said(checked)
    assert "Change it so" in checked.text
    assert f'name="revision" value="{revision(store)}"' in checked.text
    assert refused.text.count("<h1") == stale.text.count("<h1") == 1


def test_a_day_of_the_map_stands_in_the_form(looking, planned, free):
    path = f"/meetings/{planned.to_come.meeting_id}"
    page = looking("sergeant").look(path)

    chosen, nonsense = (
        looking("sergeant").look(f"{path}?date={free.held_on}"),
        looking("sergeant").look(f"{path}?date={HOSTILE}"),
    )

    assert f'href="/console{path}?date={free.held_on}#change"' in page.text
    assert f"?date={planned.to_come.held_on}#" not in page.text
    assert f'name="held-day" type="text" value="{free.held_on.day}"' in chosen.text
    assert f'name="held-month" type="text" value="{free.held_on.month}"' in chosen.text
    assert nonsense.status_code == 200
    assert f'name="held-day" type="text" value="{planned.to_come.held_on.day}"' in nonsense.text
    assert "?date=" not in looking("viewer").look(path).text


def test_who_is_away_is_swapped_by_one_button(as_, house, store):
    problem, plan = house.problem(YEAR), store.draft(CODE, YEAR.first_day).plan
    meeting, gone = next(
        (each, assigned(each, other.post)[0])
        for each in plan.meetings
        if each.starts_at > NOW
        for other in stand_ins(problem, plan, each.meeting_id, ())
        if not other.is_assigned
    )
    day = meeting.held_on
    heads = "officer_id,first_day,last_day,reason\n"
    (house.data / "absences.csv").write_text(f"{heads}{gone},{day},{day},\n", encoding="utf-8")
    seat, path = as_("planner"), f"/meetings/{meeting.meeting_id}"

    page = seat.look(path)
    forms = re.findall(r"<form.*?</form>", page.text[page.text.index('id="swap"') :], re.DOTALL)
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', forms[0]))
    answer = seat.send(f"{path}/move", **(fields | {"token": TOKEN, "do": "move"}))

    assert "is away from" in said(page)
    assert "Swap: " in said(page)
    assert answer.status_code == 303
    after = drafted(store, meeting)
    assert gone not in after.officers
    assert (after.starts_at, after.venue_id) == (meeting.starts_at, meeting.venue_id)
    assert 'id="swap"' not in seat.look(path).text
    assert 'id="swap"' not in as_("viewer").look(path).text


def test_move_is_kept_with_who_and_why_and_is_said_to_be_untold(as_, store, planned, free):
    seat, path = as_("sergeant"), f"/meetings/{planned.to_come.meeting_id}"

    answer = seat.send(f"{path}/move", **fields_of(free, revision=revision(store), why="The hall asked", pin="1"))

    draft, page = store.draft(CODE, YEAR.first_day), said(seat.look(path))
    assert (answer.status_code, answer.location) == (303, f"/console{path}")
    assert drafted(store, planned.to_come).starts_at == free.starts_at
    assert (draft.by, draft.why) == ("Pat Bow", "The hall asked")
    assert [pin.meeting_id for pin in draft.pins] == [planned.to_come.meeting_id]
    assert "Residents are told once it is released." in page
    assert "See what would be told" in page


@pytest.mark.parametrize(
    ("other", "field", "told"),
    [
        ({"held-day": 31, "held-month": 2}, "held", "has to be a real day"),
        ({"held-day": 3, "held-month": 1, "held-year": 2027}, "held", ""),
        ({"hall": "nowhere"}, "hall", "Choose one of the ward&#39;s halls"),
        pytest.param({"start": "03:17"}, "start", "Choose when it starts", marks=pytest.mark.thorough),
        pytest.param({"sergeant": "S99"}, "sergeant", "Choose one of these officers", marks=pytest.mark.thorough),
        ({"why": "x" * 201}, "why", "at most 200 letters"),
    ],
    ids=["no day", "past", "no hall", "no start", "no officer", "long"],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_changed(as_, store, planned, free, other, field, told):
    seen = revision(store)

    answer = as_("sergeant").send(
        f"/meetings/{planned.to_come.meeting_id}/move", **{**fields_of(free, revision=seen, why="kept"), **other}
    )

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert told in answer.text
    assert revision(store) == seen


def test_must_rule_refuses_in_its_own_sentence(as_, store, planned, free):
    christmas = {"held-day": 25, "held-month": 12, "held-year": 2027}

    answer = as_("sergeant").send(
        f"/meetings/{planned.to_come.meeting_id}/move", **{**fields_of(free, revision=revision(store)), **christmas}
    )

    assert answer.status_code == 422
    assert 'id="held-error"' in answer.text
    assert 'value="25"' in answer.text


def test_second_of_two_people_reads_what_the_first_did_and_keeps_what_they_typed(as_, store, planned, free):
    seen, path = revision(store), f"/meetings/{planned.to_come.meeting_id}"
    as_("planner").send(f"{path}/move", **fields_of(free, revision=seen, why="A clash"))

    answer = as_("sergeant").send(f"{path}/move", **fields_of(planned.to_come, revision=seen, why="Mine"))

    assert answer.status_code == 409
    assert "is by Pia All" in said(answer)
    assert "A clash" in said(answer)
    assert 'value="Mine"' in answer.text
    assert f'name="revision" value="{seen + 1}"' in answer.text
    assert drafted(store, planned.to_come).starts_at == free.starts_at


@pytest.fixture
def overtaken_at(as_, store, planned, free) -> int:
    """The draft that somebody saw before another changed a meeting of another ward."""
    seen, other = revision(store), planned.of_another_ward
    assert as_("planner").send(f"/meetings/{other.meeting_id}/pin", revision=seen, part="date").status_code == 303
    return seen


def test_who_cancels_too_late_keeps_the_reason_and_sends_it_again(as_, store, planned, overtaken_at):
    seat, path = as_("sergeant"), f"/meetings/{planned.to_come.meeting_id}/cancel"
    typed = {"reason": "other", "words": "The boiler broke", "follows": "1"}

    answer = seat.send(path, revision=overtaken_at, **typed)
    again = seat.send(path, revision=overtaken_at + 1, **typed)

    assert answer.status_code == 409
    assert "is by Pia All" in said(answer)
    assert 'value="The boiler broke"' in answer.text
    assert re.search(r'name="reason" type="radio" value="other" checked', answer.text)
    assert re.search(r'name="follows" type="checkbox" value="1" checked', answer.text)
    assert f'name="revision" value="{overtaken_at + 1}"' in answer.text
    assert again.status_code == 303


def test_who_adds_too_late_keeps_what_was_typed_and_sends_it_again(as_, store, planned, free, overtaken_at):
    seat, ward = as_("sergeant"), {"ward": planned.to_come.ward_code}
    typed = {**fields_of(free, why="The residents asked"), **ward}

    answer = seat.send("/meetings/add", revision=overtaken_at, **typed)
    again = seat.send("/meetings/add", revision=overtaken_at + 1, **typed)

    assert answer.status_code == 409
    assert "is by Pia All" in said(answer)
    assert 'value="The residents asked"' in answer.text
    assert f'name="held-day" type="text" value="{free.held_on.day}"' in answer.text
    assert f'name="revision" value="{overtaken_at + 1}"' in answer.text
    assert again.status_code == 303


def test_who_pins_too_late_keeps_what_was_ticked(as_, store, planned, overtaken_at):
    path = f"/meetings/{planned.to_come.meeting_id}/pin"

    answer = as_("sergeant").send(path, revision=overtaken_at, part=["date", "hall"])

    assert answer.status_code == 409
    assert re.findall(r'name="part" type="checkbox" value="(\w+)" checked', answer.text) == ["date", "hall"]
    assert f'name="revision" value="{overtaken_at + 1}"' in answer.text


def test_meeting_is_pinned_and_let_go(as_, store, planned):
    seat, path = as_("sergeant"), f"/meetings/{planned.to_come.meeting_id}"

    seat.send(f"{path}/pin", revision=revision(store), part=["date", "hall"])
    kept = store.draft(CODE, YEAR.first_day).pins
    seat.send(f"{path}/pin", revision=revision(store))

    assert [pin.parts for pin in kept] == [("date", "hall")]
    assert store.draft(CODE, YEAR.first_day).pins == ()


def test_meeting_is_cancelled_put_back_and_a_stale_page_changes_nothing(as_, store, planned):
    seat, path, seen = as_("sergeant"), f"/meetings/{planned.to_come.meeting_id}", revision(store)

    none = seat.send(f"{path}/cancel", revision=seen)
    own = seat.send(f"{path}/cancel", revision=seen, reason="other")
    done = seat.send(f"{path}/cancel", revision=seen, reason="hall-closed", follows="1")
    page = said(seat.look(path))
    stale = seat.send(f"{path}/reinstate", revision=seen)
    back = seat.send(f"{path}/reinstate", revision=seen + 1)

    assert [answer.status_code for answer in (none, own, done, stale, back)] == [422, 422, 303, 409, 303]
    assert "Choose why." in said(none)
    assert "Say which other reason" in said(own)
    assert "Cancelled. The hall is closed. A new date is to follow." in page
    assert "is by Pat Bow" in said(stale)
    assert drafted(store, planned.to_come).stands


def test_meeting_that_has_begun_offers_its_record_alone(as_, store, planned):
    seat, path, seen = as_("sergeant"), f"/meetings/{planned.over.meeting_id}", revision(store)
    page = seat.look(path)
    answers = [
        seat.send(f"{path}/move", **fields_of(planned.over, revision=seen, why="late")),
        seat.send(f"{path}/cancel", revision=seen, reason="weather"),
        seat.send(f"{path}/reinstate", revision=seen),
        seat.send(f"{path}/pin", revision=seen, part="date"),
        seat.send(f"{path}/call-off", reason="weather"),
    ]

    assert f'href="/console/record/{planned.over.meeting_id}"' in page.text
    assert "It has begun, so it cannot be changed any more." in said(page)
    assert not re.search(r'action="[^"]*/(move|pin|reinstate)"', page.text)
    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert revision(store) == seen


def test_foreign_ward_is_looked_at_and_not_changed(as_, store, planned):
    seat, path, seen = as_("sergeant"), f"/meetings/{planned.of_another_ward.meeting_id}", revision(store)

    assert seat.look(path).status_code == 200
    assert seat.send(f"{path}/move", **fields_of(planned.of_another_ward, revision=seen)).status_code == 403
    assert seat.look(f"{path}/cancel").status_code == 403
    assert seat.look(f"{path}/call-off").status_code == 403
    assert seat.look(f"/meetings/add?ward={planned.of_another_ward.ward_code}").status_code == 403
    assert revision(store) == seen


def test_extra_meeting_is_added_where_it_is_offered(as_, store, planned):
    seat, ward, seen = as_("sergeant"), planned.to_come.ward_code, revision(store)
    page = seat.look(f"/meetings/add?ward={ward}")
    (day, month, year) = re.findall(r'name="held-\w+" value="(\d+)"', page.text)[:3]

    answer = seat.send(
        "/meetings/add", **{"ward": ward, "held-day": day, "held-month": month, "held-year": year}, start="", hall="",
        revision=seen,
    )  # fmt: skip

    added = store.draft(CODE, YEAR.first_day).plan.meeting_by_id[answer.location.rpartition("/")[2]]
    assert "Add it here" in page.text
    assert (added.is_extra, added.ward_code, added.held_on.day) == (True, ward, int(day))


@pytest.mark.parametrize("query", ["", "ward=nowhere", "instead-of=2027-E05000000-9", "ward=x&instead-of=y"])
def test_what_cannot_be_added_is_a_page_in_words(looking, query):
    assert looking("planner").look(f"/meetings/add?{query}").status_code == 404


def test_last_change_is_taken_back_and_an_earlier_draft_brought_back(as_, store, planned, free):
    seat, first = as_("sergeant"), revision(store)
    seat.send(f"/meetings/{planned.to_come.meeting_id}/move", **fields_of(free, revision=first))
    page = seat.look("/drafts")

    undone = seat.send("/drafts/undo", revision=first + 1)
    as_undone = drafted(store, planned.to_come)
    again = seat.send(f"/drafts/{first + 1}/restore", revision=first + 2)
    stale = seat.send("/drafts/undo", revision=first)

    assert "Draft 2, the newest" in said(page)
    assert "by Pat Bow" in said(page)
    assert [answer.status_code for answer in (undone, again, stale)] == [303, 303, 409]
    assert as_undone == planned.to_come
    assert drafted(store, planned.to_come).starts_at == free.starts_at


def test_nothing_to_undo_is_said_and_a_page_or_draft_that_is_not_there_too(as_):
    seat = as_("planner")

    assert "Take the last change back" not in seat.look("/drafts").text
    assert seat.send("/drafts/undo", revision=1).status_code == 422
    assert seat.send("/drafts/77/restore", revision=1).status_code == 404
    assert [seat.look(f"/drafts?page={each}").status_code for each in ("0", "2", "x")] == [404, 404, 404]


def test_calling_off_shows_who_will_hear_and_then_who_has(as_, store, planned):
    seat, path = as_("sergeant"), f"/meetings/{planned.to_come.meeting_id}/call-off"

    before = said(seat.look(path))
    none = seat.send(path)
    begun = seat.send(path, reason="police-called-away", follows="1", clock="1")
    page = _once(lambda: seat.look(path), lambda text: "Telling everybody" not in text)

    release = store.latest_release(CODE, YEAR.first_day)
    assert "Who will be told" in before
    assert "readers of the public site" in before
    assert (none.status_code, begun.status_code) == (422, 303)
    assert "It is called off" in page
    assert f"Release {release.number} says that it is cancelled. Pat Bow called it off" in page
    assert release.meeting_by_id[planned.to_come.meeting_id].is_cancelled


def _once(look: Callable[[], object], is_so: Callable[[str], bool]) -> str:
    """A page's text, once it is so, or after a hundred looks."""
    for _ in range(100):
        text = said(look())
        if is_so(text):
            break
        Event().wait(0.3)
    return text
