"""The report as files: every link leads somewhere, one meeting is followed both ways, and the bytes are the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote

import openpyxl
import pypdfium2
import pytest

from publishers.plan_report import pages as plan_pages
from scheduler.evidence.action_plan import plan_report
from scheduler.evidence.figures import ChannelVisits, YearVisits
from scheduler.evidence.plan_shown import PlanShown
from scheduler.evidence.status import Kept
from scheduler.evidence.year_figures import year_figures
from scheduler.facts import Role
from tests.scheduler.evidence.years import BOROUGH
from tests.wardpanels.evidence.reported import ACTIONS, FIRST, SECRET, report
from wardpanels.evidence.plan_showing import plan_shown, public_plan
from wardpanels.facts.report_files import report_files
from wardpanels.terminal.words.action_plan import report_sentences


@cache
def files() -> dict[str, bytes]:
    return {each.path: each.content for each in report_files(report())}


@cache
def pages() -> dict[str, str]:
    return {path: content.decode() for path, content in files().items() if path.endswith(".html")}


def shown() -> PlanShown:
    return plan_shown(report())


def links(path: str) -> list[tuple[str, str]]:
    """Each link of a page inside the folder: the file and the anchor."""
    found = (unescape(link).partition("#") for link in re.findall(r'<a[^>]* href="(?!https)([^"]+)"', pages()[path]))
    folder = path.rpartition("/")[0]
    return [(normpath(join(folder, file)) if file else path, unquote(anchor)) for file, _, anchor in found]


def test_every_link_leads_to_a_file_and_a_place_in_it_that_are_there():
    ids = {path: [unescape(name) for name in re.findall(r' id="([^"]+)"', page)] for path, page in pages().items()}
    broken = [
        (path, file, anchor)
        for path in pages()
        for file, anchor in links(path)
        if file not in files() or (anchor and anchor not in ids[file])
    ]

    assert broken == []
    assert [path for path, names in ids.items() if max(Counter(names).values()) > 1] == []


@pytest.mark.parametrize(
    ("measure", "source", "kept"),
    [
        ("told_by_police", f"ledger/police-uk/{FIRST.meeting_id}", Kept.LATE),
        ("minutes_in_time", "note/1", Kept.LATE),
        ("sergeant_and_ward_officer", f"record/{FIRST.meeting_id}", Kept.BROKEN),
    ],
)
def test_one_meeting_is_followed_from_record_to_colour_and_back_in_pages_and_json(measure, source, kept):
    meeting, of = f"meetings/{FIRST.meeting_id}.html", f"measures/{measure}.html"
    data = json.loads(files()["action-plan.json"])
    promise = next(
        each
        for found in data["measures"]
        if found["measure"] == measure
        for each in found["promises"]
        if each["meeting"] == FIRST.meeting_id
    )
    action = next(each for r in data["recommendations"] for each in r["actions"] if measure in each["measures"])

    assert (meeting, source) in links(of)  # from the promise to what shows it
    assert (of, promise["key"]) in links(meeting)  # and back
    assert (of, "") in links("index.html")
    assert promise["facts"][0]["source"] == source
    back = [use for use in data["sources"][source]["counts_in"] if use["of"] == measure]
    assert {(use["key"], use["kept"]) for use in back} == {(promise["key"], kept.name.casefold())}
    assert action["measures"] == [measure]


def test_stated_action_is_followed_to_its_note_and_back():
    assert ("sources.html", "note/2") in links("stated.html")
    assert ("stated.html", "11a/2027-07-31") in links("sources.html")
    assert 'href="https://example.org/letter"' in pages()["sources.html"]


def test_plan_tells_changes_what_is_off_course_what_was_moved_and_what_was_given_up():
    index = unescape(pages()["index.html"])

    assert "Action 9a went from green to amber." in index
    assert "Counted from 20 September 2027." in index
    assert "First due on 1 March 2027, moved twice." in index
    assert f"Struck out: {SECRET}" in index
    assert "inspector_came" in {each.name for each in shown().off_course}
    assert "An inspector comes to at least one meeting in every ward each year.</a> 2 not planned." in index


def test_every_colour_has_a_word_and_a_letter_beside_it():
    index = pages()["index.html"]

    drawn = re.findall(r"app-status__shape.*?<span>(\w+)</span>", index)
    assert set(drawn) >= {"Red", "Grey"}
    assert index.count('class="app-status"') == len(drawn)


def test_staff_text_is_escaped_in_pages_and_is_no_formula_in_sheets():
    book = openpyxl.load_workbook(io.BytesIO(files()["action-plan.xlsx"]))
    rows = list(csv.reader(io.StringIO(files()["action-plan.csv"].decode("utf-8-sig"))))

    assert "<b>said so</b>" not in "".join(pages().values())
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "inlineStr",
    }
    assert [row[8] for row in rows if row[1] == "11b"] == [f"'{SECRET}"]


def test_sheets_hold_every_action_and_every_promise():
    book = openpyxl.load_workbook(io.BytesIO(files()["action-plan.xlsx"]))
    promises = sum(len(each.judged) for each in shown().measures) + sum(len(each.stated) for each in shown().actions)

    assert book.sheetnames == ["Plan", "Measures", "Promises", "Figures"]
    assert [sheet.max_row - 1 for sheet in book.worksheets[:3]] == [len(ACTIONS), len(shown().measures), promises]
    assert len(files()["promises.csv"].decode("utf-8-sig").splitlines()) == promises + 1


@pytest.mark.parametrize("path", ["action-plan.pdf", "conference-pack.pdf"])
def test_pdf_is_landscape_a4_and_tagged_and_tells_every_action(path):
    document = pypdfium2.PdfDocument(files()[path])
    told = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)

    assert {tuple(round(side) for side in page.get_size()) for page in document} == {(842, 595)}
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    assert [each.action_id for each in ACTIONS if f"{each.action_id} " not in told] == []
    assert ("The equality note" in told) == (path == "conference-pack.pdf")


def test_same_report_gives_the_same_bytes():
    assert {each.path: each.content for each in report_files(report())} == files()


def test_figures_say_how_many_meetings_they_rest_on():
    whole = shown().figures.borough

    assert (whole.came, whole.new, whole.to_come) == ("160 at 8 meetings", "24 at 8 meetings", 0)
    assert [each.of for each in shown().figures.wards] == [ward.name for ward in BOROUGH.wards]
    assert "160 at 8 meetings" in pages()["figures.html"]


def test_wards_whose_priorities_differ_from_those_at_police_uk_are_told_wherever_the_plan_is():
    said = "Bow East: its panel agreed the newest on 14 January 2027; police.uk showed those of 1 May 2026"
    data = json.loads(files()["action-plan.json"])
    document = pypdfium2.PdfDocument(files()["action-plan.pdf"])
    printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())

    assert said in pages()["index.html"]
    assert said in printed
    assert data["priority_days"] == [
        {"ward": "Bow East", "agreed_on": "2027-01-14", "shown_on": "2026-05-01", "seen_on": "2027-03-20"}
    ]
    assert public_plan(report().plan).priority_days == shown().priority_days
    assert "The dates of priorities that panels agreed and those at police.uk differ in: Bow East." in tuple(
        report_sentences(report())
    )


def test_attendance_is_told_by_channel_with_the_meetings_it_rests_on_and_no_colour():
    told = {each.of: each.came for each in shown().figures.channels}
    page = pages()["figures.html"]

    assert told == dict.fromkeys(("magazine", "police-uk", "poster"), "160 at 8 meetings")
    assert "No channel has told of a meeting yet." not in page
    assert "app-status" not in page


def test_channel_that_told_only_after_the_meeting_is_in_no_figure():
    year = report().plan.year
    late = tuple(
        replace(each, told_on=each.held_on + timedelta(each.channel == "poster"))
        for each in year.told
        if each.channel != "magazine"
    )

    assert [each.of for each in year_figures(replace(year, told=late)).channels] == ["police-uk"]


def test_who_stood_in_is_told_as_counts_with_the_meetings_that_are_known():
    year = report().plan.year
    line = next(iter(year.records.values()))
    stood = replace(line, record=replace(line.record, stood_in=(Role.SERGEANT,)))
    figures = year_figures(replace(year, records={**year.records, line.record.meeting_id: stood}))

    assert (figures.stood_in, figures.roles_known) == ({Role.SERGEANT: 1}, 8)
    known = {each.path: each.content.decode() for each in plan_pages(replace(shown(), figures=figures))}
    assert "for the ward sergeant, 1 time<" in known["figures.html"]
    assert "No record says that somebody stood in for another. 8 say who was there." in pages()["figures.html"]


def test_visits_are_told_by_channel_or_are_not_known():
    visits = YearVisits(3, (ChannelVisits("x", 40, 2),))
    known = {each.path: each.content.decode() for each in plan_pages(replace(shown(), visits=visits))}

    assert "Not known: no server log of this period was read." in pages()["figures.html"]
    assert "on 3 days of which a server log was read. These are too few" in known["figures.html"]


def test_what_is_public_has_no_text_of_staff_and_no_one_s_name():
    plan = public_plan(report().plan)
    told = json.dumps([[action.reason for action in each.actions] for each in plan.recommendations])

    assert "Secret" not in told
    assert "somebody" not in told
    assert "Given up." in told
    assert "Stated on 2 August 2027, late." in told


def test_what_is_public_is_the_same_while_nothing_changes():
    year = report().plan.year
    later = replace(year, at=year.at + timedelta(1))

    assert public_plan(plan_report(later)) == public_plan(report().plan)
