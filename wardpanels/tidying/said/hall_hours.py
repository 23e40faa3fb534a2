"""A hall's opening hours in words, as OpenStreetMap syntax; where the words leave it open, so do the hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.reading import cells
from scheduler.reading.found import CellError
from wardpanels.tidying.said.clock_words import shown, spoken
from wardpanels.tidying.said.day_names import shown_days
from wardpanels.tidying.said.week_stretches import EVERY_DAY, Span, WeekStretch, open_days
from wardpanels.tidying.said.week_words import week_words
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, plain, text_of

CONTRACT = re.compile(r"24/7|\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b.*\d\d:\d\d|\d\d:\d\d.*\b(?:PH|SH)\b|\bweek \d")
BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]")
ALWAYS = re.compile(
    r"(?:open )?(?:24\s*/\s*7|24 ?h(?:ou)?rs?(?: a day)?(?:,? (?:7 days|every day|daily))?)|any ?time|always(?: open)?"
)
BANK = r"(?:bank ?hol(?:iday)?s?|public holidays?|b/?hs?|ph)\b"
SCHOOL = r"(?:school ?hol(?:iday)?s?|(?:the )?holidays|half ?terms?)\b"
NOT_ON = r"(?:,? ?(?:but )?(?:not|no|exc(?:ept|l|luding|\.)?|closed(?: on)?|shut(?: on)?|apart from) (?:on |in |the )*)"
BANK_SHUT = re.compile(NOT_ON + BANK + r"|" + BANK + r" ?:? ?(?:closed|shut)")
SCHOOL_SHUT = re.compile(NOT_ON + SCHOOL + r"|\b(?:in )?term[ -]?time(?: only)?|\bterm only")
BANK_TOO = re.compile(r",? ?\b(?:and |inc(?:l|luding|\.)? )" + BANK)
ASK_FIRST = re.compile(
    r"arrang|appoint|request|ring|call|phone|email|ask|book|discretion|negotia|possible|vary|varies|variable|flexib|subject"
)
RULE_ENDS = re.compile(r"(; |, (?=[A-Z]))")
EVENING = (17 * 60, 22 * 60)
"""What "evenings" are, where a hall says that they are to be asked for. Minutes after midnight."""
NOT_SAID = ("The times of a morning, an afternoon or an evening are not said.", Sure.GUESSED)

HOW = "Write it with am and pm, such as Mon-Fri 9am-9pm, Sat 10am-4pm."


def hall_hours(value: CellValue, known: Surroundings) -> Understood:
    """Read hours such as `Mon-Thurs 9am to 8pm, Sat 10-4, not bank hols` or `7 days 8-10`."""
    written = text_of(value)
    if is_contract(written):
        return Understood(written)
    text = plain(value)
    if ALWAYS.fullmatch(text):
        return Understood("24/7")
    shut, text = _closures(text)
    asides = [aside for found in BRACKET.findall(text) if (aside := found.strip(" ,.;"))]
    text = BRACKET.sub(" ", text)
    ask_first = ASK_FIRST.search(text)
    words = week_words(text)
    told = _told(words.stretches)
    if not told.value:
        return _not_told(written, bool(ask_first))
    for aside in asides:
        told = _with_aside(told, words.stretches, aside)
    if words.strange:
        told = _unsure_throughout(told, words.strange)
    return Understood("; ".join([told.value, *shut]), told.sure, told.why, told.ask)


def weekly_closure(text: str) -> str:
    """When a hall is closed week by week or on holidays, as a rule: `Su off`, `PH off`. Edges: "" for other words"""
    shut, rest = _closures(f"closed {text}")
    words = week_words(rest)
    days = frozenset(day for each in words.stretches for day in each.days)
    if words.strange or any(each.spans or not each.is_shut for each in words.stretches):
        return ""
    return "; ".join([*([f"{shown_days(days)} off"] if days else []), *shut])


def is_contract(written: str) -> bool:
    """Whether these are hours as the contract writes them. Edges: "Mo-Fr" alone may be meant in plain words"""
    try:
        return CONTRACT.search(written) is not None and bool(cells.hours(written))
    except CellError:
        return False


def _not_told(written: str, is_asked: bool) -> Understood:
    """Hours that name no hours: open for nobody who has not asked, and said to be so."""
    why = "It depends on asking first." if is_asked else "No hours could be read from this."
    quoted = quotable(written) or "hours not known"
    return Understood(
        f'unknown "{quoted}"', Sure.CANNOT, f"{why} No meeting is planned here until hours are known.", HOW
    )


def quotable(words: str) -> str:
    """Words as the contract's hours can hold them in a comment."""
    return "".join(each for each in re.sub('["\u201c\u201d\u201e]', "'", words) if each.isprintable())[:60].strip()


