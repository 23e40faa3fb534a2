"""The action plan as readers are shown it: words, colours, and what shows them. Values; no officer's name is in them.

`PlanShown` is for the board and for staff. `PublicPlan` has only what anybody may read, so that nothing else can reach
the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scheduler.evidence.day_words import day_of
from scheduler.evidence.figures import NO_VISITS_KNOWN, YearFigures, YearVisits
from scheduler.evidence.status import Colour, Judged, Kept


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure: what it promises, how it stands and why, and every promise behind it.

    Edges: `recommendation` is None where it comes from elsewhere, which `origin` says
    """

    name: str
    sentence: str
    recommendation: int | None
    origin: str
    colour: Colour
    reason: str
    target: str
    because: str
    judged: tuple[Judged, ...]

    def count(self, kept: Kept) -> int:
        """How many promises came to this."""
        return sum(one.kept is kept for one in self.judged)

    @property
    def off_course(self) -> int:
        """How many are not due yet, and nothing planned would keep them."""
        return sum(one.is_off_course for one in self.judged)


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One action of the plan.

    Edges: `stated` are its promises where no measure counts them; `moved` is "" or a sentence
    """

    action_id: str
    title: str
    text: str
    responsibility: str
    due: str
    moved: str
    struck_out: str
    note: str
    colour: Colour
    reason: str
    measures: tuple[str, ...]
    stated: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationShown:
    """One recommendation, as its worst action stands. Edges: `closed` is how the last period that is over ended"""

    number: int
    colour: Colour
    worst: str
    actions: tuple[ActionShown, ...]
    closed: Colour | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """That a promise counts something: `of` is its measure, or the action it was stated for."""

    of: str
    key: str
    subject: str
    kept: Kept
    colour: Colour


@dataclass(frozen=True, slots=True)
class SourceShown:
    """What shows facts: a record, a line of a ledger or a note; what it says, and which promises it counts in.

    Edges: `meeting_id` is "" where it is of no one meeting, `link` where it names no page of the web
    """

    source: str
    title: str
    says: tuple[str, ...]
    meeting_id: str
    uses: tuple[Use, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """One meeting, and every promise about it."""

    meeting_id: str
    name: str
    uses: tuple[Use, ...]
    sources: tuple[SourceShown, ...]


@dataclass(frozen=True, slots=True)
class PriorityDays:
    """A ward whose newest priorities have another day here than at police.uk, as it was last looked at.

    Edges: `agreed_on` is the newest that was agreed by then, None where nobody recorded any; `shown_on` is the date of
           the newest that police.uk showed, None where it showed none
    """

    ward: str
    agreed_on: date | None
    shown_on: date | None
    seen_on: date

    def __str__(self) -> str:
        """Both days in a sentence."""
        ours = "none of ours are recorded"
        if self.agreed_on:
            ours = f"its panel agreed the newest on {day_of(self.agreed_on)}"
        theirs = f"showed those of {day_of(self.shown_on)}" if self.shown_on else "showed none"
        return f"{self.ward}: {ours}; police.uk {theirs} on {day_of(self.seen_on)}."


# Not slotted: what several pages look up is worked out once and kept with the value.
@dataclass(frozen=True)
class PlanShown:
    """The whole plan on a day.

    Edges: `changes` are sentences, counted from `since`; `closed_period` is "" where no earlier one is known;
           `priority_days` are the wards where ours and those of police.uk differ
    """

    borough: str
    period: str
    as_of: date
    recommendations: tuple[RecommendationShown, ...]
    measures: tuple[MeasureShown, ...]
    meetings: tuple[MeetingShown, ...]
    sources: tuple[SourceShown, ...]
    figures: YearFigures
    since: date | None = None
    changes: tuple[str, ...] = ()
    closed_period: str = ""
    visits: YearVisits = NO_VISITS_KNOWN
    priority_days: tuple[PriorityDays, ...] = ()

    @cached_property
    def source_by_name(self) -> Mapping[str, SourceShown]:
        """The sources by how facts name them."""
        return {each.source: each for each in self.sources}

    @cached_property
    def measure_by_name(self) -> Mapping[str, MeasureShown]:
        """The measures by name."""
        return {each.name: each for each in self.measures}

    @property
    def numbers(self) -> frozenset[int]:
        """The recommendations that the plan has actions for."""
        return frozenset(each.number for each in self.recommendations)

    @property
    def off_course(self) -> tuple[MeasureShown, ...]:
        """The measures of which something to come is not planned."""
        return tuple(each for each in self.measures if each.off_course)

    @property
    def actions(self) -> tuple[ActionShown, ...]:
        """Every action, in the plan's order."""
        return tuple(action for each in self.recommendations for action in each.actions)


@dataclass(frozen=True, slots=True)
class PublicAction:
    """One action as anybody may read it."""

    title: str
    text: str
    colour: Colour
    reason: str


@dataclass(frozen=True, slots=True)
class PublicRecommendation:
    """One recommendation as anybody may read it."""

    number: int
    colour: Colour
    actions: tuple[PublicAction, ...]


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """The plan as anybody may read it: colours and counts, and the plan's own words. Nobody's name, no note of staff.

    Edges: `counted_to` is the newest day on which anything that counts was done or due, None where nothing was; so it
           is the same from day to day, while nothing changes
    """

    period: str
    counted_to: date | None
    recommendations: tuple[PublicRecommendation, ...]
    priority_days: tuple[PriorityDays, ...] = ()
