"""The site's benchmark measures what it says: a whole site, one move, and the years that follow."""

from __future__ import annotations

from benchmarks.site import lived, made_up_release, with_one_move


def test_a_move_writes_only_what_tells_of_it(tmp_path):
    first, again, moved = lived(4, ("en",), 1, tmp_path)

    # the front page, changes, lists, map, glossary, reuse, postcodes; each ward; each meeting; an index each
    assert first.pages > 4 + 20
    assert (first.rewritten, again.rewritten) == (first.files, 0)
    assert 0 < moved.rewritten < moved.files / 3


def test_every_part_of_publishing_is_timed_and_no_second_twice(tmp_path):
    for times in lived(4, ("en",), 1, tmp_path):
        assert min(times.parts) >= 0
        assert abs(sum(times.parts) - times.processors) < 0.1 * times.processors + 0.01


def test_years_follow_each_other_and_pages_stay(tmp_path):
    times = list(lived(4, ("en",), 3, tmp_path))

    assert [each.what for each in times[3:]] == ["with year 2", "with year 3", "one move in year 3"]
    assert times[0].pages < times[3].pages < times[4].pages == times[5].pages


def test_one_meeting_moves_by_a_week_and_no_other():
    before = made_up_release(4, ("en",))

    after = {meeting.meeting_id: meeting for meeting in with_one_move(before).meetings}

    moved = [meeting for meeting in before.meetings if after[meeting.meeting_id] != meeting]
    assert [(after[one.meeting_id].starts_at - one.starts_at).days for one in moved] == [7]
