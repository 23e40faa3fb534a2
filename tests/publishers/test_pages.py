"""The public pages as bytes; how they look and behave is proved in tests/browser."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar

from publishers import addresses, contentlines, every_publisher, pages
from publishers.languages import ENGLISH, language
from publishers.pages import passing_on, redirects, structured, views
from publishers.pages.links import relative, rooted
from scheduler.facts import Priority, Signpost
from scheduler.place import Position
from scheduler.release.edition import Edition
from scheduler.release.value import PastFacts, Release
from tests.publishers.examples import BOW, HOSTILE_LINE, HOSTILE_WARD, MILE_END, TOWN_HALL, a_release

MOVED = "meetings/2027-E05009328-1/index.html"
NEW_PLACE = "meetings/2027-E05009328-2/index.html"
CANCELLED = "meetings/2027-E05009328-3/index.html"
PLAIN = "meetings/2027-E05009317-2/index.html"
SHARING = ("2027-E05013002-3", "2027-E05017401-3")
"""Ids whose short addresses are the same: found by trying 180,000."""

HOSTILE_PAGE = "meetings/2027-E05009330-1/index.html"


class Parsed(HTMLParser):
    """What a browser would see of a page: links, ids, text, old text, inline code and the JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.scripts: list[str] = []
        self.deleted: list[str] = []
        self.text: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.links += [str(facts[name]) for name in ("href", "src") if name in facts]
        self.ids += [str(facts["id"])] if "id" in facts else []
        self.inline += [name for name in facts if name == "style" or name.startswith("on")]
        self.inline += ["style"] if tag == "style" else []
        if tag in ("del", "script"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("del", "script"):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split(" ")).strip()
        if self._open[-1:] == ["script"]:
            self.scripts.append(data)
        elif words:
            (self.deleted if self._open else self.text).append(words)


def html_of(release: Release) -> dict[str, str]:
    return {
        artifact.path: artifact.content.decode()
        for artifact in pages.publish(release)
        if artifact.path.endswith(".html")
    }


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return html_of(a_release())


def test_site_has_every_page_of_the_contract(site: dict[str, str]) -> None:
    release = a_release()

    wards = [f"wards/{ward.slug}/index.html" for ward in release.wards]
    meetings = [f"meetings/{meeting.meeting_id}/index.html" for meeting in release.meetings]
    kinds = ["evening", "daytime", "weekend", "step-free", "hearing-loop"]
    months = [f"{month}-2027" for month in ("march", "april", "may", "june", "october", "november", "december")]
    lists = [f"find/{choice}/index.html" for choice in (*kinds, *months)]
    folders = ["changes", "glossary", "find", "reuse", "postcodes", "postcodes/e3", "postcodes/e1w"]
    others = ["index.html", *(f"{folder}/index.html" for folder in folders), "wards/globe-town/index.html"]
    short = [addresses.short_page(meeting.meeting_id) for meeting in release.meetings]
    english = [*wards, *meetings, *lists, *others, "404.html", *short]
    bengali = [f"bn/{path}" for path in english if path != "404.html"]
    assert sorted(site) == sorted([*english, *bengali])


def test_every_internal_link_leads_to_a_file_of_the_site_and_a_place_on_it(site: dict[str, str]) -> None:
    paths = {recipe.path for recipe in every_publisher.recipes(Edition.of(a_release()), "site")}
    ids = {path: set(Parsed(html).ids) for path, html in site.items()}

    broken = []
    for page, html in site.items():
        for link in Parsed(html).links:
            target = target_of(page, link)
            anchor = urlsplit(link).fragment
            if target is not None and (target not in paths or (anchor and anchor not in ids[target])):
                broken.append((page, link))

    assert broken == []


@pytest.mark.parametrize("outlet", ["site", "site and print"])
def test_page_leads_to_the_pdfs_that_were_made_and_to_no_other(outlet: every_publisher.Outlet) -> None:
    made = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(a_release()), outlet)}
    pages_made = {path: recipe.make().decode() for path, recipe in made.items() if path.endswith(".html")}
    led_to = {target_of(path, link) for path, html in pages_made.items() for link in Parsed(html).links}

    assert {path for path in led_to if path and path.endswith(".pdf")} == {path for path in made if path[-4:] == ".pdf"}
    assert any(path.endswith(".pdf") for path in made) == (outlet == "site and print")


