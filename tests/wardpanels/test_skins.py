"""Each use case is told once: whoever calls it, by a command, by the demo or as a function, gets the same bytes."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click
import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.edit import NewTiming
from scheduler.items import ItemState
from scheduler.job import Job, Process
from scheduler.period import Period, calendar_year
from scheduler.pinned import Pinned
from scheduler.store import open_store
from tests.thorough import enough, some
from wardpanels import wiring
from wardpanels.facts import borough as borough_facts
from wardpanels.facts import (
    call_off,
    comparison,
    doctor,
    explained,
    listings,
    plan,
    price,
    publicity,
    records,
    release,
    subscribers,
    translations,
    visits,
)
from wardpanels.facts import drafts as draft_facts
from wardpanels.listings.looking import Wish, look_around
from wardpanels.publicity import announcing, calling_off, desk, due, handling, ledger, retrying, sending, what_works
from wardpanels.publicity.due import Selection
from wardpanels.publicity.host_watch import look_at_host
from wardpanels.sources.web import Asker
from wardpanels.subscriptions import roll
from wardpanels.terminal.cli import COMMANDS, run
from wardpanels.year import (
    adding,
    asking,
    comparing,
    costing,
    drafts,
    editing,
    owing,
    planning,
    publishing,
    reading,
    releasing,
    replanning,
    stand_ins,
)
from wardpanels.year import translations as languages
from wardpanels.year.adding import ToAdd
from wardpanels.year.telling import telling_of

YEAR = calendar_year(2027)
BOROUGH = borough(1, wards=enough(1, 2))
NOVEMBER, QUIET_WEEKS = datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2027, 3, 25, 9, tzinfo=UTC)
REST = Period(date(2027, 3, 26), YEAR.last_day)
"""What is to come of the year in those weeks."""
POLL = "polling_date,election,latest_pre_election_start\n2027-05-06,Mayor of London,2027-03-22\n"
PUBLICITY = """
[publicity]
met_engage = 28
x = [7, 1]
mps_ward_page = "release"

