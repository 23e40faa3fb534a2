"""The languages we publish in: a catalogue of sentences for each, and how each says dates, times and lists.

English is the source: a sentence that a catalogue lacks falls back to it. No rule and no layout lives here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from gettext import c2py
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po

SOURCE = "en"
LOCALE = Path(__file__).parent / "locale"


def to_translate(text: str) -> str:
    """The text itself, marked for the catalogues: for tables of words that are said later."""
    return text


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is written: its own name, its direction, and its patterns of CLDR for dates and times.

    `spelling` are words of CLDR that its readers spell otherwise today, and how; `comma` parts what stands in a row.
    Edges: digits are 0 to 9 in every language, as on the door, the bus and the phone, so that no page mixes two sets
    """

    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    day: str = "EEEE d MMMM y"
    month: str = "LLLL y"
    clock: str = "HH:mm"
    spelling: tuple[tuple[str, str], ...] = ()
    comma: str = ", "

    def spelt(self, said: str) -> str:
        """What CLDR says in the spelling of today."""
        for old, new in self.spelling:
            said = said.replace(old, new)
        return said


# Bengali and Arabic name the part of the day with a 12-hour clock. Somali takes the 24-hour clock, for a Somali hour is
# by custom counted from sunrise and "7" alone can be read as one o'clock. Italian and Spanish use 24 hours by habit.
# Source: Unicode CLDR 47, day periods and date patterns; checked 22 November 2026
# CLDR still writes the months of Bengali with a long i, which Bangla Academy and the press do no more, and the mornings
# of Arabic as one letter. Source: Bangla Academy, rules of standard spelling 2.01; checked 30 November 2026
MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        SOURCE: Manner("English"),
        "bn": Manner(
            "বাংলা",
            day="EEEE, d MMMM y",
            clock="B h:mm",
            spelling=(("জানুয়ারী", "জানুয়ারি"), ("ফেব্রুয়ারী", "ফেব্রুয়ারি"), ("রাত্রি", "রাত")),
        ),
        "so": Manner("Soomaali", day="EEEE, d MMMM y"),
        "ar": Manner("العربية", "rtl", day="EEEE، d MMMM y", clock="h:mm B", spelling=((" ص", " صباحًا"),), comma="، "),
        "it": Manner("Italiano"),
        "es": Manner("Español", day="EEEE, d 'de' MMMM 'de' y", month="LLLL 'de' y"),
    }
)
"""Every language with a catalogue, in the order of the switcher."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its tag (BCP 47), its manner, and its catalogue from English sentences to its own.

    Edges: plural sentences are kept under their singular, one text for each plural form
    """

    tag: str
    manner: Manner
    catalogue: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, hash=False)

    @property
    def name(self) -> str:
        """What its own speakers call it."""
        return self.manner.name

    @property
    def direction(self) -> str:
        """Which way it runs: ltr or rtl."""
        return self.manner.direction

    @property
    def comma(self) -> str:
        """What parts things that stand in a row, with the space after it."""
        return self.manner.comma

    @property
    def is_source(self) -> bool:
        """Whether it is English, which is written by people and needs no catalogue."""
        return self.tag == SOURCE

    def knows(self, sentence: str) -> bool:
        """Whether it can say a sentence: what a borough gives is said in English where no catalogue has it."""
        return self.is_source or sentence in self.catalogue

    def text(self, sentence: str) -> str:
        """The sentence in this language, its places still open; English where the catalogue lacks it."""
        return self.catalogue.get(sentence, (sentence,))[0]

    def plural_text(self, one: str, many: str, number: int) -> str:
        """The form of a sentence that goes with a number, its places still open."""
        forms = self.catalogue.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[_plural_form(self.tag, number)]

    def say(self, sentence: str, **facts: object) -> str:
        """The sentence in this language with its `%(name)s` places filled in."""
        return self.text(sentence) % facts

    def count(self, one: str, many: str, number: int) -> str:
        """A counted sentence; `%(number)s` is its place."""
        return self.plural_text(one, many, number) % {"number": number}

    def day(self, on: date) -> str:
        """A date in words. Takes a datetime too."""
        return self.manner.spelt(_formatted_date(self.tag, on.year, on.month, on.day, self.manner.day))

    def month(self, on: date) -> str:
        """A month and its year in words."""
        return self.manner.spelt(_formatted_date(self.tag, on.year, on.month, 1, self.manner.month))

    def clock(self, at: datetime) -> str:
        """A local time."""
        return self.manner.spelt(_formatted_time(self.tag, at.hour, at.minute, self.manner.clock))

    def joined(self, items: Sequence[str]) -> str:
        """A list in words: a, b and c."""
        return _joined(self.tag, tuple(items))


