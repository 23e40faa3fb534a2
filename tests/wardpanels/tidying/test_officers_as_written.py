"""Officers as sheets have them: wards that are none, and posts that nobody is in."""

from __future__ import annotations

import pytest

from tests.wardpanels.tidying.sheets import book_of, doubts, rows, taken_from
from wardpanels.tidying.taking import KnownBefore

WARDS = {"Abbey": "E01", "Bow": "E02"}
HEADS = ["Rank", "Name", "Wards", "Shift"]
SHIFT = "Mon-Sun 10am-10pm"


def team(*people: tuple[str, str, str | None], **answers: str):
    """How a team is read, each officer by rank, name and wards."""
    book = book_of({"Team": [HEADS, *([*each, SHIFT] for each in people)]})
    return taken_from(book, KnownBefore(WARDS, year=2027, answers=answers))


@pytest.mark.parametrize(
    "written", ["n/a", "N/A", "none", "None.", "-", "–", "nil", "NA", "not applicable", "tbc", "?"]
)
def test_officer_of_no_ward_is_left_out_and_asked_about(written):
    taken = team(("PS", "Ann Ash", written), ("DWO", "Bob Bay", "Abbey"))

    assert rows(taken, "officers", "name", "ward_codes") == [("Bob Bay", "E01")]
    assert [(each.row, each.why) for each in taken.left_out] == [(2, "no ward is named")]
    assert doubts(taken)["Team!C2"] == "not read"


@pytest.mark.parametrize("written", ["All", "all wards", "Borough-wide", "the borough", "*"])
def test_officer_of_every_ward_is_one_of_the_whole_borough(written):
    taken = team(("PS", "Ann Ash", written))

    assert rows(taken, "officers", "name", "ward_codes") == [("Ann Ash", "")]
    assert not doubts(taken)


@pytest.mark.parametrize("written", ["n/a", "-", None])
def test_inspector_without_a_ward_of_their_own_serves_the_whole_borough(written):
    taken = team(("Insp", "Ida Ives", written), ("PS", "Ann Ash", "Bow"))

    assert rows(taken, "officers", "name", "ward_codes") == [("Ida Ives", ""), ("Ann Ash", "E02")]
    assert not doubts(taken)


def test_answer_that_an_officer_serves_all_wards_counts_where_the_cell_names_none():
    taken = team(("PS", "Ann Ash", "n/a"), **{"officers|ward_codes|ann ash|n/a": "all"})

    assert rows(taken, "officers", "name", "ward_codes") == [("Ann Ash", "")]


@pytest.mark.parametrize(
    "written",
    ["Vacant", "Vacancy", "VACANT POST", "Vacant (ex PC Jones)", "Unfilled", "PC Vacant", "(vacant)", "Post vacant",
     "vacant - from 1/4", "2 vacancies"],
)  # fmt: skip  # a list of words
def test_vacant_post_is_no_officer_and_is_said(written):
    taken = team(("DWO", written, "Abbey"), ("PS", "Ann Ash", "Bow"))

    assert rows(taken, "officers", "name") == [("Ann Ash",)]
    assert [(each.row, each.why) for each in taken.left_out] == [(2, "the post is vacant")]
    assert doubts(taken) == {"Team!B2": "likely"}


def test_vacant_post_under_a_rank_or_in_two_columns_is_no_officer():
    under_ranks = book_of(
        {"Team": [["Ward", "Sgt", "DWO"], ["Abbey", "Ann Ash", "Vacant"], ["Bow", "Unfilled", "Bob"]]}
    )
    split = book_of(
        {
            "Team": [
                ["Rank", "First name", "Surname", "Wards"],
                ["PC", "PC", "Vacant", "Bow"],
                ["PS", "Ann", "Ash", "Bow"],
            ]
        }
    )

    assert rows(taken_from(under_ranks, KnownBefore(WARDS)), "officers", "name") == [("Ann Ash",), ("Bob",)]
    assert rows(taken_from(split, KnownBefore(WARDS)), "officers", "name") == [("Ann Ash",)]


@pytest.mark.parametrize("name", ["Vacani", "Jo Vacanti", "Phil Unfill"])
def test_name_that_only_begins_so_is_an_officers(name):
    assert rows(team(("DWO", name, "Abbey")), "officers", "name") == [(name,)]


def test_name_that_answers_for_a_vacant_post_is_taken():
    taken = team(("DWO", "Vacant", "Abbey"), **{"officers|name|vacant|vacant": "Cy Cole"})

    assert rows(taken, "officers", "name", "ward_codes") == [("Cy Cole", "E01")]


@pytest.mark.parametrize(
    ("first", "second"), [("PS", "DWO"), ("PS 1", "DWOs"), ("Sgts", "PCSOs 2"), ("Sgt", "PCSO #1")]
)
def test_columns_under_ranks_are_read_one_officer_a_cell(first, second):
    book = book_of({"Team": [["Ward", first, second], ["Abbey", "Ann Ash", "Bob Bay"], ["Bow", "Cy Cole", None]]})

    found = rows(taken_from(book, KnownBefore(WARDS)), "officers", "name", "role", "ward_codes")

    other = "dwo" if "DWO" in second else "pcso"
    assert found == [("Ann Ash", "sergeant", "E01"), ("Bob Bay", other, "E01"), ("Cy Cole", "sergeant", "E02")]
