"""Planning and releasing at the console: how far it is, what it came to, who was quicker, and what is never done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from threading import Event

import msgspec
import pytest

from scheduler.errors import PanelError
from scheduler.job import Ending, Job, JobState
from scheduler.pinned import Pinned
from scheduler.plan import MeetingState
from scheduler.posing import pinned
from scheduler.rules.shapes import PinGone
from tests import shell
from tests.console.borough import NOW, SMALL, YEAR
from tests.thorough import some
from wardpanels.alive import this_process
from wardpanels.console.wording_of_jobs import DOING, DONE, OBSTACLES, how_far
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_ASKED, EVERY_JOB
from wardpanels.jobs.kinds.compare import CompareAsked
from wardpanels.jobs.kinds.foresee import ForeseeAsked
from wardpanels.jobs.kinds.plan import PlanAsked
from wardpanels.jobs.kinds.publish import PublishAsked
from wardpanels.jobs.kinds.release import ReleaseAsked
from wardpanels.jobs.kinds.replan import ReplanAsked
from wardpanels.jobs.run import carry_out
from wardpanels.year.editing import pin_meeting

CODE = SMALL.profile.code
HOSTILE = "<script>alert(1)</script>\"'&"
CLASH = {
    "subject": "Bow East",
    "ward_codes": [],
    "why": "",
    "demands": [f"PS Ann is on leave {HOSTILE}"],
    "repairs": [["Hold up to 3 meetings a day"], ["Open the hall", "Find another sergeant"]],
    "is_proven": True,
    "is_hopeless": False,
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The process of a job has the console's moment, and finds the tests."""
    shell.jobs_at(monkeypatch, NOW)


def added(store, asked, by="Pia All"):
    """A job that waits for its process."""
    kind = BY_ASKED[type(asked)]
    return store.jobs.add(Job(CODE, YEAR, kind.name, kind.turn, msgspec.to_builtins(asked), by, NOW, this_process()))


def done(house, asked):
    """The whole of a job, in this process."""
    job = added(house.store, asked)
    carry_out(house.store, house.data, job.number)
    return job.number


def ended(store, asked, state, said="", **result):
    job = added(store, asked)
    store.jobs.end(job.number, Ending(state, said, result), NOW)
    return job.number


def changed(store, cancelled=0, by=timedelta(days=1)):
    """A draft in which somebody moved the first meeting to come, and cancelled some others."""
    draft = store.draft(CODE, YEAR.first_day)
    coming = [each for each in draft.plan.meetings if each.starts_at > NOW]
    off = {each.meeting_id for each in coming[1 : cancelled + 1]}

    def edited(meeting):
        if meeting == coming[0]:
            return replace(meeting, starts_at=meeting.starts_at + by, ends_at=meeting.ends_at + by)
        return replace(meeting, state=MeetingState.CANCELLED) if meeting.meeting_id in off else meeting

    plan = replace(draft.plan, meetings=tuple(map(edited, draft.plan.meetings)))
    return store.save_draft(plan, expected_revision=draft.revision, saved_at=NOW, by="Pat Bow", why=HOSTILE)