@cache
def language(tag: str) -> Language:
    """The language of a tag, its catalogue read once.

    Errors: ValueError where we have no catalogue for it
    """
    if tag not in MANNERS:
        raise ValueError(f"language: found {tag!r}, wanted one of {', '.join(MANNERS)}")
    return Language(tag, MANNERS[tag], {} if tag == SOURCE else _sentences(tag))


def spoken(tags: Sequence[str]) -> tuple[Language, ...]:
    """The languages to publish in: English first and always, then those of `tags` that we have a catalogue for."""
    return tuple(language(tag) for tag in MANNERS if tag == SOURCE or tag in tags)


def withdrawn(tags: Sequence[str], told: Collection[str]) -> tuple[str, ...]:
    """The tags of languages that we published in before, and do not any more."""
    return tuple(sorted(set(told) - {lang.tag for lang in spoken(tags)}))


def once_spoken(tag: str) -> Language:
    """A language that was published in once; its words are English where we have no catalogue for it any more."""
    return language(tag) if tag in MANNERS else Language(tag, Manner(tag))


def tag_of(path: str, tags: Sequence[str], told: Collection[str]) -> str:
    """The language of a path in the site's folder: one that is published in, or was by what was `told`, has its own."""
    first, _, rest = path.partition("/")
    is_own = first in told or any(first == lang.tag for lang in spoken(tags))
    return first if rest and first != SOURCE and is_own else SOURCE


def catalogue_file(tag: str) -> Path:
    """Where a language's catalogue is kept."""
    return LOCALE / tag / "LC_MESSAGES" / "wardpanels.po"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One sentence of a catalogue: the English and its forms in the language, "" where one is missing."""

    english: str
    forms: tuple[str, ...]

    @property
    def is_translated(self) -> bool:
        """Whether nothing of it is missing."""
        return all(self.forms)


@cache
def entries(tag: str) -> tuple[CatalogueEntry, ...]:
    """Every sentence of a language's catalogue by the English, none where there is no catalogue."""
    if not catalogue_file(tag).is_file():
        return ()
    found = ((key_of(message), forms_of(message)) for message in read_catalogue(tag))
    return tuple(sorted((CatalogueEntry(key, forms) for key, forms in found if key), key=lambda entry: entry.english))


@cache
def read_catalogue(tag: str) -> Any:
    """The catalogue as Babel reads it, with comments and places in the source."""

    with catalogue_file(tag).open("rb") as file:
        return read_po(file, locale=tag)


def _sentences(tag: str) -> Mapping[str, tuple[str, ...]]:
    # Read from the .po at first use (about 20 ms), so that there is no compiled twin to forget.
    return MappingProxyType({entry.english: entry.forms for entry in entries(tag) if entry.is_translated})


def key_of(message: Any) -> str:
    """The English sentence of a catalogue's entry: the singular one of a pair."""
    return str(message.id[0] if isinstance(message.id, tuple) else message.id)


def forms_of(message: Any) -> tuple[str, ...]:
    """The translations of an entry, "" where one is missing."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


@cache
def _plural_form(tag: str, number: int) -> int:
    # The catalogue's own rule, for tools that translators use may write another one than Babel's.
    return int(c2py(read_catalogue(tag).plural_expr)(number))


@cache
def _formatted_date(tag: str, year: int, month: int, day: int, pattern: str) -> str:

    return format_date(date(year, month, day), pattern, locale="en_GB" if tag == SOURCE else tag)


@cache
def _formatted_time(tag: str, hour: int, minute: int, pattern: str) -> str:

    return format_time(time(hour, minute), pattern, locale=tag)


@cache
def _joined(tag: str, items: tuple[str, ...]) -> str:

    return format_list(items, locale="en_GB" if tag == SOURCE else tag)


ENGLISH = language(SOURCE)
