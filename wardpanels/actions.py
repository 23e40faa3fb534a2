"""The use cases: what can be done with a borough's year. The command line, and later jobs and pages, call these.

Nothing here prints, parses what was typed or reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import BrokenPlan, SettledMeeting, UnknownName
from scheduler.release.adjoining import with_years_beside
from scheduler.release.value import ChangeKind, Release
from wardpanels.faults import CannotUse, NothingYet, TooManyCancellations

if TYPE_CHECKING:
    from scheduler.edit import NewTiming
    from scheduler.facts import Borough, BoroughProfile, Ward
    from scheduler.plan import Plan, PlannedMeeting
    from scheduler.problem import PlanningProblem
    from scheduler.rules.shapes import Breach
    from scheduler.solver import Progress
    from scheduler.store import Draft, Store
    from scheduler.tiers import Standing
    from wardpanels.disk.output import Written

    Tell = Callable[[Progress], None]

LARGEST_SHARE_CANCELLED = 5
"""A release may cancel one in this many of the future meetings without being asked twice."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A borough whose data can be used, and what each ward is owed, by the wards' names."""

    borough: Borough
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan that passed the audit."""

    problem: PlanningProblem
    plan: Plan


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft before and after one change by hand, and what the audit says of it."""

    before: Plan
    after: Plan
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The next release, what it says anew to the public or to officers, and whether it was stored.

    Edges: `is_news` is of meetings alone, `is_other_facts` of all else that is public
    """

    release: Release
    is_news: bool
    is_stored: bool
    is_other_staff: bool = False
    is_other_facts: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether anything differs from the release before."""
        return self.is_news or self.is_other_staff or self.is_other_facts


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and where."""

    release: Release
    site: Written
    newsletter: Written


def check(folder: Path, year: int | None = None) -> Checked:
    """Read everything, calendars for one year if it is given, and work out the tiers.

    Errors: UnusableData, CannotUse
    """
    from scheduler.reading import read_borough
    from scheduler.tiers import standings

    _check_folder(folder)
    borough = read_borough(folder, year)
    return Checked(borough, tuple(sorted(standings(borough), key=lambda standing: standing.ward.name)))


def profile_of(folder: Path) -> BoroughProfile:
    """Read the borough's settings alone, for what was released needs no more: a slip in another file stops no news.

    Errors: UnusableData, CannotUse
    """
    from scheduler.reading.borough import SETTINGS_FILE
    from scheduler.reading.finding import file_bytes
    from scheduler.reading.settings import read_settings

    _check_folder(folder)
    return read_settings(SETTINGS_FILE, file_bytes(folder / SETTINGS_FILE)).profile


def problem_of(folder: Path, year: int) -> PlanningProblem:
    """Read the borough and lay out its year as a question."""
    from scheduler.problem import planning_problem

    return planning_problem(check(folder, year).borough, year)


def read_and_plan(folder: Path, year: int, progress: Tell | None = None) -> Drafted:
    """Read the borough, find the best plan for the year, and audit it.

    Errors: as `check` and `plan_borough`
    """
    return plan_borough(check(folder, year).borough, year, progress)


def plan_borough(borough: Borough, year: int, progress: Tell | None = None, *, threads: int | None = None) -> Drafted:
    """Find the best plan for a borough's year, and audit it. Threads: as many as there are cores, unless told.

    Errors: NoPlan, naming the smallest clash; BrokenPlan where the audit refuses what the solver found
    """
    from scheduler.problem import planning_problem
    from wardpanels.year.replanning import plan_all_wards

    return plan_all_wards(planning_problem(borough, year), progress, threads=threads).drafted


def plan_problem(problem: PlanningProblem, progress: Tell | None = None, *, threads: int | None = None) -> Drafted:
    """Find the best plan for a question already posed, and audit it. Errors: NoPlan, BrokenPlan."""
    from scheduler.audit import audit
    from scheduler.solver import solve  # OR-Tools and numba take a second to import: only planning pays it

    plan = solve(problem, progress=progress or _say_nothing, threads=threads)
    breaches = audit(problem, plan)
    if breaches:
        raise BrokenPlan("\n".join(str(breach) for breach in breaches))
    return Drafted(problem, plan)


def keep_draft(store: Store, plan: Plan, saved_at: datetime) -> int:
    """Store a new plan as the newest draft, in the place of any other, and return its revision."""
    newest = store.draft(plan.borough_code, plan.first_day.year)
    return store.save_draft(plan, expected_revision=newest.revision if newest else None, saved_at=saved_at)


def draft_of(store: Store, borough: Borough, year: int) -> Plan:
    """The stored draft of a year.

    Errors: NothingYet
    """
    return stored_draft(store, borough, year).plan


def meetings_of(borough: Borough, plan: Plan, ward: str | None) -> tuple[PlannedMeeting, ...]:
    """The plan's meetings, of one ward if it is named: by its name, its slug or its code, in any case.

    Errors: UnknownName
    """
    if ward is None:
        return plan.meetings
    code = ward_of(borough, ward).code
    return tuple(meeting for meeting in plan.meetings if meeting.ward_code == code)


def ward_of(borough: Borough, named: str) -> Ward:
    """The ward with this name, slug or code, in any case. Errors: UnknownName."""
    asked = named.casefold()
    for known in borough.wards:
        if asked in (known.name.casefold(), known.slug.casefold(), known.code.casefold()):
            return known
    raise UnknownName("ward", named, f"one of {', '.join(known.slug for known in borough.wards)}")


def move_meeting(store: Store, problem: PlanningProblem, meeting_id: str, new: NewTiming, at: datetime) -> Edited:
    """Change one meeting of the draft, if the must-rules allow it.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    from scheduler.edit import move

    return _edit(store, problem, lambda plan: move(problem, plan, meeting_id, new), meeting_id, at)


