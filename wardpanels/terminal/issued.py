"""What the commands `minutes` and `agenda` share: they ask for the same, and end alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from scheduler.evidence.actions import ward_of
from scheduler.evidence.lines import Paper
from scheduler.reading.borough import read_officers
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.facts.papers import paper_facts
from wardpanels.faults import CannotUse
from wardpanels.people.keys import typed_by
from wardpanels.people.rights import Act
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_by_if_said, with_data, with_db, with_json
from wardpanels.terminal.words.papers import paper_sentences
from wardpanels.year.issuing import PaperAsked, PaperMade, draft_paper, issue_paper
from wardpanels.year.reading import profile_of


def with_paper(command: Callable[..., Paper]) -> Callable[..., None]:
    """Make the paper that the command names, write it to a folder and show where it is."""

    @click.argument("meeting")
    @click.option("--issue", "is_issued", is_flag=True, help="Let the public read it.")
    @with_by_if_said
    @click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR", default="papers", show_default=True,
                  help="The folder for its files.")  # fmt: skip
    @with_data
    @with_db
    @with_json
    @wraps(command)
    def asked(meeting: str, folder: Path, as_json: bool, **settings: Any) -> None:
        made = _made(command(), meeting, **settings)
        artifacts = made.files
        files = [folder / file.name for file in artifacts]
        _make(folder)
        for path, file in zip(files, artifacts, strict=True):
            write_file(path, file.content, outputs.PAPERS)
        if as_json:
            screen.show_json(paper_facts(made, files))
            return
        for sentence in paper_sentences(made, files):
            screen.say(sentence)

    return asked


def _made(paper: Paper, meeting: str, is_issued: bool, by: str, data: Path, db: str) -> PaperMade:
    profile = profile_of(data)
    with wiring.store_at(db) as store:
        if not is_issued:
            return draft_paper(store, profile, paper, meeting, wiring.now())
        if not by and not wiring.typed_key():
            raise click.UsageError("Say with --by who issues it: it is kept.")
        return typed_by(
            store,
            profile.code,
            by,
            Act.ISSUE_PAPERS,
            (ward_of(meeting),),
            f"Issue the {paper} of {meeting}",
            lambda who: issue_paper(
                store, profile, PaperAsked(paper, meeting, who.name), wiring.now(), read_officers(data)
            ),
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotUse(str(folder), (error.strerror or str(error)).lower(), "a folder for papers") from error
