"""What a person is told when something goes wrong: sentence, advice, exit code.

The only translator from exception types; nothing below this room gives advice, and nothing here prints.
"""

from __future__ import annotations

import errno
import traceback
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from scheduler.errors import (
    BrokenPlan,
    BrokenPromise,
    NoPlan,
    PanelError,
    RefusedEdit,
    RefusedNote,
    RefusedRecord,
    SettledMeeting,
    StaleRevision,
    UnknownName,
    UnusableData,
    some_of,
)
from scheduler.job import JobUnderWay
from scheduler.period import Period
from scheduler.store import (
    CannotCopy,
    StaleNote,
    StaleRecord,
    StoreAway,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreGone,
    StoreReadOnly,
    StoreUnavailable,
    UntrueLines,
)
from scheduler.subscriber import UnknownSubscriber


class ExitCode(IntEnum):
    """What `wardpanels` returns to the shell."""

    DONE = 0
    BAD_INPUT = 2
    NO_PLAN = 3
    DELIVERY_FAILED = 4
    OUR_BUG = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


EXIT_CODES: tuple[tuple[ExitCode, str], ...] = (
    (ExitCode.DONE, "done"),
    (ExitCode.BAD_INPUT, "bad input: the data, a setting or what was typed"),
    (ExitCode.NO_PLAN, "no plan keeps every must-rule"),
    (ExitCode.DELIVERY_FAILED, "a delivery failed, or listings, the host or this machine are not as they should be"),
    (ExitCode.OUR_BUG, "our bug: please send us what was printed"),
)
"""The codes a script can rely on. 130 and 141 are the shell's own, for Ctrl-C and a closed pipe."""


OUR_FAULTS = {
    BrokenPlan: "The plan that was found breaks a rule",
    BrokenPromise: "The site would go back on what was told, so the old one stays",
}
"""What broke, where our own guards found it."""


class CannotUse(PanelError):
    """A file, folder, address or setting that the application was given cannot be used."""

    code = "cannot-use"

    def __init__(self, where: str, found: str, wanted: str) -> None:
        self.where, self.found, self.wanted = where, found, wanted
        super().__init__(f"{where}: found {found}, wanted {wanted}")


class DoubtfulClock(PanelError):
    """The clock says what nothing that is written down bears out. `why` says what the days that are wanted rest on."""

    code = "doubtful-clock"

    def __init__(self, found: date, first: date, last: date, why: str) -> None:
        self.found, self.first, self.last, self.why = found, first, last, why
        wanted = f"a day from {first:%-d %B %Y} to {last:%-d %B %Y}, because {why}"
        super().__init__(f"the clock: found {found:%-d %B %Y}, wanted {wanted}. Nothing was sent")


class NothingYet(PanelError):
    """A step was asked for before the step it stands on. `step` is the command to type first."""

    code = "nothing-yet"

    def __init__(self, what: str, period: Period, step: str) -> None:
        self.what, self.period, self.step = what, period, step
        super().__init__(f"{period}: found no {what}, wanted one")


class AlreadyReleased(PanelError):
    """A plan was asked for of days that the public knows the meetings of. `step` is the command that changes those."""

    code = "already-released"

    def __init__(self, period: Period, step: str) -> None:
        self.period, self.step = period, step
        super().__init__(f"{period}: found meetings that were released, wanted days that nothing was released for")


class ChangedPast(PanelError):
    """A release would tell of meetings that have begun otherwise than before. `step` is the command that mends it."""

    code = "changed-past"

    def __init__(self, period: Period, reasons: tuple[str, ...], step: str) -> None:
        self.period, self.reasons, self.step = period, reasons, step
        lines = "\n".join(f"- {reason}" for reason in reasons)
        super().__init__(
            f"{period}: found changes to what is past, wanted all that has begun as it was released:\n{lines}"
        )


class LateFirstRelease(PanelError):
    """A period has begun, and the store knows no release of it. `step` is the command for where that is right."""

    code = "late-first-release"

    def __init__(self, period: Period, begun: int, meetings: int, step: str) -> None:
        self.period, self.begun, self.meetings, self.step = period, begun, meetings, step
        super().__init__(
            f"{period}: found no release in the store, though its first day is past and {begun} of {meetings} meetings "
            "have begun; wanted the store that knows what was told. Is --db the right one, and is the period?"
        )


