"""Which passphrases are good enough, and what is kept of them."""

from __future__ import annotations

import unicodedata
from threading import Barrier, Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardpanels.people.passphrases import LONGEST, SHORTEST, Cost, Hashing, RefusedPassphrase, TooBusy, check_passphrase

CHEAP = Hashing(Cost(memory_kib=8, passes=1))


OWN = "found your own name or address, wanted words that nobody knows of you"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "passphrase: found 0 characters, wanted 15 or more, such as four words that do not belong together"),
        ("fourteen chars", "passphrase: found 14 characters, wanted 15 or more, such as four words that do not belong "
                           "together"),
        ("a" * 201, "passphrase: found 201 characters, wanted 200 at most"),
        ("aAaAaAaAaAaAaAaA", "passphrase: found one character again and again, wanted several"),
        (" Josephine BLOGGS-Smith", f"passphrase: {OWN}"),
        ("josephine@police.example", f"passphrase: {OWN}"),
        ("aaa", "passphrase:\n- found 3 characters, wanted 15 or more, such as four words that do not belong together\n"
                "- found one character again and again, wanted several"),
    ],
)  # fmt: skip  # a line each
def test_what_is_wrong_with_a_passphrase_is_said_all_at_once(typed, said):
    with pytest.raises(RefusedPassphrase) as caught:
        check_passphrase(typed, "Josephine Bloggs-Smith", "josephine@police.example")

    assert str(caught.value) == said


@pytest.mark.parametrize("typed", ["fifteen letters", "ab" * 100, "এটি একটি দীর্ঘ বাক্য", "               x"])
def test_whatever_is_long_enough_is_good_enough(typed):
    check_passphrase(typed, "Jo", "jo@police.example")


@given(st.text(min_size=SHORTEST, max_size=LONGEST), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_whatever_looks_the_same_is_the_same(typed, form):
    other = unicodedata.normalize(form, typed)[:LONGEST]
    same = unicodedata.normalize("NFKC", other) == unicodedata.normalize("NFKC", typed)

    assert CHEAP.fits(CHEAP.hash_of(typed), other) == same


def test_hash_is_argon2id_with_64_mib_and_another_each_time():
    hashing = Hashing()
    first, second = hashing.hash_of("fifteen letters"), hashing.hash_of("fifteen letters")

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert first != second
    assert hashing.fits(first, "fifteen letters")
    assert not hashing.is_outdated(first)
    assert hashing.is_outdated(CHEAP.hash_of("fifteen letters"))


@pytest.mark.parametrize("kept", ["", "no hash", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"])
def test_nothing_fits_what_is_no_hash(kept):
    assert not CHEAP.fits(kept, "nobody's")


def test_two_are_hashed_at_a_time_and_the_next_waits_or_is_told():
    hashing, held, over = Hashing(Cost(memory_kib=8, passes=1), at_once=2, wait_seconds=0), Barrier(3), Event()

    def hold():
        with hashing._turn():
            held.wait(30)
            over.wait(30)

    holders = [Thread(target=hold) for _ in range(2)]
    for holder in holders:
        holder.start()
    held.wait(30)

    with pytest.raises(TooBusy) as caught:
        hashing.hash_of("fifteen letters")
    over.set()
    for holder in holders:
        holder.join()

    assert str(caught.value) == "Many people are signing in just now. Try again in a minute."
    assert hashing.hash_of("fifteen letters")
