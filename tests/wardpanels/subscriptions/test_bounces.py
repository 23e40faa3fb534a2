"""Mail that came back, as real mail servers report it."""

from __future__ import annotations

import mailbox
from datetime import timedelta
from pathlib import Path

import pytest

from publishers.carriers.message import message_id
from scheduler.store import open_store
from scheduler.subscriber import Interest, SubscriberState
from tests.scheduler.examples import utc
from tests.wardpanels.subscriptions.examples import SECRET, TOWER_HAMLETS
from wardpanels.disk.mail_files import mails
from wardpanels.faults import CannotUse
from wardpanels.publicity.signed_links import Links
from wardpanels.subscriptions import bounces
from wardpanels.subscriptions.bounces import Became

LINKS = Links("https://example.org/subscribe", SECRET)
ASKED, NOW = utc("2027-01-10 09:00"), utc("2027-02-03 09:00")
OURS = message_id("email.1/a1", LINKS.mark("a1"), "example.org")

# In the form of Postfix 3.7 (bounce(8)), cut to what matters.
POSTFIX = """\
Return-Path: <>
Date: Tue,  2 Feb 2027 09:00:00 +0000 (GMT)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: panels@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4B2C.1/mail.example.org"

--4B2C.1/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4B2C.1/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4B2C
Arrival-Date: Tue,  2 Feb 2027 08:59:00 +0000 (GMT)

Final-Recipient: rfc822; {final}
Original-Recipient: rfc822;{original}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <{final}>: Recipient address rejected

--4B2C.1/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Ward panels <panels@example.org>
To: {original}
Subject: Bow East ward panel meeting
Message-ID: {name}

--4B2C.1/mail.example.org--
"""

# In the form of Exchange Online, which returns the whole mail and gives no Original-Recipient.
EXCHANGE = """\
From: <postmaster@outlook.example>
Date: Tue, 2 Feb 2027 09:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="_000_x"
MIME-Version: 1.0
Subject: Undeliverable

--_000_x
Content-Type: multipart/alternative; boundary="_001_y"

--_001_y
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups.

--_001_y--
--_000_x
Content-Type: message/delivery-status

Reporting-MTA: dns;x.outlook.example
Received-From-MTA: dns;mail.example.org
Arrival-Date: Tue, 2 Feb 2027 08:59:00 +0000

Final-Recipient: rfc822;Ann@Example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--_000_x
Content-Type: message/rfc822

From: Ward panels <panels@example.org>
To: ann@example.org
Message-ID: {name}
Content-Type: multipart/alternative; boundary="z"

--z
Content-Type: text/plain

Message-ID: <in-the-words@example.org>
--z--

--_000_x--
"""


# In the form of RFC 5965 B.2, as Yahoo and Comcast send it: the reader's address is blotted out.
FEEDBACK = """\
From: <feedback@mail.example.net>
Date: Wed, 3 Feb 2027 08:00:00 +0000
Subject: FW: Bow East ward panel meeting
To: <panels@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
	boundary="part1_13d"

--part1_13d
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for a message received from 192.0.2.1.

--part1_13d
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <panels@example.org>
{arrived}Reported-Domain: example.org

--part1_13d
Content-Type: {returned}
Content-Disposition: inline

From: Ward panels <panels@example.org>
To: <redacted>
Message-ID:
 {name}
Subject: Bow East ward panel meeting

Words.
--part1_13d--
"""


def feedback(name: str = OURS, kind: str = "abuse", arrived: str = "Tue, 2 Feb 2027 09:00:00 +0000", **facts) -> bytes:
    line = f"Arrival-Date: {arrived}\n" if arrived else ""
    return FEEDBACK.format(
        **{"returned": "message/rfc822", "name": name, "kind": kind, "arrived": line, **facts}
    ).encode()


def postfix(name: str = OURS, **facts: str) -> bytes:
    told = {"final": "ann@example.org", "original": "ann@example.org", "action": "failed", "status": "5.1.1", **facts}
    return POSTFIX.format(name=name, **told).encode()


