"""The settings on a sheet of the exported workbook: read back without loss, and what was changed put into the file."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.reading.settings import SETTINGS_FILE, read_settings
from wardpanels.facts.schedule import to_xlsx
from wardpanels.faults import CannotUse
from wardpanels.terminal.words.tidying import changes
from wardpanels.tidying.kept import kept_tables
from wardpanels.tidying.setting_rows import SHEET, as_meant, as_shown, with_setting
from wardpanels.tidying.tidying import tidy

SHIPPED = Path(__file__).parents[3] / "data"
HACKNEY = Path(__file__).parents[2] / "hackney"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Hackney's data with the shipped settings, which have every kind of value."""
    folder = tmp_path / "data"
    shutil.copytree(HACKNEY, folder)
    shutil.copy(SHIPPED / SETTINGS_FILE, folder)
    return folder


def tidied(folder, values):
    """What becomes of an exported workbook whose settings were changed: by path."""
    path = folder.parent / "book.xlsx"
    path.write_bytes(to_xlsx((), kept_tables(folder)))
    book = openpyxl.load_workbook(path)
    for row in book[SHEET].iter_rows(min_row=2):
        if row[0].value in values:
            row[1].value = values[row[0].value]
    book.save(path)
    return tidy(path, folder, 2027, date(2026, 11, 29))


def lines(folder):
    return (folder / SETTINGS_FILE).read_text(encoding="utf-8").split("\n")


def test_settings_that_nobody_changed_stay_to_the_byte(folder):
    before = (folder / SETTINGS_FILE).read_bytes()

    done = tidied(folder, {})

    assert (folder / SETTINGS_FILE).read_bytes() == before
    assert (done.settings, [cell.where for cell in done.taken.cells if cell.sheet == SHEET]) == ((), [])


def test_every_setting_of_the_shipped_file_has_a_row(folder):
    rows = kept_tables(folder)[SHEET].rows
    told = {cells[0]: cells[1] for _, cells in rows}

    parsed = tomllib.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
    assert told["policy.limits.meetings_a_day"] == str(parsed["policy"]["limits"]["meetings_a_day"])
    assert told["policy.tiers[2].name"] == "steady"
    assert told["policy.starts.evening"] == "18:30, 19:00, 19:30"
    assert told["borough.unreviewed_translations"] == "yes"
    assert len(rows) == sum("=" in line.partition("#")[0] for line in lines(folder))


def test_what_was_changed_is_put_in_its_line_and_all_else_stays(folder):
    before = lines(folder)
    new = {
        "policy.limits.meetings_a_day": 4,
        "policy.starts.evening": "18:30, 19:00",
        "policy.tiers[1].name": 'very "well" attended # yes',
        "borough.unreviewed_translations": "No",
        "publicity.poster": "28, 7",
        "publicity.police_uk": "release",
    }

    done = tidied(folder, new)

    differing = [now for was, now in zip(before, lines(folder), strict=True) if was != now]
    assert [line.partition("  ")[0] for line in differing] == [
        "unreviewed_translations = false",
        'name = "very \\"well\\" attended # yes"',
        'evening = ["18:30", "19:00"]',
        "meetings_a_day = 4",
        "poster = [28, 7]",
        'police_uk = "release"',
    ]
    assert differing[0].endswith("# whether texts that no person has checked yet may go out, marked as such")
    assert read_settings(folder).policy.limits.meetings_a_day == 4
    assert next(changes(done)).startswith("borough.toml: 6 changed: ")


def test_value_that_the_file_cannot_have_is_asked_about_and_the_others_are_taken(folder):
    done = tidied(folder, {"policy.limits.meetings_a_day": "lots", "policy.length_minutes": 60})

    assert done.settings == ("policy.length_minutes",)
    (asked,) = [cell for cell in done.taken.cells if cell.sheet == SHEET]
    assert (asked.row_name, asked.told.why) == (
        "policy.limits.meetings_a_day",
        "Found 'lots', wanted meetings a day as a whole number, 1 to 1000.",
    )
    row, column = asked.spot
    assert asked.told.why in openpyxl.load_workbook(done.copy)[SHEET].cell(row, column).comment.text


def test_cell_that_was_emptied_and_setting_that_is_not_there_change_nothing(folder):
    path = folder.parent / "book.xlsx"
    path.write_bytes(to_xlsx((), kept_tables(folder)))
    book = openpyxl.load_workbook(path)
    book[SHEET]["B2"] = None
    book[SHEET].append(["policy.limits.moons", 3])
    book.save(path)
    before = lines(folder)

    done = tidy(path, folder, 2027, date(2026, 11, 29))

    assert lines(folder) == before
    assert [cell.told.why for cell in done.taken.cells if cell.sheet == SHEET] == [
        "It was emptied, and an empty cell changes nothing.",
        "borough.toml has no such setting on a line of its own.",
    ]


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f"), max_size=12)
VALUES = st.booleans() | st.integers(-999, 999) | st.lists(st.integers(-9, 99)) | st.lists(TEXT, max_size=3)


@given(VALUES)
@example(["0"])
@example(["[1]"])
def test_value_that_is_shown_is_read_as_it_was(value):
    assert as_meant(as_shown(value), value) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("policy.limits.meetings_a_day", 5),
        ("policy.in_force", "as-is"),
        ("policy.starts.evening", ["18:00", "19:00"]),
        ("policy.tiers[2].max_gap_days", 130),
        ("policies.as-is.limits.halls_a_ward", 2),
        ("evidence.never_there_before.agenda_days", 7),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_setting_is_written_in_its_line_or_first_in_its_table_and_the_rest_stays(path, value, end):
    text = (SHIPPED / SETTINGS_FILE).read_text(encoding="utf-8").replace("\n", end)

    after = with_setting(text, path, value)

    found = tomllib.loads(after)
    for part in path.replace("]", "").replace("[", ".").split("."):
        found = found[int(part) - 1] if part.isdecimal() else found[part]
    assert found == value
    lines, now = text.split(end), after.split(end)
    assert [line for line in lines if line not in now][1:] == []
    assert with_setting(after, path, value) == after


def test_a_setting_that_has_no_line_of_its_own_is_refused_in_words():
    with pytest.raises(CannotUse, match="it on a line of its own"):
        with_setting("[policy]\nlimits = { meetings_a_day = 3 }\n", "policy.limits.meetings_a_day", 4)
