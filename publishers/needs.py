"""What some people need of a hall: where it is known to be there, and at how many halls anybody has checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from publishers.languages import ENGLISH, Language, to_translate
from scheduler.facts import Known
from scheduler.release.edition import halls_told
from scheduler.release.value import Access, Hall, Release

STEP_FREE, HEARING_LOOP = "step-free", "hearing-loop"

Checked = tuple[int, int]
"""At how many halls something has been checked, and of how many."""


@dataclass(frozen=True, slots=True)
class Need:
    """One need: what a hall says of it, and the sentence that tells what a list of such halls leaves out."""

    answer: Callable[[Access], Known]
    checked: str


NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        STEP_FREE: Need(
            lambda access: access.step_free,
            to_translate("Step-free access has been checked at %(checked)s of %(halls)s halls. Ask us about the rest."),
        ),
        HEARING_LOOP: Need(
            lambda access: access.hearing_loop,
            to_translate(
                "Hearing loops have been looked for at %(checked)s of %(halls)s halls. Ask us about the rest."
            ),
        ),
    }
)
"""By the place of their lists in an address."""


def met_by(hall: Hall) -> tuple[str, ...]:
    """The needs that a hall is known to meet."""
    return tuple(key for key, need in NEEDS.items() if need.answer(hall.access) is Known.YES)


def checked_in(release: Release) -> Mapping[str, Checked]:
    """At how many of a release's halls each need has been checked."""
    halls = halls_told(release).values()
    answers = {key: [need.answer(hall.access) for hall in halls] for key, need in NEEDS.items()}
    return {key: (len(found) - found.count(Known.UNKNOWN), len(found)) for key, found in answers.items()}


def checked_sentence(key: str, checked: Checked, lang: Language = ENGLISH) -> str:
    """What a list of the halls that meet a need leaves out."""
    return lang.say(NEEDS[key].checked, checked=checked[0], halls=checked[1])
