"""What a command does can be done at the console, or it is said why not; and no right is wider than it says."""

from __future__ import annotations

import pytest

from tests.console.borough import SMALL, YEAR
from wardpanels.console.every_page import ROUTES
from wardpanels.people.rights import RIGHTS, Act
from wardpanels.terminal.cli import COMMANDS

AT_THE_MACHINE = "it is for whoever runs the machine"
AT: dict[str, str] = {
    "add": "/meetings/add",
    "agenda": "/agenda/<meeting_id>",
    "alternatives": "/meetings/<meeting_id>",
    "approve": "/publicity",
    "begin": "/set-up/begin",
    "briefing": "/briefing/<meeting_id>",
    "call-off": "/meetings/<meeting_id>/call-off",
    "cancel": "/meetings/<meeting_id>/cancel",
    "check": "/set-up",
    "compare": "/plan",
    "confirm": "/publicity",
    "debts": "/debts",
    "drafts": "/drafts",
    "due": "/publicity",
    "explain": "/meetings/<meeting_id>",
    "export": "/set-up",
    "hall-check": "/set-up/halls",
    "hold": "/publicity/<key>",
    "jobs": "/plan",
    "ledger": "/publicity/ledger",
    "minutes": "/minutes/<meeting_id>",
    "move": "/meetings/<meeting_id>",
    "neighbourhoods": "/neighbourhoods",
    "note": "/notes",
    "pin": "/meetings/<meeting_id>",
    "plan": "/plan",
    "preview": "/publicity/<key>",
    "record": "/record/<meeting_id>",
    "reinstate": "/meetings/<meeting_id>",
    "release": "/release",
    "replan": "/plan",
    "report": "/proof",
    "retry": "/publicity",
    "show": "/year",
    "stand-ins": "/meetings/<meeting_id>",
    "subscribers": "/publicity/reach",
    "take": "/set-up/schedule",
    "tidy": "/set-up/upload",
    "tiers": "/wards/<slug>",
    "undo": "/drafts",
    "users": "/people",
    "visits": "/publicity/reach",
    "waive": "/debts/<meeting_id>",
    "who-comes": "/publicity/reach",
}
"""Where the console does what a command does."""

NOT_AT: dict[str, str] = {
    "backup": AT_THE_MACHINE,
    "bounces": AT_THE_MACHINE,
    "deliver": "the worker does it",
    "demo": "it makes a borough to look at",
    "doctor": AT_THE_MACHINE,
    "key": "a key is for whoever keeps the script that types it, and is shown once",
    "listings": "a look at other sites takes minutes, and the worker's machine makes it",
    "pack": "it writes a folder for partners",
    "plan-all": "it is for many boroughs",
    "price": "it takes minutes, and is for whoever sets the rules",
    "privacy": AT_THE_MACHINE,
    "publish": "a release publishes",
    "restore": AT_THE_MACHINE,
    "serve": "it is the console",
    "serve-all": "it is the console",
    "store": AT_THE_MACHINE,
    "subscriptions": AT_THE_MACHINE,
    "translations": "a translator works on files",
    "worker": AT_THE_MACHINE,
    "worker-all": AT_THE_MACHINE,
}
"""Commands that the console does not stand for, and why."""


def test_every_command_is_at_the_console_or_it_is_said_why_not():
    rules = {route.rule for route in ROUTES}

    assert AT.keys() | NOT_AT.keys() == set(COMMANDS)
    assert AT.keys() & NOT_AT.keys() == set()
    assert {command: rule for command, rule in AT.items() if rule not in rules} == {}


def test_every_right_opens_something_or_is_held_by_what_it_opens():
    """A right that no route needs is one that `act` asks for inside a page."""
    assert {route.act for route in ROUTES} <= set(Act)
    assert set(RIGHTS) == set(Act)


@pytest.mark.parametrize("who", ["sergeant"])
def test_forms_about_a_meeting_of_another_ward_are_refused(as_, house, who):
    """A sergeant of the first ward sends every form there is about a meeting of the second."""
    release = house.store.latest_release(SMALL.profile.code, YEAR.first_day)
    foreign = [each for each in release.meetings if each.ward_code == SMALL.wards[1].code]
    over, coming = foreign[0].meeting_id, foreign[-1].meeting_id
    seat, sent, let_in = as_(who), 0, {}
    for route in ROUTES:
        if not (route.is_form and "<meeting_id>" in route.rule and RIGHTS[route.act].by_ward):
            continue
        for meeting_id in (over, coming):
            sent += 1
            answer = seat.send(
                route.rule.replace("<meeting_id>", meeting_id), because="hall", residents="3", held="yes"
            )
            if answer.status_code < 400:
                let_in[route.rule] = answer.location
    drafted = house.store.draft(SMALL.profile.code, YEAR.first_day)

    assert sent > 4
    assert let_in == {}
    assert drafted.revision == 1
    assert house.store.records.latest(SMALL.profile.code) == {}
