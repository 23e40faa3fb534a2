"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from wardpanels import wiring

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

with_data: Decorator = click.option(
    "--data",
    "data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    envvar="WARDPANELS_DATA",
    callback=lambda _ctx, _param, given: wiring.data_folder(given),
    help="The borough's folder of files. [default: ./data, or else the shipped data]",
)
with_db: Decorator = click.option(
    "--db",
    "db",
    metavar="URL",
    envvar="WARDPANELS_DB",
    default=wiring.DEFAULT_DB,
    show_default=True,
    help="Where drafts and releases are kept.",
)
with_year: Decorator = click.option(
    "--year",
    type=click.IntRange(2000, 2999),
    metavar="YEAR",
    envvar="WARDPANELS_YEAR",
    callback=lambda _ctx, _param, given: given or wiring.next_year(),
    help="The calendar year. [default: next year]",
)
with_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")
with_channel: Decorator = click.option("--channel", metavar="NAME", help="One channel only, as in [publicity].")
with_ward: Decorator = click.option("--ward", metavar="NAME", help="One ward only: its name, its slug or its code.")
with_by: Decorator = click.option(
    "--by", required=True, metavar="WHO", envvar="WARDPANELS_BY", help="Who says so: it is kept in the ledger."
)
with_handover: Decorator = click.option(
    "--handover",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default="handover",
    show_default=True,
    help="The folder for what a person has to carry.",
)
