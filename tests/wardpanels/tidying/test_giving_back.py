"""An exported schedule that comes back with changes: what is taken, what is refused in its cell, what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.edit import NewTiming
from scheduler.facts import Role
from scheduler.policy import Limits
from scheduler.posing import planning_problem
from scheduler.store import open_store
from tests.scheduler.examples import a_borough, a_library, a_policy, a_venue, an_officer, the_officers, utc
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year
from wardpanels.facts.schedule import HEADS, remembered, schedule, to_csv, to_xlsx
from wardpanels.facts.taken_back import taken_facts
from wardpanels.faults import CannotUse
from wardpanels.tidying.as_exported import SHEET, meaning
from wardpanels.tidying.giving_back import given_back, take_back
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import cancel_meeting, move_meeting

NOW = utc("2026-11-22 09:00")
WHO = "PS Ann"
SPARE = an_officer("sgt-2", Role.SERGEANT)
HALLS = (a_venue(), a_library(), a_library(venue_id="annexe", name="The Annexe"))
BOROUGH = a_borough(officers=(*the_officers(), SPARE), venues=HALLS, policy=a_policy(limits=Limits(halls_a_ward=2)))
PROBLEM = planning_problem(BOROUGH, the_problem().period)
CODE, FIRST_DAY = BOROUGH.profile.code, PROBLEM.first_day


@pytest.fixture
def store(database_url):
    """A store with the year as its draft."""
    opened = open_store(database_url)
    opened.save_draft(the_year(), expected_revision=None, saved_at=NOW)
    yield opened
    opened.close()


@pytest.fixture
def alone():
    """A store with the year as its draft, in memory."""
    opened = open_store("memory:")
    opened.save_draft(the_year(), expected_revision=None, saved_at=NOW)
    yield opened
    opened.close()


def draft(store):
    return store.draft(CODE, FIRST_DAY)


def meeting(store, meeting_id):
    return draft(store).plan.meeting_by_id[meeting_id]


def exported(store, path, borough=BOROUGH):
    """The draft's workbook in a file, and its rows by meeting id."""
    rows = schedule(borough, draft(store).plan)
    path.write_bytes(to_xlsx(rows, None, remembered(draft(store), rows)))
    return {row.meeting: number for number, row in enumerate(rows, start=2)}


def changed(path, cells, rows):
    """The workbook with other values in some cells: by meeting id and head."""
    book = openpyxl.load_workbook(path)
    for (meeting_id, head), value in cells.items():
        book["Schedule"].cell(rows[meeting_id], HEADS.index(head) + 1).value = value
    book.save(path)


def taken(store, path, problem=PROBLEM, at=NOW, **settings):
    return take_back(given_back(path), store, problem, Signed(WHO), at, **settings)


def after(store, tmp_path, cells, problem=PROBLEM, at=NOW):
    """What becomes of a workbook that is exported, changed and taken."""
    path = tmp_path / "schedule.xlsx"
    changed(path, cells, exported(store, path))
    return taken(store, path, problem, at)


def not_taken(done):
    return {(cell.row_name, cell.column.capitalize()): cell.told.why for cell in done.not_taken}


def test_workbook_that_nobody_changed_changes_nothing(store, tmp_path):
    done = after(store, tmp_path, {})

    assert (draft(store).revision, done.cells, done.copy, done.edits.gone) == (1, (), None, ())
    assert draft(store).plan == the_year()
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["schedule.xlsx"]


def test_each_change_is_a_draft_of_its_own_that_knows_who_and_from_where(store, tmp_path):
    done = after(
        store,
        tmp_path,
        {
            (bow(2), "Date"): date(2027, 4, 1),
            (bow(2), "Hall"): "The Annexe",
            (mile(2), "Sergeant"): "Secret sgt-2",
            (mile(3), "State"): "Cancelled: hall-closed",
        },
    )

    assert (done.not_taken, draft(store).revision) == ((), 4)
    moved, crewed, off = (meeting(store, name) for name in (bow(2), mile(2), mile(3)))
    assert (moved.held_on, moved.venue_id) == (date(2027, 4, 1), "annexe")
    assert crewed.sergeant == "sgt-2"
    assert (off.stands, off.because) == (False, "hall-closed")
    assert audit(PROBLEM, draft(store).plan) == ()
    assert (draft(store).by, draft(store).why) == (WHO, "schedule.xlsx, row 5")
    assert store.draft_before(CODE, FIRST_DAY).revision == 3


