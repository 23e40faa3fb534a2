"""Manners on the web: how often, how long, and once for one answer. Against a real web server."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.publishers.carriers.peers import LOOPBACK, Reply, web_peer
from wardpanels.sources import web
from wardpanels.sources.web import A_SECOND, MOST_BYTES, Asker, CannotAsk, TokenBucket


@dataclass
class Time:
    """A clock that goes only while somebody waits."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def an_asker(clock: Time, cache=None) -> Asker:
    return Asker(TokenBucket(clock.clock, clock.pause, burst=1000), clock.pause, lambda: 0.5, cache, (LOOPBACK,))


@contextmanager
def answering(*replies: Reply):
    """A web server that gives these answers in turn, the last one again and again."""
    left = list(replies)
    with web_peer(lambda request: left.pop(0) if len(left) > 1 else left[0]) as peer:
        yield peer


def test_no_second_has_more_than_fifteen_requests():
    clock = Time()
    bucket = TokenBucket(clock.clock, clock.pause)
    taken = []
    for _ in range(100):
        bucket.take()
        taken.append(clock.now)

    most = max(sum(start <= moment < start + 1 - 1e-9 for moment in taken) for start in taken)
    assert most == A_SECOND


def test_tokens_do_not_pile_up_over_a_rest():
    clock = Time()
    bucket = TokenBucket(clock.clock, clock.pause)
    bucket.take()
    clock.now += 3600
    bucket.take()
    bucket.take()

    assert clock.waits == [pytest.approx(1 / A_SECOND)]


def test_page_names_the_product_to_its_server():
    with answering(Reply(body="hello")) as peer:
        page = an_asker(Time()).get(peer.url)

    assert (page.content, peer.asked[0].headers["user-agent"].partition("/")[0]) == (b"hello", "WardPanels")


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_asked_again_when_it_says(status):
    clock = Time()
    with answering(Reply(status, headers={"Retry-After": "7"}), Reply(body="now")) as peer:
        page = an_asker(clock).get(peer.url)

    assert (page.text, clock.waits) == ("now", [7.0])


def test_date_to_come_back_is_read_and_one_far_off_is_not_waited_for():
    clock = Time()
    later = {"Retry-After": "Thu, 25 Mar 2100 19:00:00 GMT"}
    with (
        answering(Reply(429, headers=later)) as peer,
        pytest.raises(CannotAsk, match=r"status 429, and to wait \d{9,} s"),
    ):
        an_asker(clock).get(peer.url)

    assert (clock.waits, len(peer.asked)) == ([], 1)


def test_busy_server_that_says_nothing_is_asked_later_and_later_and_then_left():
    clock = Time()
    with answering(Reply(503)) as peer, pytest.raises(CannotAsk) as caught:
        an_asker(clock).get(peer.url)

    assert clock.waits == [0.75, 1.5, 3.0]
    assert str(caught.value) == (
        f"{peer.url}: found status 503, wanted the page. Try again later, or look at it yourself"
    )


def test_server_that_asks_for_an_hour_is_not_waited_for():
    clock = Time()
    with answering(Reply(429, headers={"Retry-After": "3600"})) as peer, pytest.raises(CannotAsk, match="3600 s"):
        an_asker(clock).get(peer.url)

    assert (clock.waits, len(peer.asked)) == ([], 1)


def test_page_that_is_not_there_is_asked_for_once():
    with answering(Reply(404)) as peer, pytest.raises(CannotAsk, match="status 404"):
        an_asker(Time()).get(peer.url)

    assert len(peer.asked) == 1


def test_nobody_at_home_is_no_traceback():
    with answering(Reply()) as peer:
        address = peer.url
    with pytest.raises(CannotAsk, match="no answer"):
        an_asker(Time()).get(address)


@pytest.mark.parametrize("validator", [{"ETag": '"one"'}, {"Last-Modified": "Thu, 25 Mar 2027 19:00:00 GMT"}])
def test_answer_is_kept_and_the_server_asked_only_whether_it_has_changed(tmp_path, validator):
    with answering(Reply(body="first", headers=validator), Reply(304)) as peer:
        pages = [an_asker(Time(), tmp_path / "cache").get(peer.url) for _ in range(2)]

    (value,) = validator.values()
    assert pages[0] == pages[1]
    assert value in (peer.asked[1].headers.get("if-none-match"), peer.asked[1].headers.get("if-modified-since"))


def test_changed_page_takes_the_place_of_the_old_one(tmp_path):
    replies = (Reply(body="first", headers={"ETag": '"1"'}), Reply(body="second", headers={"ETag": '"2"'}), Reply(304))
    with answering(*replies) as peer:
        texts = [an_asker(Time(), tmp_path).get(peer.url).text for _ in range(3)]

    assert texts == ["first", "second", "second"]
    assert peer.asked[2].headers["if-none-match"] == '"2"'


def test_cache_that_cannot_be_read_is_passed_over(tmp_path):
    with answering(Reply(body="page", headers={"ETag": '"1"'})) as peer:
        an_asker(Time(), tmp_path).get(peer.url)
        (file,) = tmp_path.iterdir()
        for broken in (b"{", b"[]", json.dumps({"address": "x"}).encode()):
            file.write_bytes(broken)
            assert an_asker(Time(), tmp_path).get(peer.url).text == "page"

    assert [request for request in peer.asked if "if-none-match" in request.headers] == []


def test_page_without_end_is_given_up():
    with answering(Reply(body=b"x" * (MOST_BYTES + 1))) as peer, pytest.raises(CannotAsk, match="more than"):
        an_asker(Time()).get(peer.url)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x.example/", "panels", ""])
def test_only_web_addresses_are_asked(address):
    with pytest.raises(CannotAsk, match="no web address"):
        an_asker(Time()).get(address)


def test_look_returns_whatever_is_answered_and_the_way_there():
    def reply(request):
        return (
            Reply(302, b"", {"Location": "/there"}) if request.path == "/" else Reply(404, b"Not here", {"X-Kept": "1"})
        )

    with web_peer(reply) as peer:
        told = an_asker(Time()).look(f"{peer.url}/")

    assert (told.asked, told.address, told.status, told.content) == (
        f"{peer.url}/",
        f"{peer.url}/there",
        404,
        b"Not here",
    )
    assert told.hops == ((302, f"{peer.url}/there"),)
    assert told.headers["x-kept"] == "1"


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/", "file:///etc/passwd", "http://[", "/"])
@pytest.mark.parametrize("ask", [Asker.look, Asker.get])
def test_no_redirect_is_followed_that_leads_off_the_web_or_nowhere(ask, to):
    with answering(Reply(302, b"", {"Location": to})) as peer, pytest.raises(CannotAsk):
        ask(an_asker(Time()), f"{peer.url}/")


def test_look_reads_no_more_than_it_should(monkeypatch):
    monkeypatch.setattr(web, "MOST_BYTES_OF_OURS", 1000)
    with answering(Reply(200, b"x" * 1001)) as peer, pytest.raises(CannotAsk, match="more than 1,000 bytes"):
        an_asker(Time()).look(peer.url)
