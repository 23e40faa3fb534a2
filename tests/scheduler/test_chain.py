"""What a link is made of never changes: chains of years hang on it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.chain import NO_LINK, ChainHead, LinkedLine, check_chain, link_of, noted_head
from scheduler.errors import UnknownName

AT = datetime(2027, 7, 1, 10, 0, tzinfo=ZoneInfo("Europe/London"))
FACTS = {"key": "x.1", "at_utc": AT, "happened_on": date(2027, 7, 1), "note": "é", "evidence": "", "number": 3}


def test_link_is_the_same_for_ever():
    assert (
        link_of(NO_LINK, 1, "ledger_entry", FACTS) == "ac5844d375bc73f6a127b100ce71e5f5080283e9ae6c508c58d3fc939e2a6e08"
    )


def test_column_that_is_empty_changes_no_link():
    more = FACTS | {"known": "", "of": None}

    assert link_of(NO_LINK, 1, "ledger_entry", more) == link_of(NO_LINK, 1, "ledger_entry", FACTS)


def test_words_that_go_over_from_one_column_to_the_next_make_another_link():
    one, other = {"by": "ab", "note": "c"}, {"by": "a", "note": "bc"}

    assert link_of(NO_LINK, 1, "act", one) != link_of(NO_LINK, 1, "act", other)


def test_head_that_is_noted_is_read_as_it_is_printed():
    head = ChainHead(4012, "a1" * 32)

    assert noted_head(f" {str(head).upper()} ") == ChainHead(4012, "a1" * 16)


@pytest.mark.parametrize("text", ["", "4012", "4012-a1", "-1-" + "a" * 32, "x" * 40])
def test_head_that_is_none_is_refused(text):
    with pytest.raises(UnknownName) as caught:
        noted_head(text)

    assert str(caught.value) == (
        f"head: found {text!r}, wanted one that was printed, such as 4012-00000000000000000000000000000000"
    )


def test_each_thing_that_is_wrong_is_told_in_a_sentence():
    def line(place, link, key="x.1"):
        return LinkedLine("ledger_entry", place, link, None, {"key": key, "event": "planned"})

    first = link_of(NO_LINK, 1, "ledger_entry", {"key": "x.1", "event": "planned"})
    lines = [line(None, None, "y"), line(1, first), line(1, first), line(2, "b"), line(5, "c")]

    found = check_chain(lines, ChainHead(5, "d"), ChainHead(9, "e"))

    assert [each.sentence for each in found.broken] == [
        "A line was put in that is in no chain (ledger_entry, y, planned).",
        "There is one more line 1 (ledger_entry, x.1, planned).",
        "Line 2 (ledger_entry, x.1, planned) is not as it was written.",
        "Lines 3 to 4 are gone before line 5 (ledger_entry, x.1, planned), which cannot be checked without.",
        "The chain was left at line 5-d, and the last line now is 5-c.",
        "No line has the head that was noted, 9-e.",
    ]
