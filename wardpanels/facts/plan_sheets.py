"""The action plan as spreadsheets: a row for each action, measure, promise and figure. For staff and the board."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from publishers.open_data import safe_cell
from publishers.steady_zip import steady
from scheduler.evidence.figures import Figure
from scheduler.evidence.plan_shown import PlanShown
from scheduler.evidence.status import Judged, Kept
from wardpanels.facts.schedule import NOT_IN_XML

Cell = str | int | date | None
Row = Sequence[Cell]

ACTION_HEADS = (
    *("Recommendation", "Action", "Title", "Colour", "Reason", "Who"),
    *("Due", "Moved", "Struck out", "Measures", "Note"),
)
MEASURE_HEADS = (
    *("Measure", "Sentence", "Recommendation", "From", "Colour", "Reason", "Target", "Why"),
    *(kept.value.capitalize() for kept in Kept),
    "Off course",
)
PROMISE_HEADS = (
    *("Counts in", "Promise", "Key", "Meeting", "Due", "First due", "Moves"),
    *("What became of it", "Off course", "On", "Shown by", "Says"),
)
FIGURE_HEADS = (
    *("By", "Of", "Held", "Not held", "Nobody recorded", "To come"),
    *("Residents", "At meetings", "First-timers", "Asked at meetings"),
)
WIDEST = 60


def plan_csv(plan: PlanShown) -> bytes:
    """A row for each action. UTF-8 with a byte order mark, and no cell can act as a formula."""
    return _csv(ACTION_HEADS, action_rows(plan))


def promises_csv(plan: PlanShown) -> bytes:
    """A row for each promise, as often as something counts it, with the first fact that shows what became of it."""
    return _csv(PROMISE_HEADS, promise_rows(plan))


def plan_xlsx(plan: PlanShown) -> bytes:
    """All four as one workbook: same plan, same bytes. Text is stored as text, never as a formula."""
    from openpyxl import Workbook  # 0.2 s to import: only this function pays it

    book = Workbook()
    book.remove(book.active)
    sheets = (
        ("Plan", ACTION_HEADS, action_rows(plan)),
        ("Measures", MEASURE_HEADS, measure_rows(plan)),
        ("Promises", PROMISE_HEADS, promise_rows(plan)),
        ("Figures", FIGURE_HEADS, figure_rows(plan)),
    )
    for name, heads, rows in sheets:
        _fill(book.create_sheet(name), heads, list(rows))
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), plan.as_of)


def action_rows(plan: PlanShown) -> Iterator[Row]:
    """The actions in the plan's order."""
    for each in plan.recommendations:
        for one in each.actions:
            measures = ", ".join(one.measures)
            yield (each.number, one.action_id, one.title, one.colour.value, one.reason, one.responsibility, one.due,
                   one.moved, one.struck_out, measures, one.note)  # fmt: skip


def measure_rows(plan: PlanShown) -> Iterator[Row]:
    """The measures in the book's order."""
    for one in plan.measures:
        counts = (one.count(kept) for kept in Kept)
        yield (one.name, one.sentence, one.recommendation, one.origin, one.colour.value, one.reason, one.target,
               one.because, *counts, one.off_course)  # fmt: skip


def promise_rows(plan: PlanShown) -> Iterator[Row]:
    """The promises of each measure, and then of each action that is stated."""
    counted: Iterable[tuple[str, tuple[Judged, ...]]] = (
        *((measure.name, measure.judged) for measure in plan.measures),
        *((action.action_id, action.stated) for action in plan.actions),
    )
    for of, judged in counted:
        for one in judged:
            promise, fact = one.promise, next(iter(one.facts), None)
            shown = (fact.on, fact.source, fact.says) if fact else (None, "", "")
            yield (of, promise.subject, promise.key, promise.meeting_id, promise.due, promise.first_due, promise.moves,
                   one.kept.value, "yes" if one.is_off_course else "", *shown)  # fmt: skip


def figure_rows(plan: PlanShown) -> Iterator[Row]:
    """The figures of the borough, the wards, the sessions, the halls and the channels."""
    found = plan.figures
    groups: tuple[tuple[str, tuple[Figure, ...]], ...] = (
        ("borough", (found.borough,)),
        ("ward", found.wards),
        ("session", found.sessions),
        ("hall", found.halls),
        ("channel", found.channels),
    )
    for by, figures in groups:
        for one in figures:
            yield (by, one.of, one.held, one.not_held, one.unrecorded, one.to_come, one.residents, one.counted,
                   one.first_timers, one.asked)  # fmt: skip


def _csv(heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe_cell(cell) if isinstance(cell, str) else str(cell)


def _fill(sheet: object, heads: Sequence[str], rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, head in enumerate(heads, start=1):
        sheet.cell(1, column, head).font = Font(bold=True)  # type: ignore[attr-defined]  # openpyxl has no types
        longest = max((len(_as_text(row[column - 1])) for row in rows), default=0)
        width = min(max(longest, len(head)) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width  # type: ignore[attr-defined]  # as above
    wrapped = Alignment(wrap_text=True, vertical="top")
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(line, column)  # type: ignore[attr-defined]  # as above
            if isinstance(value, str):
                cell.value, cell.data_type = NOT_IN_XML.sub("", value), "s"
                if len(value) > WIDEST:
                    cell.alignment = wrapped
            else:
                cell.value = value
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]  # as above
    sheet.auto_filter.ref = sheet.dimensions  # type: ignore[attr-defined]  # as above
