"""What is read of data.police.uk and of web pages, in the shapes that they have."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from tests.publishers.carriers.peers import Reply, web_peer
from tests.wardpanels.sources.test_web import Time, an_asker
from wardpanels.sources import police_uk, web_page
from wardpanels.sources.listing import Listing
from wardpanels.sources.web import CannotAsk

LONDON = ZoneInfo("Europe/London")
HTML = {"Content-Type": "text/html; charset=utf-8"}
EVENT = {
    "title": "Bow East ward panel",
    "description": "<p>Meet your local team.</p><p>All welcome &amp; free</p>",
    "address": "Bow Library, 1 Roman Road, E3 5LU",
    "type": "meeting",
    "start_date": "2027-03-25T19:00:00",
    "end_date": "2027-03-25T20:30:00",
    "contact_details": {},
}


def police(body) -> tuple[Listing, ...]:
    with web_peer(lambda request: Reply(body=body, headers={"Content-Type": "application/json"})) as peer:
        return police_uk.listings(an_asker(Time()), peer.url)


def page(html: str, headers=HTML) -> tuple[Listing, ...]:
    with web_peer(lambda request: Reply(body=html, headers=headers)) as peer:
        return web_page.listings(an_asker(Time()), peer.url, (2027,), LONDON)


def told(html: str) -> list[tuple[date, time | None]]:
    return [(listing.day, listing.start) for listing in page(html)]


def test_event_of_police_uk_is_read_without_its_markup():
    assert police([EVENT]) == (
        Listing(
            date(2027, 3, 25),
            time(19),
            "Bow East ward panel\nMeet your local team.\nAll welcome & free\nBow Library, 1 Roman Road, E3 5LU",
            "Bow Library, 1 Roman Road, E3 5LU",
        ),
    )


def test_event_with_holes_is_read_as_far_as_it_goes_and_one_without_a_date_is_passed_over():
    holes = {"title": None, "start_date": "2027-03-25T00:00:00"}

    assert police([holes, {"title": "no date"}, {"start_date": "soon"}, {"start_date": 7}, "text", None]) == (
        Listing(date(2027, 3, 25), None, ""),
    )


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"error": "x"}', "<html>", '"text"', "null"])
def test_answer_that_is_no_list_of_events_is_said_to_be_none(body):
    with pytest.raises(CannotAsk, match=r"wanted (a list of events as )?JSON|as JSON"):
        police(body)


def test_address_of_events_holds_no_part_of_another():
    assert police_uk.events_address("https://x.example/api/", "metropolitan", "../E0/x") == (
        "https://x.example/api/metropolitan/..%2FE0%2Fx/events"
    )


def test_neighbourhood_of_a_point_is_asked_for_and_another_forces_refused():
    with web_peer(lambda request: Reply(body={"force": "metropolitan", "neighbourhood": "E05009317N"})) as peer:
        asker = an_asker(Time())
        assert police_uk.neighbourhood_at(asker, peer.url, "metropolitan", 51.53, -0.02) == "E05009317N"
        with pytest.raises(CannotAsk, match="wanted a neighbourhood of essex"):
            police_uk.neighbourhood_at(asker, peer.url, "essex", 51.53, -0.02)

    assert peer.asked[0].path == "/locate-neighbourhood?q=51.53,-0.02"


def test_events_of_json_ld_are_read_however_deep_they_lie():
    html = """<title>x</title><script type="application/ld+json">{"@graph": [{"@type": "WebPage", "about":
    {"@type": ["Event"], "name": "Ward panel", "startDate": "2027-06-16T17:30:00+00:00",
     "eventStatus": "https://schema.org/EventCancelled",
     "location": {"@type": "Place", "name": "Town Hall", "address": {"streetAddress": "160 Whitechapel Road",
     "postalCode": "E1 1BJ"}}}}]}</script>"""

    assert page(html) == (
        Listing(
            date(2027, 6, 16),
            time(18, 30),
            "Ward panel\nTown Hall, 160 Whitechapel Road, E1 1BJ",
            "Town Hall, 160 Whitechapel Road, E1 1BJ",
            is_cancelled=True,
        ),
    )


def test_broken_json_ld_leaves_the_text():
    html = '<script type="application/ld+json">{"@type": "Event", </script><p>Thursday 25 March 2027, 7pm</p>'

    assert told(html) == [(date(2027, 3, 25), time(19))]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Thursday 25 March 2027, 7pm to 8:30pm</p>", [(date(2027, 3, 25), time(19))]),
        ("<p>At 7.30pm on 25th March</p>", [(date(2027, 3, 25), time(19, 30))]),
        ("<tr><td>25/03/2027</td><td>19:00</td></tr>", [(date(2027, 3, 25), time(19))]),
        ("<dt>Thu 25 Mar</dt><dd>Bow Library</dd><dd>6.30-8pm</dd>", [(date(2027, 3, 25), time(18, 30))]),
        (
            "<ul><li>2 March, 7pm</li><li>30 March, 6pm</li></ul>",
            [(date(2027, 3, 2), time(19)), (date(2027, 3, 30), time(18))],
        ),
        (
            "<p>30 March, 6pm. Moved from 2 March, 7pm.</p>",
            [(date(2027, 3, 2), time(19)), (date(2027, 3, 30), time(18))],
        ),
        ("<style>25 March 2027</style><script>25 March 2027</script><p>None yet</p>", []),
        ("", []),
    ],
)
def test_days_of_a_page_are_read_with_what_stands_beside_them(html, found):
    assert told(html) == found


def test_words_of_one_day_are_not_taken_for_those_of_the_next():
    first, second = page("<p>2 March, 7pm, Bow Library</p><p>30 March, 6pm, Town Hall</p>")

    assert ("Bow Library" in first.text, "Bow Library" in second.text) == (True, False)
    assert ("Town Hall" in first.text, "Town Hall" in second.text) == (False, True)


@pytest.mark.parametrize(
    "html",
    [
        "<![xx]]><p>25 March 2027, 7pm</p>",
        "<!-- <p>25 March 2027, 7pm</p>",
        "<a b='",
        "&#99999999999;",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">' + '{"@type":"Event","location":' * 400 + "{}" + "}" * 400 + "</script>",
        "<p>" + "2 March 2027 7pm " * 20_000,
    ],
    ids=["marked section", "open comment", "open tag", "no such letter", "deep list", "deep place", "many days"],
)
def test_page_that_means_harm_is_read_or_passed_over(html):
    assert len(page(html)) <= web_page.MOST_DAYS


def test_what_is_no_page_is_refused():
    with pytest.raises(CannotAsk, match="application/pdf"):
        page("25 March 2027", {"Content-Type": "application/pdf"})
