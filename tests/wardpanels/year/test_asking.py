"""What `explain` and `alternatives` print, and where they look for a plan."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.errors import SettledMeeting, UnknownName
from scheduler.period import calendar_year
from scheduler.store import open_store
from scheduler.why.alternatives import ranking
from scheduler.why.explain import explain_borough, explain_meeting, explain_ward
from scheduler.why.priced import RowPrice
from tests import shell
from tests.scheduler.examples import BOW_EAST, at, utc
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, year_with
from wardpanels.commands import explain as command
from wardpanels.facts import explained as explainfile
from wardpanels.faults import NothingYet
from wardpanels.terminal.words import explained as explaining
from wardpanels.year import asking, drafts, releasing

FRIDAY = at("Fri 2027-04-09 19:00")
NOW = utc("2026-11-22 09:00")


def on_friday():
    return year_with({bow(2): {"starts_at": FRIDAY}, mile(1): {"ward_officers": ("dwo-1",)}})


def a_store(plan):
    store = open_store("memory:")
    drafts.keep_draft(store, the_problem().borough, plan, NOW)
    return store


def printed(capsys):
    """The lines that say something, a bar between the columns of a table."""
    lines = (line.strip() for line in capsys.readouterr().out.splitlines())
    return [re.sub(r"  +", " | ", line) for line in lines if line and not line.startswith("──")]


def test_meeting_is_explained_in_the_rules_own_sentences(capsys):
    command._show(the_problem(), explain_meeting(the_problem(), on_friday(), bow(2)), as_json=False)

    assert printed(capsys) == [
        "Bow East: Fri 09 Apr 2027 19:00, Bow Centre, with Secret sgt-1 (sergeant), Secret dwo-1 (DWO).",
        "What it costs:",
        "Points | Rule | Why | Of",
        "80 | Evening meetings keep the ward's usual weekday | on a Friday, not the usual weekday | 2027-E05009317-2",
        "60 | Halls are cheap to hire | hire of £30 | 2027-E05009317-2",
        "What it adds to:",
        "Points | Rule | Why | Of",
        "15 | Meetings are shared out fairly among officers | 5 meetings, a fair share is 4 | Secret dwo-1 (DWO)",
        "What else there was:",
        "Instead | The best of its kind | Points | Because",
        (
            "another date | Thu 08 Apr 2027 19:00, Bow Centre | -95 | Evening meetings keep the ward's "
            "usual weekday -80; Meetings are shared out fairly among officers"
        ),
        "-15",
        "another hall | none | -",
        (
            "another start | Fri 09 Apr 2027 18:30, Bow Centre | +10 | Evening meetings keep the ward's "
            "usual start time +25; Meetings are shared out fairly among"
        ),
        "officers -15",
        (
            "9 other dates would do, 251 would not: A ward never meets in the same hall twice running, if "
            "it can use another (131); A ward's meetings do not follow one another too soon (79); Each "
            "quarter has a meeting of every ward, in time for that quarter's Safer Neighbourhood Board "
            "(18); other rules (23)."
        ),
        (
            "No other hall would do, 1 would not: A ward never meets in the same hall twice running, if it "
            "can use another (1)."
        ),
        "2 other starts would do.",
        "Who else could come:",
        "Post | Officer | Points | Cannot come",
        "ward officer | Secret pcso-1 (PCSO) | -15",
    ]


def test_ward_is_explained_rule_by_rule(capsys):
    command._show(the_problem(), explain_ward(the_problem(), on_friday(), BOW_EAST), as_json=False)

    assert printed(capsys) == [
        "Bow East: 320 points.",
        "By rule:",
        "Points | Rule",
        "240 | Halls are cheap to hire",
        "80 | Evening meetings keep the ward's usual weekday",
        "320 | In all",
        "Why:",
        "Points | Rule | Why | Of",
        "80 | Evening meetings keep the ward's usual weekday | on a Friday, not the usual weekday | 2027-E05009317-2",
        "60 | Halls are cheap to hire | hire of £30 | 2027-E05009317-1",
        "60 | Halls are cheap to hire | hire of £30 | 2027-E05009317-2",
        "60 | Halls are cheap to hire | hire of £30 | 2027-E05009317-3",
        "60 | Halls are cheap to hire | hire of £30 | 2027-E05009317-4",
        "Its officers' loads:",
        "Points | Rule | Why | Of",
        "15 | Meetings are shared out fairly among officers | 5 meetings, a fair share is 4 | Secret dwo-1 (DWO)",
    ]


def test_borough_is_explained_with_the_price_of_what_is_scarce(capsys):
    prices = (
        RowPrice(
            "officer_once", "officer S01 on Wednesday 09 June 2027", at("Wed 2027-06-09 19:00").date(), Fraction(40)
        ),
        RowPrice("meetings_a_day", "Wednesday 09 June 2027", at("Wed 2027-06-09 19:00").date(), Fraction(5, 2)),
        RowPrice("fair_load", "officer S01's fair share", None, Fraction(15)),
    )

    command._show_borough(the_problem(), explain_borough(the_problem(), on_friday()), prices, as_json=False)

    assert printed(capsys) == [
        "Tower Hamlets: 575 points.",
        "By rule:",
        "Points | Rule",
        "480 | Halls are cheap to hire",
        "80 | Evening meetings keep the ward's usual weekday",
        "15 | Meetings are shared out fairly among officers",
        "575 | In all",
        "By ward:",
        "Points | Ward",
        "320 | Bow East",
        "240 | Mile End",
        "15 | Officers' loads",
        "0 | Uneven months",
        "What is scarce:",
        "Points | What | Rule",
        "40 | officer S01 on Wednesday 09 June 2027 | No officer is at two meetings at once",
        "2.5 | Wednesday 09 June 2027 | The borough holds no more meetings on one day than its teams can serve",
        "No officer is at two meetings at once: about 40 points in June.",
        "The borough holds no more meetings on one day than its teams can serve: about 2.5 points in June.",
        "Meetings are shared out fairly among officers: about 15 points over the year.",
    ]


def test_alternatives_name_the_rules_they_bend():
    best = ranking(the_problem(), on_friday(), bow(2)).best(2)

    assert explaining.alternative_rows(the_problem(), best) == [
        (
            "Thu 08 Apr 2027",
            "19:00",
            "Bow Centre",
            "Secret sgt-1 (sergeant), Secret pcso-1 (PCSO)",
            "-95",
            "Evening meetings keep the ward's usual weekday -80; Meetings are shared out fairly among officers -15",
        ),
        (
            "Thu 08 Apr 2027",
            "18:30",
            "Bow Centre",
            "Secret sgt-1 (sergeant), Secret pcso-1 (PCSO)",
            "-70",
            (
                "Evening meetings keep the ward's usual weekday -80; Evening meetings keep the ward's usual "
                "start time +25; Meetings are shared out fairly among officers -15"
            ),
        ),
    ]


def test_taking_an_alternative_is_one_command():
    best = ranking(the_problem(), the_year(), bow(2)).best(1)

    assert explaining.move_command(best[0]) == (
        "wardpanels move 2027-E05009317-2 --date 2027-04-08 --start 18:30 --venue bow-centre"
        " --sergeant sgt-1 --officer dwo-1"
    )


def test_draft_is_explained_before_the_release():
    store = a_store(the_year())
    released(store)
    store.save_draft(on_friday(), expected_revision=1, saved_at=NOW)

    assert asking.plan_of(store, the_problem().borough, calendar_year(2027)) == on_friday()


def test_released_plan_is_explained_where_there_is_no_draft():
    release, store = released(a_store(the_year())).release, open_store("memory:")
    store.append_release(release, the_year())

    assert asking.plan_of(store, the_problem().borough, calendar_year(2027)) == the_year()


def released(store):
    return releasing.release_draft(store, the_problem().borough, calendar_year(2027), NOW, allowed=None, dry_run=False)


def test_nothing_to_explain_is_said_with_the_step_to_take():
    with pytest.raises(NothingYet) as told:
        asking.explain(open_store("memory:"), the_problem(), bow(1), NOW)

    assert (str(told.value), told.value.step) == ("2027: found no draft, wanted one", "wardpanels plan --year 2027")


@pytest.mark.parametrize("asked", ["Bow East", "bow-east", "e05009317"])
def test_ward_is_asked_for_by_name_slug_or_code(asked):
    explained = asking.explain(a_store(the_year()), the_problem(), asked, NOW)

    assert explained == explain_ward(the_problem(), the_year(), BOW_EAST)


def test_what_is_neither_meeting_nor_ward_is_answered_with_one_of_each():
    with pytest.raises(UnknownName) as told:
        asking.explain(a_store(the_year()), the_problem(), "Soho", NOW)

    assert str(told.value) == (
        "meeting or ward: found 'Soho', wanted an id or a ward such as 2027-E05009317-1 or bow-east"
    )


@pytest.mark.parametrize("noon", ["2027-04-05 14:00", "2027-04-09 01:00"])
def test_what_is_past_or_today_is_offered_by_nothing(noon):
    store, now = a_store(on_friday()), utc(noon)
    ranked = asking.alternatives(store, the_problem(), bow(2), now)
    explained = asking.explain(store, the_problem(), bow(2), now)

    offered = [*ranked.best(400), *(each.best for each in explained.kinds if each.best)]

    assert len(offered) > 5
    assert min(each.meeting.held_on for each in offered) > now.date()
    assert ranked.count() < asking.alternatives(store, the_problem(), bow(2), NOW).count()


def test_meeting_that_has_begun_is_explained_and_has_no_alternatives():
    store, now = a_store(on_friday()), utc("2027-04-09 18:30")

    for ask in (asking.alternatives, lambda *told: asking.free_alternatives(*told[:3], 5, told[3])):
        with pytest.raises(SettledMeeting, match="it began on Fri 09 Apr 2027"):
            ask(store, the_problem(), bow(2), now)
    assert asking.explain(store, the_problem(), bow(2), now) == explain_meeting(the_problem(), on_friday(), bow(2))


def test_facts_of_a_meeting_for_a_script():
    explained = explain_meeting(the_problem(), on_friday(), bow(2))

    facts = explainfile.explained_meeting_facts(the_problem(), explained)

    assert json.loads(json.dumps(facts)) == facts
    assert facts["charges"][0] == {
        "rule": "set_evening",
        "subject": bow(2),
        "points": 80,
        "why": "on a Friday, not the usual weekday",
    }
    assert (facts["kinds"][2]["best"]["difference"], facts["kinds"][2]["best"]["by_rule"]) == (
        10,
        {"set_start": 25, "fair_load": -15},
    )
    assert facts["officers"] == [{"post": "ward_officer", "officer_id": "pcso-1", "difference": -15, "why_not": None}]
    assert facts["rules"]["set_start"] == "Evening meetings keep the ward's usual start time"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a tiny borough, planned."""
    folder = tmp_path_factory.mktemp("tiny")
    write_folder(tiny_borough(21), folder / "data")
    assert run(folder, "plan").returncode == 0
    return folder


