"""A rule's price, in words."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.price import PriceAt, Priced
from scheduler.rules.hire_cost import HireCost

POINTS_A_UNIT = "Points a unit"


def price_rows(priced: Priced) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table's heads and rows, the lowest setting first."""
    units = ("Units",) * bool(priced.unit)
    heads = (priced.number or POINTS_A_UNIT, *units, "Points of other rules", "Hire", "Halls a ward", "Proven")
    possible = {setting.value: _figures(priced, setting) for setting in priced.settings}
    none = dict.fromkeys(priced.impossible, ("no plan", *("",) * (len(heads) - 2)))
    rows = sorted((possible | none).items())
    return heads, [(f"{value:,}{' (now)' * (value == priced.now)}", *figures) for value, figures in rows]


def _figures(priced: Priced, setting: PriceAt) -> tuple[str, ...]:
    units = (f"{setting.units:,}",) * bool(priced.unit)
    halls = sum(setting.halls.values()) / max(1, len(setting.halls))
    proven = "yes" if setting.is_proven else "no"
    return (*units, f"{setting.elsewhere:,}", f"£{setting.hire_gbp:,}", f"{halls:.2f}", proven)


def price_sentences(priced: Priced) -> Iterator[str]:
    """What each setting brings and costs beside the one now, and what a unit is."""
    now = next((setting for setting in priced.settings if setting.value == priced.now), None)
    for setting in priced.settings:
        if now is not None and setting is not now:
            told = ", ".join(_differences(now, setting)) or "nothing changes"
            yield f"At {setting.value:,} instead of {now.value:,}: {told}."
    if priced.unit:
        yield priced.unit


def price_notes(priced: Priced) -> Iterator[str]:
    """What is not certain about it."""
    for setting in priced.settings:
        if not setting.is_proven:
            yield f"Note: a better plan may exist at {setting.value:,}; the search was stopped."


def _differences(now: PriceAt, then: PriceAt) -> Iterator[str]:
    if units := then.units - now.units:
        yield f"{_count(abs(units), 'unit')} {'more' if units > 0 else 'fewer'}"
    if pounds := then.hire_gbp - now.hire_gbp:
        yield f"£{abs(pounds):,} {'more' if pounds > 0 else 'less'} hire"
    changes = [then.halls.get(code, 0) - halls for code, halls in now.halls.items()]
    for word, wards in (("more", sum(n > 0 for n in changes)), ("fewer", sum(n < 0 for n in changes))):
        if wards:
            yield f"{word} halls in {_count(wards, 'ward')}"
    for rule in sorted((now.points.keys() | then.points.keys()) - {HireCost.name}):
        if points := then.points.get(rule, 0) - now.points.get(rule, 0):
            yield f"{rule.replace('_', ' ')} {points:+,}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' * (number != 1)}"
