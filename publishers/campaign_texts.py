"""The texts of the campaign, which are data: ours in templates/campaign, a file a language, and the borough's own.

A key is a table and a size, such as ask.women.short. What a text says when is in `publishers.channels.campaign_words`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from publishers import templating
from publishers.channels import gsm
from publishers.channels.limits import x_weight
from publishers.languages import MANNERS, SOURCE, CatalogueEntry
from scheduler.release.campaign import OwnWords

LONG, SHORT, TEXT = "long", "short", "text"
ENGLISH_TABLES = ("week.asked", "week.done", "piece.headline", "piece.everybody", "piece.chair")
"""Tables of English alone: what a panel said, which nobody translates, and pieces for English papers."""

MOST = MappingProxyType({LONG: 600, SHORT: 160, TEXT: 60})
"""Units: what X counts; of a text message, its places. With more, a post would have no room for when and where."""

DEPTH = 2
"""How many tables may stand in one another."""

OF_PIECES = ("email", "ways")
"""Places that a text for the papers may have besides: the mail address, and every way to reach us in sentences."""

PLACE = re.compile(r"\{([a-z]+)\}")
BY_WHERE_THE_READER_STANDS = re.compile(r"\b(?:today|tonight|tomorrow|yesterday)\b", re.IGNORECASE)


def file_of(tag: str) -> Path:
    """Where the texts of a language are kept."""
    return templating.template_folder() / "campaign" / f"{tag}.toml"


@cache
def texts(tag: str) -> Mapping[str, str]:
    """Our texts in a language by their keys, their places still open; none where nobody has written any."""
    path = file_of(tag)
    if tag not in MANNERS or not path.is_file():
        return {}
    return MappingProxyType(dict(flat(tomllib.loads(path.read_text(encoding="utf-8")))))


def flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a table and of those in it, by its whole key. Edges: a table in a third one is a value."""
    for name, value in table.items():
        if isinstance(value, dict) and above.count(".") < DEPTH:
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def text_of(key: str, tag: str, own: tuple[OwnWords, ...], **facts: str) -> str:
    """A text with its places filled in: the borough's own, else ours, else ours in English."""
    ours = texts(tag).get(key) or texts(SOURCE)[key]
    said = next((one.text for one in own if (one.language, one.key) == (tag, key)), ours)
    return PLACE.sub(lambda place: facts[place[1]], said)


def entries(tag: str) -> tuple[CatalogueEntry, ...]:
    """Our English texts and those in a language, "" where one is missing, for whoever checks them: none for English."""
    if tag == SOURCE or tag not in MANNERS:
        return ()
    ours = texts(tag)
    return tuple(
        CatalogueEntry(text, (ours.get(key, ""),)) for key, text in texts(SOURCE).items() if is_translated(key)
    )


def fault_of(key: str, tag: str, text: object) -> tuple[str, str] | None:
    """What is wrong with a borough's own text, and what is wanted; None where it can be used."""
    ours = texts(SOURCE).get(key)
    if ours is None or (tag != SOURCE and not is_translated(key)):
        return "a text that is not known here", f"one of {', '.join(_keys(tag))}"
    if not isinstance(text, str) or not text.strip() or not text.isprintable():
        return repr(text), "some text on one line"
    places = {"ward", *PLACE.findall(ours), *(OF_PIECES if key.startswith("piece.") else ())}
    strange = re.findall(r"\{[^}]*\}?|\}", PLACE.sub(lambda place: "" if place[1] in places else place[0], text))
    if strange:
        return strange[0], "no braces but " + ", ".join(f"{{{place}}}" for place in sorted(places))
    if day := BY_WHERE_THE_READER_STANDS.search(text):
        return repr(day[0]), "no word that is wrong a day later: the date stands beside the text"
    return _fault_of_length(key.rpartition(".")[2], PLACE.sub("", text))


def _fault_of_length(size: str, text: str) -> tuple[str, str] | None:
    if size == TEXT and gsm.in_gsm(text) is None:
        return repr(text), "letters that every phone shows in a text message"
    length = gsm.units(gsm.in_gsm(text) or "") if size == TEXT else x_weight(text)
    return (f"{length} letters", f"{MOST[size]} at most") if length > MOST[size] else None


def is_translated(key: str) -> bool:
    """Whether a text is in every language: no text message is, nor what repeats a panel's own words."""
    table, _, size = key.rpartition(".")
    return size != TEXT and table not in ENGLISH_TABLES


def _keys(tag: str) -> list[str]:
    return [key for key in texts(SOURCE) if tag == SOURCE or is_translated(key)]