class StrangeSite(PanelError):
    """A site tells of meetings to come that the store does not know, or knows otherwise. `step` is for where it may."""

    code = "strange-site"

    def __init__(self, folder: str, strange: int, first_day: date, step: str) -> None:
        self.folder, self.strange, self.first_day, self.step = folder, strange, first_day, step
        super().__init__(
            f"{folder}: found a site that tells of {strange} meetings to come which the store does not know so, the "
            f"first on {first_day:%-d %B %Y}; wanted the store that they were published from. Is --db the right one, "
            "and is the folder?"
        )


class Unpublishable(PanelError):
    """A release could not be made into a site: two wards at one address, or a meeting of no ward."""

    code = "unpublishable"

    def __init__(self, period: Period, reasons: tuple[str, ...]) -> None:
        self.period, self.reasons = period, reasons
        lines = "\n".join(f"- {reason}" for reason in reasons)
        super().__init__(f"{period}: found what cannot be published:\n{lines}")


class OnlyAssumed(PanelError):
    """Meetings rest on halls or officers that only stand in. `reasons` are whole sentences that name them."""

    code = "only-assumed"

    def __init__(self, period: Period, reasons: tuple[str, ...]) -> None:
        self.period, self.reasons = period, reasons
        lines = "\n".join(f"- {reason}" for reason in reasons)
        super().__init__(f"{period}: found meetings on what is only assumed, which nobody may be told:\n{lines}")


class OutlivedDraft(PanelError):
    """A draft has meetings with halls or officers that left the folder since. `step` is the command that plans anew."""

    code = "outlived-draft"

    def __init__(self, period: Period, gone: tuple[str, ...], step: str) -> None:
        self.period, self.gone, self.step = period, gone, step
        super().__init__(
            f"{period}: found a draft with {some_of(gone, 5)}, which the folder has no more, wanted one that was "
            "planned since"
        )


class TooManyCancellations(PanelError):
    """A release would cancel more meetings than anybody is likely to mean."""

    code = "too-many-cancellations"

    def __init__(self, cancelled: int, future: int, allowed: int) -> None:
        self.cancelled, self.future, self.allowed = cancelled, future, allowed
        super().__init__(f"release: found {cancelled} of {future} future meetings cancelled, wanted {allowed} at most")


Advice = tuple[tuple[type[PanelError], str], ...]

ADVICE: Advice = (
    (UnusableData, "Correct the files, then type: {again}"),
    (SettledMeeting, "To see the schedule, type: wardpanels show"),
    (RefusedEdit, "Try another date, start, hall or officer. To see the schedule, type: wardpanels show"),
    (RefusedRecord, "To see what is recorded, type: wardpanels debts"),
    (UnknownSubscriber, "To see the list, type: wardpanels subscribers list"),
    (RefusedNote, "To see the lines, type: wardpanels note list"),
    (StaleNote, "To see the lines, type: wardpanels note list"),
    (StaleRecord, "Somebody else recorded it meanwhile. To see what is recorded, type: wardpanels debts"),
    (StaleRevision, "To see the newer draft, type: wardpanels show"),
    (DoubtfulClock, "Put the clock right. If it is right, type the command again with --clock-is-right"),
    (NothingYet, "Type first: {step}"),
    (AlreadyReleased, "To change what was released, type: {step}"),
    (ChangedPast, "To plan what is still to come, type: {step}"),
    (LateFirstRelease, "If the public has been told nothing of it yet, type: {step}"),
    (
        StrangeSite,
        "Bring the database back from a copy. If there is none, tell residents what is not held, then type: {step}",
    ),
    (OutlivedDraft, "Type first: {step}"),
    (OnlyAssumed, "Say how it really is in the workbook, type wardpanels tidy, then plan anew"),
    (Unpublishable, "Correct wards.csv, or plan anew, then type the command again"),
    (TooManyCancellations, "If that is meant, type: wardpanels release --allow-cancellations {cancelled}"),
    (CannotCopy, "Nothing was copied."),
    (UntrueLines, "Nothing was brought back."),
    (JobUnderWay, "Wait for it, or type: wardpanels jobs stop {number}"),
    (StoreFull, "Make room there, then type the command again. What was stored before is as it was"),
    (StoreReadOnly, "Nothing was changed. Let the user who runs this write there, then type the command again."),
    (StoreBusy, "Nothing was changed. See which program has it open, or type the command again."),
    (StoreBroken, "Stop every worker and server. Then bring back a backup elsewhere: wardpanels restore --help"),
    (StoreGone, "What was done last is there wholly or not at all. Once the server is up, type the command again."),
    (StoreAway, "Start PostgreSQL, or check --db, or WARDPANELS_DB"),
    (StoreUnavailable, "Check --db, or WARDPANELS_DB"),
)
"""What to type next, by the kind of error; names in braces are the error's own facts, and the command to type again."""
TO_WHO_GOES_ON: Advice = (
    (StoreFull, "Make room there: it is tried again at the next look. What was stored before is as it was"),
    (StoreReadOnly, "Let the user who runs this write there: it is tried again at the next look"),
    (StoreBusy, "See which program has it open: it is tried again at the next look"),
    (StoreGone, "What was done last is there wholly or not at all. It goes on at the next look, once the server is up"),
    (StoreAway, "Start PostgreSQL: it goes on at the next look"),
    *ADVICE,
)
"""What a program that goes on by itself says instead: nobody typed a command, and none is to be typed again."""

