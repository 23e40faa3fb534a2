"""What the public was told, in SQLite or PostgreSQL. A publication is begun, and counts once it is known to be out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from scheduler.release.grading import facts_of
from scheduler.release.promises import SITE, Publication, Register, register_of
from scheduler.store.documents import decode_publication, encode
from scheduler.store.engines import reading, writing
from scheduler.store.ports import Begun, StalePublication, in_utc
from scheduler.store.tables import HEARD, PUBLICATION

COLUMN = PUBLICATION.c


class SqlPromises:
    """Keeps what was told of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, borough_code: str, timezone: str) -> Register:
        return register_of(self.publications(borough_code, timezone))

    def publications(self, borough_code: str, timezone: str) -> tuple[Publication, ...]:
        told = (COLUMN.borough_code == borough_code) & COLUMN.told_at_utc.is_not(None)
        asked = select(COLUMN.publication).where(told).order_by(COLUMN.number)
        with reading(self._engine) as connection:
            documents = connection.execute(asked).scalars().all()
        return tuple(decode_publication(document, timezone) for document in documents)

    def last(self, borough_code: str) -> int:
        asked = select(func.max(COLUMN.number)).where(COLUMN.borough_code == borough_code)
        with reading(self._engine) as connection:
            return connection.execute(asked).scalar() or 0

    def begun(self, borough_code: str) -> Begun | None:
        open_ = (COLUMN.borough_code == borough_code) & COLUMN.told_at_utc.is_(None)
        asked = select(COLUMN.number, COLUMN.begun_at_utc, COLUMN.folder, COLUMN.mark).where(open_)
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
        return Begun(row.number, row.begun_at_utc, row.folder, row.mark) if row else None

    def begin(self, borough_code: str, publication: Publication, folder: str, mark: str) -> None:
        row = {"borough_code": borough_code, "number": publication.number, "begun_at_utc": publication.at}
        row |= {"told_at_utc": None, "folder": folder, "mark": mark, "publication": encode(publication)}
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(PUBLICATION), row)
        except IntegrityError as error:
            raise StalePublication(publication.number) from error

    def told(self, borough_code: str, number: int, timezone: str) -> None:
        one = (COLUMN.borough_code == borough_code) & (COLUMN.number == number)
        with writing(self._engine) as connection:
            row = connection.execute(select(COLUMN.publication, COLUMN.told_at_utc).where(one)).first()
            if row is None or row.told_at_utc is not None:
                return
            publication = decode_publication(row.publication, timezone)
            connection.execute(update(PUBLICATION).where(one).values(told_at_utc=in_utc(publication.at)))
            versions = [(meeting.meeting_id, facts_of(meeting)) for meeting in publication.meetings]
            hear(connection, borough_code, SITE, versions, publication.at)

    def drop(self, borough_code: str, number: int) -> None:
        one = (COLUMN.borough_code == borough_code) & (COLUMN.number == number) & COLUMN.told_at_utc.is_(None)
        with writing(self._engine) as connection:
            connection.execute(delete(PUBLICATION).where(one))

    def heard(self, borough_code: str) -> frozenset[str]:
        asked = select(HEARD.c.meeting_id).where(HEARD.c.borough_code == borough_code, HEARD.c.audience != SITE)
        with reading(self._engine) as connection:
            return frozenset(connection.execute(asked.distinct()).scalars())


def hear(
    connection: Connection, borough_code: str, audience: str, versions: Iterable[tuple[str, str]], at: datetime
) -> None:
    """Write down that an audience hears versions, each a meeting's id and its facts, where it has not before.

    Edges: what was told earlier than was known is known since then
    """
    wanted = dict.fromkeys(versions)
    line = HEARD.c
    ids = sorted({meeting_id for meeting_id, _ in wanted})
    ours = (line.borough_code == borough_code) & (line.audience == audience) & line.meeting_id.in_(ids)
    known = select(line.meeting_id, line.facts, line.at_utc).where(ours)
    since = {(row.meeting_id, row.facts): row.at_utc for row in connection.execute(known)}
    for meeting_id, facts in wanted:
        if since.get((meeting_id, facts), at) > at:
            one = ours & (line.meeting_id == meeting_id) & (line.facts == facts)
            connection.execute(update(HEARD).where(one).values(at_utc=at))
    rows = [
        {"borough_code": borough_code, "meeting_id": meeting_id, "facts": facts, "audience": audience, "at_utc": at}
        for meeting_id, facts in wanted
        if (meeting_id, facts) not in since
    ]
    if rows:
        connection.execute(insert(HEARD), rows)