def said(answer) -> str:
    """A page's text, its marks taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_every_kind_of_job_has_its_words():
    assert {kind.name for kind in EVERY_JOB} == set(DOING) == set(DONE)


def test_every_obstacle_is_an_error_that_there_is():
    found, codes = [PanelError], set()
    while found:
        kind = found.pop()
        codes.add(kind.code)
        found += kind.__subclasses__()

    assert set(OBSTACLES) <= codes


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        ({}, "about to begin"),
        ({"stage": "Looking", "cost": None, "bound": None}, "no plan yet"),
        ({"stage": "Looking", "cost": 700, "bound": None}, "costs 700 points"),
        ({"stage": "Looking", "cost": 700, "bound": 650}, "so 50 at most can still be saved"),
        ({"stage": "Looking", "cost": 700, "bound": 700}, "proven"),
    ],
)
def test_how_far_a_search_is_comes_in_plain_words(store, progress, told):
    job = replace(added(store, PlanAsked()), progress=progress)

    assert told in " ".join(how_far(job))


def test_two_who_begin_at_once_meet_at_the_first_search_and_either_stops_it(as_, store):
    pia, ada = as_("planner"), as_("administrator")

    first = pia.send("/plan", period=YEAR.first_day, what="replan")
    second = ada.send("/plan", period=YEAR.first_day, what="compare")
    while_it_runs, listed = ada.look(second.location.removeprefix("/console")), ada.look("/plan")
    stopped = ada.send(f"{first.location.removeprefix('/console')}/stop")

    assert second.location == f"{first.location}?met=1"
    assert "You have begun nothing: Pia All was here first" in said(while_it_runs)
    assert '<noscript><meta http-equiv="refresh"' in while_it_runs.text
    assert 'data-hx-trigger="every 1s"' in while_it_runs.text
    assert "Pia All has begun a search" in said(listed)
    page = as_("viewer").look(stopped.location.removeprefix("/console"))
    assert "Ada Price stopped it." in said(page)
    assert "refresh" not in page.text
    assert "every 1s" not in page.text


def test_viewer_sees_and_begins_nothing(as_, store):
    seat, number = as_("viewer"), added(store, PlanAsked()).number

    assert "Plan the rest again" not in seat.look("/plan").text
    assert "/stop" not in seat.look(f"/jobs/{number}").text
    assert seat.send("/plan", what="plan").status_code == 403
    assert [seat.send(f"/jobs/{number}/{does}").status_code for does in ("stop", "again", "keep", "release")] == [
        403
    ] * 4
    assert store.jobs.job(number).is_under_way


def test_a_new_plan_is_shown_beside_the_draft_and_kept_by_a_second_button(as_, house, store):
    revision = changed(store, by=timedelta(hours=8))
    seat, number = as_("planner"), done(house, ReplanAsked())

    shown = seat.look(f"/jobs/{number}")
    too_long = seat.send(f"/jobs/{number}/keep", why=f"{HOSTILE}{'x' * 300}")
    before = store.draft(CODE, YEAR.first_day).revision
    kept = seat.send(f"/jobs/{number}/keep", why=HOSTILE)

    assert "What differs from draft" in said(shown)
    assert "Moved: from" in said(shown)
    assert (too_long.status_code, before) == (422, revision)
    assert "Error: " in too_long.text
    assert HOSTILE not in too_long.text
    assert kept.location == f"/console/release?period={YEAR.first_day}"
    draft = store.draft(CODE, YEAR.first_day)
    assert (draft.revision, draft.by, draft.why) == (revision + 1, "Pia All", HOSTILE)
    assert "This plan is the draft." in said(seat.look(f"/jobs/{number}"))


def test_who_keeps_a_plan_too_late_reads_who_changed_the_draft_and_overwrites_nothing(as_, house, store):
    seat = as_("planner")
    changed(store)
    number = done(house, ReplanAsked())
    revision = changed(store)

    shown, refused = seat.look(f"/jobs/{number}"), seat.send(f"/jobs/{number}/keep")

    assert "The draft was changed after this search began" in said(shown)
    assert "/keep" not in shown.text
    assert refused.status_code == 409
    assert f"Revision {revision} is by Pat Bow" in said(refused)
    assert "Look again" in said(refused)
    assert HOSTILE not in refused.text
    assert store.draft(CODE, YEAR.first_day).revision == revision


def test_policies_stand_side_by_side(as_, store):
    lines = [{"label": "Hire of halls", "figures": ["£10", "£20"]}]
    policies = [{"title": "As now", "is_proven": True}, {"title": "Fewer", "is_proven": False}]
    impossible = [{"title": "None", "reasons": ["PS Ann is on leave"]}]
    told = {"lines": lines, "policies": policies, "impossible": impossible, "audiences": []}
    number = ended(store, CompareAsked(), JobState.DONE, **told)

    page, viewed = said(as_("planner").look(f"/jobs/{number}")), said(as_("viewer").look(f"/jobs/{number}"))

    assert "What As now Fewer Hire of halls £10 £20" in page
    assert "There is no plan under None PS Ann is on leave" in page
    assert "PS Ann" not in viewed


def test_an_impossible_year_shows_the_clash_and_its_mends_and_plans_the_other_wards(as_, store):
    number = ended(store, PlanAsked(), JobState.REFUSED, "PS Ann is on leave", error="no-plan", clashes=[CLASH])
    seat = as_("planner")

    page, viewed = seat.look(f"/jobs/{number}"), as_("viewer").look(f"/jobs/{number}")
    begun = seat.send(f"/jobs/{number}/again", without="1")
    job = starting.stop(store, int(begun.location.rpartition("/")[2]), by="Pia All", at=NOW)

    assert "Open the hall, and: Find another sergeant" in said(page)
    assert page.text.count(f"/jobs/{number}/mend") == 0
    assert "Plan the others without them" in said(page)
    assert HOSTILE not in page.text
    assert "PS Ann" not in viewed.text
    assert job.asked == {"may_leave_out": True}


@pytest.mark.parametrize("code", some([*OBSTACLES]))
def test_what_stands_in_the_way_of_a_release_is_said_with_the_way_on(as_, store, code):
    number = ended(store, ForeseeAsked(), JobState.REFUSED, f"Long words\n- {HOSTILE}", error=code)

    page = as_("sender").look(f"/jobs/{number}")

    assert OBSTACLES[code].sentence in said(page)
    assert f'href="/console{OBSTACLES[code].path}' in page.text
    assert HOSTILE not in page.text


def test_a_lost_release_says_what_was_done_and_goes_on(as_, store):
    asked = ReleaseAsked(1, "site", "newsletter", before=0)
    number = ended(store, asked, JobState.LOST, starting.LOST)

    page = said(as_("sender").look(f"/jobs/{number}"))

    assert "Lost: releasing 2027" in page
    assert "The release is made: yes" in page
    assert "The public site says it: not yet" in page
    assert "Go on where it ended" in page


def test_a_release_shows_what_it_tells_asks_for_the_number_and_says_what_went_where(as_, house, store):
    revision = changed(store, cancelled=6)
    seat, number = as_("sender"), done(house, ForeseeAsked())

    shown = seat.look(f"/jobs/{number}")
    wrong = seat.send(f"/jobs/{number}/release", number="5")
    begun = seat.send(f"/jobs/{number}/release", number="6")
    path, job = begun.location.removeprefix("/console"), int(begun.location.rpartition("/")[2])
    for _ in range(6000):
        if not starting.look(store, job, NOW).is_under_way:
            break
        Event().wait(0.05)

    assert "1 moved, 6 cancelled" in said(shown)
    assert "This cancels 6 meetings" in said(shown)
    assert wrong.status_code == 422
    assert store.jobs.job(job).asked["revision"] == revision
    assert "Release 2 is out. The public site says it now." in said(seat.look(path))
    assert "Release 2 is out, and says all of this" in said(seat.look(f"/jobs/{number}"))
    assert seat.send(f"/jobs/{number}/release", number="6").status_code == 409


def test_what_was_shown_of_a_draft_that_is_another_by_now_is_not_released(as_, house, store):
    changed(store)
    seat, number = as_("sender"), done(house, ForeseeAsked())
    changed(store)

    refused = seat.send(f"/jobs/{number}/release")

    assert refused.status_code == 409
    assert "The draft is another by now" in said(refused)
    assert not store.jobs.under_way(CODE)


def test_who_has_one_ward_may_not_release_what_tells_of_another(as_, house, store):
    changed(store, cancelled=2)
    number = done(house, ForeseeAsked())
    seat = as_("sergeant")

    assert "Release and tell everybody" not in seat.look(f"/jobs/{number}").text
    assert seat.send(f"/jobs/{number}/release").status_code == 403


@pytest.mark.parametrize("path", ["/jobs/0", "/jobs/none", "/jobs/99999999999", "/plan?period=2999-01-01"])
def test_what_is_not_there_is_said(looking, path):
    assert looking("planner").look(path).status_code == 404


def test_what_cannot_be_begun_is_refused_in_words(as_, store):
    seat, number = as_("planner"), ended(store, CompareAsked(), JobState.STOPPED, "Pia All stopped it.")

    assert seat.send("/plan", what=HOSTILE).status_code == 422
    assert seat.send(f"/jobs/{number}/release").status_code == 422
    assert seat.send(f"/jobs/{number}/keep").status_code == 422


LEAVE = "Change the leave of {role} {id} from 04 May to 06 May 2027"


@pytest.fixture
def on_leave(house):
    """A sergeant who is on leave, and the sentence that would mend what it breaks."""
    officer = next(each for each in SMALL.officers if each.role == "sergeant")
    heads = "officer_id,first_day,last_day,reason\n"
    (house.data / "absences.csv").write_text(f"{heads}{officer.officer_id},2027-05-04,2027-05-06,\n", encoding="utf-8")
    return officer, LEAVE.format(role="sergeant", id=officer.officer_id)


def clashing(store, *repairs):
    clash = CLASH | {"demands": ["x"], "repairs": [list(each) for each in repairs]}
    return ended(store, PlanAsked(), JobState.REFUSED, "x", error="no-plan", clashes=[clash])


def stopped(store, answer):
    number = int(answer.location.rpartition("/")[2])
    return starting.stop(store, number, by="Pia All", at=NOW)


def test_a_button_writes_what_mends_a_clash_and_plans_again(as_, house, store, on_leave):
    officer, sentence = on_leave
    number, seat = clashing(store, [sentence], ["Find another sergeant"]), as_("planner")

    page = seat.look(f"/jobs/{number}")
    begun = seat.send(f"/jobs/{number}/mend", clash="0", way="0")
    job = stopped(store, begun)

    assert f"Change the leave of {officer.name} (sergeant) from 04 May" in said(page)
    assert page.text.count(f"/jobs/{number}/mend") == 1
    assert officer.officer_id not in (house.data / "absences.csv").read_text(encoding="utf-8")
    assert (job.kind, job.asked) == ("plan", {"may_leave_out": False})
    assert "Mend a clash: Change the leave of" in as_("administrator").look("/people/acts").text
    assert "(sergeant) from 04 May" in as_("administrator").look("/set-up").text


def test_what_is_otherwise_by_now_is_not_written(as_, house, store, on_leave):
    number, seat = clashing(store, [on_leave[1]]), as_("planner")
    (house.data / "absences.csv").write_text("officer_id,first_day,last_day\n", encoding="utf-8")
    before = {each.name: each.read_bytes() for each in house.data.iterdir() if each.is_file()}

    refused = [
        seat.send(f"/jobs/{number}/mend", clash=clash, way=way) for clash, way in (("0", "0"), ("0", "7"), ("x", "-1"))
    ]

    assert [each.status_code for each in refused] == [422] * 3
    assert {each.name: each.read_bytes() for each in house.data.iterdir() if each.is_file()} == before
    assert not store.jobs.under_way(CODE)


def test_who_may_not_write_a_mend_gets_no_button_for_it(as_, house, store, on_leave):
    number = clashing(store, ["Hold up to 4 meetings a day in the borough"], [on_leave[1]])
    before = (house.data / "borough.toml").read_bytes()

    page, refused = (
        as_("planner").look(f"/jobs/{number}"),
        as_("planner").send(f"/jobs/{number}/mend", clash="0", way="0"),
    )

    assert page.text.count(f"/jobs/{number}/mend") == 1
    assert refused.status_code == 403
    assert (house.data / "borough.toml").read_bytes() == before
    assert as_("administrator").look(f"/jobs/{number}").text.count(f"/jobs/{number}/mend") == 2
    assert as_("viewer").send(f"/jobs/{number}/mend", clash="0", way="1").status_code == 403


def test_a_pin_that_is_in_the_way_is_let_go_of(as_, house, store):
    draft = store.draft(CODE, YEAR.first_day)
    meeting = next(each for each in draft.plan.meetings if each.starts_at > NOW)
    pin_meeting(store, house.problem(YEAR), Pinned(meeting.meeting_id), NOW)
    problem = pinned(house.problem(YEAR), draft.plan, (Pinned(meeting.meeting_id),))
    offered = (each for view in problem.wards for rule in problem.rules for each in rule.repairs(problem, view))
    sentence = next(each.sentence for each in offered if each.mend == PinGone(meeting.meeting_id))
    number = clashing(store, [sentence])

    stopped(store, as_("planner").send(f"/jobs/{number}/mend", clash="0", way="0"))

    assert store.draft(CODE, YEAR.first_day).pins == ()


FEWER = """
[policies.fewer]
title = "Fewer evenings"
summary = "Three evenings a year."
every_ward = "three"

