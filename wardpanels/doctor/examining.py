"""Asks a live host, as calendar programs and browsers do, and says what is right and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from publishers import addresses
from publishers.hosting import redirects
from scheduler.release.value import Release
from wardpanels.doctor import judging
from wardpanels.doctor.findings import Check, Examination, Finding
from wardpanels.sources.web import Asker, CannotAsk, HostAnswer

NEVER_THERE = "wardpanels-doctor/no-such-page/"
OPEN_DATA = (addresses.BOROUGH_FEED, addresses.CHANGES_FEED, addresses.MEETINGS_JSON)


def examine(asker: Asker, site_url: str, release: Release, at: datetime) -> Examination:
    """Look at a host that should show a release. `at` is when.

    Edges: what has no answer is a finding; where not even the front page has one, nothing more is asked
    """
    return Examination(site_url, at, tuple(_Visit(asker, site_url, release).findings()))


@dataclass(frozen=True, slots=True)
class _Visit:
    asker: Asker
    site_url: str
    release: Release

    def findings(self) -> Iterator[Finding]:
        home = addresses.HOME_PAGE
        try:
            front = self._get(home)
        except CannotAsk as fault:
            yield _no_answer(home, fault)
            return
        yield from judging.of_file(home, front)
        yield from judging.of_page(home, front) if front.status == 200 else ()
        yield from self._second_look(home, front)
        slug = self._slug()
        for path in (*OPEN_DATA, addresses.ward_feed(slug)):
            yield from self._asked(path, self._of_open_data)
        yield from self._asked(addresses.ward_page(slug), self._of_slash)
        yield from self._asked(NEVER_THERE, self._of_missing)
        yield from self._older()
        yield from self._http()

    def _slug(self) -> str:
        """A ward to ask for: the first that has a meeting, or else the first of all."""
        held = {meeting.ward_code for meeting in self.release.meetings}
        return min(self.release.wards, key=lambda ward: ward.code not in held).slug

    def _of_open_data(self, path: str) -> Iterator[Finding]:
        answer = self._get(path)
        yield from judging.of_file(path, answer)
        if answer.status != 200:
            return
        yield judging.of_open_data(path, answer)
        yield from self._second_look(path, answer)
        if path == addresses.MEETINGS_JSON:
            yield judging.of_release(answer, self.release)
        if path.endswith(".ics"):
            yield judging.of_head(path, answer, self.asker.look(self._at(path), method="HEAD"))
            yield judging.of_feed(path, answer)

    def _second_look(self, path: str, first: HostAnswer) -> Iterator[Finding]:
        known = judging.validators(first)
        try:
            yield judging.of_second_look(path, first, self.asker.look(first.address, known) if known else None)
        except CannotAsk as fault:
            yield _no_answer(path, fault)

    def _of_slash(self, path: str) -> Iterator[Finding]:
        yield judging.of_slash(path, self.asker.look(self._at(path).removesuffix("/")))

    def _of_missing(self, path: str) -> Iterator[Finding]:
        yield judging.of_missing(path, self._get(path))

    def _older(self) -> Iterator[Finding]:
        """The page and the feed of the first ward that was ever renamed; nothing where none was."""
        led = dict(redirects(self.release))
        for ending in (addresses.HOME_PAGE, addresses.ward_feed("").rpartition("/")[2]):
            old = next((path for path in led if path.endswith(ending)), "")
            if old:
                yield from self._asked(old, partial(self._of_older, self._at(led[old])))

    def _of_older(self, new: str, old: str) -> Iterator[Finding]:
        yield judging.of_older(old, self._at(old), new, self._get(old))

    def _http(self) -> Iterator[Finding]:
        if not self.site_url.startswith("https://"):
            return
        plain = self._at(addresses.HOME_PAGE).replace("https://", "http://", 1)
        try:
            yield judging.of_http(plain, self.asker.look(plain))
        except CannotAsk:
            yield judging.of_http(plain, None)

    def _asked(self, path: str, ask: Callable[[str], Iterable[Finding]]) -> Iterator[Finding]:
        """What asking for a path comes to: one that has no answer is a finding of its own."""
        try:
            yield from ask(path)
        except CannotAsk as fault:
            yield _no_answer(path, fault)

    def _get(self, path: str) -> HostAnswer:
        return self.asker.look(self._at(path))

    def _at(self, path: str) -> str:
        return addresses.absolute(self.site_url, path)


def _no_answer(path: str, fault: CannotAsk) -> Finding:
    return Finding(Check.ANSWERS, path, fault.address, fault.found, fault.wanted, is_right=False)
