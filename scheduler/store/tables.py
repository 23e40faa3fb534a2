"""The tables, as the newest migration leaves them. Columns in `_utc` hold moments in UTC; documents are JSON."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from scheduler.store.columns import METADATA, Utc
from scheduler.store.staff_tables import ACCOUNT_LINK, AWAY, SESSION, TRY

LAYOUT = "0021"
"""The newest migration: a store at this layout is opened without loading Alembic."""

LAYOUT_TABLE = "wardpanels_layout"
"""Where Alembic notes the layout: under a name of our own, so that a database can be shared with other programs."""


PLAN_DRAFT = Table(
    "plan_draft",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("last_day", Date, nullable=False),
    Column("saved_at_utc", Utc, nullable=False),
    Column("parent", Integer, nullable=False),
    Column("plan", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("pins", Text, nullable=False),
)

PLAN_RELEASE = Table(
    "plan_release",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last_day", Date, nullable=False),
    Column("released_at_utc", Utc, nullable=False),
    Column("release", LargeBinary, nullable=False),
    Column("plan", LargeBinary, nullable=False),
)

RELEASED_MEETING = Table(
    "released_meeting",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("meeting_id", String(64), primary_key=True),
    Column("ward_code", String(16), nullable=False),
    Column("starts_at_utc", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("facts", String(64), nullable=False),
    ForeignKeyConstraint(
        ["borough_code", "first_day", "number"],
        ["plan_release.borough_code", "plan_release.first_day", "plan_release.number"],
        name="released_meeting_of_release",
    ),
    Index("released_meeting_by_id", "meeting_id"),
)

PUBLICATION = Table(
    "publication",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("begun_at_utc", Utc, nullable=False),
    Column("told_at_utc", Utc, nullable=True),
    Column("folder", Text, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("publication", LargeBinary, nullable=False),
)
"""What each publication of the site told anew. One without `told_at_utc` was begun and is not known to be out."""

HEARD = Table(
    "heard",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("meeting_id", String(64), primary_key=True),
    Column("facts", String(64), primary_key=True),
    Column("audience", String(64), primary_key=True),
    Column("at_utc", Utc, nullable=False),
)
"""When each audience first heard each version of a meeting's time, place, access and state."""

