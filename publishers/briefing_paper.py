"""The sergeant's briefing of one meeting: one page, as HTML and as a PDF. For staff: it is never published.

It names officers by their roles. Words are in `briefing_words`, layout in templates/briefing and templates/print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from publishers.artifact import Artifact
from publishers.languages import ENGLISH
from publishers.printed.typst_press import Press
from publishers.templating import render
from scheduler.evidence.actions import ActionState
from scheduler.facts import HeldMeeting, Priority, Role
from scheduler.invitee import Reply
from scheduler.recorded_crime import CrimeFigures
from scheduler.release.value import PublicWard, ReleasedMeeting


@dataclass(frozen=True, slots=True)
class WhoComes:
    """One officer of a meeting, by role alone.

    Edges: `answer` is None where there is none; `is_old` where it was given before the meeting changed; `is_asked` is
           False where no invitation went out
    """

    role: Role
    is_asked: bool = False
    answer: Reply | None = None
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that a sergeant should know before a meeting.

    Units: `made_on` is the local day on which it was made
    Edges: `priorities` are those that were agreed last, on one day; `held` are the ward's last meetings before this
           one, the newest first
    """

    borough: str
    ward: PublicWard
    meeting: ReleasedMeeting
    made_on: date
    crime: CrimeFigures
    priorities: tuple[Priority, ...] = ()
    actions: tuple[ActionState, ...] = ()
    who: tuple[WhoComes, ...] = ()
    held: tuple[HeldMeeting, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether it tells of any crime that was recorded."""
        return self.crime.crime is not None and bool(self.crime.crime.series)


Words = Mapping[str, object]
"""What is written in each place of the page. Text without markup; each form escapes for itself."""


def html(name: str, words: Words) -> Artifact:
    """The page for a screen."""
    return Artifact(name, "text/html; charset=utf-8", render("briefing/page.html", ENGLISH, **words).encode())


def pdf(name: str, words: Words) -> Artifact:
    """The A4 sheet. Edges: what it says of itself as its time is the day of the words, so that these fix its bytes"""
    voice = {"lang": ENGLISH.tag, "dir": ENGLISH.direction}
    made_at = datetime.combine(date.fromisoformat(str(words["made_on"])), time.min, UTC)
    return Artifact(name, "application/pdf", Press().pdf("briefing.typ", {**words, "voices": [voice]}, made_at))


FORMS: Mapping[str, Callable[[str, Words], Artifact]] = {".pdf": pdf, ".html": html}
"""How it can be written, by the ending of the file."""
