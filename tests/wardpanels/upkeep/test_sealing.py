"""A locked file: read whole by whoever has the key, and by nobody when a single bit of it is another."""

from __future__ import annotations

import io
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.store import UntrueLines
from wardpanels.faults import CannotUse
from wardpanels.upkeep.sealing import COST, KEY, MAGIC, PASSPHRASE, PIECE, TAG, Sealer, secret_given, unsealed

SECRET, SALT = bytes(range(32)), bytes(32)
ENVIRON = {KEY: b64encode(SECRET).decode()}
CHEAP = 2


def sealed(content, secret=SECRET, cost=0, salt=SALT):
    file = io.BytesIO()
    sealer = Sealer(file, secret, salt, cost)
    for start in range(0, len(content), 50_000):
        sealer.write(content[start : start + 50_000])
    sealer.close()
    return file.getvalue()


def opened(content, environ=None):
    return b"".join(unsealed(io.BytesIO(content), ENVIRON if environ is None else environ))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_whatever_its_length_it_comes_back(size):
    content = bytes(each % 251 for each in range(size))

    assert opened(sealed(content)) == content


def test_nothing_of_it_can_be_read_in_the_file():
    assert b"ann@example.org" not in sealed(b"ann@example.org " * 1_000)


@given(place=st.integers(0), bit=st.integers(0, 7), size=st.sampled_from([0, 40, 2 * PIECE + 5]))
def test_one_bit_that_is_another_is_noticed(place, bit, size):
    whole = bytearray(sealed(b"x" * size))
    whole[place % len(whole)] ^= 1 << bit

    with pytest.raises((UntrueLines, CannotUse)):
        opened(bytes(whole))


@settings(max_examples=15)
@given(length=st.integers(0))
def test_an_end_that_is_missing_is_noticed(length):
    whole = sealed(b"x" * (2 * PIECE + 5))

    with pytest.raises(UntrueLines):
        opened(whole[: length % len(whole)])


def test_pieces_in_another_order_or_left_out_are_noticed():
    whole = sealed(bytes(3 * PIECE))
    head, piece = len(whole) - 3 * (PIECE + TAG), PIECE + TAG
    first, second, third = (whole[head + place * piece : head + (place + 1) * piece] for place in range(3))

    for pieces in ((second, first, third), (first, third), (first, second), (first, first, second, third)):
        with pytest.raises(UntrueLines):
            opened(whole[:head] + b"".join(pieces))


def test_passphrase_opens_it_and_another_is_told_from_a_broken_file():
    whole = sealed(b"all", "vier Wörter und mehr".encode(), CHEAP)

    assert opened(whole, {PASSPHRASE: "vier Wörter und mehr"}) == b"all"
    with pytest.raises(CannotUse) as other:
        opened(whole, {PASSPHRASE: "vier andere Wörter"})
    assert str(other.value) == f"{PASSPHRASE}: found another than the backup was locked with, wanted that one"


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, f"the environment: found no {PASSPHRASE}, wanted what backups are locked with, in {PASSPHRASE}, or {KEY}"),
        (
            {PASSPHRASE: "hunter2"},
            f"{PASSPHRASE}: found a passphrase of 7 letters, wanted 15 or more, such as four words",
        ),
        (
            {KEY: "hunter2"},
            f"{KEY}: found no key, wanted 32 bytes in base64, as this makes them: openssl rand -base64 32",
        ),
    ],
)
def test_secret_that_cannot_be_one_is_said_so_and_never_shown(environ, told):
    with pytest.raises(CannotUse) as caught:
        secret_given(environ)

    assert str(caught.value) == told


def test_passphrases_cost_whoever_guesses_half_a_second_each():
    assert secret_given({PASSPHRASE: "vier Wörter und mehr"})[1] == COST
    assert secret_given(ENVIRON) == (SECRET, 0)


@pytest.mark.parametrize(
    "head", [b"", b"{}\n", b'{"salt":"","cost":4294967296,"check":""}\n', b'{"salt":"","cost":3,"check":""}\n']
)
def test_head_that_nobody_wrote_is_refused_before_any_work(head):
    with pytest.raises(UntrueLines):
        opened(MAGIC + head + b"x" * 100)
