"""Lines of web servers' logs: those of nginx and Apache are read, and nothing else breaks the reading."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardpanels.publicity.server_log import LONGEST_LINE, Asked, is_program, reader, whole_lines

READ = reader(ZoneInfo("Europe/London"))
PHONE = b"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
COMMON = b'203.0.113.9 - - [01/Mar/2027:10:00:01 +0000] "GET /m/25xsvh5/?x-week HTTP/1.1" 200 512'
COMBINED = COMMON + b' "-" "' + PHONE + b'"'
SEEN = Asked(date(2027, 3, 1), b"GET", b"/m/25xsvh5/?x-week", 200, PHONE)


@pytest.mark.parametrize(
    ("line", "is_by_program"),
    [
        (COMMON, None),
        (COMMON + b" 0.004", None),
        (COMBINED, False),
        (COMBINED + b' "198.51.100.7"', False),
        (COMBINED + b" 0.004 panels.example.org", False),
        (COMBINED.replace(b"203.0.113.9", b"2001:db8::7"), False),
        (COMBINED.replace(b"203.0.113.9", b"panels.example.org:443 2001:db8::7"), False),
        (COMBINED.replace(b"- -", b"- Ann [the chair]"), False),
        (COMBINED.replace(b'"-"', rb'"https://a.example/?q=\"panel\" \x22\\"'), False),
        (COMBINED.replace(b" 512", b" -"), False),
        (COMMON + b' "-" "-"', True),
        (COMMON + b' "-" ""', True),
    ],
)
def test_line_of_nginx_or_apache_is_read(line, is_by_program):
    asked = READ(line)

    assert asked is not None
    assert replace(asked, agent=SEEN.agent) == SEEN
    assert asked.is_by_program is is_by_program


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\x1f\x8b\x08",
        b'{"status": 200}',
        COMBINED[:-1],
        COMBINED[:-30],
        COMBINED.replace(b"01/Mar", b"31/Feb"),
        COMBINED.replace(b"01/Mar", b"01/Mrz"),
        COMBINED.replace(b"10:00:01", b"25:00:01"),
        COMBINED.replace(b"+0000", b"+9900"),
        COMBINED.replace(b"2027", b"0000"),
        COMBINED.replace(b" 200 ", b" OK "),
        COMBINED.replace(b'"GET', b"GET"),
    ],
)
def test_line_that_is_none_is_not_guessed_at(line):
    assert READ(line) is None


@pytest.mark.parametrize("request_line", [b"-", b"", rb"\x16\x03\x01", b"GET /", b"GET"])
def test_what_is_no_request_of_http_is_a_line_all_the_same(request_line):
    asked = READ(COMBINED.replace(b"GET /m/25xsvh5/?x-week HTTP/1.1", request_line))

    assert asked is not None
    assert (asked.method, asked.target) == (b"", b"")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (b"31/Dec/2026:23:30:00 +0000", date(2026, 12, 31)),
        (b"31/Dec/2026:23:30:00 -0100", date(2027, 1, 1)),
        (b"30/Jun/2027:23:30:00 +0000", date(2027, 7, 1)),
        (b"01/Jul/2027:00:30:00 +0200", date(2027, 6, 30)),
        (b"01/Jul/2027:04:29:00 +0530", date(2027, 6, 30)),
    ],
)
def test_day_is_that_of_the_boroughs_clocks(moment, day):
    asked = READ(COMBINED.replace(b"01/Mar/2027:10:00:01 +0000", moment))

    assert asked is not None
    assert asked.day == day


@given(st.integers(631_152_000, 4_102_444_800), st.integers(-14 * 4, 14 * 4))
def test_every_moment_from_1990_to_2100_falls_on_its_day(seconds, quarters):
    local = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=15 * quarters)))
    told = f"{local:%d/%b/%Y:%H:%M:%S %z}".encode()

    asked = READ(COMBINED.replace(b"01/Mar/2027:10:00:01 +0000", told))

    assert asked is not None
    assert asked.day == local.astimezone(ZoneInfo("Europe/London")).date()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(line):
    READ(line)


@given(st.integers(0, len(COMBINED)), st.binary(max_size=40), st.integers(0, 60))
def test_line_with_odd_bytes_in_it_is_read_or_left_and_never_makes_a_person_of_a_program(place, odd, length):
    robot = COMBINED.replace(PHONE, b"Googlebot/2.1")

    for line in (COMBINED, robot):
        READ(line[:place] + odd + line[place + length :])
    cut = READ(robot[:place])
    assert cut is None or cut.is_by_program is not False


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"").rstrip(b"\r")), max_size=9))
def test_whole_lines_come_back_and_the_last_without_its_end_does_not(lines):
    whole = b"".join(line + b"\r\n" for line in lines)

    assert list(whole_lines(io.BytesIO(whole))) == lines
    assert list(whole_lines(io.BytesIO(whole + b"half"))) == [*lines, None]


@pytest.mark.parametrize("length", [LONGEST_LINE, LONGEST_LINE + 1, 3 * LONGEST_LINE, 3 * LONGEST_LINE + 5])
def test_line_that_is_too_long_is_left_and_the_next_one_is_whole(length):
    log = io.BytesIO(COMBINED + b"\n" + b"x" * length + b"\n" + COMBINED + b"\n")

    assert list(whole_lines(log)) == [COMBINED, None, COMBINED]


@pytest.mark.parametrize(
    "agent",
    [
        b"",
        b"-",
        b"curl/8.5.0",
        b"python-requests/2.32",
        b"WhatsApp/2.24.1 A",
        b"Twitterbot/1.0",
        b"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        b"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        b"Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        b"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
        b"Mozilla/5.0 (iPhone) AppleWebKit/537.36 Mobile Safari/537.36 BingPreview/1.0b",
        b"Mozilla/5.0 (compatible; Bluesky Cardyb/1.1)",
    ],
)
def test_program_that_says_so_is_no_person(agent):
    assert is_program(agent)


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
        b"Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/465.0]",
        b"Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Mobile Safari/537.36",
        b"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
        b"Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)",
        b"Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.12.423 Version/12.16",
    ],
)
def test_browser_is_taken_for_a_persons(agent):
    assert not is_program(agent)
