"""Finds the tables on a sheet: their heading rows under titles and logos, and the rows below that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from wardpanels.tidying.by_content import SAMPLE, fitting, is_foreign
from wardpanels.tidying.grid import MOST_COLUMNS, Grid, Spot
from wardpanels.tidying.heading_fit import EXACT, Texts, best_fit, exact_words, place_among
from wardpanels.tidying.rows_left_out import LONGEST_HEADING, RowLeftOut, of_either, why_left_out
from wardpanels.tidying.said.day_names import SETS as DAY_SETS
from wardpanels.tidying.said.day_names import WORDS as DAY_WORDS
from wardpanels.tidying.said.given_names import bare
from wardpanels.tidying.sheet_kind import KindOfSheet, head_words
from wardpanels.tidying.understood import Surroundings, text_of

TITLED = 5
"""What the sheet's own name is worth."""
FEWEST_DAYS = 5
"""Columns named for days of the week that hold a week's hours."""
FEWEST_EXACT = 2
"""Headings word for word that the second and later tables of a sheet must have."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table on a sheet.

    Shapes: `columns` lead from the contract's names to columns of the sheet; `spread` from columns to what their head
            says of each cell below, such as its day; `week` from columns to the day of the week whose hours they hold;
            `section` from rows to the ward that a line above them, or the
            sheet's own name, says they are of
    Edges:  `by_content` are names of columns that no heading tells, but what is in their cells, `month_first` those
            with days in figures that have the month first
    """

    grid: Grid
    kind: KindOfSheet
    head: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    left_out: tuple[RowLeftOut, ...] = ()
    unneeded: tuple[str, ...] = ()
    spread: Mapping[int, str] = field(default_factory=dict)
    section: Mapping[int, str] = field(default_factory=dict)
    week: Mapping[int, str] = field(default_factory=dict)
    by_content: frozenset[str] = frozenset()
    month_first: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Head:
    """A row, or two, that read as the headings of a kind."""

    first: int
    last: int
    kind: KindOfSheet
    columns: Mapping[str, int]
    worth: int
    texts: Mapping[int, Texts]
    spread: Mapping[int, str]
    week: Mapping[int, str]

    @property
    def is_plain(self) -> bool:
        """Whether no row of facts reads so by chance: most of its cells are headings, two of them word for word."""
        words = {column: self.kind.heading(name).words for name, column in self.columns.items()}
        exact = sum(best_fit(self.texts[column], words[column]) >= EXACT for column in words)
        known = len(words) + len(self.spread) + len(self.week)
        return exact >= FEWEST_EXACT and known * 2 >= len(self.texts)


def tables_in(grid: Grid, kinds: Sequence[KindOfSheet], known: Surroundings) -> tuple[FoundTable, ...]:
    """Return each table, top to bottom. Edges: none where no row reads as headings"""
    found: list[FoundTable] = []
    for part in _side_by_side(grid, kinds, known):
        heads = list(_heads(part, kinds, known))
        for place, head in enumerate(heads):
            end = heads[place + 1].first if place + 1 < len(heads) else max(part.rows()) + 1
            for piece, of_piece in _at_gaps(part, head, kinds, known):
                found += _tables(piece, of_piece, end, kinds, known)
    return tuple(found)


def _side_by_side(grid: Grid, kinds: Sequence[KindOfSheet], known: Surroundings) -> Iterator[Grid]:
    """The sheet, or its parts between empty columns where more than one of them has headings of its own."""
    filled = {column for row, column in grid.cells if not _is_wide(grid, (row, column))}
    parts: list[list[int]] = []
    for column in sorted(filled):
        if parts and parts[-1][-1] == column - 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    cut = [_only(grid, frozenset(part)) for part in parts]
    if len(cut) > 1 and sum(any(True for _ in _heads(part, kinds, known)) for part in cut) > 1:
        yield from cut
    elif grid.cells:
        yield grid


