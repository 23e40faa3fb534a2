"""The site knows its day: what is to come, what is over and what became of it, and only that changes with the day."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from publishers import addresses, every_publisher, pages
from publishers.pages.standing import HowItWent, outcome, span, standing
from scheduler.evidence.lines import Paper, Turn
from scheduler.evidence.meeting_facts import EarlierAction, IssuedPaper
from scheduler.facts import Priority
from scheduler.release.edition import Edition
from scheduler.release.value import in_order
from tests.publishers.examples import BOW, a_meeting, a_release, at
from tests.publishers.test_pages import CANCELLED, Parsed
from tests.publishers.test_papers import FACTS, GATE, MADE

RELEASE = a_release(languages=("en",))
FIRST_DAY = RELEASE.first_day
HELD_ON, ASK = FACTS.meeting.held_on, "Ask what was done, and say what should come next."
HELD, UNHELD = "2027-E05009317-1", "2027-E05009328-1"
MINUTED, OPEN = replace(FACTS, meeting=replace(FACTS.meeting, meeting_id=HELD)), replace(GATE, meeting_id=HELD)


def on(day: str, release=RELEASE, **facts) -> Edition:
    """The example as it is published at midday of a day."""
    noon = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=UTC)
    return replace(Edition.of(release), now=noon, **facts)


def html_on(day: str, release=RELEASE, **facts) -> dict[str, str]:
    made = pages.recipes(on(day, release, **facts))
    return {each.path: each.make().decode() for each in made if each.path.endswith(".html")}


def text_of(html: str) -> str:
    return " ".join(Parsed(html).text)


def test_meeting_is_to_come_until_its_local_day_is_over():
    late = a_meeting("2027-E05009317-1", "Wed 2027-06-16 23:30")

    days = [standing((late,), date(2027, 6, day), FIRST_DAY) for day in (16, 17)]

    assert [(each.to_come, each.over) for each in days] == [((late,), ()), ((), (late,))]


def test_list_begins_the_day_after_what_is_over_and_stays_so_until_the_next_is():
    begins = {day: standing(RELEASE.meetings, date(2027, 4, day), FIRST_DAY).since for day in (1, 24, 25)}

    assert begins == {1: date(2027, 3, 31), 24: date(2027, 3, 31), 25: date(2027, 4, 25)}
    assert standing(RELEASE.meetings, date(2027, 1, 5), FIRST_DAY).since == FIRST_DAY


def test_years_that_are_over_come_latest_first_and_so_do_their_meetings():
    old, older = (a_meeting(f"{year}-E05009317-1", f"Tue {year}-03-02 19:00") for year in (2027, 2021))
    later = a_meeting("2028-E05009317-1", "Thu 2028-03-02 19:00")

    years = standing((older, old, later), date(2027, 12, 31), FIRST_DAY).years_over

    assert [(year.year, year.meetings) for year in years] == [(2028, ()), (2027, (old,)), (2021, (older,))]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 2, 1), date(2027, 12, 1), "2027"),
        (date(2027, 11, 1), date(2028, 3, 1), "November 2027 to March 2028"),
    ],
)
def test_span_of_a_list_names_no_year_without_a_meeting_to_come(first, last, said):
    assert span((first, last)) == said


@pytest.mark.parametrize(
    ("facts", "is_known_held", "became"),
    [
        ({}, True, HowItWent.HELD),
        ({}, False, HowItWent.UNRECORDED),
        ({"is_not_held": True}, False, HowItWent.NOT_HELD),
        ({"state": RELEASE.meetings[6].state}, False, HowItWent.CANCELLED),
    ],
)
def test_meeting_that_is_over_says_what_became_of_it_and_on_its_day_it_is_to_come(facts, is_known_held, became):
    meeting = replace(RELEASE.meetings[0], **facts)

    assert outcome(meeting, date(2027, 3, 25), is_known_held=is_known_held) is HowItWent.TO_COME
    assert outcome(meeting, date(2027, 3, 26), is_known_held=is_known_held) is became


def test_page_of_a_meeting_that_is_over_leads_to_the_next_and_offers_nothing_to_save_print_or_follow():
    path = f"meetings/{HELD}/index.html"
    site = html_on("2027-04-01", held=frozenset({HELD}))
    links = Parsed(site[path].partition("<main")[2].partition("</main>")[0]).links

    assert "This meeting took place. " in text_of(site[path])
    assert "There are no minutes yet. Next meeting Saturday 24 April 2027" in text_of(site[path])
    assert [link for link in links if re.search(r"ics|pdf|webcal|mailto|openstreetmap", link)] == []
    assert "The time of this meeting is over." in text_of(site[f"meetings/{UNHELD}/index.html"])


def test_issued_minutes_show_that_a_meeting_took_place_and_its_page_leads_to_them():
    release = a_release(languages=("en",), papers=(IssuedPaper(Paper.MINUTES, MADE, FACTS),))
    html = html_on("2027-05-01", release)[f"meetings/{FACTS.meeting.meeting_id}/index.html"]

    assert "This meeting took place." in text_of(html)
    assert "There are no minutes yet." not in text_of(html)
    assert f"../../meetings/{FACTS.meeting.meeting_id}/minutes/" in Parsed(html).links


def test_meeting_to_come_says_what_its_own_ward_asked_for_and_was_promised_and_how_last_time_went():
    struck = EarlierAction(replace(OPEN, what="Paint it", turn=Turn.STRUCK, closed_on=date(2027, 4, 1)), HELD_ON)
    done = EarlierAction(replace(OPEN, what="Count bikes", turn=Turn.DONE, closed_on=date(2027, 4, 2)), HELD_ON)
    release = a_release(
        languages=("en", "bn"),
        papers=(IssuedPaper(Paper.MINUTES, MADE, MINUTED),),
        priorities=(Priority(BOW.code, HELD_ON, "Bikes", "Marked 40.", done_on=date(2027, 4, 3)),),
        actions=(EarlierAction(OPEN, HELD_ON), done, struck),
    )
    site = {path: text_of(html) for path, html in html_on("2027-04-05", release).items() if "meetings/" in path}
    ahead = site["meetings/2027-E05009317-3/index.html"]
    told = (
        "You said: Bikes (Thursday 25 March 2027) We did: Marked 40. (Saturday 3 April 2027) "
        "What was promised Fix the gate (the council) Not done yet. To be done by Friday 9 April 2027. "
        "Count bikes (the council) Done on Friday 2 April 2027."
    )

    assert f"What you can ask about The panel asked the police to work on these things. {ASK} {told}" in ahead
    assert "Last time The last meeting was on Thursday 25 March 2027. Residents who came: 24. Minutes" in ahead
    assert (
        f"Residents who came: 24. What was decided The panel asked the police to work on these things. {told}"
        in (site[f"meetings/{HELD}/index.html"])
    )
    assert "Bikes" not in site["meetings/2027-E05009328-3/index.html"]
    assert "Paint it" not in " ".join(site.values())
    assert "Fix the gate (কাউন্সিল)" in site["bn/meetings/2027-E05009317-3/index.html"]


def test_last_time_is_left_out_before_there_was_one_and_said_to_be_unknown_where_nobody_recorded_it():
    release = a_release(languages=("en",), priorities=())
    path = "meetings/2027-E05009317-2/index.html"
    first, then = (text_of(html_on(day, release)[path]) for day in ("2027-03-20", "2027-03-26"))

    assert "Last time" not in first
    assert "What you can ask about" not in then
    assert "Last time The last meeting was to be on Thursday 25 March 2027. Whether it took place is not" in then


def test_page_of_a_cancelled_meeting_speaks_of_the_past_once_its_day_is_over():
    before, after = (html_on(day)[CANCELLED] for day in ("2027-11-03", "2027-11-04"))

    assert "This meeting is cancelled. It will not be held." in text_of(before)
    assert "This meeting was cancelled. It did not take place." in text_of(after)
    assert "It will not be held" not in text_of(after)


def test_list_begins_with_what_is_to_come_and_folds_the_rest_by_year():
    html = html_on("2027-06-20")["find/index.html"]
    to_come, _, over = html.partition("<details")

    assert "These are the meetings from Thursday 17 June 2027 on." in to_come
    assert re.findall(r'meetings/([^/"]+)/', to_come) == ["2027-E05009317-3", "2027-E05009328-3", "2027-E05009317-4"]
    assert re.findall(r'meetings/([^/"]+)/', over)[:2] == ["2027-E05009328-2", "2027-E05009330-1"]
    assert "find/march-2027" not in html


def test_home_shows_the_next_meetings_that_are_on():
    home = html_on("2027-10-29")["index.html"]

    assert re.findall(r'meetings/([^/"]+)/', home) == ["2027-E05009317-4"]


def test_december_says_that_no_more_come_and_when_or_that_nobody_knows_it():
    unknown, known, past = (
        text_of(html_on("2027-12-20", a_release(languages=("en",), next_dates_on=day))["index.html"])
        for day in (None, date(2027, 12, 21), date(2027, 12, 1))
    )

    assert "There are no more meetings up to the end of December 2027." in unknown
    assert "We do not know yet when the next dates come." in unknown
    assert "The next dates come on Tuesday 21 December 2027." in known
    assert "We do not know yet when the next dates come." in past


def test_headings_never_name_a_year_that_is_over():
    meetings = (*RELEASE.meetings, a_meeting("2028-E05009317-1", "Thu 2028-01-27 19:00"))
    release = a_release(languages=("en",), last_day=date(2028, 12, 31), meetings=meetings)
    site = html_on("2028-01-03", release)

    headings = {path: re.findall(r"<h[12][^>]*>(.*?)</h[12]>", html) for path, html in site.items()}
    dead = {path for path, found in headings.items() if any("2027" in each for each in found)}
    assert dead == {path for path in headings if re.match(r"find/\w+-2027/", path)}
    assert "All meetings in 2028" in site["find/index.html"]


def test_ward_without_a_meeting_to_come_offers_those_beside_it():
    page = text_of(html_on("2027-07-01")["wards/mile-end/index.html"])

    assert "There are no more meetings up to the end of December 2027." in page
    assert "You can go to a meeting of another ward." in page
    assert "Bow East Thursday 28 October 2027 7pm to 8:30pm" in page


def test_news_of_meetings_that_are_over_is_not_on_the_front_page():
    shown = [html_on(day)["index.html"].count("Some meetings have changed") for day in ("2027-11-03", "2027-11-04")]

    assert shown == [1, 0]


def made_from(day: date) -> dict[str, str]:
    return {recipe.path: recipe.made_from for recipe in every_publisher.recipes(on(day.isoformat()), "site")}


@pytest.mark.parametrize("meeting", [RELEASE.meetings[0], RELEASE.meetings[6]], ids=["held", "cancelled"])
def test_from_one_day_to_the_next_only_what_tells_of_a_meeting_that_passed_is_made(meeting):
    two_before, before, after, later = (made_from(meeting.held_on + timedelta(days)) for days in (-2, -1, 1, 2))

    assert (two_before, after) == (before, later)
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if path.startswith("meetings/") and meeting.ward_code not in path} == set()
    assert f"meetings/{meeting.meeting_id}/index.html" in changed
    assert {path for path in changed if path.endswith((".ics", ".csv", ".atom", ".xml", ".png"))} == set()
    assert "meetings.json" not in changed


def test_feeds_and_data_keep_what_is_over():
    made = {
        each.path: each.make() for each in every_publisher.recipes(on("2027-12-20"), "site") if "html" not in each.path
    }

    assert all(made["calendar.ics"].count(meeting.meeting_id.encode()) for meeting in RELEASE.meetings)
    assert all(made["meetings.csv"].count(meeting.meeting_id.encode()) for meeting in RELEASE.meetings)
    assert b"No meetings to come have been set yet." in made["wards/mile-end/snippet.txt"]


BUDGETS = {"index.html": 20_000, "find/index.html": 30_000, "meetings/2027-E05009317-1/index.html": 20_000}
"""Units: bytes over the wire, style sheet, script and icon counted."""


@pytest.mark.parametrize("tag", ["en", "bn", "ar"])
def test_pages_of_a_year_of_twenty_wards_are_small_over_the_wire(tag):
    wards = tuple(replace(BOW, code=f"W{number}", slug=f"ward-{number}", neighbours=()) for number in range(20))
    first = at("Thu 2027-02-04 19:00")
    meetings = tuple(
        replace(RELEASE.meetings[0], meeting_id=f"2027-{ward.code}-{number}", ward_code=ward.code, starts_at=starts)
        for number in range(5)
        for place, ward in enumerate(wards)
        if (starts := first + timedelta(days=60 * number + place))
    )
    release = a_release(
        languages=("en", tag), wards=(*RELEASE.wards, *wards), meetings=in_order((*RELEASE.meetings, *meetings))
    )
    made = {each.path: each for each in pages.recipes(on("2027-01-20", release))}

    shared = sum(len(gzip.compress(made[path].make())) for path in made if path.startswith("static/"))
    sizes = {path: shared + len(gzip.compress(made[addresses.in_language(path, tag)].make())) for path in BUDGETS}
    assert {path: size for path, size in sizes.items() if size > BUDGETS[path]} == {}
