"""A report of a year: one meeting was told late and held without its ward officer, and its minutes came late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from scheduler.evidence.action_plan import plan_report
from scheduler.evidence.lines import NeighbourhoodSeen, Paper, PaperIssued, PrioritiesAgreed, Statement
from scheduler.evidence.status import Colour
from scheduler.facts import Action, Role
from tests.scheduler.evidence.years import BOROUGH, a_year, everything_told, held, the_meetings
from wardpanels.evidence.reporting import ColourChange, Report

AUTUMN = date(2027, 11, 1)
FIRST = the_meetings()[0]
SECRET = "=Ann Secret <b>said so</b>"
ACTIONS = (
    *BOROUGH.actions,
    Action(7, "7a", "Tell", "Police", None, "computed", title="Police pages", measures=("told_by_police",)),
    Action(8, "8b", "Write minutes", "Police", None, "computed", measures=("minutes_in_time",)),
    Action(9, "9b", "An inspector comes", "Police", None, "computed", measures=("inspector_came",)),
    Action(11, "11b", "Ask again", "Mayor", None, "reported", struck_out=SECRET, due_before=(date(2027, 3, 1),)),
    Action(11, "11c", "Meet", "Mayor", date(2027, 9, 1), "reported", due_before=(date(2027, 3, 1),) * 2, every="once"),
)


@cache
def report() -> Report:
    """The first meeting was told late and held without its ward officer, and its minutes came late."""
    late = tuple(
        replace(told, on=told.on + timedelta(3)) if told.meeting_id == FIRST.meeting_id else told
        for told in everything_told()
    )
    records = [held(each, roles=(Role.SERGEANT,) if each == FIRST else (Role.DWO, Role.SERGEANT)) for each in
               the_meetings() if each.held_on < AUTUMN]  # fmt: skip
    noted = (
        PaperIssued(FIRST.meeting_id, Paper.MINUTES, FIRST.held_on + timedelta(11)),
        Statement("11a", date(2027, 8, 2), SECRET, "https://example.org/letter"),
        PrioritiesAgreed(FIRST.meeting_id, FIRST.ward_code, FIRST.held_on, ("Mopeds",)),
        NeighbourhoodSeen(FIRST.ward_code, date(2027, 3, 20), date(2026, 5, 1), 2),
    )
    year = a_year(AUTUMN, records=records, noted=noted, told=late)
    year = replace(year, borough=replace(year.borough, actions=ACTIONS))
    changes = (ColourChange("action 9a", Colour.GREEN, Colour.AMBER),)
    return Report(plan_report(year), None, date(2027, 9, 20), changes)
