"""`wardpanels visits` and `wardpanels report publicity` as they are typed, from the link in the copy to the table."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests.shell import run
from tests.wardpanels.publicity.test_visits import PHONE

NOVEMBER, APRIL = (datetime(*day, 9, tzinfo=UTC) for day in ((2026, 11, 22), (2027, 4, 1)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A borough of one ward that is released and has its copy written."""
    made = tmp_path_factory.mktemp("visits")
    write_folder(borough(1, wards=1), made / "data")
    for words in (("plan",), ("release",), ("publish", "--no-print", "--copy", "copy")):
        assert typed(made, *words, now=NOVEMBER).returncode == 0
    return made


def typed(folder: Path, *words: str, now: datetime = APRIL):
    return run(folder, *words, SOURCE_DATE_EPOCH=str(int(now.timestamp())), WARDPANELS_YEAR="2027")


def a_line(link: str, day: int) -> str:
    path = re.sub(r"^https?://[^/]+", "", link)
    return f'- - - [{day:02}/Mar/2027:10:00:00 +0000] "GET {path} HTTP/1.1" 200 9 "-" "{PHONE}"\n'


def test_link_of_the_copy_is_counted_and_reported(folder):
    council = next((folder / "copy" / "copy" / "leaflet").glob("*.txt"))
    (link,) = re.findall(r"https?://\S+\?leaflet", council.read_text(encoding="utf-8"))
    (folder / "access.log").write_text(a_line(link, 1) + a_line(link, 2) + "odd\n", encoding="utf-8")

    once, twice = (typed(folder, "visits", "access.log") for _ in range(2))
    report = typed(folder, "report", "publicity")
    told = json.loads(typed(folder, "report", "publicity", "--json").stdout)
    typed(folder, "report", "publicity", "--csv", "visits.csv")

    assert (once.returncode, once.stdout) == (0, twice.stdout)
    assert "2 visits by our links and codes, 1 March 2027 to 2 March 2027." in once.stdout
    assert "access.log: line 3 could not be read and is left out." in once.stdout
    assert re.search(r"^leaflet +2 +2$", report.stdout, re.MULTILINE)
    assert "Not known: 1 Jan 2027 to 28 Feb 2027, 3 Mar 2027 to 1 Apr 2027." in report.stdout
    assert (told["total"], told["days_read"], told["by_channel"]) == (2, 2, {"leaflet": {"news": 2}})
    with (folder / "visits.csv").open(encoding="utf-8") as rows:
        assert [row["visits"] for row in csv.DictReader(rows)] == ["1", "1"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("visits",), "Missing argument 'LOG...'"),
        (("visits", "none.log"), "none.log: found no such file or directory, wanted a log that can be read"),
        (("visits", "data"), "data: found a folder, wanted a log that can be read"),
        (("visits", "data/wards.csv"), "wanted a web server's log in the Common or Combined Log Format"),
        (("report", "weather"), "No such command 'weather'"),
        (("report", "publicity", "--ward", "atlantis"), "ward: found 'atlantis', wanted"),
        (("report", "publicity", "--from", "2027-03-01", "--to", "2027-02-01"), "wanted a last day from 2027-03-01 on"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(folder, words, sentence):
    ended = typed(folder, *words)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
