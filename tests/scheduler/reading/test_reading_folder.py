"""A whole folder: what comes out of a good one, and that a bad one says everything at once."""

import os
from datetime import date, time
from pathlib import Path

import pytest

from scheduler.actions import Action
from scheduler.errors import UnusableData
from scheduler.facts import (
    Absence,
    Acronym,
    BoardMeeting,
    Borough,
    BoroughProfile,
    ChairFree,
    DayKeptFree,
    DayKind,
    DaySpan,
    HeldMeeting,
    Home,
    Known,
    Officer,
    PartOfDay,
    Role,
    SetEvening,
    SpecialDays,
    Venue,
    Ward,
)
from scheduler.policy import DEFAULT_WEIGHTS, DaytimePreference, Limits, Policy, Session, Tier
from scheduler.reading import read_borough
from scheduler.reading.borough import usual_days_kept_free
from scheduler.yearly_days import EveryDate

ABBEY, BRIDGE = "E05000001", "E05000002"
BOROUGH = Borough(
    profile=BoroughProfile(
        "Riverside",
        "E09000099",
        "metropolitan",
        "https://example.org/panels",
        "panels@example.org",
        "Europe/London",
        ("en", "bn"),
    ),
    policy=Policy(
        length_minutes=90,
        lookback_meetings=4,
        step_free_required=True,
        tiers=(
            Tier("well attended", 20, 4, 2, DaytimePreference.WEEKEND, 28, 90),
            Tier("low", 0, 2, 2, DaytimePreference.ANY, 56, 110),
        ),
        starts={
            Session.EVENING: (time(18, 30), time(19)),
            Session.WEEKDAY_DAYTIME: (time(10, 30),),
            Session.WEEKEND_DAYTIME: (),
        },
        limits=Limits(meetings_a_day=2),
        weights={**DEFAULT_WEIGHTS, "hire_cost": 7},
    ),
    wards=(
        Ward(ABBEY, "Abbey", "abbey", 51.51, -0.05, 15000, frozenset({BRIDGE}), SetEvening(1, time(19))),
        Ward(BRIDGE, "Bridge", "bridge", 51.52, -0.04, 12000, frozenset({ABBEY}), None, ChairFree.WEEKEND, "low"),
    ),
    venues=(
        Venue(
            "V1",
            "Abbey Hall",
            "1 Abbey Road",
            "E1 1AA",
            51.511,
            -0.051,
            frozenset({ABBEY, BRIDGE}),
            60,
            12.5,
            "Mo-Su 09:00-22:00",
            (DaySpan(date(2027, 6, 1), date(2027, 6, 30)),),
            Known.YES,
        ),
        Venue(
            "V2",
            "Bridge Hub",
            "2 Bridge Road",
            "E1 2AA",
            51.521,
            -0.041,
            frozenset({BRIDGE}),
            40,
            0.0,
            "Mo-Fr 09:00-21:00",
        ),
    ),
    officers=(
        Officer(
            "PC-1",
            Role.DWO,
            "Ben Example",
            "ben@example.org",
            frozenset({ABBEY, BRIDGE}),
            frozenset(),
            "Mo-Su 08:00-22:00",
        ),
        Officer(
            "PS-1",
            Role.SERGEANT,
            "Ada Example",
            "ada@example.org",
            frozenset({ABBEY}),
            frozenset({BRIDGE}),
            "Mo-Su 08:00-22:00",
        ),
    ),
    attendance=(
        HeldMeeting(ABBEY, date(2026, 3, 3), Session.EVENING, 25),
        HeldMeeting(ABBEY, date(2026, 6, 6), Session.WEEKEND_DAYTIME, 18),
    ),
    absences=(Absence("PC-1", DaySpan(date(2027, 8, 1), date(2027, 8, 14)), "leave"),),
    special_days=(
        SpecialDays(
            DaySpan(date(2027, 2, 8), date(2027, 3, 9)), DayKind.AVOID, PartOfDay.EVENING, "Ramadan", "forecast"
        ),
    ),
    days_kept_free=(DayKeptFree("Halloween", EveryDate(10, 31), PartOfDay.EVENING),),
    board=(BoardMeeting(date(2027, 3, 23), time(18, 30)),),
    homes=(Home("E1 1AA", 51.511, -0.051, ABBEY),),
    acronyms=(Acronym("SNT", "Safer Neighbourhood Team", "Your local police team."),),
    actions=(Action(3, "3a", "Vary the halls", "SNB Chair", date(2020, 9, 30), "computed"),),
)


def test_good_folder_reads_as_the_borough_it_describes(folder):
    assert read_borough(folder) == BOROUGH


def test_optional_files_may_be_left_out(folder):
    for name in ("absences", "days", "board", "postcodes", "acronyms", "action_plan"):
        (folder / f"{name}.csv").unlink()

    borough = read_borough(folder)

    assert (borough.absences, borough.special_days, borough.board) == ((), (), ())
    assert (borough.homes, borough.acronyms, borough.actions) == ((), (), ())


