"""What police.uk showed of each ward when somebody last looked. A page asks nobody: a process of its own does."""

from __future__ import annotations

from wardpanels.console.asking_out import ask_out, last_asked
from wardpanels.console.request import Redirect, Request, Route, Screen
from wardpanels.jobs.kinds.ask_neighbourhoods import NeighbourhoodsAsked
from wardpanels.listings.neighbourhoods import last_look
from wardpanels.people.rights import Act


def look(asked: Request) -> Screen:
    """The page: those wards that somebody has, or all of them."""
    mine = asked.person.ward_codes
    shown = [one for one in last_look(asked.house.desk(asked.period)) if not mine or one.ward.code in mine]
    facts = {"shown": shown, "last": last_asked(asked, NeighbourhoodsAsked)}
    return Screen("neighbourhoods", "What police.uk shows", facts, "proof")


def look_again(asked: Request) -> Redirect:
    """Let every ward be looked at again."""
    what = "Ask data.police.uk what it shows of each ward"
    return ask_out(asked, NeighbourhoodsAsked(), (), Act.NOTE, what, "/neighbourhoods")


ROUTES = (
    Route("/neighbourhoods", look, Act.SEE),
    Route("/neighbourhoods", look_again, Act.NOTE, is_form=True),
)
