"""The policies side by side, for the Ward Panel Conference: one page to print and its chart. It names no officer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from publishers.artifact import Artifact
from publishers.bar_chart import (
    DARK,
    LABEL_WIDTH,
    LEGEND_HEIGHT,
    MIDDLE,
    PALE,
    WIDTH,
    Amounts,
    Chart,
    drawn,
    panel,
    row_height,
    two_by_two,
)
from publishers.templating import render
from scheduler.comparison import Comparison, PolicyOutcome, measures

Figure = Callable[[PolicyOutcome], float]


def publish(comparison: Comparison) -> tuple[Artifact, ...]:
    """The page to print, which holds the chart, and the chart alone."""
    svg = drawn(
        chart(comparison),
        f"{comparison.borough}, {comparison.period}: the policies side by side",
        "Bars for each policy. The same figures are in the table of the page.",
    )
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
        (PALE, "weekend daytime", lambda outcome: outcome.weekend_daytime),
    )
    by_kind = _bars(outcomes, *(figure for _, _, figure in kinds))
    top = panel(0, 0, WIDTH, "Panel meetings in the year", by_kind, [fill for fill, _, _ in kinds])
    single = [(title, _bars(outcomes, figure), unit) for title, figure, unit in _single_measures(comparison)]
    height, panels = two_by_two(single, LEGEND_HEIGHT + row_height(len(outcomes)))
    legend = tuple((LABEL_WIDTH + n * 170.0, fill, words) for n, (fill, words, _) in enumerate(kinds))
    return Chart(WIDTH, height, legend, (top, *panels))


def _bars(outcomes: Sequence[PolicyOutcome], *figures: Figure) -> list[Amounts]:
    return [(outcome.title, [figure(outcome) for figure in figures]) for outcome in outcomes]


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