def _closures(text: str) -> tuple[list[str], str]:
    """The days off that are named, in the contract's words, and the text without them."""
    off = []
    for pattern, rule in ((BANK_SHUT, "PH off"), (SCHOOL_SHUT, "SH off")):
        if pattern.search(text):
            off.append(rule)
            text = pattern.sub(" ", text)
    return off, BANK_TOO.sub(" ", text).strip(" ,;.")


def _told(stretches: tuple[WeekStretch, ...]) -> Understood:
    """Hours as rules; days never named are closed, and hours without a day are taken for every day, as a guess."""
    told = Understood("")
    rules: list[str] = []
    named: frozenset[int] = frozenset()
    for stretch in stretches:
        for why, sure in _doubts(stretch, named):
            told = told.less(sure, why, HOW)
        if rule := _rule(stretch, open_days(stretches)):
            rules.append(rule)
        named |= stretch.days
    return Understood("; ".join(rules), told.sure, told.why, told.ask)


def _doubts(stretch: WeekStretch, named: frozenset[int]) -> Iterator[tuple[str, Sure]]:
    if stretch.is_shut:
        yield from [NOT_SAID] if stretch.by_part_of_day else []
        return
    if not stretch.spans:
        yield "Hours are missing for some of the days, which are taken as not known.", Sure.GUESSED
        return
    if stretch.days & named:
        yield f"{shown_days(stretch.days & named)} is named twice: what is said last is taken.", Sure.LIKELY
    if not stretch.days:
        yield "No days are named, so every day is taken.", Sure.GUESSED
    if stretch.by_part_of_day:
        yield NOT_SAID
    yield from ((_two_ways(meant), Sure.GUESSED) for meant in stretch.spans if len(meant) > 1)


def _rule(stretch: WeekStretch, opened: frozenset[int]) -> str:
    """One rule of a stretch: what is open in each meaning is open, the rest of a meaning with one sure end unknown."""
    if stretch.is_shut:
        shut = (stretch.days or EVERY_DAY) & opened
        spans = ",".join(f"{shown(first)}-{shown(last)}" for ((first, last),) in stretch.spans)
        return " ".join(filter(None, (shown_days(shut), spans, "off"))) if shut else ""
    days = shown_days(stretch.days or EVERY_DAY)
    if not stretch.spans:
        return f'{days} unknown "hours not said"'
    sure = [_clear(meant) for meant in stretch.spans]
    rule = f"{days} {','.join(f'{shown(first)}-{shown(last)}' for first, last in sure)}"
    for meant, (first, last) in zip(stretch.spans, sure, strict=True):
        widest = meant[0]
        if widest != (first, last):
            rule += f', {days} {shown(widest[0])}-{shown(first)} unknown "am or pm?"'
    return rule


def _clear(meant: tuple[Span, ...]) -> Span:
    """The part that every meaning shares, where all end together; else the widest."""
    ends = {last for _, last in meant}
    return (max(first for first, _ in meant), meant[0][1]) if len(ends) == 1 else meant[0]


def _two_ways(meant: tuple[Span, ...]) -> str:
    first, last = _clear(meant)
    if (first, last) == meant[0]:
        return f"This is taken as {spoken(first)} to {spoken(last)}."
    return (
        f"This may start at {spoken(meant[0][0])} or {spoken(first)}: only {spoken(first)} to {spoken(last)} is sure, "
        "and no meeting is planned outside that."
    )


def _with_aside(told: Understood, stretches: tuple[WeekStretch, ...], aside: str) -> Understood:
    """What stands in brackets: evenings to be asked for are not known; another comment that asks makes all unsure."""
    if ASK_FIRST.search(aside) and re.search(r"\beve", aside):
        rules = [
            f"{shown_days(each.days or EVERY_DAY)} {shown(max(EVENING[0], last))}-{shown(EVENING[1])} "
            f'unknown "evenings by arrangement"'
            for each in stretches
            if each.spans and not each.is_shut and (last := max(_clear(span)[1] for span in each.spans)) < EVENING[1]
        ]
        value = ", ".join([told.value, *rules])
        why = "Evenings have to be asked for, so they are not known: no meeting is planned then."
        return Understood(value, told.sure, told.why, told.ask).less(Sure.LIKELY, why)
    if ASK_FIRST.search(aside) or re.search(r"\b(?:not|closed|shut|except|only|unless|if|sometimes|or)\b", aside):
        return _unsure_throughout(told, aside)
    return told.less(Sure.LIKELY, f"'{aside}' was passed over.")


def _unsure_throughout(told: Understood, words: str) -> Understood:
    """Hours with a comment that may take any of them back: none is sure."""
    quoted = quotable(words)
    rules = RULE_ENDS.split(told.value)
    value = "".join(
        rule if "unknown" in rule or rule.endswith(" off") or rule in ("; ", ", ") else f'{rule} unknown "{quoted}"'
        for rule in rules
    )
    why = f"'{quoted}' was not understood, so these hours are not sure: no meeting is planned in them."
    return Understood(value, told.sure, told.why, told.ask).less(Sure.GUESSED, why, HOW)
