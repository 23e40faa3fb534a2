"""What `begin` says it made."""

from __future__ import annotations

from collections.abc import Iterator

from wardpanels.beginning.beginning import BegunFolder
from wardpanels.beginning.known_for_all import LEFT_OUT
from wardpanels.beginning.own_settings import force_of
from wardpanels.terminal.words.borough import counted
from wardpanels.year.losses import NOT_KNOWN


def made(begun: BegunFolder) -> Iterator[str]:
    """What is in the folder now, and what was left as it is."""
    wards = begun.borough.wards
    people = sum(ward.population is not None for ward in wards)
    found = counted({"wards": len(wards), "postcodes": begun.postcodes})
    yield f"{begun.borough.name} ({begun.borough.code}): {found}."
    if not people:
        yield "How many people live in each ward is not in the file: that stays not known."
    new = [each.name for each in begun.files if each.is_new]
    yield f"New in {begun.folder}: {', '.join(new)}." if new else f"Nothing new in {begun.folder}."
    for each in begun.files:
        if each.would:
            yield f"{each.name} stays as it is. Made anew, it would: {each.would}."


def assumed(begun: BegunFolder) -> Iterator[str]:
    """What only stands in."""
    for each in begun.assumed:
        yield f"- {each.file}: {each.taken}"


def left_out(begun: BegunFolder) -> Iterator[str]:
    """What only the borough knows."""
    for file, why in LEFT_OUT:
        yield f"- {file}: {why}."
    if force_of(begun.borough.code) == NOT_KNOWN:
        yield (
            "- borough.toml: the police force is not known. Until police_force has its id at data.police.uk, nobody "
            "can ask police.uk whether it lists the meetings."
        )
