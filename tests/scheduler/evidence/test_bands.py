"""Small counts of ages stay hidden, whatever somebody works out from what is shown."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.evidence.bands import (
    LEAST_SHOWN,
    AgeBand,
    band_named,
    in_age_order,
    overlapping,
    shown,
    shown_of_several,
)

NAMES = ("under 18", "18-29", "30-64", "65 and over")
COUNTS = st.lists(st.integers(0, 12), min_size=4, max_size=4)


def bands(*people: int) -> tuple[AgeBand, ...]:
    return tuple(AgeBand(name, number) for name, number in zip(NAMES, people, strict=False))


@pytest.mark.parametrize(
    ("people", "total", "seen"),
    [
        ((5, 6, 7), 18, (5, 6, 7)),
        ((4, 6, 7), 17, (None, None, 7)),
        ((4, 6, 7), 30, (None, None, 7)),
        ((4, 3, 7), 14, (None, None, 7)),
        ((0, 0, 7), 7, (None, None, None)),
        ((4, 6, 6), 16, (None, None, None)),
        ((3,), 3, (None,)),
        ((), 9, ()),
    ],
)
def test_band_under_five_is_hidden_and_the_next_smallest_with_it(people, total, seen):
    assert tuple(shown(bands(*people), total).values()) == seen


@pytest.mark.parametrize("total", range(1, 19))
def test_nobody_who_knows_the_rule_and_the_total_works_a_hidden_band_out(total):
    """Every table of three bands that fits the total, the rest being those who did not say, beside all that look so."""
    alike = defaultdict(set)
    for people in product(range(total + 1), repeat=3):
        if sum(people) <= total:
            alike[tuple(shown(bands(*people), total).values())].add(people)

    for seen, tables in alike.items():
        for place, number in enumerate(seen):
            possible = {table[place] for table in tables}
            assert len(possible) > 1 if number is None else possible == {number}, seen


@given(COUNTS, st.integers(0, 5))
def test_what_is_shown_is_true_and_five_or_more(people, unsaid):
    told = bands(*people)
    seen = shown(told, sum(people) + unsaid)

    assert all(seen[band.name] in (None, band.people) for band in told)
    assert all(number is None or number >= LEAST_SHOWN for number in seen.values())


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_sums_of_several_meetings_follow_from_what_is_shown_of_each(meetings):
    seen = [shown(bands(*people), sum(people)) for people in meetings]
    sums = shown_of_several(seen)

    for name, number in sums.items():
        parts = [each[name] for each in seen]
        assert number is None if None in parts else number == sum(parts)


def test_band_that_one_meeting_did_not_ask_for_is_summed_over_the_others():
    assert shown_of_several([{"under 18": 6, "18-29": 7}, {"18-29": 8}, {}]) == {"under 18": 6, "18-29": 15}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Under  18", "under 18"),
        ("18 - 29", "18-29"),
        ("18 to 29", "18-29"),
        ("65+", "65 and over"),
        ("65 and over", "65 and over"),
    ],
)
def test_ages_are_written_one_way(typed, name):
    assert band_named(typed) == name


@pytest.mark.parametrize("typed", ["young", "29-18", "", "1234-5", "under"])
def test_what_is_no_ages_is_refused(typed):
    with pytest.raises(ValueError) as wanted:
        band_named(typed)

    assert str(wanted.value) == "ages such as under 18, 18-29 or 65 and over"


def test_bands_stand_in_the_order_of_age_and_two_that_share_an_age_are_told():
    mixed = (AgeBand("65 and over", 1), AgeBand("18-29", 1), AgeBand("under 19", 1))

    assert [band.name for band in in_age_order(mixed)] == ["under 19", "18-29", "65 and over"]
    assert list(overlapping(mixed)) == [("under 19", "18-29")]
    assert list(overlapping(bands(1, 1, 1, 1))) == []
