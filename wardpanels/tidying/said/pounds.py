"""What a hall costs an hour: `£25 ph`, `£30/hr`, `12.00`, `Free`."""

from __future__ import annotations

import re

from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain

FREE = frozenset(
    {
        "free",
        "0",
        "nil",
        "none",
        "no charge",
        "no cost",
        "foc",
        "free of charge",
        "no",
        "£0",
        "gratis",
        "-",
        "n/c",
        "nc",
    }
)
AMOUNT = re.compile(r"(?:£|gbp)? ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?: ?(?:£|gbp))?")
HOURLY = re.compile(r"\b(?:p\.?/?h|per ho?u?r|an ho?u?r|hourly|ph|each hour)\b|/ ?h(?:r|our)?\b|\bho?u?r\b")
OTHERWISE = re.compile(r"session|evening|day|meeting|booking|flat|half|night|vat|deposit|week|month|-|\bto\b|\bor\b|\+")
OTHER_UNIT = re.compile(r"\b(?:session|evening|day|meeting|booking|night|week|month)\b")
HOW = "Write the pounds for one hour, such as 25, or Free."


def _is_by_other(heading: str) -> bool:
    """Whether a heading says that its prices are not by the hour: `Cost per session`."""
    return OTHER_UNIT.search(heading) is not None and not HOURLY.search(heading)


def pounds(value: CellValue, known: Surroundings) -> Understood:
    """Read a price an hour. Edges: a price that is not by the hour is taken for one, as a guess."""
    said = plain(value).strip(" .")
    if said in FREE or (re.match(r"free\b", said) and not re.search(r"\d", said)):
        return Understood("0")
    amounts = [float(whole.replace(",", "") + past) for whole, past in AMOUNT.findall(said)]
    if not amounts:
        return cannot("No price could be read from this: no cost is counted.", HOW)
    told = Understood(f"{max(amounts):g}")
    rest = HOURLY.sub(" ", AMOUNT.sub(" ", said, count=1))
    if len(amounts) > 1 or OTHERWISE.search(rest) or (_is_by_other(known.heading) and told.value != "0"):
        return told.less(Sure.GUESSED, f"£{told.value} an hour is taken.", HOW)
    if rest.strip(" .,()/"):
        return told.less(Sure.LIKELY, f"'{rest.strip()}' was passed over.")
    is_hourly = HOURLY.search(said) or HOURLY.search(known.heading) or told.value == "0"
    return told if is_hourly else told.less(Sure.LIKELY, "This is taken as the price of an hour.")
