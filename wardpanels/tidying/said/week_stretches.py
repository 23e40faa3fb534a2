"""A clause of a week's hours, put together: which hours stand beside which days, and what is closed then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import zip_longest
from operator import or_

Span = tuple[int, int]
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class WeekStretch:
    """Hours on some days.

    Edges: no `days` where none were named; no `spans` where no hours were, or where the days are closed throughout;
           each span lists all that it may mean, widest first; where it `is_shut`, its days are closed in its spans;
           `by_part_of_day` where the hours are ours, for "evenings" and the like
    """

    days: frozenset[int]
    spans: tuple[tuple[Span, ...], ...]
    is_shut: bool = False
    by_part_of_day: bool = False


@dataclass(frozen=True, slots=True)
class ClausePiece:
    """Days, a span or a word for being closed, as they stand in a clause.

    Edges: `groups` are the days of a list as they are listed, `Mon-Fri, Sat & Sun` being two; a `but` is a word such as
           "except", which speaks of what stands after it only; `text` is the word
    """

    groups: tuple[frozenset[int], ...] = ()
    spans: tuple[tuple[Span, ...], ...] = ()
    is_shut: bool = False
    is_but: bool = False
    by_part_of_day: bool = False
    text: str = ""

    @property
    def days(self) -> frozenset[int]:
        """All its days together."""
        return _all(self.groups)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A clause after one of its words for being closed was understood: what that was of, and what is left to read."""

    shut: tuple[WeekStretch, ...]
    rest: list[ClausePiece]


def clause_stretches(pieces: Iterable[ClausePiece], before: Iterable[WeekStretch]) -> tuple[list[WeekStretch], str]:
    """The stretches of a clause, what is shut last, and the word for being closed that was not understood, else "".

    Edges: `before` are those of the clauses before it; nothing that a word for being closed may speak of is open by
           itself, but where that word is not understood, nothing of the clause is sure
    """
    left, shut = _together(_with_own_hours(list(pieces))), list[WeekStretch]()
    opened = open_days(before)
    while (place := next((n for n, each in enumerate(left) if each.is_shut), None)) is not None:
        cut = _closed_behind(left, place) or _closed_ahead(left, place, opened)
        if cut is None:
            return [*joined([each for each in left if not each.is_shut]), *shut], left[place].text
        shut += cut.shut
        left = _together(cut.rest)
    return [*joined(left), *shut], ""


def open_days(stretches: Iterable[WeekStretch]) -> frozenset[int]:
    """The days of the stretches that say when something is open."""
    return _all(each.days or EVERY_DAY for each in stretches if not each.is_shut)


def _closed_behind(pieces: list[ClausePiece], place: int) -> _Cut | None:
    """Days that stand before the word: `Sun closed`, `Tues closed 5pm-10pm`, `9-5 Mon-Fri, Sat closed`."""
    before, after = pieces[:place], pieces[place + 1 :]
    if pieces[place].is_but or not before or not before[-1].groups:
        return None
    days = before[-1]
    if before[0].spans and len(before) > 1:
        if len(days.groups) != 2 or (after and after[0].groups):
            return None
        return _Cut((WeekStretch(days.groups[1], (), True),), [*before[:-1], ClausePiece(days.groups[:1]), *after])
    spans = after[:1] if after and after[0].spans else []
    if spans and after[1:] and after[1].groups and not after[2:]:
        return None  # `Mon closed 9am-5pm Tue-Fri`: the hours may be those of either
    if before[:-1] and not spans and after and not after[0].groups:
        return None
    return _Cut((_shut(days.days, spans),), [*before[:-1], *after[len(spans) :]])


def _closed_ahead(pieces: list[ClausePiece], place: int, opened: frozenset[int]) -> _Cut | None:
    """Days or hours that stand after the word: `closed Wed`, `closed 1-2pm`, `Closed Mon, Tue-Sun 10am-9pm`."""
    before, after = pieces[:place], pieces[place + 1 :]
    if not after:
        return None
    if after[0].spans:
        return _closed_hours(before, after)
    days = after[0]
    if len(before) == 1 and before[0].groups:
        return (
            _Cut((), [ClausePiece((before[0].days - days.days,)), *after[1:]]) if before[0].days - days.days else None
        )
    if not after[1:] or not after[1].spans:
        return _Cut((WeekStretch(days.days, (), True),), [*before, *after[1:]])
    return _days_with_hours(before, after, opened | open_days(joined(before)), is_but=pieces[place].is_but)


