"""A paper before it is laid out: headings, paragraphs, lists and tables of plain text, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table. Every row is as long as its heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One heading and what stands under it, in this order. Edges: `grid` is None where there is no table"""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    grid: PaperTable | None = None


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A whole paper, in English.

    Units: `made_at` is what files say of themselves, aware: the same paper and moment, the same bytes
    Edges: `note` stands above all else, "" for none; `path` is where it would be on the site, without an ending
    """

    path: str
    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    author: str
    address: str
    made_at: datetime
    note: str = ""
