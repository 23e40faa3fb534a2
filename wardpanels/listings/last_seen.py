"""Keeps what was last seen of listings, in a file, so that the ledger can put it beside what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from scheduler.proof import ChannelFact
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.listings.looking import ListingReport
from wardpanels.listings.seen import Seen, Verdict
from wardpanels.publicity.proving import Proof
from wardpanels.sources import police_uk


def keep(file: Path, report: ListingReport) -> None:
    """Keep what was seen of each meeting in each place, in the stead of what was seen there before.

    Edges: a place that could not be looked at says nothing new
    Errors: CannotUse
    """
    known = {(one.meeting_id, one.source, one.address): one for one in kept(file)}
    new = {(one.meeting_id, one.source, one.address): one for one in report.seen if one.verdict != Verdict.NOT_SEEN}
    if new:
        every = [one for _, one in sorted((known | new).items())]
        write_file(file, msgspec.json.format(msgspec.json.encode(every), indent=2) + b"\n", outputs.LAST_LOOK)


def kept(file: Path) -> tuple[Seen, ...]:
    """What was last seen of each meeting in each place; nothing where there is no such file."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[Seen, ...])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return ()


def beside(proof: Proof, seen: Iterable[Seen]) -> Mapping[ChannelFact, Seen]:
    """What police.uk lists of each version that was true when somebody looked, beside what its channel told."""
    found = {one.meeting_id: one for one in seen if one.source == police_uk.SOURCE and one.verdict != Verdict.NOT_SEEN}
    ours = ((fact, found.get(fact.version.meeting_id)) for fact in proof.facts if fact.channel in proof.listed_by)
    return {fact: one for fact, one in ours if one and fact.version.is_true_at(one.looked_at)}