def test_link_to_a_pdf_says_its_kind_its_paper_and_a_language_that_is_not_the_page_s() -> None:
    by_path = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(a_release()), "site and print")}
    following = PLAIN.replace("-2/", "-1/")
    english, bengali, of_next = (
        Parsed(by_path[path].make().decode()).text for path in (PLAIN, f"bn/{PLAIN}", f"bn/{following}")
    )

    assert [said for said in english if "PDF" in said] == [
        "Poster (PDF, A4)",
        "Flyer (PDF, A5)",
        "Large print (PDF, A4)",
    ]
    assert [said for said in bengali if "PDF" in said or "ইংরেজিতে" in said] == [
        "পোস্টার (PDF, A4)",
        "লিফলেট (PDF, A5)",
        "(ইংরেজিতে)",
        "বড় অক্ষরে (PDF, A4)",
        "(ইংরেজিতে)",
    ]
    assert [said for said in of_next if "PDF" in said or "ইংরেজিতে" in said] == [
        "পোস্টার (PDF, A4)",
        "লিফলেট (PDF, A5)",
        "বড় অক্ষরে (PDF, A4)",
        "তীরচিহ্নসহ দরজার সাইন (PDF, A4)",
    ]


def target_of(page: str, link: str) -> str | None:
    """The file of the site that a link means, None where it leads elsewhere."""
    parts = urlsplit(link.replace("webcal://panels.example.org", "").replace("https://panels.example.org", ""))
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page
    steps = path.removeprefix("/wp/") if path.startswith("/wp/") else posixpath.join(posixpath.dirname(page), path)
    target = posixpath.normpath(steps or ".")
    return posixpath.normpath(f"{target}/index.html") if path.endswith("/") else target


def test_ids_are_unique_on_each_page(site: dict[str, str]) -> None:
    ids = {path: Parsed(html).ids for path, html in site.items()}

    assert {path for path, found in ids.items() if len(found) != len(set(found))} == set()


def test_pages_hold_no_inline_style_and_no_script_but_json_ld(site: dict[str, str]) -> None:
    assert {path: Parsed(html).inline for path, html in site.items() if Parsed(html).inline} == {}
    openings = {opening for html in site.values() for opening in re.findall(r"<script[^>]*>", html)}
    ours = {
        opening
        for opening in openings
        if re.fullmatch(r'<script src="[./]*static/site\.[0-9a-f]{12}\.js" defer>', opening)
    }
    assert openings - ours == {'<script type="application/ld+json">'}


def test_hostile_words_stay_words(site: dict[str, str]) -> None:
    parsed = Parsed(site[HOSTILE_PAGE])

    assert HOSTILE_LINE in parsed.text
    assert parsed.scripts[0].count("<") == 0
    assert json.loads(parsed.scripts[0])["location"]["name"] == HOSTILE_LINE


def test_style_sheet_is_named_by_its_digest_and_asks_for_nothing() -> None:
    style, icon, script = pages.publish(a_release())[:3]

    assert re.fullmatch(r"static/app\.[0-9a-f]{12}\.css", style.path)
    assert re.fullmatch(r"static/icon\.[0-9a-f]{12}\.svg", icon.path)
    assert re.fullmatch(r"static/site\.[0-9a-f]{12}\.js", script.path)
    assert re.findall(rb"@import|@font-face|url\(|GDS Transport", style.content) == []


def test_same_release_gives_the_same_bytes() -> None:
    assert pages.publish(a_release()) == pages.publish(a_release())


def test_meetings_that_did_not_change_keep_their_bytes_in_the_next_release() -> None:
    release = a_release()
    later = replace(release, number=3, released_at=release.released_at.replace(month=2), changes=())

    before, after = html_of(release), html_of(later)

    assert {path for path in before if before[path] != after[path]} == {
        "index.html",
        "changes/index.html",
        "bn/index.html",
        "bn/changes/index.html",
    }


def test_moved_meeting_strikes_out_what_no_longer_holds(site: dict[str, str]) -> None:
    parsed = Parsed(site[MOVED])

    was = ["It was:", "Tuesday 2 March 2027", "It was:", "7pm to 8:30pm", "It was:", "Bow Library"]
    assert parsed.deleted == [*was, "1 Roman Road, E3\N{NO-BREAK SPACE}5LU"]
    assert "Moved" in parsed.text
    assert "Tuesday 30 March 2027" in parsed.text


