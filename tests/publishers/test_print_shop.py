"""Presses side by side: every job once, in nobody's way."""

from __future__ import annotations

from threading import Event

import pytest

from publishers.printed.shop import Batch, Shop


def test_to_ask_for_one_job_begins_the_whole_batch():
    done = []
    batch = Batch(Shop(lambda job, _press: done.append(job) or job.encode()), ("a", "b", "c"))

    assert [batch.pdf(place) for place in (2, 0, 1)] == [b"c", b"a", b"b"]
    assert sorted(done) == ["a", "b", "c"]


def test_to_ask_twice_prints_that_one_again_and_no_other():
    done = []
    batch = Batch(Shop(lambda job, _press: done.append(job) or job.encode()), ("a", "b"))

    assert [batch.pdf(place) for place in (0, 1, 0)] == [b"a", b"b", b"a"]
    assert sorted(done) == ["a", "a", "b"]


def test_failure_is_told_to_who_asked_and_drops_the_rest():
    done, is_told = [], Event()

    def fail_at_first(job, _press):
        done.append(job)
        if job:
            is_told.wait()
        raise ValueError(f"sheet: found {job}, wanted another")

    batch = Batch(Shop(fail_at_first), tuple(range(1000)))

    try:
        with pytest.raises(ValueError, match="sheet: found 0, wanted another"):
            batch.pdf(0)
    finally:
        is_told.set()
    assert len(done) < 1000
