"""Checks the shipped borough with plain csv and tomllib, so that a fault in the project's reader cannot hide one."""

from __future__ import annotations

import csv
import itertools
import json
import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from opening_hours import OpeningHours

from scheduler.policy import DEFAULT_WEIGHTS

DATA = Path(__file__).parents[1] / "data"
PLANNED_YEAR = 2027
BASES = ("sourced", "common-knowledge", "calculated", "unsourced", "illustrative")
CONTRACT = {
    "wards": "ward_code name slug lat lon population neighbours set_evening chair_free pattern old_slugs",
    "venues": "venue_id name address postcode lat lon ward_codes capacity hire_gbp_per_hour opening_hours closed"
    " step_free hearing_loop accessible_toilet entrance basis",
    "officers": "officer_id role name email ward_codes deputy_ward_codes working_hours",
    "absences": "officer_id first_day last_day reason",
    "attendance": "ward_code held_on session residents",
    "days": "first_day last_day kind session label source",
    "board": "held_on starts",
    "postcodes": "postcode lat lon ward_code",
    "priorities": "ward_code agreed_on priority done basis",
    "acronyms": "acronym expansion plain_english",
    "action_plan": "recommendation action_id action responsibility due_date evidence evidence_note",
}
INVENTED_COLUMNS = {
    "wards": ("set_evening", "chair_free"),
    "venues": ("capacity", "hours", "hire", "closed", "step_free", "hearing_loop", "accessible_toilet", "entrance"),
}
WHOLLY_INVENTED = ("officers", "absences", "attendance", "board", "priorities")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(cell: str) -> list[str]:
    return cell.split("|") if cell else []


WARDS = {ward["ward_code"]: ward for ward in rows("wards")}


def officers_of(ward_code: str, roles: tuple[str, ...], column: str = "ward_codes") -> list[str]:
    return [
        officer["officer_id"]
        for officer in rows("officers")
        if officer["role"] in roles and ward_code in (codes(officer[column]) or WARDS)
    ]


@pytest.mark.parametrize("name", CONTRACT)
def test_file_has_the_columns_that_outside_tools_read(name):
    assert [column for column in CONTRACT[name].split() if column not in rows(name)[0]] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("wards", "ward_code"),
        ("wards", "slug"),
        ("venues", "venue_id"),
        ("officers", "officer_id"),
        ("postcodes", "postcode"),
        ("board", "held_on"),
        ("action_plan", "action_id"),
        ("acronyms", "acronym"),
    ],
)
def test_key_names_one_row_only(name, key):
    counts = Counter(row[key] for row in rows(name))

    assert [value for value, count in counts.items() if count > 1 or not value] == []


@pytest.mark.parametrize(("name", "column"), [("venues", "opening_hours"), ("officers", "working_hours")])
def test_hours_parse_without_a_warning(name, column):
    warnings = {row[column]: OpeningHours(row[column], country="GB").warnings for row in rows(name)}

    assert {text: found for text, found in warnings.items() if found} == {}


def test_borough_has_twenty_wards_whose_neighbours_are_mutual():
    pairs = {(code, other) for code, ward in WARDS.items() for other in codes(ward["neighbours"])}

    assert len(WARDS) == 20
    assert [code for code, ward in WARDS.items() if not ward["neighbours"]] == []
    assert {pair for pair in pairs if pair[::-1] not in pairs or pair[1] not in WARDS or pair[0] == pair[1]} == set()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("venues", "ward_codes"),
        ("officers", "ward_codes"),
        ("officers", "deputy_ward_codes"),
        ("attendance", "ward_code"),
        ("postcodes", "ward_code"),
        ("priorities", "ward_code"),
    ],
)
def test_every_ward_code_is_a_ward_of_the_borough(name, column):
    assert {code for row in rows(name) for code in codes(row[column])} - set(WARDS) == set()


def test_boundaries_are_those_of_the_wards():
    features = json.loads((DATA / "wards.geojson").read_text(encoding="utf-8"))["features"]

    assert sorted(feature["properties"]["gss_code"] for feature in features) == sorted(WARDS)


def test_shared_hall_serves_only_its_ward_and_that_wards_neighbours():
    homes = [codes(venue["ward_codes"]) for venue in rows("venues")]
    astray = [served for served in homes if not set(served[1:]) <= set(codes(WARDS[served[0]]["neighbours"]))]

    assert astray == []
    assert sum(len(served) > 1 for served in homes) == 10


@pytest.mark.parametrize("ward_code", WARDS)
def test_ward_has_a_lead_two_deputies_three_ward_officers_and_a_visitor_of_each_kind(ward_code):
    deputies = [
        officer["officer_id"] for officer in rows("officers") if ward_code in codes(officer["deputy_ward_codes"])
    ]

    assert len(officers_of(ward_code, ("sergeant",))) == 1
    assert len(deputies) == 2
    assert len(officers_of(ward_code, ("dwo",))) == 2
    assert len(officers_of(ward_code, ("pcso",))) == 1
    assert len(officers_of(ward_code, ("inspector",))) == 2
    assert len(officers_of(ward_code, ("public_realm",))) == 4


