"""Whether the ledger stands as it was written, for a script."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scheduler.chain import ChainCheck


def chain_facts(borough_code: str, found: ChainCheck) -> dict[str, Any]:
    """What a look at a borough's chain found. Edges: `noted` is None where no head was given"""
    return {
        "borough": borough_code,
        "is_whole": found.is_whole,
        "lines": found.head.place,
        "head": str(found.head),
        "before_the_chain": found.head.before,
        "noted": str(found.noted) if found.noted else None,
        "broken": [asdict(each) for each in found.broken],
    }
