"""An officer's shifts in words, as working hours: `2pm-10pm Mon-Fri`, `Lates 1400-2200 / earlies alternate`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wardpanels.tidying.said.clock_words import shown, spoken
from wardpanels.tidying.said.day_names import NAMES, shown_days
from wardpanels.tidying.said.hall_hours import ALWAYS, is_contract
from wardpanels.tidying.said.week_stretches import Span
from wardpanels.tidying.said.week_words import WeekWords, week_words
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain, text_of

USUAL = {"late": (14 * 60, 22 * 60), "early": (7 * 60, 15 * 60), "day": (9 * 60, 17 * 60), "night": (22 * 60, 6 * 60)}
"""The hours of a shift that is named without them, in minutes after midnight. Stated wherever they are taken."""
SHIFT = re.compile(r"\b(late|earl(?:y|ie)|day|night)(?:s|'s)?(?: turn| shift)?s?\b(?! a week)")
ALTERNATE = re.compile(
    r"\b(?:alternat(?:e|es|ing)|alt|rotat(?:e|es|ing)|every other week|week about|rota|and vice versa)\b"
)
WEEKS = {"odd": "week 1-53/2", "even": "week 2-52/2"}
ODD_OR_EVEN = re.compile(r"\b(?:in |on )?(odd|even)(?: numbered)? (?:weeks?|wks?)\b")
OFFICE = re.compile(r"\b(?:office|normal|core) hours\b")
FLEXIBLE = re.compile(r"\b(?:flexible|flexi(?:time)?|flex|various|varies|variable|any|as needed|as required)\b")
FLEXIBLE_HOURS = (9 * 60, 22 * 60)
BANK_HOLIDAYS = re.compile(r",? ?(?:\(?(?:not|exc(?:ept|l|luding|\.)?|no)) (?:on )?(?:bank ?hol(?:iday)?s?|bhs?|ph)\)?")
SEGMENT = re.compile(r"\s*[/;\n]\s*|,\s*(?=(?:earl|late|day|night))|\s+(?=(?:earlies|lates|nights)\b)")
WORKING_DAYS = frozenset(range(5))

HOW = "Write it as Mon-Fri 2pm-10pm, or Lates Mon-Fri 2pm-10pm odd weeks / earlies Mon-Fri 7am-3pm even weeks."


def shifts(value: CellValue, known: Surroundings) -> Understood:
    """Read working hours. Edges: where the words do not say days, weeks or hours, what is taken instead is said."""
    written = text_of(value)
    if is_contract(written):
        return Understood(written)
    text = plain(value)
    if ALWAYS.fullmatch(text):
        return Understood("24/7", Sure.GUESSED, "Nobody is on duty day and night.", HOW)
    text, off = BANK_HOLIDAYS.subn("", text)
    text = re.sub(r"[()\[\]]", " ", OFFICE.sub("day shift", text))
    alternates = bool(ALTERNATE.search(text))
    segments = [each for each in SEGMENT.split(ALTERNATE.sub(" ", text)) if each and each.strip(" ,.")]
    told = Understood("")
    rules: list[str] = []
    weeks_left: set[str] = set()
    for segment in segments:
        rule, said = _segment(segment)
        if not rule or (alternates and rules and not ODD_OR_EVEN.search(segment)):
            told = (
                told if rule or alternates else told.less(Sure.GUESSED, f"'{segment.strip()}' was not understood.", HOW)
            )
            continue
        rules.append(rule)
        weeks_left |= set(ODD_OR_EVEN.findall(segment))
        told = told.less(said.sure, said.why, said.ask) if said.why else told
    if not rules:
        return cannot("No shift could be read from this.", HOW)
    if alternates and len(weeks_left) < len(segments):
        told = told.less(
            Sure.GUESSED, "Which weeks are which is not said: the first shift is taken for every week.", HOW
        )
    rules += ["PH off"] if off else []
    return Understood("; ".join(rules), told.sure, told.why, told.ask)


def _segment(segment: str) -> tuple[str, Understood]:
    """One shift as a rule, "" where there is none; the value of what is said beside it is not used."""
    weeks = ODD_OR_EVEN.search(segment)
    named = SHIFT.search(segment)
    is_flexible = bool(FLEXIBLE.search(segment))
    words = week_words(SHIFT.sub(" ", FLEXIBLE.sub(" ", ODD_OR_EVEN.sub(" ", segment))).strip())
    hours, said = _hours(words, named[1] if named else "", is_flexible)
    if not hours:
        return "", said
    if words.strange:
        said = said.less(Sure.GUESSED, f"'{words.strange}' was not understood.", HOW)
    prefix = f"{WEEKS[weeks[1]]} " if weeks else ""
    return "; ".join(prefix + rule for rule in hours), said


def _hours(words: WeekWords, shift: str, is_flexible: bool) -> tuple[list[str], Understood]:
    said = Understood("")
    by_days: dict[frozenset[int], list[Span]] = {}
    for days, span, doubt in _spans(words):
        by_days.setdefault(days or WORKING_DAYS, []).append(span)
        if not days:
            said = said.less(Sure.GUESSED, "Which days is not said: Monday to Friday is taken.", HOW)
        if doubt:
            said = said.less(Sure.GUESSED, f"This is taken as {spoken(span[0])} to {spoken(span[1])}.", HOW)
    without = frozenset(day for each in words.stretches if not each.spans and not each.is_shut for day in each.days)
    if not by_days and (shift or is_flexible):
        span = USUAL["early" if shift.startswith("earl") else shift] if shift else FLEXIBLE_HOURS
        by_days = {without or WORKING_DAYS: [span]}
        why = f"The hours are not said: {spoken(span[0])} to {spoken(span[1])} is taken."
        said = said.less(Sure.GUESSED, why if without else f"{why[:-1]}, Monday to Friday.", HOW)
    elif by_days and without:
        said = said.less(Sure.GUESSED, f"The hours on {_named(without)} are not said: none are taken.", HOW)
    for each in words.stretches:
        if each.is_shut and each.by_part_of_day:
            said = said.less(Sure.GUESSED, f"{_shown(span for (span,) in each.spans)} is taken to be off.", HOW)
    rules = [f"{shown_days(days)} {_shown(spans)}" for days, spans in by_days.items()]
    return rules + _off(words, frozenset(day for days in by_days for day in days)), said


def _spans(words: WeekWords) -> Iterator[tuple[frozenset[int], Span, bool]]:
    for stretch in words.stretches:
        for meant in stretch.spans if not stretch.is_shut else ():
            yield stretch.days, meant[0], len(meant) > 1 or stretch.by_part_of_day


def _off(words: WeekWords, on_duty: frozenset[int]) -> list[str]:
    """What a shift leaves out of its days, as rules after its own: `We off`, `Mo-Fr 17:00-18:00 off`.

    Edges: days without hours beside others, such as those of `rest day Wed`, are left out too
    """
    says_hours = any(each.spans and not each.is_shut for each in words.stretches)
    shut = (each for each in words.stretches if each.is_shut or (says_hours and not each.spans))
    left_out = ((each, (each.days or on_duty) & on_duty) for each in shut)
    return [
        " ".join(filter(None, (shown_days(days), _shown([span for (span,) in each.spans]), "off")))
        for each, days in left_out
        if days
    ]


def _shown(spans: Iterable[Span]) -> str:
    return ",".join(f"{shown(first)}-{shown(last)}" for first, last in spans)


def _named(days: frozenset[int]) -> str:
    return " and ".join(NAMES[day] for day in sorted(days))


def assumed_shift() -> Understood:
    """What is taken where nothing says when an officer works."""
    first, last = FLEXIBLE_HOURS
    why = f"When they work is not said: {NAMES[0]} to {NAMES[4]}, {spoken(first)} to {spoken(last)} is taken."
    return Understood(f"Mo-Fr {shown(first)}-{shown(last)}", Sure.GUESSED, why, HOW)
