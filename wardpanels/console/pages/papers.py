"""The minutes and the agenda of a meeting: read as they would go out, issued, and taken away."""

from __future__ import annotations

from functools import partial

from publishers.papers.paper_files import FORMS, file_of
from publishers.papers.paper_words import PAPERS
from scheduler.errors import UnknownName
from scheduler.evidence.lines import Paper
from scheduler.job import JobUnderWay
from wardpanels.console.begun_work import begin
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, when
from wardpanels.evidence.daily import is_printed
from wardpanels.faults import CannotUse
from wardpanels.jobs.kinds.publish import PublishAsked
from wardpanels.people.rights import Act
from wardpanels.year.issuing import PaperAsked, PaperMade, StalePaper, issue_paper, paper_now
from wardpanels.year.meeting_told import released_meeting
from wardpanels.year.showing import published_release
from wardpanels.year.staff_facts import TellsOfStaff


def look(paper: Paper, asked: Request) -> Screen:
    """The paper as it was issued, or the draft of its next issue."""
    try:
        return _screen(asked, paper, _made(asked, paper))
    except CannotUse:
        return _none(asked, paper)


def issue(paper: Paper, asked: Request) -> Answer:
    """Let the public read the paper that was looked at."""
    meeting_id, seen = asked.given["meeting_id"], asked.form.get("seen", "")
    meeting = released_meeting(asked.store, asked.borough.profile, meeting_id)
    what = f"Issue the {paper} of {Names(asked.borough).ward(meeting.ward_code)}, {when(meeting.starts_at)}"
    borough, wanted = asked.borough, PaperAsked(paper, meeting_id, asked.person.name, seen)
    do = partial(issue_paper, asked.store, borough.profile, wanted, asked.at, borough.officers)
    try:
        made = asked.act(Act.ISSUE_PAPERS, (meeting.ward_code,), what, do)
    except StalePaper as stale:
        return _screen(asked, paper, _made(asked, paper), stale)
    except TellsOfStaff as refused:
        return _screen(asked, paper, _made(asked, paper), refused)
    except CannotUse:
        return _none(asked, paper, 422)
    name = PAPERS[paper][0]
    if not made.is_new:
        return Redirect(f"/{paper}/{meeting_id}", f"{name} had been issued as it is already.")
    return Redirect(f"/{paper}/{meeting_id}", f"{name} issued. {_published(asked, meeting.ward_code, what)}")


def _published(asked: Request, ward_code: str, what: str) -> str:
    """Let the site be written anew, with print where it has it, and say what becomes of that.

    Edges: nothing is, where there is no site yet
    """
    house, period = asked.house, asked.period_of_meeting
    if published_release(house.site) is None:
        return "The site shows it once it is published."
    wanted = PublishAsked(str(house.site), str(house.newsletter), with_print=is_printed(house.site))
    try:
        begin(asked, period, wanted, Act.ISSUE_PAPERS, (ward_code,), f"{what}: write the site anew")
    except JobUnderWay as other:
        return f"{other.job.by} has begun to write the site already. If it is not there then, publish once more."
    return "The site is being written anew, and shows it in a minute."


def take(paper: Paper, asked: Request) -> Attachment:
    """One of the files of the paper."""
    ending = asked.given["ending"]
    if ending not in FORMS:
        raise UnknownName("file", ending, f"one of {', '.join(FORMS)}")
    file = file_of(_made(asked, paper).laid_out, ending)
    return Attachment(file.content, file.media_type, file.path)


def _made(asked: Request, paper: Paper) -> PaperMade:
    return paper_now(asked.store, asked.borough.profile, paper, asked.given["meeting_id"], asked.at)


def _screen(asked: Request, paper: Paper, made: PaperMade, refused: StalePaper | TellsOfStaff | None = None) -> Screen:
    is_stale = isinstance(refused, StalePaper)
    facts = {
        "kind": paper,
        "name": PAPERS[paper][0],
        "paper": made.laid_out,
        "made": made,
        "may_issue": asked.may(Act.ISSUE_PAPERS, made.facts.meeting.ward_code),
        "meeting_id": made.facts.meeting.meeting_id,
        "endings": tuple(FORMS),
        "is_stale": is_stale,
        "of_staff": refused.found if isinstance(refused, TellsOfStaff) else "",
    }
    return Screen("paper", made.laid_out.title, facts, "today", 409 if is_stale else 422 if refused else 200)


def _none(asked: Request, paper: Paper, status: int = 200) -> Screen:
    """Why there is no such paper, and what can be done."""
    meeting = released_meeting(asked.store, asked.borough.profile, asked.given["meeting_id"])
    facts = {
        "kind": paper,
        "name": PAPERS[paper][0],
        "meeting": meeting,
        "ward": Names(asked.borough).ward(meeting.ward_code),
        "when": when(meeting.starts_at),
        "may_record": meeting.starts_at <= asked.at and asked.may(Act.RECORD, meeting.ward_code),
    }
    return Screen("paper_none", f"No {PAPERS[paper][0].lower()} yet", facts, "today", status)


ROUTES = tuple(
    Route(rule, partial(answer, paper), act, is_form)
    for paper in PAPERS
    for rule, answer, act, is_form in (
        (f"/{paper}/<meeting_id>", look, Act.SEE, False),
        (f"/{paper}/<meeting_id>", issue, Act.ISSUE_PAPERS, True),
        (f"/{paper}/<meeting_id>/<ending>", take, Act.SEE, False),
    )
)
