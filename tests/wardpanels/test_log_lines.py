"""A log has when, how bad, what and which meetings, and nobody's address, whatever was told."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.store import StoreAway
from wardpanels.faults import TO_WHO_GOES_ON, CannotUse, fault_of
from wardpanels.log_lines import LogLines, told_in, without_people, write_logs


@pytest.fixture(autouse=True)
def own_handlers():
    ours = logging.getLogger("wardpanels")
    before = ours.handlers, ours.propagate, ours.level
    yield
    ours.handlers, ours.propagate, ours.level = before


def test_line_for_people_and_line_for_programs_say_the_same(capsys):
    said = "council waits. 550 <ann@example.org>: no such user"
    for form in ("text", "json"):
        write_logs({"WARDPANELS_LOG": form})
        told_in("worker", said, meetings=("2027-E05009326-1",), is_trouble=True)

    text, line = capsys.readouterr().err.splitlines()
    facts = json.loads(line)
    assert text.endswith("Z warning worker: council waits. 550 <(an address)>: no such user [2027-E05009326-1]")
    assert facts == {
        "at": facts["at"],
        "level": "warning",
        "room": "worker",
        "what": "council waits. 550 <(an address)>: no such user",
        "meetings": ["2027-E05009326-1"],
    }


def test_error_in_several_lines_is_one_line_for_programs_and_for_people_each_says_whose_it_is():
    away = StoreAway("db:5432/panels", "connection refused", "a server that is up")
    record = logging.LogRecord(
        "wardpanels.worker", logging.WARNING, "", 0, "%s", (fault_of(away, advice=TO_WHO_GOES_ON),), None
    )
    record.created = 0

    assert LogLines(is_json=True).format(record).count("\n") == 0
    assert LogLines(is_json=False).format(record).splitlines() == [
        "1970-01-01T00:00:00Z warning worker: store db:5432/panels: found connection refused, "
        "wanted a server that is up",
        "1970-01-01T00:00:00Z warning worker: Start PostgreSQL: it goes on at the next look",
    ]


def test_another_form_is_refused():
    with pytest.raises(CannotUse) as caught:
        write_logs({"WARDPANELS_LOG": "xml"})

    assert str(caught.value) == "WARDPANELS_LOG: found 'xml', wanted text or json"


@given(st.emails())
def test_no_address_is_left(address):
    local = address.partition("@")[0]

    assert f"{local[-1]}@" not in without_people(f"RCPT TO:<{address}> refused")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("call +44 7700 900123 now", "call (a number) now"),
        ("07700 900123", "(a number)"),
        ("postgresql://ann:secret@db.example.org/panels", "(an address)"),
        ("2027-E05009326-1 on 2027-03-10 18:30, 1,204 items", "2027-E05009326-1 on 2027-03-10 18:30, 1,204 items"),
    ],
)
def test_numbers_of_telephones_go_and_others_stay(said, left):
    assert without_people(said) == left
