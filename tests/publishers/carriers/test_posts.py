"""Posts on Mastodon and Bluesky, at servers that answer in the documented shapes: a repeat is no second post."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from html import escape
from io import BytesIO
from urllib.parse import parse_qs

import pytest
from PIL import Image

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.bluesky import record_name
from publishers.carriers.carrier import Closed, Outlet, Parcel, Receipt, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from tests.publishers.carriers.examples import AT, BENGALI, TEXT, carried, opened, outlet, parcel
from tests.publishers.carriers.peers import Reply, Request, WebPeer, web_peer


def _png(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


RECORD = {"$type": "app.bsky.feed.post", "text": "Mile End ward panel", "langs": ["en"], "facets": []}
POST = Artifact("copy/bluesky/2027-E05009328-1.json", "application/json; charset=utf-8", json.dumps(RECORD).encode())
ALT = Artifact(
    "copy/x/2027-E05009328-1.alt.txt", "text/x-alt-text; charset=utf-8", b"Mile End ward panel\n", ArtifactKind.ALT
)
BENGALI_ALT = Artifact(
    "copy/x/2027-E05009328-1.bn.alt.txt", "text/x-alt-text; charset=utf-8", "সভা\n".encode(), ArtifactKind.ALT, "bn"
)
PICTURE = Artifact("copy/x/2027-E05009328-1.png", "image/png", _png(1200, 630), ArtifactKind.PICTURE)
DID = "did:plc:abcdefghijklmnopqrstuvwx"


class Mastodon:
    """Enough of a server: it keeps pictures and posts, shows them as HTML, and remembers posts' keys for a while."""

    def __init__(self) -> None:
        self.posts: list[dict[str, str]] = []
        self.by_key: dict[str, dict[str, str]] = {}
        self.media: list[tuple[str, str, bytes]] = []
        self.scopes = {"read", "write", "media"}
        self.refuses_pictures_with: Reply | None = None
        self.refuses_posts_with_pictures = False

    def __call__(self, request: Request) -> Reply:
        if request.headers["authorization"] != "Bearer t0ken":
            return Reply(401, {"error": "The access token is invalid"})
        path, _, asked = request.path.partition("?")
        if request.method == "GET":
            if "read" not in self.scopes:
                return Reply(403, {"error": "This action is outside the authorized scopes"})
            return Reply(200, {"id": "7"}) if path.endswith("verify_credentials") else self._page(asked)
        if path == "/api/v2/media":
            return self.refuses_pictures_with or self._kept(request)
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if "media_ids[]" in form and self.refuses_posts_with_pictures:
            return Reply(422, {"error": "Cannot attach files that have not finished processing."})
        key = request.headers["idempotency-key"]
        if key not in self.by_key:
            self.by_key[key] = {**form, "url": f"https://mastodon.example/@panels/{len(self.posts)}"}
            self.posts.append(self.by_key[key])
        return Reply(200, {"id": "1", "content": "", **self.by_key[key]})

    def _kept(self, request: Request) -> Reply:
        parts = {part.get_param("name", header="content-disposition"): part for part in parts_of(request)}
        file = parts["file"]
        description = parts["description"].get_payload(decode=True).decode()
        self.media.append((file.get_content_type(), description, file.get_payload(decode=True)))
        return Reply(200, {"id": str(len(self.media)), "type": "image"})

    def _page(self, asked: str) -> Reply:
        before = int(parse_qs(asked).get("max_id", [len(self.posts)])[0])
        numbers = list(reversed(range(before)))[:40]
        return Reply(body=json.dumps([self._shown(number) for number in numbers]))

    def _shown(self, number: int) -> dict[str, str]:
        post = self.posts[number]
        paragraphs = (escape(part).replace("\n", "<br />") for part in post["status"].strip().split("\n\n"))
        html = "".join(f"<p>{linked(part)}</p>" for part in paragraphs)
        return {"id": str(number), "content": html, "url": post["url"], "created_at": post.get("at", NOW)}

    def forget_keys(self) -> None:
        """As after an hour."""
        self.by_key = {}


NOW = "2027-01-11T09:30:05.123Z"


def linked(html: str) -> str:
    """Addresses as Mastodon shows them: in parts, of which some are not seen."""
    parts = r'<a href="https://\1\2"><span class="invisible">https://</span><span>\1</span><span>\2</span></a>'
    return re.sub(r"https://([^\s<]{1,12})([^\s<]*)", parts, html)