def test_what_breaks_a_must_rule_is_refused_on_its_cells_and_the_rest_is_taken(store, tmp_path):
    done = after(
        store,
        tmp_path,
        {(bow(1), "Date"): "25/12/27", (bow(1), "Starts"): "10.30am", (mile(1), "Starts"): time(19, 30)},
    )

    assert meeting(store, bow(1)) == the_year().meeting_by_id[bow(1)]
    assert f"{meeting(store, mile(1)).starts_at:%H:%M}" == "19:30"
    assert not_taken(done).keys() == {(bow(1), "Date"), (bow(1), "Starts")}
    sheet = openpyxl.load_workbook(done.copy)["Schedule"]
    for cell in (sheet["C2"], sheet["E2"]):
        assert "No meeting is held on a bank holiday or a day the borough has closed:" in cell.comment.text
    assert sheet["E3"].comment is None


def test_copy_that_was_mended_takes_only_what_is_new(store, tmp_path):
    cells = {(bow(1), "Date"): "25/12/27", (mile(1), "Starts"): time(19, 30)}
    copy = after(store, tmp_path, cells).copy
    before = draft(store).revision
    changed(copy, {(bow(1), "Date"): "Thurs 7/1/27"}, {bow(1): 2})

    done = taken(store, copy)

    assert [wish.meeting_id for granted in done.answered.granted for wish in granted.wishes] == [bow(1)]
    assert (meeting(store, bow(1)).held_on, draft(store).revision) == (date(2027, 1, 7), before + 1)
    assert (done.not_taken, done.edits.done, done.copy) == ((), 1, None)


def test_cells_are_read_as_people_write_them(alone, tmp_path):
    done = after(
        alone,
        tmp_path,
        {
            (bow(2), "Date"): "Thurs 1st April 2027",
            (bow(2), "Starts"): "7.30",
            (bow(3), "Starts"): 19.3,
            (mile(2), "Hall"): "the anexe",
            (mile(3), "Ward officers"): "DWO-1",
            (mile(4), "Starts"): 0.8125,
        },
    )

    assert not_taken(done) == {}
    starts = {name: f"{meeting(alone, name).starts_at:%d %H:%M}" for name in (bow(2), bow(3), mile(4))}
    assert starts == {bow(2): "01 19:30", bow(3): "08 19:30", mile(4): "14 19:30"}
    assert (meeting(alone, mile(2)).venue_id, meeting(alone, mile(3)).ward_officers) == ("annexe", ("dwo-1",))
    assert {cell.text: cell.told.why for cell in done.cells if cell.told.why} == {
        "7.30": "'7.30' is taken for 7.30pm.",
        "19/01/1900 07:12": "The number 19.30 is taken for a time.",
        "the anexe": "'the anexe' is taken for The Annexe.",
    }


@pytest.mark.parametrize(
    ("head", "value", "why"),
    [
        ("Date", "Tues 9th", "This is not a day that could be read."),
        ("Date", None, "It was emptied, and an empty cell changes nothing."),
        ("Date", "8/1", "The year is not said: 2027 is taken."),
        ("Starts", "after tea", "This is no time that could be read."),
        ("Starts", "midnight", "It does not say whether this is in the morning or the evening."),
        ("Hall", "The Moon", "No name is called 'the moon'."),
        ("Sergeant", "Twin", "officer: found 'Twin', wanted one of sgt-2, sgt-3, which share that name."),
        ("State", "perhaps", "This does not say whether the meeting stands."),
        ("State", "cancelled: flood", "Reason: found 'flood', wanted"),
        ("Ward", "Mile End", "A meeting stays with its ward."),
        ("Weekday", "Friday", "This follows from the other cells of its row, and is not read."),
        ("Hall", "=1+1", "This is a formula that has not been worked out."),
    ],
)
def test_cell_that_cannot_be_taken_is_asked_about_and_nothing_is_changed(alone, tmp_path, head, value, why):
    twins = tuple(an_officer(each, Role.SERGEANT, name="Twin") for each in ("sgt-2", "sgt-3"))
    problem = planning_problem(a_borough(officers=(*the_officers(), *twins)), PROBLEM.period)

    done = after(alone, tmp_path, {(bow(1), head): value}, problem)

    assert [told.startswith(why) for told in not_taken(done).values()] == [True]
    assert draft(alone).revision == 1
    column = HEADS.index(head) + 1
    assert why in openpyxl.load_workbook(done.copy)["Schedule"].cell(2, column).comment.text


