"""Signing in with an account at work, against an issuer of identities on this computer, and each way it goes wrong."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scheduler.account import ActsWanted
from scheduler.errors import UnusableData
from scheduler.store import open_store
from tests.wardpanels.people.issuing import issuer_here
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW, PAT, SAM
from wardpanels.people.accounts import new_link
from wardpanels.people.console_settings import ConsoleSettings, OpenId, read_console
from wardpanels.people.openid import AWAY_FOR, MOST_SENT, AtWork, Going, Return, away_from, come_back, go
from wardpanels.people.rights import at_the_machine, person_of
from wardpanels.people.sessions import NotSignedIn, SignedIn, WhyNot, resume
from wardpanels.sources.safe_addresses import is_safe_address
from wardpanels.wiring import now  # the clock of this computer, for the issuer goes by it too

OPS = at_the_machine("ops", BOROUGH)
CONSOLE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def issuer():
    with issuer_here() as address:
        yield address


@pytest.fixture
def work(issuer):
    return AtWork(OpenId(issuer, "ward-panels", ("localhost",)), "a secret", CONSOLE)


@pytest.fixture
def staff(store):
    for account in (ADA, PAT):
        store.staff.accounts.add(account)
    store.staff.accounts.add(replace(SAM, passphrase=""))
    return store


def through(going, subject="pat@work", **form):
    """What the issuer sends the browser back with, once somebody said who they are there."""
    sent = requests.post(going.address, data={"sub": subject} | form, allow_redirects=False, timeout=10)
    told = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert sent.headers["Location"].startswith(f"{CONSOLE}/console/back?")
    state = told.get("state", parse_qs(urlsplit(going.address).query)["state"])
    return Return(state[0], told.get("code", [""])[0], going.cookie, "192.0.2.7")


def bound(store, work, account=SAM, subject="sam@work"):
    """What comes of a link that binds an account at work."""
    token = new_link(store, OPS, account, now(), "")
    return come_back(store, BOROUGH, work, through(go(store, BOROUGH, work, now(), link=token), subject), now())


def test_link_binds_an_account_at_work_which_then_signs_in(staff, work):
    first = bound(staff, work)
    again = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now()), "sam@work"), now(), first.key)

    assert isinstance(first, SignedIn)
    assert first.person == again.person == person_of(SAM)
    assert resume(staff, BOROUGH, first.key, now()) is None
    assert resume(staff, BOROUGH, again.key, now()).person == person_of(SAM)
    told = [line.act.what for line in staff.staff.acts.lines(BOROUGH, ActsWanted(account_id="sam"))]
    assert told == ["Sign in", "Sign in", "Sign in with an account at work from now on"]


def test_account_at_work_that_nobody_bound_is_nobody_here_whatever_its_address(staff, work):
    got = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now()), PAT.address), now())

    assert got == NotSignedIn(WhyNot.UNKNOWN)


def test_identity_enters_one_account_and_a_link_counts_once(staff, work):
    bound(staff, work)
    token = new_link(staff, OPS, PAT, now(), "")

    taken = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now(), link=token), "sam@work"), now())
    other = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now(), link=token), "pat@work"), now())
    used = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now(), link=token), "eve@work"), now())

    assert (taken, used) == (NotSignedIn(WhyNot.DEAD_LINK), NotSignedIn(WhyNot.DEAD_LINK))
    assert other.person == person_of(PAT)


def test_closed_account_is_let_in_by_no_identity(staff, work):
    bound(staff, work)
    staff.staff.accounts.change("sam", SAM.roles, (), now())

    got = come_back(staff, BOROUGH, work, through(go(staff, BOROUGH, work, now()), "sam@work"), now())

    assert got == NotSignedIn(WhyNot.UNKNOWN)


@pytest.mark.parametrize(
    ("changed", "late", "why"),
    [
        ({"state": "another"}, timedelta(0), WhyNot.STRANGE),
        ({"cookie": "another browser's"}, timedelta(0), WhyNot.STRANGE),
        ({"cookie": "", "state": "", "code": ""}, timedelta(0), WhyNot.STRANGE),
        ({}, AWAY_FOR, WhyNot.STRANGE),
        ({"code": ""}, timedelta(0), WhyNot.DECLINED),
        ({"code": "another"}, timedelta(0), WhyNot.UNREACHABLE),
        ({"code": "x" * 60_000}, timedelta(0), WhyNot.UNREACHABLE),
    ],
    ids=["state", "browser", "nothing", "late", "declined", "code", "endless code"],
)
def test_answer_to_something_else_is_said_and_lets_nobody_in(changed, late, why, passing_store, work):
    passing_store.staff.accounts.add(SAM)
    bound(passing_store, work)
    back = through(go(passing_store, BOROUGH, work, now()), "sam@work")

    assert come_back(passing_store, BOROUGH, work, replace(back, **changed), now() + late) == NotSignedIn(why)


def test_answer_counts_once_and_in_its_own_borough(staff, work):
    bound(staff, work)
    back = through(go(staff, BOROUGH, work, now()), "sam@work")
    elsewhere = through(go(staff, BOROUGH, work, now()), "sam@work")

    assert come_back(staff, "E09000012", work, elsewhere, now()) == NotSignedIn(WhyNot.STRANGE)
    assert isinstance(come_back(staff, BOROUGH, work, back, now()), SignedIn)
    assert come_back(staff, BOROUGH, work, back, now()) == NotSignedIn(WhyNot.STRANGE)


def test_who_says_no_at_work_is_not_signed_in(staff, work):
    back = through(go(staff, BOROUGH, work, now()), action="deny")

    assert back.code == ""
    assert come_back(staff, BOROUGH, work, back, now()) == NotSignedIn(WhyNot.DECLINED)


def test_words_that_are_signed_for_another_time_or_another_program_count_for_nothing(passing_store, work):
    back = through(go(passing_store, BOROUGH, work, now() + timedelta(hours=3)), "sam@work")
    late = come_back(passing_store, BOROUGH, work, back, now() + timedelta(hours=3))
    going = go(passing_store, BOROUGH, work, now())
    other = replace(work, openid=replace(work.openid, client_id="another"))
    crossed = come_back(passing_store, BOROUGH, other, through(going, "sam@work"), now())

    assert (late, crossed.why in {WhyNot.STRANGE, WhyNot.UNREACHABLE}) == (NotSignedIn(WhyNot.STRANGE), True)


class Impostor(BaseHTTPRequestHandler):
    """Says of itself what it was told to say."""

    said: bytes

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_):
        """Nothing."""


TRUE = {"issuer": "{me}", "authorization_endpoint": "{me}/a", "token_endpoint": "{me}/t", "jwks_uri": "{me}/k"}


@pytest.mark.parametrize(
    "said",
    ["no JSON", "[]", "{}", json.dumps(TRUE | {"issuer": "https://another.example"}),
     json.dumps(TRUE | {"token_endpoint": "http://another.example/t"}), json.dumps(TRUE | {"jwks_uri": 7}),
     json.dumps(TRUE | {"authorization_endpoint": "javascript:alert(1)"}), " " * 600_000 + json.dumps(TRUE)],
    ids=["words", "list", "empty", "another issuer", "open address", "number", "script", "endless"],
)  # fmt: skip  # one answer after another
def test_issuer_that_says_strange_things_of_itself_is_not_gone_to(said, passing_store):
    with ThreadingHTTPServer(("127.0.0.1", 0), Impostor) as server:
        me = f"http://127.0.0.1:{server.server_port}"
        Impostor.said = said.replace("{me}", me).encode()
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        got = go(passing_store, BOROUGH, AtWork(OpenId(me, "c", ("127.0.0.1",)), "s", CONSOLE), now())
        server.shutdown()

    assert got == NotSignedIn(WhyNot.UNREACHABLE)


def test_issuer_that_is_not_there_is_said_so(passing_store):
    nowhere = AtWork(OpenId("http://127.0.0.1:9", "c", ("127.0.0.1:9",)), "s", CONSOLE)

    assert go(passing_store, BOROUGH, nowhere, now()) == NotSignedIn(WhyNot.UNREACHABLE)


def test_one_network_is_sent_so_often_and_no_more(passing_store, work):
    sent = [go(passing_store, BOROUGH, work, NOW, "192.0.2.7") for _ in range(2)]
    for _ in range(MOST_SENT - 2):
        passing_store.staff.tries.take(BOROUGH, [away_from("192.0.2.7")], NOW)

    refused = go(passing_store, BOROUGH, work, NOW, "192.0.2.7")
    other = go(passing_store, BOROUGH, work, NOW, "192.0.2.8")

    assert [type(each) for each in (*sent, other)] == [Going] * 3
    assert (refused.why, refused.until > NOW) == (WhyNot.TOO_MANY, True)


def test_browser_is_sent_with_a_digest_a_state_and_a_nonce_and_no_secret(passing_store, work):
    going = go(passing_store, BOROUGH, work, now())

    assert isinstance(going, Going)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(going.address).query).items()}
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid", "S256")
    assert asked["redirect_uri"] == f"{CONSOLE}/console/back"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"], going.cookie}) == 4
    assert work.secret not in going.address


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("", ConsoleSettings()),
        ("[console]\nsame_person_may_approve = true\n", ConsoleSettings(same_person_may_approve=True)),
        (
            '[console.openid]\nissuer = "https://login.example/x"\nclient_id = "panels"\n',
            ConsoleSettings(openid=OpenId("https://login.example/x", "panels")),
        ),
    ],
)
def test_settings_of_the_console_are_read(told, wanted, tmp_path):
    (tmp_path / "borough.toml").write_text(told, encoding="utf-8")

    assert read_console(tmp_path) == wanted


def test_settings_that_cannot_be_used_are_told_with_their_lines(tmp_path):
    (tmp_path / "borough.toml").write_text(
        '[console]\nsame_person_may_approve = "yes"\n[console.openid]\nissuer = "http://login.example"\n',
        encoding="utf-8",
    )

    with pytest.raises(UnusableData) as caught:
        read_console(tmp_path)

    assert [str(problem) for problem in caught.value.problems] == [
        "borough.toml line 2, console.same_person_may_approve: found 'yes', wanted true or false",
        "borough.toml line 3, console.openid.client_id: found nothing, wanted a text in quotes",
        "borough.toml line 4, console.openid.issuer: found 'http://login.example', wanted an address that begins with "
        "https://",
    ]


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [("https://a.example", True), ("http://localhost:9", True), ("http://[::1]:9", True), ("http://a.example", False),
     ("http://localhost.a.example", False), ("file:///etc/passwd", False), ("", False), ("https://[", False)],
)  # fmt: skip  # two columns
def test_secrets_go_to_safe_addresses_only(address, is_safe):
    assert is_safe_address(address) == is_safe


def test_sign_ins_are_kept_in_one_store_for_all_processes(tmp_path, work):
    url = f"sqlite:///{tmp_path / 'panels.db'}"
    one, other = open_store(url), open_store(url)
    one.staff.accounts.add(SAM)
    going = go(one, BOROUGH, work, now(), link=new_link(one, OPS, SAM, now(), ""))

    got = come_back(other, BOROUGH, work, through(going, "sam@work"), now())

    assert resume(one, BOROUGH, got.key, now()).person == person_of(SAM)
    one.close()
    other.close()
