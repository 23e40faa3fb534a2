"""`wardpanels publish`: write what the public reads."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.facts.release import published_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words.release import WRITTEN_HEADS, published_sentence, written_rows
from wardpanels.year.publishing import Folders


@click.command("publish", short_help="Write the public site and the newsletter copy.")
@click.option("--to", "site", type=click.Path(path_type=Path), metavar="DIR", default="site", show_default=True,
              help="The folder of the public site.")  # fmt: skip  # one option a line
@click.option("--newsletter", type=click.Path(path_type=Path), metavar="DIR", default="newsletter", show_default=True,
              help="The folder of the newsletter copy.")  # fmt: skip  # one option a line
@click.option("--copy", "channels", type=click.Path(path_type=Path), metavar="DIR",
              help="Also write copy for every channel, and what a change makes wrong, to this folder.")  # fmt: skip
@click.option("--print/--no-print", "with_print", default=True, show_default=True,
              help="Posters, flyers, large print and year cards as PDFs, or not.")  # fmt: skip  # one option a line
@click.option("--first", "is_first", is_flag=True,
              help="Needed where the folder tells of meetings that the database does not know.")  # fmt: skip
@with_where
@with_json
def command(
    site: Path,
    newsletter: Path,
    channels: Path | None,
    with_print: bool,
    is_first: bool,
    where: Where,
    as_json: bool,
) -> None:
    """Write the latest release as the public site (pages, calendar feeds, open data, posters) and as newsletter copy.

    Files that did not change are left as they are.
    """
    folders, period = Folders(site, newsletter, channels), where.period
    with where.store() as store:
        published = publish_as_known(
            store, where.data, period, wiring.now(), folders, with_print=with_print, is_first=is_first
        )
    if as_json:
        screen.show_json(published_facts(published))
        return
    screen.say(published_sentence(published))
    screen.show_table(WRITTEN_HEADS, written_rows(published), right=("Files", "Written now"))
