"""What data.police.uk says of crimes in an area, against a web server in its shapes."""

from __future__ import annotations

from datetime import date
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.publishers.carriers.peers import LOOPBACK, Reply, web_peer
from tests.wardpanels.sources.test_web import Time, an_asker, answering
from wardpanels.sources.street_crime import LONGEST_QUERY, area_in_words, crimes_in, last_updated, months_there
from wardpanels.sources.web import CannotAsk

JULY, TODAY = date(2026, 7, 1), date(2026, 11, 29)
AREA = ((-0.05, 51.52), (-0.04, 51.52), (-0.04, 51.53), (-0.05, 51.52))


def crimes(*kinds):
    return [{"category": kind, "id": n, "month": "2026-07", "location_type": "Force"} for n, kind in enumerate(kinds)]


def test_crimes_are_counted_by_kind():
    with answering(Reply(body=crimes("drugs", "burglary", "drugs"))) as peer:
        found = crimes_in(an_asker(Time()), peer.url, AREA, JULY)

    assert found == {"drugs": 2, "burglary": 1}
    asked = urlsplit(peer.asked[0].path)
    assert (peer.asked[0].method, asked.path) == ("GET", "/crimes-street/all-crime")
    assert parse_qs(asked.query) == {
        "poly": ["51.52000,-0.05000:51.52000,-0.04000:51.53000,-0.04000"],
        "date": ["2026-07"],
    }


def test_area_without_crimes_had_none():
    with answering(Reply(body=[])) as peer:
        assert crimes_in(an_asker(Time()), peer.url, AREA, JULY) == {}


def test_long_border_is_posted_and_asked_for_in_the_same_words(tmp_path):
    area = tuple((n / 1000, 51.5) for n in range(300))
    with answering(Reply(body=crimes("drugs"), headers={"ETag": '"1"'})) as peer:
        found = [crimes_in(an_asker(Time(), tmp_path), peer.url, area, JULY) for _ in range(2)]

    request = peer.asked[0]
    assert found == [{"drugs": 1}] * 2
    assert (request.method, request.path) == ("POST", "/crimes-street/all-crime")
    assert len(request.body) > LONGEST_QUERY
    assert parse_qs(request.body.decode()) == {"poly": [area_in_words(area)], "date": ["2026-07"]}
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "if-none-match" not in peer.asked[1].headers


def test_503_may_mean_too_many_crimes_and_is_not_tried_for_ever():
    clock = Time()
    with answering(Reply(503)) as peer, pytest.raises(CannotAsk) as caught:
        crimes_in(an_asker(clock), peer.url, AREA, JULY)

    assert str(caught.value) == (
        f"{peer.url}/crimes-street/all-crime: found status 503, wanted crimes. "
        "It says so where it is busy, and of an area with more than 10,000 crimes"
    )
    assert (len(peer.asked), caught.value.is_busy) == (4, True)


def test_429_is_asked_again_when_it_says():
    clock = Time()
    with answering(Reply(429, headers={"Retry-After": "3"}), Reply(body=crimes("drugs"))) as peer:
        assert crimes_in(an_asker(clock), peer.url, AREA, JULY) == {"drugs": 1}

    assert clock.waits == [3.0]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(304),
        Reply(404),
        Reply(body=b'[{"category": "dru'),
        Reply(body={"error": "x"}),
        Reply(body=[{"id": 1}]),
        Reply(body=["drugs"]),
        Reply(body="<html>"),
        Reply(body=b"\xff\xfe"),
        Reply(body=b"[]", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["304", "404", "cut short", "an object", "no category", "no crime", "a page", "no text", "no gzip"],
)
def test_what_cannot_be_read_is_told_and_is_never_none(reply):
    with answering(reply) as peer, pytest.raises(CannotAsk) as caught:
        crimes_in(an_asker(Time()), peer.url, AREA, JULY)

    assert (len(peer.asked), caught.value.is_busy) == (1, False)


def test_months_are_those_that_can_be_read_oldest_first():
    told = [{"date": "2026-09", "stop-and-search": []}, {"date": "soon"}, "x", {"date": "2025-12"}, {}]
    never = [{"date": "0001-01"}, {"date": "2010-11"}, {"date": "2026-12"}, {"date": "9999-12"}]
    with answering(Reply(body=[*told, *never])) as peer:
        assert months_there(an_asker(Time()), peer.url, TODAY) == (date(2025, 12, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("ask", "body"),
    [
        (months_there, []),
        (months_there, {}),
        (months_there, [{"date": "9999-12"}]),
        (last_updated, {}),
        (last_updated, []),
        (last_updated, {"date": None}),
    ],
)
def test_answer_without_what_was_asked_is_told(ask, body):
    with web_peer(lambda _: Reply(body=body)) as peer, pytest.raises(CannotAsk):
        ask(an_asker(Time()), peer.url, *([TODAY] if ask is months_there else []))


def test_answer_that_breaks_off_is_told():
    class Halved(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"category": "drugs"}]')

    with TCPServer((LOOPBACK, 0), Halved) as server:
        Thread(target=server.handle_request).start()
        with pytest.raises(CannotAsk, match="an answer that broke off") as caught:
            crimes_in(an_asker(Time()), f"http://{LOOPBACK}:{server.server_address[1]}", AREA, JULY)

    assert not caught.value.is_busy
