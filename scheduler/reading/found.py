"""How what was found is shown in a problem, and the fault that a reader of one cell raises. Knows no file."""

from __future__ import annotations

from reprlib import Repr

from scheduler.errors import Problem, UnusableData

LONGEST_SHOWN = 60
IN_SHORT = Repr()
"""It looks only as deep and as far as it shows: a map is a list of a million numbers."""
IN_SHORT.maxlist = IN_SHORT.maxdict = IN_SHORT.maxstring = IN_SHORT.maxother = IN_SHORT.maxlong = LONGEST_SHOWN


class CellError(Exception):
    """One cell or setting cannot be used; `wanted` says in plain words what to write instead."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(wanted)


def shown(value: object) -> str:
    """Return the value as a problem shows it: quoted, control characters made visible, cut to a readable length."""
    if value == "":
        return "an empty cell"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value[: LONGEST_SHOWN + 1]) if isinstance(value, str) else IN_SHORT.repr(value)
    if len(text) <= LONGEST_SHOWN:
        return text
    return text[: LONGEST_SHOWN - 3] + "..."


def utf8_text(file: str, data: bytes) -> str:
    """Return the file's text without a byte order mark.

    Errors: UnusableData, naming the line of the first byte that is not UTF-8
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        found = f"the byte 0x{data[fault.start]:02x}"
        wanted = "UTF-8 text (in a spreadsheet: Save as, then CSV UTF-8)"
        raise UnusableData((Problem(file, line, "", found, wanted),)) from fault
