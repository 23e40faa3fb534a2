"""Answers to invitations in the forms that Outlook, Google Calendar and Apple Calendar mail them in."""

from __future__ import annotations

import base64
import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default

UID = "2027-E05009317-1.S01.invitation@e09000030.wardpanels"
FACTS = {
    "uid": UID,
    "attendee": "ann@police.example",
    "sender": "ann@police.example",
    "partstat": "ACCEPTED",
    "sequence": 0,
    "stamp": "20270201T091500Z",
    "method": "REPLY",
}

OUTLOOK_CALENDAR = """\
BEGIN:VCALENDAR\r
METHOD:{method}\r
PRODID:Microsoft Exchange Server 2010\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:GMT Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
ATTENDEE;PARTSTAT={partstat};CN=Ann O'Neill:MAILTO:{attendee}\r
COMMENT;LANGUAGE=en-GB:On leave\\n\r
UID:{uid}\r
SUMMARY;LANGUAGE=en-GB:Accepted: Bow East ward panel meeting\r
DTSTART;TZID=GMT Standard Time:20270325T190000\r
DTEND;TZID=GMT Standard Time:20270325T203000\r
CLASS:PRIVATE\r
PRIORITY:5\r
DTSTAMP:{stamp}\r
TRANSP:OPAQUE\r
STATUS:CONFIRMED\r
SEQUENCE:{sequence}\r
LOCATION;LANGUAGE=en-GB:Bow Library\\, 1 Roman Road\\, E3 5LU\r
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}\r
X-MICROSOFT-CDO-OWNERAPPTID:0\r
END:VEVENT\r
END:VCALENDAR\r
"""
OUTLOOK = """\
From: "O'Neill, Ann" <{sender}>
To: Tower Hamlets ward panels <panels@example.org>
Subject: Accepted: Bow East ward panel meeting
Thread-Topic: Bow East ward panel meeting
Date: Mon, 1 Feb 2027 09:15:00 +0000
Message-ID: <LO2P123MB1234@LO2P123MB1234.GBRP123.PROD.OUTLOOK.COM>
Content-Language: en-GB
X-MS-Has-Attach:
Content-Type: multipart/alternative;
	boundary="_000_LO2P123MB1234_"
MIME-Version: 1.0

--_000_LO2P123MB1234_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

On leave

--_000_LO2P123MB1234_
Content-Type: text/calendar; charset="utf-8"; method={method}
Content-Transfer-Encoding: base64

{calendar}
--_000_LO2P123MB1234_--
"""

GOOGLE_CALENDAR = """\
BEGIN:VCALENDAR\r
PRODID:-//Google Inc//Google Calendar 70.9054//EN\r
VERSION:2.0\r
CALSCALE:GREGORIAN\r
METHOD:{method}\r
BEGIN:VEVENT\r
DTSTART:20270325T190000Z\r
DTEND:20270325T203000Z\r
DTSTAMP:{stamp}\r
ORGANIZER;CN=Tower Hamlets ward panels:mailto:panels@example.org\r
UID:{uid}\r
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Ann O\r
 'Neill;X-NUM-GUESTS=0:mailto:{attendee}\r
CLASS:PRIVATE\r
CREATED:20270104T090000Z\r
LAST-MODIFIED:{stamp}\r
LOCATION:Bow Library\\, 1 Roman Road\\, E3 5LU\r
SEQUENCE:{sequence}\r
STATUS:CONFIRMED\r
SUMMARY:Bow East ward panel meeting\r
TRANSP:OPAQUE\r
END:VEVENT\r
END:VCALENDAR\r
"""
GOOGLE = """\
MIME-Version: 1.0
Reply-To: Ann O'Neill <{sender}>
Sender: Google Calendar <calendar-notification@google.com>
Auto-Submitted: auto-generated
Message-ID: <calendar-3f0a@google.com>
Date: Mon, 01 Feb 2027 09:15:00 +0000
Subject: Accepted: Bow East ward panel meeting
From: Ann O'Neill <{sender}>
To: panels@example.org
Content-Type: multipart/mixed; boundary="0000000000003f0a"

--0000000000003f0a
Content-Type: multipart/alternative; boundary="0000000000003f0b"

--0000000000003f0b
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

QW5uIE8nTmVpbGwgaGFzIGFjY2VwdGVkIHRoaXMgaW52aXRhdGlvbi4=
--0000000000003f0b
Content-Type: text/html; charset="UTF-8"

<p>Ann O'Neill has accepted this invitation.</p>
--0000000000003f0b
Content-Type: text/calendar; charset="UTF-8"; method={method}
Content-Transfer-Encoding: 7bit

{calendar}
--0000000000003f0b--
--0000000000003f0a
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{calendar64}
--0000000000003f0a--
"""

APPLE_CALENDAR = """\
BEGIN:VCALENDAR\r
CALSCALE:GREGORIAN\r
METHOD:{method}\r
PRODID:-//Apple Inc.//macOS 15.2//EN\r
VERSION:2.0\r
BEGIN:VEVENT\r
ATTENDEE;CN="Ann O'Neill";CUTYPE=INDIVIDUAL;EMAIL="{attendee}";PARTSTAT={partstat}:mailto:{attendee}\r
CLASS:PRIVATE\r
DTEND;TZID=Europe/London:20270325T203000\r
DTSTAMP:{stamp}\r
DTSTART;TZID=Europe/London:20270325T190000\r
ORGANIZER;CN="Tower Hamlets ward panels":mailto:panels@example.org\r
SEQUENCE:{sequence}\r
SUMMARY:Bow East ward panel meeting\r
UID:{uid}\r
END:VEVENT\r
END:VCALENDAR\r
"""
APPLE = """\
From: =?utf-8?Q?Ann_O=E2=80=99Neill?= <{sender}>
Content-Type: multipart/alternative; boundary="Apple-Mail-A1"
MIME-Version: 1.0 (Mac OS X Mail 16.0)
Subject: Ann O'Neill accepted the invitation "Bow East ward panel meeting"
Date: Mon, 1 Feb 2027 09:15:00 +0000
Message-Id: <A1B2@police.example>
To: panels@example.org

--Apple-Mail-A1
Content-Type: text/plain; charset=us-ascii

Ann O'Neill has accepted your invitation.

--Apple-Mail-A1
Content-Type: text/calendar; charset=utf-8; name=iCal-20270201.ics; method={method}
Content-Transfer-Encoding: quoted-printable

{calendarqp}
--Apple-Mail-A1--
"""


def _mail(form: str, calendar: str, **told: object) -> bytes:
    facts = {**FACTS, **told}
    written = calendar.format(**facts)
    encoded = base64.encodebytes(written.encode()).decode()
    plain, quoted = written.replace("\r\n", "\n"), written.replace("\r\n", "\n").replace("=", "=3D")
    shown = encoded if form is OUTLOOK else plain
    return form.format(**facts, calendar=shown, calendar64=encoded, calendarqp=quoted).encode()


def outlook(**told: object) -> bytes:
    return _mail(OUTLOOK, OUTLOOK_CALENDAR, **told)


def google(**told: object) -> bytes:
    return _mail(GOOGLE, GOOGLE_CALENDAR, **told)


def apple(**told: object) -> bytes:
    return _mail(APPLE, APPLE_CALENDAR, **told)


PROGRAMS: dict[str, Callable[..., bytes]] = {"Outlook": outlook, "Google": google, "Apple": apple}


def read(content: bytes) -> EmailMessage:
    mail = email.message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
