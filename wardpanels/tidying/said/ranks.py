"""What an officer is to a panel, by rank or post: `PS`, `A/Insp`, `PCSO`, `Council`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scheduler.facts import Role
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain

ACTING = re.compile(r"^(?:a|t|acting|temp(?:orary)?|act)[/. ]+")
SURE = {
    **dict.fromkeys(
        ("ps", "sgt", "sergeant", "sarge", "snt sergeant", "ward sergeant", "snt sgt", "police sergeant"), Role.SERGEANT
    ),
    **dict.fromkeys(
        ("dwo", "dedicated ward officer", "pc dwo", "pc (dwo)", "dwo pc", "ward officer", "dwo / pc"), Role.DWO
    ),
    **dict.fromkeys(("pcso", "community support officer", "police community support officer", "cso"), Role.PCSO),
    **dict.fromkeys(
        ("insp", "inspector", "snt inspector", "snt insp", "police inspector", "neighbourhood inspector"),
        Role.INSPECTOR,
    ),
    **dict.fromkeys(("public realm", "public realm officer", "public_realm"), Role.PUBLIC_REALM),
}
LIKELY = (
    (re.compile(r"\bpcso\b"), Role.PCSO),
    (re.compile(r"\bdwo\b|ward officer"), Role.DWO),
    (re.compile(r"\b(?:ps|sgt|sergeant|skipper)\b"), Role.SERGEANT),
    (re.compile(r"\b(?:chief insp|c/?insp|ci|insp|inspector)\b"), Role.INSPECTOR),
    (re.compile(r"public realm|council|authority|\blbh?\b|enforcement|\basb\b|\bpr\b|warden"), Role.PUBLIC_REALM),
    (re.compile(r"\b(?:pc|constable|wpc|officer)\b"), Role.DWO),
)  # fmt: skip
IN_WORDS = {Role.SERGEANT: "a sergeant", Role.DWO: "a dedicated ward officer", Role.PCSO: "a PCSO",
            Role.INSPECTOR: "an inspector", Role.PUBLIC_REALM: "the council's public realm officer"}  # fmt: skip
SHORT: Mapping[str, str] = {
    Role.SERGEANT: "PS",
    Role.DWO: "PC",
    Role.PCSO: "PCSO",
    Role.INSPECTOR: "Insp",
    Role.PUBLIC_REALM: "Council",
}
"""What stands before a name, where two officers share it."""
HOW = "Write PS, DWO, PCSO, Insp or Public Realm."


def rank(value: CellValue, known: Surroundings) -> Understood:
    """Read a rank as a role of the contract."""
    said = ACTING.sub("", plain(value).strip(" ."))
    if role := SURE.get(said):
        return Understood(role.value)
    for pattern, role in LIKELY:
        if pattern.search(said):
            return Understood(role.value, Sure.LIKELY, f"This is taken for {IN_WORDS[role]}.")
    return cannot("This is no rank that panels know.", HOW)
