"""Set-up at the console: what the folder holds, sending files, taking them, and what changes in a week."""

from __future__ import annotations

import io

import openpyxl
import pytest

from scheduler.store import open_store
from tests.console.borough import RELEASED_AT, SMALL, UNTIDY, YEAR, house_in, make_bare, sign_in, sign_up, url_of
from tests.console.conftest import Seat
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.year.drafts import stored_draft
from wardpanels.year.planning import plan_problem, problem_of

HOSTILE, QUOTE = '"><script>alert(1)</script>', '"'


@pytest.fixture
def data(folder):
    return folder / "data"


def files_of(data):
    return {each.name: each.read_bytes() for each in data.iterdir() if each.is_file()}


def send(seat, *files):
    return seat.send("/set-up/upload", files=[(io.BytesIO(content), name) for name, content in files])


def seen_in(page):
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


def with_fewer_at_the_last(data):
    """The folder's attendance with one resident fewer at the meeting of the last row."""
    lines = (data / "attendance.csv").read_text().splitlines()
    at = lines[0].split(",").index("residents")
    cells = lines[-1].split(",")
    cells[at] = str(int(cells[at]) - 1)
    return "\n".join([*lines[:-1], ",".join(cells), ""]).encode()


def test_the_page_says_what_the_folder_holds_and_only_those_who_set_up_take_files_away(as_, data):
    page = as_("administrator").look("/set-up")
    file = as_("administrator").look("/set-up/files/officers.csv")
    of_a_viewer = as_("viewer").look("/set-up")

    assert "The files are fine. They hold 3 wards" in page.text
    assert file.data == (data / "officers.csv").read_bytes()
    assert "Send a workbook" in page.text
    assert "Send a workbook" not in of_a_viewer.text
    assert as_("viewer").look("/set-up/files/officers.csv").status_code == 403
    assert as_("administrator").look("/set-up/files/..%2fwardpanels.db").status_code == 404


@pytest.mark.parametrize("path", ["/", "/year", "/set-up"])
def test_what_stands_in_a_file_is_told_to_those_alone_who_may_see_staff(as_, data, path):
    officers = data / "officers.csv"
    officers.write_text(officers.read_text(encoding="utf-8").replace("@", "(at)"), encoding="utf-8")

    seen, of_a_viewer = as_("planner").look(path).text, as_("viewer").look(path).text

    assert "(at)" in seen
    assert "(at)" not in of_a_viewer
    assert "officers.csv line 2, email: wanted an email address" in of_a_viewer


def test_files_that_need_mending_are_said_and_can_be_replaced(as_, data):
    good = (data / "venues.csv").read_bytes()
    (data / "venues.csv").write_bytes(good.replace(b"venue_id", b"hall_number", 1))
    seat = as_("administrator")

    broken = seat.look("/set-up")
    looked = send(seat, ("venues.csv", good)) and seat.look("/set-up/upload/look")
    taken = seat.send("/set-up/upload/look", do="take", seen=seen_in(looked))

    assert "venues.csv line 1, venue_id" in broken.text
    assert taken.status_code == 303
    assert "The files are fine" in seat.look("/set-up").text


def test_what_is_sent_is_looked_at_taken_whole_and_brought_back(as_, data):
    before, told = files_of(data), with_fewer_at_the_last(data)
    seat = as_("administrator")

    assert send(seat, ("attendance.csv", told)).status_code == 303
    looked = seat.look("/set-up/upload/look")
    assert files_of(data) == before
    assert "attendance.csv is taken as you sent it" in looked.text
    seat.send("/set-up/upload/look", do="take", seen=seen_in(looked))
    assert files_of(data) == before | {"attendance.csv": told}

    page = seat.look("/set-up")
    assert "by Ada Price" in page.text
    kept = next((data / "replaced").iterdir()).name
    assert seat.send(f"/set-up/replaced/{kept}").status_code == 303
    assert files_of(data) == before
    assert not [each for each in data.parent.iterdir() if each.name in (".data.next", ".data.aside", ".data.lock")]


def test_what_was_looked_at_against_other_files_is_not_taken(as_, data):
    seat = as_("administrator")
    send(seat, ("attendance.csv", with_fewer_at_the_last(data)))
    seen = seen_in(seat.look("/set-up/upload/look"))
    (data / "days.csv").write_text("first_day,last_day,kind,label\n2027-05-04,2027-05-04,closed,A fair\n")
    meanwhile = files_of(data)

    refused = seat.send("/set-up/upload/look", do="take", seen=seen)

    assert refused.status_code == 409
    assert "Somebody changed the files meanwhile" in refused.text
    assert files_of(data) == meanwhile


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("book.xlsx", b"PK\x03\x04 no zip", "book.xlsx"),
        ("report.pdf", b"%PDF-1.7", "save it as one of these first"),
        (
            "<script>alert(1).csv",
            f'"{HOSTILE.replace(QUOTE, QUOTE * 2)}",b\n1,2\n'.encode(),
            "at least one sheet whose headings",
        ),
        ("borough.toml", b"[borough]\nname = 3", "borough.toml"),
    ],
    ids=["bad zip", "pdf", "hostile name", "settings"],
)
def test_what_cannot_be_read_is_refused_in_words_and_changes_nothing(as_, data, name, content, said):
    before, seat = files_of(data), as_("administrator")

    send(seat, (name, content))
    page = seat.look("/set-up/upload/look")

    assert said in page.text
    assert "<script>alert" not in page.text
    assert 'value="take"' not in page.text
    assert files_of(data) == before


