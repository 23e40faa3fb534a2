"""The pages of minutes and agendas that were issued. What they say is in English: it is what the panel wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publishers import addresses, wording
from publishers.languages import to_translate
from publishers.pages import views
from publishers.pages.site import Facts, Page, PageWords, Site
from publishers.papers.paper_words import paper_of
from scheduler.evidence.lines import Paper
from scheduler.evidence.meeting_facts import IssuedPaper
from scheduler.release.edition import Edition

NAMES: Mapping[Paper, str] = {Paper.MINUTES: to_translate("Minutes"), Paper.AGENDA: to_translate("Agenda")}
"""What each paper is called, in English."""


def pages(edition: Edition) -> Iterator[Page]:
    """A page a paper, for the meetings that have a page."""
    wards, meetings = edition.ward_by_code, {meeting.meeting_id: meeting for meeting in edition.meetings}
    for issued in edition.release.papers:
        meeting = meetings.get(issued.facts.meeting.meeting_id)
        if meeting is None:
            continue
        paper = paper_of(issued.paper, issued.facts, edition.release.site_url, issued.issued_at)
        facts = {
            "name": NAMES[issued.paper],
            "paper": paper,
            "meeting": meeting,
            "ward": views.without_boundary(wards[meeting.ward_code]),
        }
        yield Page(f"{paper.path}/index.html", "site/paper.html", _words, facts)


def papers_of(edition: Edition, meeting_id: str) -> tuple[tuple[str, str], ...]:
    """The names of a meeting's papers, in English, and their pages."""
    ours = (each.paper for each in edition.release.papers if each.facts.meeting.meeting_id == meeting_id)
    return tuple((NAMES[paper], page_of(meeting_id, paper)) for paper in ours)


def page_of(meeting_id: str, paper: Paper) -> str:
    """Where the page of a paper is."""
    return f"{addresses.meeting_paper(meeting_id, paper)}/index.html"


def minutes_of(edition: Edition, meeting_id: str) -> IssuedPaper | None:
    """A meeting's minutes; None where none were issued."""
    papers = (one for one in edition.release.papers if one.paper is Paper.MINUTES)
    return next((one for one in papers if one.facts.meeting.meeting_id == meeting_id), None)


def _words(site: Site, facts: Facts) -> PageWords:
    lang, ward, meeting = site.lang, facts["ward"], facts["meeting"]
    day, panel = wording.day(meeting.starts_at, lang), site.panel(ward)
    above = ((panel, addresses.ward_page(ward.slug)), (day, addresses.meeting_page(meeting.meeting_id)))
    english = facts["name"]
    name = lang.say(english)
    return PageWords(f"{name}: {panel}, {day}", f"{name}: {wording.held(meeting, lang)}.", site.crumbs(*above))
