"""Finds English sentences in what is published in another language.

What counts as English: a Latin word among the function words below, which no sentence of English goes far without. In
Bengali and Arabic one is enough, for their own sentences have no Latin words. In Somali, Italian and Spanish it takes
two different ones, or one among four words or fewer, for a name may hold one. Left out before: what is marked
`lang="en"`, what is in brackets after a word of the language (the English name of a thing), and what is `given`: names,
addresses and notes as the borough gave them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser


def _words(line: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", line))


FUNCTION_WORDS = _words(
    "the of and to for with without you your we our it its they their are was were be been this that these those "
    "from at by on if when where what who which how not can cannot will would should or an has have do does did "
    "here there any all more about after before between into out up down no yes see open read find go add ask"
)
THEIR_OWN = {
    "so": _words("an at on do by all it go out no open"),
    "it": _words("all do no at by on it an find add ask"),
    "es": _words("has no do all by an"),
}
"""Words that the language has too, or that its readers take for its own."""
WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u2019']+")
BRACKETS = re.compile(r"\([A-Za-z0-9 ,/\u2019'-]+\)")
ADDRESSES = re.compile(r"(?:https?|webcals?)://\S+|\S+@\S+\w|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
SENTENCE_ENDS = re.compile(r"[.!?\u06d4\u061f\u0964:;]\s+|\n")
BLOCKS = _words(
    "address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr label legend li main meta nav ol option p section select "
    "summary table tbody td text th title tr ul"
)
SAID_BY = ("title", "alt", "aria-label", "placeholder")
NOT_SAID = frozenset(("script", "style", "svg", "code", "pre"))
VOID = _words("area base br col embed hr img input link meta source track wbr")
META = frozenset(("description", "og:title", "og:description", "og:site_name", "og:image:alt"))

CALENDAR_SAYS = re.compile(r"(?:SUMMARY|DESCRIPTION|X-WR-CALNAME|X-WR-CALDESC|NAME|CATEGORIES|COMMENT)[:;]")


class _Words(HTMLParser):
    """The texts of a page, each with the language that it is marked as: a block each, and those of attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[tuple[str, str]] = []
        self._tongues = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        tongue = "" if tag in NOT_SAID else facts.get("lang", self._tongues[-1])
        if tag in BLOCKS or tongue != self._tongues[-1]:
            self.said.append((tongue, ""))
        self.said += [(tongue, value) for value in _values(tag, facts)]
        if tag not in VOID:
            self._tongues.append(tongue)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            left = self._tongues.pop()
            if tag in BLOCKS or left != self._tongues[-1]:
                self.said.append((self._tongues[-1], ""))

    def handle_data(self, data: str) -> None:
        if not self.said or self.said[-1][0] != self._tongues[-1]:
            self.said.append((self._tongues[-1], ""))
        self.said[-1] = (self._tongues[-1], self.said[-1][1] + data)


def _values(tag: str, facts: dict[str, str]) -> list[str]:
    """What the attributes of a tag say to somebody."""
    if tag == "meta":
        return [facts["content"]] if META & {facts.get("name"), facts.get("property")} else []
    told = [value for name, value in facts.items() if name.startswith("data-") and " " in value]
    return [*told, *(facts[name] for name in SAID_BY if name in facts)]


def texts_of_page(html: str, tongue: str) -> Iterator[str]:
    """What a page says in one language: that of the page, or what is marked as another's."""
    words = _Words()
    words.feed(html)
    yield from (" ".join(text.split()) for marked, text in words.said if marked == tongue and text.strip())


def texts_of_calendar(ics: str) -> Iterator[str]:
    """What a calendar says to its readers."""
    lines = re.sub(r"\r\n[ \t]", "", ics).split("\r\n")
    said = (line.partition(":")[2] for line in lines if CALENDAR_SAYS.match(line))
    yield from (text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";") for text in said)


def texts_of_feed(atom: str) -> Iterator[str]:
    """What a feed says to its readers."""
    yield from re.findall(r"<(?:title|subtitle|content|summary)[^>]*>([^<]*)<", atom)


def english_in(texts: Iterable[str], tag: str, given: Iterable[str]) -> list[str]:
    """The sentences of some texts that are English, in the order in which they stand."""
    masks = re.compile(
        "|".join(map(re.escape, sorted({each for each in given if each}, key=len, reverse=True))) or "(?!)"
    )
    return [sentence for text in texts for sentence in _sentences(masks.sub(" · ", text)) if _is_english(sentence, tag)]


def _sentences(text: str) -> list[str]:
    return SENTENCE_ENDS.split(BRACKETS.sub(" ", ADDRESSES.sub(" · ", text)))


def _is_english(sentence: str, tag: str) -> bool:
    words = [word.casefold() for word in WORD.findall(sentence)]
    found = set(words) & FUNCTION_WORDS - THEIR_OWN.get(tag, frozenset())
    return bool(found) if tag not in THEIR_OWN else len(found) > 1 or (len(found) == 1 and len(words) <= 4)
