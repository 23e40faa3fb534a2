"""What a file is made from, as a digest: the facts given to its maker, our code and templates, and the libraries."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from datetime import tzinfo
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from publishers import templating
from scheduler import facts, policy, records
from scheduler.evidence import actions, meeting_facts, plan_shown, status
from scheduler.release import campaign, value

HERE = Path(__file__).parent
CODE = ("*.py", "*.po", "*.css", "NotoSans_*.ttf")
TEMPLATES = ("*.html", "*.js", "*.svg", "*.typ", "*.txt", "*.mjml", "campaign/*.toml")
VALUES = (facts, policy, value, campaign, plan_shown, status, records, actions, meeting_facts)
"""What the makers are given: properties of these values are part of what a file says."""

LIBRARIES = (
    "babel",
    "icalendar",
    "jinja2",
    "markupsafe",
    "mrml",
    "msgspec",
    "pillow",
    "python-docx",
    "regex",
    "zxing-cpp",
)


def digest_of(*told: Any) -> str:
    """A digest of facts, of our code and of the templates.

    Edges: facts are what msgspec can encode, and sets and zones besides; two facts that encode alike are alike
    """
    return hashlib.sha256(made_by() + b"\0".join(encoded(fact) for fact in told)).hexdigest()


def joined(digest: str, *told: Any) -> str:
    """A digest of facts on top of another digest."""
    return hashlib.sha256(digest.encode() + b"\0".join(encoded(fact) for fact in told)).hexdigest()


def encoded(fact: Any) -> bytes:
    """A fact as bytes, the same bytes each time."""
    return _ENCODER.encode(fact)


def _plain(fact: Any) -> Any:
    if isinstance(fact, tzinfo):
        return str(fact)
    if isinstance(fact, str):
        return str.__str__(fact)
    raise TypeError(f"recipe: found {fact!r}, wanted a fact that can be written down")


_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=_plain)


@cache
def made_by() -> bytes:
    """A digest of the code, the catalogues and the templates that make the files, and of the libraries' versions."""
    named = [f"{name} {version(name)}" for name in LIBRARIES]
    digest = hashlib.sha256(" ".join((sys.version, *named)).encode())
    for path in sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.digest()


def sources() -> Iterable[Path]:
    """Every file of ours that decides what a file says."""
    yield from (Path(str(module.__file__)) for module in VALUES)
    for folder, patterns in ((HERE, CODE), (templating.template_folder(), TEMPLATES)):
        for pattern in patterns:
            yield from sorted(folder.rglob(pattern))
