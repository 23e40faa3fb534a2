"""The newsletter's two parts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

from publishers import every_publisher, newsletter
from scheduler.release.edition import Edition
from scheduler.release.value import Change, ChangeKind, Release
from tests.publishers.examples import FIRST, HOSTILE, HOSTILE_LINE, a_release
from tests.scheduler.examples import utc

GMAIL_CUTS_AT = 102 * 1024  # bytes; the rest of a longer mail is hidden behind a link


class Seen(HTMLParser):
    """The elements and the links of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses.update(value or "" for name, value in attrs if name in ("href", "src", "background"))


def parts(release: Release) -> tuple[str, str]:
    html, text = newsletter.publish(release)[:2]
    assert (html.path, text.path) == ("newsletter.html", "newsletter.txt")
    return html.content.decode(), text.content.decode()


def first_release() -> Release:
    release = a_release(number=1, released_at=FIRST)
    return replace(release, changes=tuple(Change(ChangeKind.NEW, None, meeting) for meeting in release.meetings))


def test_newsletter_is_in_the_newsletter_outlet() -> None:
    release = a_release()

    made = sorted(newsletter.publish(release), key=lambda part: part.path)
    assert every_publisher.artifacts(release, "newsletter") == tuple(made)


def test_subject_counts_the_changes_most_urgent_first() -> None:
    assert newsletter.subject(a_release()) == "Tower Hamlets ward panels: 1 cancelled, 2 moved"


def test_subject_of_the_first_release_names_the_year() -> None:
    assert newsletter.subject(Edition.of(first_release()).release) == "Tower Hamlets ward panels: meetings in 2027"


def test_text_part_begins_with_subject_and_preheader_and_tells_changes_before_the_list() -> None:
    _, text = parts(a_release())

    assert text.splitlines()[:2] == [
        "Subject: Tower Hamlets ward panels: 1 cancelled, 2 moved",
        "Preheader: Meet your local police team: where and when.",
    ]
    told = [
        text.index(heading) for heading in ("CANCELLED MEETINGS", "MOVED MEETINGS", "A NEW PLACE", "ALL MEETINGS IN")
    ]
    assert told == sorted(told)
    assert "* CANCELLED: Mile End: Wednesday 3 November 2027, 7pm to 8:30pm, Bow Library" in text.splitlines()


def test_first_newsletter_lists_each_meeting_once() -> None:
    _, text = parts(first_release())

    assert "NEW MEETINGS" not in text
    assert text.count("Thursday 25 March 2027") == 1


def test_html_part_links_to_our_own_site_only_and_loads_nothing() -> None:
    html, _ = parts(a_release())
    seen = Seen(html)

    ours = ("https://panels.example.org/wp/", "mailto:panels@example.org", "https://999bsl.co.uk", "tel:18001101")
    assert {address for address in seen.addresses if not address.startswith(ours)} == set()
    assert seen.tags & {"script", "img", "link", "iframe"} == set()
    assert "@import" not in html


def test_hostile_words_are_text_in_the_html_part_and_one_line_in_the_text_part() -> None:
    html, text = parts(a_release(borough=HOSTILE))

    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert text.splitlines()[0] == f"Subject: {HOSTILE_LINE} ward panels: 1 cancelled, 2 moved"


def test_html_part_with_ninety_meetings_stays_well_below_the_size_that_mail_is_cut_at() -> None:
    meeting = a_release().meetings[0]
    ninety = tuple(replace(meeting, meeting_id=f"2027-E05009317-{number}") for number in range(1, 91))

    html, _ = parts(a_release(meetings=ninety, changes=()))

    assert html.count("/meetings/2027-E05009317-") == 90
    assert len(html.encode()) < GMAIL_CUTS_AT / 2


def test_year_without_meetings_says_so() -> None:
    html, text = parts(a_release(meetings=(), changes=()))

    assert "No meetings have been set yet." in html
    assert "No meetings have been set yet." in text


def text_on(moment: str, release: Release | None = None) -> str:
    """The text part of what is published at a moment."""
    edition = replace(Edition.of(release or a_release()), now=utc(moment))
    return newsletter.issue(edition)[1].content.decode()


def test_what_is_over_is_not_told_as_if_it_were_to_come() -> None:
    text = text_on("2027-05-20 10:00")

    assert "ALL MEETINGS IN JUNE 2027 TO DECEMBER 2027" in text
    assert re.findall(r"^\* .*(?:March|April|May) 2027", text, re.MULTILINE) == []
    assert "MOVED MEETINGS" not in text
    assert "* CANCELLED: Mile End: Wednesday 3 November 2027, 7pm to 8:30pm, Bow Library" in text.splitlines()
    assert text.splitlines()[0] == "Subject: Tower Hamlets ward panels: 1 cancelled, 1 moved"


def test_after_the_last_meeting_it_says_that_there_are_no_more() -> None:
    last = max(meeting.held_on for meeting in a_release().meetings)

    told = [text_on(f"{day} 10:00") for day in (last + timedelta(days=1), "2028-01-02")]

    assert "There are no more meetings up to the end of December 2027." in told[0]
    assert newsletter.subject(a_release(changes=()), period="December 2027").endswith(": meetings in December 2027")
    assert "No more meetings have been set yet." in told[1]
    assert all("ALL MEETINGS IN DECEMBER 2027" in text and "\n* " not in text for text in told)


def test_meeting_that_was_not_held_stays_news() -> None:
    release = a_release()
    off = replace(release.meetings[0], is_not_held=True, last_change=ChangeKind.NOT_HELD)
    told = replace(
        release,
        meetings=(off, *release.meetings[1:]),
        changes=(Change(ChangeKind.NOT_HELD, release.meetings[0], off),),
    )

    text = text_on("2027-05-20 10:00", told)

    assert "MEETINGS THAT WERE NOT HELD" in text
    assert f"/meetings/{off.meeting_id}/" in text


def test_same_release_gives_the_same_bytes() -> None:
    assert newsletter.publish(a_release()) == newsletter.publish(a_release())