def _at_gaps(
    grid: Grid, head: _Head, kinds: Sequence[KindOfSheet], known: Surroundings
) -> Sequence[tuple[Grid, _Head]]:
    """A head, or those between its gaps, with what stands under each, where more than one names wards of its own."""
    rows = tuple(range(head.first, head.last + 1))
    columns = sorted({column for row in rows for column in grid.row(row)})
    starts = [column for column in columns if column - 1 not in columns]
    starts = [1, *(each for each in starts[1:] if _own(grid, rows, range(each, columns[-1] + 1), kinds, known))]
    spans = [range(first, then) for first, then in zip(starts, [*starts[1:], MOST_COLUMNS + 1], strict=True)]
    pieces = [piece for span in spans if (piece := _own(grid, rows, span, kinds, known))]
    return pieces if len(pieces) == len(spans) > 1 else [(grid, head)]


def _own(
    grid: Grid, rows: tuple[int, ...], span: range, kinds: Sequence[KindOfSheet], known: Surroundings
) -> tuple[Grid, _Head] | None:
    """The head that these columns alone make, where one of them names wards."""
    part = _only(grid, frozenset(span))
    head = _best(part, rows, kinds, known)
    return (part, head) if head and head.kind.ward in head.columns else None


def _is_wide(grid: Grid, spot: Spot) -> bool:
    """Whether a cell is merged over several columns, as a title is that stands over two tables."""
    first = grid.merged.get(spot)
    row, column = spot
    return first is not None and first in {grid.merged.get((row, column - 1)), grid.merged.get((row, column + 1))}


def _only(grid: Grid, columns: frozenset[int]) -> Grid:
    return replace(grid, cells={spot: value for spot, value in grid.cells.items() if spot[1] in columns})


def _heads(grid: Grid, kinds: Sequence[KindOfSheet], known: Surroundings) -> Iterator[_Head]:
    """The heading rows, each of them above its table; two rows where the second completes the first."""
    rows = grid.rows()
    done = 0
    alone_at = cache(lambda row: _best(grid, (row,), kinds, known))  # each is asked for as the next one, too
    for place, row in enumerate(rows):
        if row <= done:
            continue
        one = alone_at(row)
        following = rows[place + 1] if place + 1 < len(rows) and rows[place + 1] == row + 1 else 0
        two = _best(grid, (row, following), kinds, known) if following else None
        next_one = alone_at(following) if following else None
        alone = max((head.worth for head in (one, next_one) if head), default=0)
        best = two if two and two.worth > alone + EXACT // 2 else one
        is_first = not done
        if best and not (next_one and best is one and next_one.worth > best.worth) and (is_first or best.is_plain):
            yield best
            done = best.last


def _best(grid: Grid, rows: tuple[int, ...], kinds: Sequence[KindOfSheet], known: Surroundings) -> _Head | None:
    texts = _texts(grid, rows)
    plain_words = exact_words(tuple(each.words for kind in kinds for each in kind.headings))
    if not any(head_words(text) in plain_words for each in texts.values() for text in each):
        return None  # most rows, and at once
    spread = {kind.table: _spread(grid, rows[-1], kind) for kind in kinds if kind.melts}
    found = (_as(kind, grid.name, rows, texts, spread.get(kind.table, {})) for kind in kinds)
    return max((_weighed(head, grid, known) for head in found if head), key=lambda head: head.worth, default=None)


def _weighed(head: _Head, grid: Grid, known: Surroundings) -> _Head:
    """The head, with no worth in headings under which nothing reads so: "When" over dates is no usual evening."""
    below = range(head.last + 1, head.last + 1 + SAMPLE)
    foreign = [
        best_fit(head.texts[column], head.kind.heading(name).words)
        for name, column in head.columns.items()
        if is_foreign(head.kind.heading(name), grid, below, column, known)
    ]
    return replace(head, worth=head.worth - sum(foreign))


