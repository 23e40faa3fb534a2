"""What a borough chose for its campaign: who is asked in which order, what is promised, and texts of its own.

In borough.toml:
[campaign]                         # asks, promises, magazine_words, press_words
[campaign.wards]                   # a ward's slug = asks of its own

In campaign.toml, or for another language in campaign.TAG.toml: any keys of templates/campaign/en.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from publishers.campaign_texts import fault_of, flat
from publishers.languages import MANNERS, SOURCE
from scheduler.errors import Problem, UnusableData
from scheduler.facts import Ward
from scheduler.reading.door import files_in
from scheduler.reading.found import CellError, shown
from scheduler.reading.settings import settings_keys
from scheduler.reading.values import whole
from scheduler.release.campaign import CampaignChoices, OwnWords, Reassurance, SeldomHeard

Name = TypeVar("Name", bound=StrEnum)
KEYS = ("asks", "promises", "magazine_words", "press_words", "wards")
ANY_FILE = re.compile(r"campaign(?:\..*)?\.toml")
OWN_FILE = re.compile(r"campaign(?:\.([A-Za-z-]+))?\.toml")


def read_campaign(folder: Path, wards: Collection[Ward] = ()) -> CampaignChoices:
    """Read the borough's choices; ours where it says nothing. Where `wards` are given, every ward named is one.

    Errors: UnusableData, listing every key that cannot be used, with its line
    """
    keys = settings_keys(folder)
    readers = {
        "asks": _names(SeldomHeard),
        "promises": _names(Reassurance),
        "magazine_words": whole("words", 100, 2000),
        "press_words": whole("words", 100, 2000),
    }
    chosen = keys.section("campaign", readers, is_needed=False)
    by_ward = keys.section(
        "campaign.wards", dict.fromkeys(keys.names("campaign.wards"), _names(SeldomHeard)), is_needed=False
    )
    for name in keys.names("campaign"):
        if name not in KEYS:
            keys.add(f"campaign.{name}", "a key that is not known here", "one of " + ", ".join(KEYS))
    known = {slug for ward in wards for slug in (ward.slug, *ward.old_slugs)}
    for slug in by_ward:
        if wards and slug not in known:
            wanted = "the slug of a ward in wards.csv, such as " + min(ward.slug for ward in wards)
            keys.add(f"campaign.wards.{slug}", f"the ward {shown(slug)}", wanted)
    words, problems = _own_words(folder)
    if keys.problems or problems:
        raise UnusableData((*keys.problems, *problems))
    return CampaignChoices(**chosen, asks_by_ward=by_ward, words=words)


def _own_words(folder: Path) -> tuple[tuple[OwnWords, ...], tuple[Problem, ...]]:
    """The borough's own texts, by language and key, and what is wrong with the others."""
    words: list[OwnWords] = []
    problems: list[Problem] = []
    for file in (name for small, name in sorted(files_in(folder).items()) if ANY_FILE.fullmatch(small)):
        named = OWN_FILE.fullmatch(file)
        tag = named[1] or SOURCE if named else ""
        if tag not in MANNERS:
            wanted = "campaign.toml, or campaign.TAG.toml with TAG one of " + ", ".join(MANNERS)
            problems.append(Problem(file, 0, "", "a file of texts in no language of ours", wanted))
            continue
        keys = settings_keys(folder, file)
        for key, said in sorted(flat(keys.parsed), key=itemgetter(0)):
            if fault := fault_of(key, tag, said):
                keys.add(key, *fault)
            else:
                words.append(OwnWords(tag, key, said.strip()))
        problems += keys.problems
    return tuple(words), tuple(problems)


def _names(kind: type[Name]) -> Callable[[object], tuple[Name, ...]]:
    """A reader of lists of names, each once."""

    def read(value: object) -> tuple[Name, ...]:
        named = value if isinstance(value, list) else [None]
        if all(name in list(kind) for name in named) and len(set(named)) == len(named):
            return tuple(map(kind, named))
        raise CellError("a list of some of these, each once: " + ", ".join(kind))

    return read
