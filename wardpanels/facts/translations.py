"""How far each language is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wardpanels.year import translations


def translation_facts(standing: translations.LanguageProgress) -> dict[str, Any]:
    """How far one language is, for a script."""
    facts = asdict(standing)
    return {
        **facts,
        "missing": list(standing.missing),
        "reviewed_groups": list(standing.reviewed_groups),
        "is_reviewed": standing.is_reviewed,
    }
