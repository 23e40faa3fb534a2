"""The newsletters of a month and of a meeting: what is in them, and that nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from publishers.channels import every_channel
from publishers.channels.borough_newsletter import issues
from scheduler.release.elections import neutral
from tests.publishers.examples import HOSTILE_HALL, a_release
from tests.publishers.real import real_release
from tests.publishers.test_newsletter import GMAIL_CUTS_AT, Seen

ENGLISH = a_release(languages=("en",))
MADE = {
    copy.path.removeprefix("copy/"): copy.text
    for copy in every_channel.copies(ENGLISH, every_channel.named("newsletter"))
}


def subject_of(path: str) -> str:
    return MADE[path.replace(".txt", ".subject")].rstrip("\n")


def test_issue_lists_the_meetings_of_its_month_and_no_other() -> None:
    body = MADE["newsletter/2027-04.txt"]

    assert [line for line in body.splitlines() if line.startswith("* ")] == [
        "* Bow East: Saturday 24 April 2027, 11am to 12:30pm, Bow Library"
    ]
    assert subject_of("newsletter/2027-04.txt") == "Tower Hamlets ward panels: meetings in April 2027"


def test_issue_says_first_what_has_moved_or_is_off() -> None:
    march, november = (MADE[f"newsletter/2027-{month}.txt"] for month in ("03", "11"))

    assert subject_of("newsletter/2027-03.txt").endswith("meetings in March 2027 (1 moved)")
    assert subject_of("newsletter/2027-11.txt").endswith("meetings in November 2027 (1 cancelled)")
    assert march.index("MOVED MEETINGS") < march.index("ALL MEETINGS IN MARCH 2027")
    assert november.index("CANCELLED MEETINGS") < november.index("ALL MEETINGS IN NOVEMBER 2027")


def test_meeting_that_left_a_month_is_told_of_in_both_months() -> None:
    gone = ENGLISH.meetings[1]
    was = replace(gone.was, starts_at=gone.was.starts_at.replace(month=2), ends_at=gone.was.ends_at.replace(month=2))
    release = replace(ENGLISH, meetings=(replace(gone, was=was),))
    made = {copy.path: copy.text for copy in every_channel.copies(release, every_channel.named("newsletter"))}

    assert list(issues(release)) == [date(2027, 2, 1), date(2027, 3, 1)]
    assert "Mile End ward panel meeting is now on Tuesday 30 March 2027" in made["copy/newsletter/2027-02.txt"]
    assert "* Mile End:" not in made["copy/newsletter/2027-02.txt"]
    assert "* Mile End: Tuesday 30 March 2027" in made["copy/newsletter/2027-03.txt"]


def test_every_meeting_of_a_real_year_is_in_the_issue_of_its_month() -> None:
    release = real_release()
    told = {month: {meeting.meeting_id for meeting in meetings} for month, meetings in issues(release).items()}

    assert [one for one in release.meetings if one.meeting_id not in told[one.held_on.replace(day=1)]] == []


def test_issue_for_a_meeting_gives_all_facts_and_what_was_asked_and_done() -> None:
    assert MADE["ward-newsletter/2027-E05009317-1.txt"].splitlines() == [
        "Bow East ward panel meeting",
        "",
        "When: Thursday 25 March 2027, 7pm to 8:30pm",
        "Where: Bow Library, 1 Roman Road, E3 5LU",
        "",
        "Step-free: yes",
        "Hearing loop: not checked yet",
        "Accessible toilet: no",
        "Entrance: Use the side door",
        "",
        "You can meet the ward sergeant and a Dedicated Ward Officer (DWO).",
        "",
        "A ward panel is a public meeting. You can meet your local police team, tell them what worries you, and help "
        "choose what they work on next. Everyone who lives, works or studies in the ward can come. It is free.",
        "",
        "More about this meeting: https://panels.example.org/wp/m/25xsvh5/?ward-newsletter",
        "",
        "What the police are working on",
        "",
        "* You said: Noise at night",
        "  We did: not recorded yet",
        "",
        "* You said: Bike theft",
        "  We did: The team marked 40 bikes.",
        "",
        "These are examples. They were made up to show this page.",
        "",
        "See all meetings and put them in your calendar:",
        "https://panels.example.org/wp/wards/bow-east/?ward-newsletter",
        "",
        "If someone is in danger or a crime is happening now, call 999.",
        "For anything else, call 101.",
        "Do you use British Sign Language (BSL)? In an emergency, sign to 999 at 999bsl.co.uk. "
        "To call 101 with Relay UK, dial 18001 101.",
        "",
        "Questions, or do you need an interpreter or other help to take part?",
        "Email panels@example.org.",
    ]


@pytest.mark.parametrize(
    ("meeting_id", "head"),
    [
        ("2027-E05009328-1", "MOVED: Mile End ward panel meeting, Tuesday 30 March 2027"),
        ("2027-E05009328-2", "NEW PLACE: Mile End ward panel meeting, Wednesday 16 June 2027"),
        ("2027-E05009328-3", "CANCELLED: Mile End ward panel meeting, Wednesday 3 November 2027"),
    ],
)
def test_subject_of_an_issue_says_first_that_a_meeting_is_off_or_moved(meeting_id: str, head: str) -> None:
    assert subject_of(f"ward-newsletter/{meeting_id}.txt") == head


def test_nobody_is_invited_to_a_cancelled_meeting() -> None:
    text = MADE["ward-newsletter/2027-E05009328-3.txt"]

    assert "Step-free" not in text
    assert "You can meet" not in text


def test_before_a_poll_an_issue_has_the_facts_and_no_praise() -> None:
    made = {copy.path: copy.text for copy in every_channel.copies(neutral(ENGLISH), every_channel.named("newsletter"))}
    text = made["copy/ward-newsletter/2027-E05009317-1.txt"]

    assert "When: Thursday 25 March 2027, 7pm to 8:30pm" in text
    assert "We did" not in text
    assert "Where and when the meetings are." in made["copy/ward-newsletter/2027-E05009317-1.html"]


def test_both_parts_of_a_real_year_stay_below_the_size_that_mail_is_cut_at() -> None:
    made = every_channel.copies(real_release(), every_channel.named("newsletter"))

    assert max(len(copy.text.encode()) for copy in made) < GMAIL_CUTS_AT / 2


def test_issues_link_to_our_own_site_only_and_load_nothing() -> None:
    ours = ("https://panels.example.org/wp/", "mailto:panels@example.org", "https://999bsl.co.uk", "tel:18001101")
    for path, text in MADE.items():
        if path.endswith(".html"):
            seen = Seen(text)
            assert {address for address in seen.addresses if not address.startswith(ours)} == set()
            assert seen.tags & {"script", "img", "link", "iframe"} == set()


def test_hostile_names_are_text_in_both_parts() -> None:
    html = MADE["ward-newsletter/2027-E05009330-1.html"]
    text = MADE["ward-newsletter/2027-E05009330-1.txt"]

    assert HOSTILE_HALL in [meeting.hall for meeting in ENGLISH.meetings]
    assert "<script" not in html
    assert subject_of("ward-newsletter/2027-E05009330-1.txt").startswith("=St Ann's")
    assert len([line for line in text.splitlines() if line.startswith("BEGIN:VEVENT")]) == 0