def test_only_known_officers_are_absent_and_no_absence_ends_before_it_starts():
    known = {officer["officer_id"] for officer in rows("officers")}

    assert {absence["officer_id"] for absence in rows("absences")} - known == set()
    assert [row for row in rows("absences") if row["last_day"] < row["first_day"]] == []


@pytest.mark.parametrize("name", WHOLLY_INVENTED)
def test_invented_file_says_so_in_every_row(name):
    assert {row["basis"] for row in rows(name)} == {"illustrative"}


@pytest.mark.parametrize("name", INVENTED_COLUMNS)
def test_column_that_may_be_invented_has_a_basis_wherever_it_has_a_value(name):
    value_of = {"hours": "opening_hours", "hire": "hire_gbp_per_hour"}
    unmarked = [
        (row["name"], column)
        for row in rows(name)
        for column in INVENTED_COLUMNS[name]
        if row[value_of.get(column, column)] and not row[f"{column}_basis"].startswith(BASES)
    ]

    assert unmarked == []


@pytest.mark.parametrize("name", ["wards", "venues", "days"])
def test_every_row_says_what_it_rests_on(name):
    assert [row for row in rows(name) if not row["basis"].startswith(BASES)] == []


def test_four_boards_meet_in_four_quarters_on_days_that_are_not_bank_holidays():
    holidays = {row["date"] for row in rows("bank_holidays")}
    dates = [date.fromisoformat(row["held_on"]) for row in rows("board")]

    assert [(day.year, (day.month + 2) // 3) for day in dates] == [(PLANNED_YEAR, quarter) for quarter in (1, 2, 3, 4)]
    assert [str(day) for day in dates if str(day) in holidays or day.strftime("%a") != "Mon"] == []


def test_no_address_outside_example_org():
    found = [
        address
        for path in sorted(DATA.iterdir())
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", path.read_text(encoding="utf-8"))
    ]

    assert [address for address in found if not address.endswith("@example.org")] == []
    assert len(found) == len(rows("officers")) + 1


def test_officers_cannot_be_taken_for_real_people():
    assert [row["name"] for row in rows("officers") if not row["name"].endswith("(illustrative)")] == []


def test_days_to_avoid_cover_the_planned_year():
    days = rows("days")
    labels = {row["label"].split(":")[0].split(",")[0] for row in days if row["first_day"][:4] == str(PLANNED_YEAR)}

    assert min(row["first_day"] for row in days) < f"{PLANNED_YEAR}-01-01"
    assert max(row["last_day"] for row in days) >= f"{PLANNED_YEAR}-12-31"
    assert {"Ramadan", "Eid al-Fitr", "Eid al-Adha", "Diwali", "Yom Kippur", "Easter Sunday", "Vaisakhi"} <= labels
    assert [row for row in days if row["last_day"] < row["first_day"]] == []
    assert {(row["kind"], row["session"]) for row in days} <= {
        (kind, session) for kind in ("closed", "avoid") for session in ("any", "daytime", "evening")
    }


def test_school_terms_and_bank_holidays_cover_the_planned_year():
    terms = [row for row in rows("school_terms") if row["period"].endswith(" term") and "half" not in row["period"]]
    first, last = date(PLANNED_YEAR, 1, 1), date(PLANNED_YEAR, 12, 31)
    longest_holiday = max(
        date.fromisoformat(after["start"]) - date.fromisoformat(before["end"])
        for before, after in itertools.pairwise(terms)
    )

    assert terms[0]["start"] < str(first)
    assert terms[-1]["end"] > str(last)
    assert longest_holiday < timedelta(days=50)
    assert len([row for row in rows("bank_holidays") if row["date"][:4] == str(PLANNED_YEAR)]) == 10


def test_borough_file_weighs_every_rule_and_no_other():
    borough = tomllib.loads((DATA / "borough.toml").read_text(encoding="utf-8"))

    assert borough["policy"]["weights"] == dict(DEFAULT_WEIGHTS)
    assert borough["borough"]["code"] == "E09000030"
    told = {"poster": 28, "newsletter": 21, "met_engage": 14, "social": [7, 1], "agenda": 10}
    assert told.items() <= borough["publicity"].items()
    thresholds = [tier["from_residents"] for tier in borough["policy"]["tiers"]]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[-1] == 0


@pytest.mark.parametrize("ward_code", WARDS)
def test_ward_has_three_step_free_halls_big_enough_for_its_largest_meeting(ward_code):
    largest = max(int(row["residents"]) for row in rows("attendance") if row["ward_code"] == ward_code)
    fit = [
        venue["venue_id"]
        for venue in rows("venues")
        if ward_code in codes(venue["ward_codes"]) and venue["step_free"] == "yes" and int(venue["capacity"]) >= largest
    ]

    assert len(fit) >= 3


def test_no_file_holds_a_path_of_the_machine_it_was_made_on():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(DATA.iterdir()))

    assert re.findall(r"(?:^|[\s\"'(])/(?:work|home|tmp|root|usr)\b", text) == []
