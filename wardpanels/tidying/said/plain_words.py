"""Text, postcodes, addresses for mail, and remarks on when a chair is free."""

from __future__ import annotations

import re

from scheduler.reading import cells
from scheduler.reading.found import CellError
from wardpanels.beginning.postcode_rows import POSTCODE
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain, text_of

NO_DAYTIME = re.compile(
    r"chair.*(?:works?\b|working|employed|not (?:free|available) (?:in the )?day)"
    r"|(?:works|working) (?:in the )?days?\b|evenings? only"
)
WEEKENDS = re.compile(r"weekends? (?:only|best|ok|fine|good)|prefers? weekends?")


def words(value: CellValue, known: Surroundings) -> Understood:
    """Read text as it stands, in one line."""
    text = "".join(each for each in text_of(value) if each.isprintable())
    return Understood(text) if text else cannot("There is no text in this.", "Write it in letters.")


def mark(value: CellValue, known: Surroundings) -> Understood:
    """Read an id of a hall or an officer; one that is none is left out, and we give our own."""
    if cells.IDENTIFIER.fullmatch(text_of(value)):
        return Understood(text_of(value))
    return Understood("", Sure.LIKELY, "This cannot serve as an id, so it gets one of ours.")


def degrees(value: CellValue, known: Surroundings) -> Understood:
    """Read a latitude or a longitude."""
    found = re.fullmatch(r"-?\d{1,3}\.\d+|-?\d{1,3}", text_of(value))
    return (
        Understood(found[0]) if found else cannot("These are no degrees.", "Write degrees such as 51.5264, or nothing.")
    )


def postcode(value: CellValue, known: Surroundings) -> Understood:
    """Read a postcode in capitals with its space."""
    text = re.sub(r"[^A-Z0-9]", "", text_of(value).upper())
    if found := POSTCODE.fullmatch(text):
        return Understood(f"{found[1]} {found[2]}")
    return Understood(text_of(value), Sure.GUESSED, "This is no whole postcode.", "Write it whole, such as E8 1AA.")


def email(value: CellValue, known: Surroundings) -> Understood:
    """Read an address for mail."""
    text = re.sub(r"^mailto:", "", text_of(value)).strip("<> ,;")
    try:
        return Understood(cells.email(text))
    except CellError:
        return cannot("This is no address that mail could be sent to.", "Write one address, or leave it empty.")


def chair_free(value: CellValue, known: Surroundings) -> Understood:
    """Read from a remark when a chair is free. Edges: a remark about something else says nothing"""
    text = plain(value)
    if text in ("any", "weekend", "evening"):
        return Understood(text)
    if WEEKENDS.search(text):
        return Understood("weekend", Sure.LIKELY, "The chair is taken to be free in evenings and at weekends.")
    if NO_DAYTIME.search(text):
        return Understood(
            "weekend",
            Sure.LIKELY,
            "The chair is taken to be free in evenings and at weekends, not on weekdays in the day.",
        )
    return Understood("", Sure.CERTAIN)
