"""Bars side by side as one drawing (SVG): measures in panels, a bar for each thing that is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publishers.templating import render

WIDTH = 960
"""Of the whole drawing, in its own units; two panels beside one another."""
PANEL_WIDTH = 470
LABEL_WIDTH = 165
VALUE_WIDTH = 60
BAR_HEIGHT = 18
ROW_HEIGHT = 28
HEAD_HEIGHT = 34
GAP = 22
LEGEND_HEIGHT = 26

LONGEST_LABEL = 20

DARK, MIDDLE, PALE, WHITE = "#0b4f5a", "#c98f36", "#b9dde2", "#ffffff"
"""From the darkest to the lightest, far enough apart for a grey printer. Each part has a dark edge, so that a pale one
is seen on white, and its number in it."""

INK = "#0b0c0c"
PALER_THAN = 0.18
"""Relative luminance from which ink is read more easily on a fill than white is. Source: WCAG 2.2, contrast ratio."""

Amounts = tuple[str, Sequence[float]]
"""A bar's label, and the amounts that it is made of, one after the other."""


@dataclass(frozen=True, slots=True)
class ChartPart:
    """One piece of a bar. `label` is written in it in `ink`, where there is room."""

    x: float
    width: float
    fill: str
    label: str

    @property
    def ink(self) -> str:
        """The colour of the letters on it."""
        return INK if luminance(self.fill) > PALER_THAN else WHITE


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a panel; `value` is written after it, at `value_x`."""

    y: float
    label: str
    parts: tuple[ChartPart, ...]
    value: str
    value_x: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure with a bar for each thing."""

    x: float
    y: float
    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing. `legend`: place, colour and words."""

    width: float
    height: float
    legend: tuple[tuple[float, str, str], ...]
    panels: tuple[Panel, ...]


def drawn(chart: Chart, title: str, description: str) -> str:
    """The drawing as SVG, with a title and a description for those who do not see it."""
    sizes = {"bar": BAR_HEIGHT, "label": LABEL_WIDTH - 10, "legend": HEAD_HEIGHT}
    return render("comparison/chart.svg", chart=chart, title=title, description=description, sizes=sizes)


def two_by_two(
    measures: Sequence[tuple[str, Sequence[Amounts], str]], top: float = 0
) -> tuple[float, tuple[Panel, ...]]:
    """Panels of one measure each (its title, bars and unit), two beside one another, and where the last row ends."""
    row = row_height(max((len(bars) for _, bars, _ in measures), default=0))
    panels = tuple(
        panel((n % 2) * (WIDTH - PANEL_WIDTH), top + n // 2 * row, PANEL_WIDTH, title, bars, (DARK,), unit)
        for n, (title, bars, unit) in enumerate(measures)
    )
    return top + -(-len(panels) // 2) * row - GAP + 6, panels


def row_height(bars: int) -> float:
    """What a panel of so many bars takes, with the gap below it."""
    return HEAD_HEIGHT + ROW_HEIGHT * bars + GAP


def panel(  # where it stands, and what is in it
    x: float, y: float, width: float, title: str, bars: Sequence[Amounts], fills: Sequence[str], unit: str = ""
) -> Panel:
    """One measure. Edges: the longest bar fills the width; a bar of several amounts leaves room for a legend."""
    head = HEAD_HEIGHT + (LEGEND_HEIGHT if len(fills) > 1 else 0)
    most = max((sum(amounts) for _, amounts in bars), default=0) or 1
    scale = (width - LABEL_WIDTH - VALUE_WIDTH) / most
    laid = (_bar(head + n * ROW_HEIGHT, bar, fills, scale, unit) for n, bar in enumerate(bars))
    return Panel(x, y, title, tuple(laid))


def _bar(y: float, bar: Amounts, fills: Sequence[str], scale: float, unit: str) -> Bar:
    label, amounts = bar
    x, parts = float(LABEL_WIDTH), []
    for fill, amount in zip(fills, amounts, strict=True):
        if amount:
            told = f"{amount:g}" if len(fills) > 1 else ""
            parts.append(ChartPart(round(x, 1), round(amount * scale, 1), fill, told))
        x += amount * scale
    return Bar(y, _short(label), tuple(parts), f"{unit}{sum(amounts):,.10g}", round(x + 6, 1))


def luminance(colour: str) -> float:
    """How light a colour looks, from 0 to 1: `#rrggbb`. Source: WCAG 2.2, relative luminance"""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _short(label: str) -> str:
    """A label that fits beside a bar; the table has the whole of it."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