class Bluesky:
    """Enough of a server: it logs in, forgets tokens when told to, and puts records."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.records: dict[str, dict] = {}
        self.largest_picture = 1_000_000

    def __call__(self, request: Request) -> Reply:
        path, _, asked = request.path.partition("?")
        if path == "/xrpc/com.atproto.repo.getRecord":
            told = {name: values[0] for name, values in parse_qs(asked).items()}
            found = self.records.get(f"{told['repo']}/{told['collection']}/{told['rkey']}")
            missing = Reply(400, {"error": "RecordNotFound", "message": "Could not locate record"})
            return Reply(200, {"uri": "at://", "cid": "bafy", "value": found}) if found else missing
        if path == "/xrpc/com.atproto.server.createSession":
            if request.json != {"identifier": "panels.example", "password": "abcd-efgh-ijkl-mnop"}:
                return Reply(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})
            self.tokens.append(f"jwt-{len(self.tokens)}")
            return Reply(200, {"accessJwt": self.tokens[-1], "refreshJwt": "", "did": DID, "handle": "panels.example"})
        if request.headers["authorization"] != f"Bearer {self.tokens[-1]}":
            return Reply(400, {"error": "ExpiredToken", "message": "Token has expired"})
        if path == "/xrpc/com.atproto.repo.uploadBlob":
            if len(request.body) > self.largest_picture:
                return Reply(413, {"error": "PayloadTooLarge", "message": "request entity too large"})
            blob = {"$type": "blob", "mimeType": request.headers["content-type"], "size": len(request.body)}
            return Reply(200, {"blob": blob})
        told = request.json
        if told["record"]["text"] == "":
            return Reply(400, {"error": "InvalidRequest", "message": "Invalid app.bsky.feed.post record"})
        self.records[f"{told['repo']}/{told['collection']}/{told['rkey']}"] = told["record"]
        return Reply(200, {"uri": f"at://{told['repo']}/{told['collection']}/{told['rkey']}", "cid": "bafy"})


def parts_of(request: Request) -> list[Message]:
    """The parts of a form with files in it."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    return BytesParser().parsebytes(head + request.body).get_payload()


@pytest.fixture
def mastodon():
    with web_peer(Mastodon()) as peer:
        yield peer


@pytest.fixture
def bluesky():
    with web_peer(Bluesky()) as peer:
        yield peer


def on_mastodon(peer: WebPeer, token: str = "t0ken", **told: str) -> Outlet:
    return outlet("mastodon", allowed=(peer.place,), url=peer.url, secrets={"token": token}, **told)


def on_bluesky(peer: WebPeer, password: str = "abcd-efgh-ijkl-mnop") -> Outlet:
    facts = {"url": peer.url, "user": "panels.example", "secrets": {"password": password}}
    return outlet("bluesky", allowed=(peer.place,), **facts)


def test_mastodon_gets_one_post_a_language(mastodon):
    receipt = carried(on_mastodon(mastodon), parcel(TEXT, BENGALI))

    assert receipt == Receipt("https://mastodon.example/@panels/0 https://mastodon.example/@panels/1")
    assert [(post["status"], post["language"], post["visibility"]) for post in mastodon.reply.posts] == [
        ("Mile End ward panel\n\nTuesday 30 March\n", "en", "public"),
        ("সভা\n", "bn", "public"),
    ]


def test_mastodon_gets_the_picture_with_words_in_the_language_of_the_post(mastodon):
    carried(on_mastodon(mastodon), parcel(TEXT, ALT, PICTURE, BENGALI, BENGALI_ALT))

    assert mastodon.reply.media == [
        ("image/png", "Mile End ward panel", PICTURE.content),
        ("image/png", "সভা", PICTURE.content),
    ]
    assert [post["media_ids[]"] for post in mastodon.reply.posts] == ["1", "2"]


def test_repeat_on_mastodon_is_the_same_post(mastodon):
    receipts = [carried(on_mastodon(mastodon), parcel()) for _ in range(2)]

    assert receipts == [Receipt("https://mastodon.example/@panels/0")] * 2
    assert len(mastodon.reply.posts) == 1


def again(one: Parcel) -> Parcel:
    """The same parcel at its second try, much later."""
    return replace(one, at=AT + timedelta(hours=9), tried_since=AT)


LONG = replace(
    TEXT, content=b"Mile End & Bow\n\nTuesday 30 March, 19:00\nhttps://panels.example.org/mile-end/1?a=1&copy=2\n"
)


def test_repeat_on_mastodon_after_the_server_forgot_its_key_is_the_same_post(mastodon):
    first = carried(on_mastodon(mastodon), parcel(LONG, BENGALI, ALT, PICTURE))
    mastodon.reply.forget_keys()

    assert carried(on_mastodon(mastodon), again(parcel(LONG, BENGALI, ALT, PICTURE))) == first
    assert len(mastodon.reply.posts) == 2


