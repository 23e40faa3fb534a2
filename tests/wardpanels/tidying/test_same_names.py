"""Halls, officers and wards of one name: kept apart where anything tells them apart, asked about where nothing does."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.wardpanels.tidying.sheets import book_of, save
from wardpanels.tidying.tidying import tidy

TODAY = date(2026, 11, 29)
WARDS = """ward_code,name,slug,lat,lon,population,neighbours
E01,Abbey,abbey,51.5,-0.1,100,E02
E02,Bow,bow,51.6,-0.2,200,E01
E03,Cann,cann,51.6,-0.3,200,E01
"""
HALL_HEADS = ["Hall", "Ward", "Address", "Post code", "Holds", "Cost ph", "Hours"]
PEOPLE_HEADS = ["Rank", "Name", "Ward", "Shift", "Email"]
ALL_DAY = "Mon-Sun 9am-10pm"


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "borough"
    folder.mkdir()
    (folder / "wards.csv").write_text(WARDS, encoding="utf-8")
    return folder


def tidied(folder: Path, **sheets):
    return tidy(save(book_of(sheets), folder.parent / "in.xlsx"), folder, 2027, TODAY)


def halls(*told: tuple[str, str, str]) -> list[list[object]]:
    """A sheet of halls, each by its name, ward and postcode."""
    return [HALL_HEADS, *([name, ward, "1 High St", code, 60, 10, ALL_DAY] for name, ward, code in told)]


def people(*told: tuple[str, str, str, str]) -> list[list[object]]:
    """A sheet of officers, each by rank, name, ward and address for mail."""
    return [PEOPLE_HEADS, *([rank, name, ward, ALL_DAY, mail] for rank, name, ward, mail in told)]


def table(folder: Path, name: str, *columns: str) -> list[tuple[str, ...]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


CHAPELS = (("Chapel", "Abbey", "E1 1AA"), ("Chapel", "Bow", "E2 1AA"))


def test_halls_of_one_name_and_two_postcodes_are_two(folder):
    tidied(folder, Halls=halls(*CHAPELS))

    assert table(folder, "venues", "venue_id", "name", "postcode", "ward_codes") == [
        ("H01", "Chapel", "E1 1AA", "E01"), ("H02", "Chapel", "E2 1AA", "E02"),
    ]  # fmt: skip  # rows


def test_halls_of_one_name_keep_their_ids_in_another_order_and_a_third_gets_its_own(folder):
    tidied(folder, Halls=halls(*CHAPELS))
    tidied(folder, Halls=halls(("Chapel", "Cann", "E3 1AA"), *reversed(CHAPELS)))

    assert table(folder, "venues", "venue_id", "postcode") == [
        ("H03", "E3 1AA"), ("H02", "E2 1AA"), ("H01", "E1 1AA"),
    ]  # fmt: skip  # rows


def test_hall_on_several_lines_is_one_though_a_line_leaves_the_postcode_out(folder):
    tidied(folder, Halls=halls(("Chapel", "Abbey", "E1 1AA"), ("chapel", "Bow", ""), ("Chapel", "Cann", "e11aa")))

    assert table(folder, "venues", "name", "ward_codes") == [("Chapel", "E01|E02|E03")]


def test_line_that_may_be_of_either_of_two_halls_is_left_out_and_said(folder):
    done = tidied(folder, Halls=halls(("Chapel", "Cann", ""), *CHAPELS))

    assert table(folder, "venues", "postcode", "ward_codes") == [("E1 1AA", "E01"), ("E2 1AA", "E02")]
    assert [(row.line, why) for row, why in done.tables.dropped] == [
        (2, "two have this name, and nothing here tells which is meant")
    ]


def test_line_that_names_the_ward_of_one_of_two_halls_is_of_that_one(folder):
    done = tidied(folder, Halls=halls(("Chapel", "Bow", ""), *CHAPELS))

    assert table(folder, "venues", "postcode", "ward_codes") == [("E2 1AA", "E02"), ("E1 1AA", "E01")]
    assert not done.tables.dropped


def test_hall_whose_postcode_was_put_right_keeps_its_id(folder):
    tidied(folder, Halls=halls(CHAPELS[0]))
    tidied(folder, Halls=halls(("Chapel", "Abbey", "E9 9AA")))

    assert table(folder, "venues", "venue_id", "postcode") == [("H01", "E9 9AA")]


def test_officers_of_one_name_and_rank_with_two_addresses_are_two(folder):
    tidied(folder, Team=people(("PC", "Jo Lee", "Abbey", "jo.lee1@x.org"), ("PC", "Jo Lee", "Bow", "jo.lee2@x.org")))
    tidied(folder, Team=people(("PC", "Jo Lee", "Bow", "JO.LEE2@x.org"), ("PC", "Jo Lee", "Abbey", "jo.lee1@x.org")))

    assert [row[:2] for row in table(folder, "officers", "officer_id", "ward_codes")] == [
        ("D02", "E02"),
        ("D01", "E01"),
    ]


def test_officers_of_one_name_and_two_ranks_keep_the_ids_of_their_ranks(folder):
    team = (("PS", "Lee", "Abbey", ""), ("PC", "Lee", "Abbey", ""))
    tidied(folder, Team=people(*team))
    tidied(folder, Team=people(*reversed(team)))

    assert table(folder, "officers", "officer_id", "role") == [("D01", "dwo"), ("S01", "sergeant")]


def test_officer_who_is_promoted_keeps_the_id(folder):
    tidied(folder, Team=people(("PC", "Lee", "Abbey", "")))
    tidied(folder, Team=people(("PS", "Lee", "Abbey", "")))

    assert table(folder, "officers", "officer_id", "role") == [("D01", "sergeant")]


def test_halls_with_ids_of_their_own_are_as_many_as_their_ids(folder):
    heads = ["venue_id", *HALL_HEADS]
    told = [[f"H0{n}", "Chapel", ward, "1 High St", "", 60, 10, ALL_DAY] for n, ward in ((1, "Abbey"), (2, "Bow"))]
    tidied(folder, Halls=[heads, *told])

    assert table(folder, "venues", "venue_id", "ward_codes") == [("H01", "E01"), ("H02", "E02")]
