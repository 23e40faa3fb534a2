"""The charts of the report to the board. Each stands beside a table with the same figures."""

from __future__ import annotations

from publishers.bar_chart import DARK, LABEL_WIDTH, MIDDLE, PALE, WHITE, WIDTH, Chart, drawn, panel, row_height
from publishers.bar_chart import LEGEND_HEIGHT as LEGEND
from scheduler.evidence.plan_shown import PlanShown
from scheduler.evidence.status import Kept

FILLS = ((Kept.ON_TIME, DARK), (Kept.LATE, PALE), (Kept.BROKEN, MIDDLE), (Kept.UNRECORDED, WHITE))
"""What nobody recorded is an empty place. Beside one another, two are as far apart in grey as they can be."""
LEGEND_STEP = 180.0


def measures_chart(plan: PlanShown) -> str:
    """What became of the promises that are kept or due, a bar for each measure that has any, in hundredths.

    Edges: "" where nothing is due yet
    """
    due = [each for each in plan.measures if any(each.count(kept) for kept, _ in FILLS)]
    if not due:
        return ""
    bars = []
    for each in due:
        counts = [each.count(kept) for kept, _ in FILLS]
        bars.append((each.name.replace("_", " "), [round(100 * count / sum(counts), 1) for count in counts]))
    top = panel(0, 0, WIDTH, "What became of each hundred promises", bars, [fill for _, fill in FILLS])
    legend = tuple((LABEL_WIDTH + n * LEGEND_STEP, fill, kept.value) for n, (kept, fill) in enumerate(FILLS))
    chart = Chart(WIDTH, LEGEND + row_height(len(bars)), legend, (top,))
    told = f"{len(bars)} measures have promises that are kept or due."
    return drawn(
        chart, f"Action plan, {plan.period}: what became of the promises", f"{told} The table has each number."
    )


def residents_chart(plan: PlanShown) -> str:
    """How many residents came in each ward, of those where somebody counted. Edges: "" where nobody did"""
    bars = [(each.of, [each.residents]) for each in plan.figures.wards if each.residents is not None]
    if not bars:
        return ""
    top = panel(0, 0, WIDTH, "Residents who came, by ward", bars, (DARK,))
    told = f"Somebody counted in {len(bars)} of {len(plan.figures.wards)} wards. The table has each number."
    return drawn(Chart(WIDTH, row_height(len(bars)), (), (top,)), f"Residents who came, {plan.period}", told)
