"""Visits before panels: in their window, while an officer is free, and to as many different groups as there are."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import product

import pytest

from scheduler.facts import Absence, BusyTime, DaySpan, Group
from scheduler.outreach import plan_visits
from scheduler.policy import Outreach
from tests.scheduler.examples import BOW_EAST, MILE_END, at
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, without, year_with

LUNCH = Group("G1", "Lunch club", frozenset({BOW_EAST}), "We 12:00-14:00")
CHESS = Group("G2", "Chess club", frozenset({BOW_EAST}), "Mo 15:00-16:00")
BOTH = Group("G3", "Choir", frozenset({BOW_EAST, MILE_END}), "Tu 10:00-11:00")
WINDOW = Outreach(earliest_days=21, latest_days=7, minutes=60)


def only_first():
    """Bow East's first panel, on Thursday 14 January, and no other."""
    return without(*(bow(n) for n in (2, 3, 4)), *(mile(n) for n in (1, 2, 3, 4)))


def visits(plan, *groups, outreach=WINDOW, **changes):
    found = plan_visits(the_problem(groups=groups, **changes), plan, outreach)
    return [(visit.meeting_id, visit.group.group_id, visit.starts_at, visit.officer_id) for visit in found]


def test_visit_is_as_near_the_middle_of_its_window_as_the_group_meets():
    assert visits(only_first(), LUNCH) == [(bow(1), "G1", at("Wed 2027-01-06 12:00"), "dwo-1")]
    assert visits(only_first(), CHESS) == [(bow(1), "G2", at("Mon 2027-01-04 15:00"), "dwo-1")]


def test_panel_is_left_without_a_visit_where_no_group_meets_in_time():
    assert visits(only_first(), LUNCH, outreach=Outreach(earliest_days=5, latest_days=2, minutes=60)) == []
    assert visits(only_first(), LUNCH, outreach=Outreach(21, 7, minutes=121)) == []
    assert visits(only_first()) == []


def test_as_many_different_groups_are_seen_as_there_are():
    def seen(*groups):
        return {group for panel, group, _, _ in visits(the_year(), *groups) if BOW_EAST in panel}

    assert seen(LUNCH) == {"G1"}
    assert seen(LUNCH, CHESS) == {"G1", "G2"}
    assert seen(LUNCH, CHESS, BOTH) == {"G1", "G2", "G3"}


@pytest.mark.parametrize(
    "taken",
    [
        {"absences": (Absence("dwo-1", DaySpan(date(2027, 1, 6), date(2027, 1, 6))),)},
        {"busy": (BusyTime("dwo-1", *(datetime.combine(date(2027, 1, 6), time(hour)) for hour in (9, 13))),)},
    ],
    ids=["away", "busy"],
)
def test_another_officer_goes_where_the_first_is_not_free(taken):
    assert visits(only_first(), LUNCH, **taken) == [(bow(1), "G1", at("Wed 2027-01-06 12:00"), "pcso-1")]


def test_officer_at_a_panel_then_does_not_visit():
    moved = year_with({mile(1): {"starts_at": at("Wed 2027-01-06 12:30"), "ward_officers": ("dwo-1",)}})
    found = {panel: officer for panel, _, _, officer in visits(moved, LUNCH)}

    assert found[bow(1)] == "pcso-1"


def test_visit_is_never_on_a_bank_holiday_or_before_the_panel_before():
    plan = year_with({bow(2): {"starts_at": at("Thu 2027-01-21 19:00")}})
    found = {panel: starts for panel, _, starts, _ in visits(plan, LUNCH)}

    assert bow(2) not in found  # its window ends on the day of the panel before
    assert (
        visits(
            only_first(), Group("G9", "Club", frozenset({BOW_EAST}), "Fr 12:00-13:00"), outreach=Outreach(13, 13, 60)
        )
        == []
    )


def test_officer_of_several_wards_goes_out_for_the_first_of_them():
    assert visits(without(*(bow(n) for n in (1, 2, 3, 4))), BOTH) == []


def test_choice_is_the_best_of_all_choices():
    chosen = [(g, s) for panel, g, s, _ in visits(the_year(), LUNCH, CHESS, BOTH) if BOW_EAST in panel]
    panels = [meeting for meeting in the_year().meetings if meeting.ward_code == BOW_EAST]
    alone = [
        [
            (panel, g, s)
            for group in (LUNCH, CHESS, BOTH)
            for panel, g, s, _ in visits(the_year(), group)
            if panel == each.meeting_id
        ]
        for each in panels
    ]

    def astray(way):
        return sum(abs(2 * (p.held_on - s.date()).days - 28) for p, (_, _, s) in zip(panels, way, strict=True))

    best = min((4 - len({g for _, g, _ in way}), astray(way)) for way in product(*alone))
    groups, starts = zip(*chosen, strict=True)
    way = [(panel.meeting_id, g, s) for panel, g, s in zip(panels, groups, starts, strict=True)]
    assert (4 - len(set(groups)), astray(way)) == best
