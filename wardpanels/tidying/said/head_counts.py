"""How many people: `12`, `c. 15`, `25 (incl cllrs)`, `cancelled`, `60 seated / 80 standing`."""

from __future__ import annotations

import re

from wardpanels.tidying.understood import NOT_KNOWN, NOTHING, CellValue, Sure, Surroundings, Understood, cannot, plain

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
ABOUT = re.compile(
    r"\b(?:c|ca|circa|approx(?:imately)?|about|around|roughly|over|at least|nearly|up to|max(?:imum)?|est)\b"
    r"|~|\+|ish\b|\?"
)
CALLED_OFF = re.compile(
    r"cancel|\bcanx?\b|\bcnx\b|postpone|not held|did not|abandon|moved|no meeting|called off|didn'?t"
)
PEOPLE = re.compile(
    r"\b(?:residents?|people|persons?|pax|attend(?:ed|ees|ance)?|members? of (?:the )?public|seated|seats?|capacity"
    r"|theatre(?: style)?|public|chairs)\b"
)
OTHERS = re.compile(r"\bincl?(?:uding)?\b|\+|\bplus\b|\band\b|cllr|councillor|officer|police|staff")
COUNT_HOW = "Write how many residents came, in figures, or cancelled."
CAPACITY_HOW = "Write how many people it holds, in figures."


def residents(value: CellValue, known: Surroundings) -> Understood:
    """Read how many residents came. Edges: a meeting not held, or not counted, has no number, and is left out."""
    said = plain(value).strip()
    if CALLED_OFF.search(said) and not NUMBER.search(said):
        return Understood("", Sure.CERTAIN, "It was not held, so it does not count.")
    if said.strip(" .") in NOTHING | NOT_KNOWN:
        return Understood("", Sure.LIKELY, "How many came is not known, so this meeting does not count.")
    told = _number(said)
    if not told.value:
        return cannot("No number could be read from this.", COUNT_HOW)
    if CALLED_OFF.search(said):
        return told.less(Sure.GUESSED, "This has a number and says that it was not held.", COUNT_HOW)
    if re.search(r"\bincl?(?:uding|\.)?\b", said):
        return told.less(Sure.GUESSED, "Others than residents are in this number.", COUNT_HOW)
    return told


def capacity(value: CellValue, known: Surroundings) -> Understood:
    """Read how many a hall holds; of several numbers the lowest."""
    told = _number(plain(value), lowest=True)
    if not told.value or told.value == "0":
        return cannot("No number could be read from this.", CAPACITY_HOW)
    return told


def people(value: CellValue, known: Surroundings) -> Understood:
    """Read how many people live somewhere."""
    told = _number(plain(value))
    return told if told.value else cannot("No number could be read from this.", "Write a number, such as 15300.")


def _number(said: str, *, lowest: bool = False) -> Understood:
    numbers = [float(found.replace(",", "")) for found in NUMBER.findall(said)]
    if not numbers:
        return Understood("")
    number = min(numbers) if lowest else numbers[0]
    told = Understood(str(int(number)))
    if number != int(number):
        told = told.less(Sure.GUESSED, f"{told.value} is taken: people come whole.")
    rest = PEOPLE.sub(" ", NUMBER.sub(" ", said)).strip(" .,:()/-")
    if len(numbers) > 1:
        is_apart = OTHERS.search(said) or lowest
        return told.less(Sure.LIKELY if is_apart else Sure.GUESSED, f"Of these numbers {told.value} is taken.")
    if ABOUT.search(rest) or ABOUT.search(said):
        return told.less(Sure.LIKELY, f"{told.value} is taken.")
    return told.less(Sure.LIKELY, f"{told.value} is taken, '{rest}' was passed over.") if rest else told
