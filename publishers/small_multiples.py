"""Small charts of one shape beside one another, as one drawing (SVG): bars, and a line to hold them against.

The same values give the same bytes. A month without figures is shaded, so that it is never read as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from publishers.templating import render

ACROSS = 4
PANEL_WIDTH, PANEL_HEIGHT = 186, 92
PLOT_TOP, PLOT_HEIGHT, PLOT_WIDTH = 22, 54, 172
HEAD_HEIGHT = 24
LONGEST_TITLE = 28


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small chart: a bar for each of `ours`, and a line through `beside`. Edges: None is not known"""

    title: str
    ours: tuple[int | None, ...]
    beside: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class MultipleBar:
    """One bar, from its top to the floor. Edges: one that `is_gap` is as tall as the chart"""

    x: float
    y: float
    width: float
    height: float
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class DrawnMultiple:
    """One small chart as it is laid out. `lines` are the points of each piece of the line between gaps."""

    x: float
    y: float
    title: str
    most: str
    bars: tuple[MultipleBar, ...]
    lines: tuple[str, ...]


def drawn_multiples(  # what is drawn, and the words that stand on it
    multiples: Sequence[Multiple], names: tuple[str, str, str], span: tuple[str, str], title: str, description: str
) -> str:
    """The drawing, with a title and a description for those who do not see it.

    Units: `names` are what a bar, the line and a shaded month are; `span` is the first and the last month
    Edges: each chart has its own scale from 0, whose top is written on it
    """
    rows = -(-len(multiples) // ACROSS)
    return render(
        "briefing/multiples.svg",
        panels=[_drawn(place, each) for place, each in enumerate(multiples)],
        width=ACROSS * PANEL_WIDTH - (PANEL_WIDTH - PLOT_WIDTH),
        height=HEAD_HEIGHT + rows * PANEL_HEIGHT,
        floor=PLOT_TOP + PLOT_HEIGHT,
        plot_width=PLOT_WIDTH,
        plot_top=PLOT_TOP,
        names=[_short(name) for name in names],
        span=span,
        title=title,
        description=description,
    )


def _drawn(place: int, one: Multiple) -> DrawnMultiple:
    most = ceil(max((value for value in (*one.ours, *one.beside) if value is not None), default=0)) or 1
    step = PLOT_WIDTH / len(one.ours)
    scale = PLOT_HEIGHT / most
    return DrawnMultiple(
        x=place % ACROSS * PANEL_WIDTH,
        y=HEAD_HEIGHT + place // ACROSS * PANEL_HEIGHT,
        title=_short(one.title),
        most=f"{most:,}",
        bars=tuple(_bar(n * step, step, count, scale) for n, count in enumerate(one.ours)),
        lines=tuple(_lines(one.beside, step, scale)),
    )


def _bar(x: float, step: float, count: int | None, scale: float) -> MultipleBar:
    if count is None:
        return MultipleBar(round(x, 1), PLOT_TOP, round(step, 1), PLOT_HEIGHT, is_gap=True)
    height = round(count * scale, 1)
    return MultipleBar(
        round(x + step * 0.14, 1), round(PLOT_TOP + PLOT_HEIGHT - height, 1), round(step * 0.72, 1), height
    )


def _lines(values: Sequence[float | None], step: float, scale: float) -> list[str]:
    """The points of each unbroken piece. Edges: a month between two gaps is a short stroke of its own"""
    pieces: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        y = round(PLOT_TOP + PLOT_HEIGHT - value * scale, 1)
        pieces[-1] += [f"{round(n * step + step * 0.14, 1)},{y}", f"{round(n * step + step * 0.86, 1)},{y}"]
    return [" ".join(piece) for piece in pieces if piece]


def _short(title: str) -> str:
    """Words that fit over a chart; the table has the whole of them."""
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
