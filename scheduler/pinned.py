"""What of a draft's meetings was pinned by hand: it stays when the period is planned anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.errors import UnknownName

PARTS = ("date", "hall", "officers")
"""What of a meeting can be pinned by itself; its date is pinned with its start."""


@dataclass(frozen=True, slots=True, order=True)
class Pinned:
    """One meeting and what of it stays as the draft has it, in the order of `PARTS`."""

    meeting_id: str
    parts: tuple[str, ...] = PARTS

    def __str__(self) -> str:
        return f"{self.meeting_id}:{','.join(self.parts)}"


def pinned_of(text: str) -> Pinned:
    """Read a pin: a meeting's id, alone or with what is pinned, such as `2027-E05009317-1:date,hall`.

    Errors: UnknownName for a part
    """
    name, _, parts = text.partition(":")
    wanted = [part.strip() for part in parts.split(",")] if parts else list(PARTS)
    for part in wanted:
        if part not in PARTS:
            raise UnknownName("pin", part, f"one of {', '.join(PARTS)}", PARTS)
    return Pinned(name, tuple(part for part in PARTS if part in wanted))


def with_pin(pins: Iterable[Pinned], pin: Pinned) -> tuple[Pinned, ...]:
    """The pins with another one, in the place of what was pinned of its meeting before."""
    return tuple(sorted((*without_pin(pins, pin.meeting_id), pin)))


def without_pin(pins: Iterable[Pinned], meeting_id: str) -> tuple[Pinned, ...]:
    """The pins of all meetings but one."""
    return tuple(pin for pin in pins if pin.meeting_id != meeting_id)
