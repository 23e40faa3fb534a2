"""`wardpanels briefing` as it is typed, against a stand-in for data.police.uk."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.evidence.lines import ActionTurn, MinutedAction, Paper, PaperIssued, PrioritiesAgreed, Turn
from scheduler.invitee import OfficerAnswer, Reply
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests import shell
from tests.publishers import paper
from tests.publishers.carriers.peers import LOOPBACK, closed_port
from tests.publishers.carriers.peers import Reply as Answer
from tests.wardpanels.evidence.police import MONTHS, Police, police

BOROUGH = borough(1, wards=3)
CODE = BOROUGH.profile.code
NOVEMBER = datetime(2026, 11, 29, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 9, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A folder with a released year of three wards, two of them with a border, whose officers were invited.

    Edges: the crimes of both are kept; they are asked for at data.police.uk's pace, which takes a second and a half
    """
    folder = tmp_path_factory.mktemp("briefed")
    write_folder(BOROUGH, folder / "data")
    corners = [[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]
    borders = [
        {
            "type": "Feature",
            "properties": {"gss_code": ward.code},
            "geometry": {"type": "Polygon", "coordinates": [[[east + n, north] for east, north in corners]]},
        }
        for n, ward in enumerate(BOROUGH.wards[:2])
    ]
    (folder / "data" / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": borders}))
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[publicity]\ninvitation = "release"\n')
    for words in ("plan", "release", "deliver"):
        assert run(folder, "http://127.0.0.1:9", words).returncode == 0
    assert briefing(folder).returncode == 0
    return folder


@pytest.fixture
def folder(released, tmp_path):
    return shutil.copytree(released, tmp_path / "desk")


def run(folder, police_uk, *typed, at=NOVEMBER):
    settings = {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "WARDPANELS_YEAR": "2027"}
    return shell.run(folder, *typed, **settings, WARDPANELS_POLICE_UK=police_uk, WARDPANELS_ALLOW=LOOPBACK)


def briefing(folder, *typed, said=None, at=NOVEMBER, ward=0):
    """What the command says of the second meeting of a ward."""
    with police(said or Police()) as peer:
        return run(folder, peer.url, "briefing", meeting(folder, ward).meeting_id, *typed, at=at)


def in_store(folder, do):
    store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    try:
        return do(store)
    finally:
        store.close()


def meeting(folder, ward=0):
    release = in_store(folder, lambda store: store.latest_release(CODE, calendar_year(2027).first_day))
    return release.meetings_by_ward[BOROUGH.wards[ward].code][1]


def papers(folder):
    lines = in_store(folder, lambda store: store.notes.lines(CODE))
    return [line.noted for line in lines if isinstance(line.noted, PaperIssued)]


def test_screen_tells_the_figures_and_how_to_print_them_and_nothing_counts_as_made(folder):
    told = briefing(folder)

    assert (told.returncode, told.stderr) == (0, "")
    assert "Drugs" in told.stdout
    assert "on or near a street" in told.stdout
    assert "The mean ward is that of 2 of the borough's 3 wards." in told.stdout
    assert told.stdout.endswith("To write it as a page to print, add: --to briefing.pdf\n")
    assert papers(folder) == []


def test_written_briefing_is_one_page_and_noted_once_for_what_it_says(folder):
    written = ("--to", "b.pdf", "--to", "b.html")
    for at in (NOVEMBER, DECEMBER):
        assert briefing(folder, *written, at=at).returncode == 0
    same = papers(folder)
    one = {"all-crime": Answer(body=[{"category": "drugs"}])}
    newer = Police(updated="2026-12-05", months=MONTHS[-1:], instead=one)
    assert briefing(folder, *written, at=DECEMBER, said=newer).returncode == 0

    assert paper.pages((folder / "b.pdf").read_bytes()) == 1
    assert "<svg" in (folder / "b.html").read_text(encoding="utf-8")
    assert [(one.meeting_id, one.paper, one.on) for one in same] == [
        (meeting(folder).meeting_id, Paper.BRIEFING, date(2026, 11, 29))
    ]
    assert [one.on for one in papers(folder)] == [date(2026, 11, 29), date(2026, 12, 9)]


def test_officers_are_there_by_their_roles_and_answers_and_never_by_name(folder):
    invited = meeting(folder)
    shown = json.loads(run(folder, "http://127.0.0.1:9", "who-comes", "--json").stdout)["invited"]
    sergeant = next(one for one in shown if (one["meeting_id"], one["role"]) == (invited.meeting_id, "sergeant"))
    answer = OfficerAnswer(invited.meeting_id, sergeant["officer_id"], Reply.DECLINED, 9, NOVEMBER)
    in_store(folder, lambda store: store.invitees.answer(CODE, answer))

    told, facts = briefing(folder, "--to", "b.html", "--to", "b.pdf"), briefing(folder, "--json")

    assert json.loads(facts.stdout)["who"][0] == {
        "role": "sergeant",
        "is_asked": True,
        "answer": "declined",
        "is_old": False,
    }
    page, sheet = (folder / "b.html").read_text(encoding="utf-8"), paper.text((folder / "b.pdf").read_bytes())
    for text in (told.stdout, facts.stdout, page, sheet):
        assert [one.name for one in BOROUGH.officers if one.name in text or one.email in text] == []
    assert "does not come" in page


def test_what_the_panel_agreed_and_who_owes_what_is_told(folder):
    ward, before = BOROUGH.wards[0].code, f"2026-{BOROUGH.wards[0].code}-4"
    noted = (
        PrioritiesAgreed(before, ward, date(2026, 11, 3), ("Mopeds", "Lamps")),
        MinutedAction(f"{before}/1", before, "Mend the lamp", "public_realm", date(2026, 11, 20)),
        MinutedAction(f"{before}/2", before, "Ask for a quote", "dwo", date(2026, 12, 20)),
        ActionTurn(f"{before}/2", Turn.DONE, date(2026, 11, 10)),
    )
    in_store(folder, lambda store: store.notes.add_all(CODE, noted, by="Secretary", at=NOVEMBER))

    facts = json.loads(briefing(folder, "--json").stdout)

    assert [(one["priority"], one["agreed_on"]) for one in facts["priorities"]] == [
        ("Mopeds", "2026-11-03"),
        ("Lamps", "2026-11-03"),
    ]
    assert [(one["what"], one["due"], one["is_overdue"]) for one in facts["actions"]] == [
        ("Mend the lamp", "2026-11-20", True)
    ]


def test_file_of_priorities_counts_where_it_is_newer_than_the_minutes(folder):
    ward = BOROUGH.wards[0].code
    rows = f"ward_code,agreed_on,priority,done\n{ward},2026-11-20,Bicycles,\n{ward},2026-02-20,Old,\n"
    (folder / "data" / "priorities.csv").write_text(rows, encoding="utf-8")
    noted = PrioritiesAgreed(f"2026-{ward}-4", ward, date(2026, 11, 3), ("Mopeds",))
    in_store(folder, lambda store: store.notes.add(CODE, noted, by="Secretary", at=NOVEMBER))

    assert [one["priority"] for one in json.loads(briefing(folder, "--json").stdout)["priorities"]] == ["Bicycles"]


def test_last_attendance_is_that_of_the_record_too(folder):
    first = in_store(folder, lambda store: store.latest_release(CODE, calendar_year(2027).first_day)).meetings_by_ward[
        BOROUGH.wards[0].code
    ][0]
    after = first.ends_at.astimezone(UTC)
    assert run(folder, "", "record", first.meeting_id, "--residents", "31", "--by", "Ann", at=after).returncode == 0

    held = json.loads(briefing(folder, "--json", at=after).stdout)["held"]

    assert held[0] == {"held_on": f"{first.held_on}", "session": first.session.value, "residents": 31}


def test_offline_prints_what_is_kept_with_its_age(folder):
    nobody = f"http://127.0.0.1:{closed_port()}"
    offline = run(folder, nobody, "briefing", meeting(folder).meeting_id, "--offline", at=DECEMBER)

    assert (offline.returncode, offline.stderr) == (0, "")
    assert "These figures are 10 days old.\nData.police.uk was not asked this time.\n" in offline.stdout


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ({"crime-last-updated": Answer(404)}, "Not had: data.police.uk: found status 404"),
        pytest.param(
            {"crimes-street-dates": Answer(body=b"[")},
            "Not had: data.police.uk: found no JSON",
            marks=pytest.mark.thorough,
        ),
        pytest.param({"all-crime": Answer(404)}, "Not had: ", marks=pytest.mark.thorough),
        ({"all-crime": Answer(body=[])}, "No crime figures of "),
    ],
)
def test_whatever_it_answers_the_page_is_made_and_says_what_it_lacks(folder, instead, told):
    said = Police(months=MONTHS[-1:], instead=instead)
    ended = briefing(folder, "--to", "b.pdf", "--cache", "nothing-yet", said=said)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert told in ended.stdout
    assert "No crime figures of " in ended.stdout
    assert ended.stdout.endswith("It has no crime figures: the action plan does not count it as made.\n")
    assert papers(folder) == []
    assert paper.pages((folder / "b.pdf").read_bytes()) == 1


def test_ward_without_a_border_says_so_and_nobody_is_asked(folder):
    said = Police()
    told = briefing(folder, said=said, ward=2)

    assert f"No crime figures: the borough's files have no border of {BOROUGH.wards[2].name}" in told.stdout
    assert said.asked == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--to", "b.docx"), "--to: found 'b.docx', wanted a file that ends in .pdf or .html\n"),
        (("--to", "nowhere/b.pdf"), "nowhere/b.pdf: found no folder nowhere, wanted a file in a folder that exists\n"),
    ],
)
def test_file_that_cannot_be_written_is_refused_before_anybody_is_asked(folder, typed, told):
    said = Police()
    ended = briefing(folder, *typed, said=said)

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", told)
    assert said.asked == []


def test_meeting_that_is_not_there_is_refused(folder):
    ended = run(folder, "http://127.0.0.1:9", "briefing", f"2027-{BOROUGH.wards[0].code}-9")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "meeting" in ended.stderr
    assert "Traceback" not in ended.stderr
