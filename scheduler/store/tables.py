"""The tables, as the newest migration leaves them. Columns in `_utc` hold moments in UTC; documents are JSON."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

from scheduler.store.ports import in_utc

LAYOUT = "0001"
"""The newest migration: a store at this layout is opened without loading Alembic."""

LAYOUT_TABLE = "wardpanels_layout"
"""Where Alembic notes the layout: under a name of our own, so that a database can be shared with other programs."""


class Utc(TypeDecorator[datetime]):
    """An aware moment in UTC, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Edges: a moment without a zone is refused, never guessed at."""
        return None if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData()

PLAN_DRAFT = Table(
    "plan_draft",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("saved_at_utc", Utc, nullable=False),
    Column("plan", LargeBinary, nullable=False),
)

PLAN_RELEASE = Table(
    "plan_release",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("released_at_utc", Utc, nullable=False),
    Column("release", LargeBinary, nullable=False),
    Column("plan", LargeBinary, nullable=False),
)

RELEASED_MEETING = Table(
    "released_meeting",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("meeting_id", String(64), primary_key=True),
    Column("ward_code", String(16), nullable=False),
    Column("starts_at_utc", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sequence", Integer, nullable=False),
    ForeignKeyConstraint(
        ["borough_code", "year", "number"],
        ["plan_release.borough_code", "plan_release.year", "plan_release.number"],
        name="released_meeting_of_release",
    ),
    Index("released_meeting_by_id", "meeting_id"),
)
