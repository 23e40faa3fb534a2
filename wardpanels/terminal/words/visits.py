"""Visits and what brings them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publishers.moments import Moment
from scheduler.period import Period
from wardpanels.publicity.reading_logs import CountedVisits, LogRead
from wardpanels.publicity.what_works import ENOUGH_MEETINGS, ENOUGH_VISITS, MeetingVisits, WhatWorks

READ_HEADS = ("Log", "Lines", "Not read", "By programs")


def read_rows(found: CountedVisits) -> list[tuple[str, ...]]:
    """A row for each log: how many lines it has, which could not be read, and what of it programs asked for."""
    return [(log.name, f"{log.lines:,}", f"{log.untidy_lines:,}", f"{log.by_programs:,}") for log in found.logs]


def reading_sentences(found: CountedVisits) -> Iterator[str]:
    """What was counted, and what could not be."""
    days, visits = sorted(found.days), sum(found.visits.values())
    if days:
        told = f"{days[0]:%-d %B %Y}" if len(days) == 1 else f"{days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}"
        yield f"{visits:,} visits by our links and codes, {told}."
    else:
        yield "There is nothing in it yet."
    yield from (_untidy(log) for log in found.logs if log.untidy_lines)
    if nameless := sum(log.nameless for log in found.logs):
        yield f"{nameless:,} of them may be robots: the log does not say which program asked."
    if found.is_losing_marks:
        yield (
            "! Visitors are led on to pages and arrive there without their mark: the server drops it, so they are not "
            "counted. docs/how-to-publish.md has the line that keeps it."
        )
    yield "To see what brings people, type: wardpanels report publicity"


def _untidy(log: LogRead) -> str:
    numbers = ", ".join(f"{number:,}" for number in log.untidy)
    more = f" and {log.untidy_lines - len(log.untidy):,} more" if log.untidy_lines > len(log.untidy) else ""
    lines, were = ("line", "is") if log.untidy_lines == 1 else ("lines", "are")
    return f"{log.name}: {lines} {numbers}{more} could not be read and {were} left out."


MOMENTS: Mapping[Moment, str] = {
    Moment.NEWS: "Any time",
    Moment.FIRST: "First notice",
    Moment.WEEKS: "Weeks before",
    Moment.WEEK: "A week before",
    Moment.DAYS: "Days before",
    Moment.EVE: "The day before",
    Moment.DAY: "The day",
    Moment.AFTER: "After",
}
MOST_SPANS = 3
NOT_KNOWN, NOT_RECORDED = "not known", "not recorded"

Shown = tuple[tuple[str, ...], list[tuple[str, ...]], tuple[str, ...]]
"""A table: its heads, its rows, and the heads of numbers."""


def channel_table(found: WhatWorks) -> Shown:
    """A row for each channel that brought a visit: at which moments, in all, and its share of them all."""
    told = {moment for counts in found.by_channel.values() for moment in counts}
    moments = [moment for moment in Moment if moment in told]
    share = ("Share",) if found.is_enough else ()
    heads = ("Channel", *(MOMENTS[moment] for moment in moments), "Visits", *share)
    rows = []
    for name, counts in found.by_channel.items():
        visits = sum(counts.values())
        shared = (f"{visits / found.total:.0%}",) if found.is_enough else ()
        rows.append((name, *(f"{counts.get(moment, 0):,}" for moment in moments), f"{visits:,}", *shared))
    return heads, rows, heads[1:]


def ward_table(found: WhatWorks) -> Shown:
    """A row for each ward: visits, and who came to its meetings, as far as that was recorded."""
    heads = ("Ward", "Visits", "Meetings", "Recorded", "Residents", "For the first time")
    rows: list[tuple[str, ...]] = []
    for code, visits in found.by_ward.items() if found.read else ():
        meetings = [one for one in found.meetings if one.ward_code == code]
        known = [one for one in meetings if one.residents is not None]
        new = [one.first_timers for one in known if one.first_timers is not None]
        came = f"{sum(one.residents or 0 for one in known):,}" if known else NOT_RECORDED
        first = f"{sum(new):,}" if new else NOT_RECORDED
        row = (found.wards.get(code, "The whole borough"), f"{visits:,}")
        rows.append((*row, f"{len(meetings):,}", f"{len(known):,}", came, first) if code else (*row, *4 * ("",)))
    return heads, rows, heads[1:]


def meeting_table(found: WhatWorks) -> Shown:
    """A row for each meeting that was held, of one ward: of all wards they are too many to read."""
    heads = ("Meeting", "Held on", "Visits in the 4 weeks before", "Residents", "For the first time")
    rows = [_meeting_row(one) for one in found.meetings] if len(found.wards) == 1 and found.read else []
    return heads, rows, heads[2:]


def _meeting_row(one: MeetingVisits) -> tuple[str, ...]:
    visits = NOT_KNOWN if one.visits is None else f"{one.visits:,}"
    came = (NOT_RECORDED if count is None else f"{count:,}" for count in (one.residents, one.first_timers))
    return one.meeting_id, f"{one.held_on:%a %d %b %Y}", visits, *came


def works_sentences(found: WhatWorks) -> Iterator[str]:
    """What is not known, and how much may be read out of what is."""
    if not found.read:
        yield "No log of these days was read: what brought people is not known. To count, type: wardpanels visits LOG"
        return
    days = "1 day" if found.read == 1 else f"{found.read:,} days"
    yield f"{found.total:,} visits by our links and codes, on {days} of which a log was read."
    if found.unread:
        yield f"Not known: {_spans(found.unread)}. No log of these days was read."
    if not found.is_enough:
        yield f"Fewer than {ENOUGH_VISITS} visits say nothing of which channel works better, so none is put first."
    else:
        yield "Numbers that are near each other may differ by chance. One person may visit more than once."
    yield from _beside(found)


def _beside(found: WhatWorks) -> Iterator[str]:
    beside = found.beside
    if beside is None:
        yield (
            f"Visits and attendance are not compared: that takes {ENOUGH_MEETINGS} meetings or more of which both are "
            "known, and that differ."
        )
        return
    half = beside.meetings // 2
    yield (
        f"The {half} meetings whose pages had the most visits in the 4 weeks before had {beside.of_more:.1f} residents "
        f"on average, the {half} with the fewest {beside.of_less:.1f}. That does not show that one brings the other: "
        "where many come anyway, many look."
    )


def _spans(spans: tuple[Period, ...]) -> str:
    told = [_span(each) for each in spans[:MOST_SPANS]]
    rest = sum(len(each.days) for each in spans[MOST_SPANS:])
    return ", ".join((*told, *((f"and {rest:,} more days",) if rest else ())))


def _span(days: Period) -> str:
    first, last = f"{days.first_day:%-d %b %Y}", f"{days.last_day:%-d %b %Y}"
    return first if first == last else f"{first} to {last}"
