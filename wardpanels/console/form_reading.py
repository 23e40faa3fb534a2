"""Reads a form field by field: what was typed stays for the page, and what is wrong is said at its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from scheduler.errors import UnknownName
from wardpanels.faults import CannotUse

NUMBER = re.compile(r"[0-9]{1,9}")
PARTS = ("day", "month", "year")


MOST_PAGES = 99_999
"""Of a list whose length nobody counts: the store is asked for no page beyond."""


def whole_number(typed: str) -> int | None:
    """A whole number of at most nine digits, as an address or a form has it. Edges: None for anything else"""
    return int(typed) if NUMBER.fullmatch(typed) else None


def page_of(typed: str, pages: int) -> int:
    """The number of one of so many pages. Errors: UnknownName."""
    number = whole_number(typed)
    if number is None or not 1 <= number <= pages:
        raise UnknownName("page", typed, f"a number from 1 to {pages}")
    return number


def page_from_one(typed: str) -> int:
    """The number of a page of a list whose length is not known yet. Errors: CannotUse."""
    number = whole_number(typed)
    if number is None or not 1 <= number <= MOST_PAGES:
        raise CannotUse("the page", repr(typed), "a number from 1 on")
    return number


@dataclass(slots=True)
class FormRead:
    """A form that was sent. `wrong` has a sentence for each field that cannot be so, in the page's order."""

    form: MultiDict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> Mapping[str, str]:
        """What was typed, by field."""
        return self.form.to_dict()

    def text(self, name: str) -> str:
        """What was typed in a field, without the blanks around it. Edges: "" where nothing was"""
        return self.form.get(name, "").strip()

    def lines(self, name: str) -> tuple[str, ...]:
        """What was typed in a box, line by line, without blank ones."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def chosen(self, name: str, options: Collection[str]) -> tuple[str, ...]:
        """Those of the options that are ticked, in their order."""
        ticked = self.form.getlist(name)
        return tuple(option for option in options if option in ticked)

    def choice(self, name: str, options: Collection[str], wanted: str) -> str:
        """The option that was chosen; `wanted` is said where none was. Edges: "" then"""
        value = self.text(name)
        if value in options:
            return value
        self.wrong.setdefault(name, wanted)
        return ""

    def number(self, name: str, what: str, *, is_needed: bool = False) -> int | None:
        """A whole number. Edges: None where the field is blank or wrong"""
        value = self.text(name).replace(",", "")
        if NUMBER.fullmatch(value):
            return int(value)
        if value:
            self.wrong.setdefault(name, f"{what} has to be a whole number, such as 24.")
        elif is_needed:
            self.wrong.setdefault(name, f"Type {what[0].lower()}{what[1:]}. If nobody was there, type 0.")
        return None

    def day(self, name: str, what: str, *, is_needed: bool = False) -> date | None:
        """A day in three fields, `NAME-day`, `NAME-month` and `NAME-year`. Edges: None where it is blank or wrong"""
        values = [self.text(f"{name}-{part}") for part in PARTS]
        if not any(values):
            if is_needed:
                self.wrong.setdefault(name, f"Type {what[0].lower()}{what[1:]}.")
            return None
        try:
            if all(NUMBER.fullmatch(value) for value in values):
                return date(int(values[2]), int(values[1]), int(values[0]))
        except (ValueError, OverflowError):
            pass
        self.wrong.setdefault(name, f"{what} has to be a real day, such as 27 3 2027.")
        return None

    def refuse(self, sentences: Iterable[tuple[str, str]]) -> None:
        """Add sentences at their fields. Edges: several of one field are joined; "" is the form as a whole"""
        for name, sentence in sentences:
            before = self.wrong.get(name)
            self.wrong[name] = f"{before} {sentence}" if before else sentence


def day_typed(name: str, day: date | None) -> dict[str, str]:
    """A day as the three fields of a form hold it. Edges: {} for none"""
    return {f"{name}-{part}": f"{getattr(day, part)}" for part in PARTS} if day else {}
