"""borough.toml for another borough: the one that explains every setting, with this borough's names put in."""

from __future__ import annotations

import json
import re

from wardpanels.year.losses import NOT_KNOWN

HEAD = (
    "# {name}. Every number under [policy] and [publicity] is the example borough's: a choice for yours to make.\n"
    "# The addresses are examples that lead nowhere: put your own in before you publish.\n"
)
LONDON, THE_CITY = "E09", "E09000001"
WAYS_IN = ("contact_phone", "contact_text", "contact_post")
"""What nobody may take over from the example: residents would call there."""
OF_THE_MET = r"^(met_engage|mps_ward_page) = .*\n|^\[channels\.met-engage\]\n(.+\n)*"
"""The channels that only the Metropolitan Police has, and their tables."""


def own_settings(example: str, name: str, code: str) -> str:
    """The settings of the example borough as those of another.

    Errors: ValueError where the example is not as it was when this was written (our bug)
    """
    text = re.sub(r"\A(#.*\n)+", lambda _: HEAD.format(name=name), example)
    for key, value in (("name", name), ("code", code), ("police_force", force_of(code))):
        text = _with(text, key, json.dumps(value, ensure_ascii=False))
    text = _with(text, "languages", '["en"]')
    for key in WAYS_IN:
        text = _with(text, key, '""')
    if force_of(code) != "metropolitan":
        text = re.sub(OF_THE_MET, "", text, flags=re.MULTILINE)
    return re.sub(r"^# \[campaign\.wards\].*\n(# .*\n?)*", "", text, flags=re.MULTILINE)


def force_of(code: str) -> str:
    """The police force of a borough of London, as data.police.uk calls it; of any other nobody has said it."""
    if not code.startswith(LONDON):
        return NOT_KNOWN
    return "city-of-london" if code == THE_CITY else "metropolitan"


def _with(text: str, key: str, value: str) -> str:
    """The text with another value at the first place where a key stands."""
    put, times = re.subn(
        rf"^({key} = )(\"[^\"]*\"|\[[^\]]*\])", lambda found: found[1] + value, text, count=1, flags=re.MULTILINE
    )
    if not times:
        raise ValueError(f"the example's borough.toml: found no {key}, wanted one")
    return put
