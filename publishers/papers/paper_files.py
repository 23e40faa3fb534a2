"""The files of minutes and agendas: a page that stands alone, a tagged PDF and a Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import partial

from publishers import addresses, digests, templating
from publishers.artifact import Artifact
from publishers.languages import ENGLISH
from publishers.papers import docx_files, paper_words
from publishers.papers.paper import LaidOut
from publishers.printed import voices
from publishers.printed.sheet import PDF, Sheet, print_sheet, to_print
from publishers.printed.typst_press import Press
from publishers.recipes import Recipe
from scheduler.release.edition import Edition

HTML = "text/html; charset=utf-8"


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The PDF and the Word file of every paper that was issued, still to be made; its page is `publishers.pages`'."""
    papers = [
        paper_words.paper_of(issued.paper, issued.facts, edition.release.site_url, issued.issued_at)
        for issued in edition.release.papers
    ]
    yield from to_print(map(sheet_of, papers))
    for paper in papers:
        digest = digests.digest_of("docx", paper)
        make, words = partial(docx_files.docx_of, paper), partial(digests.encoded, paper)
        yield Recipe(f"{paper.path}.docx", docx_files.MEDIA_TYPE, digest, make, words)


def files_of(paper: LaidOut) -> tuple[Artifact, ...]:
    """A paper as a page that stands alone, a PDF and a Word file, made, each named for its meeting."""
    return tuple(file_of(paper, ending) for ending in FORMS)


def file_of(paper: LaidOut, ending: str) -> Artifact:
    """One of these, by an ending of FORMS."""
    media_type, made = FORMS[ending]
    name = paper.path.removeprefix("meetings/").replace("/", "-")
    return Artifact(f"{name}.{ending}", media_type, made(paper))


FORMS: Mapping[str, tuple[str, Callable[[LaidOut], bytes]]] = {
    "html": (HTML, lambda paper: templating.render("papers/paper.html", paper=paper).encode()),
    "pdf": (PDF, lambda paper: print_sheet(sheet_of(paper), Press())),
    "docx": (docx_files.MEDIA_TYPE, docx_files.docx_of),
}
"""How a paper can be written, by the ending of the file."""


def sheet_of(paper: LaidOut) -> Sheet:
    """The paper before it is printed."""
    facts = {
        "title": paper.title,
        "summary": paper.title,
        "author": paper.author,
        "url": paper.address,
        "note": paper.note,
        "lead": paper.lead,
        "typed": voices.in_lines(addresses.typed(paper.address)),
        "parts": [asdict(part) for part in paper.parts],
        "voices": [{"lang": ENGLISH.tag, "dir": ENGLISH.direction}],
    }
    return Sheet(f"{paper.path}.pdf", "paper.typ", facts, paper.made_at)
