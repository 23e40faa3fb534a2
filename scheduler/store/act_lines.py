"""What was done, by whom, in SQLite or PostgreSQL. Lines are added, never edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, Row, func, select
from sqlalchemy.sql.expression import ColumnElement

from scheduler.account import NAMES_APART, NOT_ENDED, ActEnd, ActLine, ActState, ActsWanted, NewAct
from scheduler.store.chain_lines import add_lines
from scheduler.store.engines import reading, writing
from scheduler.store.ports import in_utc
from scheduler.store.staff_tables import ACT, ACT_END
from scheduler.who import KnownBy

OF = ACT.c


class SqlActs:
    """Keeps the acts of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, act: NewAct) -> int:
        row = {
            "borough_code": act.borough_code,
            "at_utc": act.at,
            "account_id": act.account_id,
            "name": act.name,
            "act": act.act,
            "ward_codes": NAMES_APART.join(act.ward_codes),
            "what": act.what,
            "origin": act.origin,
            "known": str(act.known),
        }
        last = select(func.max(OF.number)).where(OF.borough_code == act.borough_code)
        with writing(self._engine) as connection:
            number = int(connection.execute(last).scalar() or 0) + 1
            add_lines(connection, ACT, [row | {"number": number}])
        return number

    def end(self, borough_code: str, number: int, end: ActEnd) -> None:
        row = {"borough_code": borough_code, "number": number, "state": str(end.state)}
        row |= {"before": end.before, "after": end.after, "why": end.why}
        with writing(self._engine) as connection:
            add_lines(connection, ACT_END, [row])

    def lines(
        self, borough_code: str, wanted: ActsWanted, *, before: int | None = None, limit: int = 50
    ) -> tuple[ActLine, ...]:
        ended = (ACT_END.c.borough_code == OF.borough_code) & (ACT_END.c.number == OF.number)
        asked = select(ACT, ACT_END.c.state, ACT_END.c.before, ACT_END.c.after, ACT_END.c.why)
        asked = asked.outerjoin_from(ACT, ACT_END, ended).where(OF.borough_code == borough_code, *_asked(wanted))
        if before is not None:
            asked = asked.where(OF.number < before)
        with reading(self._engine) as connection:
            return tuple(map(_line, connection.execute(asked.order_by(OF.number.desc()).limit(limit))))


def _asked(wanted: ActsWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.account_id:
        yield OF.account_id == wanted.account_id
    if wanted.act:
        yield OF.act == wanted.act
    if wanted.ward_code:
        apart = NAMES_APART + OF.ward_codes + NAMES_APART
        yield apart.contains(f"{NAMES_APART}{wanted.ward_code}{NAMES_APART}", autoescape=True)
    if wanted.since:
        yield OF.at_utc >= in_utc(wanted.since)
    if wanted.until:
        yield OF.at_utc < in_utc(wanted.until)


def _line(row: Row[Any]) -> ActLine:
    who = (row.borough_code, row.account_id, row.name, row.act, tuple(row.ward_codes.split()))
    act = NewAct(*who, row.what, row.origin, row.at_utc, KnownBy(row.known or ""))
    end = ActEnd(ActState(row.state), row.before, row.after, row.why) if row.state else NOT_ENDED
    return ActLine(row.number, act, end)
