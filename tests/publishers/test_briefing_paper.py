"""The sergeant's page: one sheet whatever is on it, the same words on screen and paper, and no name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html import unescape

import pytest

from publishers.briefing_paper import html, pdf
from publishers.briefing_words import ABOUT_PLACES, words_of
from scheduler.plan import MeetingState
from scheduler.recorded_crime import CrimeFigures, ward_crime
from tests.publishers import paper
from tests.publishers.briefings import BARE, CROWDED, FETCHED, MADE_ON, MONTHS, NASTY, USUAL, a_crime, figures
from tests.publishers.examples import BOW, HOSTILE, HOSTILE_LINE

ALL = {"usual": USUAL, "bare": BARE, "crowded": CROWDED, "hostile": NASTY}


def page(briefing) -> str:
    return html("b.html", words_of(briefing)).content.decode()


def sheet(briefing) -> bytes:
    return pdf("b.pdf", words_of(briefing)).content


def notes(**facts) -> list[str]:
    return words_of(replace(USUAL, crime=figures(**facts)))["crime_notes"]


@pytest.mark.parametrize("briefing", ALL.values(), ids=ALL)
def test_sheet_is_one_page_of_a4_and_nothing_is_at_its_edge(briefing):
    content = sheet(briefing)

    assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])
    assert paper.white_edge(content) > paper.OFFICE_PRINTER


@pytest.mark.parametrize("briefing", ALL.values(), ids=ALL)
def test_same_briefing_is_the_same_bytes(briefing):
    assert (page(briefing), sheet(briefing)) == (page(briefing), sheet(briefing))


def test_screen_reader_finds_headings_tables_and_what_the_charts_are():
    content = sheet(USUAL)
    found = [tag["/S"] for tag in paper.tags(content)]

    assert found.count("/H1") == 1
    assert found.count("/H2") == 6
    assert found.count("/Table") == 4
    alts = [str(tag["/Alt"]) for tag in paper.tags(content) if "/Alt" in tag]
    assert alts == [words_of(USUAL)["crime"]["alt"]]


@pytest.mark.parametrize(
    "told",
    [
        "Mopeds on the pavement",
        "Done: Two patrols a week.",
        "Mend the lamp by the arch",
        "public realm",
        "1 Feb 2027, overdue",
        "Ask for a quote",
        "1 Apr 2027",
        "Dedicated Ward Officer (DWO)",
        "no answer yet",
        "planned, not asked yet",
        "3 Nov 2026",
        "on or near a street",
        "Apr 2026",
        "For staff alone. Made on 20 Feb 2027.",
    ],
)
def test_screen_and_paper_tell_the_same(told):
    on_screen, on_paper = usual()

    assert told in on_screen
    assert told.replace(" ", "") in on_paper


@cache
def usual() -> tuple[str, str]:
    """What the screen says of the usual briefing, and what paper says, without spaces."""
    on_screen = " ".join(unescape(re.sub("<[^>]*>", " ", page(USUAL))).split())
    return on_screen, re.sub(r"[\s\u2068\u2069]", "", paper.text(sheet(USUAL)))


def test_hostile_words_are_words_alone():
    content = page(NASTY)

    assert "<script" not in content
    assert HOSTILE_LINE in unescape(content)
    assert re.sub(r"\W", "", "scriptalert1script") in re.sub(r"\W", "", paper.text(sheet(NASTY)))


def test_table_has_a_row_for_each_kind_and_their_sum():
    rows = words_of(USUAL)["crime"]["rows"]

    assert rows[0] == ["Anti-social behaviour", "440", "733.3", "40"]
    assert rows[-1] == ["All kinds", "4,158", "6,930.0", "378"]
    assert len(rows) == 15


def test_kinds_that_nobody_foresaw_are_words_alone_and_leave_the_sheet_whole():
    kinds = {f"{HOSTILE}{n}": n for n in range(1, 41)}
    crime = ward_crime(BOW.code, (BOW.code,), MONTHS, dict.fromkeys([(BOW.code, month) for month in MONTHS], kinds))
    briefing = replace(USUAL, crime=figures(crime=crime, updated=HOSTILE))
    words = words_of(briefing)

    assert (len(words["crime"]["rows"]), words["crime"]["rows"][-1][1]) == (17, f"{12 * sum(range(41)):,}")
    assert "Kinds that are not shown but counted in all: 24." in words["crime_notes"]
    assert "<script" not in page(briefing)
    assert (paper.pages(sheet(briefing)), paper.letters_off_the_page(sheet(briefing))) == (1, [])


def test_last_month_without_figures_is_a_dash_and_no_zero():
    gap = a_crime((USUAL.crime.crime.months[-1],))
    rows = words_of(replace(USUAL, crime=figures(crime=gap)))["crime"]["rows"]

    assert {row[-1] for row in rows} == {"–"}


def test_source_of_the_figures_is_told_with_its_days_and_what_is_missing():
    assert notes() == [
        "Recorded crime by data.police.uk, by its update of 5 Feb 2027, fetched on 10 Feb 2027. "
        f"{ABOUT_PLACES} Contains public sector information under the Open Government Licence v3.0.",
        "No figures, which does not mean no crime: Apr 2026. Totals are of the other 11.",
    ]


def test_figures_that_were_kept_say_their_age_and_why():
    offline = notes(crime=a_crime(()), was_asked=False)
    unanswered = notes(crime=a_crime(()), faults=(("data.police.uk", "found no answer, wanted the page."),))

    assert offline[1:] == ["These figures are 10 days old.", "Data.police.uk was not asked this time."]
    assert unanswered[1:] == [
        "These figures are 10 days old.",
        "Not had: data.police.uk: found no answer, wanted the page.",
    ]
    assert notes(was_asked=False, fetched_at=FETCHED + timedelta(days=9))[2] == "These figures are 1 day old."


def test_faults_are_counted_where_there_are_many():
    assert words_of(CROWDED)["crime_notes"][-3:] == [
        "Not had: Ward 0, May 2026: found status 503.",
        "Not had: Ward 1, May 2026: found status 503.",
        "Not had either: 7 more.",
    ]


def test_mean_of_some_wards_says_of_how_many():
    known = replace(a_crime(()), fewest_wards=2)

    assert "The mean ward is that of 2 of the borough's 3 wards." in notes(crime=known)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            CrimeFigures(has_border=False),
            "No crime figures: the borough's files have no border of Bow East, and data.police.uk is asked by border.",
        ),
        (CrimeFigures(), "No crime figures of Bow East are there: none were published, or none could be fetched."),
    ],
)
def test_page_without_figures_says_why_and_draws_nothing(known, told):
    briefing = replace(USUAL, crime=known)

    assert words_of(briefing)["crime_notes"] == [told]
    assert "<svg" not in page(briefing)
    assert told.replace(" ", "") in re.sub(r"[\s\u2068\u2069]", "", paper.text(sheet(briefing)))


def test_cancelled_meeting_says_so_first():
    cancelled = replace(USUAL, meeting=replace(USUAL.meeting, state=MeetingState.CANCELLED))

    assert words_of(cancelled)["when"].startswith("This meeting is cancelled. It was to be on Tuesday 2 March 2027")


def test_made_up_priorities_are_said_to_be_made_up():
    made_up = replace(USUAL, priorities=(replace(USUAL.priorities[0], basis="illustrative"),))

    assert words_of(made_up)["priorities_lead"] == "Agreed on 1 Feb 2027. They are made up, to show this page."


def test_what_does_not_fit_is_counted():
    told = words_of(CROWDED)

    assert (len(told["priorities"]), len(told["actions"])) == (5, 7)
    assert told["priorities_lead"].endswith("And 25 more priorities.")
    assert told["actions_more"] == "And 23 more open actions."


def test_page_is_the_same_on_any_day_but_for_what_time_changes():
    later = words_of(replace(USUAL, made_on=MADE_ON + timedelta(days=1)))
    changed = {name for name, words in words_of(USUAL).items() if later[name] != words}

    assert changed == {"made", "made_on"}