def test_repeat_on_mastodon_makes_what_the_first_try_did_not_come_to(mastodon):
    carried(on_mastodon(mastodon), parcel(TEXT))
    mastodon.reply.forget_keys()

    carried(on_mastodon(mastodon), again(parcel(TEXT, BENGALI)))

    assert [post["language"] for post in mastodon.reply.posts] == ["en", "bn"]


def test_same_words_posted_long_before_on_mastodon_are_another_post(mastodon):
    carried(on_mastodon(mastodon), parcel(TEXT))
    mastodon.reply.posts[0]["at"] = "2027-01-04T09:30:00.000Z"

    carried(on_mastodon(mastodon), again(parcel(TEXT, key="another")))

    assert len(mastodon.reply.posts) == 2


def test_repeat_on_mastodon_is_found_below_many_newer_posts(mastodon):
    first = carried(on_mastodon(mastodon), parcel(TEXT))
    mastodon.reply.posts += [{"status": f"News {number}", "url": ""} for number in range(100)]
    mastodon.reply.forget_keys()

    assert carried(on_mastodon(mastodon), again(parcel(TEXT))) == first
    assert len(mastodon.reply.posts) == 101


def test_mastodon_token_that_may_not_look_posts_nothing_a_second_time(mastodon):
    mastodon.reply.scopes = {"write"}
    carried(on_mastodon(mastodon), parcel(TEXT))

    with pytest.raises(Closed, match=r"outside the authorized scopes.*may not do this"):
        carried(on_mastodon(mastodon), again(parcel(TEXT)))

    assert len(mastodon.reply.posts) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(422, {"error": "Validation failed"}), "127.0.0.1 answered 422 (Validation failed)"),
        (Reply(413, "<h1>Too large</h1>"), "127.0.0.1 answered 413 (Too large)"),
        (
            Reply(403, {"error": "This action is outside the authorized scopes"}),
            "127.0.0.1 answered 403 (This action is outside the authorized scopes): the token is wrong or has expired, "
            "or may not do this. Renew it and set WARDPANELS_COUNCIL_PAGE_TOKEN",
        ),
        (Reply(404), "[channels.council-page] 127.0.0.1 answered 404. Check the address there."),
    ],
)
def test_picture_that_mastodon_refuses_does_not_lose_the_post(mastodon, reply, said):
    mastodon.reply.refuses_pictures_with = reply

    receipt = carried(on_mastodon(mastodon), parcel(TEXT, ALT, PICTURE))

    assert receipt == Receipt(f"https://mastodon.example/@panels/0 (without its picture: {said})")
    assert ["media_ids[]" in post for post in mastodon.reply.posts] == [False]


def test_post_that_mastodon_refuses_for_its_picture_goes_out_without(mastodon):
    mastodon.reply.refuses_posts_with_pictures = True

    receipt = carried(on_mastodon(mastodon), parcel(TEXT, ALT, PICTURE))

    assert receipt.note.startswith("https://mastodon.example/@panels/0 (without its picture: 127.0.0.1 answered 422")
    assert len(mastodon.reply.posts) == 1


def test_picture_that_mastodon_cannot_take_just_now_is_tried_again_with_the_post(mastodon):
    mastodon.reply.refuses_pictures_with = Reply(503)

    with pytest.raises(TryAgain):
        carried(on_mastodon(mastodon), parcel(TEXT, ALT, PICTURE))

    assert mastodon.reply.posts == []


def test_picture_that_bluesky_refuses_does_not_lose_the_post(bluesky):
    bluesky.reply.largest_picture = 10

    receipt = carried(on_bluesky(bluesky), parcel(POST, ALT, PICTURE))

    (record,) = bluesky.reply.records.values()
    assert receipt.note.endswith(" (without its picture: 127.0.0.1 answered 413 (request entity too large))")
    assert "embed" not in record


def test_repeat_on_bluesky_that_finds_its_post_writes_nothing(bluesky):
    first = carried(on_bluesky(bluesky), parcel(POST))

    assert carried(on_bluesky(bluesky), again(parcel(POST))) == first
    (record,) = bluesky.reply.records.values()
    assert record["createdAt"] == "2027-01-11T09:30:00.000Z"
    assert sum("putRecord" in request.path for request in bluesky.asked) == 1


def test_repeat_on_bluesky_that_finds_nothing_posts(bluesky):
    carried(on_bluesky(bluesky), again(parcel(POST)))

    assert len(bluesky.reply.records) == 1


def test_mastodon_token_that_expired_names_the_variable(mastodon):
    with pytest.raises(Closed) as closed:
        carried(on_mastodon(mastodon, "0ld"), parcel())

    assert closed.value.reason == (
        "127.0.0.1 answered 401 (The access token is invalid): the token is wrong or has expired, or may not do this. "
        "Renew it and set WARDPANELS_COUNCIL_PAGE_TOKEN"
    )


