"""What police.uk showed of each ward when somebody last looked. It asks nobody."""

from __future__ import annotations

from wardpanels.console.request import Request, Route, Screen
from wardpanels.listings.neighbourhoods import last_look
from wardpanels.people.rights import Act


def look(asked: Request) -> Screen:
    """The page: those wards that somebody has, or all of them."""
    mine = asked.person.ward_codes
    shown = [one for one in last_look(asked.house.desk(asked.period)) if not mine or one.ward.code in mine]
    return Screen("neighbourhoods", "What police.uk shows", {"shown": shown, "today": asked.today}, "proof")


ROUTES = (Route("/neighbourhoods", look, Act.SEE),)
