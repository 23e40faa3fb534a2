"""Visits by our links: clicked on real web servers, read from their real logs, and counted once."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishers import addresses, printed
from publishers.channels.notices import notices
from publishers.every_publisher import artifacts
from publishers.languages import language
from publishers.marks import SheetKind, marked
from publishers.moments import Moment
from scheduler.release.edition import Edition
from scheduler.store import open_store
from scheduler.visited import Visited
from tests import hosts
from tests.publishers.carriers.peers import closed_port
from tests.publishers.examples import a_release
from tests.scheduler.examples import a_borough, a_plan
from wardpanels.faults import CannotUse
from wardpanels.publicity.reading_logs import read_logs

SITE = "https://panels.example.org/wp"
BOW, MILE_END = "E05009317", "E05009328"
FIRST_IN_BOW = "2027-E05009317-1"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
MONDAY = date(2027, 3, 1)
NO_INPUT = io.BufferedReader(io.BytesIO())


def a_store(site_url: str = SITE):
    store = open_store("memory:")
    store.append_release(a_release(number=1, site_url=site_url), a_plan())
    return closing(store)


def read(store, *logs: Path, stdin=NO_INPUT, site_url: str = SITE):
    profile = replace(a_borough().profile, site_url=site_url)
    return read_logs(store, profile, logs, stdin)


def a_line(target: str, second: int = 0, status: int = 200, agent: str = PHONE, day: int = 1, method: str = "GET"):
    at = f"[{day:02}/Mar/2027:10:{second // 60:02}:{second % 60:02} +0000]"
    return f'203.0.113.9 - - {at} "{method} {target} HTTP/1.1" {status} 512 "-" "{agent}"\n'


def kept(store) -> Counter[Visited]:
    return Counter(store.visits.counts("E09000030", date.min, date.max))


def of_any_day(visits) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for one, count in visits.items():
        found[one.channel, one.moment, one.ward_code, one.meeting_id] += count
    return found


@pytest.mark.parametrize("server", hosts.SERVERS)
def test_links_that_are_clicked_are_counted_exactly_from_the_servers_own_log(server):
    port = closed_port()
    site_url = f"http://127.0.0.1:{port}"
    release = a_release(number=1, site_url=site_url)
    english = {one.meeting.meeting_id: one.link for one in notices(release, channel="x", moment=Moment.WEEK)}
    text = {one.meeting.meeting_id: one.link for one in notices(release, channel="sms", moment=Moment.EVE)}
    bengali = next(iter(notices(release, (language("bn"),), "facebook"))).link
    sheets = {sheet.path: str(sheet.facts["url"]) for sheet in printed.sheets(Edition.of(release))}
    newsletter = marked(addresses.absolute(site_url, addresses.HOME_PAGE), "newsletter")
    old_ward = marked(addresses.absolute(site_url, addresses.ward_page(release.wards[0].slug)), "leaflet")
    person, robot = {"User-Agent": PHONE}, {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}
    clicked = [
        *3 * [english[FIRST_IN_BOW]],
        *2 * [text[FIRST_IN_BOW]],
        bengali,
        f"{english[FIRST_IN_BOW]}&fbclid=abc",
        sheets[addresses.poster(FIRST_IN_BOW)],
        *2 * [sheets[addresses.flyer(FIRST_IN_BOW)]],
        sheets[addresses.year_card("mile-end")],
        newsletter,
        old_ward,
    ]

    with hosts.site_folder(artifacts(release, "site")) as folder, hosts.SERVERS[server](folder, port):
        for link in clicked:
            assert requests.get(link, headers=person, timeout=10).status_code == 200, link
        requests.get(english[FIRST_IN_BOW], headers=robot, timeout=10)
        requests.head(english[FIRST_IN_BOW], headers=person, timeout=10, allow_redirects=True)
        requests.get(f"{site_url}/none/?x-week", headers=person, timeout=10)
        requests.get(f"{site_url}/m/25xsvh5/", headers=person, timeout=10)
        requests.get(f"{site_url}/meetings/{FIRST_IN_BOW}/", headers=person, timeout=10)
        requests.get(f"{site_url}/calendar.ics?x-week", headers=person, timeout=10)
        asked = requests.get(english[FIRST_IN_BOW], headers=person, timeout=10)
        known = person | {"If-Modified-Since": asked.headers["Last-Modified"]}
        assert requests.get(english[FIRST_IN_BOW], headers=known, timeout=10).status_code == 304
        with a_store(site_url) as store:
            found = read(store, folder / "access.log", site_url=site_url)
            counted = of_any_day(kept(store))

    assert counted == {
        ("x", "week", BOW, FIRST_IN_BOW): 3 + 1 + 2,
        ("sms", "eve", BOW, FIRST_IN_BOW): 2,
        ("facebook", "news", BOW, FIRST_IN_BOW): 1,
        (SheetKind.POSTER, "news", BOW, FIRST_IN_BOW): 1,
        (SheetKind.FLYER, "news", BOW, FIRST_IN_BOW): 2,
        (SheetKind.YEAR_CARD, "news", MILE_END, ""): 1,
        ("newsletter", "news", "", ""): 1,
        ("leaflet", "news", BOW, ""): 1,
    }
    (log,) = found.logs
    assert (log.untidy_lines, log.by_programs, log.nameless) == (0, 1, 0)


def test_log_that_keeps_no_address_is_enough_to_count_from():
    port = closed_port()
    site_url = f"http://127.0.0.1:{port}"
    release = a_release(number=1, site_url=site_url)
    link = next(iter(notices(release, channel="x", moment=Moment.EVE))).link
    keeping_less = hosts.block("nginx", hosts.LOG_PAGE)

    with (
        hosts.site_folder(artifacts(release, "site")) as folder,
        hosts.nginx(folder, port, keeping_less),
        a_store(site_url) as store,
    ):
        for agent in (PHONE, PHONE, "curl/8.5.0"):
            requests.get(link, headers={"User-Agent": agent, "Referer": "https://a.example/"}, timeout=10)
        log = folder / "access.log"
        read(store, log, site_url=site_url)
        told = log.read_text(encoding="utf-8")

        assert of_any_day(kept(store)) == {("x", "eve", BOW, FIRST_IN_BOW): 2}
        assert "127.0.0.1 -" not in told
        assert "a.example" not in told


@pytest.mark.parametrize(
    "line",
    [
        a_line("/wp/m/25xsvh5/?x-week", status=301),
        a_line("/wp/m/25xsvh5/?x-week", status=404),
        a_line("/wp/m/25xsvh5/?x-week", method="HEAD"),
        a_line("/wp/m/25xsvh5/?x-week", agent="-"),
        a_line("/wp/m/25xsvh5/?x-weekly"),
        a_line("/wp/m/25xsvh5/?utm_source=x"),
        a_line("/wp/m/25xsvh5/"),
        a_line("/m/25xsvh5/?x-week"),
        a_line("/wp/static/app.css?x-week"),
    ],
)
def test_what_is_no_visit_by_a_link_of_ours_is_not_counted(tmp_path, line):
    log = tmp_path / "access.log"
    log.write_text(line, encoding="utf-8")

    with a_store() as store:
        assert read(store, log).visits == {}
        assert store.visits.days("E09000030", MONDAY, MONDAY) == {MONDAY}


@pytest.mark.parametrize(
    ("target", "channel", "ward", "meeting"),
    [
        ("/wp/m/25xsvh5/?x-week", "x", BOW, FIRST_IN_BOW),
        ("/wp/m/25xsvh5/index.html?x-week", "x", BOW, FIRST_IN_BOW),
        ("/wp/m/%325xsvh5/?x-week=", "x", BOW, FIRST_IN_BOW),
        ("https://panels.example.org/wp/m/25xsvh5/?fbclid=1&x-week", "x", BOW, FIRST_IN_BOW),
        (f"/wp/bn/meetings/{FIRST_IN_BOW}/?x-week", "x", BOW, FIRST_IN_BOW),
        ("/wp/wards/bow-east/?x-week", "x", BOW, ""),
        ("/wp/?x-week", "x", "", ""),
        ("/wp/bn/?x-week", "x", "", ""),
        ("/wp/find/?x-week", "x", "", ""),
    ],
)
def test_page_of_a_visit_is_found_however_it_is_written(tmp_path, target, channel, ward, meeting):
    log = tmp_path / "access.log"
    log.write_text(a_line(target), encoding="utf-8")

    with a_store() as store:
        assert read(store, log).visits == {Visited(MONDAY, channel, "week", ward, meeting): 1}


LINES = [
    a_line(target, second, day=day)
    for day in (1, 2)
    for second, target in enumerate(
        ["/wp/m/25xsvh5/?x-week", "/wp/m/25xsvh5/?s5", "/wp/m/25xsvh5/?x-week", "/wp/", "/wp/wards/mile-end/?leaflet"]
        * 3
    )
]
ALIKE = [*LINES, *LINES[:4], LINES[0]]
ALL = {
    Visited(date(2027, 3, day), *rest): count
    for day in (1, 2)
    for rest, count in {
        ("x", "week", BOW, FIRST_IN_BOW): 6,
        ("sms", "eve", BOW, FIRST_IN_BOW): 3,
        ("leaflet", "news", MILE_END, ""): 3,
    }.items()
}
spans = st.tuples(st.integers(0, len(LINES)), st.integers(0, len(LINES))).map(sorted)


@given(st.lists(st.tuples(spans, st.booleans()), max_size=5), st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_logs_that_overlap_are_counted_once_in_one_reading_and_never_too_much_in_several(tmp_path, parts, chance):
    logs = [tmp_path / f"access.log.{number}" for number in range(len(parts))]
    for log, ((first, last), is_packed) in zip(logs, parts, strict=True):
        content = "".join(LINES[first:last]).encode()
        log.write_bytes(gzip.compress(content) if is_packed else content)
    whole = tmp_path / "whole.log"
    whole.write_text("".join(LINES), encoding="utf-8")

    with a_store() as store:
        for log in chance.sample(logs, len(logs)):
            read(store, log)
            assert kept(store) <= Counter(ALL)
        together = read(store, *logs)
        seen = {line for (first, last), _ in parts for line in LINES[first:last]}
        assert sum(together.visits.values()) == sum("?" in line for line in seen)
        for _ in range(2):
            assert read(store, whole, *logs).visits == ALL
            assert kept(store) == ALL


def test_lines_that_are_alike_to_the_letter_are_all_counted_in_one_log_and_once_in_copies_of_it(tmp_path):
    log, copy = tmp_path / "access.log", tmp_path / "access.log.gz"
    log.write_text("".join(ALIKE), encoding="utf-8")
    copy.write_bytes(gzip.compress(log.read_bytes()))

    with a_store() as store:
        alone, both = read(store, log).visits, read(store, copy, log).visits

    assert alone == both
    assert sum(alone.values()) == sum(ALL.values()) + 4


def test_untidy_lines_are_told_by_number_and_the_others_are_counted(tmp_path):
    log = tmp_path / "access.log"
    log.write_bytes(b"\xff\xfe\n" + LINES[0].encode() + b"x" * 200_000 + b"\n\n" + LINES[1].encode() + b"203.0.113.9 -")

    with a_store() as store:
        found = read(store, log)

    (told,) = found.logs
    assert (told.lines, told.untidy_lines, told.untidy) == (6, 4, [1, 3, 4, 6])
    assert sum(found.visits.values()) == 2


def test_log_without_programs_says_that_robots_may_be_counted(tmp_path):
    log = tmp_path / "access.log"
    log.write_text(LINES[0].partition(' "-" ')[0] + "\n", encoding="utf-8")

    with a_store() as store:
        found = read(store, log)

    assert (sum(found.visits.values()), found.logs[0].nameless) == (1, 1)


def test_server_that_drops_the_mark_on_the_way_is_told(tmp_path):
    log, way = tmp_path / "access.log", "/wp/m/25xsvh5/?x-week"
    arrived = f"/wp/meetings/{FIRST_IN_BOW}/"

    with a_store() as store:
        log.write_text(a_line(way, status=301) + a_line(arrived), encoding="utf-8")
        assert read(store, log).is_losing_marks
        log.write_text(a_line(way, status=301) + a_line(f"{arrived}?x-week"), encoding="utf-8")
        assert not read(store, log).is_losing_marks
        log.write_text(a_line(way, status=301, agent="curl/8.5.0"), encoding="utf-8")
        assert not read(store, log).is_losing_marks


def test_standard_input_is_read_packed_or_not(tmp_path):
    content = "".join(LINES).encode()

    with a_store() as store:
        for given in (content, gzip.compress(content)):
            assert read(store, Path("-"), stdin=io.BufferedReader(io.BytesIO(given))).visits == ALL


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (gzip.compress("".join(LINES).encode())[:-9], "a gzip file that is cut off or damaged"),
        (b"\x1f\x8b and nothing of it", "a gzip file that is cut off or damaged"),
        (b"ward,name\nE05009317,Bow East\n", "no line of one"),
        (json.dumps({"status": 200}).encode(), "no line of one"),
        (None, "no such file or directory"),
    ],
)
def test_what_is_no_log_is_refused_and_nothing_is_counted(tmp_path, content, found):
    good, bad = tmp_path / "good.log", tmp_path / "bad.log"
    good.write_text("".join(LINES), encoding="utf-8")
    if content is not None:
        bad.write_bytes(content)

    with a_store() as store:
        with pytest.raises(CannotUse) as caught:
            read(store, good, bad)

        assert str(caught.value).startswith(f"{bad}: found {found}, wanted ")
        assert (kept(store), store.visits.days("E09000030", date.min, date.max)) == ({}, frozenset())


def test_folder_is_no_log(tmp_path):
    with a_store() as store, pytest.raises(CannotUse, match="found a folder"):
        read(store, tmp_path)


def test_store_without_a_release_counts_nothing(tmp_path):
    with closing(open_store("memory:")) as store, pytest.raises(CannotUse, match="found no release of Tower Hamlets"):
        read(store, tmp_path / "access.log")


def test_nothing_of_anybody_is_kept(tmp_path):
    log, database = tmp_path / "access.log", tmp_path / "panels.db"
    log.write_text("".join(LINES), encoding="utf-8")

    with closing(open_store(f"sqlite:///{database}")) as store:
        store.append_release(a_release(number=1), a_plan())
        read(store, log)

    stored = b"".join(path.read_bytes() for path in tmp_path.glob("panels.db*"))
    assert b"leaflet" in stored
    for part in (b"203.0.113.9", b"Pixel"):
        assert part not in stored
