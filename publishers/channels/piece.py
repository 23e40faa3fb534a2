"""A piece of a given length for a page that somebody else prints: a headline, why to come, a box of dates, and a call.

What does not fit gives way in this order: the sentences on who can come, streets, halls, the call, and last the box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from publishers import ways_in, wording
from publishers.campaign_texts import LONG, text_of
from publishers.channels import tone
from publishers.channels.notices import Notice, tidy
from publishers.glossary import in_text, terms_of
from publishers.languages import SOURCE
from scheduler.release.value import Release

Line = Callable[[Notice], str]


def piece(
    release: Release, told: Sequence[Notice], words: int, endings: Sequence[str], size: str = LONG, head: str = ""
) -> str:
    """The fullest piece that keeps to a number of words. `endings` always stand at its end.

    Edges: the shortest there is has no dates, and about 80 words; before a poll it asks nobody for anything, and its
           headline is `head`, or what the pages are about
    """
    terms, text = terms_of(release.acronyms), ""
    for paragraphs in _ever_shorter(release, told, size, head):
        text = in_text("\n\n".join(filter(None, (*paragraphs, *endings))) + "\n", terms)
        if len(text.split()) <= words:
            break
    return text


def _ever_shorter(release: Release, told: Sequence[Notice], size: str, head: str) -> Iterator[tuple[str, ...]]:
    headline, what = head or f"{tone.invitation(release)} in {tidy(release.borough)}", tone.what_it_is(release)
    everybody = chair = ""
    if not release.is_neutral:
        headline, everybody, chair = (_said(release, table, size) for table in ("headline", "everybody", "chair"))
    for line in (_with_address, _with_hall, _with_date):
        dates = _dates(told, line)
        yield headline, what, everybody, dates, chair
        yield headline, what, dates, chair
    yield headline, what, _dates(told, _with_date)
    yield headline, what, chair
    yield headline, what


def _said(release: Release, table: str, size: str) -> str:
    facts = {"ward": tidy(release.borough), "email": wording.one_line(release.contact_email)}
    return text_of(f"piece.{table}.{size}", SOURCE, release.campaign.words, ways=ways_in.text_of(release), **facts)


def _dates(told: Sequence[Notice], line: Line) -> str:
    """The box of dates, and below it what is cancelled."""
    stand = [notice for notice in told if not notice.meeting.is_cancelled]
    off = [notice for notice in told if notice.meeting.is_cancelled]
    boxes = (
        "\n".join((_heading(stand), *map(line, stand))) if stand else "",
        "\n".join(("These meetings are cancelled:", *map(line, off))) if off else "",
    )
    return "\n\n".join(filter(None, boxes))


def _heading(told: Sequence[Notice]) -> str:
    first, last = (edge(notice.meeting.starts_at for notice in told) for edge in (min, max))
    if (first.year, first.month) == (last.year, last.month):
        return f"Dates in {wording.month(first)}"
    begin = wording.month(first) if first.year != last.year else wording.MONTHS[first.month - 1]
    return f"Dates from {begin} to {wording.month(last)}"


def _with_address(notice: Notice) -> str:
    return f"{_when(notice)}, {wording.where(notice.meeting.hall)}{_news(notice)}"


def _with_hall(notice: Notice) -> str:
    return f"{_when(notice)}, {notice.meeting.hall.name}{_news(notice)}"


def _with_date(notice: Notice) -> str:
    return f"{_when(notice)}{_news(notice)}"


def _when(notice: Notice) -> str:
    return f"{notice.ward.name}: {_moment(notice.meeting.starts_at)}"


def _news(notice: Notice) -> str:
    """What is new since it was told of before, in brackets."""
    was = notice.moved_from
    if was is None:
        return ""
    is_same_time = was.starts_at == notice.meeting.starts_at
    return " (new place)" if is_same_time else f" (was {_moment(was.starts_at)})"


def _moment(at: datetime) -> str:
    return f"{wording.WEEKDAYS[at.weekday()][:3]} {at.day} {wording.MONTHS[at.month - 1]}, {wording.clock(at)}"
