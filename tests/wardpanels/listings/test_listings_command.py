"""`wardpanels listings`, from what is typed to what is left with, against a web server in the shapes of police.uk."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import msgspec
import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.evidence.lines import Sight
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests import shell
from tests.publishers.carriers.peers import Reply, web_peer
from wardpanels.listings.seen import Seen, Verdict

NOW = 1_798_800_000  # 1 January 2027, 10:40 in UTC
AT = datetime.fromtimestamp(NOW, UTC)
WITHIN = timedelta(days=90)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A folder with a released year of three wards, and the release."""
    folder = tmp_path_factory.mktemp("listed")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[publicity]\npolice_uk = 28\nmet_engage = 28\n[network]\nallow = ["127.0.0.1"]\n')
    for typed in (["plan"], ["release"]):
        assert run(folder, "http://127.0.0.1:9", *typed, now=NOW - 86_400).returncode == 0
    with_store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    (code,) = {
        line.split('"')[1] for line in (folder / "data" / "borough.toml").read_text().splitlines() if "code =" in line
    }
    release = with_store.latest_release(code, calendar_year(2027).first_day)
    with_store.close()
    return folder, release


def run(folder, police_uk, *typed, now=NOW):
    settings = {"SOURCE_DATE_EPOCH": str(now), "WARDPANELS_YEAR": "2027", "WARDPANELS_POLICE_UK": police_uk}
    return shell.run(folder, *typed, **settings)


def event(meeting, **facts):
    return {
        "title": "Ward panel",
        "description": "",
        "address": f"{meeting.hall.name}, {meeting.hall.postcode}",
        "start_date": f"{meeting.starts_at:%Y-%m-%dT%H:%M:%S}",
        **facts,
    }


def soon(release):
    now = datetime.fromtimestamp(NOW, UTC)
    return [meeting for meeting in release.meetings if now < meeting.starts_at <= now + WITHIN]


@contextmanager
def police(release, events):
    """data.police.uk, whose neighbourhoods are named for the wards and list these events."""
    wards = {f"{ward.lat},{ward.lon}": ward.code for ward in release.wards}

    def reply(request):
        path = urlsplit(request.path)
        if path.path.endswith("/locate-neighbourhood"):
            code = wards[path.query.removeprefix("q=")]
            return Reply(body={"force": "metropolitan", "neighbourhood": f"{code}N"})
        code = path.path.split("/")[-2].removesuffix("N")
        return Reply(body=events.get(code, []), headers={"ETag": '"1"'})

    with web_peer(reply) as peer:
        yield peer


def by_ward(meetings):
    found = {}
    for meeting in meetings:
        found.setdefault(meeting.ward_code, []).append(event(meeting))
    return found


def listed(folder, peer, *typed):
    return run(folder, peer.url, "listings", "--within", str(WITHIN.days), *typed)


def test_year_that_is_listed_rightly_leaves_with_0_even_when_strict(year):
    folder, release = year
    with police(release, by_ward(release.meetings)) as peer:
        told = listed(folder, peer, "--strict")

    assert (told.returncode, told.stderr) == (0, "")
    assert f"{len(soon(release))} listed." in told.stdout
    assert told.stdout.count("not checked by anybody") == 1


def test_missing_and_wrong_listings_are_told_first_and_leave_with_4_only_when_strict(year):
    folder, release = year
    first, second, *rest = soon(release)
    events = by_ward(rest)
    events.setdefault(first.ward_code, []).append(event(first, start_date=f"{first.held_on}T10:00:00"))
    with police(release, events) as peer:
        told, strict = listed(folder, peer), listed(folder, peer, "--strict")
        facts = json.loads(listed(folder, peer, "--json").stdout)

    assert (told.returncode, strict.returncode) == (0, 4)
    assert told.stdout == strict.stdout
    assert "1 listed wrongly, 1 missing" in told.stdout
    assert [(one["meeting_id"], one["verdict"]) for one in facts["listings"][:2]] == [
        (first.meeting_id, "listed wrongly"),
        (second.meeting_id, "missing"),
    ]
    assert facts["listings"][0]["differs"] == [f"time: found 10:00, wanted {first.starts_at:%H:%M}"]


def test_table_for_a_spreadsheet_has_a_line_for_each_meeting(year):
    folder, release = year
    with police(release, {}) as peer:
        told = listed(folder, peer, "--csv", "listings.csv")
    rows = list(csv.DictReader(StringIO((folder / "listings.csv").read_text(encoding="utf-8"))))

    assert told.stdout == f"listings.csv holds {len(soon(release))} lines.\n"
    assert {(row["verdict"], row["source"]) for row in rows} == {("missing", "police.uk")}


def test_page_of_one_ward_is_looked_at_beside_police_uk(year):
    folder, release = year
    meeting, ward = soon(release)[0], release.ward_by_code[soon(release)[0].ward_code]
    html = f"<title>Ward panel</title><p>{meeting.starts_at:%A %-d %B %Y, %H:%M}, {meeting.hall.name}</p>"
    with web_peer(lambda request: Reply(body=html, headers={"Content-Type": "text/html"})) as page:
        told = listed(
            folder, page, "--no-police-uk", "--ward", ward.slug, "--page", f"{ward.slug}={page.url}", "--json"
        )
    seen = {one["meeting_id"]: one["verdict"] for one in json.loads(told.stdout)["listings"]}

    assert seen[meeting.meeting_id] == "listed"
    assert set(seen) == {one.meeting_id for one in soon(release) if one.ward_code == ward.code}


