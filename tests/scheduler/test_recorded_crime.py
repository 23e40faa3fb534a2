"""A ward's recorded crime beside the mean ward: what counts, and what is a gap."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.recorded_crime import KINDS, CrimeSeries, months_to, published, ward_crime

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
MONTHS = (JULY, AUGUST, SEPTEMBER)
WARDS = ("A", "B", "C")


def test_twelve_months_end_with_the_newest_and_run_over_new_year():
    months = months_to(date(2026, 2, 1))

    assert (len(months), months[0], months[10], months[-1]) == (
        12,
        date(2025, 3, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )


def test_mean_ward_is_that_of_every_ward_the_month_is_known_of():
    known = {
        ("A", JULY): {"drugs": 6},
        ("B", JULY): {"drugs": 3},
        ("C", JULY): {"robbery": 1},
        ("A", AUGUST): {"drugs": 2},
        ("B", AUGUST): {"drugs": 4},
    }

    found = ward_crime("A", WARDS, (JULY, AUGUST), known)

    assert found.series == (
        CrimeSeries("Drugs", (6, 2), (3.0, 3.0), 8, 6.0),
        CrimeSeries("Robbery", (0, 0), (1 / 3, 0.0), 0, round(1 / 3, 6)),
    )
    assert (found.fewest_wards, found.wards, found.gaps) == (2, 3, ())


def test_month_without_figures_is_a_gap_and_no_zero_and_counts_in_no_total():
    known = {("A", JULY): {"drugs": 6}, ("B", JULY): {"drugs": 2}, ("B", AUGUST): {"drugs": 40}}

    found = ward_crime("A", WARDS, MONTHS, known)

    assert found.series == (CrimeSeries("Drugs", (6, None, None), (4.0, None, None), 6, 4.0),)
    assert found.gaps == (AUGUST, SEPTEMBER)


def test_month_in_which_every_ward_shows_nothing_was_not_published():
    known = {("A", JULY): {"drugs": 6}, **{(ward, AUGUST): {} for ward in WARDS}, ("B", SEPTEMBER): {"drugs": 0}}

    assert published(known) == {("A", JULY): {"drugs": 6}}
    assert ward_crime("A", WARDS, MONTHS, known).gaps == (AUGUST, SEPTEMBER)


def test_ward_without_crime_in_a_month_that_others_had_some_in_had_none():
    known = {("A", JULY): {"drugs": 1}, ("A", AUGUST): {}, ("B", AUGUST): {"drugs": 2}}

    (drugs,) = ward_crime("A", WARDS, (JULY, AUGUST), known).series

    assert drugs.ward == (1, 0)


def test_ward_of_which_nothing_is_known_has_gaps_alone():
    found = ward_crime("A", WARDS, MONTHS, {("B", JULY): {"drugs": 2}})

    assert (found.series, found.gaps, found.fewest_wards) == ((), MONTHS, 0)


def test_kind_that_is_new_is_shown_by_its_own_name():
    (new,) = ward_crime("A", WARDS, (JULY,), {("A", JULY): {"theft-of-boats": 1}}).series

    assert new.kind == "Theft of boats"


COUNTS = st.dictionaries(st.sampled_from(sorted(KINDS)), st.integers(0, 400), max_size=6)
KNOWN = st.dictionaries(st.tuples(st.sampled_from(WARDS), st.sampled_from(MONTHS)), COUNTS)


@given(KNOWN)
def test_every_count_of_the_ward_is_told_once_and_nothing_unknown_is_a_number(known):
    found = ward_crime("A", WARDS, MONTHS, known)
    told = published(known)

    there = sum(sum(told[ward, month].values()) for ward, month in told if ward == "A")
    assert sum(one.ward_total for one in found.series) == there
    for one in found.series:
        assert [count is None for count in one.ward] == [("A", month) not in told for month in MONTHS]
        assert [mean is None for mean in one.mean] == [count is None for count in one.ward]


@given(KNOWN, st.sampled_from(MONTHS))
def test_months_that_were_not_published_change_nothing(known, month):
    """A force that sends no figures shows zeros everywhere: the same as if it were not there at all."""
    without = {key: counts for key, counts in known.items() if key[1] != month}
    zeros = {**without, **{(ward, month): {"drugs": 0} for ward in WARDS}}

    assert ward_crime("A", WARDS, MONTHS, zeros) == ward_crime("A", WARDS, MONTHS, without)
