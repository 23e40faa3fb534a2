"""Every way the core can fail, as facts. Advice and exit codes are given in `wardpanels.faults` only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from scheduler.clash import Clash


class PanelError(Exception):
    """The root of the errors a user can do something about."""

    code = "panel-error"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the input: where, what was found, what was wanted.

    Edges: `line` is 1 for the header row and 0 where the whole file is meant; `column` may be empty
    """

    file: str
    line: int
    column: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}, wanted {self.wanted}"

    @property
    def place(self) -> str:
        """Where it is: `officers.csv line 2, email`."""
        place = self.file
        if self.line:
            place += f" line {self.line}"
        if self.column:
            place += f", {self.column}"
        return place

    @property
    def without_found(self) -> str:
        """The same for whoever may not see what stands there."""
        return f"{self.place}: wanted {self.wanted}"


class UnusableData(PanelError):
    """The input cannot be used. `problems` lists everything wrong with it, in file and line order."""

    code = "unusable-data"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownName(PanelError):
    """A meeting, ward, hall or release that does not exist was asked for.

    Edges: where one of the `known` names is near to what was typed, it is suggested in the place of what was `wanted`
    """

    code = "unknown-name"

    def __init__(self, kind: str, found: str, wanted: str, known: Iterable[str] = ()) -> None:
        near = near_names(found, known)
        self.kind, self.found = kind, found
        self.wanted = f"a known {kind}: did you mean {' or '.join(near)}?" if near else wanted
        super().__init__(f"{kind}: found {found!r}, wanted {self.wanted}")


class SharedName(UnknownName):
    """Several things have the name that was asked for: which of them is meant has to be said."""


MOST_NEAR = 3
LEAST_ALIKE = 0.6
"""How alike two names are, from 0 to 1, to be taken for one another: what difflib's own guesses ask."""
AS_ALIKE = 0.1
"""A name that is this much less alike than the nearest was hardly meant."""


def some_of(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many more there are: `Bow, Mile End and 3 more`."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def near_names(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that somebody who typed this may have meant: those that hold it, then those that look like it."""
    asked = typed.strip().casefold()
    likeness = {name: _likeness(asked, name.casefold()) for name in known}
    least = max(LEAST_ALIKE, max(likeness.values(), default=0.0) - AS_ALIKE)
    alike = sorted((-alike, name) for name, alike in likeness.items() if asked and alike >= least)
    return tuple(name for _, name in alike[:MOST_NEAR])


def _likeness(asked: str, name: str) -> float:
    return 1.0 if asked in name else SequenceMatcher(None, name, asked).ratio()


class RefusedEdit(PanelError):
    """A change made by hand would break must-rules. `reasons` are whole sentences.

    Edges: `rules` are the names of the rules in the same order; none where it is no rule that refuses
    """

    code = "refused-edit"

    def __init__(self, meeting_id: str, reasons: tuple[str, ...], rules: tuple[str, ...] = ()) -> None:
        self.meeting_id, self.reasons, self.rules = meeting_id, reasons, rules
        super().__init__(f"{meeting_id} stays as it is:\n" + "\n".join(f"- {reason}" for reason in reasons))


class SettledMeeting(RefusedEdit):
    """A meeting was to be changed that is over, cancelled or not: no other date or hall would do either."""


class Refusal(NamedTuple):
    """What was found that cannot be so, what was wanted, and the field that it stood in. Edges: "" where in no one."""

    found: str
    wanted: str
    of: str = ""


class RefusedTelling(PanelError):
    """What somebody told cannot be so. `refusals` are all of it, one at least."""

    code = "refused-telling"

    def __init__(self, of: str, *refusals: Refusal) -> None:
        self.of, self.refusals = of, refusals
        told = [f"found {found}, wanted {wanted}" for found, wanted, _ in refusals]
        super().__init__(f"{of}: {told[0]}" if len(told) == 1 else "\n- ".join((f"{of}:", *told)))


class RefusedRecord(RefusedTelling):
    """What was told of a meeting cannot be so, or was told before."""

    code = "refused-record"

    def __init__(self, meeting_id: str, *refusals: Refusal) -> None:
        self.meeting_id = meeting_id
        super().__init__(f"record of {meeting_id}", *refusals)


class RefusedNote(RefusedTelling):
    """What was noted cannot be so, or was noted before."""

    code = "refused-note"

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("note", *refusals)


class NoPlan(PanelError):
    """No plan keeps every must-rule. `reasons` name the ward, hall, officer or day concerned, in words.

    Edges: `clashes` are the same in parts, none where what clashes was not looked for
    """

    code = "no-plan"

    def __init__(self, reasons: tuple[str, ...], clashes: tuple[Clash, ...] = ()) -> None:
        self.reasons, self.clashes = reasons, clashes
        super().__init__("\n".join(reasons))


class BrokenPlan(Exception):
    """The solver returned a plan that the audit refuses: our bug, never the user's."""


class StaleRevision(PanelError):
    """Somebody else stored a newer draft since this one was read.

    Edges: `since` are whole sentences: who changed it when and why, and then how its meetings differ from what was read
    """

    code = "stale-revision"

    def __init__(self, found: int, wanted: int, since: tuple[str, ...] = ()) -> None:
        self.found, self.wanted, self.since = found, wanted, since
        told = "".join(f"\n- {sentence}" for sentence in since)
        step = "Read the draft again and repeat the change."
        super().__init__(f"draft: found revision {found}, wanted {wanted}.{told}{chr(10) if told else ' '}{step}")


class BrokenPromise(Exception):
    """A site would go back on what the public was told: our bug, so the old site stays. `breaches` are in words."""

    def __init__(self, breaches: tuple[str, ...]) -> None:
        self.breaches = breaches
        super().__init__("\n".join(breaches[:20]) + (f"\nand {len(breaches) - 20} more" if len(breaches) > 20 else ""))
