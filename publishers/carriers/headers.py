"""Headers of a mail with words in any script, as they go over the wire (RFC 5322 2.2.3, RFC 2047).

Python would end the line right after the colon where the first word is long, and some programs then show an empty
subject. Here the words begin behind the colon, whatever their length and script.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.headerregistry import Address, BaseHeader, UniqueAddressHeader, UnstructuredHeader
from email.policy import Policy
from typing import Any

import idna

WIDTH = 76
"""Letters in a line that holds an encoded word. Source: RFC 2047 2"""

LONGEST_WORD = 60
"""Letters of a word that can stand behind the colon as it is; a longer one is encoded, and so can be cut."""

CRLF = "\r\n"
_OPENING, _ENDING = "=?utf-8?b?", "?="
_PLAIN = re.compile(rf"[!-~]{{1,{LONGEST_WORD}}}(?: [!-~]{{1,{LONGEST_WORD}}})*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
"""Words of a name that need no quotes. Source: RFC 5322 3.2.3"""


class Whole(UnstructuredHeader, BaseHeader):
    """A header that stays on one line: a long web address cut into encoded words is one that nobody follows."""

    def fold(self, *, policy: Policy) -> str:
        """The header with its end."""
        return f"{self.name}: {self}{policy.linesep}"


class Words(UnstructuredHeader, BaseHeader):
    """A header for people to read, such as the subject. Edges: what looks encoded in it is words all the same."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the words as they are."""
        UnstructuredHeader.parse("", kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        """The header with its end."""
        return folded(self.name, str(self))


class AddressHeader(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # the types know not that registries join both
    """A header with one name and address."""

    def fold(self, *, policy: Policy) -> str:
        """The header with its end."""
        (one,) = self.addresses
        return f"{self.name}: {one.addr_spec}{CRLF}" if not one.display_name else _mailbox(self.name, one)


def folded(name: str, words: str) -> str:
    """A header of words with its end: as they are where they are plain, else as encoded words that give the same."""
    if _PLAIN.fullmatch(words) and "=?" not in words:
        return _joined(f"{name}:", words.split(" "))
    return _joined(f"{name}:", encoded_words(words, WIDTH - len(f"{name}: "))) if words else f"{name}: {CRLF}"


def encoded_words(words: str, room: int) -> Iterator[str]:
    """The words as encoded words, of which the first takes no more than `room` letters. No letter is cut in two."""
    taken = b""
    for letter in words:
        octets = letter.encode("utf-8", "replace")
        if taken and len(_encoded(taken + octets)) > room:
            yield _encoded(taken)
            taken, room = b"", WIDTH - 1
        taken += octets
    yield _encoded(taken)


def ascii_address(address: str) -> str:
    """An address with its domain as mail servers write it: bücher.example is xn--bcher-kva.example.

    Errors: ValueError where it has no domain, or letters before the @ that few mail servers take
    """
    local, _, domain = address.rpartition("@")
    if not (local and domain and local.isascii()):
        raise ValueError(address)
    return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode()}"


def _mailbox(header: str, one: Address) -> str:
    name, address = one.display_name, f"<{one.addr_spec}>"
    if not _PLAIN.fullmatch(name) or "=?" in name or len(name) > LONGEST_WORD:
        return _joined(f"{header}:", [*encoded_words(name, WIDTH - len(f"{header}: ")), address])
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return _joined(f"{header}:", [name if _ATOMS.fullmatch(name) else f'"{escaped}"', address])


def _encoded(octets: bytes) -> str:
    return f"{_OPENING}{base64.b64encode(octets).decode()}{_ENDING}"


def _joined(line: str, words: Iterator[str] | list[str]) -> str:
    """The words behind the line, on as many lines as they need: the first stands behind the colon."""
    told = ""
    for number, word in enumerate(words):
        if number and len(line) + 1 + len(word) > WIDTH:
            told, line = f"{told}{line}{CRLF}", ""
        line = f"{line} {word}"
    return f"{told}{line}{CRLF}"
