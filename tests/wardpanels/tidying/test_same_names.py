"""Halls, officers and wards of one name: kept apart where anything tells them apart, asked about where nothing does."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.wardpanels.tidying.sheets import book_of, save
from wardpanels.tidying.said.given_names import codes_by_name, one_ward, wards
from wardpanels.tidying.tidying import tidy
from wardpanels.tidying.understood import Sure, Surroundings, Understood

TODAY = date(2026, 11, 29)
WARDS = """ward_code,name,slug,lat,lon,population,neighbours
E01,Abbey,abbey,51.5,-0.1,100,E02
E02,Bow,bow,51.6,-0.2,200,E01
E03,Cann,cann,51.6,-0.3,200,E01
"""
HALL_HEADS = ["Hall", "Ward", "Address", "Post code", "Holds", "Cost ph", "Hours"]
PEOPLE_HEADS = ["Rank", "Name", "Ward", "Shift", "Email"]
ALL_DAY = "Mon-Sun 9am-10pm"


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


LEAVE_HEADS = ["Who", "From", "To"]
LEES = (("PS", "Lee", "Abbey", ""), ("PC", "Lee", "Bow", ""), ("PCSO", "Kay", "Bow", ""))


def leave(*names: str) -> list[list[object]]:
    """A sheet of leave, a day for each name."""
    return [LEAVE_HEADS, *([name, f"{day}/3/2027", f"{day}/3/2027"] for day, name in enumerate(names, start=1))]


def away(folder: Path) -> dict[str, str]:
    """Who is away, by the day of the month."""
    return {
        day.removeprefix("2027-03-0"): officer for officer, day in table(folder, "absences", "officer_id", "first_day")
    }


def asked(done) -> dict[str, str]:
    return {cell.text: cell.told.why for cell in done.taken.cells if not cell.told.value and cell.told.sure}


@pytest.mark.parametrize("is_in_folder", [False, True])
def test_leave_of_one_of_two_officers_of_a_name_is_told_by_the_rank(folder, is_in_folder):
    sheets = {"Leave": leave("PC Lee", "Sgt Lee", "Lee (DWO)", "A/PS Lee", "Kay", "Lee")}
    if is_in_folder:
        tidied(folder, Team=people(*LEES))
        done = tidied(folder, **sheets)
    else:
        done = tidied(folder, Team=people(*LEES), **sheets)

    assert away(folder) == {"1": "D01", "2": "S01", "3": "D01", "4": "S01", "5": "P01"}
    wanted = "D01, S01" if is_in_folder else "PC Lee, PS Lee"
    assert asked(done) == {"Lee": f"Found 'lee', wanted one of {wanted}, which share that name."}


def test_answer_with_an_id_says_which_of_two_officers_is_away(folder):
    tidied(folder, Team=people(*LEES))
    path = save(book_of({"Leave": leave("Lee")}), folder.parent / "leave.xlsx")

    tidy(path, folder, 2027, TODAY, {"absences|officer_id|lee|lee": "S01"})

    assert away(folder) == {"1": "S01"}


def test_leave_of_one_of_two_officers_of_a_name_and_rank_is_asked_about(folder):
    team = (("PC", "Jo Lee", "Abbey", "jo1@x.org"), ("PC", "Jo Lee", "Bow", "jo2@x.org"))

    done = tidied(folder, Team=people(*team), Leave=leave("Jo Lee", "PC Jo Lee, jo2@x.org", "PC Jo Lee"))

    assert away(folder) == {"2": "D02"}
    assert set(asked(done)) == {"Jo Lee", "PC Jo Lee"}


def test_leave_in_a_file_of_its_own_is_that_of_the_folders_officers(folder):
    tidied(folder, Team=people(*LEES))
    before = table(folder, "officers", "officer_id", "name")

    done = tidied(folder, Leave=leave("Kay", "P01", "Kaye", "Nobody"))

    assert away(folder) == {"1": "P01", "2": "P01", "3": "P01"}
    assert asked(done) == {"Nobody": "No name is called 'nobody'."}
    assert table(folder, "officers", "officer_id", "name") == before


def test_leave_beside_a_sheet_of_officers_is_of_those_alone(folder):
    tidied(folder, Team=people(*LEES))

    done = tidied(folder, Team=people(("PC", "May", "Bow", ""), *LEES[:2]), Leave=leave("Kay", "May"))

    assert list(away(folder)) == ["2"]
    assert list(asked(done)) == ["Kay"]


SAINTS = {"St Mary's": "E01", "ST MARY'S": "E02", "St. Mary's": "E03", "Bow": "E04"}


@pytest.mark.parametrize("read", [one_ward, wards])
@pytest.mark.parametrize("written", SAINTS)
def test_ward_that_is_written_just_as_one_of_several_is_that_one(read, written):
    assert read(written, Surroundings(SAINTS)) == Understood(SAINTS[written])


@pytest.mark.parametrize("read", [one_ward, wards])
@pytest.mark.parametrize("written", ["St Marys", "saint mary's", "St Mary's ward", "St Marys (Abbey)", "St Maryss"])
def test_ward_that_several_are_called_is_asked_about(read, written):
    told = read(written, Surroundings(SAINTS))

    assert (told.value, told.sure) == ("", Sure.CANNOT)
    assert "wanted one of E01, E02, E03, which share that name" in told.why


def test_list_with_a_ward_that_several_are_called_says_so_and_keeps_the_others():
    told = wards("Bow / St Marys / Mars", Surroundings(SAINTS))

    assert (told.value, told.sure) == ("E04", Sure.CANNOT)
    assert told.why == (
        "Found 'st marys', wanted one of E01, E02, E03, which share that name. No ward is called 'mars'."
    )


def test_wards_with_just_one_name_are_told_by_their_codes():
    known = Surroundings(codes_by_name([("St Mary", "E01"), ("St Mary", "E02"), ("Bow", "E04")]))

    assert "wanted one of E01, E02" in one_ward("St Mary", known).why
    assert one_ward("St Mary (E02)", known) == one_ward("e02", known) == Understood("E02")
