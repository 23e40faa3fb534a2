"""A week's hours in words, cut into what they say: days, spans of time, closed days, and what else was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wardpanels.tidying.said.clock_words import clock_at, in_figures, spans_meant
from wardpanels.tidying.said.day_names import days_at, from_to
from wardpanels.tidying.said.week_stretches import ClausePiece, Span, WeekStretch, clause_stretches

TO = re.compile(r"(?:-|x(?=\s*\d)|to\b|until\b|till?\b|thru\b|through\b)")
AND = re.compile(r"(?:,|&|and\b|/|\+|or\b)")
STOP = re.compile(r"[;\n|]|\.(?=\s|$)")
WORKING_WEEK = re.compile(r"\bm ?(?:-|to) ?f\b")
LETTERS = {"m": "mon", "w": "wed", "f": "fri"}
LETTER = re.compile(r"\b([mwf])\b(?=\s*(?:-|to\b|,|&|/|\+)?\s*(?:\d|[mwf]\b|mo|tu|we|th|fr|sa|su))")
"""Days by one letter, where a day or hours follow. T may be Tuesday or Thursday, and is left as it is."""
SHUT = re.compile(
    r"(?P<shut>(?:closed|shut|none|off)\b)"
    r"|(?:except(?:ing)?(?: for)?|excluding|excl?|apart from|other than|but not|not)\b\.?"
)
"""Words for being closed, and those that take back what stands after them."""
SPACE = re.compile(r"[\s:,@]+|\b(?:from|between|at|on|open|opens|opening|hours|hrs)\b\s*")
WORD = re.compile(r"[^\s,;]+")
PART_OF_DAY = {"mornings": (540, 720), "morning": (540, 720), "afternoons": (780, 1020), "afternoon": (780, 1020),
               "evenings": (1080, 1320), "evening": (1080, 1320),
               "eves": (1080, 1320), "eve": (1080, 1320)}  # fmt: skip
"""Minutes after midnight."""


@dataclass(frozen=True, slots=True)
class WeekWords:
    """What was said, in order, what is shut last of all, and the words that were not understood."""

    stretches: tuple[WeekStretch, ...]
    strange: str = ""


def week_words(text: str) -> WeekWords:
    """Cut a plain text. Edges: what is neither a day nor a time is `strange`, in the order in which it stood."""
    strange: list[str] = []
    stretches: list[WeekStretch] = []
    text = in_figures(text)
    text = LETTER.sub(lambda found: LETTERS[found[1]], WORKING_WEEK.sub("mon-fri", text))
    for clause in STOP.split(text):
        found, not_understood = clause_stretches(list(_pieces(clause, strange)), stretches)
        stretches += found
        strange += [not_understood] if not_understood else []
    return WeekWords(tuple(sorted(stretches, key=lambda each: each.is_shut)), " ".join(strange))


def _pieces(text: str, strange: list[str]) -> Iterator[ClausePiece]:
    place = 0
    while place < len(text):
        if blank := SPACE.match(text, place):
            place = blank.end()
        elif days := _day_list(text, place):
            yield ClausePiece(groups=days[0])
            place = days[1]
        elif span := _span(text, place):
            yield ClausePiece(spans=(span[0],))
            place = span[1]
        elif shut := SHUT.match(text, place):
            yield ClausePiece(is_shut=True, is_but=not shut["shut"], text=shut[0])
            place = shut.end()
        elif joint := AND.match(text, place):
            place = joint.end()
        else:
            word = WORD.match(text, place)
            assert word
            place = word.end()
            if word[0] in PART_OF_DAY:
                yield ClausePiece(spans=((PART_OF_DAY[word[0]],),), by_part_of_day=True)
            else:
                strange.append(word[0])


def _day_list(text: str, place: int) -> tuple[tuple[frozenset[int], ...], int] | None:
    """Days as far as they go on: `Mon - Thurs, Sat & Sun`, in the groups that commas make."""
    first = days_at(text, place)
    if not first:
        return None
    days, place = first
    groups, last, after = [days], days, _past_space(text, place)
    while True:
        joint, is_more = TO.match(text, after), False
        if joint:
            following = days_at(text, _past_space(text, joint.end()))
            if following and len(last) == len(following[0]) == 1:
                groups[-1] |= from_to(last, following[0])
                is_more = True
        elif joint := AND.match(text, after):
            following = days_at(text, _past_space(text, joint.end()))
            is_more = joint[0] != ","
        else:
            following = days_at(text, after)
        if not following:
            return tuple(groups), place
        last, place = following
        groups[len(groups) - is_more :] = [groups[-1] | last] if is_more else [last]
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
