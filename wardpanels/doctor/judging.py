"""What an answer says of its host: each judgement takes what was found and gives a finding. Nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from itertools import pairwise
from urllib.parse import urlsplit

from publishers import addresses
from publishers.hosting import ASKED_ANEW, headers_for
from scheduler.release.value import Release
from wardpanels.doctor.feed_readers import CannotRead, by_icalendar, by_lines
from wardpanels.doctor.findings import Check, Finding
from wardpanels.sources.web import HostAnswer
from wardpanels.year.showing import shown_by

LONGEST_COPY = 3600
"""Units: seconds. A copy of a page or a feed that is kept longer hides a move for too long."""

WORTH_COMPRESSING = 1400
"""Units: bytes. What is smaller goes out in one packet anyhow."""

CODINGS = ("gzip", "br", "zstd", "deflate")
HTML = "text/html; charset=utf-8"
SAYS_ITS_CHARSET_INSIDE = ("application/json", "application/atom+xml")
FOR_GOOD = (301, 308)


def of_file(path: str, answer: HostAnswer) -> Iterator[Finding]:
    """What is to be said of any file that was answered: how it was come by, its type, its copies, its size."""
    yield Finding(Check.ANSWERS, path, answer.address, f"status {answer.status}", "status 200", answer.status == 200)
    if answer.status != 200:
        return
    if answer.hops:
        way = ", ".join(f"{status} to {address}" for status, address in answer.hops)
        yield Finding(Check.WAY, path, answer.address, way, "no way from https to http", not _falls_back(answer))
    yield _type(path, answer)
    yield _copies(path, answer)
    if len(answer.content) >= WORTH_COMPRESSING:
        coding = answer.headers.get("Content-Encoding", "")
        is_right = coding.strip().lower() in CODINGS
        yield Finding(Check.SMALL, path, answer.address, coding or "not compressed", "gzip", is_right)


def of_page(path: str, answer: HostAnswer) -> Iterator[Finding]:
    """What a browser is told with a page, so that nobody can slip anything into it."""
    told, wanted = answer.headers, headers_for(path)
    policy = told.get("Content-Security-Policy", "")
    directives = _directives(policy)
    for check, name, is_right in (
        (Check.POLICY, "Content-Security-Policy", _directives(wanted["Content-Security-Policy"]) <= directives),
        (Check.SNIFFING, "X-Content-Type-Options", told.get("X-Content-Type-Options", "").lower() == "nosniff"),
        (
            Check.FRAMING,
            "X-Frame-Options",
            told.get("X-Frame-Options", "").lower() == "deny" or "frame-ancestors 'none'" in directives,
        ),
        (Check.REFERRER, "Referrer-Policy", told.get("Referrer-Policy", "unsafe-url").lower() != "unsafe-url"),
    ):
        yield Finding(check, path, answer.address, told.get(name) or "none", wanted[name], is_right)


def of_open_data(path: str, answer: HostAnswer) -> Finding:
    """Whether scripts of other sites may read a file."""
    found = answer.headers.get("Access-Control-Allow-Origin", "")
    return Finding(Check.OPEN, path, answer.address, found or "closed", "*", found == "*")


def validators(answer: HostAnswer) -> dict[str, str]:
    """The headers with which a program asks whether a file has changed. Source: RFC 9110 13.1.2, 13.1.3."""
    told = {"If-None-Match": answer.headers.get("ETag"), "If-Modified-Since": answer.headers.get("Last-Modified")}
    return {name: value for name, value in told.items() if value}


def of_second_look(path: str, first: HostAnswer, second: HostAnswer | None) -> Finding:
    """Whether a file that did not change is not sent again. Edges: without a second look there was nothing to ask by"""
    wanted = "ETag or Last-Modified, and 304"
    if second is None:
        return Finding(Check.UNCHANGED, path, first.address, "neither ETag nor Last-Modified", wanted, False)
    return Finding(Check.UNCHANGED, path, first.address, f"status {second.status}", wanted, second.status == 304)


def of_head(path: str, first: HostAnswer, head: HostAnswer) -> Finding:
    """Whether HEAD is answered like GET."""
    wanted, found = (f"status {one.status}, {one.headers.get('Content-Type') or 'no type'}" for one in (first, head))
    return Finding(Check.HEAD, path, first.address, found, wanted, found == wanted)


def of_missing(path: str, answer: HostAnswer) -> Finding:
    """Whether a page that was never there is said to be missing: a calendar program would take a 200 for a feed."""
    return Finding(Check.MISSING, path, answer.address, f"status {answer.status}", "status 404", answer.status == 404)


def of_slash(path: str, answer: HostAnswer) -> Finding:
    """Whether the address of a page without its last slash leads to the page."""
    found = f"status {answer.status} at {answer.address}"
    return Finding(Check.SLASH, path, answer.address, found, "status 200", answer.status == 200)


def of_older(path: str, asked: str, wanted: str, answer: HostAnswer) -> Finding:
    """Whether an older address leads on for good, or what stands there does."""
    is_there = answer.status == 200
    leads = bool(answer.hops) and answer.hops[0][0] in FOR_GOOD and answer.address == wanted
    stands = not answer.hops and (path.endswith(".ics") or b'http-equiv="refresh"' in answer.content)
    found = f"status {answer.hops[0][0] if answer.hops else answer.status}, then {answer.address}"
    if stands:
        found = "a calendar that goes on" if path.endswith(".ics") else "a page that leads on"
    return Finding(Check.OLDER, path, asked, found, f"301 to {wanted}", is_there and (leads or stands))


def of_http(asked: str, answer: HostAnswer | None) -> Finding:
    """Whether the address with http leads to https. Edges: None where nothing answers there, which is as good"""
    found = answer.address if answer else "nothing answers at http"
    is_right = answer is None or urlsplit(answer.address).scheme == "https"
    return Finding(Check.HTTPS, addresses.HOME_PAGE, asked, found, "https", is_right)


def of_release(answer: HostAnswer, release: Release) -> Finding:
    """Whether the host shows the newest release."""
    shown = shown_by(answer.content)
    found = f"release {shown.number}" if shown else "no release"
    if shown and shown.number == release.number and not shown.is_of(release):
        found = f"another release {shown.number}"
    wanted = f"release {release.number} of {release.period}"
    is_right = bool(shown and shown.is_of(release))
    return Finding(Check.SHOWS, addresses.MEETINGS_JSON, answer.address, found, wanted, is_right)


def of_feed(path: str, answer: HostAnswer) -> Finding:
    """Whether two readers that share nothing read the same entries from a feed."""
    wanted = "the same entries by both"
    try:
        one, other = by_icalendar(answer.content), by_lines(answer.content)
    except CannotRead as fault:
        return Finding(Check.READS, path, answer.address, str(fault), wanted, False)
    found = f"{len(one)} entries" if one == other else f"{len(one ^ other)} entries that differ"
    return Finding(Check.READS, path, answer.address, found, wanted, one == other)


def _type(path: str, answer: HostAnswer) -> Finding:
    wanted = headers_for(path).get("Content-Type", HTML)
    found = answer.headers.get("Content-Type", "")
    (is_, charset), (should_be, _) = _parsed(found), _parsed(wanted)
    is_utf_8 = charset == "utf-8" or (not charset and should_be in SAYS_ITS_CHARSET_INSIDE)
    return Finding(Check.TYPE, path, answer.address, found or "no type", wanted, is_ == should_be and is_utf_8)


def _parsed(media_type: str) -> tuple[str, str]:
    """A type and its charset, in small letters."""
    message = Message()
    message["Content-Type"] = media_type
    return message.get_content_type() if media_type else "", (message.get_content_charset() or "").lower()


def _copies(path: str, answer: HostAnswer) -> Finding:
    wanted = headers_for(path).get("Cache-Control", ASKED_ANEW)
    found = answer.headers.get("Cache-Control", "")
    ages = [int(age) for age in re.findall(r"\b(?:s-maxage|max-age)\s*=\s*\"?(\d+)", found, re.IGNORECASE)]
    is_asked = bool(re.search(r"\bno-(?:cache|store)\b", found, re.IGNORECASE))
    is_right = is_asked or (bool(ages) and max(ages) <= LONGEST_COPY)
    return Finding(Check.COPIES, path, answer.address, found or "nothing said", wanted, is_right)


def _directives(policy: str) -> set[str]:
    """The directives of all policies of a page: each of them counts."""
    return {" ".join(directive.split()) for directive in re.split(r"[;,]", policy)} - {""}


def _falls_back(answer: HostAnswer) -> bool:
    schemes = [urlsplit(address).scheme for address in (answer.asked, *(address for _, address in answer.hops))]
    return ("https", "http") in pairwise(schemes)
