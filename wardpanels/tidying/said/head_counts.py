"""How many people: `12`, `c. 15`, `25 (incl cllrs)`, `cancelled`, `60 seated / 80 standing`."""

from __future__ import annotations

import re

from scheduler.reading.contract import MOST_IN_A_HALL, MOST_PEOPLE
from scheduler.records import MOST_AT_A_MEETING
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
NOBODY = re.compile(
    r"(?:nil|none|nobody|no[ -]one|zero)(?: (?:residents?|people|public|attend(?:ed|ees)|came|there))?"
    r"|no (?:residents?|people|public|attendees)"
)
BELOW_NOTHING = re.compile(r"\s*[(~]?\s*(?:-|minus\b)\s*\d")
TELEPHONE = re.compile(r"(?<!\d)0\d{3,}")
"""No count of people begins with a nought."""
OF_OTHERS = r"(?:cllrs?|councillors?|officers?|police|staff|pcs?|pcsos?|sgts?|sergeants?|guests?|speakers?)\b"
NUMBER_OF_OTHERS = re.compile(rf"\d+\s*(?:x\s*)?{OF_OTHERS}|{OF_OTHERS}\s*[:=]\s*\d+")
OF_RESIDENTS = re.compile(
    rf"(?P<others>{OF_OTHERS}\s*[:=-]?\s*)?(?<![\d,])(?P<before>\d{{1,3}}(?:,\d{{3}})+|\d+)\s*(?:local )?"
    r"(?:residents?|(?:members? of )?(?:the )?public|mops?)\b"
    r"|(?:\b(?:residents?|public)\s*[:=]|^residents?)\s*(?P<after>\d+)"
)
"""Numbers beside the word that says whose they are; `cllrs 3 residents 12` leaves open which is which."""
SEVERAL_ROOMS = re.compile(r"\d\s*[x\u00d7*]\s*\d|\d\s*(?:rooms?|halls?|floors?)\b|\beach\b")
COUNT_HOW = "Write how many residents came, in figures, or cancelled."
CAPACITY_HOW = "Write how many people it holds, in figures."


def residents(value: CellValue, known: Surroundings) -> Understood:
    """Read how many residents came. Edges: a meeting not held, or not counted, has no number, and is left out."""
    said = plain(value).strip()
    if CALLED_OFF.search(said) and not NUMBER.search(said):
        return Understood("", Sure.CERTAIN, "It was not held, so it does not count.")
    if NOBODY.fullmatch(said.strip(" .")):
        return Understood("0", Sure.LIKELY, "Nobody came: 0 is taken.")
    if said.strip(" .") in NOTHING | NOT_KNOWN:
        return Understood("", Sure.LIKELY, "How many came is not known, so this meeting does not count.")
    told = _of_residents(said)
    if not told.value:
        return _asked(told, COUNT_HOW)
    if CALLED_OFF.search(said):
        return told.less(Sure.GUESSED, "This has a number and says that it was not held.", COUNT_HOW)
    if re.search(r"\bincl?(?:uding|\.)?\b", said):
        return told.less(Sure.GUESSED, "Others than residents are in this number.", COUNT_HOW)
    return told


def _of_residents(said: str) -> Understood:
    """The number of residents, where others are counted beside them."""
    beside = OF_RESIDENTS.search(said)
    if beside and len(NUMBER.findall(said)) > 1:
        if beside["others"]:
            return Understood("")
        told = _number(beside["before"] or beside["after"], MOST_AT_A_MEETING)
        return told.less(Sure.LIKELY, f"Of these numbers {told.value} is taken.") if told.value else told
    told = _number(NUMBER_OF_OTHERS.sub(" ", said), MOST_AT_A_MEETING)
    is_alone = not told.value or not NUMBER_OF_OTHERS.search(said)
    return told if is_alone else told.less(Sure.LIKELY, f"{told.value} is taken.")


def capacity(value: CellValue, known: Surroundings) -> Understood:
    """Read how many a hall holds; of several numbers the lowest. Edges: several rooms in one cell are asked about"""
    said = plain(value)
    if SEVERAL_ROOMS.search(said):
        return cannot("This tells of more than one room.", CAPACITY_HOW)
    told = _number(said, MOST_IN_A_HALL, lowest=True)
    if not told.value or told.value == "0":
        return _asked(told, CAPACITY_HOW)
    return told


def people(value: CellValue, known: Surroundings) -> Understood:
    """Read how many people live somewhere."""
    told = _number(plain(value), MOST_PEOPLE)
    return told if told.value else _asked(told, "Write a number, such as 15300.")


def _asked(told: Understood, how: str) -> Understood:
    return cannot(told.why or "No number could be read from this.", how)


def _number(said: str, most: int, *, lowest: bool = False) -> Understood:
    """A number of people. Edges: no value, and why, where it is below nothing or above the most there can be"""
    found = [(float(each[0].replace(",", "")), each.start()) for each in NUMBER.finditer(said)]
    if not found or TELEPHONE.search(said):
        return Understood("")
    if BELOW_NOTHING.match(said):
        return Understood("", why="Nobody counts fewer than none.")
    number, place = min(found) if lowest else found[0]
    if number > most:
        return Understood("", why=f"No more than {most:,} can be meant.")
    told = Understood(str(int(number)))
    if number != int(number):
        told = told.less(Sure.GUESSED, f"{told.value} is taken: people come whole.")
    if len(found) > 1:
        is_apart = lowest or (OTHERS.search(said) and not OTHERS.search(said[:place]))
        return told.less(Sure.LIKELY if is_apart else Sure.GUESSED, f"Of these numbers {told.value} is taken.")
    rest = PEOPLE.sub(" ", NUMBER.sub(" ", said)).strip(" .,:()/-")
    if ABOUT.search(rest) or ABOUT.search(said):
        return told.less(Sure.LIKELY, f"{told.value} is taken.")
    return told.less(Sure.LIKELY, f"{told.value} is taken, '{rest}' was passed over.") if rest else told
