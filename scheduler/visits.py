"""Visits to the public site that came by a link or a code we gave out: how many, never whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Visited:
    """What the visits that are counted together have in common.

    Units: `day` by the borough's clocks; no time finer than that is kept
    Edges: `channel` and `moment` are as `publishers.marks.Mark` has them; `ward_code` is "" for a page of the whole
           borough, `meeting_id` "" for a page about no one meeting
    """

    day: date
    channel: str
    moment: str
    ward_code: str = ""
    meeting_id: str = ""