def test_guess_is_taken_once_a_person_says_ok_beside_it(alone, tmp_path):
    copy = after(alone, tmp_path, {(bow(1), "Date"): "7/1"}).copy
    book = openpyxl.load_workbook(copy)
    assert "wardpanels take" in book["To mend"]["A1"].value
    book["To mend"].cell(4, 7, "OK")
    book.save(copy)

    assert not_taken(taken(alone, copy)) == {}
    assert meeting(alone, bow(1)).held_on == date(2027, 1, 7)


def test_answer_beside_a_cell_stands_in_for_it(alone, tmp_path):
    copy = after(alone, tmp_path, {(bow(1), "Date"): "Tues 9th"}).copy
    book = openpyxl.load_workbook(copy)
    book["To mend"].cell(4, 7, "7/1/27")
    book.save(copy)

    taken(alone, copy)

    assert meeting(alone, bow(1)).held_on == date(2027, 1, 7)


def test_nothing_of_a_row_is_taken_until_all_of_it_can_be(alone, tmp_path):
    done = after(alone, tmp_path, {(bow(1), "Date"): "7/1/27", (bow(1), "Starts"): "tea", (bow(1), "Ends"): "21:00"})

    assert draft(alone).revision == 1
    waits = "Nothing of this row is taken until its other cells are mended."
    assert not_taken(done)[bow(1), "Date"] == waits


def test_meeting_is_cancelled_or_moved_in_one_row_never_both(alone, tmp_path):
    done = after(alone, tmp_path, {(bow(1), "Date"): "7/1/27", (bow(1), "State"): "off"})

    why = "A meeting is cancelled, put back or moved, one at a time."
    assert not_taken(done) == {(bow(1), "Date"): why, (bow(1), "State"): why}


def test_two_meetings_swap_their_days_in_one_draft(alone, tmp_path):
    limits = Limits(meetings_a_day=1, halls_a_ward=2)
    problem = planning_problem(replace(BOROUGH, policy=a_policy(limits=limits)), PROBLEM.period)
    days = {bow(1): date(2027, 1, 21), mile(1): date(2027, 1, 28), mile(2): date(2027, 4, 8), bow(2): date(2027, 4, 15)}

    done = after(alone, tmp_path, {(name, "Date"): day for name, day in days.items()}, problem)

    assert not_taken(done) == {}
    assert {name: meeting(alone, name).held_on for name in days} == days
    assert audit(problem, draft(alone).plan) == ()
    together = [sorted(wish.meeting_id for wish in each.wishes) for each in done.answered.granted]
    assert [bow(2), mile(2)] in together
    assert draft(alone).why == "schedule.xlsx, row 4; schedule.xlsx, row 5"


