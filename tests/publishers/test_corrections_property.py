"""Whatever changes between two releases, the pack holds all that was told wrongly, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from publishers import corrections
from publishers.channels import every_channel
from scheduler.facts import Known
from scheduler.plan import MeetingState
from scheduler.release.making import changes, in_order
from scheduler.release.value import ChangeKind, PastFacts, Release, ReleasedMeeting
from tests.publishers.examples import SECOND, a_hall, a_release, with_facts
from tests.thorough import enough

KINDS = ("stays", "stays", "moved", "rehoused", "cancelled", "reworded", "new")
OTHER_HALL = a_hall("other", name="Other Hall", address="3 Side Street", postcode="E3 1AA")
same_each_time = settings(derandomize=True, max_examples=enough(3, 8))


def told_before(meeting: ReleasedMeeting) -> ReleasedMeeting:
    """As first announced, whatever the example says of it."""
    return replace(meeting, state=MeetingState.CONFIRMED, was=None, sequence=0)


def changed(meeting: ReleasedMeeting, kind: str, days: int) -> ReleasedMeeting:
    was = PastFacts(meeting.starts_at, meeting.ends_at, meeting.hall)
    later = replace(meeting, sequence=1, last_changed_at=SECOND)
    match kind:
        case "moved":
            step = timedelta(days=days)
            return replace(later, starts_at=meeting.starts_at + step, ends_at=meeting.ends_at + step, was=was)
        case "rehoused":
            return replace(later, hall=OTHER_HALL, was=was)
        case "cancelled":
            return replace(later, state=MeetingState.CANCELLED)
        case "reworded":
            return replace(later, hall=with_facts(meeting.hall, step_free=Known.NO))
        case _:
            return meeting


@st.composite
def two_releases(draw: st.DrawFn) -> tuple[Release, Release]:
    """A release and the one before it."""
    known, now = [], []
    for meeting in map(told_before, a_release().meetings):
        kind = draw(st.sampled_from(KINDS))
        if kind != "new":
            known.append(meeting)
        now.append(changed(meeting, kind, draw(st.integers(1, 45))))
    before, after = in_order(known), in_order(now)
    first = a_release(number=1, meetings=before, changes=(), languages=("en",))
    news = tuple(change for change in changes(before, after) if change.kind is not ChangeKind.UNCHANGED)
    return first, replace(first, number=2, meetings=after, changes=news)


def bytes_by_path(release: Release) -> dict[str, tuple[bytes, ...]]:
    return {copy.path: tuple(file.content for file in copy.artifacts) for copy in every_channel.copies(release)}


@same_each_time
@given(two_releases())
def test_pack_holds_all_that_was_told_wrongly_and_nothing_else(pair: tuple[Release, Release]) -> None:
    first, second = pair
    old, new = bytes_by_path(first), bytes_by_path(second)
    pack = {made.path: made.content for made in corrections.publish(second, first)}
    index = json.loads(pack.get(corrections.INDEX_JSON, b"[]"))

    wrong = {path for path, content in old.items() if new.get(path) != content}
    stale_and_told = {line["replaces"] for line in index}
    assert stale_and_told == wrong
    again = {path for path in wrong if path in new}
    files = {f"corrections/{path.removeprefix('copy/')}" for path in again}
    assert {line["file"] for line in index} - {corrections.WITHDRAWN} == files
    assert {content for path, content in pack.items() if "/index." not in path} == {
        content for path in again for content in new[path]
    }
    news = {change.after.meeting_id: change.kind.value for change in second.changes}
    assert {(line["meeting_id"], line["change"]) for line in index} <= set(news.items())
    assert all((line["told_before"] == "") == (line["change"] == "new") for line in index)