@pytest.fixture
def subscribers(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    store.subscribers.ask(TOWER_HAMLETS, "ann@example.org", Interest(), "a1", ASKED, timedelta(hours=1))
    store.subscribers.confirm("a1", ASKED, "Yes.", ASKED)
    yield store.subscribers
    store.close()


def noted(subscribers, path: Path) -> list[Became]:
    found = [report for mail in mails(path) for report in bounces.reports(mail)]
    return [became for _, became in bounces.note(subscribers, LINKS, found, NOW)]


def one(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "report.eml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", [postfix(), EXCHANGE.format(name=OURS).encode()], ids=["Postfix", "Exchange"])
def test_address_that_does_not_work_gets_no_more_mail(subscribers, tmp_path, content):
    assert noted(subscribers, one(tmp_path, content)) == [Became.HARD]

    found = subscribers.find("a1")
    assert (found.state, found.bounced_at) == (SubscriberState.BOUNCED, NOW)


@pytest.mark.parametrize(
    "facts",
    [{"status": "4.4.1"}, {"action": "delayed", "status": "4.0.0"}, {"status": "5.2.2"}, {"status": ""},
     {"original": "", "final": "elsewhere@example.net"}],
    ids=["for now", "delayed", "mailbox full", "no status", "passed on to another address"],
)  # fmt: skip
def test_failure_that_may_pass_is_counted(subscribers, tmp_path, facts):
    assert noted(subscribers, one(tmp_path, postfix(**facts))) == [Became.SOFT]

    found = subscribers.find("a1")
    assert (found.state, found.soft_bounces) == (SubscriberState.CONFIRMED, 1)


def test_original_recipient_counts_where_mail_was_passed_on(subscribers, tmp_path):
    assert noted(subscribers, one(tmp_path, postfix(final="elsewhere@example.net"))) == [Became.HARD]


@pytest.mark.parametrize(
    "name",
    [
        "<20270202.1@mail.example.org>",
        "",
        message_id("email.1/a1", "", "example.org"),
        message_id("email.1/a1", "a1-00000000000000000000000000000000", "example.org"),
        message_id("email.1/a1", LINKS.stop("a1").rpartition("/")[2], "example.org"),
    ],
    ids=["another mail", "no name", "no mark", "a mark made up", "the mark of a link"],
)
def test_report_that_nobody_could_have_got_from_us_changes_nothing(subscribers, tmp_path, name):
    assert noted(subscribers, one(tmp_path, postfix(name=name))) == [Became.NOT_OURS]
    assert subscribers.find("a1").state is SubscriberState.CONFIRMED


def test_report_of_an_arrival_changes_nothing(subscribers, tmp_path):
    assert noted(subscribers, one(tmp_path, postfix(action="delivered", status="2.0.0"))) == [Became.DELIVERED]


def test_report_from_before_the_last_yes_changes_nothing(subscribers, tmp_path):
    later = utc("2027-02-02 12:00")
    subscribers.ask(TOWER_HAMLETS, "ann@example.org", Interest(), "a2", later, timedelta(hours=1))
    subscribers.confirm("a1", later, "Yes.", later)

    assert noted(subscribers, one(tmp_path, postfix())) == [Became.OLD]
    assert subscribers.find("a1").state is SubscriberState.CONFIRMED


def test_subscriber_who_is_gone_is_no_trouble(subscribers, tmp_path):
    subscribers.delete("a1")

    assert noted(subscribers, one(tmp_path, postfix())) == [Became.UNKNOWN]


def test_holiday_reply_and_spam_are_no_reports(subscribers, tmp_path):
    reply = b"From: ann@example.org\r\nIn-Reply-To: " + OURS.encode() + b"\r\n\r\nI am away.\r\n"

    assert noted(subscribers, one(tmp_path, reply)) == []
    assert noted(subscribers, one(tmp_path, bytes(range(256)))) == []


def test_mbox_and_folder_are_read_whole(subscribers, tmp_path):
    folder = tmp_path / "mails"
    (folder / "new").mkdir(parents=True)
    (folder / "new" / "1.eml").write_bytes(postfix(status="4.4.1"))
    box = mailbox.mbox(folder / "box")
    box.add(postfix(status="4.4.1"))
    box.add(b"From: ann@example.org\n\nHello\n")
    box.add(postfix())
    box.close()

    assert noted(subscribers, folder) == [Became.SOFT, Became.HARD, Became.SOFT]


def test_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotUse) as caught:
        list(mails(tmp_path / "nowhere"))

    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}: found nothing there, wanted an mbox, a file of a mail (.eml), or a folder of them"
    )


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("kind", ["abuse", "Fraud", "opt-out"])
def test_who_reports_a_mail_as_spam_is_taken_off_the_list_for_good(subscribers, tmp_path, kind, returned):
    assert noted(subscribers, one(tmp_path, feedback(kind=kind, returned=returned))) == [Became.UNWANTED]

    assert subscribers.find("a1") is None


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus", "other", ""])
def test_report_that_is_no_complaint_of_a_reader_changes_nothing(subscribers, tmp_path, kind):
    assert noted(subscribers, one(tmp_path, feedback(kind=kind))) == []
    assert subscribers.find("a1").state is SubscriberState.CONFIRMED


@pytest.mark.parametrize(
    "name", ["<20270202.1@mail.example.org>", message_id("email.1/a1", "a1-" + "0" * 32, "example.org")]
)
def test_complaint_that_nobody_could_have_got_from_us_changes_nothing(subscribers, tmp_path, name):
    assert noted(subscribers, one(tmp_path, feedback(name))) == [Became.NOT_OURS]
    assert subscribers.find("a1").state is SubscriberState.CONFIRMED


@pytest.mark.parametrize(("arrived", "became"), [("Tue, 2 Feb 2027 09:00:00 +0000", Became.OLD), ("", Became.UNWANTED)])
def test_complaint_of_a_mail_from_before_the_last_yes_is_left(subscribers, tmp_path, arrived, became):
    later = utc("2027-02-02 12:00")
    subscribers.ask(TOWER_HAMLETS, "ann@example.org", Interest(), "a2", later, timedelta(hours=1))
    subscribers.confirm("a1", later, "Yes.", later)

    assert noted(subscribers, one(tmp_path, feedback(arrived=arrived))) == [became]


def test_complaint_that_is_read_twice_is_no_trouble(subscribers, tmp_path):
    assert noted(subscribers, one(tmp_path, feedback())) == [Became.UNWANTED]
    assert noted(subscribers, one(tmp_path, feedback())) == [Became.UNKNOWN]


def test_date_that_nobody_can_read_is_no_trouble(subscribers, tmp_path):
    content = postfix().replace(b"Tue,  2 Feb 2027 09:00:00", b"one day")

    assert noted(subscribers, one(tmp_path, content)) == [Became.HARD]