[channels.met_engage]
approval = true
"""
FOLDERS = publishing.Folders(Path("site"), Path("newsletter"))
NOBODY_THERE = "http://127.0.0.1:9"
WITHOUT_FACTS = {
    "demo": "it is compared whole, below",
    "serve": "it runs until it is stopped",
    "serve-all": "it runs until it is stopped: see test_every_tenant.py",
    "worker": "it runs until it is stopped; what it sends is `deliver`'s",
    "worker-all": "it runs until it is stopped: see test_working.py",
    "subscriptions": "it runs until it is stopped",
    "record": "its meeting must have begun: see test_verbs.py",
    "minutes": "its meeting must be recorded: see test_papers.py",
    "agenda": "it writes files: see test_papers.py",
    "note": "what it notes must be so: see test_notes.py",
    "export": "it writes a file: see test_schedule.py",
    "preview": "it writes a page to look at: see test_previewing.py",
    "pack": "it writes a folder to hand on: see test_previewing.py",
    "begin": "it writes a folder: see tests/wardpanels/beginning",
    "take": "it reads an exported workbook back: see tests/wardpanels/tidying/test_giving_back.py",
    "hall-check": "it prints forms: see test_hall_check.py",
    "tidy": "it writes a folder and a workbook: see tests/wardpanels/tidying",
    "bounces": "it is about mail that came back: see test_bounces.py",
    "visits": "its logs are a web server's: see test_visits.py",
    "who-comes": "nobody was invited there: see test_who_comes.py",
    "users": "what it prints is new each time: see test_users_command.py",
    "key": "what it prints is new each time: see test_keys.py",
    "privacy": "its facts are a table: see test_holdings.py",
    "jobs": "nothing was begun there: see test_starting_jobs.py",
    "backup": "it writes a file: see test_restoring.py",
    "restore": "it wants an empty place: see test_restoring.py",
    "store": "it copies to another store: see test_store_command.py",
    "briefing": "it asks data.police.uk: see test_briefing_command.py",
    "neighbourhoods": "it asks data.police.uk: see test_neighbourhoods.py",
    "plan-all": "its times differ from run to run: see test_plan_all.py",
}


@dataclass(frozen=True)
class Place:
    """A folder to work in, and the moment that it is there."""

    folder: Path
    at: datetime

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def store(self):
        return open_store(f"sqlite:///{self.folder / 'wardpanels.db'}")


@pytest.fixture(scope="module")
def borough_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("borough") / "data"
    write_folder(BOROUGH, folder)
    (folder / "elections.csv").write_text(POLL, encoding="utf-8")
    with (folder / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write(PUBLICITY)
    return folder


@pytest.fixture
def place(borough_folder, tmp_path, monkeypatch):
    """Makes places: a copy of the borough each, at a moment, in which commands then run."""

    def made(name: str, at: datetime) -> Place:
        shutil.copytree(borough_folder, tmp_path / name / "data")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))
        monkeypatch.setenv("WARDPANELS_YEAR", str(YEAR))
        monkeypatch.chdir(tmp_path / name)
        return Place(tmp_path / name, at)

    return made


def typed(*words: str) -> None:
    """Run one command that goes well."""
    assert run(words) == 0


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; the manifest tells when it was written, which differs."""
    found = (path for path in folder.rglob("*") if path.is_file() and "manifest" not in path.name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def left_behind(place: Place, period: Period) -> tuple[dict[str, bytes], dict[str, bytes], tuple[object, ...]]:
    """What is public, and what waits to go out."""
    store = place.store()
    code = BOROUGH.profile.code
    items = store.outbox.items(code, period.first_day)
    store.close()
    return files(place.folder / "site"), files(place.folder / "newsletter"), items


@pytest.mark.parametrize(
    ("at", "period"),
    [(NOVEMBER, YEAR), pytest.param(QUIET_WEEKS, REST, marks=pytest.mark.thorough)],
    ids=["in November", "in the quiet weeks before a poll"],
)
def test_demo_commands_and_functions_leave_the_same_bytes(place, at, period):
    demo = place("demo", at)
    typed("demo", "--year", str(YEAR))
    commands = place("commands", at)
    typed("plan")
    typed("release")
    typed("publish")
    functions = place("functions", at)
    store, checked = functions.store(), reading.check(functions.data, period)
    drafts.keep_draft(store, checked.borough, planning.plan_borough(checked.borough, period).plan, at)
    announcing.announce(desk.open_desk(store, functions.data, period), at)
    publishing.publish(store, telling_of(functions.data), period, at, FOLDERS)
    store.close()

    by_demo, by_commands, by_functions = (left_behind(each, period) for each in (demo, commands, functions))

    assert len(by_demo[0]) > enough(50, 100)
    assert len(by_demo[2]) >= enough(10, 20)
    for one, other in pairwise((by_demo, by_commands, by_functions)):
        assert one == other


@pytest.fixture(scope="module")
def released(borough_folder, tmp_path_factory) -> Path:
    """A borough in November whose year is planned, released and published."""
    folder = tmp_path_factory.mktemp("released")
    shutil.copytree(borough_folder, folder / "data")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", str(int(NOVEMBER.timestamp())))
        environment.chdir(folder)
        typed("demo")
    return folder


def planned(place: Place):
    """One meeting of the draft."""
    store = place.store()
    found = drafts.draft_of(store, BOROUGH, YEAR).meetings[3]
    store.close()
    return found


def a_meeting(place: Place) -> str:
    return planned(place).meeting_id


def the_desk(place: Place) -> desk.Desk:
    return desk.open_desk(place.store(), place.data, YEAR)


def problem(place: Place):
    return planning.problem_of(place.data, YEAR, place.store())


def by_edit(place: Place, edit, *rest) -> object:
    edited = edit(place.store(), problem(place), a_meeting(place), *rest, place.at)
    return plan.edit_facts(edited, a_meeting(place))


def by_ranking(place: Place) -> object:
    ranked = asking.alternatives(place.store(), problem(place), a_meeting(place), place.at)
    return explained.ranking_facts(problem(place), ranked, 10)


def by_approval(place: Place) -> object:
    approved = due.approve_chosen([the_desk(place)], (), Selection("met-engage"), "Ann", place.at)
    return publicity.marked_facts("approved", approved.items)


def by_confirming(place: Place) -> object:
    key = the_desk(place).store.outbox.items(BOROUGH.profile.code, YEAR.first_day)[0].key
    return publicity.marked_facts("confirmed", desk.confirm(the_desk(place), [key], "Ann", place.at, ""))


def by_holding(place: Place) -> object:
    key = the_desk(place).store.outbox.items(BOROUGH.profile.code, YEAR.first_day)[0].key
    done = handling.set_aside(the_desk(place), ItemState.HELD, [key], "Ann", "The hall may change.", place.at)
    return publicity.marked_facts("held", done)


def by_comparing(place: Place) -> object:
    return comparison.comparison_facts(comparing.compare(place.data, YEAR))


def by_publishing(place: Place) -> object:
    return release.published_facts(publishing.publish(place.store(), telling_of(place.data), YEAR, place.at, FOLDERS))


def by_calling_off(place: Place) -> object:
    off = releasing.Cancellation(a_meeting(place), "weather")
    order = calling_off.Order(off, "Ann", place.data, FOLDERS, Path("handover"), Path("door"))
    return call_off.called_off_facts(calling_off.call_off([the_desk(place)], order, {}, place.at))


def by_looking(place: Place) -> object:
    nobody = Asker(lambda: None, lambda _: None, lambda: 0.0, place.folder / "listings-cache", ("127.0.0.1",))
    return listings.listings_facts(look_around([the_desk(place)], nobody, Wish(), place.at))


def by_examining(place: Place) -> object:
    seen = look_at_host(the_desk(place), wiring.asker(), place.at, Path("host.json"), NOBODY_THERE)
    return doctor.examination_facts(seen)


def by_reporting(place: Place) -> object:
    profile = reading.profile_of(place.data)
    found = what_works.what_works(place.store(), profile, YEAR, None, place.at)
    return {"report": "publicity", **visits.works_facts(found)}


FACTS = {
    "check": (("check",), lambda at: borough_facts.checked_facts(reading.check(Path("data")), Path("data"), YEAR)),
    "tiers": (
        ("tiers",),
        lambda at: [borough_facts.standing_facts(each, YEAR) for each in reading.check(at.data).standings],
    ),
    "plan": (("plan", "--no-store"), lambda at: plan.plan_facts(planning.plan_all_wards(problem(at)).drafted.plan)),
    "show": (
        ("show",),
        lambda at: [
            plan.shown_facts(problem(at).borough, meeting)
            for meeting in drafts.draft_of(at.store(), problem(at).borough, YEAR).meetings
        ],
    ),
    "explain": (
        ("explain", "MEETING"),
        lambda at: explained.explained_meeting_facts(
            problem(at), asking.explain(at.store(), problem(at), a_meeting(at), at.at)
        ),
    ),
    "alternatives": (("alternatives", "MEETING"), by_ranking),
    "move": (
        ("move", "MEETING", "--start", "START"),
        lambda at: by_edit(at, editing.move_meeting, NewTiming(starts=planned(at).starts_at.time())),
    ),
    "cancel": (("cancel", "MEETING"), lambda at: by_edit(at, editing.cancel_meeting)),
    "reinstate": (("reinstate", "MEETING"), lambda at: by_edit(at, editing.reinstate_meeting)),
    "add": (
        ("add", "WARD", "--limit", "2"),
        lambda at: explained.offer_facts(adding.offer(at.store(), problem(at), ToAdd(planned(at).ward_code), at.at, 2)),
    ),
    "undo": (
        ("undo",),
        lambda at: plan.undo_facts(editing.undo_last(at.store(), problem(at), at.at)),
    ),
    "drafts": (
        ("drafts",),
        lambda at: draft_facts.draft_facts(drafts.drafts_of(at.store(), problem(at).borough, YEAR)),
    ),
    "pin": (
        ("pin", "MEETING"),
        lambda at: draft_facts.pin_facts(
            editing.pin_meeting(at.store(), problem(at), Pinned(planned(at).meeting_id), at.at)
        ),
    ),
    "debts": (
        ("debts",),
        lambda at: [*map(records.debt_facts, owing.debts_of(at.store(), problem(at), at.at))],
    ),
    "waive": (
        ("waive", "MEETING", "--because", "The panel agreed."),
        lambda at: [
            *map(
                records.promise_facts,
                owing.waive(at.store(), problem(at), a_meeting(at), "The panel agreed.", at.at),
            )
        ],
    ),
    "compare": (("compare",), by_comparing),
    "price": (
        ("price", "halls_a_ward", "--at", "2"),
        lambda at: price.price_facts(costing.price(at.store(), at.data, YEAR, "halls_a_ward", (2,))),
    ),
    "replan": (
        ("replan", "--dry-run"),
        lambda at: plan.replan_facts(replanning.replan(at.store(), problem(at), at.at, ())),
    ),
    "stand-ins": (
        ("stand-ins", "MEETING"),
        lambda at: plan.stand_in_facts(
            a_meeting(at),
            stand_ins.stand_ins(problem(at), drafts.draft_of(at.store(), problem(at).borough, YEAR), a_meeting(at), ()),
        ),
    ),
    "release": (("release",), lambda at: release.release_facts(announcing.announce(the_desk(at), at.at).made)),
    "call-off": (("call-off", "MEETING", "--because", "weather", "--by", "Ann", "--yes"), by_calling_off),
    "publish": (("publish",), by_publishing),
    "due": (("due",), lambda at: publicity.due_facts(due.due([the_desk(at)], Selection(), at.at))),
    "approve": (("approve", "--channel", "met-engage", "--by", "Ann"), by_approval),
    "deliver": (
        ("deliver",),
        lambda at: publicity.sent_facts(sending.send_due([the_desk(at)], {}, Path("handover"))),
    ),
    "retry": (
        ("retry", "--channel", "met-engage", "--by", "Ann"),
        lambda at: publicity.retried_facts(retrying.retry(the_desk(at), (), "met-engage", "Ann", at.at)),
    ),
    "hold": (("hold", "KEY", "--why", "The hall may change.", "--by", "Ann"), by_holding),
    "confirm": (("confirm", "KEY", "--by", "Ann"), by_confirming),
    "listings": (("listings", "--no-police-uk"), by_looking),
    "doctor": (("doctor", NOBODY_THERE), by_examining),
    "ledger": (
        ("ledger",),
        lambda at: publicity.ledger_facts(ledger.read_ledger([the_desk(at)], Selection(), Path("site"), at.at)),
    ),
    "report": (("report", "publicity"), by_reporting),
    "subscribers": (
        ("subscribers", "list"),
        lambda at: subscribers.roll_facts(
            roll.roll_of(at.store(), problem(at).borough.profile.code, problem(at).borough)
        ),
    ),
    "translations": (
        ("translations",),
        lambda at: [
            translations.translation_facts(standing)
            for standing in languages.standings(reading.profile_of(at.data), languages.read_reviews(at.data))
        ],
    ),
}


def test_every_command_is_compared_or_says_why_not():
    assert set(COMMANDS) == FACTS.keys() | WITHOUT_FACTS.keys()


@pytest.mark.parametrize("name", some([*FACTS], every=2))
def test_command_tells_a_script_what_its_function_returns(name, released, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOVEMBER.timestamp())))
    monkeypatch.setenv("WARDPANELS_YEAR", str(YEAR))
    words, by_function = FACTS[name]
    told = []
    for skin in ("command", "function"):
        place = Place(tmp_path / skin, NOVEMBER)
        shutil.copytree(released, place.folder)
        monkeypatch.chdir(place.folder)
        if name in {"reinstate", "undo", "waive"}:
            by_edit(place, editing.cancel_meeting)
        if name == "confirm":
            sending.send_due([the_desk(place)], {}, Path("handover"))
        capsys.readouterr()
        if skin == "command":
            key = the_desk(place).store.outbox.items(BOROUGH.profile.code, YEAR.first_day)[0].key
            named = {
                "MEETING": a_meeting(place),
                "WARD": planned(place).ward_code,
                "KEY": key,
                "START": f"{planned(place).starts_at:%H:%M}",
            }
            run([named.get(word, word) for word in (*words, "--json")])
            told.append(capsys.readouterr().out)
        else:
            told.append(json.dumps(by_function(place), ensure_ascii=False, indent=2) + "\n")

    assert told[0] == told[1] != ""


