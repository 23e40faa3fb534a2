"""Whom the publicity reaches: how many get emails, which officers come, and what brings people to the pages."""

from __future__ import annotations

from collections import Counter

from scheduler.subscriber import SubscriberState
from wardpanels.console.item_words import channel_name
from wardpanels.console.request import Request, Route, Screen
from wardpanels.console.wording_for_staff import counted, when
from wardpanels.faults import NothingYet
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.what_works import WhatWorks, what_works
from wardpanels.publicity.who_comes import ROLE_NAMES, Invited, who_comes
from wardpanels.subscriptions.roll import Roll, roll_of
from wardpanels.terminal.words.who_comes import ANSWERS

MOST_ANSWERS = 40


def reach(asked: Request) -> Screen:
    """The page. Edges: who may not see a part of it is not shown it; addresses are for nobody"""
    desk = asked.desk
    facts: dict[str, object] = {"subscribers": None, "answers": None}
    if asked.may(Act.COUNT_SUBSCRIBERS):
        facts["subscribers"] = _counts(roll_of(asked.store, desk.code, desk.borough))
    if asked.may(Act.SEE_STAFF):
        facts["answers"] = _answers(asked, desk)
    facts["visits"] = _visits(what_works(asked.store, desk.borough.profile, asked.period, None, asked.at))
    return Screen("publicity_reach", "Who hears of it", facts, "publicity")


def _counts(roll: Roll) -> dict[str, object]:
    """How many there are, by state, and of those who confirmed it by ward."""
    states = Counter(each.state for each in roll.subscribers)
    sure = [each for each in roll.subscribers if each.state is SubscriberState.CONFIRMED]
    everywhere = sum(not each.choice.wards for each in sure)
    wards = Counter(code for each in sure for code in each.choice.wards)
    return {
        "sure": counted(len(sure), "person gets emails", "people get emails") if sure else "Nobody gets emails yet",
        "everywhere": everywhere,
        "others": [(str(state).replace("_", " "), states[state]) for state in SubscriberState if states[state]],
        "wards": sorted((roll.ward_names.get(code, code), number) for code, number in wards.items()),
    }


def _answers(asked: Request, desk: Desk) -> dict[str, object]:
    try:
        found = who_comes((desk,), asked.at)
    except NothingYet:
        found = ()
    ours = [one for one in found if asked.may(Act.SEE_STAFF, one.ward.code)]
    urgent = sorted(ours, key=lambda one: not one.is_declined)
    return {"rows": [_answer(one) for one in urgent[:MOST_ANSWERS]], "more": max(0, len(ours) - MOST_ANSWERS)}


def _answer(one: Invited) -> dict[str, object]:
    old = ", said before the meeting changed" if one.is_old else ""
    return {
        "meeting_id": one.meeting.meeting_id,
        "ward": one.ward.name,
        "when": when(one.meeting.starts_at),
        "who": f"{ROLE_NAMES[one.attendance.role]} {one.attendance.name}",
        "said": f"{ANSWERS[one.answer]}{old}",
        "is_declined": one.is_declined,
    }


def _visits(found: WhatWorks) -> dict[str, object]:
    return {
        "total": counted(found.total, "visit", "visits"),
        "read": counted(found.read, "day", "days"),
        "is_read": bool(found.read),
        "is_enough": found.is_enough,
        "channels": [(channel_name(name), sum(counts.values())) for name, counts in found.by_channel.items()],
    }


ROUTES = (Route("/publicity/reach", reach, Act.SEE),)
