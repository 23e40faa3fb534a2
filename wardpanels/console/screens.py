"""Draws the pages, and says where their style sheet and scripts are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import publishers
from publishers import templating
from publishers.artifact import Artifact
from publishers.languages import ENGLISH
from publishers.pages.drawing import fixed_file
from scheduler.policy import Session
from wardpanels.console.request import Screen
from wardpanels.people.rights import Act, Person, may

BASE = "/console"
"""Where the console is. The site and the sign-up pages have addresses of their own."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A part of the menu, and what somebody must be allowed to be shown it."""

    name: str
    text: str
    path: str
    act: Act


MENU: tuple[MenuItem, ...] = (
    MenuItem("today", "Today", "/", Act.SEE),
    MenuItem("year", "Year", "/year", Act.SEE),
    MenuItem("plan", "Plan", "/plan", Act.SEE),
    MenuItem("publicity", "Publicity", "/publicity", Act.SEE),
    MenuItem("proof", "Proof", "/proof", Act.SEE),
    MenuItem("set-up", "Set-up", "/set-up", Act.SEE),
    MenuItem("people", "People", "/people", Act.MANAGE_PEOPLE),
)


@dataclass(frozen=True, slots=True)
class Surround:
    """What is around a page: who is signed in, the token for forms, and what was done just now.

    Edges: `is_again` where its form shows what was typed when a session had ended, and nothing was done with that
    """

    borough: str = ""
    person: Person | None = None
    token: str = ""
    said: str = ""
    is_again: bool = False


def draw(screen: Screen, frame: Surround) -> str:
    """Return one page as HTML. Edges: the menu is shown to those who are signed in, and only what they may see."""
    person = frame.person
    menu = [section for section in MENU if person and may(person, section.act, person.ward_codes)]
    style, htmx, script = (f"{BASE}/{file.path}" for file in static_files())
    return templating.render(
        f"console/{screen.template}.html",
        ENGLISH,
        screen=screen,
        frame=frame,
        menu=menu,
        base=BASE,
        style=style,
        htmx=htmx,
        script=script,
        Act=Act,
        Session=Session,
        may=lambda act, *wards: bool(person and may(person, act, wards or person.ward_codes)),
        **screen.facts,
    )


@cache
def static_files() -> tuple[Artifact, Artifact, Artifact]:
    """The style sheet, htmx and our own script. Their names have a digest of them, so that browsers keep them.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    made = Path(publishers.__file__).parent / "static"
    script = templating.template_folder() / "console" / "console.js"
    return (
        fixed_file("console", "css", "text/css; charset=utf-8", (made / "console.css").read_bytes()),
        fixed_file("htmx", "js", "text/javascript; charset=utf-8", (made / "htmx.js").read_bytes()),
        fixed_file("console", "js", "text/javascript; charset=utf-8", script.read_bytes()),
    )
