"""How old a reader must be for a text: the Flesch-Kincaid grade, and five years on, for a grade is a school year.

Source: Kincaid, Fishburne, Rogers and Chissom (1975), Research Branch Report 8-75. Syllables are counted as groups of
vowels, without a silent e; over a page of text that comes within a few in a hundred of a dictionary's count.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9][0-9:]*")
SENTENCE_END = re.compile(r"[.?!:](?=\s|$|[”’)])")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^l]e)$")


def reading_age(sentences: list[str]) -> float:
    """The age in years.

    Edges: each text given is at least one sentence
    """
    words = [word for text in sentences for word in WORD.findall(text)]
    count = sum(max(len(SENTENCE_END.findall(text)), 1) for text in sentences)
    grade = 0.39 * len(words) / count + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """How many syllables a word has, at least one."""
    lower = word.lower()
    found = len(VOWELS.findall(lower)) - bool(len(lower) > 3 and SILENT.search(lower))
    return max(found, 1)


class Copy(HTMLParser):
    """The running text of a page's main part: paragraphs and list items that are sentences. No dates, no addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._depth = 0
        self._text: list[str] | None = None
        self.sentences: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "main"
        if self._depth and tag in ("p", "li"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "main"
        if tag in ("p", "li") and self._text is not None:
            said = " ".join("".join(self._text).split())
            self.sentences += [said] if SENTENCE_END.search(said[-2:]) else []
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
