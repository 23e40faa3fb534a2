"""The one way in which short names are spelled out (recommendation 10): at first use in each page, entry, mail or post.

`in_text` is for words, `in_html` for finished pages, where the short name also becomes a link to its entry in the
glossary. Doing it twice changes nothing. What already stands in brackets after its meaning is left as it is.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import Literal

from publishers.languages import ENGLISH, Language
from publishers.wording import one_line
from scheduler.facts import Acronym

CLOSED = re.compile(
    r"<!--.*?-->|<(head|script|style|svg|code|pre|a|button|option|textarea|abbr|del|dfn)\b[^>]*>.*?</\1\s*>|<[^>]*>",
    re.DOTALL,
)
"""What stays as it is on a page: marks, and elements whose words are no text or may hold no further link."""

TELLS = re.compile(r"<dfn\b|<a\b[^>]*#term-")
"""The start of an element in which a short name counts as spelled out."""

LONGEST_MEANING = 200
LETTER = "A-Za-z0-9_\u00c0-\u024f"  # Latin only: other scripts join their endings on to a Latin short name
BEFORE = re.compile(f"[{LETTER}]")
WORD_BEFORE = re.compile(r"[^\s<>\"]*$")
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary. `anchor` is safe in an address and its own."""

    acronym: str
    anchor: str
    expansion: str
    plain_english: str

    @property
    def is_short_name(self) -> bool:
        """Whether it stands for longer words; a telephone number such as 101 does not, though it has an entry."""
        return any(mark.isalpha() for mark in self.acronym)


class Terms(tuple[Term, ...]):
    """A glossary in the order of the alphabet, with what is worked out from it once, however many texts it is for."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds what may be a short name with a plural s; `_stands_alone` says whether it is one.

        Edges: it begins with letters and not with a look behind, for only then is it quick to search with
        """
        names = sorted({term.acronym for term in self if term.is_short_name}, key=lambda name: (-len(name), name))
        return re.compile(rf"({'|'.join(map(re.escape, names))})s?(?![{LETTER}])" if names else "(?!)()")

    @cached_property
    def by_acronym(self) -> dict[str, Term]:
        """The first entry of each short name."""
        return {term.acronym: term for term in reversed(self)}

    @cached_property
    def escaped(self) -> Terms:
        """The same for a text that is HTML."""
        return Terms(
            Term(escape(term.acronym), term.anchor, escape(term.expansion), term.plain_english) for term in self
        )


Setting = Literal["told", "bracketed", "bare"]
Writer = Callable[[Term, str, Setting], str]


@lru_cache(maxsize=16)
def terms_of(acronyms: tuple[Acronym, ...]) -> Terms:
    """The glossary in the order of the alphabet, each entry with an anchor of its own."""
    entries = sorted(acronyms, key=lambda entry: (entry.acronym.casefold(), entry.expansion))
    anchors: dict[str, int] = {}
    terms = []
    for entry in entries:
        stem = re.sub(r"[^a-z0-9]+", "-", entry.acronym.casefold()).strip("-") or "word"
        anchors[stem] = anchors.get(stem, 0) + 1
        anchor = f"term-{stem}" if anchors[stem] == 1 else f"term-{stem}-{anchors[stem]}"
        acronym, expansion, plain = map(one_line, (entry.acronym, entry.expansion, entry.plain_english))
        terms.append(Term(acronym, anchor, expansion, plain))
    return Terms(terms)


def in_text(text: str, terms: Terms, lang: Language = ENGLISH) -> str:
    """The text, in which every short name is spelled out where it first stands.

    Edges: web and mail addresses stay as they are; letters count as written, so "owl" is a bird; in other languages
           brackets are taken to stand after the meaning in that language's own words
    """
    return _spelled_out(text, terms, _plainly, lang)


def in_html(html: str, terms: Terms, glossary_link: str, lang: Language = ENGLISH) -> str:
    """The page, in which every short name is spelled out and linked where it first stands.

    Edges: the words inside links, code, scripts and attributes stay as they are; an entry of the glossary itself is a
           `dfn` and counts as spelled out
    """
    if not terms.escaped.pattern.search(html):
        return html
    closed = [found.span() for found in CLOSED.finditer(html)]
    return _spelled_out(html, terms.escaped, _linking(glossary_link), lang, closed)


def _spelled_out(text: str, terms: Terms, write: Writer, lang: Language, closed: Sequence[tuple[int, int]] = ()) -> str:
    """The text with each short name written out where it first stands outside what is `closed`."""
    by_acronym, met = terms.by_acronym, set[str]()
    made, told_to = [], 0
    for found in terms.pattern.finditer(text):
        name = found[1]
        if name in met or not _stands_alone(found, text):
            continue
        around = _around(closed, found.start())
        if around is None:
            term = by_acronym[name]
            made += [text[told_to : found.start()], write(term, found[0], _setting(term, found, text, lang))]
            told_to = found.end()
        if around is None or TELLS.match(text, *around):
            met.add(name)
    return "".join((*made, text[told_to:]))


def _around(closed: Sequence[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """The closed stretch that a position is in; they are in order and never overlap."""
    index = bisect_right(closed, (position, sys.maxsize)) - 1
    return closed[index] if index >= 0 and position < closed[index][1] else None


def _setting(term: Term, found: re.Match[str], text: str, lang: Language) -> Setting:
    """How a short name stands in its text: `told` after its meaning, `bracketed` after other words, or `bare`."""
    before = text[max(found.start() - LONGEST_MEANING, 0) : found.start()]
    said, meaning = before.rstrip(" (,").casefold(), term.expansion.casefold()
    if before.endswith(("(", ", ")) and said.endswith((meaning, f"{meaning}s")):
        return "told"
    if not (before.endswith("(") and text.startswith(")", found.end())):
        return "bare"
    return "bracketed" if lang.is_source else "told"


def _plainly(term: Term, seen: str, setting: Setting) -> str:
    return _spelled(term, seen, setting, seen)


def _linking(glossary_link: str) -> Writer:
    def write(term: Term, seen: str, setting: Setting) -> str:
        link = f'<a class="govuk-link" href="{escape(glossary_link)}#{term.anchor}">{seen}</a>'
        return _spelled(term, seen, setting, link)

    return write


def _spelled(term: Term, seen: str, setting: Setting, shown: str) -> str:
    meaning = term.expansion + "s" * (seen != term.acronym)
    match setting:
        case "told":
            return shown
        case "bracketed":
            return f"{meaning}, {shown}"
        case _:
            return f"{meaning} ({shown})"


def _stands_alone(found: re.Match[str], text: str) -> bool:
    """Whether a short name is a word of its own, and no part of a web or mail address."""
    start, end = found.span()
    if start and BEFORE.match(text[start - 1]):
        return False
    word = WORD_BEFORE.search(text, max(start - LONGEST_WORD, 0), start)
    return "://" not in (word[0] if word else "") and "@" not in (word[0] if word else "") + text[end : end + 1]