[[policies.fewer.tiers]]
name = "three"
from_residents = 0
evening = 3
daytime = 0
daytime_prefers = "any"
min_gap_days = 28
max_gap_days = 200
"""


@pytest.fixture
def two_policies(house):
    settings = house.data / "borough.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + FEWER, encoding="utf-8")
    return settings


def test_a_policy_is_chosen_after_seeing_what_each_ward_would_be_owed(as_, house, store, two_policies):
    seat, before = as_("administrator"), two_policies.read_bytes()

    plan = seat.look("/plan")
    asked = seat.send("/plan/policy", policy="fewer", period=YEAR.first_day)
    unchanged = two_policies.read_bytes()
    begun = seat.send("/plan/policy", policy="fewer", period=YEAR.first_day, sure="yes")
    job = stopped(store, begun)

    assert "Recommendation 3 in force" in said(plan)
    assert "Plan under “Fewer evenings”" in said(plan)
    assert "would be three (3 evening, 0 daytime)" in said(asked)
    assert unchanged == before
    assert (job.kind, job.asked["with_new_tiers"]) == ("replan", True)
    assert house.borough().in_force == "fewer"
    assert "Fewer evenings in force" in said(seat.look("/plan"))
    assert "Plan under “Recommendation 3”" in said(seat.look("/plan"))


def test_only_who_sets_up_changes_the_policy(as_, two_policies):
    before, seat = two_policies.read_bytes(), as_("planner")

    assert "Fewer evenings" in seat.look("/plan").text
    assert "/plan/policy" not in seat.look("/plan").text
    assert seat.send("/plan/policy", policy="fewer", sure="yes").status_code == 403
    assert as_("administrator").send("/plan/policy", policy=HOSTILE).status_code == 404
    assert two_policies.read_bytes() == before


def test_today_says_so_until_what_broke_off_on_the_way_to_residents_is_done(as_, store):
    seat, asked = as_("viewer"), PublishAsked("site", "newsletter")
    ended(store, asked, JobState.DONE)
    assert "Residents have not been told" not in said(seat.look("/"))

    number = ended(store, asked, JobState.REFUSED, "index.html: found the full name of an officer")
    page = seat.look("/")
    assert "Residents have not been told Not done: publishing 2027" in said(page)
    assert f'href="/console/jobs/{number}"' in page.get_data(as_text=True)

    ended(store, asked, JobState.DONE)
    assert "Residents have not been told" not in said(seat.look("/"))