def _days_with_hours(
    before: list[ClausePiece], after: list[ClausePiece], opened: frozenset[int], *, is_but: bool
) -> _Cut | None:
    """Days and hours after the word: of a list, the last are those of the hours, where they are not open already.

    Edges: `except Wed 9am-5pm` may be the hours of a Wednesday or those when it is closed: they are not known
    """
    days, hours, rest = after[0], after[1], after[2:]
    is_list = len(days.groups) > 1
    if is_list and not days.groups[-1] & opened:
        shut = WeekStretch(_all(days.groups[:-1]), (), True)
        return _Cut((shut,), [*before, ClausePiece(days.groups[-1:]), hours, *rest])
    if not opened and rest and rest[0].groups:
        return _Cut((WeekStretch(days.days, (), True),), [hours, *rest])  # `closed Fri 9am-5pm Mon-Thu`
    if is_list or rest or not opened:
        return None
    return _Cut((WeekStretch(days.days, ()) if is_but else _shut(days.days, [hours]),), before)


def _closed_hours(before: list[ClausePiece], after: list[ClausePiece]) -> _Cut | None:
    """Hours right after the word: of the days after them, else of those before, else of every day that is open."""
    hours, rest = after[0], after[1:]
    has_own_days = bool(rest) and bool(rest[0].groups) and not (rest[1:] and rest[1].spans)
    if has_own_days:
        is_first = not any(each.groups for each in before) and bool(before)
        return None if is_first else _Cut((_shut(rest[0].days, [hours]),), [*before, *rest[1:]])
    days = next((each.days for each in reversed(before) if each.groups), frozenset[int]())
    if rest and rest[0].spans and any(_overlap(rest[0], each) for each in [*before, hours]):
        return None
    return _Cut((_shut(days, [hours]),), [*before, *rest])


def _shut(days: frozenset[int], hours: list[ClausePiece]) -> WeekStretch:
    """Days that are closed in all that these hours may mean, throughout where there are none."""
    meant = (span for piece in hours for span in piece.spans)
    ours = any(piece.by_part_of_day for piece in hours)
    return WeekStretch(days, tuple((each,) for span in meant for each in span), True, ours)


def _overlap(one: ClausePiece, other: ClausePiece) -> bool:
    pairs = ((a, b) for first in one.spans for a in first for second in other.spans for b in second)
    return any(a[0] < b[1] and b[0] < a[1] for a, b in pairs)


def _together(pieces: Iterable[ClausePiece]) -> list[ClausePiece]:
    """The pieces, days that stand beside days as one list."""
    found: list[ClausePiece] = []
    for piece in pieces:
        if found and found[-1].groups and piece.groups:
            found[-1] = replace(found[-1], groups=found[-1].groups + piece.groups)
        else:
            found.append(piece)
    return found


def _all(groups: Iterable[frozenset[int]]) -> frozenset[int]:
    return reduce(or_, groups, frozenset())


def joined(pieces: list[ClausePiece]) -> Iterator[WeekStretch]:
    """Days with the hours beside them: before, where the clause begins with days, else after."""
    days: frozenset[int] = frozenset()
    hours: list[ClausePiece] = []
    days_first = bool(pieces) and bool(pieces[0].days)
    if days_first and len(pieces) > 3 and pieces[-1].days and not pieces[-2].days and not pieces[-3].days:
        yield from joined(pieces[:-2])
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


def _stretches(days: frozenset[int], hours: list[ClausePiece]) -> Iterator[WeekStretch]:
    told = [piece for piece in hours if not piece.by_part_of_day]
    ours = [piece for piece in hours if piece.by_part_of_day and not any(_overlap(piece, each) for each in told)]
    spans = tuple(span for piece in hours if piece in told or piece in ours for span in piece.spans)
    if days or spans:
        yield WeekStretch(days, spans, False, bool(ours))


def _with_own_hours(pieces: list[ClausePiece]) -> Iterator[ClausePiece]:
    """The pieces without the parts of the day whose hours are said after them, as in `evenings 6pm-8pm`."""
    for piece, after in zip_longest(pieces, pieces[1:], fillvalue=ClausePiece()):
        if not piece.by_part_of_day or not after.spans or after.by_part_of_day:
            yield piece
