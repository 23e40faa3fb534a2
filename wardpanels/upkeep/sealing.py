"""Locks a stream of bytes with a key or a passphrase, piece by piece, so that no change and no missing end goes unseen.

The file is two lines of text, what it is and how it is locked, and then pieces of 64 KiB, each under AES-256 in GCM
with 16 bytes more. The nonce of a piece is its number, and whether it is the last; the key is used for one file alone.
So nothing can be left out, doubled, put in another order or cut off at the end: each would be another nonce.

Source: the pieces are those of STREAM, in "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from scheduler.store import UntrueLines
from wardpanels.faults import CannotUse

MAGIC = b"Ward Panels backup 1\n"
KEY, PASSPHRASE = "WARDPANELS_BACKUP_KEY", "WARDPANELS_BACKUP_PASSPHRASE"
SHORTEST_PASSPHRASE = 15
"""Units: letters. As for people who sign in (`people.passphrases`)."""

PIECE, TAG = 64 * 1024, 16
"""Units: bytes."""

COST = 2**17
"""How often scrypt mixes: 128 MiB and about half a second. Source: OWASP, "Password Storage", scrypt"""

MOST_COST = 2**20
LONGEST_HEAD = 1_000
"""Units: bytes."""


class Lock(msgspec.Struct, frozen=True):
    """How a file is locked.

    Edges: `cost` is 0 where a key locks it, and what scrypt is told where a passphrase does; `check` tells another key
           from a broken file, and says nothing of the key
    """

    salt: bytes
    cost: int
    check: bytes


class Sealer:
    """Takes bytes and writes them locked. `close` writes the last piece: without it the file counts as broken off."""

    def __init__(self, file: IO[bytes], secret: bytes, salt: bytes, cost: int) -> None:
        key, check = _keys(secret, salt, cost)
        self._head = MAGIC + msgspec.json.encode(Lock(salt, cost, check)) + b"\n"
        self._file, self._cipher, self._count, self._waiting = file, AESGCM(key), 0, bytearray()
        file.write(self._head)

    def write(self, content: bytes) -> None:
        """Take more."""
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Write what is left, as the last piece."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, is_last=is_last), piece, self._head))
        self._count += 1


def unsealed(file: IO[bytes], environ: Mapping[str, str]) -> Iterator[bytes]:
    """What a file keeps, piece by piece; only a piece that is as it was written is given.

    Errors: UntrueLines, where it is no backup, was changed or broken off; CannotUse, where the key is none or another
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise UntrueLines("a file of another kind, or of a newer program", "one that wardpanels backup made")
    told = file.readline(LONGEST_HEAD)
    try:
        lock = msgspec.json.decode(told, type=Lock)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UntrueLines("a head that does not read", "a whole file") from error
    if not 0 <= lock.cost <= MOST_COST or lock.cost & (lock.cost - 1):
        raise UntrueLines("a head that asks for too much work", "the head that was written")
    name, secret = _secret(environ, wants_key=not lock.cost)
    key, check = _keys(secret, lock.salt, lock.cost)
    if check != lock.check:
        raise CannotUse(name, "another than the backup was locked with", "that one")
    return _pieces(file, AESGCM(key), MAGIC + told)


def secret_given(environ: Mapping[str, str]) -> tuple[bytes, int]:
    """What to lock a new file with, and at what cost. Errors: CannotUse, where neither or something unfit is given."""
    has_key = bool(environ.get(KEY))
    _, secret = _secret(environ, wants_key=has_key)
    return secret, 0 if has_key else COST


def _pieces(file: IO[bytes], cipher: AESGCM, head: bytes) -> Iterator[bytes]:
    piece, count = file.read(PIECE + TAG), 0
    while True:
        after = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(count, is_last=not after), piece, head)
        except InvalidTag as error:
            raise UntrueLines("that it was changed or broken off", "a whole file. Take another backup") from error
        if not after:
            return
        piece, count = after, count + 1


def _nonce(count: int, *, is_last: bool) -> bytes:
    return count.to_bytes(11) + bytes([is_last])


def _secret(environ: Mapping[str, str], *, wants_key: bool) -> tuple[str, bytes]:
    """The secret, and the setting that gives it."""
    name = KEY if wants_key else PASSPHRASE
    given = environ.get(name, "")
    if not given:
        either = name if wants_key else f"{PASSPHRASE}, or {KEY}"
        raise CannotUse("the environment", f"no {name}", f"what backups are locked with, in {either}")
    if not wants_key:
        if len(given) < SHORTEST_PASSPHRASE:
            wanted = f"{SHORTEST_PASSPHRASE} or more, such as four words"
            raise CannotUse(name, f"a passphrase of {len(given)} letters", wanted)
        return name, given.encode()
    try:
        key = b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise CannotUse(name, "no key", "32 bytes in base64, as this makes them: openssl rand -base64 32")
    return name, key


def _keys(secret: bytes, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """The key of one file, and what tells that it is the one."""
    root = Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(secret) if cost else secret
    made = HKDF(algorithm=SHA256(), length=48, salt=salt, info=MAGIC).derive(root)
    return made[:32], made[32:]