CHECK = "wardpanels check"

SHOWN_BY: dict[str, str] = {
    "account": "To see them, type: wardpanels users list",
    "action of the plan": "They stand in action_plan.csv",
    "channel": "To see the channels, type: wardpanels ledger",
    "debt": "To see what is owed, type: wardpanels debts",
    "job": "To see them, type: wardpanels jobs list",
    "item": "To see the keys, type: wardpanels due --all",
    "meeting": "To see the meetings, type: wardpanels show",
    "meeting or ward": "To see the meetings and their wards, type: wardpanels show",
    "minuted action": "To see them, type: wardpanels note list --kind action",
    "ward": "To see the wards, type: wardpanels tiers",
}
"""Where the names of a kind are seen, for one that is not known. Halls and officers stand in the files it names."""


MOST_LISTED = 1_000
"""Problems of the data that are printed: nobody reads on from there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What to print, on standard error, and how to leave."""

    sentence: str
    advice: str
    exit_code: ExitCode

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.advice}" if self.advice else self.sentence


def fault_of(error: BaseException, *, again: str = CHECK, debug: bool = False, advice: Advice = ADVICE) -> Fault:
    """Say what went wrong and what to do next. `again` is the command to type once the files are corrected.

    Edges: a traceback is shown for our own bugs, and for anything with `debug`
    """
    fault = _known(error, again, advice) or _outside(error) or _our_bug(error)
    if debug and fault.exit_code is not ExitCode.OUR_BUG:
        return Fault(f"{_traceback(error)}\n{fault.sentence}", fault.advice, fault.exit_code)
    return fault


def _known(error: BaseException, again: str, by_kind: Advice) -> Fault | None:
    """Translate the errors that are raised on purpose."""
    if not isinstance(error, PanelError):
        return None
    if isinstance(error, NoPlan):
        sentence = "\n".join(["No plan keeps every must-rule.", *(f"- {reason}" for reason in error.reasons)])
        return Fault(sentence, "Relax what is named above, then type the command again.", ExitCode.NO_PLAN)
    sentence = _listed(error) if isinstance(error, UnusableData) else str(error)
    names = SHOWN_BY.get(error.kind, "") if isinstance(error, UnknownName) else ""
    advice = names or next((advice for kind, advice in by_kind if isinstance(error, kind)), "")
    return _bad_input(sentence, advice.format_map({**vars(error), "again": again}))


def _outside(error: BaseException) -> Fault | None:
    """Translate what the operating system says."""
    if isinstance(error, OSError) and not isinstance(error, ConnectionError):
        where = error.filename if error.filename is not None else "this computer"
        advice = "Make room there, then type the command again." if error.errno == errno.ENOSPC else ""
        return _bad_input(f"{where}: {_lower_first(error.strerror or str(error))}", advice)
    return None


def _our_bug(error: BaseException) -> Fault:
    subject = OUR_FAULTS.get(type(error), "Something broke")
    return Fault(
        f"{_traceback(error)}\n{subject}, and it is our fault, not yours.",
        "Please send us the lines above, and say what you typed.",
        ExitCode.OUR_BUG,
    )


def _bad_input(sentence: str, advice: str) -> Fault:
    return Fault(sentence, advice, ExitCode.BAD_INPUT)


def _listed(error: UnusableData) -> str:
    count = len(error.problems)
    head = "1 problem in the data:" if count == 1 else f"{count:,} problems in the data:"
    told = [f"- {problem}" for problem in error.problems[:MOST_LISTED]]
    left = [f"and {count - MOST_LISTED:,} more"] if count > MOST_LISTED else []
    return "\n".join([head, *told, *left])


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _traceback(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).rstrip()
