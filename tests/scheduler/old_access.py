"""Stored documents as the program wrote them before access was checked."""

from __future__ import annotations

import json

from scheduler.facts import Known

OLD_ACCESS = {"step_free": Known.YES, "hearing_loop": Known.UNKNOWN, "accessible_toilet": Known.YES}
OLD_ENTRANCE = "Ramp on Fairfield Road"


def as_written_before(document: bytes) -> bytes:
    """A stored document as the program wrote it before access was checked: flat, whatever it rests on."""

    def flat(node: object) -> object:
        if isinstance(node, list):
            return [flat(each) for each in node]
        if not isinstance(node, dict):
            return node
        plain = {name: flat(each) for name, each in node.items() if name != "access"}
        return {**plain, **OLD_ACCESS, "entrance": OLD_ENTRANCE} if "access" in node else plain

    return json.dumps(flat(json.loads(document))).encode()
