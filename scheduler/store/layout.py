"""Brings a store's tables to the newest layout, once, whoever else is opening it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, create_mock_engine, insert, inspect, text
from sqlalchemy.schema import ExecutableDDLElement, PrimaryKeyConstraint

from scheduler.store.columns import METADATA
from scheduler.store.engines import place_of, reading, writing
from scheduler.store.ports import StoreUnavailable
from scheduler.store.tables import LAYOUT, LAYOUT_TABLE

TOLD_LAYOUT = Table(
    LAYOUT_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{LAYOUT_TABLE}_pkc"),
)
"""Which layout the tables have, in Alembic's own way, who reads it too."""


def bring_up_to_date(engine: Engine, layout: str = LAYOUT) -> None:
    """Make the tables, or migrate to a layout, the newest unless told, where the store is not there yet.

    Edges:  the whole way is one transaction: a process killed in between leaves the old layout
    Errors: StoreUnavailable where a newer program made the layout
    """
    with reading(engine) as connection:
        if layout_of(connection) == layout:
            return
    with writing(engine) as connection:
        migrate(connection, layout)


def refuse_missing_file(engine: Engine) -> None:
    """Errors: StoreUnavailable where there is no file, which SQLite would make, for who only reads."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        raise StoreUnavailable(place_of(engine.url), "no such file", "a store that is there")


def refuse_other_layout(connection: Connection) -> None:
    """Errors: StoreUnavailable where the tables are not those of the newest layout, for who only reads brings none."""
    found = layout_of(connection)
    if found is None:
        raise StoreUnavailable(place_of(connection.engine.url), "a database that is no store", "one that is")
    if found != LAYOUT:
        step = "wardpanels due, given this store, brings it there" if found < LAYOUT else "use the newer wardpanels"
        raise StoreUnavailable(place_of(connection.engine.url), f"layout {found}", f"{LAYOUT}: {step}")


def layout_of(connection: Connection) -> str | None:
    """The layout that the tables have, None where there are none of ours."""
    if not inspect(connection).has_table(LAYOUT_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {LAYOUT_TABLE}")).scalar()


def migrate(connection: Connection, layout: str = LAYOUT) -> None:
    """Bring the tables to a layout inside the transaction that is open. Errors: as `bring_up_to_date`."""
    found = layout_of(connection)
    if found == layout:
        return
    if found is None and layout == LAYOUT:
        _make(connection)
        return
    from alembic import command  # half a second to import, and seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "scheduler.store:migrations")
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        wanted = f"{LAYOUT} or older: open it with the newer wardpanels that made it"
        raise StoreUnavailable(place_of(connection.engine.url), f"layout {found}", wanted)
    command.upgrade(config, layout)


def make_tables(connection: Connection) -> None:
    """Make the tables as they are declared, a small part of the work of all steps there since the first layout."""
    for step in _declared(connection.dialect.name):
        connection.exec_driver_sql(step)


def _make(connection: Connection) -> None:
    make_tables(connection)
    TOLD_LAYOUT.create(connection)
    connection.execute(insert(TOLD_LAYOUT).values(version_num=LAYOUT))


@cache
def _declared(dialect: str) -> tuple[str, ...]:
    """What makes all tables of one kind of database. To word it takes twice as long as to carry it out."""
    steps: list[str] = []

    def word(step: ExecutableDDLElement, *_: object, **__: object) -> None:
        steps.append(str(step.compile(dialect=engine.dialect)))

    engine = create_mock_engine(f"{dialect}://", word)
    METADATA.create_all(engine, checkfirst=False)
    return tuple(steps)
