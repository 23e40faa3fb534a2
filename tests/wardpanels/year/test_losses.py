"""Lists of days that end before a period does are named, with what is lost from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.facts import BoardMeeting, DayKind, DaySpan, PartOfDay, SchoolPeriod, SpecialDays
from scheduler.period import Period, calendar_year
from tests.scheduler.examples import a_borough
from tests.wardpanels.year.lived import Lived
from wardpanels.terminal.words.borough import ended_sentence
from wardpanels.year.losses import ended_files

RAMADAN = SpecialDays(DaySpan(date(2028, 1, 28), date(2028, 2, 25)), DayKind.AVOID, PartOfDay.EVENING, "Ramadan")
BOROUGH = replace(
    a_borough(),
    board=(BoardMeeting(date(2027, 12, 6), time(19)),),
    school=(SchoolPeriod(DaySpan(date(2028, 4, 17), date(2028, 7, 21)), is_term=True),),
    special_days=(RAMADAN,),
)


@pytest.mark.parametrize(
    ("period", "files"),
    [
        (calendar_year(2027), []),
        (Period(date(2028, 1, 1), date(2028, 5, 31)), ["board.csv", "days.csv"]),
        (calendar_year(2028), ["board.csv", "school_terms.csv", "days.csv"]),
        (calendar_year(2029), ["board.csv", "school_terms.csv", "days.csv"]),
    ],
)
def test_files_that_end_before_a_period_are_named(period, files):
    assert [each.loss.file for each in ended_files(BOROUGH, period)] == files


def test_file_that_is_left_out_ends_nowhere():
    assert list(ended_files(replace(BOROUGH, board=(), school=(), special_days=()), calendar_year(2029))) == []


def test_sentence_says_when_it_ends_and_what_is_lost():
    told = [ended_sentence(each) for each in ended_files(BOROUGH, calendar_year(2029))]

    assert told[0] == "board.csv ends on 6 December 2027: from then on no meeting is held in time to be heard there."
    assert told[2] == (
        "days.csv ends on 25 February 2028: from then on only bank holidays and the usual days are kept free, not "
        "Ramadan or Diwali."
    )


def test_plan_and_check_of_a_year_beyond_the_lists_say_so(hackney_planned: Lived, tmp_path):
    lived = hackney_planned.copied(tmp_path)
    file = lived.folder / "data" / "board.csv"
    file.write_text("held_on,starts\n2027-12-06,19:00\n", encoding="utf-8")

    planned = lived.at("2028-11-20 10:00", "plan", "--year", "2029", "--no-store")
    checked = lived.done("2028-11-20 10:00", "check")

    assert "Note: board.csv ends on 6 December 2027: " in planned.stderr
    assert "board.csv ends on 6 December 2027: from then on no meeting is held in time to be heard there." in checked
