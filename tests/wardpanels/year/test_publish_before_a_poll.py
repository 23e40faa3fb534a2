"""What `publish` writes on a day before a poll, and on any other day."""

from __future__ import annotations

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell

INVITING = "Meet your local police team"
POLL = "polling_date,election,latest_pre_election_start\n2027-05-06,Mayor of London,2027-03-22\n"
NOVEMBER, QUIET_WEEKS = "1795338000", "1806000000"  # 22 November 2026; 25 March 2027


def run(folder, epoch, *typed):
    told = shell.run(folder, *typed, SOURCE_DATE_EPOCH=epoch, WARDPANELS_YEAR="2027")
    told.check_returncode()
    return told.stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("poll")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=1), folder / "data")
    run(folder, NOVEMBER, "plan")
    told = run(folder, NOVEMBER, "release")
    assert "poll" not in told
    (folder / "data" / "elections.csv").write_text(POLL, encoding="utf-8")  # called after the release
    return folder


@pytest.mark.parametrize(("epoch", "invites"), [(NOVEMBER, True), (QUIET_WEEKS, False)])
def test_newsletter_is_worded_for_the_day_on_which_it_is_written(released, epoch, invites):
    run(released, epoch, "publish", "--no-print")

    assert (INVITING in (released / "newsletter" / "newsletter.txt").read_text(encoding="utf-8")) is invites


def test_copy_is_written_in_both_wordings_whatever_the_day(released):
    run(released, QUIET_WEEKS, "publish", "--no-print", "--copy", "copy")
    texts = {
        words: "".join(path.read_text(encoding="utf-8") for path in (released / "copy" / words).rglob("*.txt"))
        for words in ("copy", "neutral")
    }

    assert INVITING in texts["copy"]
    assert INVITING not in texts["neutral"]
    assert texts["neutral"].count("Find out more") == texts["copy"].count("Find out more") > 0