def test_meeting_with_a_new_place_keeps_its_date_unstruck(site: dict[str, str]) -> None:
    parsed = Parsed(site[NEW_PLACE])

    assert parsed.deleted == ["It was:", "Bow Library", "1 Roman Road, E3\N{NO-BREAK SPACE}5LU"]
    assert "New place" in parsed.text


def test_cancelled_meeting_strikes_out_everything_and_offers_no_calendar_file(site: dict[str, str]) -> None:
    parsed = Parsed(site[CANCELLED])

    address = "1 Roman Road, E3\N{NO-BREAK SPACE}5LU"
    assert parsed.deleted == ["Wednesday 3 November 2027", "7pm to 8:30pm", "Bow Library", address]
    assert "This meeting is cancelled. It will not be held." in parsed.text
    assert "Add to my calendar" not in parsed.text


def test_cancelled_meeting_says_why_and_that_a_new_date_follows() -> None:
    plain = a_release()
    cancelled = replace(plain.meetings[6], because="hall-closed", new_date_follows=True)
    release = replace(plain, meetings=(*plain.meetings[:6], cancelled, *plain.meetings[7:]))

    assert "The hall is closed. A new date will follow." in Parsed(html_of(release)[CANCELLED]).text


def test_meeting_that_is_back_on_says_so_with_what_was_announced_first_and_strikes_out_nothing() -> None:
    release = a_release()
    plain = next(each for each in release.meetings if addresses.meeting_page(each.meeting_id) == PLAIN)
    back = PastFacts(plain.starts_at, plain.ends_at, plain.hall, is_cancelled=True)
    first = PastFacts(plain.starts_at, plain.ends_at, TOWN_HALL)
    meetings = (replace(each, was=back, first=first) if each == plain else each for each in release.meetings)

    parsed = Parsed(html_of(replace(release, meetings=tuple(meetings)))[PLAIN])

    assert parsed.deleted == []
    assert "Back on" in parsed.text
    assert "This meeting was cancelled. It will be held after all." in parsed.text
    assert any(words.startswith("First announced for ") and "Town Hall" in words for words in parsed.text)


def test_unknown_access_is_said_to_be_unknown(site: dict[str, str]) -> None:
    assert [words for words in Parsed(site[PLAIN]).text if words.startswith(("Step", "Hearing", "Access", "Entr"))] == [
        "Step-free: yes",
        "Hearing loop: not checked yet",
        "Accessible toilet: no",
        "Entrance: Use the side door",
    ]


def test_acronym_is_spelled_out_and_linked_to_the_glossary(site: dict[str, str]) -> None:
    assert 'a Dedicated Ward Officer (<a class="govuk-link" href="../../glossary/#term-dwo">DWO</a>)' in site[PLAIN]


def test_ward_without_meetings_says_so(site: dict[str, str]) -> None:
    assert "No meetings have been set for this ward yet." in site["wards/quiet-ward/index.html"]


def test_first_release_calls_nothing_a_change() -> None:
    site = html_of(a_release(number=1, changes=()))

    assert "This is the first list of meetings in 2027" in site["changes/index.html"]
    assert "Some meetings have changed" not in site["index.html"]


def described(index: int) -> dict[str, Any]:
    release = a_release()
    meeting = release.meetings[index]
    return structured.described(meeting, release.ward_by_code[meeting.ward_code], release)


def test_search_engines_are_told_all_of_a_meeting() -> None:
    facts = described(0)

    assert facts.pop("description").startswith("A ward panel is a public meeting.")
    assert facts == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Bow East ward panel meeting",
        "url": "https://panels.example.org/wp/meetings/2027-E05009317-1/",
        "inLanguage": "en",
        "startDate": "2027-03-25T19:00:00+00:00",
        "endDate": "2027-03-25T20:30:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "image": "https://panels.example.org/wp/wards/bow-east/card.png",
        "location": {
            "@type": "Place",
            "name": "Bow Library",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Roman Road",
                "postalCode": "E3 5LU",
                "addressCountry": "GB",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 51.5301, "longitude": -0.0312},
        },
        "organizer": {
            "@type": "Organization",
            "name": "Tower Hamlets ward panels",
            "url": "https://panels.example.org/wp/",
            "email": "panels@example.org",
        },
    }


