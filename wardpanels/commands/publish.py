"""`wardpanels publish`: write what the public reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year

if TYPE_CHECKING:
    from scheduler.release.value import Release


@click.command("publish", short_help="Write the public site and the newsletter copy.")
@click.option("--to", "site", type=click.Path(path_type=Path), metavar="DIR", default="site", show_default=True,
              help="The folder of the public site.")  # fmt: skip  # one option a line
@click.option("--newsletter", type=click.Path(path_type=Path), metavar="DIR", default="newsletter", show_default=True,
              help="The folder of the newsletter copy.")  # fmt: skip  # one option a line
@click.option("--copy", "channels", type=click.Path(path_type=Path), metavar="DIR",
              help="Also write copy for every channel, and what a change makes wrong, to this folder.")  # fmt: skip
@click.option("--print/--no-print", "with_print", default=True, show_default=True,
              help="Posters, flyers, large print and year cards as PDFs, or not.")  # fmt: skip  # one option a line
@with_data
@with_db
@with_year
@with_json
def command(  # noqa: PLR0913  # one argument an option
    site: Path,
    newsletter: Path,
    channels: Path | None,
    with_print: bool,
    data: Path,
    db: str,
    year: int,
    as_json: bool,
) -> None:
    """Write the latest release as the public site (pages, calendar feeds, open data, posters) and as newsletter copy.

    Files that did not change are left as they are.
    """
    from scheduler.reading.borough import read_elections
    from scheduler.release.elections import told_on, with_polls
    from wardpanels import wiring
    from wardpanels.disk import output
    from wardpanels.facts.release import published_facts
    from wardpanels.terminal import screen
    from wardpanels.terminal.words.release import WRITTEN_HEADS, written_rows
    from wardpanels.year import publishing, reading, releasing, translations

    targets = {"site": site, "newsletter": newsletter}
    output.check_targets({**targets, "copy": channels} if channels else targets)
    profile = reading.profile_of(data)
    today = wiring.now().astimezone(ZoneInfo(profile.timezone)).date()
    chooser, elections = translations.chooser(data, profile), read_elections(data)

    def known_today(release: Release) -> Release:
        return with_polls(chooser(release), elections)

    def as_of_today(release: Release) -> Release:
        return told_on(known_today(release), today)

    with wiring.store_at(db) as store:
        release = releasing.latest_release(store, profile.code, year)
        told = publishing.told_beside(store, release, today)
        published = publishing.publish(as_of_today(release), as_of_today(told), site, newsletter, with_print=with_print)
        previous = releasing.release_before(store, release)
    before = known_today(previous) if previous else None
    whole = replace(published.release, is_neutral=False)  # its copy is for the whole year, and neutral copy lies beside
    copy = ((channels, publishing.publish_copy(whole, before, channels)),) if channels else ()
    if as_json:
        screen.show_json(published_facts(published, site, newsletter, copy))
        return
    screen.say(f"Release {published.release.number} of {year} is published.")
    screen.show_table(WRITTEN_HEADS, written_rows(published, site, newsletter, copy), right=("Files", "Written now"))
