"""Gathers what a sergeant should know before a meeting, and writes down that the briefing was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from publishers.artifact import Artifact
from publishers.briefing_paper import FORMS, Briefing, WhoComes
from publishers.briefing_words import words_of
from scheduler.days import local_day
from scheduler.errors import UnknownName
from scheduler.evidence.actions import action_states, open_in_ward
from scheduler.evidence.lines import NotedLine, Paper, PaperIssued, PrioritiesAgreed, in_force
from scheduler.facts import HeldMeeting, Priority, Role
from scheduler.records import attendance_of_records, with_records
from scheduler.release.value import Release, ReleasedMeeting
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.evidence.crimes import CrimeSource, crime_figures
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk, latest_release
from wardpanels.publicity.who_comes import who_comes
from wardpanels.year.recording import records_of, with_recorded

BY = "wardpanels briefing"


def check_files(files: Iterable[Path]) -> None:
    """Find out before the work whether the briefing can be written there. Errors: CannotUse."""
    for file in files:
        if file.suffix.casefold() not in FORMS:
            raise CannotUse("--to", repr(str(file)), f"a file that ends in {' or '.join(FORMS)}")
        check_writable(file)


def briefing_of(desk: Desk, meeting_id: str, source: CrimeSource, at: datetime) -> Briefing:
    """Gather the briefing of a meeting of the desk's period, as it was released last.

    Errors: NothingYet; UnknownName
    """
    release = latest_release(desk)
    meeting = release.meeting_by_id.get(meeting_id)
    if meeting is None:
        raise UnknownName("meeting", meeting_id, f"one of release {release.number}", tuple(release.meeting_by_id))
    ward = next((one for one in desk.borough.wards if one.code == meeting.ward_code), None)
    if ward is None:
        raise UnknownName("ward", meeting.ward_code, "a ward that the borough still has")
    lines = in_force(desk.store.notes.lines(desk.code), at)
    return Briefing(
        borough=release.borough,
        ward=release.ward_by_code[meeting.ward_code],
        meeting=meeting,
        made_on=local_day(at, release.timezone),
        crime=crime_figures(source, desk.borough, ward, at),
        priorities=_priorities(lines, desk.borough.priorities, ward.code),
        actions=open_in_ward(action_states(lines, local_day(at, release.timezone)), ward.code),
        who=tuple(sorted(_who(desk, meeting, at), key=lambda one: tuple(Role).index(one.role))),
        held=_held(desk, release, meeting),
    )


def write_briefing(desk: Desk, briefing: Briefing, files: Sequence[Path], at: datetime) -> None:
    """Write the briefing to files, by their endings, and note that it was made, once for what it says.

    Edges:  without crime figures it is not what was promised, and is not noted
    Errors: CannotUse
    """
    made = [(file, _made(briefing, file)) for file in files]
    for file, artifact in made:
        write_file(file, artifact.content, outputs.PAPERS)
    if made:
        _note(desk, briefing, at)


def take_briefing(desk: Desk, briefing: Briefing, name: str, at: datetime) -> Artifact:
    """Make the briefing as a file to take away, and note that it was made, as `write_briefing` does."""
    made = _made(briefing, Path(name))
    _note(desk, briefing, at)
    return made


def _note(desk: Desk, briefing: Briefing, at: datetime) -> None:
    if not briefing.has_figures:
        return
    digest = hashlib.sha256(repr(replace(briefing, made_on=briefing.meeting.held_on)).encode()).hexdigest()
    meeting_id = briefing.meeting.meeting_id
    issued = (line.noted for line in desk.store.notes.lines(desk.code) if isinstance(line.noted, PaperIssued))
    if not any((one.meeting_id, one.paper, one.digest) == (meeting_id, Paper.BRIEFING, digest) for one in issued):
        noted = PaperIssued(meeting_id, Paper.BRIEFING, briefing.made_on, digest)
        desk.store.notes.add(desk.code, noted, by=BY, at=at)


def _made(briefing: Briefing, file: Path) -> Artifact:
    return FORMS[file.suffix.casefold()](file.name, words_of(briefing))


def _priorities(lines: Iterable[NotedLine], listed: Iterable[Priority], ward_code: str) -> tuple[Priority, ...]:
    """What the ward's panel agreed last, by its minutes or by priorities.csv. Edges: of one day, by its minutes."""
    noted = [line.noted for line in lines if isinstance(line.noted, PrioritiesAgreed)]
    ours = [one for one in noted if one.ward_code == ward_code]
    rows = [one for one in listed if one.ward_code == ward_code]
    newest = max((one.agreed_on for one in rows), default=None)
    if ours and (newest is None or max(one.on for one in ours) >= newest):
        last = max(ours, key=lambda one: one.on)
        return tuple(Priority(ward_code, last.on, words) for words in last.priorities)
    return tuple(one for one in rows if one.agreed_on == newest)


def _who(desk: Desk, meeting: ReleasedMeeting, at: datetime) -> Iterator[WhoComes]:
    """Everybody who is to come: those who were invited with their answers, and the others."""
    left = list(meeting.attending)
    for one in who_comes((desk,), at):
        if one.meeting.meeting_id == meeting.meeting_id:
            role = one.attendance.role
            if role in left:
                left.remove(role)
            yield WhoComes(role, True, one.answer, one.is_old)
    yield from map(WhoComes, left)


def _held(desk: Desk, release: Release, meeting: ReleasedMeeting) -> tuple[HeldMeeting, ...]:
    """The ward's last meetings before this one of which it is known how many came, the newest first."""
    before = with_recorded(desk.store, desk.borough, desk.period).attendance
    plan = desk.store.released_plan(desk.code, desk.period.first_day, release.number)
    told = attendance_of_records(records_of(desk.store, desk.code), plan)
    ours = [
        one
        for one in with_records(before, told)
        if one.ward_code == meeting.ward_code and one.held_on < meeting.held_on
    ]
    newest_first = sorted(ours, key=lambda one: one.held_on, reverse=True)
    return tuple(newest_first[: desk.borough.policy.lookback_meetings])
