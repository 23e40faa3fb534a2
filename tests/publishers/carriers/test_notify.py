"""GOV.UK Notify, as a server that answers in its documented shapes: each person gets each parcel once."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import Closed, Mailbox, Outlet, Receipt, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from publishers.channels.every_channel import named
from publishers.pieces import pieces_of
from tests.publishers.carriers.examples import BENGALI, TEXT, carried, outlet, parcel
from tests.publishers.carriers.peers import Reply, Request, WebPeer, closed_port, web_peer
from tests.publishers.examples import a_release

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
KEY = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"panels-{SERVICE}-{KEY}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
EMAILS = "ann@example.org, Bo@Example.org"


class Notify:
    """Enough of Notify: it takes messages, lists them by reference and page, and knows bad addresses."""

    page_size = 250

    def __init__(self) -> None:
        self.sent: list[dict] = []

    def __call__(self, request: Request) -> Reply:
        claims = jwt.decode(request.headers["authorization"].removeprefix("Bearer "), KEY, ["HS256"])
        if claims["iss"] != SERVICE:
            return fault(403, "AuthError", "Invalid token: service not found")
        if request.method == "GET":
            return self.listed(parse_qs(urlsplit(request.path).query))
        told = request.json
        if "bad" in told.get("email_address", told.get("phone_number")):
            return fault(400, "ValidationError", "email_address Not a valid email address")
        number = f"{len(self.sent):08d}-1111-4222-8333-444444444444"
        self.sent.append({"id": number, "kind": request.path.rpartition("/")[2], **told})
        return Reply(201, {"id": number, "reference": told["reference"], "uri": "", "content": {}, "template": {}})

    def listed(self, asked: dict[str, list[str]]) -> Reply:
        found = [one for one in reversed(self.sent) if one["reference"] == asked["reference"][0]]
        if "older_than" in asked:
            found = found[[one["id"] for one in found].index(asked["older_than"][0]) + 1 :]
        page = found[: self.page_size]
        after = f"https://example.org/?older_than={page[-1]['id']}" if page else ""
        return Reply(200, {"notifications": page, "links": {"next": after}})


def fault(status: int, error: str, message: str, **headers: str) -> Reply:
    """An error as Notify words it."""
    told = {"status_code": status, "errors": [{"error": error, "message": message}]}
    return Reply(status, told, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def notify() -> Notify:
    return Notify()


@pytest.fixture
def peer(notify):
    with web_peer(notify) as found:
        yield found


def by(peer: WebPeer, kind: str = "email", to: str = EMAILS, **told: str) -> Outlet:
    facts = {"kind": kind, "template": TEMPLATE, "url": peer.url, **told}
    return outlet("notify", allowed=(peer.place,), secrets={"api_key": API_KEY, "to": to}, **facts)


def test_email_fills_the_template_with_the_text_and_its_first_line(peer, notify):
    receipt = carried(by(peer), parcel(TEXT, BENGALI))

    assert receipt == Receipt("2 sent")
    assert [(one["kind"], one["email_address"]) for one in notify.sent] == [
        ("email", "ann@example.org"),
        ("email", "Bo@Example.org"),
    ]
    assert (notify.sent[0]["template_id"], notify.sent[0]["reference"]) == (TEMPLATE, "r3/x/2027-E05009328-1")
    assert notify.sent[0]["personalisation"] == {
        "subject": "Mile End ward panel",
        "body": "Mile End ward panel\n\nTuesday 30 March\n\nসভা",
    }


def test_subject_beside_the_text_is_the_emails(peer, notify):
    bengali = Artifact(
        "copy/newsletter/2027-03.bn.subject", "text/plain; charset=utf-8", "মার্চ\n".encode(), ArtifactKind.SUBJECT, "bn"
    )
    english = Artifact(
        "copy/newsletter/2027-03.subject", "text/plain; charset=utf-8", b"Meetings in March\n", ArtifactKind.SUBJECT
    )

    carried(by(peer, to="ann@example.org"), parcel(TEXT, english, bengali))

    assert notify.sent[0]["personalisation"] == {
        "subject": "Meetings in March",
        "body": "Mile End ward panel\n\nTuesday 30 March",
    }


def test_text_message_goes_to_numbers(peer, notify):
    carried(by(peer, "sms", "07700 900001"), parcel())

    assert [(one["kind"], one["phone_number"]) for one in notify.sent] == [("sms", "07700 900001")]


def test_parcel_for_one_person_goes_to_that_person(peer, notify):
    carried(by(peer), parcel(to=Mailbox("Cy", "cy@example.org")))

    assert [one["email_address"] for one in notify.sent] == ["cy@example.org"]


def test_letter_goes_out_in_its_readers_language_with_their_own_way_out(peer, notify):
    (piece,) = (piece for piece in pieces_of(a_release(), named("email")) if piece.subject == "2027-E05009317-1")
    cy = Mailbox("", "cy@example.org", "bn", "https://example.org/subscribe/stop/a1")

    carried(by(peer), parcel(*piece.artifacts, to=cy))

    (told,) = notify.sent
    assert told["one_click_unsubscribe_url"] == cy.stop
    assert told["personalisation"]["subject"] == "Bow East ওয়ার্ড প্যানেল সভা, বৃহস্পতিবার, 25 মার্চ 2027"
    assert told["personalisation"]["body"].endswith(f"এই ইমেইলগুলো বন্ধ করুন: {cy.stop}")
    assert "Thursday" not in told["personalisation"]["body"]


def test_parcel_that_was_carried_but_not_marked_is_sent_once(peer, notify):
    carried(by(peer), parcel())
    receipt = carried(by(peer), parcel())

    assert receipt == Receipt("0 sent, 2 before")
    assert len(notify.sent) == 2


def test_worker_killed_half_way_sends_to_the_others(peer, notify):
    carried(by(peer, to="ann@example.org"), parcel())
    receipt = carried(by(peer, to="ANN@example.org,bo@example.org,cy@example.org"), parcel())

    assert receipt == Receipt("2 sent, 1 before")
    assert [one["email_address"] for one in notify.sent] == ["ann@example.org", "bo@example.org", "cy@example.org"]


def test_all_pages_of_what_was_sent_are_read(peer, notify):
    notify.page_size = 1

    for _ in range(2):
        carried(by(peer), parcel())

    assert len(notify.sent) == 2


def test_later_version_is_sent_too(peer, notify):
    for one in (parcel(key="1"), parcel(key="2", version=2)):
        carried(by(peer, to="ann@example.org"), one)

    assert [one["reference"] for one in notify.sent] == ["1", "2"]


def test_bad_address_stops_no_other_and_is_not_repeated_in_the_ledger(peer, notify):
    with pytest.raises(Refused) as refused:
        carried(by(peer, to="bad-address,ann@example.org"), parcel())

    assert [one["email_address"] for one in notify.sent] == ["ann@example.org"]
    assert refused.value.reason == ("1 of 2 not sent: email_address Not a valid email address")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            fault(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"),
            "127.0.0.1: Error: Your system clock must be accurate to within 30 seconds. Set this machine's clock right "
            "to within 30 seconds.",
        ),
        (
            fault(403, "AuthError", "Invalid token: API key not found"),
            "127.0.0.1: Invalid token: API key not found. Take a live API key of this service from Notify and set "
            "WARDPANELS_COUNCIL_PAGE_API_KEY",
        ),
    ],
)
def test_key_that_notify_does_not_let_in_is_told_with_what_to_do(peer, reply, reason):
    peer.reply = lambda _: reply

    with pytest.raises(Closed) as closed:
        carried(by(peer), parcel())

    assert closed.value.reason == reason


def test_message_that_notify_will_never_take_is_told_in_its_words(peer):
    peer.reply = lambda _: fault(400, "BadRequestError", "Can't send to international mobile numbers")

    with pytest.raises(Refused) as refused:
        carried(by(peer), parcel())

    assert refused.value.reason == "127.0.0.1: Can't send to international mobile numbers"


@pytest.mark.parametrize(
    "words",
    [
        "Can't send to this recipient using a team-only API key",
        "Can't send to this recipient when service is in trial mode",
        "Template not found",
        "Missing personalisation: body",
    ],
)
def test_service_that_may_not_send_closes_the_channel(peer, notify, words):
    no = fault(400, "BadRequestError", words)
    peer.reply = lambda request: no if request.method == "POST" else notify(request)

    with pytest.raises(Closed) as closed:
        carried(by(peer), parcel())

    assert closed.value.reason == (
        f"[channels.council-page] 127.0.0.1: {words}. See to the service, its key and its template."
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_at_notify_is_tried_again(peer, status):
    peer.reply = lambda _: fault(status, "RateLimitError", "Exceeded rate limit", Retry_After="60")

    with pytest.raises(TryAgain) as later:
        carried(by(peer), parcel())

    assert (later.value.reason, later.value.after_seconds) == (f"127.0.0.1 answered {status} (Exceeded rate limit)", 60)


def test_redirect_is_no_sending(peer):
    """The client takes any answer below 400 for a yes."""
    peer.reply = lambda _: Reply(302, {}, {"Location": "https://evil.example/"})

    with pytest.raises(Closed, match=r"answered 302, which leads to 'https://evil\.example/'"):
        carried(by(peer), parcel())


def test_answer_that_cannot_be_read_is_tried_again(peer):
    peer.reply = lambda _: Reply(200, "<html>")

    with pytest.raises(TryAgain) as later:
        carried(by(peer), parcel())

    assert later.value.reason == "127.0.0.1 answered 200, but nothing that can be read"


def test_notify_that_cannot_be_reached_is_named():
    gone = WebPeer(closed_port(), lambda _: Reply())

    with pytest.raises(TryAgain) as later:
        carried(by(gone), parcel())

    assert later.value.reason == "127.0.0.1: could not be reached, or hung up"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"kind": "letter"}, "[channels.council-page] kind: found 'letter', wanted one of email, sms"),
        (
            {"template": "my template"},
            "[channels.council-page] template: found 'my template', wanted the id of a template, as Notify shows it",
        ),
    ],
)
def test_bad_setting_is_told_at_the_start(peer, told, reason):
    with pytest.raises(Closed) as closed:
        open_carrier(by(peer, **told))

    assert closed.value.reason == reason


def test_key_that_is_no_key_of_notify_is_not_shown(peer):
    told = outlet("notify", kind="sms", template=TEMPLATE, secrets={"api_key": "hunter2"})

    with pytest.raises(Closed) as closed:
        open_carrier(told)

    assert closed.value.reason == (
        "WARDPANELS_COUNCIL_PAGE_API_KEY: found something else, wanted an API key of GOV.UK Notify, which ends in two "
        "identifiers of 36 letters each"
    )


def test_nobody_to_send_to_is_told(peer):
    with pytest.raises(Closed) as closed:
        carried(by(peer, to=" , "), parcel())

    assert closed.value.reason == (
        "WARDPANELS_COUNCIL_PAGE_TO: found nobody to send to, wanted email addresses or telephone numbers, with commas "
        "between them"
    )
