"""Who did what at the console: lines that can be read and not changed."""

from __future__ import annotations

from scheduler.account import ActsWanted
from scheduler.who import Who, shown
from wardpanels.console.form_reading import whole_number
from wardpanels.console.request import Request, Route, Screen
from wardpanels.console.wording_for_staff import moment, named
from wardpanels.people.rights import RIGHTS, Act

A_PAGE = 50


def acts(asked: Request) -> Screen:
    """The newest lines, or those before one, by person and act."""
    code = asked.profile.code
    typed = {name: asked.query.get(name, "") for name in ("person", "act", "before")}
    wanted = ActsWanted(account_id=typed["person"], act=typed["act"])
    lines = asked.store.staff.acts.lines(code, wanted, before=whole_number(typed["before"]), limit=A_PAGE)
    zone = asked.profile.timezone
    facts = {
        "typed": typed,
        "rows": [
            (
                moment(each.act.at, zone),
                shown(Who(each.act.name, each.act.known)),
                each.act.what,
                named(asked.ward_names, each.act.ward_codes),
                each.end,
            )
            for each in lines
        ],
        "people": [("", "Everybody"), *((each.id, each.name) for each in asked.store.staff.accounts.listed(code))],
        "acts": [("", "Everything"), *((str(act), right.words.capitalize()) for act, right in RIGHTS.items())],
        "older": lines[-1].number if len(lines) == A_PAGE else None,
    }
    return Screen("acts", "Who did what", facts, "people")


ROUTES = (Route("/people/acts", acts, Act.READ_ACTS),)
