"""Each kind of bad cell, and each kind of row that does not fit the others, by its full message."""

import pytest

from scheduler.place import Position
from scheduler.reading import cells, read_borough

HOURS = "wanted hours such as 'Mo-Fr 09:00-21:00; Sa 10:00-17:00'"
IDENTIFIER = "wanted up to 16 letters, digits, dots, dashes and underscores, such as"
SPANS = "wanted days such as 2027-06-01/2027-06-30, joined by | where there are more"
ONE_OF_ROLES = "wanted one of sergeant, dwo, pcso, inspector, public_realm"

BAD_CELLS = {
    "ward code that PostgreSQL does not keep": (
        "wards.csv",
        "E05000002,Bridge",
        "E0500000200000000,Bridge",
        f"line 3, ward_code: found 'E0500000200000000', {IDENTIFIER} E05009317",
    ),
    "ward code with a slash": (
        "wards.csv",
        "E05000002,Bridge",
        "../etc,Bridge",
        f"line 3, ward_code: found '../etc', {IDENTIFIER} E05009317",
    ),
    "empty name": ("wards.csv", "Abbey,abbey", ",abbey", "line 2, name: found an empty cell, wanted some text"),
    "slug with a capital": (
        "wards.csv",
        ",abbey,",
        ",Abbey!,",
        "line 2, slug: found 'Abbey!', wanted small letters, digits and dashes, such as bethnal-green-east",
    ),
    "latitude off the globe": (
        "wards.csv",
        "51.51,",
        "151.51,",
        "line 2, lat: found '151.51', wanted degrees north, -90 to 90, such as 51.5150",
    ),
    "longitude that is no number": (
        "wards.csv",
        "-0.05,",
        "nan,",
        "line 2, lon: found 'nan', wanted degrees east, -180 to 180, such as -0.0450",
    ),
    "set evening without a time": (
        "wards.csv",
        "Tue 19:00",
        "Tuesdays",
        "line 2, set_evening: found 'Tuesdays', wanted a weekday and a time such as Tue 19:00, or nothing",
    ),
    "set evening of no weekday": (
        "wards.csv",
        "Tue 19:00",
        "Tues 25:00",
        "line 2, set_evening: found 'Tues 25:00', wanted a weekday and a time such as Tue 19:00, or nothing",
    ),
    "chair free at no known time": (
        "wards.csv",
        "weekend",
        "mornings",
        "line 3, chair_free: found 'mornings', wanted one of any, weekend, evening",
    ),
    "pattern of no tier": (
        "wards.csv",
        ",low",
        ",lowest",
        "line 3, pattern: found 'lowest', wanted a tier of borough.toml: well attended, low",
    ),
    "unknown neighbour": (
        "wards.csv",
        "E05000002,Tue",
        "E05000009|E05000002,Tue",
        "line 2, neighbours: found 'E05000009', wanted ward_code of a row in wards.csv, or one of its old_codes",
    ),
    "ward that neighbours itself": (
        "wards.csv",
        "E05000002,Tue",
        "E05000001,Tue",
        "line 2, neighbours: found 'E05000001', the ward itself, wanted other wards only",
    ),
    "neighbours joined by a space": (
        "wards.csv",
        "E05000002,Tue",
        "E05000002 E05000003,Tue",
        "line 2, neighbours: found 'E05000002 E05000003', wanted ward codes joined by |, such as E05009317|E05009318",
    ),
    "ward code used twice": (
        "wards.csv",
        "E05000002,Bridge",
        "E05000001,Bridge",
        "line 3, ward_code: found 'E05000001' again, wanted each ward_code once (line 2 has it)",
    ),
    "slug used twice": (
        "wards.csv",
        ",bridge,",
        ",abbey,",
        "line 3, slug: found 'abbey' again, wanted each slug once (line 2 has it)",
    ),
    "control character": (
        "wards.csv",
        "Abbey,abbey",
        "Ab\x07bey,abbey",
        "line 2, name: found 'Ab\\x07bey', wanted text without control characters",
    ),
    "hall for an unknown ward": (
        "venues.csv",
        "E05000002,40",
        "E05000009,40",
        "line 3, ward_codes: found 'E05000009', wanted ward_code of a row in wards.csv, or one of its old_codes",
    ),
    "hall for no ward": (
        "venues.csv",
        "E05000002,40",
        ",40",
        "line 3, ward_codes: found an empty cell, "
        "wanted at least one ward code, joined by | where there are more, such as E05009317|E05009318",
    ),
    "half a person": (
        "venues.csv",
        ",40,",
        ",40.5,",
        "line 3, capacity: found '40.5', wanted people in digits, 0 to 100000, such as 60",
    ),
    "hire below nothing": (
        "venues.csv",
        ",12.5,",
        ",-1,",
        "line 2, hire_gbp_per_hour: found '-1', wanted pounds an hour, 0 to 100000, such as 12.50",
    ),
    "opening hours not understood": (
        "venues.csv",
        "Mo-Fr 09:00-21:00",
        "Mo-Fr 9am to 9pm",
        f"line 3, opening_hours: found 'Mo-Fr 9am to 9pm', {HOURS} (not understood from '9am to 9pm' on)",
    ),
    "opening hours left blank": (
        "venues.csv",
        "Mo-Fr 09:00-21:00",
        "",
        f"line 3, opening_hours: found an empty cell, {HOURS}, or 24/7",
    ),
    "work until the sun sets": (
        "officers.csv",
        "dwo,Ben Example,ben@example.org,,,Mo-Su 08:00-22:00",
        "dwo,Ben Example,ben@example.org,,,Mo-Su 08:00-sunset",
        "line 3, working_hours: found 'Mo-Su 08:00-sunset', wanted hours by the clock, such as "
        "'Mo-Fr 09:00-21:00; Sa 10:00-17:00' (dawn, sunrise, sunset and dusk: halls only)",
    ),
    "closed on a day the calendar lacks": (
        "venues.csv",
        "2027-06-30",
        "2027-06-31",
        f"line 2, closed: found '2027-06-01/2027-06-31', {SPANS}",
    ),
    "closed backwards": (
        "venues.csv",
        "2027-06-30",
        "2027-05-30",
        "line 2, closed: found '2027-06-01/2027-05-30', wanted a span whose last day is not before its first",
    ),
    "access neither known nor unknown": (
        "venues.csv",
        "06-30,yes",
        "06-30,mostly",
        "line 2, step_free: found 'mostly', wanted one of yes, no, unknown",
    ),
    "officer of no known role": (
        "officers.csv",
        "dwo",
        "constable",
        f"line 3, role: found 'constable', {ONE_OF_ROLES}",
    ),
    "officer's email without an at sign": (
        "officers.csv",
        "ada@example.org",
        "ada.example.org",
        "line 2, email: found 'ada.example.org', wanted an email address such as panels@example.org",
    ),
    "deputy in an unknown ward": (
        "officers.csv",
        ",E05000002,Mo",
        ",E05000009,Mo",
        "line 2, deputy_ward_codes: found 'E05000009', wanted ward_code of a row in wards.csv, or one of its old_codes",
    ),
    "attendance in an unknown ward": (
        "attendance.csv",
        "E05000001,2026-03-03",
        "E05000009,2026-03-03",
        "line 2, ward_code: found 'E05000009', wanted ward_code of a row in wards.csv, or one of its old_codes",
    ),
    "attendance told twice": (
        "attendance.csv",
        "2026-06-06,weekend_daytime",
        "2026-03-03,evening",
        "line 3, ward_code: found 'E05000001' and '2026-03-03' and 'evening' again, "
        "wanted each ward_code and held_on and session once (line 2 has it)",
    ),
    "attendance in no session": (
        "attendance.csv",
        "weekend_daytime",
        "morning",
        "line 3, session: found 'morning', wanted one of evening, weekday_daytime, weekend_daytime",
    ),
    "absence of an unknown officer": (
        "absences.csv",
        "PC-1",
        "PC-9",
        "line 2, officer_id: found 'PC-9', wanted officer_id of a row in officers.csv",
    ),
    "absence that ends before it begins": (
        "absences.csv",
        "2027-08-14",
        "2027-07-14",
        "line 2, last_day: found '2027-07-14', wanted 2027-08-01, its first_day, or later",
    ),
    "days of no kind": ("days.csv", "avoid", "shun", "line 2, kind: found 'shun', wanted one of closed, avoid"),
    "day of no year": (
        "days_kept_free.csv",
        "every 31 October",
        "31 Smarch",
        "line 2, day: found '31 Smarch', wanted a day of every year: "
        "'every 5 November', '3 days before Easter' or 'before a bank-holiday weekend'",
    ),
    "day that no month has": (
        "days_kept_free.csv",
        "31 October",
        "31 November",
        "line 2, day: found 'every 31 November', wanted a day of every year: "
        "'every 5 November', '3 days before Easter' or 'before a bank-holiday weekend'",
    ),
    "board at no time": ("board.csv", "18:30", "6.30pm", "line 2, starts: found '6.30pm', wanted a time such as 19:00"),
    "home in an unknown ward": (
        "postcodes.csv",
        "E05000001",
        "E05000009",
        "line 2, ward_code: found 'E05000009', wanted ward_code of a row in wards.csv, or one of its old_codes",
    ),
    "acronym without meaning": (
        "acronyms.csv",
        "Safer Neighbourhood Team",
        "",
        "line 2, expansion: found an empty cell, wanted some text",
    ),
    "action of no evidence": (
        "action_plan.csv",
        "computed",
        "guessed",
        "line 2, evidence: found 'guessed', wanted one of computed, reported",
    ),
    "very long cell": (
        "days.csv",
        "2027-02-08",
        "x" * 100,
        "line 2, first_day: found '" + "x" * 56 + "..., wanted a day such as 2027-06-30",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_bad_cell_is_told_with_its_place_and_what_to_write(spoil, complaints, file, old, new, message):
    spoil(file, old=old, new=new)

    assert f"{file} {message}" in complaints()


@pytest.mark.parametrize(
    ("old", "new"),
    [("PS-1,sergeant", "PS-1,Sergeant"), ("ada@example.org", ""), ("Ada Example", "  Ada Example ")],
    ids=["a capital", "no email", "outer white space"],
)
def test_harmless_differences_in_a_cell_are_accepted(folder, spoil, old, new):
    spoil("officers.csv", old=old, new=new)

    officer = read_borough(folder).officers[1]

    assert (officer.role, officer.name) == ("sergeant", "Ada Example")


def test_bad_ward_row_does_not_make_its_code_unknown_elsewhere(spoil, complaints):
    spoil("wards.csv", old=",abbey,", new=",,")

    assert complaints() == [
        "wards.csv line 2, slug: found an empty cell, "
        "wanted small letters, digits and dashes, such as bethnal-green-east"
    ]


def test_unreadable_ward_code_is_not_blamed_on_the_tables_that_name_it(spoil, complaints):
    spoil("wards.csv", old="E05000002,Bridge", new="E0500 0002,Bridge")

    assert complaints() == [f"wards.csv line 3, ward_code: found 'E0500 0002', {IDENTIFIER} E05009317"]


def with_places(folder, police_uk_id, listed_at):
    """The wards with the columns that say where others list their meetings."""
    file = folder / "wards.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    told = [f"{rows[0]},{police_uk_id},{listed_at}", *(f"{row},," for row in rows[1:])]
    file.write_text("\n".join((f"{head},police_uk_id,listed_at", *told)) + "\n", encoding="utf-8")


def test_ward_has_its_neighbourhood_and_the_pages_that_list_it(folder):
    with_places(folder, "E05000001N", "https://x.example/a | https://x.example/b?c=d")

    abbey, bridge = read_borough(folder).wards

    assert (abbey.police_uk_id, abbey.listed_at) == ("E05000001N", ("https://x.example/a", "https://x.example/b?c=d"))
    assert (bridge.police_uk_id, bridge.listed_at) == ("", ())


def test_page_that_is_no_web_address_is_told(folder, complaints):
    with_places(folder, "../x", "https://x.example/a|ftp://x.example")

    assert complaints() == [
        "wards.csv line 2, listed_at: found 'https://x.example/a|ftp://x.example', wanted addresses such as "
        "https://www.example.org/ward, joined by |, or nothing",
        "wards.csv line 2, police_uk_id: found '../x', wanted up to 64 letters, digits, dots, dashes and underscores, "
        "such as E05009317N",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("absences.csv", "2027-08-01", "2027-08-01 00:00:00"),
        ("absences.csv", "2027-08-01", "2027\u201308\u201301"),
        ("absences.csv", "2027-08-01", "2027-08-01T00:00"),
        ("venues.csv", "2027-06-01/2027-06-30", "2027-06-01 00:00:00/2027-06-30\u202f|"),
        ("wards.csv", "Tue 19:00", "Tue\u00a019:00"),
        ("wards.csv", "-0.05,", "\u22120.05,"),
        ("officers.csv", "PS-1,", "\ufeffPS\u20111,"),
    ],
)
def test_dashes_spaces_and_midnights_that_programs_put_in_change_nothing(folder, spoil, file, old, new):
    before = read_borough(folder)

    spoil(file, old=old, new=new)

    assert read_borough(folder) == before


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_day_that_no_borough_has_is_told(spoil, complaints, day):
    spoil("absences.csv", old="2027-08-01", new=day)

    assert complaints() == [
        f"absences.csv line 2, first_day: found '{day}', wanted a day of the years 1900 to 2999, such as 2027-06-30"
    ]


def test_cell_longer_than_anybody_types_is_told_by_its_length(spoil, complaints):
    spoil("officers.csv", old="Ada Example", new="x" * 6000)

    assert complaints() == ["officers.csv line 2, name: found 6,000 characters, wanted at most 5,000 in a cell"]


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("front door", Position.DOOR),
        ("Entrance (visited 3 May 2027)", Position.DOOR),
        ("postcode centroid (OS Code-Point Open)", Position.POSTCODE),
        ("postcode centroid (ward checked)", Position.POSTCODE),
        ("centroid (postcode)", Position.POSTCODE),
        ("ward centroid", Position.WARD),
        ("ward centroid (no postcode found)", Position.WARD),
        ("wikipedia (51 30 43.56 N, 0 1 53.22 W)", Position.UNKNOWN),
        ("not the front door", Position.UNKNOWN),
        ("doorstep survey", Position.UNKNOWN),
        ("Wardour Street", Position.UNKNOWN),
        ("", Position.UNKNOWN),
    ],
)
def test_words_for_a_hall_s_degrees_say_what_they_stand_for(words: str, position: Position) -> None:
    assert cells.position(words) is position
