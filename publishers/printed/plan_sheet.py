"""The action plan on landscape A4, as a council prints one; and the conference pack, with the year in figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from publishers import wording
from publishers.equality_note import equality_note
from publishers.languages import ENGLISH
from publishers.plan_charts import measures_chart, residents_chart
from publishers.printed.typst_press import Press
from publishers.printed.voices import breakable
from scheduler.evidence.day_words import day_of
from scheduler.evidence.figures import Figure
from scheduler.evidence.plan_shown import ActionShown, PlanShown
from scheduler.evidence.status import Colour

TEMPLATE = "action_plan.typ"


def plan_sheet(plan: PlanShown) -> bytes:
    """Return the plan as one tagged PDF. Edges: same plan, same bytes"""
    return _printed(plan, {"pack": False})


def conference_pack(plan: PlanShown) -> bytes:
    """Return the plan, its chart, the year in figures and the equality note as one tagged PDF."""
    found = plan.figures
    figures = (("The borough", (found.borough,)), ("By ward", found.wards), ("By time of the week", found.sessions),
               ("By hall", found.halls), ("By channel that told of the meeting", found.channels))  # fmt: skip
    return _printed(
        plan,
        {
            "pack": True,
            "charts": [
                {"svg": measures_chart(plan), "alt": "What became of each hundred promises, by measure."},
                {"svg": residents_chart(plan), "alt": "Residents who came, by ward."},
            ],
            "measures": [
                {
                    "colour": _colour(each.colour),
                    "sentence": each.sentence,
                    "reason": each.reason,
                    "target": each.target,
                }
                for each in plan.measures
            ],
            "figures": [{"caption": caption, "rows": _figure_rows(rows)} for caption, rows in figures],
            "note": [{"heading": heading, "said": list(said)} for heading, said in equality_note(plan)],
        },
    )


def _printed(plan: PlanShown, more: dict[str, object]) -> bytes:
    facts = {
        "title": f"Action plan, {wording.one_line(plan.borough)}, {day_of(plan.as_of)}",
        "summary": "Each recommendation's colour, worked out from what was promised and what happened.",
        "author": f"{wording.one_line(plan.borough)} ward panels",
        "voices": [{"lang": ENGLISH.tag, "dir": ENGLISH.direction}],
        "period": plan.period,
        "as_of": day_of(plan.as_of),
        "key": [{**_colour(colour), "means": colour.means.casefold()} for colour in Colour],
        "recommendations": [
            {
                "number": str(each.number),
                "colour": _colour(each.colour),
                "closed": f"{plan.closed_period} ended {each.closed.value}" if each.closed else "",
                "actions": [_action(action) for action in each.actions],
            }
            for each in plan.recommendations
        ],
        "changes": list(plan.changes),
        "since": day_of(plan.since) if plan.since else "",
        "off_course": [f"{each.sentence} {each.off_course} not planned." for each in plan.off_course],
        "priority_days": [wording.one_line(f"{each}") for each in plan.priority_days],
        **more,
    }
    return Press().pdf(TEMPLATE, facts, datetime.combine(plan.as_of, time.min, UTC))


def _colour(colour: Colour) -> dict[str, str]:
    return {"name": colour.value, "letter": colour.letter}


def _action(each: ActionShown) -> dict[str, object]:
    texts = {
        "id": each.action_id,
        "title": each.title,
        "text": each.text,
        "who": each.responsibility,
        "due": each.due,
        "moved": each.moved,
        "reason": each.reason,
        "note": each.note,
    }
    printable = {name: breakable(wording.one_line(text)) for name, text in texts.items()}
    return {**printable, "colour": _colour(each.colour), "is_struck": bool(each.struck_out)}


def _figure_rows(figures: Iterable[Figure]) -> list[list[str]]:
    return [
        [wording.one_line(one.of), *(f"{n:,}" for n in (one.held, one.not_held, one.unrecorded, one.to_come)), one.came,
         one.new]
        for one in figures
    ]  # fmt: skip