def test_second_look_asks_only_whether_anything_has_changed(year, tmp_path):
    folder, release = year
    with police(release, by_ward(release.meetings)) as peer:
        for _ in range(2):
            listed(folder, peer, "--cache", str(tmp_path / "cache"))
        events = [request for request in peer.asked if request.path.endswith("/events")]

    half = len(events) // 2
    assert [request.headers.get("if-none-match") for request in events] == [None] * half + ['"1"'] * half


def test_place_that_cannot_be_looked_at_stops_no_other_and_nothing_seen_at_all_leaves_with_4(year):
    folder, release = year
    ward = release.ward_by_code[soon(release)[0].ward_code]
    with web_peer(lambda request: Reply(404)) as page, police(release, by_ward(release.meetings)) as peer:
        mixed = listed(folder, peer, "--page", f"{ward.code}={page.url}")
        blind = listed(folder, page, "--ward", ward.slug)

    assert (mixed.returncode, mixed.stdout.count("not looked at")) == (0, 1 + _of(soon(release), ward))
    assert f"{len(soon(release))} listed" in mixed.stdout
    assert (blind.returncode, "found status 404" in blind.stdout, blind.stderr) == (4, True, "")


def test_what_is_listed_rightly_is_confirmed_in_the_ledger_and_nothing_else_is(year):
    folder, release = year
    first, *rest = [meeting for meeting in soon(release) if meeting.held_on.month == 1]
    run(folder, "http://127.0.0.1:9", "deliver")  # hands over what is due in January, by hand
    events = {first.ward_code: [event(first, start_date=f"{first.held_on}T10:00:00")], **by_ward(rest)}
    with police(release, events) as peer:
        told = [listed(folder, peer, "--confirm-by", "Ann") for _ in range(2)]
    ledger = json.loads(run(folder, peer.url, "ledger", "--json").stdout)["items"]
    confirmed = {(one["meeting_id"], one["channel"], one["confirmed_by"]) for one in ledger if one["confirmed_by"]}

    assert [one.stdout.splitlines()[-1] for one in told] == [
        f"{len(rest)} confirmed in the ledger.",
        "0 confirmed in the ledger.",
    ]
    assert confirmed == {(meeting.meeting_id, "police-uk", "Ann") for meeting in rest}
    assert len(rest) > 0
    assert {one["note"].partition(" http")[0] for one in ledger if one["confirmed_by"]} == {"Listing seen at"}


def _of(meetings, ward):
    return sum(meeting.ward_code == ward.code for meeting in meetings)


@pytest.mark.parametrize("is_there", [True, pytest.param(False, marks=pytest.mark.thorough)], ids=["blind", "away"])
def test_what_was_seen_is_kept_and_stands_beside_the_promise_of_its_channel(year, tmp_path, is_there):
    folder, release = year
    first, second, *rest = soon(release)
    kept = ("--listings-file", str(tmp_path / "listings.json"))
    with police(release, by_ward([first, *rest])) as peer, web_peer(lambda request: Reply(404)) as blind:
        listed(folder, peer, *kept)
        then = blind.url if is_there else "http://127.0.0.1:9"  # nobody answers there, and each is tried again
        assert run(folder, then, "listings", "--within", str(WITHIN.days), *kept).returncode == 4
        facts = json.loads(run(folder, peer.url, "ledger", "--proof", "--json", *kept).stdout)["facts"]
        shown = run(folder, peer.url, "ledger", "--proof", *kept).stdout

    found = {fact["meeting_id"]: fact["listing"] for fact in facts if fact["channel"] == "police-uk"}
    wanted = {first.meeting_id: "listed", second.meeting_id: "missing"}
    assert {meeting_id: found[meeting_id] for meeting_id in wanted} == wanted
    assert {fact["listing"] for fact in facts if fact["channel"] != "police-uk"} == {None}
    seen = len(soon(release)) - 1
    assert shown.splitlines()[-1] == f"Seen at police.uk on 1 January 2027: 1 missing, {seen} listed."


def test_every_look_is_noted_what_was_missing_too(year):
    folder, release = year
    first, *rest = soon(release)
    later = NOW + 86_400
    before = sightings(folder, release)
    with police(release, by_ward(rest)) as peer:
        run(folder, peer.url, "listings", "--within", "90", now=later)
    new = sightings(folder, release)[len(before) :]

    assert {(one.meeting_id, one.sight) for one in new} == {
        (first.meeting_id, Sight.MISSING),
        *((one.meeting_id, Sight.RIGHT) for one in rest),
    }
    assert {one.looked_at for one in new} == {datetime.fromtimestamp(later, UTC)}


def sightings(folder, release):
    store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    lines = store.notes.lines(release.borough_code)
    store.close()
    return [line.noted for line in lines]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--page", "ftp://x.example"), "--page: found 'ftp://x.example', wanted a web address"),
        (("--page", "nowhere=https://x.example"), "ward: found 'nowhere', wanted one of"),
        (("--ward", "nowhere"), "ward: found 'nowhere', wanted one of"),
    ],
)
def test_what_cannot_be_looked_for_is_said_before_anybody_is_asked(year, typed, told):
    folder, _ = year
    ended = run(folder, "http://127.0.0.1:9", "listings", *typed)

    assert (ended.returncode, ended.stdout, told in ended.stderr) == (2, "", True)


def test_year_without_a_release_says_what_to_type(year):
    folder, _ = year
    ended = run(folder, "http://127.0.0.1:9", "listings", "--year", "2028")

    assert (ended.returncode, ended.stderr) == (
        2,
        "2028: found no release, wanted one\nType first: wardpanels release --year 2028\n",
    )


def test_what_was_seen_can_be_stored_and_read_back():
    seen = Seen("2027-E05009317-1", "E05009317", "police.uk", "https://x", Verdict.WRONG, AT, ("time",))

    assert msgspec.json.decode(msgspec.json.encode(seen), type=Seen) == seen