ASKS_WHO = {name: words for name, (words, _) in FACTS.items() if name != "add"} | {
    "add": ("add", "WARD", "--date", "2027-03-03"),
    "take": ("take", "schedule.xlsx", "--by", "Ann"),
    "record": ("record", "MEETING", "--residents", "1"),
    "minutes": ("minutes", "MEETING", "--issue"),
    "agenda": ("agenda", "MEETING", "--issue"),
    "note": ("note", "posts", "WARD", "--chairs", "1", "--vice-chairs", "0", "--secretaries", "0", "--by", "Ann"),
    "jobs": ("jobs", "stop", "1", "--by", "Ann"),
}
"""How each command is typed whose `--by` says who did it."""

NOT_WHO_TYPES = {"translations": "its --by names who read the words, who may be anybody"}


def asks_who(command: click.Command) -> bool:
    """Whether it, or a command below it, has `--by`."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return any(each.name == "by" for each in command.params) or any(map(asks_who, below))


WHO_DID_IT = sorted(
    name
    for name in COMMANDS
    if name not in NOT_WHO_TYPES and asks_who(import_module(f"wardpanels.commands.{name.replace('-', '_')}").command)
)


@pytest.fixture(scope="module")
def with_work(released, tmp_path_factory) -> Place:
    """The same borough with a cancelled meeting, an exported schedule and a job: something for every such command."""
    place = Place(tmp_path_factory.mktemp("work"), NOVEMBER)
    shutil.copytree(released, place.folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        at_work(environment, place)
        by_edit(place, editing.cancel_meeting)
        typed("export", "--to", "schedule.xlsx")
        code = BOROUGH.profile.code
        place.store().jobs.add(Job(code, YEAR, "plan", "plan", {}, "Ann", NOVEMBER, Process("nowhere", 1, "")))
    return place


def at_work(environment: pytest.MonkeyPatch, place: Place) -> None:
    environment.chdir(place.folder)
    environment.setenv("SOURCE_DATE_EPOCH", str(int(NOVEMBER.timestamp())))
    environment.setenv("WARDPANELS_YEAR", str(YEAR))


@pytest.mark.parametrize("name", some(WHO_DID_IT, every=2))
def test_command_that_writes_who_did_it_takes_a_key_and_refuses_one_of_nobody(name, with_work, monkeypatch, capsys):
    at_work(monkeypatch, with_work)
    store, code = with_work.store(), BOROUGH.profile.code
    named = {"MEETING": a_meeting(with_work), "WARD": planned(with_work).ward_code, "START": "19:00"}
    named["KEY"] = store.outbox.items(code, YEAR.first_day)[0].key
    before = store.draft(code, YEAR.first_day).revision, store.chains.check(code)
    monkeypatch.setenv("WARDPANELS_KEY", "of nobody")

    ended = run([named.get(word, word) for word in ASKS_WHO[name]])

    assert (ended, "WARDPANELS_KEY: found a key that counts for nobody" in capsys.readouterr().err) == (2, True)
    assert (store.draft(code, YEAR.first_day).revision, store.chains.check(code)) == before
