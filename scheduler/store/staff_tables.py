"""The tables of those who sign in, as the newest migration leaves them. Every row is of one borough."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from scheduler.store.columns import METADATA, Utc

ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", String(320), nullable=False),
    Column("address_key", String(640), nullable=False),
    Column("roles", Text, nullable=False),
    Column("ward_codes", Text, nullable=False),
    Column("made_at_utc", Utc, nullable=False),
    Column("passphrase", Text, nullable=False),
    Column("code_secret", String(64), nullable=False),
    Column("code_step", Integer, nullable=True),
    Column("closed_at_utc", Utc, nullable=True),
    Index("account_by_address", "borough_code", "address_key", unique=True),
)

ACCOUNT_IDENTITY = Table(
    "account_identity",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("account_id", String(64), nullable=False),
    Column("bound_at_utc", Utc, nullable=False),
    Index("account_identity_by_account", "account_id"),
)
"""Which identity elsewhere enters which account."""

ACCOUNT_LINK = Table(
    "account_link",
    METADATA,
    Column("account_id", String(64), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("use_by_utc", Utc, nullable=False),
    Index("account_link_by_digest", "digest", unique=True),
)
"""The link that opens an account once, until it has."""

ACCOUNT_KEY = Table(
    "account_key",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("account_id", String(64), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("made_at_utc", Utc, nullable=False),
    Column("ended_at_utc", Utc, nullable=True),
    Index("account_key_by_account", "account_id"),
)
"""The keys by which scripts do what an account may, also those that count no more."""

SESSION = Table(
    "session",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("made_at_utc", Utc, nullable=False),
    Column("seen_at_utc", Utc, nullable=False),
    Column("origin", String(64), nullable=False),
    Column("form_secret", String(64), nullable=False),
    Column("ended", Boolean, nullable=False),
    Index("session_by_account", "account_id"),
)
"""Who is signed in, and who was lately."""

AWAY = Table(
    "away",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("borough_code", String(16), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("link", String(64), nullable=False),
    Column("use_by_utc", Utc, nullable=False),
)
"""Who went to sign in elsewhere and is not back yet."""

TRY = Table(
    "try",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until_utc", Utc, nullable=False),
    Index("try_by_end", "until_utc"),
)
"""How often something was tried, until when that counts."""

ACT = Table(
    "act",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_utc", Utc, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("act", String(32), nullable=False),
    Column("ward_codes", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("origin", String(64), nullable=False),
    Column("place", Integer, nullable=True),
    Column("link", String(64), nullable=True),
    Column("known", String(16), nullable=True),
    Index("act_by_account", "borough_code", "account_id"),
)
"""What somebody was about to do: lines are added, never edited."""

ACT_END = Table(
    "act_end",
    METADATA,
    Column("borough_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Integer, nullable=True),
    Column("link", String(64), nullable=True),
    ForeignKeyConstraint(["borough_code", "number"], ["act.borough_code", "act.number"], name="act_end_of_act"),
)
"""What became of it: lines are added, never edited. An act without one was broken off."""