@pytest.mark.parametrize(
    ("index", "status", "before"),
    [
        (1, "EventRescheduled", "2027-03-02T19:00:00+00:00"),
        (4, "EventScheduled", None),
        (6, "EventCancelled", None),
    ],
    ids=["moved", "new place", "cancelled"],
)
def test_search_engines_are_told_what_became_of_a_meeting(index: int, status: str, before: str | None) -> None:
    facts = described(index)

    assert facts["eventStatus"] == f"https://schema.org/{status}"
    assert facts.get("previousStartDate") == before


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "index.html", "./"),
        ("index.html", "wards/bow/index.html", "wards/bow/"),
        ("wards/bow/index.html", "index.html", "../../"),
        ("wards/bow/index.html", "wards/bow/calendar.ics", "../../wards/bow/calendar.ics"),
        ("wards/bow/index.html", "wards/mile-end/index.html", "../../wards/mile-end/"),
        ("wards/bow/index.html", "wards/höhe & co/index.html", "../../wards/h%C3%B6he%20%26%20co/"),
        ("meetings/2027-E1-1/index.html", "static/app.css", "../../static/app.css"),
    ],
)
def test_link_is_written_as_seen_from_its_page(page: str, target: str, link: str) -> None:
    assert relative(page)(target) == link


@pytest.mark.parametrize(
    ("site_url", "target", "link"),
    [
        ("https://example.org/ward-panels", "index.html", "/ward-panels/"),
        ("https://example.org", "index.html", "/"),
        ("https://example.org", "changes/index.html", "/changes/"),
        ("https://example.org/a/", "static/app.css", "/a/static/app.css"),
    ],
)
def test_link_on_a_page_shown_anywhere_begins_at_the_root(site_url: str, target: str, link: str) -> None:
    assert rooted(site_url)(target) == link


def test_period_that_is_not_a_calendar_year_names_its_months() -> None:
    release = a_release()
    school_year = replace(release, first_day=release.first_day.replace(month=4), last_day=release.last_day)

    assert views.period(release) == "2027"
    assert views.period(school_year) == "April 2027 to December 2027"


def test_ward_page_lists_the_wards_next_to_it_and_the_board(site: dict[str, str]) -> None:
    parsed = Parsed(site["wards/bow-east/index.html"])

    assert f"../../wards/{MILE_END.slug}/" in parsed.links
    assert f"../{HOSTILE_WARD.slug}/" not in parsed.links
    assert "Tuesday 30 March 2027, 6pm" in parsed.text
    assert f"webcal://panels.example.org/wp/wards/{BOW.slug}/calendar.ics" in parsed.links


def test_meeting_that_stands_again_as_first_announced_is_not_listed_as_different() -> None:
    release = a_release(changes=())
    back_on = replace(release.meetings[0], sequence=2)

    page = html_of(replace(release, meetings=(back_on,)))["changes/index.html"]

    assert "Nothing has changed since the list before." in page
    assert "not as we first announced" not in page


def text_of(html: str) -> str:
    return " ".join(Parsed(html).text)


def test_page_of_a_renamed_ward_leads_on_from_its_old_address(site: dict[str, str]) -> None:
    html = site["wards/globe-town/index.html"]

    assert '<meta http-equiv="refresh" content="0; url=../../wards/mile-end/">' in html
    assert '<link rel="canonical" href="https://panels.example.org/wp/wards/mile-end/">' in html
    assert "../../wards/mile-end/" in Parsed(html).links


@pytest.mark.parametrize("page", [PLAIN, CANCELLED])
def test_short_address_leads_on_to_the_meeting_and_is_kept_from_search_engines(site: dict[str, str], page: str) -> None:
    html = site[addresses.short_page(page.split("/")[1])]

    there = page.removesuffix("index.html")
    assert f'<meta http-equiv="refresh" content="0; url=../../{there}">' in html
    assert f'<link rel="canonical" href="https://panels.example.org/wp/{there}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert Parsed(html).links == [f"https://panels.example.org/wp/{there}", f"../../{there}"]


def test_short_address_says_where_it_leads_and_nothing_that_can_change(site: dict[str, str]) -> None:
    words = text_of(site[addresses.short_page(CANCELLED.split("/")[1])])

    meeting = "Mile End ward panel meeting"
    assert words.endswith(f"Ward panel meetings in Tower Hamlets More about this meeting: {meeting}")