def run(folder, *typed):
    return shell.run(folder, *typed, WARDPANELS_YEAR="2027")


def test_best_alternative_costs_what_taking_it_costs(folder):
    meeting = json.loads(run(folder, "show", "--json").stdout)[2]["id"]
    told = json.loads(run(folder, "alternatives", meeting, "--json", "--limit", "2").stdout)
    typed = run(folder, "alternatives", meeting).stdout.splitlines()[-1].partition("wardpanels ")[2]

    moved = json.loads(run(folder, *typed.split(), "--json").stdout)

    assert moved["cost"] - moved["cost_before"] == told["alternatives"][0]["difference"]
    assert (sorted(told), len(told["slots"]), len(told["alternatives"])) == (
        ["alternatives", "meeting", "possible", "rules", "slots"],
        1252,
        min(2, told["possible"]),
    )
    assert sorted(told["slots"][0]) == ["date", "difference", "forbidden_by", "session", "start", "venue_id"]


def test_borough_is_explained_through_the_command_line(folder):
    told = json.loads(run(folder, "explain", "--borough", "--json").stdout)

    assert sorted(told) == ["borough", "by_rule", "by_ward", "of_months", "of_officers", "points", "prices", "rules"]
    assert told["points"] == sum(told["by_rule"].values())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("alternatives", "nope"), "meeting: found 'nope', wanted an id such as 2027-"),
        (("explain", "nope"), "meeting or ward: found 'nope', wanted an id or a ward such as 2027-"),
        (("explain",), "Say what to explain: a meeting's id, a ward's name, or --borough."),
        (("explain", "nope", "--borough"), "Say what to explain: a meeting's id, a ward's name, or --borough."),
        (("explain", "nope", "--year", "2031"), "2031: found no draft, wanted one"),
    ],
    ids=["unknown meeting", "unknown meeting or ward", "nothing asked", "two things asked", "no draft"],
)
def test_a_slip_in_asking_exits_2(folder, typed, told):
    answer = run(folder, *typed)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert told in answer.stderr


def test_ward_free_to_move_is_bounded_for_every_slot(folder):
    meeting = json.loads(run(folder, "show", "--json").stdout)[2]["id"]

    told = json.loads(run(folder, "alternatives", meeting, "--replan-ward", "--json").stdout)

    assert (sorted(told), told["meeting"]["id"]) == (["alternatives", "meeting", "slots"], meeting)
    assert sorted(told["slots"][0]) == ["at_least", "date", "session", "start", "venue_id"]
    assert all(other["difference"] >= other["at_least"] for other in told["alternatives"])


def test_ward_free_to_move_keeps_neither_date_nor_hall(folder):
    answer = run(folder, "alternatives", "any", "--replan-ward", "--keep-hall")

    assert (answer.returncode, answer.stderr.splitlines()[-1]) == (
        2,
        "Error: --replan-ward looks at every date and hall: leave --keep-date and --keep-hall out.",
    )
