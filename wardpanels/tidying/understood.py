"""What a cell was taken to mean, and how sure that is. Nothing below certain is ever taken in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import IntEnum

from scheduler.facts import SchoolPeriod

CellValue = str | int | float | bool | datetime | date | time | None
"""What a sheet's cell holds; of a CSV file, text alone."""


class Sure(IntEnum):
    """How sure a reading is, surest first. What is likely is shown, what is guessed is asked about.

    Edges: what is refused was read, and cannot be
    """

    CERTAIN = 0
    LIKELY = 1
    GUESSED = 2
    CANNOT = 3
    REFUSED = 4

    @property
    def word(self) -> str:
        """As it is printed."""
        return "not read" if self is Sure.CANNOT else self.name.lower()


@dataclass(frozen=True, slots=True)
class Understood:
    """One cell's meaning in the form of the contract.

    Edges: `value` is "" where the cell says that there is nothing, or cannot be read; `why` is a plain sentence, "" for
           a reading that is certain; `ask` is what to write instead, where a person should
    """

    value: str
    sure: Sure = Sure.CERTAIN
    why: str = ""
    ask: str = ""

    def less(self, sure: Sure, why: str, ask: str = "") -> Understood:
        """The same value, at most this sure, with one more reason."""
        reasons = self.why if why in self.why else f"{self.why} {why}".strip()
        return replace(self, sure=max(self.sure, sure), why=reasons, ask=ask or self.ask)


def cannot(why: str, ask: str) -> Understood:
    """What was not understood, and what to write in its place."""
    return Understood("", Sure.CANNOT, why, ask)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a reader may know besides its cell: the names there are, by what a person may write, and the school year.

    Shapes: each mapping leads from a name as it is written to a code or an id; `heading` is the cell's own column's
    Edges:  `month_first` where its column has days that only read so, such as 11/23/2026
    """

    wards: Mapping[str, str] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)
    school: Sequence[SchoolPeriod] = ()
    year: int | None = None
    heading: str = ""
    month_first: bool = False
    today: date | None = None


Reader = Callable[[CellValue, Surroundings], Understood]
"""Reads one cell that is not empty."""

NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "nil", "n.a.", "not applicable"})
"""How people say that there is nothing."""
NOT_KNOWN = frozenset(
    {"?", "??", "???", "tbc", "tba", "tbd", "unknown", "not known", "not sure", "don't know", "dk", "to check",
     "to be confirmed", "to confirm", "check"}
)  # fmt: skip  # a list of words
"""How people say that nobody knows."""


def plain(value: CellValue) -> str:
    """A cell as one line of small letters: one kind of dash, apostrophe and space."""
    text = text_of(value).casefold()
    for odd, usual in (
        ("\u2019", "'"),
        ("\u2018", "'"),
        ("\u2013", "-"),
        ("\u2014", "-"),
        ("\u2212", "-"),
        ("\u2012", "-"),
    ):
        text = text.replace(odd, usual)
    return " ".join(text.split())


def text_of(value: CellValue) -> str:
    """A cell as a person sees it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return f"{value:%d/%m/%Y}"
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return " ".join(str(value).split())


def nothing_or(read: Reader) -> Reader:
    """A reader for cells that may say that there is nothing, or that nobody knows."""

    def reader(value: CellValue, known: Surroundings) -> Understood:
        said = plain(value).strip(" .")
        if said in NOTHING:
            return Understood("")
        if said in NOT_KNOWN:
            return Understood("", Sure.LIKELY, "Nobody knows yet, so it is left empty.")
        return read(value, known)

    return reader
