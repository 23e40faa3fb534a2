"""What happens to meetings, told by commands as a person types them: cancelled, recorded, made good, let go."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.shell import run
from tests.thorough import some
from wardpanels.year.planning import problem_of

NOVEMBER = datetime(2026, 11, 22, 9, tzinfo=UTC)
OF_ACTS = ('INSERT INTO "act', 'INSERT INTO "chain_head"')
SHOWN: dict[tuple[str, datetime], str] = {}
"""What `show` told of a store at a moment."""


@pytest.fixture(scope="module")
def planned_folder(tmp_path_factory) -> Path:
    """A borough of three wards, its year planned in November."""
    folder = tmp_path_factory.mktemp("verbs")
    write_folder(borough(1, wards=3), folder / "data")
    assert run(folder, "plan", **at(NOVEMBER)).returncode == 0
    return folder


def at(moment: datetime) -> dict[str, str]:
    """The settings that make it so late, in the period of 2027."""
    return {"SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "WARDPANELS_YEAR": "2027", "WARDPANELS_BY": "secretary"}


@dataclass
class Desk:
    """A folder in which commands are typed, and the moment that it is there."""

    folder: Path
    now: datetime = NOVEMBER

    def typed(self, *words: str) -> str:
        """What a command that goes well prints."""
        ended = run(self.folder, *words, **at(self.now))
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refused(self, *words: str) -> str:
        """What a command that is refused says; it changes nothing."""
        before = self.kept()
        ended = run(self.folder, *words, **at(self.now))
        assert (ended.returncode, ended.stdout, self.kept()) == (2, "", before), ended.stderr
        return ended.stderr

    def kept(self) -> str:
        """All that the store holds, as SQL, but for who tried what."""
        with closing(sqlite3.connect(self.folder / "wardpanels.db")) as connection:
            return "\n".join(line for line in connection.iterdump() if not line.startswith(OF_ACTS))

    def meetings(self, ward: str | None = None):
        """What is shown of them. The same store is asked once: most tests begin with the same."""
        state = (self.kept(), self.now)
        if state not in SHOWN:
            SHOWN[state] = self.typed("show", "--json")
        return [each for each in json.loads(SHOWN[state]) if ward in (None, each["ward_code"])]

    def goes_on_to(self, meeting) -> None:
        """The clock goes to a minute after a meeting has begun."""
        self.now = datetime.fromisoformat(meeting["starts_at"]).astimezone(UTC) + timedelta(minutes=1)


@pytest.fixture
def desk(planned_folder, tmp_path) -> Desk:
    for path in planned_folder.iterdir():
        (tmp_path / path.name).symlink_to(path) if path.is_dir() else (tmp_path / path.name).write_bytes(
            path.read_bytes()
        )
    return Desk(tmp_path)


def test_meeting_is_cancelled_with_a_reason_and_that_is_taken_back(desk):
    first = desk.meetings()[0]["id"]

    cancelled = desk.typed("cancel", first, "--because", "hall-closed", "--new-date-follows")
    shown = desk.meetings()[0]
    assert "cancelled" in cancelled
    assert (shown["state"], shown["because"], shown["new_date_follows"]) == ("cancelled", "hall-closed", True)

    undone = desk.typed("undo")
    assert first in undone
    assert desk.meetings()[0]["state"] == "confirmed"
    assert "found no change to take back" in desk.refused("undo")
    assert "reason: found 'flood'" in desk.refused("cancel", first, "--because", "flood")


def test_meeting_is_recorded_once_it_has_begun_and_corrected_when_that_is_said(desk):
    first = desk.meetings()[0]

    assert "wanted one that has begun" in desk.refused("record", first["id"], "--residents", "24")
    desk.goes_on_to(first)
    counted = ("record", first["id"], "--residents", "24", "--first-timers", "3", "--roles", "dwo,Sergeant")
    assert json.loads(desk.typed(*counted, "--json"))["record"] == {
        "residents": 24,
        "first_timers": 3,
        "roles": ["dwo", "sergeant"],
        "not_held": None,
        "waived": None,
        "ages": None,
        "stood_in": [],
        "apologies": None,
    }
    second = desk.refused(*counted)
    assert "found a record already (24 residents, 3 for the first time), wanted none, or --correct" in second
    corrected = desk.typed("record", first["id"], "--not-held", "hall-locked", "--correct")
    assert "not held: The hall was locked." in corrected
    assert "Before: 24 residents, 3 for the first time" in corrected


@pytest.mark.parametrize(
    ("words", "why"),
    some(
        [
            ((), "Say how many came"),
            (("--residents", "3", "--not-held", "nobody-came"), "Say how many came"),
            (("--not-held", "nobody-came", "--first-timers", "0"), "Say how many came"),
            (("--residents", "3", "--roles", "mayor"), "found mayor, wanted some of sergeant"),
            (("--residents", "3", "--first-timers", "4"), "found 4 first-timers, wanted 0 to 3"),
            (("--residents", "3", "--ages", "old=3"), "found 'old=3', wanted ages such as under 18"),
            (("--residents", "3", "--ages", "65+=3,65 and over=1"), "each once"),
            (("--residents", "3", "--action", "Fix; Mr Smith"), "found the owner 'Mr Smith', wanted one of sergeant"),
            (("--residents", "3", "--action", "Fix; dwo; soon"), "found 'soon', wanted a date such as"),
            (("--residents", "3", "--action", "a; dwo; 4 Feb 2030; b"), "without another"),
            (("--residents", "3", "--action", "Fix; dwo; 1 Jan 2026"), "or later, the meeting's own day"),
            (("--not-held", "nobody-came", "--priority", "Bikes"), "Say how many came"),
            (("--residents", "-3"), "found -3 residents, wanted 0 to 10,000"),
            (("--not-held", "rain"), "reason: found 'rain', wanted one of nobody-came"),
        ],
        every=3,
    ),
)
def test_record_that_cannot_be_is_refused_and_says_why(desk, words, why):
    first = desk.meetings()[0]
    desk.goes_on_to(first)

    assert why in desk.refused("record", first["id"], *words)


def test_all_that_is_known_of_a_meeting_is_recorded_with_what_was_agreed(desk):
    first = desk.meetings()[0]
    desk.goes_on_to(first)
    words = ("record", first["id"], "--residents", "24", "--roles", "pcso,sergeant", "--stood-in", "pcso")
    words += ("--ages", "65+=9, under 18=2", "--apologies", "3", "--priority", "Bikes", "--priority", "Noise")

    told = json.loads(desk.typed(*words, "--action", "Fix the gate; council; 4 Feb 2028", "--action", "Ask", "--json"))

    assert told["record"]["ages"] == {"under 18": 2, "65 and over": 9}
    assert (told["record"]["stood_in"], told["record"]["apologies"]) == (["pcso"], 3)
    assert told["priorities"] == ["Bikes", "Noise"]
    assert told["actions"] == [
        {"what": "Fix the gate", "owner": "council", "due": "2028-02-04"},
        {"what": "Ask", "owner": None, "due": None},
    ]
    with closing(open_store(f"sqlite:///{desk.folder / 'wardpanels.db'}")) as store:
        (line,) = store.records.lines(borough(1, wards=3).profile.code)
        notes = store.notes.lines(borough(1, wards=3).profile.code)
    assert line.by == "secretary"
    assert [note.noted.action_id for note in notes[1:]] == [f"{first['id']}/1", f"{first['id']}/2"]


def test_record_of_a_meeting_that_does_not_exist_is_refused(desk):
    assert "meeting: found '2027-E05009326-99'" in desk.refused("record", "2027-E05009326-99", "--residents", "3")


def owed(desk, ward_code):
    (found,) = json.loads(desk.typed("debts", "--ward", ward_code, "--json"))
    assert found["owed"] == found["held"] + found["planned"] + found["still_owed"]
    return [found[name] for name in ("owed", "held", "planned", "still_owed", "not_recorded", "waived")]


def test_debt_stays_in_sight_until_it_is_let_go(desk):
    first = desk.meetings()[0]
    (_, second, third, *_) = desk.meetings(first["ward_code"])
    whole = len(desk.meetings(first["ward_code"]))

    assert owed(desk, first["ward_code"]) == [whole, 0, whole, 0, 0, 0]
    assert "found '" + first["id"] in desk.refused("waive", first["id"], "--because", "It is late.")
    desk.typed("cancel", second["id"], "--because", "weather")
    desk.goes_on_to(first)
    assert owed(desk, first["ward_code"]) == [whole, 1, whole - 2, 1, 1, 0]
    desk.typed("record", first["id"], "--not-held", "nobody-came")
    assert owed(desk, first["ward_code"]) == [whole, 0, whole - 2, 2, 0, 0]
    table = desk.typed("debts")
    assert "not held: Nobody came." in table
    assert "cancelled: The weather is too bad." in table
    desk.typed("waive", second["id"], "--because", "The panel agreed.", "--by", "the chair")
    assert owed(desk, first["ward_code"]) == [whole - 1, 0, whole - 2, 1, 0, 1]
    with closing(open_store(f"sqlite:///{desk.folder / 'wardpanels.db'}")) as store:
        (line,) = (
            each for each in store.records.latest(borough(1, wards=3).profile.code).values() if each.record.waived
        )
        assert (line.record.meeting_id, line.by) == (second["id"], "the chair")
    (gone,) = json.loads(desk.typed("waive", first["ward_code"], "--because", "The panel agreed.", "--json"))
    assert gone == {"meeting": first["id"], "kept": "let go", "why": "The panel agreed."}
    assert owed(desk, first["ward_code"]) == [whole - 2, 0, whole - 2, 0, 0, 2]
    assert "debt: found" in desk.refused("waive", first["ward_code"], "--because", "Once more.")
    assert "reason: found" in desk.refused("waive", third["id"], "--because", " ")


def test_meeting_that_was_called_off_is_made_good_in_the_best_slot_that_is_offered(desk):
    first, *_ = desk.meetings()
    ward, whole = first["ward_code"], len(desk.meetings(first["ward_code"]))
    desk.typed("cancel", first["id"], "--because", "hall-closed", "--new-date-follows")

    offered = json.loads(desk.typed("add", "--instead-of", first["id"], "--limit", "3", "--json"))
    shown = desk.typed("add", "--instead-of", first["id"], "--limit", "3")
    best = offered["slots"][0]
    assert [slot["difference"] for slot in offered["slots"]] == sorted(slot["difference"] for slot in offered["slots"])
    command = shown.splitlines()[-1].partition("type: wardpanels ")[2].split()
    added = json.loads(desk.typed(*command, "--json"))

    assert (added["meeting"]["starts_at"], added["audit"]) == (best["starts_at"], [])
    assert added["cost"] - added["cost_before"] == best["difference"]
    assert (added["meeting"]["instead_of"], added["meeting"]["is_extra"]) == (first["id"], False)
    assert owed(desk, ward)[:4] == [whole, 0, whole, 0]
    assert "takes its place" in desk.refused("reinstate", first["id"])
    assert f"debt: found '{first['id']}'" in desk.refused("add", "--instead-of", first["id"], "--date", "2027-06-01")
    desk.typed("cancel", added["meeting"]["id"], "--because", "weather")
    assert owed(desk, ward)[:4] == [whole, 0, whole - 1, 1]
    assert desk.typed("reinstate", first["id"]) != ""


@pytest.mark.thorough
def test_extra_meeting_is_beside_what_the_ward_is_owed(desk):
    ward = desk.meetings()[0]["ward_code"]
    before = owed(desk, ward)
    offered = json.loads(desk.typed("add", ward, "--limit", "1", "--json"))["slots"][0]
    day = offered["starts_at"][:10]

    added = json.loads(desk.typed("add", ward, "--date", day, "--json"))

    assert (added["meeting"]["is_extra"], added["audit"], added["meeting"]["starts_at"][:10]) == (True, [], day)
    assert owed(desk, ward) == before
    assert "Extra" in desk.typed("debts")
    assert desk.typed("replan", "--dry-run").endswith("Nothing needs to change.\n")
    desk.typed("undo")
    assert added["meeting"]["id"] not in {each["id"] for each in desk.meetings()}


@pytest.mark.parametrize(
    ("words", "why"),
    some(
        [
            ((), "Name the ward for an extra meeting"),
            (("WARD", "--instead-of", "FIRST"), "Name the ward for an extra meeting"),
            (("WARD", "--start", "19:00"), "Say on which day"),
            (("Nowhere",), "ward: found 'Nowhere'"),
            (("--instead-of", "FIRST"), "debt: found"),
            (("WARD", "--date", "2027-12-25"), "stays as it is"),
            (("WARD", "--date", "2028-06-01"), "nothing of that kind can be held"),
            (("WARD", "--date", "2027-05-20", "--venue", "nowhere"), "hall: found 'nowhere'"),
            (("WARD", "--date", "2026-01-05", "--start", "19:00"), "nothing of that kind can be held"),
        ],
        every=3,
    ),
)
def test_meeting_that_cannot_be_added_is_refused_and_says_why(desk, words, why):
    first = desk.meetings()[0]
    named = {"WARD": first["ward_code"], "FIRST": first["id"]}

    assert why in desk.refused("add", *(named.get(word, word) for word in words))


@pytest.mark.thorough
def test_meeting_that_was_not_held_is_made_good_later_and_never_in_the_past(desk):
    first, *_ = desk.meetings()
    day = first["starts_at"][:10]
    desk.goes_on_to(first)
    desk.typed("record", first["id"], "--not-held", "police-called-away")

    offered = json.loads(desk.typed("add", "--instead-of", first["id"], "--limit", "5", "--json"))["slots"]
    assert all(slot["starts_at"][:10] > day for slot in offered)
    desk.typed("add", "--instead-of", first["id"], "--date", offered[0]["starts_at"][:10])
    assert owed(desk, first["ward_code"])[3] == 0
    refused = desk.refused("cancel", first["id"])
    assert "what is past cannot be changed" in refused


def test_what_was_recorded_is_evidence_for_the_tiers_of_the_next_period_alone(desk):
    ward = desk.meetings()[0]["ward_code"]
    for meeting in desk.meetings(ward):
        desk.goes_on_to(meeting)
        desk.typed("record", meeting["id"], "--residents", "300")
    store = open_store(f"sqlite:///{desk.folder / 'wardpanels.db'}")

    this, following = (problem_of(desk.folder / "data", calendar_year(year), store) for year in (2027, 2028))
    store.close()

    assert following.ward(ward).standing.mean_residents == 300
    assert this.ward(ward).standing.mean_residents != 300


@pytest.mark.thorough
def test_tiers_as_of_a_day_count_what_was_held_by_then_and_say_what_would_change(desk):
    wards = json.loads(desk.typed("tiers", "--json"))
    ward = next(each["ward_code"] for each in wards if each["tier"] == "low")
    for meeting in desk.meetings(ward):
        desk.goes_on_to(meeting)
        desk.typed("record", meeting["id"], "--residents", "300")
    last = meeting["starts_at"][:10]

    usual, as_of = desk.typed("tiers"), desk.typed("tiers", "--as-of", last)
    before = desk.typed("tiers", "--as-of", desk.meetings(ward)[0]["starts_at"][:10])

    assert "300.0" not in usual
    assert "300.0" in as_of
    assert "300.0" not in before
    assert "What would change for 2027: " in as_of
    assert "wanted a day that has come" in desk.refused("tiers", "--as-of", "2030-01-01")


def test_new_tiers_rest_on_what_was_recorded_of_the_running_year(desk):
    wards = json.loads(desk.typed("tiers", "--json"))
    ward = next(each["ward_code"] for each in wards if each["tier"] == "low")
    first = desk.meetings(ward)[0]
    desk.goes_on_to(first)
    desk.typed("record", first["id"], "--residents", "200")

    usual = desk.typed("replan", "--dry-run")
    anew = json.loads(desk.typed("replan", "--with-new-tiers", "--yes", "--json"))
    after = desk.typed("tiers", "--as-of", first["starts_at"][:10])

    assert "Nothing needs to change." in usual
    assert anew["plan"]["tiers"][ward]["tier"] == "well attended"
    assert first["starts_at"][:10] in [held["held_on"] for held in anew["plan"]["tiers"][ward]["attendance"]]
    assert "What would change" not in after


def test_new_tiers_take_the_record_where_the_file_has_another_figure(desk):
    first = desk.meetings()[0]
    desk.goes_on_to(first)
    own, ward = desk.folder / "own", first["ward_code"]
    shutil.copytree(desk.folder / "data", own)
    row = f"{ward},{first['starts_at'][:10]},{first['session']},900\n"
    with (own / "attendance.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    desk.typed("record", first["id"], "--residents", "12", "--data", "own")

    tiers = run(desk.folder, "tiers", "--data", "own", "--json", **at(desk.now))
    anew = json.loads(desk.typed("replan", "--with-new-tiers", "--dry-run", "--data", "own", "--json"))

    assert next(each["mean_residents"] for each in json.loads(tiers.stdout) if each["ward_code"] == ward) < 100
    assert max(held["residents"] for held in anew["plan"]["tiers"][ward]["attendance"]) < 100


def test_clash_of_the_file_with_a_record_is_told_at_once_and_where_tiers_are_shown(desk):
    first = desk.meetings()[0]
    desk.goes_on_to(first)
    file = desk.folder / "data" / "attendance.csv"
    kept = file.read_text(encoding="utf-8")
    day, session = first["starts_at"][:10], first["session"]
    own = desk.folder / "own"
    shutil.copytree(desk.folder / "data", own)
    (own / "attendance.csv").write_text(f"{kept.rstrip()}\n{first['ward_code']},{day},{session},30\n", encoding="utf-8")

    told = desk.typed("record", first["id"], "--residents", "24", "--data", "own")
    tiers = run(desk.folder, "tiers", "--data", "own", "--as-of", day, **at(desk.now))

    assert "attendance.csv has 30 for this ward and day. The record counts." in told
    assert f"on {int(day[8:])} " in tiers.stderr
    assert "attendance.csv has 30 and the record 24. The record counts." in tiers.stderr

    locked = desk.typed("record", first["id"], "--not-held", "hall-locked", "--correct", "--data", "own")
    tiers = run(desk.folder, "tiers", "--data", "own", "--as-of", day, **at(desk.now))

    assert "attendance.csv has 30 for this ward and day. The record counts." in locked
    assert "attendance.csv has 30 and the record says that it was not held. The record counts." in tiers.stderr
