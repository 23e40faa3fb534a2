"""The phrases that people check, in groups, the ones that matter most first; and which groups a page shows.

A phrase's group is told by what its English says, else by where it is shown. Nothing here knows who checked what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from publishers.templating import HERE, template_folder


class PhraseGroup(StrEnum):
    """Phrases that are checked together, in the order in which they are worth a reviewer's time."""

    SAFETY = "safety"
    DATES = "dates"
    ACCESS = "access"
    SIGN_UP = "sign-up"
    REST = "rest"


WHAT: Mapping[PhraseGroup, str] = MappingProxyType(
    {
        PhraseGroup.SAFETY: "safety and emergency",
        PhraseGroup.DATES: "dates and places",
        PhraseGroup.ACCESS: "getting in and taking part",
        PhraseGroup.SIGN_UP: "emails, and signing up for them",
        PhraseGroup.REST: "all else",
    }
)

SAID: tuple[tuple[PhraseGroup, re.Pattern[str]], ...] = (
    (
        PhraseGroup.SAFETY,
        re.compile(r"\b(?:999|101|emergency|danger|crime|safe to|private)\b|need the police", re.IGNORECASE),
    ),
    (
        PhraseGroup.ACCESS,
        re.compile(r"step|hearing loop|toilet|entrance|getting in|interpreter|not checked|^(?:yes|no)$", re.IGNORECASE),
    ),
)
"""What a phrase of a group says, wherever it is shown: the first that fits. The others go by the place."""

SHOWN: tuple[tuple[str, PhraseGroup, str], ...] = (
    ("templates/site/_footer.html", PhraseGroup.DATES, "foot of every page"),
    ("templates/site/_header.html", PhraseGroup.DATES, "head of every page"),
    ("templates/site/_base.html", PhraseGroup.DATES, "every page"),
    ("templates/site/_p", PhraseGroup.DATES, "lists and calendars"),
    ("templates/site/404.html", PhraseGroup.DATES, "page not found"),
    ("templates/site/index.html", PhraseGroup.DATES, "front page"),
    ("templates/site/find.html", PhraseGroup.DATES, "lists of meetings"),
    ("templates/site/meeting.html", PhraseGroup.DATES, "a meeting’s page"),
    ("templates/site/ward.html", PhraseGroup.DATES, "a ward’s page"),
    ("templates/site/changes.html", PhraseGroup.DATES, "what has changed"),
    ("templates/site/postcodes", PhraseGroup.DATES, "pages of postcodes"),
    ("templates/site/ended.html", PhraseGroup.DATES, "where a page was"),
    ("templates/site/moved.html", PhraseGroup.DATES, "where a page was"),
    ("publishers/pages/passing_on.py", PhraseGroup.REST, "how to use our list"),
    ("publishers/pages/plan_board.py", PhraseGroup.REST, "the action plan"),
    ("publishers/pages/", PhraseGroup.DATES, "the site"),
    ("publishers/papers/", PhraseGroup.DATES, "who promised what"),
    ("publishers/ways_in.py", PhraseGroup.ACCESS, "foot of every page"),
    ("publishers/wording.py", PhraseGroup.DATES, "site, mails and calendars"),
    ("publishers/feeds.py", PhraseGroup.DATES, "calendars"),
    ("publishers/vevents.py", PhraseGroup.DATES, "calendars"),
    ("scheduler/reasons.py", PhraseGroup.DATES, "why a meeting is off"),
    ("templates/subscribe/", PhraseGroup.SIGN_UP, "pages to sign up for emails"),
    ("publishers/subscribing.py", PhraseGroup.SIGN_UP, "pages to sign up for emails"),
    ("templates/mail/", PhraseGroup.SIGN_UP, "emails"),
    ("publishers/confirming.py", PhraseGroup.SIGN_UP, "emails"),
    ("publishers/channels/email.py", PhraseGroup.SIGN_UP, "emails"),
    ("templates/site/glossary.html", PhraseGroup.REST, "the words we use"),
    ("templates/site/map.html", PhraseGroup.REST, "the map"),
    ("templates/site/reuse.html", PhraseGroup.REST, "how to use our list"),
    ("templates/site/action_plan.html", PhraseGroup.REST, "the action plan"),
    ("templates/site/", PhraseGroup.REST, "the site"),
    ("publishers/channels/", PhraseGroup.REST, "posts, texts and papers"),
    ("publishers/printed/", PhraseGroup.REST, "posters and flyers"),
    ("publishers/newsletter.py", PhraseGroup.REST, "the newsletter"),
    ("templates/newsletter/", PhraseGroup.REST, "mails and the newsletter"),
    ("data/", PhraseGroup.REST, "what the borough tells"),
    ("", PhraseGroup.REST, "calendars, feeds and papers"),
)
"""Where a phrase is shown, by how the path of its source begins: the first that fits; its group there; the place."""