def test_audience_that_mastodon_has_not_is_told_at_the_start(mastodon):
    with pytest.raises(Closed) as closed:
        open_carrier(on_mastodon(mastodon, visibility="everyone"))

    assert closed.value.reason == (
        "[channels.council-page] visibility: found 'everyone', wanted one of public, unlisted, private"
    )


def test_bluesky_gets_the_record_with_the_moment_of_the_try(bluesky):
    receipt = carried(on_bluesky(bluesky), parcel(POST))

    ((name, record),) = bluesky.reply.records.items()
    assert record == {**RECORD, "createdAt": "2027-01-11T09:30:00.000Z"}
    assert receipt == Receipt(f"https://bsky.app/profile/{DID}/post/{name.rpartition('/')[2]}")


def test_bluesky_gets_the_picture_with_its_words_and_its_shape(bluesky):
    carried(on_bluesky(bluesky), parcel(POST, ALT, PICTURE))

    (record,) = bluesky.reply.records.values()
    blob = {"$type": "blob", "mimeType": "image/png", "size": len(PICTURE.content)}
    shape = {"width": 1200, "height": 630}
    assert record["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [{"alt": "Mile End ward panel", "image": blob, "aspectRatio": shape}],
    }


def test_repeat_on_bluesky_is_the_same_post(bluesky):
    later = replace(parcel(POST), at=datetime(2027, 1, 11, 9, 40, tzinfo=UTC))

    for one in (parcel(POST), later):
        carried(on_bluesky(bluesky), one)

    assert len(bluesky.reply.records) == 1


def test_parcels_share_one_login(bluesky):
    carried(on_bluesky(bluesky), *(parcel(POST, key=key) for key in ("1", "2", "3")))

    assert (len(bluesky.reply.records), bluesky.reply.tokens) == (3, ["jwt-0"])


def test_login_that_expired_is_made_again(bluesky):
    with opened(on_bluesky(bluesky)) as carrier:
        carrier.carry(parcel(POST, key="1"))
        bluesky.reply.tokens.append("another")

        carrier.carry(parcel(POST, ALT, PICTURE, key="2"))

    assert (len(bluesky.reply.records), bluesky.reply.tokens) == (2, ["jwt-0", "another", "jwt-2"])


def test_wrong_app_password_names_the_variable(bluesky):
    with pytest.raises(Closed, match="Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD") as closed:
        carried(on_bluesky(bluesky, "hunter2"), parcel(POST))

    assert "hunter2" not in closed.value.reason


def test_account_that_bluesky_has_closed_is_no_fault_of_the_post(bluesky):
    taken = Reply(400, {"error": "AccountTakedown", "message": "Account has been taken down"})
    at_work = bluesky.reply
    bluesky.reply = lambda request: taken if request.path.endswith("putRecord") else at_work(request)

    with pytest.raises(Closed) as closed:
        carried(on_bluesky(bluesky), parcel(POST))

    assert closed.value.reason == (
        "127.0.0.1: AccountTakedown (Account has been taken down). See to the account, or make a new app password and "
        "set WARDPANELS_COUNCIL_PAGE_PASSWORD"
    )


def test_login_that_bluesky_refuses_in_any_way_is_no_fault_of_the_post(bluesky):
    bluesky.reply = lambda _: Reply(400, {"error": "InvalidRequest", "message": "Input/identifier must be a string"})

    with pytest.raises(Closed, match=r"127\.0\.0\.1 answered 400 .* See to the account"):
        carried(on_bluesky(bluesky), parcel(POST))


def test_record_that_bluesky_refuses_is_told_in_its_words(bluesky):
    empty = replace(POST, content=json.dumps({**RECORD, "text": ""}).encode())

    with pytest.raises(Refused) as refused:
        carried(on_bluesky(bluesky), parcel(empty))

    assert refused.value.reason == "127.0.0.1: InvalidRequest (Invalid app.bsky.feed.post record)"


@pytest.mark.parametrize("open_to", [on_mastodon, on_bluesky])
def test_busy_server_is_tried_again(mastodon, open_to):
    mastodon.reply = lambda _: Reply(429, {"error": "RateLimitExceeded"}, {"Retry-After": "300"})

    with pytest.raises(TryAgain) as later:
        carried(open_to(mastodon), parcel(TEXT, POST))

    assert (later.value.reason, later.value.after_seconds) == ("127.0.0.1 answered 429 (RateLimitExceeded)", 300)


def test_name_of_a_record_is_a_tid_and_the_same_for_a_key():
    assert re.fullmatch("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", record_name("a"))
    assert record_name("a") == record_name("a")
    assert len({record_name(str(number)) for number in range(10_000)}) == 10_000
    assert all(record_name(str(number))[0] == "3" for number in range(1000))
