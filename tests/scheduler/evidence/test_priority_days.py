"""Where the days of a ward's priorities differ from those that police.uk shows, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.evidence.lines import NeighbourhoodSeen, PrioritiesAgreed
from scheduler.evidence.priority_days import differing
from scheduler.facts import Priority
from tests.scheduler.evidence.years import BOW_EAST, a_year, the_meetings

JANUARY, MARCH, APRIL = date(2027, 1, 14), date(2027, 3, 1), date(2027, 4, 8)
LOOKED = date(2027, 3, 20)
AGREED = PrioritiesAgreed(the_meetings()[0].meeting_id, BOW_EAST, JANUARY, ("Mopeds",))


def told(*noted, listed=()):
    year = a_year(date(2027, 5, 1), noted=noted)
    year = replace(year, borough=replace(year.borough, priorities=listed))
    return [str(each) for each in differing(year)]


@pytest.mark.parametrize(
    ("agreed", "shown", "says"),
    [
        ((AGREED,), MARCH, "its panel agreed the newest on 14 January 2027; police.uk showed those of 1 March 2027"),
        ((AGREED,), None, "its panel agreed the newest on 14 January 2027; police.uk showed none"),
        ((), MARCH, "none of ours are recorded; police.uk showed those of 1 March 2027"),
    ],
)
def test_ward_whose_days_differ_is_told_with_both(agreed, shown, says):
    assert told(*agreed, NeighbourhoodSeen(BOW_EAST, LOOKED, shown, 2)) == [f"Bow East: {says} on 20 March 2027."]


@pytest.mark.parametrize(
    "noted",
    [
        (AGREED, NeighbourhoodSeen(BOW_EAST, LOOKED, JANUARY, 2)),
        (AGREED,),
        (NeighbourhoodSeen(BOW_EAST, LOOKED, None, 2),),
        (AGREED, replace(AGREED, on=APRIL), NeighbourhoodSeen(BOW_EAST, LOOKED, JANUARY, 2)),
        (
            AGREED,
            NeighbourhoodSeen(BOW_EAST, LOOKED, JANUARY, 2),
            NeighbourhoodSeen(BOW_EAST, date(2027, 2, 1), MARCH, 2),
        ),
    ],
    ids=["same day", "nobody looked", "neither has any", "agreed after the look", "mended by the last look"],
)
def test_nothing_is_told_where_nothing_is_known_to_differ(noted):
    assert told(*noted) == []


def test_the_boroughs_own_list_counts_and_what_was_made_up_does_not():
    real = Priority(BOW_EAST, JANUARY, "Mopeds", basis="minutes")
    seen = NeighbourhoodSeen(BOW_EAST, LOOKED, JANUARY, 2)

    assert told(seen, listed=(real,)) == []
    assert len(told(seen, listed=(replace(real, basis="illustrative"),))) == 1