def test_borough_without_a_table_of_days_kept_free_has_the_usual_ones_and_an_empty_table_means_none(folder):
    table = folder / "days_kept_free.csv"
    table.write_text(table.read_text().splitlines()[0] + "\n")
    none = read_borough(folder)
    table.unlink()

    assert none.days_kept_free == ()
    assert read_borough(folder).days_kept_free == usual_days_kept_free()


def test_ward_without_hall_sergeant_or_attendance_is_no_reading_problem(folder):
    for name in ("venues", "officers", "attendance", "absences"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")

    borough = read_borough(folder)

    assert (borough.venues, borough.officers, borough.attendance) == ((), (), ())


def test_every_problem_of_every_file_is_told_at_once(folder, spoil, complaints):
    spoil("borough.toml", old="length_minutes = 90", new='length_minutes = "90"')
    spoil("wards.csv", old="51.51,", new="north,")
    spoil("wards.csv", old="15000", new="many")
    spoil("venues.csv", old=",60,", new=",-60,")
    (folder / "officers.csv").unlink()
    spoil("attendance.csv", old="2026-03-03", new="03/03/2026")

    assert complaints() == [
        "attendance.csv line 2, held_on: found '03/03/2026', wanted a day such as 2027-06-30",
        "borough.toml line 11, policy.length_minutes: found '90', wanted minutes as a whole number, 15 to 480",
        "officers.csv: found no such file, wanted this file, or a workbook with a sheet named officers",
        "venues.csv line 2, capacity: found '-60', wanted people in digits, 0 to 100000, such as 60",
        "wards.csv line 2, lat: found 'north', wanted degrees north, -90 to 90, such as 51.5150",
        "wards.csv line 2, population: found 'many', wanted people in digits, 0 to 100000000, such as 15300",
    ]


def test_missing_folder_is_said_to_be_missing(tmp_path):
    with pytest.raises(UnusableData) as caught:
        read_borough(tmp_path / "nowhere")

    assert str(caught.value) == f"{tmp_path / 'nowhere'}: found no such folder, wanted a folder with borough.toml in it"


def test_missing_settings_are_said_to_be_missing(folder, complaints):
    (folder / "borough.toml").unlink()

    assert complaints() == ["borough.toml: found no such file, wanted this file in the folder"]


def test_folder_where_a_file_should_be_is_told(folder, complaints):
    (folder / "days.csv").unlink()
    (folder / "days.csv").mkdir()

    assert complaints() == ["days.csv: found a folder, wanted a file"]


def test_name_of_a_file_may_have_capitals_and_may_not_be_there_twice(folder, complaints):
    before = read_borough(folder)
    (folder / "board.csv").rename(folder / "Board.CSV")
    assert read_borough(folder) == before

    (folder / "board.csv").write_bytes((folder / "Board.CSV").read_bytes())
    assert complaints() == ["board.csv: found the same name with other capitals, wanted it once (Board.CSV)"]


def a_device(path):
    path.symlink_to("/dev/zero")


def a_link_out(path):
    path.symlink_to("/etc/hostname")


def a_link_to_nothing(path):
    path.symlink_to("nowhere")


def a_link_to_itself(path):
    path.symlink_to(path.name)


NO_FILES = {
    a_device: "a link to a place outside the folder, wanted the file itself, in the folder",
    a_link_out: "a link to a place outside the folder, wanted the file itself, in the folder",
    a_link_to_nothing: "a link that leads nowhere, wanted the file itself, in the folder",
    a_link_to_itself: "something that does not open (a link to itself), wanted a file that may be read",
    os.mkfifo: "a pipe, a socket or a device, wanted a file",
    Path.mkdir: "a folder, wanted a file",
}


@pytest.mark.parametrize("name", ["wards.csv", "borough.toml", "wards.geojson", "rota.xlsx", "busy/PS-1.ics"])
@pytest.mark.parametrize(("make", "told"), NO_FILES.items(), ids=[make.__name__ for make in NO_FILES])
def test_what_is_no_file_of_the_folder_is_told_and_never_opened(folder, complaints, name, make, told):
    (folder / "busy").mkdir()
    (folder / name).unlink(missing_ok=True)

    make(folder / name)

    assert f"{name}: found {told}" in complaints()


def test_link_to_another_file_of_the_folder_is_followed(folder):
    before = read_borough(folder)
    (folder / "board.csv").rename(folder / "kept.txt")

    (folder / "board.csv").symlink_to("kept.txt")

    assert read_borough(folder) == before


def test_table_in_a_kind_of_file_that_is_not_read_is_named(folder, complaints):
    (folder / "officers.csv").rename(folder / "officers.ods")

    assert complaints() == [
        "officers.csv: found officers.ods instead, wanted this file, or a workbook with a sheet named officers"
    ]


def test_reading_leaves_the_folder_as_it_was(folder):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}

    read_borough(folder)

    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
