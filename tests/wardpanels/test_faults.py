"""Each kind of failure has its sentence, its advice and its exit code."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.errors import NoPlan, Problem, RefusedEdit, StaleRevision, UnknownName, UnusableData
from scheduler.store import StoreBusy, StoreFull, StoreUnavailable
from wardpanels.faults import (
    CannotUse,
    ExitCode,
    LateFirstRelease,
    NothingYet,
    StrangeSite,
    TooManyCancellations,
    fault_of,
)

CASES = [
    (
        UnusableData((Problem("wards.csv", 3, "ward_code", "'E0500931'", "an ONS ward code such as E05009317"),)),
        "1 problem in the data:\n- wards.csv line 3, ward_code: found 'E0500931', wanted an ONS ward code such as "
        "E05009317\nCorrect the files, then type: wardpanels check",
        2,
    ),
    (
        NoPlan(("Bow East has no hall for 36 people.",)),
        "No plan keeps every must-rule.\n- Bow East has no hall for 36 people.\n"
        "Relax what is named above, then type the command again.",
        3,
    ),
    (
        RefusedEdit("2027-E05009317-1", ("No meeting is held on a bank holiday",)),
        "2027-E05009317-1 stays as it is:\n- No meeting is held on a bank holiday\n"
        "Try another date, start, hall or officer. To see the schedule, type: wardpanels show",
        2,
    ),
    (
        UnknownName("ward", "Bow", "one of bow-east, bow-west"),
        "ward: found 'Bow', wanted one of bow-east, bow-west\nTo see the wards, type: wardpanels tiers",
        2,
    ),
    (
        StaleRevision(4, 3),
        "draft: found revision 4, wanted 3. Read the draft again and repeat the change.\n"
        "To see the newer draft, type: wardpanels show",
        2,
    ),
    (
        NothingYet("draft", 2027, "wardpanels plan --year 2027"),
        "2027: found no draft, wanted one\nType first: wardpanels plan --year 2027",
        2,
    ),
    (
        LateFirstRelease("2027", 11, 74, "wardpanels release --year 2027 --first"),
        "2027: found no release in the store, though its first day is past and 11 of 74 meetings have begun; wanted "
        "the store that knows what was told. Is --db the right one, and is the period?\n"
        "If the public has been told nothing of it yet, type: wardpanels release --year 2027 --first",
        2,
    ),
    (
        StrangeSite("site", 19, date(2027, 4, 27), "wardpanels publish --year 2027 --first"),
        "site: found a site that tells of 19 meetings to come which the store does not know so, the first on 27 April "
        "2027; wanted the store that they were published from. Is --db the right one, and is the folder?\n"
        "Bring the database back from a copy. If there is none, tell residents what is not held, then type: "
        "wardpanels publish --year 2027 --first",
        2,
    ),
    (
        TooManyCancellations(30, 92, 18),
        "release: found 30 of 92 future meetings cancelled, wanted 18 at most\n"
        "If that is meant, type: wardpanels release --allow-cancellations 30",
        2,
    ),
    (
        StoreUnavailable("panels.db", "file is not a database", "a store that can be read and written"),
        "store panels.db: found file is not a database, wanted a store that can be read and written\n"
        "Check --db, or WARDPANELS_DB",
        2,
    ),
    (
        StoreFull("panels.db", "a disk that is full", "room to write on it"),
        "store panels.db: found a disk that is full, wanted room to write on it\n"
        "Make room there, then type the command again. What was stored before is as it was",
        2,
    ),
    (
        OSError(28, "No space left on device", "site"),
        "site: no space left on device\nMake room there, then type the command again.",
        2,
    ),
    (
        StoreBusy("panels.db", "another program that has it to itself", "its turn within 20 seconds"),
        "store panels.db: found another program that has it to itself, wanted its turn within 20 seconds\n"
        "Nothing was changed. See which program has it open, or type the command again.",
        2,
    ),
    (CannotUse("--data", "a file", "a folder"), "--data: found a file, wanted a folder", 2),
    (PermissionError(13, "Permission denied", "site/index.html"), "site/index.html: permission denied", 2),
]


@pytest.mark.parametrize(("error", "told", "exit_code"), CASES, ids=[type(case[0]).__name__ for case in CASES])
def test_failure_is_told_with_what_to_type_next(error, told, exit_code):
    fault = fault_of(error)

    assert (str(fault), int(fault.exit_code)) == (told, exit_code)


def test_our_own_bug_shows_its_traceback_and_exits_70():
    try:
        raise KeyError("ward")
    except KeyError as bug:
        fault = fault_of(bug)

    assert fault.exit_code is ExitCode.OUR_BUG
    assert fault.sentence.startswith("Traceback (most recent call last):")
    assert fault.sentence.endswith("Something broke, and it is our fault, not yours.")


def test_advice_that_quotes_the_error_survives_braces_in_its_text():
    fault = fault_of(UnknownName("hall", "{step}", "a hall's id"))

    assert fault.sentence == "hall: found '{step}', wanted a hall's id"
