"""A meeting called off on the day by one command: real servers hear of it, once, and who cannot be told is said."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.period import calendar_year
from scheduler.store import open_store
from scheduler.subscriber import Interest
from tests import shell
from tests.publishers import paper
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.carriers.peers import Reply, WebPeer, web_peer
from tests.thorough import some
from wardpanels.disk.swap import locked
from wardpanels.year.reading import profile_of

LONDON, YEAR = ZoneInfo("Europe/London"), calendar_year(2027)
PLANNED = "2026-12-14 09:00"
SECRETS = {"WARDPANELS_SECRET": "s" * 32, "WARDPANELS_X_SIGNING_KEY": "whsec_" + "QUFB" * 8}
PUBLICITY = """
[publicity]
email = "release"
x = "release"
facebook = "release"
met_engage = "release"
mps_ward_page = "release"
poster = "release"
magazine = "release"

[network]
allow = ["localhost", "127.0.0.1:{web}"]

[channels.email]
carrier = "smtp"
host = "localhost"
port = "{mail}"
security = "none"
sender = "Ward panels <panels@example.org>"

[channels.x]
carrier = "webhook"
url = "http://127.0.0.1:{web}/x"

[channels.met-engage]
approval = true
"""
DUTY = """
[duty]
carrier = "smtp"
host = "localhost"
port = "{mail}"
security = "none"
sender = "Ward panels <panels@example.org>"
to = "duty@example.org"
"""


@dataclass
class Told:
    """A borough whose year was told: its folder, the servers that heard it, and one meeting on the day it is held."""

    folder: Path
    mail: MailPeer
    web: WebPeer
    meeting: str = ""
    begins: datetime | None = None

    @property
    def tonight(self) -> datetime:
        """Three hours before it begins."""
        return self.begins - timedelta(hours=3)

    def settle(self, *more: str) -> None:
        """Give the borough this publicity."""
        path = self.folder / "data" / "borough.toml"
        before = path.read_text(encoding="utf-8").partition("\n[publicity]")[0]
        said = "".join((PUBLICITY, *more)).format(web=self.web.port, mail=self.mail.port)
        path.write_text(before + said, encoding="utf-8")

    def environment(self, at: datetime, **more: str) -> dict[str, str]:
        return {**SECRETS, "SOURCE_DATE_EPOCH": str(int(at.timestamp())), **more}

    def type(self, at: datetime, *typed: str, is_patient: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        return shell.run(self.folder, *typed, is_patient=is_patient, **self.environment(at, **more))

    def done(self, at: datetime, *typed: str) -> None:
        """Type what goes well."""
        done = self.type(at, *typed)
        assert done.returncode == 0, done.stdout + done.stderr

    def call_off(self, *typed: str, by: str = "Comms officer", at: datetime | None = None, **more: Any):
        words = ("call-off", self.meeting, "--because", "hall-closed", "--by", by, "--yes", "--json", *typed)
        return self.type(at or self.tonight, *words, **more)

    def store(self):
        return open_store(f"sqlite:///{self.folder / 'wardpanels.db'}")

    def letters(self) -> Counter[tuple[str, str]]:
        """Every mail that arrived, by whom it is for and its name."""
        pairs = zip(self.mail.envelopes, self.mail.mails, strict=True)
        return Counter((one.rcpt_tos[0], mail["Message-ID"]) for one, mail in pairs)

    def posts(self) -> Counter[str]:
        """Every post that arrived, by its key."""
        return Counter(one.headers["webhook-id"] for one in self.web.asked)

    def stored(self) -> tuple[object, ...]:
        """What is public and what waits."""
        store, code = self.store(), profile_of(self.folder / "data").code
        found = store.draft(code, YEAR.first_day), store.releases(code, YEAR.first_day)
        items = store.outbox.items(code, YEAR.first_day)
        store.close()
        return (*found, items)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@pytest.fixture(scope="module")
def peers():
    """The servers that hear of the meetings, of all tests in turn."""
    with mail_peer(MailPeer()) as mail, web_peer(lambda _: Reply()) as web:
        yield mail, web


@pytest.fixture(scope="module")
def new_year(tmp_path_factory, peers) -> Told:
    """A year that is planned, released and published, and all meetings told of to two residents and everybody else."""
    year = Told(tmp_path_factory.mktemp("told"), *peers)
    write_folder(borough(6, wards=1), year.folder / "data")
    for typed in (("plan", "--year", "2027"), ("release",), ("publish", "--no-print")):
        year.done(at(PLANNED), *typed)
    year.settle()
    store, code = year.store(), profile_of(year.folder / "data").code
    for name in ("ann", "ben"):
        one = store.subscribers.ask(code, f"{name}@example.org", Interest(), name * 8, at(PLANNED), timedelta(1))
        store.subscribers.confirm(one.id, one.asked_at, "yes", at(PLANNED))
    first, *_ = store.latest_release(code, YEAR.first_day).meetings
    store.close()
    year.meeting, year.begins = first.meeting_id, first.starts_at
    days_before = year.tonight - timedelta(days=3)
    year.done(days_before, "approve", "--channel", "met-engage", "--by", "Comms officer")
    year.done(days_before, "deliver")
    return year


def in_another_folder(year: Told, folder: Path) -> Told:
    """The same in another folder; the servers have nothing of it yet."""
    shutil.copytree(year.folder, folder, dirs_exist_ok=True)
    year.web.reply = lambda _: Reply()
    year.mail.envelopes.clear()
    year.web.asked.clear()
    return replace(year, folder=folder)


@pytest.fixture
def told(new_year, tmp_path):
    """The same, for one story."""
    return in_another_folder(new_year, tmp_path)


@dataclass
class CalledOff:
    """The same once the meeting is called off: what was said of it, and what the servers heard."""

    year: Told
    code: int
    facts: dict[str, Any]
    letters: Counter[tuple[str, str]]
    subjects: list[str]
    posts: list[str]


@pytest.fixture(scope="module")
def called_off(new_year, tmp_path_factory) -> CalledOff:
    """The meeting is called off, and a new date is to follow. Edges: who goes on from there copies it."""
    year = in_another_folder(new_year, tmp_path_factory.mktemp("called-off"))
    done = year.call_off("--new-date-follows")
    subjects = [str(mail["Subject"]) for mail in year.mail.mails]
    posts = [one.body.decode() for one in year.web.asked]
    return CalledOff(year, done.returncode, json.loads(done.stdout), year.letters(), subjects, posts)


def hearing(facts: dict, channel: str) -> dict:
    return next(one for one in facts["hearings"] if one["channel"] == channel)


def test_everybody_who_was_told_of_the_meeting_hears_at_once_that_it_is_off(called_off):
    year, facts = called_off.year, called_off.facts

    assert (called_off.code, facts["is_all_done"], facts["troubles"]) == (0, True, [])
    assert facts["release"] == 2
    assert {one[0] for one in called_off.letters} == {"ann@example.org", "ben@example.org"}
    assert all(subject.startswith("CANCELLED: ") for subject in called_off.subjects)
    assert "CANCELLED" in called_off.posts[0]
    assert "A new date will follow." in (year.folder / f"site/meetings/{year.meeting}/index.html").read_text()
    assert "STATUS:CANCELLED" in (year.folder / f"site/meetings/{year.meeting}/meeting.ics").read_text()
    for channel in ("site", "email", "x"):
        assert hearing(facts, channel)["told_at"] == year.tonight.astimezone(ZoneInfo("UTC")).isoformat()
    assert hearing(facts, "email")["people"] == 2
    assert hearing(facts, "magazine")["why"] == "What it told is printed, and cannot be put right."
    assert hearing(facts, "sms")["why"] == "The borough does not use it."


def test_what_a_person_must_take_there_stands_in_order_of_how_soon_it_reaches_people(called_off):
    page = (called_off.year.folder / "handover/index.html").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("<h3") or "3 hours left" in line]
    ours = [head for head, left in pairwise(headings) if "3 hours left" in left]

    by_hand = [one["channel"] for one in called_off.facts["hearings"] if one["how"] == "by hand"]
    listed = [line.partition(">")[2].partition(":")[0] for line in ours]
    assert by_hand == ["facebook", "met-engage", "mps-ward-page", "poster"]
    assert [channel for channel in listed if channel in by_hand] == by_hand


def test_notice_for_the_door_is_one_page_that_says_so_first(called_off):
    (notice,) = called_off.facts["door_notices"]
    content = (called_off.year.folder / notice).read_bytes()

    assert paper.pages(content) == 1
    assert "CANCELLED TODAY" in paper.text(content) or "CANCELLED TONIGHT" in paper.text(content)


def test_nothing_else_that_the_draft_has_is_told_with_it(told):
    store, code = told.store(), profile_of(told.folder / "data").code
    other = store.latest_release(code, YEAR.first_day).meetings[-1].meeting_id
    store.close()
    assert told.type(told.tonight, "cancel", other).returncode == 0

    facts = json.loads(told.call_off().stdout)
    later = told.type(told.tonight, "release", "--allow-cancellations", "1", "--json")

    assert facts["others"] == [other]
    assert [each["meeting_id"] for each in json.loads(later.stdout)["changes"]] == [other]
    assert len(told.posts()) == 1


def test_change_that_nobody_was_told_of_holds_no_later_release_up(told):
    """It was moved that morning: the next day no release was made any more, of whatever news."""
    morning, next_day = told.tonight - timedelta(hours=8), told.tonight + timedelta(days=1)
    days = (f"{told.begins + timedelta(days=later):%Y-%m-%d}" for later in range(1, 29))
    assert any(told.type(morning, "move", told.meeting, "--date", day).returncode == 0 for day in days)
    assert told.call_off().returncode == 0
    store, code = told.store(), profile_of(told.folder / "data").code
    released = store.latest_release(code, YEAR.first_day)
    differs = store.draft(code, YEAR.first_day).plan.meetings != store.released_plan(code, YEAR.first_day, 2).meetings
    store.close()

    told.done(next_day, "cancel", released.meetings[-1].meeting_id)
    later = told.type(next_day, "release", "--allow-cancellations", "1", "--json")

    assert differs
    assert later.returncode == 0, later.stderr
    assert [each["meeting_id"] for each in json.loads(later.stdout)["changes"]] == [released.meetings[-1].meeting_id]


def test_done_again_it_says_who_was_told_and_tells_nobody_twice(called_off, tmp_path):
    year = in_another_folder(called_off.year, tmp_path)

    again = year.call_off("--new-date-follows", at=year.tonight + timedelta(minutes=5))

    assert (again.returncode, json.loads(again.stdout)["hearings"]) == (0, called_off.facts["hearings"])
    assert (len(called_off.letters), called_off.letters.total(), len(called_off.posts)) == (2, 2, 1)
    assert (year.letters(), year.posts()) == (Counter(), Counter())
    assert year.stored()[1] == (1, 2)


def test_meeting_that_was_cancelled_in_the_draft_is_told_for_the_reason_that_stands_there(told):
    assert told.type(told.tonight, "cancel", told.meeting, "--because", "weather").returncode == 0

    done = told.call_off()

    assert done.returncode == 0
    assert "The weather is too bad." in (told.folder / f"site/meetings/{told.meeting}/index.html").read_text()


def test_meeting_whose_cancellation_was_released_is_told_by_who_is_left_to_be_told(told):
    assert told.type(told.tonight, "cancel", told.meeting).returncode == 0
    assert told.type(told.tonight, "release", "--allow-cancellations", "1").returncode == 0
    assert told.type(told.tonight, "deliver").returncode == 0
    posts = told.posts()

    done = told.call_off()
    facts = json.loads(done.stdout)

    assert (done.returncode, facts["release"]) == (0, 2)
    assert told.posts() == posts
    assert hearing(facts, "site")["told_at"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2027-E99999999-9",), "meeting: found '2027-E99999999-9'"),
        (("MEETING", "--because", "no-biscuits"), "reason: found 'no-biscuits'"),
        (("MEETING", "--door", "site/door"), "a folder that shares files with site"),
        (("MEETING", "--handover", "site"), "wanted folders apart from each other"),
    ],
    ids=["unknown meeting", "unknown reason", "door inside the site", "handover is the site"],
)
def test_what_cannot_be_done_is_refused_before_anything_changes(told, typed, said):
    before = told.stored()
    words = [told.meeting if word == "MEETING" else word for word in typed]

    refused = told.type(told.tonight, "call-off", "--because", "weather", *words, "--by", "Comms officer", "--yes")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert told.stored() == before
    assert told.posts() == Counter()


def test_meeting_that_has_begun_stays_as_it_was_told(told):
    before = told.stored()

    refused = told.call_off(at=told.begins)

    assert refused.returncode == 2
    assert refused.stderr.splitlines()[0] == f"{told.meeting} stays as it is:"
    assert "and what is past cannot be changed" in refused.stderr
    assert told.stored() == before


def test_meeting_that_the_public_never_heard_of_is_cancelled_in_the_draft_alone(told):
    store, code = told.store(), profile_of(told.folder / "data").code
    last = store.latest_release(code, YEAR.first_day).meetings[-1]
    store.close()
    ward, ordinal = last.meeting_id.rsplit("-", 1)
    offers = json.loads(told.type(told.tonight, "add", last.ward_code, "--limit", "1", "--json").stdout)["slots"]
    first = datetime.fromisoformat(offers[0]["starts_at"])
    added = told.type(told.tonight, "add", last.ward_code, "--date", f"{first:%Y-%m-%d}", "--start", f"{first:%H:%M}")
    assert added.returncode == 0, added.stderr
    told.meeting = f"{ward}-{int(ordinal) + 1}"

    refused = told.call_off()

    assert refused.returncode == 2
    assert "found a meeting that the public was never told of" in refused.stderr
    assert f"type: wardpanels cancel {told.meeting}" in refused.stderr


def test_nothing_changes_where_nobody_can_be_asked(told):
    before = told.stored()
    refused = told.type(told.tonight, "call-off", told.meeting, "--because", "weather", "--by", "Comms officer")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "call-off: found nobody to ask, wanted a terminal, or --yes. Nothing was changed\n"
    assert told.stored() == before


@pytest.mark.parametrize(("answer", "posts"), [("n", 0), pytest.param("y", 1, marks=pytest.mark.thorough)])
def test_somebody_at_a_terminal_sees_who_will_be_told_and_is_asked_once(told, answer, posts):
    command = [*shell.PROGRAM, "call-off", told.meeting, "--because", "weather", "--by", "Comms officer"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command,
        cwd=told.folder,
        env=shell.environment(**told.environment(told.tonight)),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        shown, asked = process.communicate()
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0, asked
    table = " ".join(shown.split())
    assert "email residents who asked for emails about their ward automatic" in table
    assert "met-engage people signed up to Met Engage by hand, once approved" in table
    assert (
        "magazine readers of the council's magazine nobody. What it told is printed, and cannot be put right." in table
    )
    assert "1 text must be approved: with your yes, Comms officer approves." in asked
    assert asked.count("Tell them now? [y/N]: ") == 1
    assert ("Nothing was changed." in shown) is (answer == "n")
    assert sum(told.posts().values()) == posts


def test_what_somebody_may_not_approve_waits_and_all_else_goes_out(told):
    told.settle(DUTY)

    done = told.call_off("--leave-approval", by="Night sergeant")
    facts = json.loads(done.stdout)

    assert (done.returncode, len(facts["waiting"]), len(told.posts())) == (4, 1, 1)
    assert hearing(facts, "email")["people"] == 2
    assert facts["duty"]["is_called"]
    (call,) = [mail for mail in told.mail.mails if mail["To"] == "duty@example.org"]
    body = call.get_content()
    assert call["Subject"].strip().startswith("Cancelled: ")
    assert f'wardpanels call-off {told.meeting} --because hall-closed --by "YOUR NAME"' in body

    officer = told.call_off(at=told.tonight + timedelta(minutes=10))
    after = json.loads(officer.stdout)
    assert (officer.returncode, after["waiting"], after["duty"], len(told.posts())) == (0, [], None, 1)
    assert hearing(after, "met-engage")["why"] == "A person has to take it there."


def test_before_a_poll_all_copy_waits_for_somebody_who_may_approve_and_the_site_does_not(told):
    poll = "polling_date,election,latest_pre_election_start\n2027-02-04,By-election,2026-12-28\n"
    (told.folder / "data/elections.csv").write_text(poll, encoding="utf-8")

    by_sergeant = told.call_off("--leave-approval", by="Night sergeant")
    facts = json.loads(by_sergeant.stdout)
    assert (by_sergeant.returncode, told.posts(), told.letters()) == (4, Counter(), Counter())
    assert hearing(facts, "site")["told_at"]
    assert hearing(facts, "x")["why"].startswith("It waits for somebody who may approve it. Before the election of ")

    by_officer = told.call_off(at=told.tonight + timedelta(minutes=5))
    assert by_officer.returncode == 0
    _all_told_once(told)


def test_where_nobody_is_on_duty_that_is_said(told):
    facts = json.loads(told.call_off("--leave-approval", by="Night sergeant").stdout)

    assert facts["duty"] == {
        "is_called": False,
        "note": "The borough has named nobody to call: borough.toml has no table [duty].",
    }


@pytest.mark.thorough
def test_channel_whose_secret_is_not_here_stops_no_other_and_goes_out_once_it_is(told):
    done = told.call_off(WARDPANELS_X_SIGNING_KEY="")
    facts = json.loads(done.stdout)

    assert (done.returncode, told.posts(), len(told.letters())) == (4, Counter(), 2)
    assert hearing(facts, "x")["why"] == "It cannot be sent from here: WARDPANELS_X_SIGNING_KEY is not set here."

    again = told.call_off(at=told.tonight + timedelta(minutes=1))
    assert (again.returncode, len(told.posts()), len(told.letters())) == (0, 1, 2)


def test_receiver_that_is_down_is_said_and_is_told_when_it_is_up_again(told):
    told.web.reply = lambda _: Reply(503)
    done = told.call_off()
    assert (done.returncode, hearing(json.loads(done.stdout), "x")["told_at"]) == (4, None)

    told.web.reply = lambda _: Reply()
    again = told.call_off(at=told.tonight + timedelta(minutes=5))
    assert again.returncode == 0
    assert len(told.posts()) == 1
    assert len(told.letters()) == len(told.mail.envelopes) == 2


def test_site_that_is_elsewhere_stops_no_telling_and_is_said(told):
    (told.folder / "site").rename(told.folder / "public")

    done = told.call_off()
    facts = json.loads(done.stdout)
    assert done.returncode == 4
    assert hearing(facts, "site")["why"] == "No site of ours is in site/. Say with --to where it is."
    assert not (told.folder / "site").exists()
    assert len(told.posts()) == 1

    again = told.call_off("--to", "public")
    assert (again.returncode, len(told.posts())) == (0, 1)
    assert "STATUS:CANCELLED" in (told.folder / f"public/meetings/{told.meeting}/meeting.ics").read_text()


@pytest.mark.thorough
def test_site_that_cannot_be_written_stops_no_telling(told):
    with locked(told.folder / ".site.wardpanels-lock"):
        done = told.call_off(is_patient=False)
    facts = json.loads(done.stdout)

    assert done.returncode == 4
    assert facts["troubles"] == ["site: found another run still writing to it, wanted one run at a time"]
    assert (len(told.posts()), len(told.letters())) == (1, 2)
    again = told.call_off()
    assert (again.returncode, len(told.posts()), len(told.letters())) == (0, 1, 2)


@pytest.mark.thorough
def test_store_in_postgresql_is_as_good(told, postgres_url):
    copied = told.type(told.tonight, "store", "copy", "sqlite:///wardpanels.db", postgres_url)
    assert copied.returncode == 0, copied.stderr

    for minutes in (0, 5):
        done = told.call_off(at=told.tonight + timedelta(minutes=minutes), WARDPANELS_DB=postgres_url)
        assert done.returncode == 0, done.stderr
    assert (len(told.posts()), len(told.letters())) == (len(told.web.asked), len(told.mail.envelopes)) == (1, 2)


DOORS = (
    ("cancel_meeting", "return"),
    ("release_cancellation", "return"),
    ("fill", "return"),
    ("promise", "return"),
    ("publish", "return"),
    ("deliver", "return"),
    ("door_notices", "return"),
)


@pytest.mark.parametrize("door", some(DOORS, every=7, after=4), ids=lambda door: door[0])
def test_killed_anywhere_and_done_again_it_goes_on_and_tells_nobody_twice(told, door):
    qualname = "_write_site.<locals>.promise" if door[0] == "promise" else door[0]
    words = ("call-off", told.meeting, "--because", "hall-closed", "--by", "Comms officer", "--yes")
    killed = shell.run(told.folder, *words, kill=shell.Kill(door=(qualname, door[1])), **told.environment(told.tonight))
    assert killed.returncode == -signal.SIGKILL

    again = told.call_off(at=told.tonight + timedelta(minutes=1))

    assert again.returncode == 0, again.stdout + again.stderr
    _all_told_once(told)


def _all_told_once(told: Told) -> None:
    assert told.stored()[1] == (1, 2)
    assert (len(told.letters()), len(told.posts())) == (2, 1)
    assert "STATUS:CANCELLED" in (told.folder / f"site/meetings/{told.meeting}/meeting.ics").read_text()
    assert (told.folder / f"door/{told.meeting}.pdf").is_file()


@pytest.mark.parametrize("who", ["mail server", pytest.param("other system", marks=pytest.mark.thorough)])
def test_killed_while_a_receiver_has_it_already_the_receiver_gets_it_again_under_the_same_name(told, who):
    words = ("call-off", told.meeting, "--because", "weather", "--by", "Comms officer", "--yes")
    taken = told.mail.handle_DATA
    with shell.begun(told.folder, *words, **told.environment(told.tonight)) as process:

        def kill(*_: object) -> Reply:
            process.send_signal(signal.SIGKILL)
            return Reply()

        async def handle(*given):
            answer = await taken(*given)
            kill()
            return answer

        if who == "other system":
            told.web.reply = kill
        else:
            told.mail.handle_DATA = handle
        process.stderr.read()
    assert process.returncode == -signal.SIGKILL
    told.web.reply = lambda _: Reply()
    told.mail.handle_DATA = taken

    again = told.call_off(at=told.tonight + timedelta(minutes=1))

    assert again.returncode == 0, again.stdout + again.stderr
    _all_told_once(told)
    assert len(told.mail.envelopes) <= 3
    assert len(told.web.asked) <= 2
