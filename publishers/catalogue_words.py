"""The words of a language as people send them back: what is wrong with them, and the files of words with them in.

Pure: texts in, texts out. A person's words are data, never markup and never a place of their own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.messages.pofile import denormalize, normalize

from publishers import campaign_texts, languages
from publishers.languages import CatalogueEntry

PLACE = re.compile(r"%\(\w+\)s|\{[a-z]+\}|\b(?:NUMBER|MILES|POSTCODE)\b")
"""What is filled in later: by us, or by the site's script."""

MARKUP = re.compile(r"[<>&\"\\]")
NUMBER = re.compile(r"\d+")
JOINERS = "\u200c\u200d\u200e\u200f"
"""Marks without a shape that scripts need: they join letters or part them, and say which way a word runs."""

QUOTED = r'(?:"(?:[^"\\]|\\.)*"(?:\n|$))+'
MSGID = re.compile(rf"^msgid ({QUOTED})", re.MULTILINE)
MSGSTR = re.compile(rf"^msgstr(?:\[\d+\])? {QUOTED}(?:msgstr\[\d+\] {QUOTED})*", re.MULTILINE)
DRAFT = "# draft: machine, not reviewed"
WIDTH = 100
TABLE = re.compile(r"^\[([\w.-]+)\]$")
TEXT = re.compile(r"^([\w-]+) = \"")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One form of one phrase, for a person to check.

    Edges: `key` is that of a text of the campaign, "" for a phrase of the catalogue; `form` counts plural forms from 0
    """

    key: str
    entry: CatalogueEntry
    form: int

    @property
    def draft(self) -> str:
        """How it is said today, "" where nobody has translated it."""
        return self.entry.forms[self.form]

    @property
    def name(self) -> str:
        """A short name of its own, the same whatever its words are."""
        told = "\0".join((self.key, self.entry.english, str(self.form)))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def stamp(self) -> str:
        """A short name of its words: other words have another."""
        return hashlib.sha256(self.draft.encode()).hexdigest()[:8]


def phrases_of(tag: str) -> tuple[Phrase, ...]:
    """Every phrase of a language: those of the catalogue, then the texts of the campaign that somebody wrote."""
    ours, english = campaign_texts.texts(tag), campaign_texts.texts(languages.SOURCE)
    said = [("", entry) for entry in languages.entries(tag)]
    said += [(key, CatalogueEntry(english[key], (text,))) for key, text in ours.items() if key in english]
    return tuple(Phrase(key, entry, form) for key, entry in said for form in range(len(entry.forms)))


def fault_of(phrase: Phrase, tag: str, words: str) -> tuple[str, str] | None:
    """What is wrong with a person's words for a phrase, and what is wanted; None where they can be used."""
    english = phrase.entry.english
    if not words.translate(dict.fromkeys(map(ord, JOINERS))).isprintable():
        return repr(words), "words on one line, without marks that cannot be seen"
    if mark := MARKUP.search(words):
        return f"{mark[0]} in {words!r}", 'words without < > & " and \\'
    wanted, found = (Counter(PLACE.findall(text)) for text in (english, words))
    if wanted.keys() != found.keys() or "%" in PLACE.sub("", words):
        places = ", ".join(sorted(wanted)) or "no place to fill in"
        return repr(words), f"{places}, just as in the English"
    if lost := sorted(set(NUMBER.findall(PLACE.sub("", english))) - set(NUMBER.findall(PLACE.sub("", words)))):
        return repr(words), f"the number {lost[0]}, as in the English and in these digits"
    return campaign_texts.fault_of(phrase.key, tag, words) if phrase.key else None


def with_forms(po: str, forms: Mapping[str, tuple[str, ...]], on: date) -> str:
    """A catalogue with other forms of some phrases, by their English; all else stays as it is, letter for letter.

    Errors: KeyError where it lacks a phrase
    """
    blocks, left = po.split("\n\n"), dict(forms)
    for number, block in enumerate(blocks):
        found = MSGID.search(block)
        english = denormalize(found[1].strip()) if found else ""
        if english and english in left:
            said = _msgstr(left.pop(english), is_plural="\nmsgid_plural " in block)
            ending = "\n" if block.endswith("\n") else ""
            head, *_ = MSGSTR.split(block, maxsplit=1)
            blocks[number] = head.replace(DRAFT, f"# words of a reader, {on.isoformat()}") + said + ending
    if left:
        raise KeyError(next(iter(left)))
    return "\n\n".join(blocks)


def _msgstr(forms: tuple[str, ...], *, is_plural: bool) -> str:
    heads = [f"msgstr[{number}]" for number in range(len(forms))] if is_plural else ["msgstr"]
    return "\n".join(f"{head} {normalize(form, width=WIDTH)}" for head, form in zip(heads, forms, strict=True))


def with_texts(toml: str, texts: Mapping[str, str]) -> str:
    """A file of the campaign's texts with other words for some, by their keys; all else stays as it is.

    Errors: KeyError where it lacks a key
    """
    lines, left, table = toml.split("\n"), dict(texts), ""
    for number, line in enumerate(lines):
        if head := TABLE.match(line):
            table = head[1]
        elif (named := TEXT.match(line)) and f"{table}.{named[1]}" in left:
            lines[number] = f"{named[1]} = {json.dumps(left.pop(f'{table}.{named[1]}'), ensure_ascii=False)}"
    if left:
        raise KeyError(next(iter(left)))
    return "\n".join(lines)
