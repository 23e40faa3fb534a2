"""A mail's words in one language: how copy for mail lies side by side as files, and how it is found again there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from publishers.artifact import Artifact
from publishers.languages import SOURCE

STOP_LINK = "https://stop.invalid/"
"""Stands in the words for the address at which their reader can stop such mail: each reader has one of their own.

Source: RFC 2606 2: no host has a name that ends in .invalid
"""

SUBJECT, TEXT, HTML, CALENDAR = ".subject", ".txt", ".html", ".ics"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail says. Edges: `html` may be ""; `calendar` is an invitation's; `enclosed` are files beside it."""

    language: str
    subject: str
    text: str
    html: str = ""
    calendar: Artifact | None = None
    enclosed: tuple[Artifact, ...] = ()

    def ending_at(self, stop: str) -> Letter:
        """The letter with its reader's own way to stop such mail."""
        return replace(self, text=self.text.replace(STOP_LINK, stop), html=self.html.replace(STOP_LINK, stop))


def letter_in(artifacts: Sequence[Artifact], tag: str) -> Letter | None:
    """The letter among artifacts in a language, else in English; None where they are no letter."""
    by_language = {_language(artifact): artifact for artifact in artifacts if _ending(artifact) == SUBJECT}
    if not by_language:
        return None
    language = next((known for known in (tag, SOURCE) if known in by_language), next(iter(by_language)))
    stem = by_language[language].path.removesuffix(SUBJECT)
    mine = {artifact.path.removeprefix(stem): artifact for artifact in artifacts if artifact.path.startswith(stem)}
    return Letter(
        language,
        _words(mine[SUBJECT]).strip(),
        _words(mine[TEXT]),
        _words(mine[HTML]) if HTML in mine else "",
        mine.get(CALENDAR),
        tuple(_enclosed(artifacts, by_language.values())),
    )


def _enclosed(artifacts: Sequence[Artifact], subjects: Iterable[Artifact]) -> Iterable[Artifact]:
    """What is no part of the letter in any language."""
    stems = [subject.path.removesuffix(SUBJECT) for subject in subjects]
    parts = {f"{stem}{ending}" for stem in stems for ending in (SUBJECT, TEXT, HTML, CALENDAR)}
    return (artifact for artifact in artifacts if artifact.path not in parts)


def _words(artifact: Artifact) -> str:
    return artifact.content.decode()


def _ending(artifact: Artifact) -> str:
    return PurePosixPath(artifact.path).suffix


def _language(artifact: Artifact) -> str:
    return PurePosixPath(PurePosixPath(artifact.path).stem).suffix.removeprefix(".") or SOURCE
