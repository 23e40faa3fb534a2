"""The part of a form that asks why a meeting is not to be held."""

from __future__ import annotations

from scheduler.errors import UnknownName
from scheduler.reasons import LONGEST, OTHER, WHY_CANCELLED, reason_of
from wardpanels.console.form_reading import FormRead

REASONS = (
    *((reason.code, reason.sentence.rstrip(".")) for reason in WHY_CANCELLED),
    (OTHER, "Another reason. Residents are not told it"),
)


def reason_typed(form: FormRead) -> str:
    """The reason as `scheduler.reasons` has it. Edges: "" where it cannot be so, which is said at its field"""
    chosen = form.choice("reason", [code for code, _ in REASONS], "Choose why.")
    if not chosen:
        return ""
    try:
        return reason_of(f"{OTHER}: {form.text('words')}" if chosen == OTHER else chosen, WHY_CANCELLED)
    except UnknownName:
        form.wrong.setdefault("words", f"Say which other reason, in at most {LONGEST} letters.")
        return ""
