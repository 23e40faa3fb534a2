"""What a command tells to type next can be typed as it stands, and shows or does what was said."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests.wardpanels.terminal.conftest import Told, typed
from wardpanels import wiring
from wardpanels.terminal.cli import cli

AFTER_NEW_YEAR = str(int(datetime(2027, 1, 2, 12, tzinfo=UTC).timestamp()))
"""The demo shows the next year by now: a meeting of this one may be over."""
SETTINGS = ("--year", "2028", "--data", "our borough", "--db", "sqlite:///kept.db")
MEETING = "2028-E05099001-2"
ADVISED = re.compile(r"(?:[Tt]ype|[Ff]irst): (wardpanels .+)$|^  (wardpanels .+?)  ", re.MULTILINE)


def type_there(folder: Path, *words: str) -> Told:
    return typed(folder, *words, SOURCE_DATE_EPOCH=AFTER_NEW_YEAR)


def advised_by(told: Told) -> list[str]:
    return [one or other for one, other in ADVISED.findall(told.out + told.err)]


def follow(folder: Path, advised: str) -> Told:
    """Type what is advised, and first what that advises in its turn. Serving is asked for help: it would not end."""
    words = shlex.split(advised)[1:]
    told = type_there(folder, *words, *(["--help"] if words[0] == "serve" else []))
    for first in advised_by(told) if told.code else ():
        assert follow(folder, first).code == 0, first
        return type_there(folder, *words)
    return told


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    folder = tmp_path_factory.mktemp("advice")
    (folder / "our borough").mkdir()
    write_folder(borough(1, wards=2), folder / "our borough")
    with (folder / "our borough" / "borough.toml").open("a") as settings:
        settings.write("\n[publicity]\nmet_engage = 14\n")
    return folder, type_there(folder, "demo", *SETTINGS[2:])


def test_demo_advises_what_can_be_typed_as_it_stands(demo):
    folder, told = demo

    advised = advised_by(told)

    assert [words.split()[1] for words in advised] == ["due", "serve", "show", "move", "export"]
    assert [follow(folder, each).code for each in advised] == [0] * 5
    assert "to go out: " in follow(folder, advised[0]).out
    assert (folder / "site" / "index.html").is_file()


ASKED = {
    "a ward that is not": (("show", "--ward", "Soho"), "Ward 2"),
    "a channel that is not": (("due", "--channel", "fax"), "met-engage"),
    "a meeting that is not": (("stand-ins", "the first"), MEETING),
    "neither meeting nor ward": (("explain", "the first"), "Ward 2"),
    "a key that is not": (("due", "--show", "the first"), "met-engage."),
    "nothing to approve": (("approve", "--by", "me"), "met-engage."),
    "other slots": (("alternatives", MEETING), "Audit: every must-rule is kept."),
    "a meeting that is cancelled": (("cancel", MEETING), "Outbox: "),
    "a cancelled meeting": (("cancel", MEETING), MEETING),
    "a date that will not do": (("move", "2028-E05099001-3", "--date", "25/12/2028"), MEETING),
}
"""What is typed, one after the other, and what the advised command shows."""


def test_advice_shows_what_it_says(demo):
    folder, _ = demo

    for case, (words, shown) in ASKED.items():
        told = type_there(folder, *words, *SETTINGS)
        advised = advised_by(told)
        followed = [follow(folder, each) for each in advised]
        assert advised, (case, told)
        assert [(each.code, shown in each.out) for each in followed] == [(0, True)] * len(followed), (case, advised)


@pytest.mark.thorough
def test_advice_leads_from_nothing_to_a_published_site(demo):
    folder, _ = demo
    elsewhere = (*SETTINGS[:4], "--db", "sqlite:///new.db")

    told = type_there(folder, "publish", *elsewhere, "--to", "new", "--newsletter", "letters")

    assert (told.code, len(advised_by(told))) == (2, 1)
    assert follow(folder, advised_by(told)[0]).code == 0
    assert type_there(folder, "publish", *elsewhere, "--to", "new", "--newsletter", "letters").code == 0


def test_settings_that_are_the_default_are_not_repeated(demo):
    folder, _ = demo

    told = typed(folder, "show", "--year", "2027", WARDPANELS_DATA="our borough", WARDPANELS_DB="sqlite:///none.db")

    assert told.err == "2027: found no draft, wanted one\nType first: wardpanels plan --year 2027\n"


def test_every_command_that_the_program_advises_exists():
    source = Path(__file__).parents[3] / "wardpanels"
    text = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))

    names = set(re.findall(r"(?:[Tt]ype|[Ff]irst): wardpanels ([a-z-]+)", text))

    assert names
    assert {name for name in names if cli.get_command(None, name) is None} == set()


def test_advice_never_holds_the_password_of_a_database(tmp_path):
    elsewhere = "postgresql://panels:hunter2@127.0.0.1:1/panels"

    told = typed(tmp_path, "approve", "--by", "Ann", "--db", elsewhere, "--year", "2027")

    assert "wardpanels due --all --year 2027" in told.err
    assert "hunter2" not in told.err


def test_quotation_mark_in_what_was_typed_breaks_no_advice(tmp_path):
    told = typed(tmp_path, "serve", "it's type: wardpanels x'")

    assert (told.code, "Traceback" in told.err) == (2, False)


def test_place_of_a_store_is_told_without_user_and_password():
    places = ("sqlite:///wardpanels.db", "postgresql://panels:hunter2@db.example:5432/panels?sslmode=require")

    assert [*map(wiring.place_of_store, places)] == ["sqlite:///wardpanels.db", "postgresql://db.example:5432/panels"]


def test_nobody_lets_anything_go_without_a_name(tmp_path):
    told = typed(tmp_path, "approve", "--channel", "met-engage", "--by", " ", "--year", "2027")

    assert (told.code, "found no name, wanted who says so" in told.err) == (2, True)
