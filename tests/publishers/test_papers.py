"""Minutes and agendas as files: what they say, in which order, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from publishers import templating
from publishers.every_publisher import artifacts
from publishers.papers import paper_files as papers
from publishers.papers.docx_files import docx_of
from publishers.papers.paper import LaidOut, PaperTable, Part
from publishers.papers.paper_words import DRAFT, paper_of
from scheduler.evidence.actions import ActionState
from scheduler.evidence.lines import Paper, Turn
from scheduler.evidence.meeting_facts import EarlierAction, IssuedPaper, MeetingDay, MeetingFacts
from scheduler.facts import Priority, Role
from scheduler.records import MeetingRecord
from tests.publishers import paper as pdf_paper
from tests.publishers.examples import a_release, at

MEETING = MeetingDay("2027-E05009317-2", "E05009317", at("Thu 2027-03-25 19:00"), "Bow Library, 1 Road, E3 1AA")
NEXT = MeetingDay("2027-E05009317-3", "E05009317", at("Thu 2027-06-24 19:00"), "Bow Hall, 2 Road, E3 1AB")
MADE = datetime(2027, 3, 30, 9, tzinfo=UTC)
GATE_DUE = date(2027, 4, 9)
GATE = ActionState("2027-E05009317-2/1", MEETING.meeting_id, "Fix the gate", "council", GATE_DUE, GATE_DUE)
LAMP = ActionState(
    "2027-E05009317-1/1",
    "2027-E05009317-1",
    "Mend the lamp",
    "",
    date(2027, 5, 1),
    date(2027, 2, 1),
    moves=1,
    turn=Turn.MOVED,
    because="No parts.",
)
FACTS = MeetingFacts(
    MEETING,
    "Bow East",
    "Tower Hamlets",
    "panels@example.org",
    date(2027, 3, 30),
    MeetingRecord(MEETING.meeting_id, 24, 3, (Role.PCSO, Role.SERGEANT), stood_in=(Role.PCSO,), apologies=2),
    ("Bikes", "Noise"),
    (GATE,),
    (EarlierAction(LAMP, date(2027, 1, 14)),),
    (Priority("E05009317", date(2027, 1, 14), "Bikes", "Marked 40 bikes.", done_on=date(2027, 2, 20)),),
    NEXT,
)
SITE = "https://example.org/panels"


def said(paper: LaidOut) -> list[str]:
    """Everything that a paper says, in order."""
    found = [paper.note, paper.title, *paper.lead]
    for part in paper.parts:
        rows = (part.grid.heads, *part.grid.rows) if part.grid else ()
        found += [part.heading, *part.paragraphs, *part.points, *(cell for row in rows for cell in row)]
    return [words for words in found if words]


def in_word(content: bytes) -> str:
    file = Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


MINUTES, AGENDA = (paper_of(kind, FACTS, SITE, MADE) for kind in (Paper.MINUTES, Paper.AGENDA))


def test_minutes_say_first_what_was_agreed_and_last_when_to_meet_next():
    assert [part.heading for part in MINUTES.parts] == [
        "What was agreed",
        "Still open from before",
        "Who came",
        "Next meeting",
    ]
    assert said(MINUTES) == [
        "Minutes: Bow East ward panel, Thursday 25 March 2027",
        "Thursday 25 March 2027, 7pm",
        "Bow Library, 1 Road, E3 1AA",
        "What was agreed",
        "The panel asked the police to work on this:",
        "Bikes",
        "Noise",
        *("What", "Who", "By when", "How it stands"),
        *("Fix the gate", "the council", "9 April 2027", "open"),
        "Still open from before",
        "As of 30 March 2027.",
        *("What", "Who", "By when", "Agreed on", "How it stands"),
        *("Mend the lamp", "not recorded", "1 May 2027 (first 1 February 2027)", "14 January 2027, 75 days ago"),
        "open, moved once: No parts.",
        "Who came",
        "24 residents came, 3 of them for the first time.",
        "2 sent apologies.",
        "From the police and the council: a Police Community Support Officer (PCSO), the ward sergeant.",
        "Somebody stood in for a Police Community Support Officer (PCSO).",
        "Next meeting",
        "Thursday 24 June 2027, 7pm",
        "Bow Hall, 2 Road, E3 1AB",
    ]


def test_agenda_keeps_the_order_of_the_handbook():
    assert [part.heading for part in AGENDA.parts] == [
        "1. Apologies",
        "2. Actions of last time",
        "3. What the police did on the priorities",
        "4. Crime and survey",
        "5. Concerns",
        "6. New priorities",
        "7. Contact sessions",
        "8. Next meeting",
    ]
    assert "Marked 40 bikes. (20 February 2027)" in said(AGENDA)


def test_what_nobody_told_is_said_to_be_not_known():
    bare = MeetingFacts(MEETING, "Bow East", "Tower Hamlets", "x@example.org", date(2027, 3, 30))
    minutes = paper_of(Paper.MINUTES, bare, SITE, MADE, is_draft=True)

    assert said(minutes)[0] == DRAFT
    assert said(minutes)[4:] == [
        "What was agreed",
        "Nobody wrote down that anything was agreed.",
        "Next meeting",
        "The next date is not known yet.",
    ]
    assert "No priorities are recorded yet." in said(paper_of(Paper.AGENDA, bare, SITE, MADE))


@pytest.mark.parametrize(
    ("why", "words"), [("hall-locked", ["The hall was locked."]), ("other: Mr Smith had the key", [])]
)
def test_minutes_of_a_meeting_that_was_not_held_say_so_and_nothing_in_somebodys_own_words(why, words):
    facts = MeetingFacts(MEETING, "Bow", "X", "x@example.org", date(2027, 3, 30), MeetingRecord("m", not_held=why))
    first, *_ = paper_of(Paper.MINUTES, facts, SITE, MADE).parts

    assert [first.heading, *first.paragraphs] == ["This meeting was not held", *words]


@pytest.mark.parametrize("paper", [MINUTES, AGENDA], ids=["minutes", "agenda"])
def test_every_format_says_all_of_it_and_the_same_bytes_twice(paper):
    files, again = papers.files_of(paper), papers.files_of(paper)
    page, printed, word = (file.content for file in files)

    assert files == again
    assert [file.name.rpartition(".")[2] for file in files] == ["html", "pdf", "docx"]
    for words in said(paper):
        assert words in page.decode()
        assert words.replace(" ", "") in pdf_paper.text(printed).replace(" ", "")
        assert words in in_word(word)


def test_pdf_is_tagged_with_headings_and_a_table_for_screen_readers():
    _, printed, _ = papers.files_of(MINUTES)
    tags = [str(tag["/S"]) for tag in pdf_paper.tags(printed.content)]

    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(MINUTES.parts)
    assert tags.count("/Table") == 2
    assert "/TH" in tags


def test_word_file_has_headings_repeated_table_heads_and_no_time_of_its_making():
    content = docx_of(MINUTES)
    file = Document(BytesIO(content))

    with ZipFile(BytesIO(content)) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"w:tblHeader" in zipped.read("word/document.xml")
    assert [each.style.name for each in file.paragraphs if each.style.name.startswith("Heading")] == [
        "Heading 1",
        *["Heading 2"] * 4,
    ]
    assert file.core_properties.created == datetime(2027, 3, 30, 9, tzinfo=UTC)
    assert file.core_properties.title == MINUTES.title


def test_site_has_a_page_and_two_files_for_each_paper_and_the_meeting_leads_there():
    (meeting, *_) = a_release().meetings
    facts = replace(FACTS, meeting=replace(MEETING, meeting_id=meeting.meeting_id, ward_code=meeting.ward_code))
    release = a_release(papers=(IssuedPaper(Paper.MINUTES, MADE, facts),), languages=("en", "it"))
    site = {file.path: file for file in artifacts(release, "site")}
    folder = f"meetings/{meeting.meeting_id}"
    page, in_italian = (site[f"{lang}{folder}/minutes/index.html"].content.decode() for lang in ("", "it/"))

    assert f'href="../../{folder}/minutes/"' in site[f"{folder}/index.html"].content.decode()
    assert f'href="../../../{folder}/minutes.pdf"' in page
    assert f'href="../../../../{folder}/minutes.pdf"' in in_italian
    assert ">Verbale: " in in_italian
    assert '<div lang="en">' in in_italian
    assert "Fix the gate" in page
    assert site[f"{folder}/minutes.docx"].content[:2] == b"PK"
    assert site[f"{folder}/minutes.pdf"].content[:4] == b"%PDF"
    assert f"{folder}/minutes/".encode() in site["sitemap.xml"].content


HOSTILE = st.text(st.characters() | st.sampled_from("#$*_`<>&@\\\"'\t\x00\u200f\u202e{}%\ud800"), max_size=40)


@given(HOSTILE)
def test_no_words_are_markup_in_word_or_on_a_page(words):
    safe = words.encode("utf-8", "replace").decode()
    part = Part(safe, (safe,), (safe,), PaperTable((safe,), ((safe,),)))
    paper = LaidOut("meetings/m/minutes", safe, (safe,), (part,), safe, SITE, MADE)
    page = templating.render("papers/paper.html", paper=paper)

    assert in_word(docx_of(paper))
    assert page.count("<script") == 0
    assert page.count("<td>") == 1


@pytest.mark.parametrize("words", ['#panic("x")', "$ x $ *y* <label>", "<script>alert(1)</script>", "{{ 1 }} %(x)s"])
def test_marks_of_any_typesetter_are_printed_as_they_are(words):
    paper = LaidOut("meetings/m/minutes", words, (), (Part("A", (words,)),), "B", SITE, MADE)
    page, printed, word = (file.content for file in papers.files_of(paper))

    assert pdf_paper.text(printed).replace(" ", "").count(words.replace(" ", "")) == 2
    assert in_word(word).count(words) == 2
    assert "<script>" not in page.decode()
