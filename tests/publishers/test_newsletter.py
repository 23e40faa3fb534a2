"""The newsletter's two parts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from publishers import every_publisher, newsletter
from scheduler.release.edition import Edition
from scheduler.release.value import Change, ChangeKind, Release
from tests.publishers.examples import FIRST, HOSTILE, HOSTILE_LINE, a_release

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


def test_same_release_gives_the_same_bytes() -> None:
    assert newsletter.publish(a_release()) == newsletter.publish(a_release())
