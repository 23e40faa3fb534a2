"""One parcel as one mail (RFC 5322): the words of its letter in the reader's language, and the headers around them.

The same parcel always has the same Message-ID, so that a mail server or a reader's program can drop a second copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP

from publishers.artifact import Artifact
from publishers.carriers.carrier import Mailbox, Parcel, Refused
from publishers.carriers.headers import AddressHeader, Whole, Words, ascii_address
from publishers.languages import SOURCE
from publishers.letters import Letter, letter_in
from publishers.wording import one_line

ID_LENGTH = 32
"""Units: hexadecimal digits of SHA-256, which no two keys share."""


HEADERS = HeaderRegistry()
for _name, _kind in {
    "subject": Words,
    "from": AddressHeader,
    "to": AddressHeader,
    "message-id": Whole,
    "list-id": Whole,
    "list-unsubscribe": Whole,
}.items():
    HEADERS.map_to_type(_name, _kind)
POLICY = SMTP.clone(cte_type="7bit", header_factory=HEADERS)
"""Seven bits: then no server on the way has to change a letter, which would break a signature."""


def message_of(parcel: Parcel, sender: Address, to: Mailbox) -> EmailMessage:
    """Return a parcel as a mail.

    Errors: Refused where the address is none
    """
    told = letter_in(parcel.artifacts, to.language) or _covering(parcel)
    letter = told.ending_at(to.stop).sent_by(sender.addr_spec)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = _address(parcel, to)
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = parcel.at
    mail["Message-ID"] = message_id(parcel.key, to.mark, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply is wanted
    if to.stop:
        _mark_as_list_mail(mail, parcel.channel, sender.domain, to.stop)
    _fill(mail, letter)
    mail["Content-Language"] = letter.language  # set any sooner, it would go to the first part alone
    return mail


def message_id(key: str, mark: str, domain: str) -> str:
    """The name of a mail: of its parcel's key, and of the reader's mark where there is one."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]
    return f"<{digest}{f'.{mark}' if mark else ''}@{domain}>"


def mark_in(message_id: str) -> str:
    """The mark in a mail's name, "" where it has none or is not ours."""
    digest, _, mark = message_id.strip().strip("<>").rpartition("@")[0].partition(".")
    is_ours = len(digest) == ID_LENGTH and set(digest) <= set("0123456789abcdef")
    return mark if is_ours else ""


def _address(parcel: Parcel, to: Mailbox) -> Address:
    try:
        return Address(one_line(to.name), addr_spec=ascii_address(to.address))
    except (MessageError, ValueError, IndexError) as error:
        raise Refused(f"{parcel.channel}: found an address that is none, wanted one to write to") from error


def _mark_as_list_mail(mail: EmailMessage, channel: str, domain: str, stop: str) -> None:
    """Let the reader's own program offer to end the mail, with one click. Source: RFC 2919, RFC 2369, RFC 8058."""
    mail["List-Id"] = f"Ward panels <{channel}.wardpanels.{domain}>"
    mail["List-Unsubscribe"] = f"<{stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Precedence"] = "bulk"


def _fill(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        # Source: RFC 6047 2.4: the method stands in the type too, or a program shows a file and no invitation.
        method = _type_of(letter.calendar)["method"]
        mail.add_alternative(letter.calendar.content.decode(), subtype="calendar", params={"method": method})
    for artifact in letter.enclosed:
        main, _, sub = artifact.media_type.partition(";")[0].partition("/")
        mail.add_attachment(artifact.content, maintype=main, subtype=sub, filename=artifact.name)


def _type_of(artifact: Artifact) -> dict[str, str]:
    """The parameters of an artifact's media type."""
    header = POLICY.header_factory("content-type", artifact.media_type)
    return dict(header.params)


def _covering(parcel: Parcel) -> Letter:
    """A letter for files that are none: the first text is its words, all of them are enclosed."""
    told = f"{parcel.channel}: {parcel.subject}"
    words = next(_texts(parcel.artifacts), f"{told}\n")
    return Letter(SOURCE, told, words, enclosed=parcel.artifacts)


def _texts(artifacts: Iterable[Artifact]) -> Iterator[str]:
    return (artifact.content.decode() for artifact in artifacts if artifact.media_type.startswith("text/plain"))
