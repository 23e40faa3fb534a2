"""What people note beside the records, as they type it: taken, corrected, listed, or refused with a reason."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from scheduler.evidence.lines import MinutedAction
from scheduler.store import open_store
from tests.shell import ROOT, run
from tests.thorough import some

NOW = datetime(2027, 5, 4, 9, tzinfo=UTC)
BOROUGH = "E09000030"
ID = "2027-E05009317-1/1"


class Desk:
    """A store beside the shipped data, in May 2027; one action is minuted, due on 1 June."""

    def __init__(self, folder):
        self.folder, self.db = folder, f"sqlite:///{folder / 'wardpanels.db'}"
        store = open_store(self.db)
        action = MinutedAction(ID, "2027-E05009317-1", "Fix the gate", "council", datetime(2027, 6, 1).date())  # noqa: DTZ001  # a day
        store.notes.add(BOROUGH, action, by="secretary", at=NOW)
        store.close()

    def run(self, *words):
        settings = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "WARDPANELS_BY": "secretary"}
        return run(self.folder, "note", *words, "--data", str(ROOT / "data"), **settings)

    def typed(self, *words):
        ended = self.run(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refused(self, *words):
        ended = self.run(*words)
        assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
        with closing(open_store(self.db)) as store:
            assert len(store.notes.lines(BOROUGH)) == 1
        return ended.stderr

    def lines(self):
        return json.loads(self.typed("list", "--json"))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_each_kind_of_note_is_kept_with_who_wrote_it_and_listed(desk):
    desk.typed("action", ID, "--move", "1 July 2027", "--because", "The council has no parts.")
    desk.typed("statement", "2a", "--on", "2027-05-01", "--says", "Course held.", "--link", "https://example.org/x")
    desk.typed("posts", "bow-east", "--chairs", "1", "--vice-chairs", "0", "--secretaries", "1")
    desk.typed("board", "2027-03-22", "--youth-invited", "2027-01-04")

    assert [(line["kind"], line["by"], line["replaces"]) for line in desk.lines()] == [
        ("action", "secretary", None),
        ("action turn", "secretary", None),
        ("statement", "secretary", None),
        ("panel posts", "secretary", None),
        ("board", "secretary", None),
    ]
    assert "Line 4: panel posts" not in desk.typed("list", "--kind", "board")
    assert "youth invited on 4 Jan 2027" in desk.typed("list", "--kind", "board")


def test_correction_takes_the_place_of_a_line_of_the_same_thing(desk):
    counts = ("--vice-chairs", "0", "--secretaries", "1")
    corrected = ("--chairs", "0", *counts, "--correct", "2")
    desk.typed("posts", "bow-east", "--chairs", "1", *counts)

    assert "already" in desk.run("posts", "bow-east", "--chairs", "0", *counts).stderr
    assert "which is of something else" in desk.run("posts", "bow-west", *corrected).stderr
    assert "Line 3 in the place of line 2" in desk.typed(
        "posts", "bow-east", "--chairs", "0", *counts, "--correct", "2"
    )
    assert [line["noted"].get("chairs") for line in desk.lines()] == [None, 0]
    assert "none that stands" in desk.run("posts", "bow-east", "--chairs", "1", *counts, "--correct", "2").stderr


def test_what_is_told_of_a_board_later_joins_what_was_told_before(desk):
    desk.typed("board", "2027-03-22", "--youth-invited", "2027-01-04")
    desk.typed("board", "2027-03-22", "--youth-did-not-come")

    assert desk.lines()[-1]["noted"] == {
        "held_on": "2027-03-22",
        "youth_invited_on": "2027-01-04",
        "youth_came": False,
    }
    assert (
        "told otherwise in line 3, wanted the same, or a correction of that line"
        in desk.run("board", "2027-03-22", "--youth-came").stderr
    )


def test_action_that_is_done_takes_no_other_turn(desk):
    desk.typed("action", ID, "--done", "--on", "2027-05-02")

    assert "an action that is done already" in desk.run("action", ID, "--strike", "--because", "x").stderr
    desk.typed("action", ID, "--strike", "--because", "It was another gate.", "--correct", "2")
    assert desk.lines()[-1]["noted"]["turn"] == "struck out"


@pytest.mark.parametrize(
    ("words", "why"),
    some(
        [
            (("action", "2027-E05009317-1/9", "--done"), "minuted action: found '2027-E05009317-1/9'"),
            (("action", ID), "Say one of --done"),
            (("action", ID, "--done", "--strike"), "Say one of --done"),
            (("action", ID, "--strike"), "found the reason '', wanted words"),
            (("action", ID, "--done", "--on", "2027-05-05"), "wanted a day that has come: today is 4 May 2027"),
            (("action", ID, "--move", "2027-06-01", "--because", "x"), "wanted another one than it has"),
            (("action", ID, "--move", "2027-05-01", "--because", "x"), "4 May 2027 or later"),
            (("statement", "99z", "--says", "x"), "action of the plan: found '99z'"),
            (
                ("statement", "2a", "--says", "x", "--link", "javascript:alert(1)"),
                "wanted one that begins with https://",
            ),
            (("statement", "2a", "--says", "a\nb"), "wanted words on one line"),
            (("statement", "2a", "--says", "x", "--on", "2027-06-01"), "wanted a day that has come"),
            (
                ("posts", "atlantis", "--chairs", "1", "--vice-chairs", "0", "--secretaries", "0"),
                "ward: found 'atlantis'",
            ),
            (
                ("posts", "bow-east", "--chairs", "2", "--vice-chairs", "0", "--secretaries", "0"),
                "2 chairs, wanted 0 to 1",
            ),
            (("posts", "bow-east", "--chairs", "0", "--vice-chairs", "-1", "--secretaries", "0"), "-1 vice chairs"),
            (("board", "2027-02-02", "--youth-came"), "board meeting: found '2027-02-02', wanted a day of board.csv"),
            (("board", "2027-03-22"), "Say --youth-invited"),
            (("board", "2027-03-22", "--youth-invited", "2027-03-23"), "or before, the board's day"),
            (("list", "--kind", "gossip"), "kind of line: found 'gossip'"),
        ],
        every=3,
        after=2,
    ),
)
def test_note_that_cannot_be_is_refused_and_says_why(desk, words, why):
    assert why in desk.refused(*words)
