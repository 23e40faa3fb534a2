"""Calls the person on duty where something is ill: once for each new trouble, and once a day while it lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from scheduler.errors import PanelError
from scheduler.upkeep import UpkeepKind, UpkeepLine
from wardpanels.publicity.duty import Called, tell
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.upkeep.health import HealthReport, Premises

AGAIN = timedelta(days=1)
BETWEEN = "; "


def call_about(premises: Premises, report: HealthReport, environ: Mapping[str, str]) -> Called | None:
    """Tell the person on duty what is ill; None where nothing is, or it was told within a day.

    Edges:  what was told is known by the store: where that does not answer, it is told each time
    Errors: UnusableData, where it cannot be read whom to tell
    """
    ill, last = sorted(check.name for check, _ in report.ill), _last_call(premises)
    told = set(filter(None, last.note.split(BETWEEN))) if last else set()
    if not ill:
        if told:
            _note(premises, ill)  # what comes back after this is news
        return None
    if last and told >= set(ill) and report.at < last.at + AGAIN:
        return None
    lines = "\n".join(f"- {check.name}: {looked.found}. {looked.advice}".rstrip() for check, looked in report.ill)
    subject = f"Ward panels: see to {', '.join(ill)}"
    body = f"Somebody has to see to this now:\n\n{lines}\n\nTo look again, type:\n\nwardpanels doctor\n"
    keys = (*ill, f"{report.at:%Y-%m-%d}")
    called = tell(read_publicity(premises.data).duty, subject, body, keys, environ, report.at)
    if called.is_done:
        _note(premises, ill)
    return called


def _last_call(premises: Premises) -> UpkeepLine | None:
    try:
        return premises.desk.store.upkeep.last(premises.desk.code, UpkeepKind.CALL)
    except PanelError:
        return None


def _note(premises: Premises, ill: Sequence[str]) -> None:
    try:
        line = UpkeepLine(UpkeepKind.CALL, premises.at, premises.at, BETWEEN.join(ill))
        premises.desk.store.upkeep.add(premises.desk.code, line)
    except PanelError:
        return
