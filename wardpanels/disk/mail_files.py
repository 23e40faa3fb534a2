"""Reads saved mails, in the forms that mail programs and servers save them in."""

from __future__ import annotations

import email
import mailbox
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from wardpanels.faults import CannotUse


def mails(path: Path) -> Iterator[EmailMessage]:
    """Yield the mails of an mbox, of one file of a mail, or of a folder of such files.

    Errors: CannotUse where nothing is there
    """
    if path.is_dir():
        for file in sorted(each for each in path.rglob("*") if each.is_file()):
            yield from mails(file)
    elif not path.is_file():
        raise CannotUse(str(path), "nothing there", "an mbox, a file of a mail (.eml), or a folder of them")
    elif path.read_bytes()[:5] == b"From ":
        box = mailbox.mbox(path, factory=None, create=False)
        try:
            yield from (_read(box.get_bytes(key)) for key in box.iterkeys())
        finally:
            box.close()
    else:
        yield _read(path.read_bytes())


def _read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)
