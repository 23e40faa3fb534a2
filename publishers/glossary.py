"""The one way in which short names are spelled out (recommendation 10): at first use in each page, entry, mail or post.

`in_text` is for words, `in_html` for finished pages, where the short name also becomes a link to its entry in the
glossary. Doing it twice changes nothing. What already stands in brackets after its meaning is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal

from publishers.languages import ENGLISH, Language
from publishers.wording import one_line
from scheduler.facts import Acronym

QUIET = frozenset({"head", "script", "style", "svg", "code", "pre", "a", "button", "option", "textarea", "abbr", "del"})
"""Elements whose words stay as they are: they are no text, or a link must not stand inside them."""

PIECES = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
LETTER = "A-Za-z0-9_\u00c0-\u024f"  # Latin only: other scripts join their endings on to a Latin short name
ADDRESS = r"\b[a-z]+://\S+|\b[\w.+-]+@[\w.-]+"


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


Setting = Literal["told", "bracketed", "bare"]
Writer = Callable[[Term, str, Setting], str]


def terms_of(acronyms: Iterable[Acronym]) -> tuple[Term, ...]:
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
    return tuple(terms)


def in_text(text: str, terms: tuple[Term, ...], lang: Language = ENGLISH) -> str:
    """The text, in which every short name is spelled out where it first stands.

    Edges: web and mail addresses stay as they are; letters count as written, so "owl" is a bird; in other languages
           brackets are taken to stand after the meaning in that language's own words
    """
    return _Reader(terms, _plainly, lang).read(text)


def in_html(html: str, terms: tuple[Term, ...], glossary_link: str, lang: Language = ENGLISH) -> str:
    """The page, in which every short name is spelled out and linked where it first stands.

    Edges: the words inside links, code, scripts and attributes stay as they are; an entry of the glossary itself is a
           `dfn` and counts as spelled out
    """
    terms = _escaped(terms)
    if not _pattern(terms).search(html):
        return html
    reader = _Reader(terms, _linking(glossary_link), lang)
    quiet: list[str] = []
    made = []
    for piece in PIECES.split(html):
        if piece.startswith("<"):
            _step(quiet, piece)
            made.append(piece)
        elif not quiet:
            made.append(reader.read(piece))
        else:
            reader.notice(piece, is_told=_tells(quiet[0]))
            made.append(piece)
    return "".join(made)


class _Reader:
    """Reads the pieces of one output in their order and remembers which short names it has met."""

    def __init__(self, terms: tuple[Term, ...], write: Writer, lang: Language) -> None:
        self._pattern = _pattern(terms)
        self._by_acronym = _by_acronym(terms)
        self._write = write
        self._lang = lang
        self._met: set[str] = set()

    def read(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._told(found, text), text)

    def notice(self, text: str, *, is_told: bool) -> None:
        """Take note of short names that are told of by the element that they stand in."""
        if is_told:
            self._met.update(found["name"] for found in self._pattern.finditer(text) if found["name"])

    def _told(self, found: re.Match[str], text: str) -> str:
        name = found["name"]
        if not name or name in self._met:
            return found[0]
        self._met.add(name)
        term = self._by_acronym[name]
        return self._write(term, found[0], _setting(term, found, text, self._lang))


def _setting(term: Term, found: re.Match[str], text: str, lang: Language) -> Setting:
    """How a short name stands in its text: `told` after its meaning, `bracketed` after other words, or `bare`."""
    before, after = text[: found.start()], text[found.end() :]
    said, meaning = before.rstrip(" (,").casefold(), term.expansion.casefold()
    if before.endswith(("(", ", ")) and said.endswith((meaning, f"{meaning}s")):
        return "told"
    if not (before.endswith("(") and after.startswith(")")):
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


def _step(quiet: list[str], piece: str) -> None:
    """Keep the pile of quiet elements that are open, the outermost first, each with its tag as written."""
    tag = TAG.match(piece)
    if tag is None or piece.endswith("/>"):
        return
    name = tag[2].lower()
    if not tag[1] and (name in QUIET or name == "dfn"):
        quiet.append(piece)
    elif tag[1] and quiet and _name_of(quiet[-1]) == name:
        quiet.pop()


def _name_of(piece: str) -> str:
    tag = TAG.match(piece)
    return tag[2].lower() if tag else ""


def _tells(piece: str) -> bool:
    return _name_of(piece) == "dfn" or (_name_of(piece) == "a" and "#term-" in piece)


@lru_cache(maxsize=16)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """Finds the next address, which is left alone, or short name, which may have a plural s."""
    names = sorted({term.acronym for term in terms if term.is_short_name}, key=lambda name: (-len(name), name))
    if not names:
        return re.compile(r"(?P<name>(?!))")
    joined = "|".join(map(re.escape, names))
    return re.compile(rf"(?:{ADDRESS})|(?<![{LETTER}])(?P<name>{joined})s?(?![{LETTER}])")


@lru_cache(maxsize=16)
def _by_acronym(terms: tuple[Term, ...]) -> dict[str, Term]:
    return {term.acronym: term for term in reversed(terms)}


@lru_cache(maxsize=16)
def _escaped(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(Term(escape(term.acronym), term.anchor, escape(term.expansion), term.plain_english) for term in terms)
