"""What one cell may hold: tidy text in, its value out, or a CellError saying what to write. Knows no table."""

from __future__ import annotations

import math
import re
import unicodedata
from calendar import month_name
from collections.abc import Callable
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from scheduler.facts import DaySpan, SetEvening
from scheduler.hours import names_the_sun
from scheduler.opening.syntax import rules_of
from scheduler.opening.tokens import NotHours
from scheduler.place import Position
from scheduler.reading.bounds import MOST_IN_HOURS
from scheduler.reading.found import CellError
from scheduler.yearly_days import BeforeDaysOff, EveryDate, FromEaster, YearlyDay

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_ONS_CODE = 16
"""Units: letters. They have nine; PostgreSQL keeps no more than so many of a ward's or a borough's."""
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SLUG = re.compile(r"[a-z0-9-]{1,64}")
EMAIL = re.compile(r"[^@\s<>(),;:\"\\]+@[^@\s<>(),;:\"\\.]+(\.[^@\s<>(),;:\"\\.]+)+")
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\|]+", re.ASCII)
PHONE = re.compile(r"0[1-9][0-9]{8,9}", re.ASCII)
TEXT_NUMBER = re.compile(r"0[1-9][0-9]{8,9}|[6-8][0-9]{4}", re.ASCII)
"""Ofcom's national numbering plan: national numbers, and five digits for texts."""
CONTACT = re.compile(r"tel:\+?[0-9]+|https://[^\s\"'<>\\]+", re.ASCII)
ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0{1,6})?)?)?", re.ASCII)
"""A day, with midnight where a program keeps days as moments."""
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
WHOLE = re.compile(r"\d{1,12}", re.ASCII)
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(name.casefold() for name in month_name)
"""January is 1."""

AS_ON_A_KEYBOARD = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")  # hyphens, dashes and the minus sign
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")  # spaces that do not break, or are narrow
    | dict.fromkeys("\ufeff\u200b\u2060\u200e\u200f", "")  # marks that nobody sees
)
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""No borough has a day before or after, and sums with the calendar's own first or last day lead out of it."""

LEAP_YEAR = 2028
"""One that has every date."""

FROM_EASTER = re.compile(r"(?:(\d{1,3}) days? (before|after) )?easter(?: sunday)?", re.ASCII)
YEARLY_DAY = f"a day of every year: '{EveryDate(11, 5)}', '{FromEaster(-3)}' or '{BeforeDaysOff()}'"
DOORS = frozenset(("door", "front door", "main door", "entrance", "front entrance", "main entrance"))
HOURS_EXAMPLE = "'Mo-Fr 09:00-21:00; Sa 10:00-17:00'"


def tidy(text: str) -> str:
    """Return the text without outer white space, in Unicode's composed form, line breaks as one character."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def typed(text: str) -> str:
    """Return a code, a number or a date with the dashes and spaces that a keyboard has: programs put in finer ones."""
    return text if text.isascii() else text.translate(AS_ON_A_KEYBOARD).strip()


def words(text: str) -> str:
    """Return text that a person reads. Commas, quotes, markup and emoji are kept as they are."""
    if not text:
        raise CellError("some text")
    return words_or_blank(text)


def words_or_blank(text: str) -> str:
    """Return text that may be missing."""
    if not text.isprintable() and any(_is_control(character) for character in text):
        raise CellError("text without control characters")
    return text


def _is_control(character: str) -> bool:
    # U+FFFE and U+FFFF, like control characters, cannot be written in XML, and so in no feed or workbook.
    return character not in "\n\t" and (unicodedata.category(character) == "Cc" or character in "\ufffe\uffff")


def identifier(example: str, most: int = 64) -> Callable[[str], str]:
    """Return a reader of codes that are safe in an address and in a file name, of so many letters at most."""
    wanted = f"up to {most} letters, digits, dots, dashes and underscores, such as {example}"

    def read(text: str) -> str:
        code = typed(text)
        if not IDENTIFIER.fullmatch(code) or len(code) > most:
            raise CellError(wanted)
        return code

    return read


ward_code = identifier("E05009317", LONGEST_ONS_CODE)
venue_id = identifier("V001")
officer_id = identifier("PS-014")
action_id = identifier("3a")
group_id = identifier("G01")


def slug(text: str) -> str:
    """Return the part of a page's address that names a ward."""
    if not SLUG.fullmatch(text):
        raise CellError("small letters, digits and dashes, such as bethnal-green-east")
    return text