def cancel_meeting(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> Edited:
    """Cancel one meeting of the draft.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    from scheduler.edit import cancel

    return _edit(store, problem, lambda plan: cancel(problem, plan, meeting_id), meeting_id, at)


def reinstate_meeting(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> Edited:
    """Put a cancelled meeting of the draft back, if the must-rules allow it.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    from scheduler.edit import reinstate

    return _edit(store, problem, lambda plan: reinstate(problem, plan, meeting_id), meeting_id, at)


def release_draft(
    store: Store, borough: Borough, year: int, released_at: datetime, *, allowed: int | None, dry_run: bool
) -> Made:
    """Freeze the draft as the next release, unless nothing changed for the public nor for the officers who come.

    Errors: NothingYet; TooManyCancellations where more than a fifth of the future meetings go and `allowed` is less
    """
    from scheduler.release.making import is_news, is_other_facts, next_release

    previous = store.latest_release(borough.profile.code, year)
    plan = draft_of(store, borough, year)
    release = next_release(borough, plan, previous, released_at)
    _refuse_slips(previous, release, allowed)
    is_other_staff = previous is not None and _staff(plan) != _staff(
        store.released_plan(plan.borough_code, year, previous.number)
    )
    is_other = previous is not None and is_other_facts(release, previous)
    made = Made(release, is_news(release), is_stored=False, is_other_staff=is_other_staff, is_other_facts=is_other)
    if dry_run or not made.is_needed:
        return made
    store.append_release(release, plan)
    return replace(made, is_stored=True)


def publish(release: Release, told: Release, site: Path, newsletter: Path, *, with_print: bool = True) -> Published:
    """Write the public site, with its posters unless told otherwise, and the newsletter copy.

    `told` is `release` with the years beside it (`told_beside`); both in the languages of today.

    Edges:  without print, PDFs of an earlier release go too: a poster that is out of date is worse than none
    Errors: CannotUse where a folder holds something else, or the two share files
    """
    from publishers.every_publisher import (
        recipes,  # the templates take a while to import: only what is released pays it
    )
    from wardpanels.disk.output import check_targets, write_folder

    check_targets({"site": site, "newsletter": newsletter})
    return Published(
        release,
        site=write_folder(site, recipes(told, "site and print" if with_print else "site"), "site"),
        newsletter=write_folder(newsletter, recipes(told, "newsletter"), "newsletter"),
    )


def told_beside(store: Store, release: Release, today: date) -> Release:
    """The release, with the latest ones of the years beside it that the public is still or already told of."""
    year = release.first_day.year
    beside = (store.latest_release(release.borough_code, other) for other in (year - 1, year + 1))
    return with_years_beside(release, filter(None, beside), today)


def latest_release(store: Store, borough_code: str, year: int) -> Release:
    """The newest release of a year. Errors: NothingYet."""
    release = store.latest_release(borough_code, year)
    if release is None:
        raise NothingYet("release", year, f"wardpanels release --year {year}")
    return release


def publish_copy(release: Release, previous: Release | None, folder: Path) -> Written:
    """Write the copy of every channel, and beside it the pack of what must go out again since the release before."""
    from publishers import corrections
    from publishers.channels import every_channel
    from wardpanels.disk.output import write_folder

    return write_folder(folder, (*every_channel.publish(release), *corrections.publish(release, previous)), "copy")


def release_before(store: Store, release: Release) -> Release | None:
    """The release that another one follows; None before the first."""
    if release.number == 1:
        return None
    return store.release(release.borough_code, release.first_day.year, release.number - 1)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing there"
        raise CannotUse(str(folder), found, "a folder with borough.toml, wards.csv and the other input files")


def stored_draft(store: Store, borough: Borough, year: int) -> Draft:
    """The stored draft of a year with its revision. Errors: NothingYet."""
    draft = store.draft(borough.profile.code, year)
    if draft is None:
        raise NothingYet("draft", year, f"wardpanels plan --year {year}")
    return draft


def _edit(
    store: Store, problem: PlanningProblem, change: Callable[[Plan], Plan], meeting_id: str, at: datetime
) -> Edited:
    """Change one meeting of the draft, and keep it only if nobody else changed the draft meanwhile.

    Errors: SettledMeeting where the meeting began before `at`, as for a re-plan; as `change`
    """
    from scheduler.audit import audit
    from scheduler.edit import find

    draft = stored_draft(store, problem.borough, problem.year)
    meeting = find(draft.plan, meeting_id)
    if meeting.starts_at < at:
        raise SettledMeeting(
            meeting_id, (f"it began on {meeting.held_on:%a %d %b %Y}, and what is past cannot be changed",)
        )
    after = change(draft.plan)
    breaches = audit(problem, after)
    store.save_draft(after, expected_revision=draft.revision, saved_at=at)
    return Edited(before=draft.plan, after=after, breaches=breaches)


def _staff(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Who comes to which meeting."""
    return {meeting.meeting_id: meeting.officers for meeting in plan.meetings}


def _say_nothing(progress: Progress) -> None:
    """For those who do not watch."""


def _refuse_slips(previous: Release | None, release: Release, allowed: int | None) -> None:
    """A wrong file must not call off half a year."""
    if previous is None:
        return
    future = [each for each in previous.meetings if not each.is_cancelled and each.starts_at > release.released_at]
    cancelled = sum(
        change.kind is ChangeKind.CANCELLED and change.after.starts_at > release.released_at
        for change in release.changes
    )
    free = len(future) // LARGEST_SHARE_CANCELLED
    if cancelled > max(free, allowed or 0):
        raise TooManyCancellations(cancelled, len(future), max(free, allowed or 0))
