"""What access facts rest on, and when they were checked."""

from __future__ import annotations

import pytest

from scheduler.errors import UnusableData
from scheduler.facts import Known
from scheduler.reading import read_borough
from tests.scheduler.examples import utc

HEADER = "closed,step_free"
FIRST = "2027-06-30,yes"


@pytest.fixture
def with_access(spoil):
    """Give the first hall a basis and a day for its step-free access."""

    def give(basis: str, checked_on: str) -> None:
        spoil("venues.csv", old=HEADER, new=f"{HEADER},step_free_basis,step_free_checked_on,entrance_basis")
        spoil("venues.csv", old=FIRST, new=f"{FIRST},{basis},{checked_on},")
        spoil("venues.csv", old="21:00,,", new="21:00,,,,,")

    return give


def test_basis_is_read_in_free_words_beside_the_day_of_the_check(folder, with_access):
    with_access("checked (caretaker)", "2026-11-20")

    first, second = read_borough(folder).venues

    assert (first.step_free, first.checked, second.checked) == (Known.YES, frozenset({"step_free"}), frozenset())


def test_folder_without_these_columns_reads_as_unchecked(folder):
    assert {venue.checked for venue in read_borough(folder).venues} == {frozenset()}


@pytest.mark.parametrize(
    ("basis", "day", "complaint"),
    [
        (
            "stated",
            "2026-11-20",
            "venues.csv line 2, step_free_basis: found 'stated', "
            "wanted checked or sourced as its first word, or no day in step_free_checked_on",
        ),
        (
            "",
            "2026-11-20",
            "venues.csv line 2, step_free_basis: found an empty cell, "
            "wanted checked or sourced as its first word, or no day in step_free_checked_on",
        ),
        (
            "checked",
            "20/11/2026",
            "venues.csv line 2, step_free_checked_on: found '20/11/2026', wanted a day such as 2027-06-30",
        ),
    ],
)
def test_day_that_cannot_be_is_named(with_access, complaints, basis, day, complaint):
    with_access(basis, day)

    assert complaints() == [complaint]


def test_check_that_is_still_to_come_is_refused_by_the_clock(folder, with_access):
    with_access("checked", "2027-01-02")

    read_borough(folder)
    read_borough(folder, at=utc("2027-01-02 12:00"))
    with pytest.raises(UnusableData, match="step_free_checked_on: found '2027-01-02', wanted a day that is over"):
        read_borough(folder, at=utc("2027-01-01 12:00"))