MEETING_RECORD = Table(
    "meeting_record",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("meeting_id", String(64), nullable=False),
    Column("recorded_at_utc", Utc, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("recorded_by", String(128), nullable=False),
    Index("meeting_record_by_meeting", "borough_code", "meeting_id"),
)
"""What became of meetings, as it was told: lines are added, never edited."""

NOTED_LINE = Table(
    "noted_line",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_utc", Utc, nullable=False),
    Column("noted_by", String(128), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("replaces", Integer, nullable=True),
    Column("noted", LargeBinary, nullable=False),
)
"""What people wrote down beside the records: lines are added, never edited."""

OUTBOX_CONTENT = Table(
    "outbox_content",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

OUTBOX_ITEM = Table(
    "outbox_item",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("meetings", Text, nullable=False),
    Column("lead", String(32), nullable=False),
    Column("due_at_utc", Utc, nullable=False),
    Column("use_by_utc", Utc, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("needs_approval", Boolean, nullable=False),
    Column("care", Text, nullable=False),
    Column("recipient", String(128), nullable=False),
    Column("parent", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_by", String(128), nullable=False),
    Column("leased_until_utc", Utc, nullable=True),
    Column("next_try_at_utc", Utc, nullable=True),
    Column("note", Text, nullable=False),
    Column("letters", Integer, nullable=True),
    Column("held_by", String(128), nullable=False),
    Column("made", String(64), nullable=False),
    Column("edited_by", Text, nullable=False),
    Column("beside", String(80), nullable=False),
    Index("outbox_item_by_due", "borough_code", "first_day", "state", "due_at_utc"),
    Index("outbox_item_by_parent", "parent"),
)

OUTBOX_FILLED = Table(
    "outbox_filled",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("settings", String(64), nullable=False),
)
"""Which release, under which settings, the outbox is filled for."""

OUTBOX_WORDED = Table(
    "outbox_worded",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("made_from", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("care", Text, nullable=False),
)
"""What the recipes of the last filling came to, so that only what has changed is made again."""

SENDER_LOOK = Table(
    "sender_look",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("at_utc", Utc, nullable=False),
)
"""When a sender last looked what is due of a period, by its clock."""

CLOSED_CHANNEL = Table(
    "closed_channel",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("closed_at_utc", Utc, nullable=False),
    Column("closed_by", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at_utc", Utc, nullable=True),
    Column("opened_by", String(128), nullable=False),
    Index("closed_channel_by_name", "borough_code", "channel"),
)
"""Each time that a channel was closed. One without `opened_at_utc` is closed still."""

LEDGER_ENTRY = Table(
    "ledger_entry",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", String(80), nullable=False),
    Column("at_utc", Utc, nullable=False),
    Column("event", String(16), nullable=False),
    Column("by", String(128), nullable=False),
    Column("note", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("happened_on", Date, nullable=True),
    Column("evidence", Text, nullable=False),
    Column("borough_code", String(16), nullable=False),
    Column("place", Integer, nullable=True),
    Column("link", String(64), nullable=True),
    Column("known", String(16), nullable=True),
    Index("ledger_entry_by_key", "key"),
)
"""What happened to items: lines are added, never edited, each at its place in the borough's chain."""

CHAIN_HEAD = Table(
    "chain_head",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("link", String(64), nullable=False),
    Column("before", Integer, nullable=False),
)
"""Where each borough's chain of a name ends. Edges: the first `before` lines were written before there was one"""

SUBSCRIBER = Table(
    "subscriber",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("address", String(320), nullable=False),
    Column("address_key", String(640), nullable=False),
    Column("state", String(16), nullable=False),
    Column("choice", LargeBinary, nullable=False),
    Column("wanted", LargeBinary, nullable=True),
    Column("asked_at_utc", Utc, nullable=False),
    Column("mailed_at_utc", Utc, nullable=True),
    Column("confirmed_at_utc", Utc, nullable=True),
    Column("wording", Text, nullable=False),
    Column("soft_bounces", Integer, nullable=False),
    Column("bounced_at_utc", Utc, nullable=True),
    Index("subscriber_by_address", "borough_code", "address_key", unique=True),
)

FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),
)
"""Digests of the ids of subscribers who were deleted: a backup of before is not to bring them back."""

VISIT_COUNT = Table(
    "visit_count",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("moment", String(16), primary_key=True),
    Column("ward_code", String(16), primary_key=True),
    Column("meeting_id", String(64), primary_key=True),
    Column("visits", Integer, nullable=False),
)
"""How often pages were visited by a link or a code that we gave out: the most that any one reading of logs saw."""

LOG_DAY = Table(
    "log_day",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("day", Date, primary_key=True),
)
"""The days of which a line of a log was read: on these, no visit is none, and on others nobody knows."""

OFFICER_CONTACT = Table(
    "officer_contact",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("officer_id", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", String(320), nullable=False),
    Column("since_utc", Utc, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    Index("officer_contact_by_borough", "borough_code"),
)
"""Each time that it became known how an officer is written to: lines are added, never edited."""

INVITATION_ANSWER = Table(
    "invitation_answer",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("meeting_id", String(64), nullable=False),
    Column("officer_id", String(64), nullable=False),
    Column("reply", String(16), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("given_at_utc", Utc, nullable=False),
    Index("invitation_answer_by_borough", "borough_code"),
)
"""What officers answered to invitations, once each: lines are added, never edited."""

JOB = Table(
    "job",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("turn", String(16), nullable=False),
    Column("asked", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("asked_at_utc", Utc, nullable=False),
    Column("process", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("beats", Integer, nullable=False),
    Column("progress", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("plan", LargeBinary, nullable=True),
    Column("ended_at_utc", Utc, nullable=True),
    Index("job_by_state", "borough_code", "state"),
)
"""The work that outlives a page. One without `ended_at_utc` waits or runs, or its process is gone."""

UPKEEP_LINE = Table(
    "upkeep_line",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at_utc", Utc, nullable=False),
    Column("of_utc", Utc, nullable=False),
    Column("note", Text, nullable=False),
    Index("upkeep_line_by_kind", "borough_code", "kind"),
)
"""When the borough was backed up, the drills of bringing it back, and who was called: lines are added, never edited."""

OF_THIS_PLACE = (ACCOUNT_LINK, SESSION, AWAY, TRY, JOB, UPKEEP_LINE)
"""The tables that are of no use anywhere else: nobody stays signed in when a borough goes to another database, no
process goes with it, and what was done for the one database was not done for the other, but for its backups."""