def slugs_or_blank(text: str) -> tuple[str, ...]:
    """Return the parts of addresses joined by `|`, in order."""
    return tuple(sorted({slug(part.strip()) for part in text.split("|") if part.strip()}))


def web_addresses_or_blank(text: str) -> tuple[str, ...]:
    """Return the addresses of pages joined by `|`, in order."""
    found = tuple(part.strip() for part in text.split("|") if part.strip())
    if any(not WEB_ADDRESS.fullmatch(address) for address in found):
        raise CellError("addresses such as https://www.example.org/ward, joined by |, or nothing")
    return found


def contact_or_blank(text: str) -> str:
    """Return an address that a page may link to, or nothing."""
    if text and not CONTACT.fullmatch(text):
        raise CellError("tel:101, an address such as https://example.org/report, or nothing")
    return text


def email(text: str) -> str:
    """Return an address that mail could be sent to."""
    if not EMAIL.fullmatch(text) or not text.isprintable():
        raise CellError("an email address such as panels@example.org")
    return text


def phone(text: str) -> str:
    """Return a number to call, as people write it."""
    if not PHONE.fullmatch(typed(text).replace(" ", "")):
        raise CellError("a UK phone number from 0 on, such as 020 7946 0000")
    return " ".join(typed(text).split())


def text_number(text: str) -> str:
    """Return a number to send a text to: a phone's, or a short one."""
    if not TEXT_NUMBER.fullmatch(typed(text).replace(" ", "")):
        raise CellError("a UK number that takes texts, such as 07700 900000 or 60006")
    return " ".join(typed(text).split())


def position(text: str) -> Position:
    """What a hall's degrees stand for, by the words of `coord_basis`. Edges: UNKNOWN where it is not said, or oddly."""
    words = text.casefold()
    first = re.split(r"[(,;:]", words)[0].strip()
    if first in DOORS:
        return Position.DOOR
    middles = (Position.WARD, Position.POSTCODE)
    found = (middle for said in (first, words) for middle in middles if re.search(rf"\b{middle}\b", said))
    return next(found, Position.UNKNOWN)


def or_blank(read: Callable[[str], Value], blank: Value) -> Callable[[str], Value]:
    """Return a reader that takes an empty cell as `blank`."""
    return lambda text: read(text) if text else blank


def codes_or_blank(text: str) -> frozenset[str]:
    """Return ward codes joined by `|`."""
    parts = [part.strip() for part in typed(text).split("|")]
    if not all(IDENTIFIER.fullmatch(part) for part in parts if part):
        raise CellError("ward codes joined by |, such as E05009317|E05009318")
    return frozenset(part for part in parts if part)


def codes(text: str) -> frozenset[str]:
    """Return at least one ward code."""
    found = codes_or_blank(text)
    if not found:
        raise CellError("at least one ward code, joined by | where there are more, such as E05009317|E05009318")
    return found


def whole(what: str, example: int, highest: int, lowest: int = 0) -> Callable[[str], int]:
    """Return a reader of whole numbers in plain digits."""
    wanted = f"{what} in digits, {lowest} to {highest}, such as {example}"

    def read(text: str) -> int:
        digits = typed(text)
        if not WHOLE.fullmatch(digits) or not lowest <= int(digits) <= highest:
            raise CellError(wanted)
        return int(digits)

    return read


def decimal(what: str, example: str, lowest: float, highest: float) -> Callable[[str], float]:
    """Return a reader of numbers with a decimal point."""
    wanted = f"{what}, {lowest} to {highest}, such as {example}"

    def read(text: str) -> float:
        number = typed(text)
        value = float(number) if NUMBER.fullmatch(number) else math.nan
        if not lowest <= value <= highest:
            raise CellError(wanted)
        return value

    return read


