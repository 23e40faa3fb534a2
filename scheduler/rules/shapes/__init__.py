"""The shapes a planning rule can have. The solver knows these and never a rule; the audit knows the plain side.

Every rule tells itself twice: to people, in a sentence and in plain Python over a finished plan (`breaches` for a must,
`charges` for a should); and to the solver, as arrays in one of the shapes below.
"""

from __future__ import annotations

from scheduler.rules.shapes.changes import (
    ALWAYS,
    WIDER_DAYS,
    in_words,
    lent,
    opened,
    with_another_hall,
    with_hall,
    with_limits,
    with_policy,
    with_second,
)
from scheduler.rules.shapes.demands import Asking, Change, ClashOrder, Demand, Least, Repair, Subject
from scheduler.rules.shapes.meetings import (
    Following,
    Post,
    assigned,
    consecutive,
    in_date_order_by_ward,
    in_plan,
    overlapping,
    promised,
    spoken,
    still_held,
)
from scheduler.rules.shapes.mends import HallLent, HallOpened, Mend, OtherSetting, PinGone, RowGone
from scheduler.rules.shapes.pins import Pin, Replanning, coming
from scheduler.rules.shapes.replies import Breach, Charge, Level, Scope
from scheduler.rules.shapes.rule import Rule, rules_of
from scheduler.rules.shapes.seats import BoroughRule, Row, Seat
from scheduler.rules.shapes.slots import Occasion, SlotRule, occasions
from scheduler.rules.shapes.staff import StaffRule
from scheduler.rules.shapes.years import FORBIDDEN, Automaton, StepRule, Steps, YearRule

__all__ = [
    "ALWAYS",
    "FORBIDDEN",
    "WIDER_DAYS",
    "Asking",
    "Automaton",
    "BoroughRule",
    "Breach",
    "Change",
    "Charge",
    "ClashOrder",
    "Demand",
    "Following",
    "HallLent",
    "HallOpened",
    "Least",
    "Level",
    "Mend",
    "Occasion",
    "OtherSetting",
    "Pin",
    "PinGone",
    "Post",
    "Repair",
    "Replanning",
    "Row",
    "RowGone",
    "Rule",
    "Scope",
    "Seat",
    "SlotRule",
    "StaffRule",
    "StepRule",
    "Steps",
    "Subject",
    "YearRule",
    "assigned",
    "coming",
    "consecutive",
    "in_date_order_by_ward",
    "in_plan",
    "in_words",
    "lent",
    "occasions",
    "opened",
    "overlapping",
    "promised",
    "rules_of",
    "spoken",
    "still_held",
    "with_another_hall",
    "with_hall",
    "with_limits",
    "with_policy",
    "with_second",
]
