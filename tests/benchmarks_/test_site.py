"""The site's benchmark measures what it says: a whole site, then one move."""

from __future__ import annotations

from benchmarks.site import made_up_release, ours, with_one_move


def test_a_move_writes_only_what_tells_of_it(tmp_path):
    times = ours(made_up_release(4, ("en",)), tmp_path)

    # the front page, changes, lists, map, glossary, reuse, postcodes; each ward; each meeting; an index each
    assert times.pages > 4 + 20
    assert 0 < times.rewritten < times.files / 3
    assert min(times.first, times.again) > 0


def test_one_meeting_moves_by_a_week_and_no_other():
    before = made_up_release(4, ("en",))

    after = {meeting.meeting_id: meeting for meeting in with_one_move(before).meetings}

    moved = [meeting for meeting in before.meetings if after[meeting.meeting_id] != meeting]
    assert [(after[one.meeting_id].starts_at - one.starts_at).days for one in moved] == [7]
