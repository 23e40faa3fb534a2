"""Copy whose words a person changes: which of its words can be, and what then goes out. Nothing is stored here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from publishers import wording
from publishers.artifact import Artifact, ArtifactKind
from publishers.channels import gsm
from publishers.channels.limits import (
    BLUESKY_MOST,
    BLUESKY_MOST_BYTES,
    MASTODON_MOST,
    X_MOST,
    graphemes,
    mastodon_length,
    x_weight,
)
from publishers.channels.sms import MOST_TEXTS
from publishers.handover import text_of
from publishers.languages import MANNERS, SOURCE
from publishers.letters import STOP_LINK

KINDS: Mapping[ArtifactKind, str] = MappingProxyType(
    {
        ArtifactKind.SUBJECT: "Subject",
        ArtifactKind.TEXT: "Words",
        ArtifactKind.POST: "Words",
        ArtifactKind.ALT: "What the picture shows",
    }
)
"""What a person may change, and what it is called. Pictures and calendars are made of the facts."""

SAID = (ArtifactKind.TEXT, ArtifactKind.POST)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a channel takes of a text: `count` measures it, `most` of `unit` fit, and `why` refuses in words.

    Edges: `why` gives "" for a text that the channel takes
    """

    count: Callable[[str], int]
    most: int
    unit: str
    why: Callable[[str], str]

    def room(self, text: str) -> str:
        """How much of it a text takes up: `203 of 280 letters, as it counts`."""
        return f"{self.count(text)} of {self.most} {self.unit}"


def _at_most(name: str, count: Callable[[str], int], most: int, unit: str) -> Limit:
    def why(text: str) -> str:
        found = count(text)
        return f"This is {found} {unit}. {name} takes {most}: take out {found - most}." if found > most else ""

    return Limit(count, most, unit, why)


def _why_no_bluesky(text: str) -> str:
    if too_long := _at_most("Bluesky", lambda said: len(graphemes(said)), BLUESKY_MOST, "letters").why(text):
        return too_long
    size = len(text.encode())
    return f"This takes {size} bytes. Bluesky takes {BLUESKY_MOST_BYTES}." if size > BLUESKY_MOST_BYTES else ""


def _why_no_sms(text: str) -> str:
    if gsm.in_gsm(text) != " ".join(text.split()):
        return "Some letters or signs here do not show on every phone. Use plain letters, without emoji."
    count = gsm.texts(text)
    return f"This would take {count} text messages. At most {MOST_TEXTS} are sent." if count > MOST_TEXTS else ""


LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "x": _at_most("X", x_weight, X_MOST, "letters, as it counts"),
        "bluesky": Limit(lambda text: len(graphemes(text)), BLUESKY_MOST, "letters", _why_no_bluesky),
        "mastodon": _at_most("Mastodon", mastodon_length, MASTODON_MOST, "letters, as it counts"),
        "sms": Limit(gsm.texts, MOST_TEXTS, "text messages", _why_no_sms),
    }
)
"""By the name of the channel whose words they are. The others have room for everything."""


@dataclass(frozen=True, slots=True)
class EditableWords:
    """One text of a piece of copy that can be changed. `path` is the artifact's; `field` is its name in a form."""

    field: str
    path: str
    label: str
    text: str
    kind: ArtifactKind
    is_translated: bool = False


def words_of(artifacts: Sequence[Artifact]) -> tuple[EditableWords, ...]:
    """Every text that a person may change, in order. Edges: in other languages the label says which"""
    texts = (each for each in artifacts if each.kind in KINDS)
    return tuple(
        EditableWords(
            f"words-{number}", each.path, _label(each), text_of(each).strip(), each.kind, each.language != SOURCE
        )
        for number, each in enumerate(texts, start=1)
    )


def _label(artifact: Artifact) -> str:
    name = KINDS[artifact.kind]
    return name if artifact.language == SOURCE else f"{name}, {MANNERS[artifact.language].name}"


def what_is_wrong(channel: str, before: EditableWords, text: str) -> str:
    """Why a text cannot stand in the place of another, "" where it can."""
    if not text.strip():
        return "Write some words here, or reject the item."
    if STOP_LINK in before.text and STOP_LINK not in text:
        return f"Keep {STOP_LINK} in it: there stands the link by which each reader can stop the emails."
    limit = LIMITS.get(channel) if before.kind in SAID else None
    return limit.why(text) if limit else ""


def edited(artifacts: Sequence[Artifact], texts: Mapping[str, str]) -> tuple[Artifact, ...]:
    """The artifacts with other texts, by their paths.

    Edges: an email whose words are changed goes out without the designed page of it, which would still say the old ones
    """
    said = {each.path: each for each in words_of(artifacts)}
    is_other = {path for path, text in texts.items() if said[path].text != text.strip()}
    spoken = {each.language for each in artifacts if each.path in is_other and each.kind is ArtifactKind.TEXT}
    kept = (each for each in artifacts if not (each.kind is ArtifactKind.HTML and each.language in spoken))
    return tuple(_with(each, texts[each.path].strip()) if each.path in is_other else each for each in kept)


def _with(artifact: Artifact, text: str) -> Artifact:
    if artifact.kind is ArtifactKind.SUBJECT:
        text = wording.one_line(text)
    if artifact.kind is ArtifactKind.POST:
        return replace(artifact, content=_post(artifact.content, text))
    end = "\n" if artifact.content.endswith(b"\n") else ""
    return replace(artifact, content=f"{text}{end}".encode())


def _post(record: bytes, text: str) -> bytes:
    """A record of Bluesky with another text: what was a link is one again where its words still stand."""
    post: dict[str, Any] = json.loads(record)
    old, new = post["text"].encode(), text.encode()
    facets = []
    for facet in post.get("facets", ()):
        shown = old[facet["index"]["byteStart"] : facet["index"]["byteEnd"]]
        if (start := new.rfind(shown)) >= 0:
            facets.append({**facet, "index": {"byteStart": start, "byteEnd": start + len(shown)}})
    return (json.dumps({**post, "text": text, "facets": facets}, ensure_ascii=False, indent=2) + "\n").encode()
