"""A mark of what a store has of a borough: it differs once anything was told, recorded or noted since."""

from __future__ import annotations

from collections.abc import Hashable

from sqlalchemy import Engine, func, select

from scheduler.store.engines import reading
from scheduler.store.tables import (
    INVITATION_ANSWER,
    LEDGER_ENTRY,
    MEETING_RECORD,
    NOTED_LINE,
    OUTBOX_FILLED,
    PLAN_DRAFT,
    PLAN_RELEASE,
    PUBLICATION,
)

NUMBERED = (LEDGER_ENTRY.c.number, MEETING_RECORD.c.number, INVITATION_ANSWER.c.number)
"""Lines that are numbered over all boroughs: the highest number is found by its index."""


def mark(engine: Engine, borough_code: str) -> Hashable:
    """The newest number or moment of everything that is added to. Edges: lines of other boroughs make it differ too"""
    latest = [select(func.max(number)).scalar_subquery() for number in NUMBERED]
    for table, column in (
        (NOTED_LINE, NOTED_LINE.c.number),
        (PUBLICATION, PUBLICATION.c.number),
        (PLAN_RELEASE, PLAN_RELEASE.c.released_at_utc),
        (PLAN_DRAFT, PLAN_DRAFT.c.saved_at_utc),
        (OUTBOX_FILLED, OUTBOX_FILLED.c.settings),
    ):
        latest.append(select(func.max(column)).where(table.c.borough_code == borough_code).scalar_subquery())
    with reading(engine) as connection:
        return tuple(connection.execute(select(*latest)).one())
