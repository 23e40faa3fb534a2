"""Paths and the addresses they get."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers import addresses

SITE = "https://example.org/ward-panels"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (addresses.HOME_PAGE, f"{SITE}/"),
        (addresses.ward_page("bow-east"), f"{SITE}/wards/bow-east/"),
        (addresses.meeting_page("2027-E05009317-1"), f"{SITE}/meetings/2027-E05009317-1/"),
        (addresses.meeting_feed("2027-E05009317-1"), f"{SITE}/meetings/2027-E05009317-1/meeting.ics"),
        (addresses.poster("2027-E05009317-1"), f"{SITE}/posters/2027-E05009317-1.pdf"),
        (addresses.in_language(addresses.GLOSSARY_PAGE, "bn"), f"{SITE}/bn/glossary/"),
        ("my-index.html", f"{SITE}/my-index.html"),
        ("wards/é è.ics", f"{SITE}/wards/%C3%A9%20%C3%A8.ics"),
    ],
)
def test_path_has_its_address(path, address):
    assert addresses.absolute(SITE, path) == address
    assert addresses.absolute(f"{SITE}/", path) == address


def test_subscription_makes_a_phone_offer_to_subscribe():
    assert addresses.subscription(SITE, addresses.BOROUGH_FEED) == "webcal://example.org/ward-panels/calendar.ics"


def test_calendar_programs_on_the_web_get_the_feed_s_own_address():
    feed = addresses.absolute(SITE, addresses.ward_feed("bow-east"))

    quoted = "https%3A%2F%2Fexample.org%2Fward-panels%2Fwards%2Fbow-east%2Fcalendar.ics"
    assert addresses.google_subscription(feed) == f"https://calendar.google.com/calendar/render?cid={quoted}"


@pytest.mark.parametrize(
    ("subscription", "host"),
    [
        (addresses.outlook_subscription, "outlook.live.com"),
        (addresses.microsoft_365_subscription, "outlook.office.com"),
    ],
)
def test_outlook_is_told_the_calendar_s_name(subscription, host):
    asked = urlsplit(subscription("https://example.org/calendar.ics", "Bow & Poplar meetings"))

    assert (asked.scheme, asked.netloc, asked.path) == ("https", host, "/calendar/0/addfromweb")
    assert parse_qs(asked.query) == {"url": ["https://example.org/calendar.ics"], "name": ["Bow & Poplar meetings"]}


@pytest.mark.parametrize(
    ("meeting_id", "address"),
    [
        ("2027-E05009317-1", f"{SITE}/m/25xsvh5/"),
        ("2027-E05009317-2", f"{SITE}/m/ds4zkwp/"),
        ("2027-E05009328-3", f"{SITE}/m/7gsp7ps/"),
    ],
)
def test_short_address_of_a_meeting_is_the_same_for_good(meeting_id, address):
    assert addresses.absolute(SITE, addresses.short_page(meeting_id)) == address


@given(st.text())
def test_short_address_has_no_vowel_no_capital_and_no_mark_that_looks_like_another(meeting_id):
    folder, code, page = addresses.short_page(meeting_id).split("/")

    assert (folder, len(code), page) == ("m", 7, "index.html")
    assert set(code).isdisjoint("01ilo" + "aeiouy")
    assert code == code.lower()


def test_short_addresses_of_ten_years_of_a_large_borough_are_all_different():
    ids = [f"{year}-E0500{ward}-{n}" for year in range(2027, 2037) for ward in range(9300, 9340) for n in range(1, 7)]

    assert len({addresses.short_page(meeting_id) for meeting_id in ids}) == len(ids) == 2400


def test_address_is_typed_without_what_every_browser_adds():
    assert addresses.typed("https://example.org/ward-panels/m/25xsvh5/") == "example.org/ward-panels/m/25xsvh5"