def test_cell_that_nobody_touched_is_no_wish_though_the_draft_moved_on(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    rows = exported(alone, path)
    move_meeting(alone, PROBLEM, bow(1), NewTiming(held_on=date(2027, 1, 7)), NOW)
    changed(path, {(bow(1), "Hall"): "The Annexe"}, rows)

    done = taken(alone, path)

    assert not_taken(done) == {}
    assert (meeting(alone, bow(1)).held_on, meeting(alone, bow(1)).venue_id) == (date(2027, 1, 7), "annexe")


def test_what_was_changed_in_both_places_is_refused_and_both_are_told(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    rows = exported(alone, path)
    move_meeting(alone, PROBLEM, bow(1), NewTiming(held_on=date(2027, 1, 7)), NOW)
    changed(path, {(bow(1), "Date"): "21/1/27"}, rows)

    done = taken(alone, path)

    assert not_taken(done) == {
        (
            bow(1),
            "Date",
        ): "It was Thu 14 Jan 2027 when this was exported. The draft has Thu 7 Jan 2027 by now, and this "
        "cell Thu 21 Jan 2027."
    }
    assert meeting(alone, bow(1)).held_on == date(2027, 1, 7)


def test_meeting_that_was_cancelled_meanwhile_is_not_moved(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    rows = exported(alone, path)
    cancel_meeting(alone, PROBLEM, bow(1), NOW)
    changed(path, {(bow(1), "Date"): "7/1/27", (bow(2), "State"): "cancelled"}, rows)

    done = taken(alone, path)

    why = "It is cancelled, and a cancelled meeting cannot be moved."
    assert not_taken(done) == {(bow(1), "Date"): why}
    assert not meeting(alone, bow(2)).stands


def test_cancelled_meeting_is_put_back(alone, tmp_path):
    cancel_meeting(alone, PROBLEM, bow(1), NOW)

    after(alone, tmp_path, {(bow(1), "State"): "confirmed"})

    assert meeting(alone, bow(1)).stands


def test_meeting_that_has_begun_is_not_changed(alone, tmp_path):
    cells = {
        (bow(1), "Hall"): "The Annexe",
        (mile(1), "Date"): "13/1/27",
        (bow(2), "Starts"): "19:30",
    }

    done = after(alone, tmp_path, cells, at=utc("2027-01-14 19:00"))

    assert not_taken(done) == {
        (bow(1), "Hall"): "It began on Thu 14 Jan 2027, and what is past cannot be changed.",
        (mile(1), "Date"): "It would begin on Wed 13 Jan 2027 at 19:00, and that is past.",
    }
    assert f"{meeting(alone, bow(2)).starts_at:%H:%M}" == "19:30"


def test_rows_that_are_gone_added_doubled_or_renamed_change_nothing_and_are_told(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    rows = exported(alone, path)
    book = openpyxl.load_workbook(path)
    sheet = book["Schedule"]
    sheet.cell(rows[mile(1)], 1).value = "2027-X-1"
    sheet.cell(rows[bow(2)], 1).value = mile(2)
    sheet.delete_rows(rows[mile(4)])
    sheet.append([None, "Bow East", date(2027, 5, 6)])
    sheet.append(["Ring the library"])
    book.save(path)

    done = taken(alone, path)

    assert draft(alone).revision == 1
    assert done.edits.gone == (mile(1), bow(2), mile(4))
    assert [(cell.where, cell.told.why) for cell in done.cells] == [
        ("Schedule!A3", "No meeting of this id was exported."),
        ("Schedule!A4", "Several rows have this meeting's id, so nothing is taken from them."),
        ("Schedule!A5", "Several rows have this meeting's id, so nothing is taken from them."),
        ("Schedule!B9", "This row has no meeting's id, so nothing is taken from it."),
        ("Schedule!A10", "A line of one cell is taken for a remark."),
    ]


def test_sheet_that_was_sorted_under_a_title_with_columns_left_out_is_read(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    exported(alone, path)
    book = openpyxl.load_workbook(path)
    sheet = book["Schedule"]
    changed_row = [cell.value for cell in sheet[2]]
    changed_row[HEADS.index("Date")] = date(2027, 1, 7)
    sheet.delete_rows(2)
    sheet.append(changed_row)
    sheet.delete_cols(4)
    sheet.insert_rows(1)
    sheet["A1"] = "Our year"
    book.save(path)

    done = taken(alone, path)

    assert (done.cells[0].where, done.not_taken) == ("Schedule!C10", ())
    assert meeting(alone, bow(1)).held_on == date(2027, 1, 7)


def test_trial_changes_nothing_and_writes_no_copy(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    changed(path, {(bow(1), "Date"): "7/1/27", (bow(2), "Date"): "tea"}, exported(alone, path))

    done = taken(alone, path, is_trial=True)

    assert taken_facts(done)["taken"] == [[{"meeting": bow(1), "why": "schedule.xlsx, row 2"}]]
    assert (draft(alone).revision, done.copy, len(done.not_taken)) == (1, None, 1)
    assert [each.name for each in tmp_path.iterdir()] == ["schedule.xlsx"]


def without(sheet):
    def change(path):
        book = openpyxl.load_workbook(path)
        del book[sheet]
        book.create_sheet("Notes")
        book.save(path)

    return change


def spoilt(path):
    book = openpyxl.load_workbook(path)
    book[SHEET]["D2"] = "soon"
    book.save(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without(SHEET), "no sheet 'As exported', wanted a workbook that `wardpanels export --to FILE.xlsx` wrote"),
        (spoilt, "a sheet 'As exported' that was changed, wanted it as `wardpanels export` wrote it: export the "
                 "schedule again"),
        (without("Schedule"), "no sheet with the columns Meeting and Date, wanted the schedule as it was exported"),
    ],
)  # fmt: skip  # a table
def test_workbook_that_export_did_not_write_so_is_refused(alone, tmp_path, change, said):
    path = tmp_path / "schedule.xlsx"
    exported(alone, path)
    change(path)

    with pytest.raises(CannotUse) as refused:
        taken(alone, path)

    assert str(refused.value).endswith(said)


def test_csv_file_is_refused_for_it_does_not_know_what_was_changed(alone, tmp_path):
    path = tmp_path / "schedule.csv"
    path.write_bytes(to_csv(schedule(BOROUGH, the_year())))

    with pytest.raises(CannotUse, match="it knows which cells were changed since"):
        taken(alone, path)


def test_schedule_of_another_borough_is_refused(alone, tmp_path):
    path = tmp_path / "schedule.xlsx"
    exported(alone, path)
    other = planning_problem(replace(BOROUGH, profile=replace(BOROUGH.profile, code="E09000012")), PROBLEM.period)

    with pytest.raises(CannotUse, match="found the schedule of E09000030, wanted that of E09000012"):
        taken(alone, path, other)


NAMES = {"Hall": [a_venue().name, a_library().name, "bow-centre", "the annexe", "Nowhere"],
         "Sergeant": ["Secret sgt-1", "sgt-2", "Secret dwo-1", "?"],
         "Ward officers": ["Secret dwo-1", "pcso-1", "Secret sgt-1"],
         "Inspector": ["Secret insp-1", ""], "Public realm": ["realm-1"]}  # fmt: skip  # a table
CELLS = st.one_of(
    st.tuples(st.just("Date"), st.dates(date(2026, 12, 1), date(2028, 1, 31))),
    st.tuples(st.just("Date"), st.sampled_from([meeting.held_on for meeting in the_year().meetings])),
    st.tuples(st.just("Starts"), st.sampled_from([time(18, 30), "7pm", "19.30", "10:30", "late"])),
    st.tuples(st.just("State"), st.sampled_from(["cancelled", "confirmed", "cancelled: weather", "hm"])),
    *(st.tuples(st.just(head), st.sampled_from(names)) for head, names in NAMES.items()),
)
IDS = [meeting.meeting_id for meeting in the_year().meetings]
EDITS = st.lists(st.tuples(st.sampled_from(IDS), CELLS), max_size=6).map(
    lambda told: {(name, head): value for name, (head, value) in told}
)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])  # in each of three stores
@given(cells=EDITS, meanwhile=st.none() | st.sampled_from(IDS))
def test_whatever_is_changed_is_in_the_draft_or_commented_in_its_cell_and_nothing_else_is(
    store, tmp_path_factory, cells, meanwhile
):
    store.save_draft(the_year(), expected_revision=draft(store).revision, saved_at=NOW)
    path = tmp_path_factory.mktemp("given") / "schedule.xlsx"
    rows = exported(store, path)
    if meanwhile:
        move_meeting(store, PROBLEM, meanwhile, NewTiming(starts=time(18, 30)), NOW)
    changed(path, cells, rows)
    before = draft(store)

    done = taken(store, path)

    now = draft(store).plan
    granted = {wish.meeting_id for each in done.answered.granted for wish in each.wishes}
    assert draft(store).revision == before.revision + len(done.answered.granted)
    assert audit(PROBLEM, now) == ()
    for each in now.meetings:
        if each.meeting_id not in granted:
            visitors = {"inspector": each.inspector, "public_realm": each.public_realm}
            assert replace(before.plan.meeting_by_id[each.meeting_id], **visitors) == each
    sheet = openpyxl.load_workbook(done.copy or path)["Schedule"]
    lost = not_taken(done).keys()
    for cell in done.cells:
        if (cell.row_name, cell.column.capitalize()) in lost:
            assert cell.told.why in sheet.cell(*cell.spot).comment.text
        else:
            assert meaning(now.meeting_by_id[cell.row_name])[cell.column] == cell.told.value.partition(": ")[0]
    again = taken(store, done.copy or path)
    assert (again.answered.granted, not_taken(again).keys()) == ((), lost)
