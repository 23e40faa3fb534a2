"""Why a meeting is cancelled, was not held, or is owed no longer: short lists, so that reasons can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.errors import UnknownName

OTHER = "other"
"""What comes before a reason that is in no list: `other: the lift is broken`."""
LONGEST = 200
"""Letters of a reason in somebody's own words."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a list. `sentence` can be read by a resident: it names nobody."""

    code: str
    sentence: str


HALL_CLOSED = Reason("hall-closed", "The hall is closed.")
POLICE_CALLED_AWAY = Reason("police-called-away", "The police were called away.")
OFFICER_ILL = Reason("officer-ill", "The officers cannot come.")
WEATHER = Reason("weather", "The weather is too bad.")
BOARD_ASKED = Reason("board-asked", "The panel asked for it.")

NOBODY_CAME = Reason("nobody-came", "Nobody came.")
HALL_LOCKED = Reason("hall-locked", "The hall was locked.")

WHY_CANCELLED = (HALL_CLOSED, POLICE_CALLED_AWAY, OFFICER_ILL, WEATHER, BOARD_ASKED)
WHY_NOT_HELD = (NOBODY_CAME, HALL_LOCKED, POLICE_CALLED_AWAY)


def reason_of(typed: str, listed: Sequence[Reason]) -> str:
    """The reason that somebody typed: a code of the list, or their own words as `other: …`.

    Errors: UnknownName where it is neither, or as `own_words`
    """
    code, colon, words = (part.strip() for part in typed.partition(":"))
    codes = [reason.code for reason in listed]
    if code.casefold() in codes and not colon:
        return code.casefold()
    if code.casefold() != OTHER or not _are_words(words):
        wanted = f'one of {", ".join(codes)}, or "{OTHER}: …" in at most {LONGEST} letters'
        raise UnknownName("reason", typed, wanted, () if colon else codes)
    return f"{OTHER}: {words}"


def own_words(typed: str) -> str:
    """A reason in somebody's own words.

    Errors: UnknownName where it says nothing, or has more than `LONGEST` letters or one that cannot be printed
    """
    if not _are_words(typed.strip()):
        raise UnknownName("reason", typed, f"a reason in at most {LONGEST} letters")
    return typed.strip()


def _are_words(words: str) -> bool:
    return 0 < len(words) <= LONGEST and words.isprintable()


def said(reason: str) -> str:
    """A reason as those who plan read it: somebody's own words may name a person."""
    return public_sentence(reason) or reason.removeprefix(f"{OTHER}: ")


def public_sentence(reason: str) -> str:
    """A reason as the public may be told it; "" where it is in somebody's own words."""
    return next((each.sentence for each in (*WHY_CANCELLED, *WHY_NOT_HELD) if each.code == reason), "")
