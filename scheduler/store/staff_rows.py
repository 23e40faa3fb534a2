"""Those who sign in, in SQLite or PostgreSQL."""

from __future__ import annotations

from sqlalchemy import Engine

from scheduler.store.account_rows import SqlAccounts
from scheduler.store.act_lines import SqlActs
from scheduler.store.key_rows import SqlAccountKeys
from scheduler.store.session_rows import SqlSessions, SqlTries


class SqlStaff:
    """Keeps all that is known of those who sign in, in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.accounts = SqlAccounts(engine)
        self.keys = SqlAccountKeys(engine)
        self.sessions = SqlSessions(engine)
        self.tries = SqlTries(engine)
        self.acts = SqlActs(engine)
