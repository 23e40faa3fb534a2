"""What a sergeant should know before a meeting: crime as it is kept, priorities, actions, who comes. It asks nobody."""

from __future__ import annotations

from functools import partial

from publishers.briefing_paper import Briefing
from publishers.briefing_words import words_of
from wardpanels import wiring
from wardpanels.console.asking_out import ask_out, last_asked
from wardpanels.console.request import Attachment, Redirect, Request, Route, Screen
from wardpanels.evidence.briefing import briefing_of, take_briefing
from wardpanels.evidence.crimes import CrimeSource
from wardpanels.jobs.kinds.ask_crimes import CrimesAsked
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk
from wardpanels.sources.crime_shelf import CrimeShelf


def look(asked: Request) -> Screen:
    """The page, with its charts."""
    _, briefing = _gathered(asked)
    words = words_of(briefing)
    facts = {
        **{name: said for name, said in words.items() if name != "title"},
        "name": words["title"],
        "meeting_id": briefing.meeting.meeting_id,
        "has_figures": briefing.has_figures,
        "last": last_asked(asked, CrimesAsked),
    }
    return Screen("briefing", f"{words['title']}", facts, "today")


def take(asked: Request) -> Attachment:
    """The page as a PDF: once it has figures, the action plan counts it as made."""
    desk, briefing = _gathered(asked)
    name = f"briefing-{briefing.meeting.meeting_id}.pdf"
    what = f"Take the {words_of(briefing)['title']}"
    made = asked.act(
        Act.SEE_STAFF, (briefing.meeting.ward_code,), what, partial(take_briefing, desk, briefing, name, asked.at)
    )
    return Attachment(made.content, made.media_type, made.path)


def fetch(asked: Request) -> Redirect:
    """Let the crimes of the ward be asked for."""
    _, briefing = _gathered(asked)
    ward = briefing.meeting.ward_code
    wanted = CrimesAsked(ward, str(asked.house.crimes.absolute()))
    what = f"Ask data.police.uk for the crimes of {briefing.ward.name}"
    return ask_out(asked, wanted, (ward,), Act.SEE_STAFF, what, f"/briefing/{briefing.meeting.meeting_id}")


def _gathered(asked: Request) -> tuple[Desk, Briefing]:
    desk = asked.house.desk(asked.period_of_meeting)
    kept = CrimeSource(None, wiring.police_uk(), CrimeShelf(asked.house.crimes))
    return desk, briefing_of(desk, asked.given["meeting_id"], kept, asked.at)


ROUTES = (
    Route("/briefing/<meeting_id>", look, Act.SEE_STAFF),
    Route("/briefing/<meeting_id>", take, Act.SEE_STAFF, is_form=True),
    Route("/briefing/<meeting_id>/figures", fetch, Act.SEE_STAFF, is_form=True),
)