def test_short_address_of_a_language_leads_to_the_page_in_it(site: dict[str, str]) -> None:
    html = site[f"bn/{addresses.short_page(PLAIN.split('/')[1])}"]

    there = PLAIN.removesuffix("index.html")
    assert '<html lang="bn" dir="ltr" class="govuk-template">' in html
    assert Parsed(html).links == [f"https://panels.example.org/wp/bn/{there}", f"../../../bn/{there}"]
    assert "More about this meeting" not in text_of(html)


def test_short_address_that_two_meetings_share_leads_to_both() -> None:
    release = a_release()
    one, other = (replace(release.meetings[at], meeting_id=shared) for at, shared in enumerate(SHARING))
    html = html_of(replace(release, meetings=(one, other), changes=()))[addresses.short_page(SHARING[0])]

    style, *links = Parsed(html).links
    assert re.fullmatch(r"\.\./\.\./static/app\.\w+\.css", style)
    assert links == [f"../../meetings/{meeting_id}/" for meeting_id in SHARING]
    assert "More about this meeting: Bow East ward panel meeting, Thursday 25 March 2027" in text_of(html)
    assert "refresh" not in html
    assert redirects.short_addresses((one, other), (ENGLISH,)) == ()


def test_web_server_can_be_told_where_each_short_address_leads() -> None:
    meetings = a_release().meetings

    led = redirects.short_addresses(meetings, (ENGLISH, language("bn")))
    pages = [(addresses.short_page(one.meeting_id), addresses.meeting_page(one.meeting_id)) for one in meetings]
    assert led == (*pages, *((f"bn/{short}", f"bn/{page}") for short, page in pages))


@pytest.mark.parametrize(
    ("choice", "meeting_ids"),
    [
        ("weekend", ["2027-E05009317-2"]),
        ("daytime", ["2027-E05009317-2", "2027-E05009330-1"]),
        ("may-2027", ["2027-E05009330-1"]),
        ("hearing-loop", []),
    ],
)
def test_list_holds_the_chosen_meetings_only(site: dict[str, str], choice: str, meeting_ids: list[str]) -> None:
    links = Parsed(site[f"find/{choice}/index.html"]).links

    assert [link.split("/")[-2] for link in links if "/meetings/" in link] == meeting_ids


def test_every_choice_of_the_list_is_a_page_that_needs_no_script(site: dict[str, str]) -> None:
    links = Parsed(site["find/index.html"]).links

    choices = ["evening", "daytime", "weekend", "step-free", "march-2027", "april-2027", "may-2027"]
    assert [choice for choice in choices if f"../find/{choice}/" not in links] == []


def test_choice_that_leaves_no_meeting_is_not_offered(site: dict[str, str]) -> None:
    assert not any(
        "hearing-loop" in link for path in ("find/index.html", "index.html") for link in Parsed(site[path]).links
    )


def test_ward_page_says_what_was_asked_what_was_done_and_what_nobody_recorded(site: dict[str, str]) -> None:
    words = text_of(site["wards/bow-east/index.html"])

    assert "You said: Noise at night (Tuesday 1 September 2026) We did: not recorded yet" in words
    assert "The team marked 40 bikes." in words
    assert "They were made up to show this page." in words


def test_ward_without_priorities_says_so_plainly(site: dict[str, str]) -> None:
    words = text_of(site["wards/quiet-ward/index.html"])

    assert "The panel’s priorities are not recorded yet." in words
    assert "made up" not in words


def test_ward_page_offers_every_way_to_subscribe(site: dict[str, str]) -> None:
    links = Parsed(site["wards/mile-end/index.html"]).links

    feed = "panels.example.org/wp/wards/mile-end/calendar.ics"
    quoted = feed.replace("/", "%2F")
    assert f"webcal://{feed}" in links
    assert f"https://calendar.google.com/calendar/render?cid=https%3A%2F%2F{quoted}" in links
    added = f"/calendar/0/addfromweb?url=https%3A%2F%2F{quoted}&name=Mile%20End%20ward%20panel%20meetings"
    assert {f"https://outlook.live.com{added}", f"https://outlook.office.com{added}"} < set(links)
    assert f"https://{feed}" in text_of(site["wards/mile-end/index.html"])
    assert "webcal://panels.example.org/wp/reminders/wards/mile-end/calendar.ics" in links
    assert "../../meetings/2027-E05009328-1/meeting.ics" in links


