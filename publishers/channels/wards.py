"""Copy that tells of all a ward's meetings in one piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publishers import addresses
from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices
from publishers.languages import ENGLISH, Language
from publishers.marks import marked
from scheduler.release.value import PublicWard, Release


@dataclass(frozen=True, slots=True)
class WardNotices:
    """One ward's meetings in one language, as a channel tells of them, at least one of them, by date."""

    release: Release
    ward: PublicWard
    lang: Language
    notices: tuple[Notice, ...]
    channel: str = ""

    @property
    def link(self) -> str:
        """The address of the ward's page in this language, which counts visits where it is told on a channel."""
        page = addresses.in_language(addresses.ward_page(self.ward.slug), self.lang.tag)
        return marked(addresses.absolute(self.release.site_url, page), self.channel)

    def copy(self, channel: str, text: str, kind: ArtifactKind = ArtifactKind.TEXT) -> Copy:
        """What is said of the ward on a channel."""
        ids = tuple(notice.meeting.meeting_id for notice in self.notices)
        return Copy(channel, self.ward.slug, self.lang.tag, text, ids, kind)


def ward_years(release: Release, langs: Sequence[Language] = (ENGLISH,), channel: str = "") -> Iterator[WardNotices]:
    """Every ward that has meetings, in every language given, as a channel tells of it."""
    for lang in langs:
        told = tuple(notices(release, (lang,), channel))
        for ward in release.wards:
            ours = tuple(notice for notice in told if notice.ward.code == ward.code)
            if ours:
                yield WardNotices(release, ours[0].ward, lang, ours, channel)


def in_period(release: Release) -> str:
    """The year or years that a release covers: in 2027, or in 2027 to 2028."""
    first, last = release.first_day.year, release.last_day.year
    return f"in {first}" if first == last else f"in {first} to {last}"
