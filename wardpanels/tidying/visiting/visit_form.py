"""The form on paper for halls, out of the same questions as the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from publishers.printed.hall_form import FormQuestion, HallToCheck, hall_form
from wardpanels.beginning.asking_book import ROLES
from wardpanels.tidying.visiting.checked_facts import HallRow
from wardpanels.tidying.visiting.visit_questions import QUESTIONS
from wardpanels.tidying.visiting.what_stands import what_stands


def visit_form(borough: str, halls: Sequence[HallRow], made_at: datetime) -> bytes:
    """The PDF for these halls, a page each."""
    asked = [FormQuestion(each.head, each.hint, each.takes.choices, each.paper_lines) for each in QUESTIONS]
    return hall_form(borough, [_hall(hall) for hall in halls], asked, ROLES, made_at)


def _hall(hall: HallRow) -> HallToCheck:
    address = ", ".join(filter(None, (hall["address"], hall["postcode"])))
    return HallToCheck(hall["venue_id"], hall["name"], address, tuple(what_stands(hall)))
