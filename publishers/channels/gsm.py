"""Text messages: the letters that a phone can show in the short alphabet, and how many texts a message takes.

Source: 3GPP TS 23.038 (the default alphabet and its extension); GOV.UK Notify sends what is in neither as "?"
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from string import ascii_letters, digits
from types import MappingProxyType

ONE_TEXT = 160
PART_OF_MORE = 153
BASIC = frozenset(ascii_letters + digits + "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà")
EXTENSION = frozenset("\f^{}\\[~]|€")
PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "⁄": "/", "×": "x",
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Œ": "OE", "œ": "oe",
        "Ħ": "H", "ħ": "h", "ı": "i",
    }
)  # fmt: skip


def units(text: str) -> int:
    """How many places a text takes up.

    Units: septets: the letters of the extension take two
    """
    return len(text) + sum(mark in EXTENSION for mark in text)


def texts(text: str) -> int:
    """How many texts it is sent and charged as.

    Edges: a letter of the extension is never split between two texts, so that one place may stay empty
    """
    if units(text) <= ONE_TEXT:
        return 1
    count, used = 1, 0
    for mark in text:
        size = 1 + (mark in EXTENSION)
        count, used = (count + 1, size) if used + size > PART_OF_MORE else (count, used + size)
    return count


def in_gsm(text: str) -> str | None:
    """The text in letters that every phone shows, on one line, or None where letters of it have no likeness.

    Edges: accents that the alphabet lacks are dropped from their letter; emoji and marks that do not show are left out
    """
    made = [_shown(mark) for mark in unicodedata.normalize("NFC", text)]
    if any(one is None for one in made):
        return None
    return " ".join("".join(one or "" for one in made).split())


def _shown(mark: str) -> str | None:
    if mark in BASIC or mark in EXTENSION:
        return mark
    if mark.isspace():
        return " "
    if mark in PLAIN:
        return PLAIN[mark]
    parts = [PLAIN.get(part, part) for part in unicodedata.normalize("NFKD", mark)]
    base = "".join(part for part in parts if not unicodedata.combining(part[0]))
    if base and all(part in BASIC for part in base):
        return base
    # A letter, a number or a sign of money that we left out would change what is said: it is refused.
    is_news = unicodedata.category(mark)[0] in "LN" or unicodedata.category(mark) == "Sc"
    return None if is_news else ""
