"""The form to take along to a hall: what the file says, what to look for, and who looked. For staff, in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from publishers import wording
from publishers.languages import ENGLISH
from publishers.printed.typst_press import Press
from publishers.printed.voices import breakable


@dataclass(frozen=True, slots=True)
class HallToCheck:
    """One hall, a page. `stands` are facts with their value and what that rests on."""

    mark: str
    name: str
    address: str
    stands: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question: boxes to tick, or without `choices` lines to write on."""

    head: str
    hint: str
    choices: tuple[str, ...]
    lines: int


def hall_form(
    borough: str,
    halls: Sequence[HallToCheck],
    questions: Sequence[FormQuestion],
    roles: Sequence[str],
    made_at: datetime,
) -> bytes:
    """Return one PDF with an A4 page for each hall. Edges: same halls and same `made_at`, same bytes"""
    facts = {
        "title": f"Hall checks, {wording.one_line(borough)}",
        "summary": "A form for a visit to each hall. For staff only.",
        "author": f"{wording.one_line(borough)} ward panels",
        "voices": [{"lang": ENGLISH.tag, "dir": ENGLISH.direction}],
        "halls": [_printable(hall) for hall in halls],
        "questions": [asdict(question) for question in questions],
        "roles": list(roles),
    }
    return Press().pdf("hall_check.typ", facts, made_at)


def _printable(hall: HallToCheck) -> dict[str, object]:
    return {
        "mark": hall.mark,
        "name": breakable(wording.one_line(hall.name)),
        "address": breakable(wording.one_line(hall.address)),
        "stands": [[breakable(wording.one_line(part)) for part in each] for each in hall.stands],
    }
