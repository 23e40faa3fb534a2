"""A week's hours in words, cut into what they say: days, spans of time, closed days, and what else was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wardpanels.tidying.said.clock_words import clock_at, in_figures, spans_meant
from wardpanels.tidying.said.day_names import days_at, from_to

TO = re.compile(r"(?:-|x(?=\s*\d)|to\b|until\b|till?\b|thru\b|through\b)")
AND = re.compile(r"(?:,|&|and\b|/|\+|or\b)")
STOP = re.compile(r"[;\n|]|\.(?=\s|$)")
WORKING_WEEK = re.compile(r"\bm ?(?:-|to) ?f\b")
LETTERS = {"m": "mon", "w": "wed", "f": "fri"}
LETTER = re.compile(r"\b([mwf])\b(?=\s*(?:-|to\b|,|&|/|\+)?\s*(?:\d|[mwf]\b|mo|tu|we|th|fr|sa|su))")
"""Days by one letter, where a day or hours follow. T may be Tuesday or Thursday, and is left as it is."""
SHUT = re.compile(r"(?:closed|shut|none)\b")
SPACE = re.compile(r"[\s:,@]+|\b(?:from|between|at|on|open|opens|opening|hours|hrs|except)\b\s*")
WORD = re.compile(r"[^\s,;]+")
PART_OF_DAY = {"mornings": (540, 720), "morning": (540, 720), "afternoons": (780, 1020), "afternoon": (780, 1020),
               "evenings": (1080, 1320), "evening": (1080, 1320),
               "eves": (1080, 1320), "eve": (1080, 1320)}  # fmt: skip
"""Minutes after midnight."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WeekStretch:
    """Hours on some days.

    Edges: no `days` where none were named; no `spans` where the days are closed; each span lists all that it may mean,
           widest first; `by_part_of_day` where the hours are ours, for "evenings" and the like
    """

    days: frozenset[int]
    spans: tuple[tuple[Span, ...], ...]
    is_shut: bool = False
    by_part_of_day: bool = False


@dataclass(frozen=True, slots=True)
class WeekWords:
    """What was said, in order, and the words that were not understood."""

    stretches: tuple[WeekStretch, ...]
    strange: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    days: frozenset[int] = frozenset()
    spans: tuple[tuple[Span, ...], ...] = ()
    is_shut: bool = False
    by_part_of_day: bool = False


def week_words(text: str) -> WeekWords:
    """Cut a plain text. Edges: what is neither a day nor a time is `strange`, in the order in which it stood."""
    strange: list[str] = []
    stretches: list[WeekStretch] = []
    text = in_figures(text)
    text = LETTER.sub(lambda found: LETTERS[found[1]], WORKING_WEEK.sub("mon-fri", text))
    for clause in STOP.split(text):
        pieces = list(_pieces(clause, strange))
        stretches += _joined(pieces)
    return WeekWords(tuple(stretches), " ".join(strange))


def _pieces(text: str, strange: list[str]) -> Iterator[_Piece]:
    place = 0
    while place < len(text):
        if blank := SPACE.match(text, place):
            place = blank.end()
        elif days := _day_list(text, place):
            yield _Piece(days=days[0])
            place = days[1]
        elif span := _span(text, place):
            yield _Piece(spans=(span[0],))
            place = span[1]
        elif shut := SHUT.match(text, place):
            yield _Piece(is_shut=True)
            place = shut.end()
        elif joint := AND.match(text, place):
            place = joint.end()
        else:
            word = WORD.match(text, place)
            assert word
            place = word.end()
            if word[0] in PART_OF_DAY:
                yield _Piece(spans=((PART_OF_DAY[word[0]],),), by_part_of_day=True)
            else:
                strange.append(word[0])


def _day_list(text: str, place: int) -> tuple[frozenset[int], int] | None:
    """Days as far as they go on: `Mon - Thurs, Sat & Sun`."""
    first = days_at(text, place)
    if not first:
        return None
    days, place = first
    last, after = days, _past_space(text, place)
    while True:
        if joint := TO.match(text, after):
            following = days_at(text, _past_space(text, joint.end()))
            if following and len(last) == len(following[0]) == 1:
                days |= from_to(last, following[0])
        elif joint := AND.match(text, after):
            following = days_at(text, _past_space(text, joint.end()))
        else:
            following = days_at(text, after)
        if not following:
            return days, place
        last, place = following
        days |= last
        after = _past_space(text, place)


def _span(text: str, place: int) -> tuple[tuple[Span, ...], int] | None:
    first = clock_at(text, place)
    if not first:
        return None
    joint = TO.match(text, _past_space(text, first[1]))
    last = clock_at(text, _past_space(text, joint.end())) if joint else None
    meant = spans_meant(first[0], last[0]) if last else ()
    return (meant, last[1]) if last and meant else None


def _past_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t":
        place += 1
    return place


def _joined(pieces: list[_Piece]) -> Iterator[WeekStretch]:
    """Days with the hours beside them: before, where the clause begins with days, else after."""
    days: frozenset[int] = frozenset()
    hours: list[_Piece] = []
    days_first = bool(pieces) and bool(pieces[0].days)
    if days_first and len(pieces) > 3 and pieces[-1].days and not pieces[-2].days and not pieces[-3].days:
        yield from _joined(pieces[:-2])
        yield from _stretches(pieces[-1].days, [pieces[-2]])  # `Mon-Fri 9-5, 6-10pm Tues`
        return
    for piece in pieces:
        if (days_first and piece.days and hours) or (not days_first and not piece.days and days):
            yield from _stretches(days, hours)
            days, hours = frozenset(), []
        if piece.days:
            days |= piece.days
        else:
            hours.append(piece)
    yield from _stretches(days, hours)


def _stretches(days: frozenset[int], hours: list[_Piece]) -> Iterator[WeekStretch]:
    spans = tuple(span for piece in hours for span in piece.spans)
    if days or spans or hours:
        is_shut = not spans and any(piece.is_shut for piece in hours)
        yield WeekStretch(days, spans, is_shut, any(piece.by_part_of_day for piece in hours))