@pytest.mark.parametrize("outlook", ["outlook.live.com", "outlook.office.com"])
def test_outlook_calls_every_calendar_what_it_calls_itself(site: dict[str, str], outlook: str) -> None:
    feeds_of = {recipe.path: recipe for recipe in every_publisher.recipes(Edition.of(a_release()), "site")}
    links = {link for html in site.values() for link in Parsed(html).links if link.startswith(f"https://{outlook}/")}
    asked = [parse_qs(urlsplit(link).query) for link in links]
    named = {asked["url"][0].removeprefix("https://panels.example.org/wp/"): asked["name"][0] for asked in asked}

    parts = [addresses.BOROUGH_FEED, *addresses.SESSION_FEEDS, addresses.STEP_FREE_FEED]
    english = {*parts, *(addresses.ward_feed(ward.slug) for ward in a_release().wards)}
    assert set(named) == english | {f"bn/{path}" for path in english}
    for path, name in named.items():
        assert str(Calendar.from_ical(feeds_of[path].make())["NAME"]) == contentlines.text(name)


def test_meeting_page_says_what_is_not_known(site: dict[str, str]) -> None:
    words = Parsed(site[NEW_PLACE]).text

    assert "Entrance: not checked yet" in words
    assert "Nearest station or stop: not known" in words
    assert "There is no agenda yet." in words


def test_agenda_is_shown_where_there_is_one() -> None:
    first, *others = a_release().meetings
    release = a_release(meetings=(replace(first, agenda=("Bike theft", "Any other <b>news</b>")), *others), changes=())

    words = Parsed(html_of(release)[f"meetings/{first.meeting_id}/index.html"]).text

    assert words[words.index("Agenda") + 1 :][:2] == ["Bike theft", "Any other <b>news</b>"]


def test_qr_code_of_a_ward_opens_its_page() -> None:
    codes = {file.path: file.make() for file in passing_on.files(Edition.of(a_release())) if file.path.endswith(".svg")}

    assert codes["wards/bow-east/qr.svg"] == passing_on.code_of("https://panels.example.org/wp/wards/bow-east/")
    assert codes["wards/bow-east/qr.svg"] != codes["wards/mile-end/qr.svg"]


def test_snippet_for_other_sites_has_whole_addresses_and_no_script_frame_or_style() -> None:
    files = {
        file.path: file.make().decode()
        for file in passing_on.files(Edition.of(a_release()))
        if file.path.endswith(".txt")
    }
    html = files["wards/mile-end/snippet.txt"]

    assert [link for link in Parsed(html).links if not link.startswith(("https://panels.", "webcal://panels."))] == []
    assert re.findall(r"<(script|iframe|style|link|img)\b", html) == []
    assert "<strong>Cancelled:</strong> <del>" in html
    assert [part[:16] for part in html.split("<strong>")[1:]] == [
        "Moved from Tuesd",
        "New place: moved",
        "Cancelled:</stro",
    ]


def test_search_engines_are_told_nothing_of_an_address_that_is_not_known() -> None:
    meeting = a_release().meetings[0]
    nowhere = replace(meeting, hall=replace(meeting.hall, address="", postcode=""))

    facts = structured.described(nowhere, BOW, a_release())

    assert facts["location"]["address"] == {"@type": "PostalAddress", "addressCountry": "GB"}


@pytest.mark.parametrize("position", [each for each in Position if each is not Position.DOOR])
def test_middle_of_an_area_is_never_told_as_a_door(position: Position) -> None:
    meeting = a_release().meetings[0]
    about = replace(meeting, hall=replace(meeting.hall, position=position))
    page = html_of(a_release(meetings=(about,), languages=("en",)))["meetings/2027-E05009317-1/index.html"]

    assert "geo" not in structured.described(about, BOW, a_release())["location"]  # type: ignore[operator]
    assert "51.5301" not in page
    assert "https://www.openstreetmap.org/search?query=Bow%20Library%2C%201%20Roman%20Road%2C%20E3%205LU" in page


