"""Who did something: a name, and how it is known that it was them."""

from __future__ import annotations

from enum import StrEnum


class KnownBy(StrEnum):
    """How an identity is known. UNSAID: by a program of before, which did not write it down."""

    UNSAID = ""
    STATED = "stated"
    SIGNED_IN = "signed_in"
    KEY = "key"
    PROGRAM = "program"


SHOWN = {KnownBy.STATED: " (stated, not checked)", KnownBy.KEY: " (by key)"}
"""What stands behind a name where it is shown."""


class Who(str):
    """A name that knows how it is known. Edges: a plain string is a name that was stated; equal where the names are"""

    __slots__ = ("known",)
    known: KnownBy

    def __new__(cls, name: str, known: KnownBy) -> Who:
        """The name, with how it is known."""
        made = super().__new__(cls, name)
        made.known = known
        return made

    def __getnewargs__(self) -> tuple[str, KnownBy]:  # type: ignore[override]  # a copy knows it too
        return str(self), self.known


def known_of(name: str) -> KnownBy:
    """How it is known that a name is that of who did it."""
    return name.known if isinstance(name, Who) else KnownBy.STATED


def shown(name: str) -> str:
    """A name as it is shown to people: one that was only stated is marked so. Edges: "" for nobody"""
    return f"{name}{SHOWN.get(known_of(name), '')}" if name else ""
