"""How copy sounds: inviting as a rule, and in the weeks before a poll plain facts that a person lets out.

Source: Local Government Act 1986 s.2 and the Code of Recommended Practice on Local Authority Publicity: routine notices
        go on in a pre-election period, neutral ones; publicity that features a councillor or a candidate does not
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from publishers import wording
from publishers.languages import ENGLISH, Language, to_translate
from scheduler.release.value import Release

INVITATION = to_translate("Meet your local police team")
PLAIN_HEADING = to_translate("Ward panel meetings")
PLAIN_FACTS = to_translate(
    "A ward panel is a regular public meeting about policing in the ward. "
    "Everyone who lives, works or studies in the ward can come. It is free."
)
"""What a ward panel is, without a word that asks for anything."""

PREHEADER = to_translate("Meet your local police team: where and when.")
PLAIN_PREHEADER = to_translate("Where and when the meetings are.")

POLITICIANS = re.compile(
    r"\b(?:councillors?|cllrs?|mayors?|mayoral|candidates?|assembly members?|members? of parliament|mps?)\b",
    re.IGNORECASE,
)
"""Words that may name somebody who stands for election. In hall names they may not: a person decides."""


def invitation(release: Release, lang: Language = ENGLISH) -> str:
    """The line that asks people to come; before a poll, what the copy is about."""
    return lang.say(PLAIN_HEADING if release.is_neutral else INVITATION)


def what_it_is(release: Release, lang: Language = ENGLISH) -> str:
    """What a ward panel is, in sentences that ask people to come; before a poll, in the plainest ones."""
    return lang.say(PLAIN_FACTS) if release.is_neutral else wording.what_it_is(lang)


def preheader(release: Release, lang: Language = ENGLISH) -> str:
    """The line that a mail reader shows beside the subject."""
    return lang.say(PLAIN_PREHEADER if release.is_neutral else PREHEADER)


def care(texts: Iterable[str], *, is_council: bool) -> tuple[str, ...]:
    """What a person should look for in neutral copy before it goes out, in whole sentences."""
    named = sorted({found.casefold() for text in texts for found in POLITICIANS.findall(text)})
    council = (
        "It is council publicity: let only plain facts out, or hold it until the poll is over." if is_council else ""
    )
    names = f"It may name somebody who stands: found {', '.join(named)}." if named else ""
    return tuple(reason for reason in (council, names) if reason)
