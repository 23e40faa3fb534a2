"""The policies side by side, for the Ward Panel Conference: one page to print and its chart. It names no officer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publishers.artifact import Artifact
from publishers.templating import render
from scheduler.comparison import Comparison, PolicyOutcome, measures

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

DARK, MIDDLE, WARM = "#0b4f5a", "#3f8f99", "#b3781a"
"""All three keep 3:1 against white and are told apart in grey; each part has its number beside it too."""

Figure = Callable[[PolicyOutcome], float]


@dataclass(frozen=True, slots=True)
class ChartPart:
    """One piece of a bar. `label` is written in it where there is room."""

    x: float
    width: float
    fill: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One policy's bar in a panel; `value` is written after it, at `value_x`."""

    y: float
    label: str
    parts: tuple[ChartPart, ...]
    value: str
    value_x: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure with a bar for each policy."""

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


def publish(comparison: Comparison) -> tuple[Artifact, ...]:
    """The page to print, which holds the chart, and the chart alone."""
    drawing = chart(comparison)
    svg = render("comparison/chart.svg", comparison=comparison, chart=drawing, sizes=_sizes())
    page = render("comparison/page.html", comparison=comparison, measures=measures(comparison), svg=svg)
    return (
        Artifact("comparison.html", "text/html; charset=utf-8", page.encode()),
        Artifact("comparison.svg", "image/svg+xml", svg.encode()),
    )


def chart(comparison: Comparison) -> Chart:
    """Lay out the drawing: the meetings by kind across the top, the other measures two by two below."""
    outcomes = comparison.outcomes
    kinds: tuple[tuple[str, str, Figure], ...] = (
        (DARK, "evening", lambda outcome: outcome.evening),
        (MIDDLE, "weekday daytime", lambda outcome: outcome.weekday_daytime),
        (WARM, "weekend daytime", lambda outcome: outcome.weekend_daytime),
    )
    row = HEAD_HEIGHT + ROW_HEIGHT * len(outcomes) + GAP
    top = _panel(0, 0, WIDTH, "Panel meetings in the year", outcomes, [(fill, figure) for fill, _, figure in kinds])
    below = LEGEND_HEIGHT + row
    panels = [
        _panel(
            (n % 2) * (WIDTH - PANEL_WIDTH), below + n // 2 * row, PANEL_WIDTH, title, outcomes, [(DARK, figure)], unit
        )
        for n, (title, figure, unit) in enumerate(_single_measures(comparison))
    ]
    rows = -(-len(panels) // 2)
    legend = tuple((LABEL_WIDTH + n * 170.0, fill, words) for n, (fill, words, _) in enumerate(kinds))
    return Chart(WIDTH, below + rows * row - GAP + 6, legend, (top, *panels))


def _single_measures(comparison: Comparison) -> list[tuple[str, Figure, str]]:
    reach: list[tuple[str, Figure, str]] = [
        (f"Hours that {audience} can come to", _reach(place), "")
        for place, (audience, _) in enumerate(comparison.audiences)
    ]
    return [
        *reach,
        ("Evenings on the weekday that members know", lambda outcome: outcome.evenings_kept, ""),
        ("Visits to community groups", lambda outcome: len(outcome.visits), ""),
        ("Different halls used", lambda outcome: outcome.halls, ""),
        ("Hire of halls", lambda outcome: outcome.hire_gbp, "£"),
        ("Officers' hours", lambda outcome: outcome.officer_hours, ""),
    ]


def _reach(place: int) -> Figure:
    return lambda outcome: outcome.reach[place].hours


def _panel(
    x: float,
    y: float,
    width: float,
    title: str,
    outcomes: Sequence[PolicyOutcome],
    kinds: Sequence[tuple[str, Figure]],
    unit: str = "",
) -> Panel:
    head = HEAD_HEIGHT + (LEGEND_HEIGHT if len(kinds) > 1 else 0)
    most = max((sum(figure(outcome) for _, figure in kinds) for outcome in outcomes), default=0) or 1
    scale = (width - LABEL_WIDTH - VALUE_WIDTH) / most
    bars = tuple(_bar(head + n * ROW_HEIGHT, outcome, kinds, scale, unit) for n, outcome in enumerate(outcomes))
    return Panel(x, y, title, bars)


def _bar(y: float, outcome: PolicyOutcome, kinds: Sequence[tuple[str, Figure]], scale: float, unit: str) -> Bar:
    x, parts = float(LABEL_WIDTH), []
    for fill, figure in kinds:
        amount = figure(outcome)
        if amount:
            told = f"{amount:g}" if len(kinds) > 1 else ""
            parts.append(ChartPart(round(x, 1), round(amount * scale, 1), fill, told))
        x += amount * scale
    total = sum(figure(outcome) for _, figure in kinds)
    return Bar(y, _short(outcome.title), tuple(parts), f"{unit}{total:,.10g}", round(x + 6, 1))


def _short(title: str) -> str:
    """A title that fits beside a bar; the table has the whole of it."""
    return title if len(title) <= LONGEST_LABEL else title[: LONGEST_LABEL - 1].rstrip() + "…"


def _sizes() -> dict[str, float]:
    return {"bar": BAR_HEIGHT, "label": LABEL_WIDTH - 10, "legend": HEAD_HEIGHT}