def _texts(grid: Grid, rows: tuple[int, ...]) -> dict[int, Texts]:
    """The headings by column; a cell merged over several columns is a title, not a heading."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        for column, value in grid.row(row).items():
            first = grid.merged.get((row, column), (row, column))
            is_title = len(rows) == 1 and (first[1] != column or _is_wide(grid, (row, column)))
            if not is_title and isinstance(value, str) and len(value) <= LONGEST_HEADING:
                texts.setdefault(column, []).append(value)
    return {
        column: (" ".join(dict.fromkeys(parts)), *([parts[-1]] if len(parts) > 1 else []))
        for column, parts in texts.items()
    }


def _spread(grid: Grid, row: int, kind: KindOfSheet) -> dict[int, str]:
    """The columns whose head is not their name but what each cell below it is about: a day, a rank."""
    read = {column: kind.melted(value) for column, value in grid.row(row).items()}
    return {column: value for column, value in read.items() if value}


def _as(
    kind: KindOfSheet, title: str, rows: tuple[int, ...], texts: Mapping[int, Texts], spread: Mapping[int, str]
) -> _Head | None:
    """These headings as one kind's, where they are enough for it."""
    columns, worth = _assigned(kind, texts)
    melted = spread if kind.melts not in columns and len(spread) > 1 else {}
    if melted:
        columns = {name: column for name, column in columns.items() if column not in melted}
    week = _week(texts, columns) if kind.weekly and kind.weekly not in columns else {}
    worth += EXACT * bool(week)
    there = [*columns, *([kind.weekly] if week else []), *([kind.melts, kind.melts_into] if melted else [])]
    is_met = kind.is_met_by(there, title) and (worth >= EXACT or bool(melted))
    if not is_met or (melted and kind.ward not in columns) or (len(rows) > 1 and len(texts) < 2):
        return None
    bonus = (TITLED if kind.is_titled(title) else 0) + EXACT * 2 * bool(melted)
    return _Head(rows[0], rows[-1], kind, columns, worth + bonus, texts, melted, week)


def _assigned(kind: KindOfSheet, texts: Mapping[int, Texts]) -> tuple[dict[str, int], int]:
    """Each of the kind's columns at the place that fits it best, and what they are worth together."""
    fits = [
        (-fit, place_among(text, heading.words), column, heading.name != kind.key, heading.name)
        for column, text in texts.items()
        for heading in kind.headings
        if (fit := best_fit(text, heading.words))
    ]
    fits.sort(key=lambda fit: fit[:-1])  # where all else is the same, our list's order stays
    columns: dict[str, int] = {}
    worth = 0
    for unfit, _, column, _, name in fits:
        if name not in columns and column not in columns.values():
            columns[name] = column
            worth -= unfit
    return columns, worth


def _week(texts: Mapping[int, Texts], columns: Mapping[str, int]) -> dict[int, str]:
    """The columns that a day of the week heads, where they are most of a week."""
    days = {column: head_words(text[-1]) for column, text in texts.items() if column not in columns.values()}
    found = {column: day for column, day in days.items() if day in DAY_WORDS or day in DAY_SETS}
    return found if len(found) >= FEWEST_DAYS or any(day in DAY_SETS for day in found.values()) else {}


def _tables(
    grid: Grid, head: _Head, end: int, kinds: Sequence[KindOfSheet], known: Surroundings
) -> Iterator[FoundTable]:
    """The table under a head, and a second one in the same rows where columns are left that make one."""
    rows, left_out, section = _rows(grid, head, end, frozenset(map(bare, known.wards)))
    by_content = _by_content(grid, head, rows, kinds, known)
    taken = set(head.columns.values()) | set(head.spread) | set(head.week) | set(by_content.values())
    shared = head.columns.get(head.kind.ward)
    free = {column: text for column, text in head.texts.items() if column not in taken}
    both = {column: text for column, text in head.texts.items() if column in free or column == shared}
    kinds_left = [kind for kind in kinds if kind is not head.kind and kind.ward]
    apart = [each for kind in kinds_left if (each := _as(kind, "", (head.first, head.last), free, {}))]
    with_own = [each for each in apart if each.kind.ward in each.columns]
    shares = [each for kind in kinds_left if (each := _as(kind, "", (head.first, head.last), both, {}))]
    other = max(with_own or shares, key=lambda each: each.worth, default=None)
    if other and with_own and shared:
        head, other = _with_wards_beside(head, other)
        taken |= set(head.columns.values())
        if head is other:
            yield FoundTable(grid, head.kind, head.last, head.columns, (), (*left_out, *of_either(grid, rows)))
            return
    if other:
        yield FoundTable(grid, other.kind, head.last, other.columns, rows, section=section)
        taken |= set(other.columns.values())
    unneeded = tuple(
        text[0] for column, text in head.texts.items() if column not in taken and _has_cells(grid, column, rows)
    )
    columns = {**head.columns, **by_content}
    names = frozenset(by_content)
    yield FoundTable(
        grid, head.kind, head.last, columns, rows, left_out, unneeded, head.spread, section, head.week, names
    )


