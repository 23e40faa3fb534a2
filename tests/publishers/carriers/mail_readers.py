"""What three mail programs that share no code make of a mail: the headers that people see, and its words.

Each takes the bytes of mails. PHP reads headers alone.
"""

from __future__ import annotations

import base64
import email
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from pathlib import Path
from typing import Any

from hatch_build import node_commands

Told = list[dict[str, Any]]

SCRIPT = Path(__file__).with_suffix(".mjs")
PHP = """
$told = [];
foreach (json_decode(stream_get_contents(STDIN)) as $asked) {
    [$head] = explode("\\r\\n\\r\\n", base64_decode($asked), 2);
    $told[] = iconv_mime_decode_headers($head, 0, "UTF-8");
}
echo json_encode($told, JSON_THROW_ON_ERROR);
"""


def by_python(mails: Sequence[bytes]) -> Told:
    told = []
    for content in mails:
        mail, raw = (email.message_from_bytes(content, policy=policy) for policy in (default, compat32))
        # The newer half of the library puts a blank between the encoded words of a name, which RFC 2047 6.2 forbids.
        people = {name.lower(): _person(raw[name].replace("\r\n", ""), _decoded) for name in ("From", "To")}
        told.append({"subject": _decoded(raw["Subject"].replace("\r\n", "")), **people, **_bodies(mail)})
    return told


def _decoded(words: str) -> str:
    return str(make_header(decode_header(words)))


def _person(head: str, decoded: Callable[[str], str] = str) -> list[str]:
    """The name and the address of a header."""
    name, _, address = head.rpartition("<")
    name = name.strip()
    if name.startswith('"') and name.endswith('"'):
        return [re.sub(r"\\(.)", r"\1", name[1:-1]), address.rstrip(">")]
    return [decoded(name), address.rstrip(">")]


def _bodies(mail: EmailMessage) -> dict[str, Any]:
    bodies = {kind: mail.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (body.get_content().replace("\r\n", "\n") if body else "" for body in bodies.values())
    calendars = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return {"text": text, "html": html, "enclosed": [each.replace("\r\n", "\n") for each in calendars]}


def by_postal_mime(mails: Sequence[bytes]) -> Told:
    _, node = node_commands()
    told: Told = json.loads(_answered((*node, str(SCRIPT)), mails))
    for each in told:
        each["enclosed"] = [one.replace("\r\n", "\n") for one in each["enclosed"]]
        each["text"], each["html"] = (each[kind].replace("\r\n", "\n") for kind in ("text", "html"))
    return told


def by_php(mails: Sequence[bytes]) -> Told:
    return [
        {"subject": head["Subject"], "from": _person(head["From"]), "to": _person(head["To"])}
        for head in json.loads(_answered(("php", "-r", PHP), mails))
    ]


def _answered(command: Sequence[str], mails: Sequence[bytes]) -> str:
    asked = json.dumps([base64.b64encode(content).decode() for content in mails])
    return subprocess.run(command, input=asked, capture_output=True, check=True, encoding="utf-8").stdout


READERS: dict[str, Callable[[Sequence[bytes]], Told]] = {
    "python": by_python,
    "postal-mime": by_postal_mime,
    "php": by_php,
}
