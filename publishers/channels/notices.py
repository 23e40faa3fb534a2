"""What a channel has to tell of one meeting, and how that is made shorter without losing the day, the time or the link.

Names are tidied: no mark may turn round the words after it, and no "@" may call a stranger.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publishers import addresses, languages, wording
from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.limits import graphemes
from publishers.languages import ENGLISH, Language
from publishers.marks import marked
from publishers.moments import Moment
from scheduler.release.value import Hall, PastFacts, PublicWard, Release, ReleasedMeeting

JOINERS = "\u200c\u200d\u200e\u200f\u061c"
SIZES = (60, 40, 25, 12)
"""Units: letters as seen: how long the names of a ward and its hall may be, tried in turn."""

MOST_POINTS = 12  # of one letter with its marks: a family of emoji has up to 11
LONGEST_POSTCODE = 10


@dataclass(frozen=True, slots=True)
class Notice:
    """One meeting to tell of in one language, on a channel at a moment. The names in it are tidy, or made shorter.

    Edges: `channel` is "" for what is told on none of its own, such as on the site
    """

    release: Release
    meeting: ReleasedMeeting
    ward: PublicWard
    lang: Language = ENGLISH
    channel: str = ""
    moment: Moment = Moment.NEWS

    @property
    def link(self) -> str:
        """The address of the meeting's page in this language, marked with channel and moment so that visits count.

        Edges: a channel's link is the same at a moment whatever the release; the short address leads on to the English
               page, so that other languages have the page's own
        """
        meeting_id = self.meeting.meeting_id
        if self.channel and self.lang.is_source:
            page = addresses.short_page(meeting_id)
        else:
            page = addresses.in_language(addresses.meeting_page(meeting_id), self.lang.tag)
        return marked(addresses.absolute(self.release.site_url, page), self.channel, self.moment)

    @property
    def moved_from(self) -> PastFacts | None:
        """Where or when it was, if that is not where or when it is and it still stands."""
        meeting, was = self.meeting, self.meeting.was
        return None if was is None or meeting.is_cancelled or wording.is_as(was, meeting) else was

    def copy(self, channel: str, text: str, kind: ArtifactKind = ArtifactKind.TEXT) -> Copy:
        """What is said of it on a channel."""
        meeting_id = self.meeting.meeting_id
        return Copy(channel, meeting_id, self.lang.tag, text, (meeting_id,), kind)


def spoken(release: Release) -> tuple[Language, ...]:
    """The languages of copy that has room to say that a computer translated it."""
    return languages.spoken(release.languages)


def reviewed(release: Release) -> tuple[Language, ...]:
    """The languages of short posts, which have no such room: English, and those that a person has checked."""
    return tuple(lang for lang in spoken(release) if lang.is_source or lang.tag in release.reviewed_languages)


def notices(
    release: Release, langs: Sequence[Language] = (ENGLISH,), channel: str = "", moment: Moment = Moment.NEWS
) -> Iterator[Notice]:
    """Every meeting in every language given, in the release's order, as a channel tells of it at a moment."""
    wards = {code: replace(ward, name=tidy(ward.name)) for code, ward in release.ward_by_code.items()}
    for lang in langs:
        for meeting in release.meetings:
            tidied, ward = with_halls(meeting, _tidy_hall), wards[meeting.ward_code]
            yield Notice(release, tidied, ward, lang, channel, moment)


def tidy(text: str) -> str:
    """The text on one line, safe beside other text and on a network where "@" calls somebody."""
    kept = "".join(mark for mark in text if unicodedata.category(mark) != "Cf" or mark in JOINERS)
    return wording.one_line(unicodedata.normalize("NFC", kept).replace("@", "(at)"))


def _tidy_hall(hall: Hall) -> Hall:
    return replace(
        hall,
        name=tidy(hall.name),
        address=tidy(hall.address),
        postcode=clipped(tidy(hall.postcode), LONGEST_POSTCODE),
        access=replace(hall.access, entrance=tidy(hall.access.entrance)),
    )


def with_halls(meeting: ReleasedMeeting, change: Callable[[Hall], Hall]) -> ReleasedMeeting:
    """The meeting with its hall, and the halls it was to be in before, changed alike."""
    was, first = (replace(past, hall=change(past.hall)) if past else None for past in (meeting.was, meeting.first))
    return replace(meeting, hall=change(meeting.hall), was=was, first=first)


def ever_shorter(notice: Notice) -> Iterator[Notice]:
    """The notice whole, then without why it is cancelled, then without the address of the old hall, then of both, then
    with names cut more and more.

    Edges: where two halls would then look the same, the old one is left out: saying that nothing moved would be wrong
    """
    for shorter in _shorter(notice):
        alike = notice.moved_from is not None and shorter.moved_from is None
        yield replace(shorter, meeting=replace(shorter.meeting, was=None)) if alike else shorter


def _shorter(notice: Notice) -> Iterator[Notice]:
    yield notice
    if notice.meeting.is_cancelled:
        notice = replace(notice, meeting=replace(notice.meeting, because="", new_date_follows=False))
        yield notice
    was = notice.meeting.was
    if was:
        yield replace(notice, meeting=replace(notice.meeting, was=replace(was, hall=replace(was.hall, address=""))))
    shorter = replace(notice, meeting=with_halls(notice.meeting, lambda hall: replace(hall, address="")))
    yield shorter
    for size in SIZES:
        yield _cut(shorter, size)


def _cut(notice: Notice, size: int) -> Notice:
    meeting = with_halls(notice.meeting, lambda hall: replace(hall, name=clipped(hall.name, size)))
    return replace(notice, meeting=meeting, ward=replace(notice.ward, name=clipped(notice.ward.name, size)))


def clipped(text: str, size: int) -> str:
    """The text, cut to a size where it is longer: after a whole word if one ends in its second half.

    Units: letters as seen, the "…" at the end included
    """
    seen = graphemes(text)
    if len(seen) <= size and all(len(one) <= MOST_POINTS for one in seen):
        return text
    kept = "".join(one[:MOST_POINTS] for one in seen[: size - 1])
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) * 2 > len(kept) else kept).rstrip(" ,;") + "…"


def first_fitting(texts: Iterable[str], fits: Callable[[str], bool], what: str) -> str:
    """The first text that fits.

    Errors: ValueError where none does: then the address of the site is too long for the channel
    """
    for text in texts:
        if fits(text):
            return text
    raise ValueError(f"{what}: found no text short enough, wanted a shorter site_url in borough.toml")
