"""Rules of time zones, as their tables write them and as the clocks keep them."""

from __future__ import annotations

import struct
import zoneinfo
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.clocks import NoRule, clocks_of, rule_of
from scheduler.tz_table import read_table

YEARS = st.integers(1970, 9998)


def changes(posix: str, year: int) -> list[str]:
    return [f"{change.local:%a %d %b %H:%M} {change.after.name}" for change in rule_of(posix).in_year(year)]


@pytest.mark.parametrize(
    ("posix", "year", "told"),
    [
        ("GMT0BST,M3.5.0/1,M10.5.0", 2027, ["Sun 28 Mar 01:00 BST", "Sun 31 Oct 02:00 GMT"]),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2027, ["Sun 28 Mar 01:00 IST", "Sun 31 Oct 02:00 GMT"]),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2027, ["Sun 04 Apr 03:00 NZST", "Sun 26 Sep 02:00 NZDT"]),
        ("IST-2IDT,M3.4.4/26,M10.5.0", 2027, ["Fri 26 Mar 02:00 IDT", "Sun 31 Oct 02:00 IST"]),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2027, ["Sat 27 Mar 23:00 -01", "Sun 31 Oct 00:00 -02"]),
        ("EET-2EEST,M4.5.5/0,M10.5.4/24", 2027, ["Fri 30 Apr 00:00 EEST", "Fri 29 Oct 00:00 EET"]),
        ("EET-2EEST,M4.5.5/0,M10.5.4/24", 2030, ["Fri 26 Apr 00:00 EEST", "Fri 01 Nov 00:00 EET"]),
        ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 2027, ["Sun 04 Apr 03:45 +1245", "Sun 26 Sep 02:45 +1345"]),
        ("<+0545>-5:45", 2027, []),
    ],
    ids=["London", "Dublin", "Auckland", "Jerusalem", "Nuuk", "Cairo", "Cairo late", "Chatham", "Kathmandu"],
)
def test_rule_says_when_the_clocks_change(posix, year, told):
    assert changes(posix, year) == told


@pytest.mark.parametrize(
    "posix",
    ["", "GMT", "GMT0BST", "EST5EDT,J60/2,J300/2", "EST5EDT,59,299", "GMT0BST,M2.5.0/1,M10.5.0", "GMT0BST,M3.5.0/1"],
    ids=["nothing", "no offset", "no days", "days without leap days", "days of the year", "end of February", "no end"],
)
def test_rule_of_another_kind_is_none(posix):
    assert rule_of(posix) is None


def test_rule_holds_from_the_first_year_that_keeps_it():
    london = clocks_of("Europe/London")

    assert london.since == 1996
    assert london.listed[-1].at == datetime(1995, 10, 22, 1, tzinfo=UTC)
    assert london.rule == rule_of("GMT0BST,M3.5.0/1,M10.5.0")


def test_link_is_a_zone_by_its_own_name():
    assert clocks_of("Europe/Belfast").zone == "Europe/Belfast"
    assert clocks_of("Europe/Belfast").rule == clocks_of("Europe/London").rule


def test_zone_that_follows_the_moon_is_refused_with_what_was_found():
    with pytest.raises(NoRule) as told:
        clocks_of("Asia/Gaza")

    assert str(told.value) == (
        "Asia/Gaza: found changes that follow no rule up to 2086, "
        "wanted clocks that change by one rule every year, or never"
    )


def test_table_of_the_first_version_has_no_rule_and_is_refused():
    with pytest.raises(ValueError) as told:
        read_table(b"TZif\0" + bytes(15) + struct.pack(">6L", *[0] * 6))

    assert str(told.value) == "found b'TZif\\x00', wanted a TZif table of version 2 or later"


@given(zone=st.sampled_from(sorted(zoneinfo.available_timezones())), year=YEARS, data=st.data())
def test_clocks_show_what_the_computers_do_or_the_zone_is_refused(zone, year, data):
    try:
        clocks = clocks_of(zone)
    except NoRule:
        return
    changes = clocks.rule.in_year(max(year, clocks.since))
    shown = ZoneInfo(zone)

    for change in changes:
        minutes = data.draw(st.integers(1, 28 * 24 * 60))
        before, after = (change.at + sign * timedelta(minutes=minutes) for sign in (-1, 1))
        assert before.astimezone(shown).utcoffset() == change.before.offset
        assert after.astimezone(shown).utcoffset() == change.at.astimezone(shown).utcoffset() == change.after.offset
