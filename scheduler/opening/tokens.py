"""The pieces of opening hours, and a reader's place among them. Knows no rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, NoReturn, TypeVar

Item = TypeVar("Item")

LOOKALIKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")  # hyphens, dashes and the minus
    | dict.fromkeys((*"\t\n\u00a0\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))), " ")
    | dict.fromkeys("“”„", '"')
)
"""One letter for one, so that places in the text stay what they are."""

TOKEN = re.compile(
    r'(?P<space> +)|(?P<note>"[^"]*")|(?P<always>24/7(?!\d))|(?P<time>\d{1,2}:\d{2}(?!\d))|(?P<number>\d+(?![\w.]))'
    r"|(?P<word>[A-Za-z]+)|(?P<sign>\|\||[-;,+()\[\]/:])",
    re.ASCII,
)


class NotHours(ValueError):
    """A text that is not opening hours, or that could be taken in two ways; its words say which part, and why."""


class Token(NamedTuple):
    """A piece of the text. `kind` is a group of TOKEN, or "end"."""

    kind: str
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """The pieces of a text, without spaces, and its end. Errors: NotHours"""
    plain, tokens, at = text.translate(LOOKALIKES), [], 0
    while at < len(plain):
        found = TOKEN.match(plain, at)
        if not found or not found.lastgroup:
            raise NotHours(f"not understood from {text[at : at + 20]!r} on")
        if found.lastgroup != "space":
            tokens.append(Token(found.lastgroup, text[at : found.end()] if found.lastgroup == "note" else found[0], at))
        at = found.end()
    return [*tokens, Token("end", "", len(text))]


class Cursor:
    """A place among the tokens of a text. `ahead`: so many tokens behind the next one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.tokens = tokens_of(text)
        self.place = 0

    def next(self, ahead: int = 0) -> Token:
        """What stands next; at the end, the end."""
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        """What stands next, and go on."""
        token = self.next()
        self.place += 1
        return token

    def word(self, ahead: int = 0) -> str:
        """The word that stands next, in small letters; "" where none does."""
        token = self.next(ahead)
        return token.text.casefold() if token.kind == "word" else ""

    def at(self, sign: str, ahead: int = 0) -> bool:
        """Whether a sign stands next."""
        token = self.next(ahead)
        return token.kind in ("sign", "always") and token.text == sign

    def took(self, sign: str) -> bool:
        """Whether a sign stood next; if so, go on."""
        if self.at(sign):
            self.place += 1
            return True
        return False

    def need(self, sign: str) -> None:
        """Go on behind a sign. Errors: NotHours"""
        if not self.took(sign):
            self.stuck()

    def stuck(self) -> NoReturn:
        """Refuse what stands next. Errors: NotHours"""
        rest = self._text[self.next().at :]
        raise NotHours(f"not understood from {rest[:20]!r} on" if rest else "not understood to its end")

    def refuse(self, begun: int, why: str) -> NoReturn:
        """Refuse what was read since a place among the tokens. Errors: NotHours"""
        last = self.tokens[max(self.place - 1, begun)]
        part = self._text[self.tokens[begun].at : last.at + len(last.text)]
        raise NotHours(f"{part!r}: {why}")

    def number(self, what: str, lowest: int, highest: int) -> int:
        """A number in a range, and go on. Errors: NotHours"""
        if self.next().kind != "number":
            self.stuck()
        begun, number = self.place, int(self.take().text[:9])
        if not lowest <= number <= highest:
            self.refuse(begun, f"{what} is {lowest} to {highest}")
        return number

    def listed(self, read: Callable[[], Item], goes_on: Callable[[], bool]) -> tuple[Item, ...]:
        """Items joined by commas, as long as what is behind the next comma goes on with them."""
        items = [read()]
        while self.at(",") and goes_on():
            self.take()
            items.append(read())
        return tuple(items)
