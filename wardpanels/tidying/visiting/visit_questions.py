"""What to look for at a hall: one table for paper, for the workbook and for reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """How a question is answered."""

    YES_NO = "yes or no"
    TRIED = "yes, no or not tried"
    NUMBER = "a whole number"
    WORDS = "some words"

    @property
    def choices(self) -> tuple[str, ...]:
        """What to tick or choose; nothing where people write."""
        return {Takes.YES_NO: ("yes", "no"), Takes.TRIED: ("yes", "no", "not tried")}.get(self, ())


@dataclass(frozen=True, slots=True)
class VisitQuestion:
    """One question. `head` is its column in the workbook.

    Edges: `fact` is the column of venues.csv that the answer goes to; "" where it only bears on another, or is for
           people
    """

    key: str
    head: str
    takes: Takes
    fact: str = ""
    hint: str = ""
    paper_lines: int = 1


STEPS, LOOP, LOOP_WORKS, HOURS_SEEN = "steps", "hearing_loop", "loop_works", "hours_seen"
QUESTIONS: tuple[VisitQuestion, ...] = (
    VisitQuestion(
        "entrance", "Entrance", Takes.WORDS, "entrance", "Which door do residents use, and how do they find it?", 2
    ),
    VisitQuestion("step_free", "Step-free way in", Takes.YES_NO, "step_free", "From the street into the room."),
    VisitQuestion(STEPS, "Steps on the easiest way in", Takes.NUMBER, "", "0 where there are none."),
    VisitQuestion(LOOP, "Hearing loop there", Takes.YES_NO, "hearing_loop", "Look for the sign with an ear."),
    VisitQuestion(LOOP_WORKS, "Hearing loop works", Takes.TRIED, "", "Ask somebody to switch it on."),
    VisitQuestion(
        "accessible_toilet", "Accessible toilet", Takes.YES_NO, "accessible_toilet", "Open, and not full of chairs."
    ),
    VisitQuestion("transport", "Nearest stop or station", Takes.WORDS, "transport", "Its name, and which lines."),
    VisitQuestion(
        "near_transport", "Lit stop close by", Takes.YES_NO, "near_transport", "Ten minutes on foot or less."
    ),
    VisitQuestion("stop_step_free", "Step-free way from the stop", Takes.YES_NO, "stop_step_free"),
    VisitQuestion("capacity", "Seats counted", Takes.NUMBER, "capacity", "People who can sit in the room."),
    VisitQuestion(HOURS_SEEN, "Opening hours seen", Takes.WORDS, "", "As they stand on the door."),
    VisitQuestion("photo", "Photo of the entrance taken", Takes.YES_NO, "", "With nobody in it. Keep it yourselves."),
)
FACTS = tuple(question.fact for question in QUESTIONS if question.fact)
"""The columns of venues.csv that a visit can fill."""

HALL_ID, HALL, ROLE, DAY = "Hall id", "Hall", "Checked by (role)", "Date of visit"
"""The other columns of the workbook."""