def test_another_session_does_not_see_what_waits_and_nobody_does_after_an_hour(as_, data):
    first, other = as_("administrator"), as_("administrator")
    send(first, ("attendance.csv", with_fewer_at_the_last(data)))
    room = data.with_name(".data.waiting")

    assert first.look("/set-up/upload/look").status_code == 200
    assert other.look("/set-up/upload/look").status_code == 303
    assert {each.stat().st_mode & 0o077 for each in (room, *room.rglob("*"))} == {0}


def test_an_absence_that_breaks_a_meeting_is_shown_first_and_then_noted_byte_for_byte(as_, data, house):
    meeting = next(
        each
        for each in house.store.latest_release(SMALL.profile.code, house.periods().current.first_day).meetings
        if each.starts_at > house.clock()
    )
    day, seat = meeting.starts_at, as_("planner")
    before = (data / "days.csv").read_bytes() if (data / "days.csv").exists() else b""
    form = {"first-day": day.day, "first-month": day.month, "first-year": day.year, "part": "any", "label": HOSTILE}

    warned = seat.send("/set-up/week/day", **form)
    assert warned.status_code == 200
    assert meeting.meeting_id in warned.text
    noted = seat.send("/set-up/week/day", **form, sure="yes")

    assert noted.status_code == 303
    assert (data / "days.csv").read_bytes().startswith(before)
    assert "<script>alert" not in warned.text
    assert f"/console/meetings/{meeting.meeting_id}" in seat.look("/set-up/week").text


def test_a_planner_of_one_ward_notes_only_what_is_theirs(as_, data):
    officers, seat = SMALL.officers, as_("sergeant")
    foreign = next(each for each in officers if SMALL.wards[0].code not in each.ward_codes)
    days = {"first-day": "3", "first-month": "5", "first-year": "2027"}

    refused = seat.send("/set-up/week/absence", officer=foreign.officer_id, **days)
    closed = seat.send("/set-up/week/day", part="any", label="Fair", **days)

    assert refused.status_code == 422
    assert closed.status_code == 403


def test_a_form_that_cannot_be_so_says_why_at_its_fields(as_):
    days = {"first-day": "31", "first-month": "2", "first-year": "2027"}
    page = as_("planner").send("/set-up/week/hall", hall="H99", **days)

    assert page.status_code == 422
    assert "has to be a real day" in page.text
    assert "Choose the hall that is shut." in page.text
    assert 'value="31"' in page.text


def test_a_changed_schedule_is_looked_at_and_taken_into_the_draft(as_, house):
    seat = as_("planner")
    book = openpyxl.load_workbook(io.BytesIO(seat.look("/set-up/schedule/file").data))
    sheet = book["Schedule"]
    heads = [cell.value for cell in sheet[1]]
    last = sheet.cell(sheet.max_row, heads.index("State") + 1)
    last.value = "cancelled"
    changed = io.BytesIO()
    book.save(changed)
    before = stored_draft(house.store, SMALL, YEAR)

    seat.send("/set-up/schedule", files=[(io.BytesIO(changed.getvalue()), "schedule.xlsx")])
    looked = seat.look("/set-up/schedule/look")
    assert "1 meeting would change" in looked.text
    assert stored_draft(house.store, SMALL, YEAR) == before
    taken = seat.send("/set-up/schedule/look", revision=before.revision)

    after = stored_draft(house.store, SMALL, YEAR)
    assert taken.status_code == 303
    assert after.revision == before.revision + 1
    assert sum(not each.stands for each in after.plan.meetings) == 1


def test_what_was_seen_at_halls_is_looked_at_taken_and_kept(as_, data):
    seat = as_("administrator")
    book = openpyxl.load_workbook(io.BytesIO(seat.look("/set-up/halls/form?as=workbook").data))
    sheet = book.active
    heads = [cell.value for cell in sheet[3]]
    wanted = {"Step-free": "yes", "role": "caretaker", "Date of visit": "1/3/2027"}
    for column, head in enumerate(heads, 1):
        for word, value in wanted.items():
            if word.casefold() in f"{head}".casefold():
                sheet.cell(4, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    before = files_of(data)

    seat.send("/set-up/halls", files=[(io.BytesIO(filled.getvalue()), "hall-check.xlsx")])
    looked = seat.look("/set-up/halls/look")
    assert files_of(data) == before, looked.text
    taken = seat.send("/set-up/halls/look")

    assert taken.status_code == 303, looked.text
    assert {name for name, content in files_of(data).items() if content != before.get(name)} == {"venues.csv"}
    assert seat.look("/set-up/halls/form").data.startswith(b"%PDF")


@pytest.fixture
def bare(tmp_path):
    """A borough of which only the wards and the settings are known, and its administrator."""
    store = open_store(url_of(make_bare(tmp_path / "bare")))
    sign_up(store, "E09000012", [])
    house = house_in(tmp_path / "bare", store, lambda: RELEASED_AT)
    client = application(house).test_client()
    client.set_cookie(guard.SESSION, sign_in(store, "E09000012", "administrator", RELEASED_AT))
    yield house, Seat(client)
    store.close()


def test_an_untidy_workbook_goes_from_upload_to_plan(bare):
    house, seat = bare

    assert "The files need mending" in seat.look("/set-up").text
    send(seat, ("untidy-1.xlsx", UNTIDY.read_bytes()))
    looked = seat.look("/set-up/upload/look")
    assert "is read as <strong>Mo-Su 08:00-22:00</strong> (guessed)" in looked.text
    assert "Brownswood Community Library" in seat.look("/set-up/upload/cells?sheet=Halls").text
    seat.send("/set-up/upload/look", do="take", seen=seen_in(looked))

    assert "The files are fine. They hold 8 wards, 14 halls" in seat.look("/set-up").text
    assert len(plan_problem(problem_of(house.data, YEAR, house.store, RELEASED_AT)).plan.meetings) == 34
