"""`wardpanels who-comes`, as it is typed, from the release to a stand-in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.store import open_store
from tests.publishers.itip_mails import apple, google
from tests.shell import run

NOVEMBER = {"SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 22, 9, tzinfo=UTC).timestamp())), "WARDPANELS_YEAR": "2027"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A borough whose officers were handed their invitations by a person."""
    folder = tmp_path_factory.mktemp("answers")
    write_folder(borough(1, wards=1), folder / "data")
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[publicity]\ninvitation = "release"\n')
    for words in (("plan",), ("release",), ("deliver",)):
        assert run(folder, *words, **NOVEMBER).returncode == 0
    return folder


def typed(folder: Path, *words: str) -> str:
    ended = run(folder, "who-comes", *words, **NOVEMBER)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_who_declines_is_named_with_the_command_that_finds_somebody_else(folder):
    (first, second, *_) = json.loads(typed(folder, "--json"))["invited"]
    code = _code(folder)
    contacts = {one.officer_id: one.address for one in _contacts(folder, code)}
    answers = folder / "answers"
    answers.mkdir()
    for name, program, one, partstat in (("1", google, first, "DECLINED"), ("2", apple, second, "ACCEPTED")):
        uid = f"{one['meeting_id']}.{one['officer_id']}.invitation@{code.lower()}.wardpanels"
        address = contacts[one["officer_id"]]
        told = {"uid": uid, "attendee": address, "sender": address, "partstat": partstat, "stamp": "20261121T090000Z"}
        (answers / f"{name}.eml").write_bytes(program(**told))
    (answers / "3.eml").write_bytes(google(partstat="DECLINED"))

    shown = typed(folder, "answers")

    assert "noted" in shown
    assert "not about an invitation of ours: left" in shown
    (advice,) = (line for line in shown.splitlines() if line.startswith("! "))
    assert advice.startswith(f"! {first['name']} (")
    command = advice.partition("type: wardpanels ")[2].split()
    assert command == ["stand-ins", first["meeting_id"], "--away", first["officer_id"]]
    assert run(folder, *command, **NOVEMBER).returncode == 0
    told = json.loads(typed(folder, "answers", "--json"))
    assert (told["read"]["known"], told["read"]["not_ours"]) == (2, 1)
    assert [one["answer"] for one in told["invited"][:3]] == ["declined", "accepted", ""]


def test_place_without_mails_is_named_and_nothing_is_changed(folder):
    ended = run(folder, "who-comes", "nowhere", **NOVEMBER)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "nowhere: found nothing there, wanted an mbox, a file of a mail (.eml), or a folder of them" in ended.stderr


def _code(folder: Path) -> str:
    settings = (folder / "data" / "borough.toml").read_text(encoding="utf-8")
    return settings.partition('code = "')[2].partition('"')[0]


def _contacts(folder: Path, code: str):
    store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    try:
        return store.invitees.contacts(code)
    finally:
        store.close()