def test_service_without_an_address_is_not_shown() -> None:
    signposts = (Signpost("Report It", "Street problems", ""), Signpost("101", "Other police matters", "tel:101"))
    html = html_of(a_release(signposts=signposts, languages=("en",)))["wards/bow-east/index.html"]

    assert "Other police matters" in text_of(html)
    assert "Report It" not in text_of(html)


def test_ward_without_priorities_says_so_only_where_the_borough_records_any() -> None:
    asked = (Priority("E05009328", date(2027, 1, 11), "Speeding in Mile End Road", ""),)
    bare, asking = (
        html_of(a_release(priorities=each, languages=("en",)))["wards/bow-east/index.html"] for each in ((), asked)
    )

    assert "What the police are working on" not in text_of(bare)
    assert "The panel’s priorities are not recorded yet." in text_of(asking)


def test_map_draws_every_ward_that_has_a_border_and_lists_all_halls() -> None:
    square = ((-0.04, 51.52), (-0.03, 51.52), (-0.03, 51.53), (-0.04, 51.52))
    wards = tuple(replace(ward, boundary=(square,)) for ward in a_release().wards)

    html = html_of(a_release(wards=wards))["map/index.html"]

    assert html.count('class="app-map__ward"') == 4
    assert "Town Hall, 160 Whitechapel Road" in text_of(html).replace("\N{NO-BREAK SPACE}", " ")


def test_map_marks_a_door_with_a_dot_a_postcode_with_a_ring_and_the_middle_of_a_ward_not_at_all() -> None:
    square = ((-0.04, 51.52), (-0.03, 51.52), (-0.03, 51.53), (-0.04, 51.52))
    wards = tuple(replace(ward, boundary=(square,)) for ward in a_release().wards)

    def drawn(*positions: Position) -> tuple[int, int, str]:
        meetings = tuple(
            replace(meeting, hall=replace(meeting.hall, venue_id=position, position=position))
            for meeting, position in zip(a_release().meetings, positions, strict=False)
        )
        html = html_of(a_release(wards=wards, meetings=meetings, languages=("en",)))["map/index.html"]
        return html.count('r="11"'), html.count("app-map__dot--about"), text_of(html)

    door, ring, missing = "Each dot is the door", "Each ring is about where", "has no mark on the map"
    for positions, marks, said in (
        ((Position.DOOR,), (1, 0), (True, False, False)),
        ((Position.POSTCODE,), (1, 1), (False, True, False)),
        ((Position.UNKNOWN,), (1, 1), (False, True, False)),
        ((Position.WARD,), (0, 0), (False, False, True)),
        ((Position.DOOR, Position.POSTCODE, Position.WARD), (2, 1), (True, True, True)),
    ):
        *counts, text = drawn(*positions)
        assert tuple(counts) == marks, positions
        assert tuple(words in text for words in (door, ring, missing)) == said, positions


def test_social_card_of_a_page_is_a_file_of_the_site(site: dict[str, str]) -> None:
    paths = {recipe.path for recipe in every_publisher.recipes(Edition.of(a_release()), "site")}
    found = {
        card.removeprefix("https://panels.example.org/wp/")
        for html in site.values()
        for card in re.findall(r'<meta property="og:image" content="([^"]+)">', html)
    }

    assert found == {"card.png", *(f"wards/{ward.slug}/card.png" for ward in a_release().wards)}
    assert found <= paths


def test_ward_page_and_front_page_lead_to_mail_where_residents_can_ask_for_it() -> None:
    address = "https://panels.example.org/wp/subscribe"
    told = {
        made.path: made.content.decode() for made in pages.publish(a_release(subscribe_url=address, languages=("bn",)))
    }
    without = {made.path: made.content.decode() for made in pages.publish(a_release())}

    found = {path: re.search(rf'href="({address}/[^"]*)"', told[path])[1] for path in MAIL_LINKS}
    assert found == MAIL_LINKS
    assert [path for path in MAIL_LINKS if "/subscribe/" in without[path]] == []


MAIL_LINKS = {
    "index.html": "https://panels.example.org/wp/subscribe/",
    "bn/index.html": "https://panels.example.org/wp/subscribe/?lang=bn",
    "wards/bow-east/index.html": "https://panels.example.org/wp/subscribe/?ward=bow-east",
    "bn/wards/bow-east/index.html": "https://panels.example.org/wp/subscribe/?ward=bow-east&amp;lang=bn",
}