def choice(kind: type[Choice]) -> Callable[[str], Choice]:
    """Return a reader of one word out of a list; capitals do not matter."""
    wanted = "one of " + ", ".join(kind)
    by_word = {str(member): member for member in kind}

    def read(text: str) -> Choice:
        if text.lower() not in by_word:
            raise CellError(wanted)
        return by_word[text.lower()]

    return read


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return a reader of one word out of a list that is not a kind of its own."""

    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise CellError("one of " + ", ".join(allowed))
        return text.lower()

    return read


def day(text: str) -> date:
    """Return a day written year first."""
    written = ISO_DAY.fullmatch(typed(text))
    if not written:
        raise CellError("a day such as 2027-06-30")
    try:
        found = date.fromisoformat(written[1])
    except ValueError as fault:
        raise CellError("a day that the calendar has, such as 2027-06-30") from fault
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(f"a day of the years {FIRST_YEAR} to {LAST_YEAR}, such as 2027-06-30")
    return found


def days_or_blank(text: str) -> tuple[date, ...]:
    """Return days joined by `|`, as they stand."""
    return tuple(day(part.strip()) for part in text.split("|") if part.strip())


def names_or_blank(*allowed: str) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of names out of a list, joined by `|`, as they stand."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(part.strip().lower() for part in text.split("|") if part.strip())
        unknown = [name for name in names if name not in allowed]
        if unknown:
            near = get_close_matches(unknown[0], allowed, n=1)
            hint = f" (for {unknown[0]}, perhaps {near[0]})" if near else ""
            raise CellError(f"names joined by |, each one of {', '.join(allowed)}{hint}")
        return names

    return read


def yearly_day(text: str) -> YearlyDay:
    """Return a day of every year, in words that no spreadsheet takes for a date of this one."""
    asked = " ".join(typed(text).casefold().split()).removeprefix("every ")
    if asked == str(BeforeDaysOff()):
        return BeforeDaysOff()
    if found := FROM_EASTER.fullmatch(asked):
        days = int(found[1] or 0)
        return FromEaster(-days if found[2] == "before" else days)
    number, _, month = asked.partition(" ")
    try:
        of_leap_year = date(LEAP_YEAR, MONTHS.index(month), int(number))
    except ValueError as fault:
        raise CellError(YEARLY_DAY) from fault
    return EveryDate(of_leap_year.month, of_leap_year.day)


def clock(text: str) -> time:
    """Return a local time of day."""
    found = CLOCK.fullmatch(typed(text))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise CellError("a time such as 19:00")
    return time(int(found[1]), int(found[2]))


def set_evening(text: str) -> SetEvening:
    """Return the evening that members know; the weekday may be cut to three letters."""
    name, _, starts = typed(text).partition(" ")
    try:
        matches = [number for number, weekday in enumerate(WEEKDAYS) if name.lower() in (weekday, weekday[:3])]
        return SetEvening(matches[0], clock(starts.strip()))
    except (IndexError, CellError) as fault:
        raise CellError("a weekday and a time such as Tue 19:00, or nothing") from fault


def spans_or_blank(text: str) -> tuple[DaySpan, ...]:
    """Return spans of days joined by `|`, in order; a single day is a span of its own."""
    return tuple(sorted({_span(part.strip()) for part in text.split("|") if part.strip()}, key=_first_and_last))


def _span(text: str) -> DaySpan:
    first, slash, last = typed(text).partition("/")
    try:
        span = DaySpan(day(first.strip()), day(last.strip() if slash else first.strip()))
    except CellError as fault:
        raise CellError("days such as 2027-06-01/2027-06-30, joined by | where there are more") from fault
    if span.last < span.first:
        raise CellError("a span whose last day is not before its first")
    return span


def _first_and_last(span: DaySpan) -> tuple[date, date]:
    return span.first, span.last


def hours(text: str) -> str:
    """Return hours in OpenStreetMap syntax, once they have been understood."""
    if not text:
        raise CellError(f"hours such as {HOURS_EXAMPLE}, or 24/7")
    if len(text) > MOST_IN_HOURS:
        raise CellError(f"hours of {MOST_IN_HOURS} characters at most, such as {HOURS_EXAMPLE}")
    try:
        rules_of(text)
    except NotHours as fault:
        raise CellError(f"hours such as {HOURS_EXAMPLE} ({fault})") from fault
    return text


def clock_hours(text: str) -> str:
    """Return hours as `hours` does, without the sun's times: they need a place, and only a hall has one."""
    if names_the_sun(hours(text)):
        raise CellError(f"hours by the clock, such as {HOURS_EXAMPLE} (dawn, sunrise, sunset and dusk: halls only)")
    return text