def _with_wards_beside(head: _Head, other: _Head) -> tuple[_Head, _Head]:
    """Two heads of one row, each with the column of wards on its side. Edges: the first twice where nothing tells."""
    mine, others = head.columns[head.kind.ward], other.columns[other.kind.ward]
    kept = _ward_fit(head, head, mine) + _ward_fit(head, other, others)
    if kept > _ward_fit(head, head, others) + _ward_fit(head, other, mine):
        return head, other
    left, right = sorted((head, other), key=lambda each: min(_facts(each)))
    first, second = sorted((mine, others))
    if max(_facts(left)) > min(min(_facts(right)), second) or first > min(_facts(right)):
        return head, head
    of_each = {left.kind.table: _with_ward(left, first), right.kind.table: _with_ward(right, second)}
    return of_each[head.kind.table], of_each[other.kind.table]


def _ward_fit(row: _Head, head: _Head, column: int) -> int:
    """How well a heading of the row tells of the wards of one of its heads."""
    return best_fit(row.texts[column], head.kind.heading(head.kind.ward).words)


def _facts(head: _Head) -> set[int]:
    """The columns of a head but that of its wards."""
    named = {column for name, column in head.columns.items() if name != head.kind.ward}
    return named | set(head.spread) | set(head.week) or {0}


def _with_ward(head: _Head, column: int) -> _Head:
    return replace(head, columns={**head.columns, head.kind.ward: column})


def _by_content(
    grid: Grid, head: _Head, rows: tuple[int, ...], kinds: Sequence[KindOfSheet], known: Surroundings
) -> dict[str, int]:
    """The columns that no heading of any kind tells, but their cells do."""
    kind = head.kind
    told = exact_words(tuple(each.words for other in kinds for each in other.headings))
    weekly = {kind.weekly} if head.week else set[str]()
    melted = {kind.melts, kind.melts_into} if head.spread else set[str]()
    missing = [each.name for each in kind.headings if each.name not in head.columns.keys() | weekly | melted]
    taken = set(head.columns.values()) | set(head.spread) | set(head.week)
    free = {column for column, text in head.texts.items() if column not in taken and head_words(text[-1]) not in told}
    return fitting(kind, grid, rows, free, known, missing)


def _has_cells(grid: Grid, column: int, rows: Iterable[int]) -> bool:
    return any((row, column) in grid.cells for row in rows)


def _rows(
    grid: Grid, head: _Head, end: int, wards: frozenset[str]
) -> tuple[tuple[int, ...], tuple[RowLeftOut, ...], dict[int, str]]:
    """The rows that hold facts, those that do not, and the ward that each stands under."""
    title = text_of(grid.name)
    above = title if bare(title) in wards else ""
    lead = [text_of(value) for row in grid.rows() if row < head.first for value in grid.row(row).values()]
    above = above or next((text for text in reversed(lead) if bare(text) in wards), "")
    titles = _titles(grid, head.last, end)
    rows, left_out, section = [], [], {}
    wanted = set(head.columns.values()) | set(head.spread) | set(head.week)
    for row in grid.rows():
        if not head.last < row < end:
            continue
        cells = grid.row(row)
        texts = [text_of(value) for value in cells.values()]
        if len(cells) == 1 and head.kind.ward not in head.columns and bare(texts[0]) in wards:
            above = texts[0]
        elif why := "a title" if row in titles else why_left_out(grid, row, wanted, head.texts, head.kind.table):
            left_out.append(RowLeftOut(grid.name, row, why))
        else:
            rows.append(row)
            section[row] = above
            if head.kind.fills_down and (named := text_of(cells.get(head.columns.get(head.kind.ward, 0)))):
                above = named
    return tuple(rows), tuple(left_out), section


def _titles(grid: Grid, head: int, end: int) -> set[int]:
    """Lines of one cell that stand, below an empty row, over the next table."""
    rows = [row for row in grid.rows() if head < row <= end]
    titles: set[int] = set()
    if not rows or rows[-1] != end:
        return titles
    for row, below in zip(reversed(rows[:-1]), reversed(rows), strict=False):
        if len(grid.row(row)) > 1:
            return set() if below == row + 1 else titles
        titles.add(row)
    return titles
