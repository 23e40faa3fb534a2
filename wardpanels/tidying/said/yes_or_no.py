"""Whether a hall has something: `Y`, `TRUE`, `✓`, `no`, `?`."""

from __future__ import annotations

import re

from wardpanels.tidying.understood import NOT_KNOWN, NOTHING, CellValue, Sure, Surroundings, Understood, plain

YES = frozenset(
    {"y", "yes", "true", "t", "✓", "✔", "☑", "✅", "1", "yep", "full", "level", "step free", "available", "ok"}
)
NO = frozenset({"n", "no", "false", "f", "✗", "✘", "❌", "☒", "0", "nope", "none", "not available", "steps", "stairs"})
UNSURE = re.compile(
    r"\b(?:but|part(?:ly|ial|ially)?|some|only|sometimes|with help|portable|temporary|one step|maybe|except|not)\b|\?"
)
_YES, _NO = r"(?:yes|y|level|ramp(?:ed)?)", r"(?:no|n|steps|stairs)"
NOT_CHOSEN = re.compile(
    rf"\b(?:{_YES}\s*(?:[/|]|\bor\b)\s*{_NO}|{_NO}\s*(?:[/|]|\bor\b)\s*{_YES})\b"
    rf"|^(?:{_YES}\W+{_NO}|{_NO}\W+{_YES})\W*$"
)
"""A form's `Yes/No` on which nobody has struck out either."""
HOW = "Write yes or no."


def yes_or_no(value: CellValue, known: Surroundings) -> Understood:
    """Read a fact about access. Edges: what says neither is unknown, and said to be."""
    said = plain(value).strip(" .!")
    if said in YES:
        return Understood("yes")
    if said in NO and said != "none":
        return Understood("no")
    if said in NOT_KNOWN:
        return Understood("unknown")
    if said in NOTHING:
        return Understood("unknown", Sure.LIKELY, "This says neither yes nor no, so it is taken as not known.")
    first = (
        None
        if NOT_CHOSEN.search(said)
        else re.match(r"(yes|no|y|n|level|ramp(?:ed)?|lift|steps|stairs|upstairs)\b", said)
    )
    if first and not UNSURE.search(said[first.end() :]):
        word = "no" if first[1] in ("no", "n", "steps", "stairs", "upstairs") else "yes"
        return Understood(word, Sure.LIKELY, f"The rest is passed over; '{first[1]}' is taken as {word}.")
    return Understood(
        "unknown", Sure.GUESSED, "This says neither yes nor no plainly, so it is taken as not known.", HOW
    )