GIVEN = "data/"
"""Where a phrase is from that no source asks for."""

ON_EVERY_PAGE = frozenset({PhraseGroup.SAFETY, PhraseGroup.DATES, PhraseGroup.ACCESS})
"""What the head, the foot and the facts of a meeting are made of."""

ASKED_BY = MappingProxyType(
    {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "count": (1, 2), "to_translate": None, "Reason": (2,)}
)
"""What the sources ask a catalogue with: names of functions, and which of their arguments are English."""


def needed(template: str) -> frozenset[PhraseGroup]:
    """The groups that a page shows, by its template: all that must be checked before it drops the mark of a draft."""
    _, group, _ = _shown_at(f"templates/{template}")
    return ON_EVERY_PAGE | {group}


def is_draft(template: str, checked: Collection[str]) -> bool:
    """Whether something on a page may not be checked yet. `checked` are groups that are."""
    return not needed(template) <= set(checked)


def checked_in(tag: str, whole: Collection[str], groups: Collection[tuple[str, str]]) -> frozenset[PhraseGroup]:
    """The groups of a language that are checked: all of a `whole` one; `groups` are pairs of a tag and a group."""
    return (
        frozenset(PhraseGroup) if tag in whole else frozenset(group for group in PhraseGroup if (tag, group) in groups)
    )


def group_of(english: str) -> PhraseGroup:
    """The group of a phrase. Edges: one that no source asks for any more, or has in a table of data, is of the rest."""
    for group, says in SAID:
        if says.search(english):
            return group
    found = {group for _, group, _ in map(_shown_at, sources().get(english, ()))}
    return next((group for group in PhraseGroup if group in found), PhraseGroup.REST)


def places_of(english: str) -> tuple[str, ...]:
    """Where a phrase is shown, in words, each place once."""
    return tuple(dict.fromkeys(place for _, _, place in map(_shown_at, sources().get(english, (GIVEN,)))))


def _shown_at(path: str) -> tuple[str, PhraseGroup, str]:
    return next(row for row in SHOWN if path.startswith(row[0]))


@cache
def sources() -> Mapping[str, tuple[str, ...]]:
    """Every English phrase that our sources ask a catalogue for, with the paths of those sources.

    Units: reading them takes about a second, once
    """
    found: dict[str, list[str]] = {}
    for path, name in _files():
        for phrase in _asked_in(path, name):
            found.setdefault(phrase, []).append(name)
    return MappingProxyType({phrase: tuple(dict.fromkeys(names)) for phrase, names in found.items()})


def _files() -> Iterator[tuple[Path, str]]:
    """Each source, and its path in a checkout."""
    folders = ((template_folder(), "templates", "*"), (HERE, "publishers", "*.py"))
    for folder, called, kind in folders:
        for path in sorted(folder.rglob(kind)):
            name = f"{called}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and not name.startswith("publishers/templates/"):
                yield path, name
    yield HERE.parent / "scheduler" / "reasons.py", "scheduler/reasons.py"


def _asked_in(path: Path, name: str) -> Iterator[str]:
    options = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    method: str | Callable[..., Any] = "python" if path.suffix == ".py" else _template_messages
    with path.open("rb") as file:
        for _, message, *_ in extract(method, file, dict(ASKED_BY), options=options):
            yield message[0] if isinstance(message, tuple) else message


def _template_messages(file: Any, keywords: Any, comments: Any, options: dict[str, Any]) -> Any:
    return babel_extract(file, keywords, comments, options)
