"""Whom each meeting asks above all, and what the borough says in words of its own. Values only: no text of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.policy import Session


class SeldomHeard(StrEnum):
    """People who seldom come, and are asked in turn."""

    YOUNG_PEOPLE = "young-people"
    SHIFT_WORKERS = "shift-workers"
    WOMEN = "women"
    CARERS = "carers"
    LITTLE_ENGLISH = "little-english"
    NEW_RESIDENTS = "new-residents"

    def suits(self, session: Session) -> bool:
        """Whether a meeting at such a time is one that they are asked to first."""
        if self is SeldomHeard.YOUNG_PEOPLE:
            return session is not Session.WEEKDAY_DAYTIME
        return session.is_daytime or self not in (SeldomHeard.SHIFT_WORKERS, SeldomHeard.CARERS)


class Reassurance(StrEnum):
    """What a borough can offer at every meeting, and is told only where it says so."""

    INTERPRETER = "interpreter"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom one meeting asks. Edges: `is_first_by_day` where no other of its ward's meetings by day is earlier."""

    meeting_id: str
    audience: SeldomHeard
    is_first_by_day: bool = False


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A text of the borough's that stands in for ours of the same key. `language` is a tag."""

    language: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a release's words need beside its facts.

    Units: `magazine_words` and `press_words` are the most that a piece may have
    Edges: no stored release has any; nobody is asked above all where there is no ask for a meeting
    """

    asks: tuple[Ask, ...] = ()
    promises: tuple[Reassurance, ...] = ()
    words: tuple[OwnWords, ...] = ()
    magazine_words: int = 450
    press_words: int = 250


NO_CAMPAIGN = Campaign()


@dataclass(frozen=True, slots=True)
class CampaignChoices:
    """What a borough chose for its campaign. Fields are as in `Campaign`.

    Edges: `asks` is the order of turns, and who is left out is not asked; a ward in `asks_by_ward`, by its slug, has an
           order of its own
    """

    asks: tuple[SeldomHeard, ...] = tuple(SeldomHeard)
    asks_by_ward: Mapping[str, tuple[SeldomHeard, ...]] = field(default_factory=dict)
    promises: tuple[Reassurance, ...] = ()
    words: tuple[OwnWords, ...] = ()
    magazine_words: int = 450
    press_words: int = 250


USUAL = CampaignChoices()
"""Everybody in turn, and nothing promised."""
