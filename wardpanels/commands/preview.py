"""`wardpanels preview`: look at a ward's campaign before anybody else does."""

from __future__ import annotations

from pathlib import Path

import click

from publishers.languages import MANNERS, SOURCE
from publishers.moments import Moment
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.publicity.previewing import WHEN, preview
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_channel, with_where
from wardpanels.terminal.words.publicity import PREVIEW_HEADS, preview_row, preview_words


@click.command("preview", short_help="Look at a ward's campaign as the channels show it.")
@click.argument("ward")
@click.option("--moment", type=click.Choice([each.value for each in WHEN]), help="One moment only.")
@click.option("--language", type=click.Choice(list(MANNERS)), default=SOURCE, show_default=True, help="Its language.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", default="preview.html",
              show_default=True, help="The page that shows it.")  # fmt: skip  # one option a line
@with_channel
@with_where
def command(ward: str, moment: str | None, language: str, file: Path, channel: str | None, where: Where) -> None:
    """Show what each channel says of a ward's next meeting at each moment, and write it as one page with pictures.

    With a channel or a moment the words are printed too. Nothing is sent.
    """
    with where.desk() as desk:
        found = preview(desk, ward, channel, Moment(moment) if moment else None, language, wiring.now())
    screen.say(f"{found.title}.")
    if channel or moment:
        for card in found.cards:
            screen.say(preview_words(card))
    else:
        screen.show_table(PREVIEW_HEADS, [preview_row(card) for card in found.cards])
        screen.say("To read the words here, name a channel or a moment.")
    write_file(file, found.page, outputs.PREVIEW)
    screen.say(f"{file} shows them with their pictures.")
