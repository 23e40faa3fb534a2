"""`/openapi.json` says which addresses there are, and whatever is sent to them, nothing breaks."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from werkzeug.test import Client

from scheduler.store import copy_store, open_store
from tests.console.borough import NOW, SMALL, YEAR, publicise, sign_in, url_of
from tests.console.walking import walked, widened
from tests.thorough import DATABASES, enough
from wardpanels.console import guard
from wardpanels.console.every_page import ROUTES
from wardpanels.console.settled import Settling
from wardpanels.edge.behind import Means, mounts_of, says
from wardpanels.edge.describing import DESCRIPTION
from wardpanels.edge.receiving import Turns
from wardpanels.edge.serving import EdgeSettings
from wardpanels.people.console_settings import CLIENT_SECRET

EXAMPLES = enough(1, 12)
"""How many requests each operation gets on each database, twice each: thoroughly that is some five thousand."""

LETTERS = """
email = "release"

[channels.email]
carrier = "smtp"
host = "127.0.0.1"
port = 9
sender = "panels@example.org"

[console.openid]
issuer = "http://127.0.0.1:9"
client_id = "ward-panels"
"""
SECRETS = {"WARDPANELS_SECRET": "s" * 32, CLIENT_SECRET: "a secret", "WARDPANELS_POLICE_UK": "http://127.0.0.1:9"}


@pytest.fixture
def everything(folder, monkeypatch):
    """A borough with all that the server can have: mail to residents and accounts at work. Neither answers."""
    publicise(folder, "x", "facebook")
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as file:
        file.write(LETTERS)
    for name, value in {**SECRETS, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}.items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def server(everything):
    """From the address of a database to all that answers other than by a file of the site."""
    with ExitStack() as until_the_end:

        def mounted(url):
            settings = EdgeSettings(everything / "site", url, everything / "data")
            store = until_the_end.enter_context(closing(open_store(url)))
            means = Means(store, os.environ, Turns(1, 1), Settling())
            mounts = mounts_of(settings, everything / "data", means, until_the_end)

            def answered(environ, start):
                path = environ["PATH_INFO"]
                mount = next((each for at, each in mounts.items() if path == at or path.startswith(f"{at}/")), None)
                app = mount.app if mount else says("no such page", "404 Not Found")  # a file answers, or none
                return app(environ, start)

            return answered

        yield mounted


def test_description_names_every_route_its_form_and_who_may_and_tells_nothing_of_the_borough(server, everything):
    client = Client(server(url_of(everything)))
    answer = client.get(DESCRIPTION)
    told = json.loads(answer.data)
    named = {
        (path.replace("{", "<").replace("}", ">"), method.upper()): operation
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    }
    routes = {(f"/console{each.rule.replace('path:', '')}", "POST" if each.is_form else "GET") for each in ROUTES}

    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert routes <= set(named)
    assert {path for path, _ in set(named) - routes} == {
        "/console/at-work", "/console/back", "/console/sign-in", "/console/sign-out", "/console/welcome/<link>",
        "/console/welcome/<link>/at-work", "/healthz", "/readyz", "/metrics", "/ward-panels/subscribe/",
        "/ward-panels/subscribe/asked",
        "/ward-panels/subscribe/confirm/<token>", "/ward-panels/subscribe/stop/<token>",
    }  # fmt: skip  # a list
    assert named["/console/record/<meeting_id>", "POST"]["description"] == "For those who may record a meeting."
    assert [each["name"] for each in named["/console/record/<meeting_id>", "POST"]["parameters"]] == ["meeting_id"]
    assert not [word for word in (SMALL.profile.name, SMALL.wards[0].name, str(YEAR), "Ada") if word in answer.text]
    assert [
        path for path, method in named if method == "GET" and "<" not in path and client.get(path).status_code > 499
    ] == []


@pytest.mark.parametrize("kind", DATABASES)
def test_whatever_is_sent_to_any_route_is_answered_in_words(kind, server, everything, as_, request):
    """On a change each third route is tried."""
    url = url_of(everything)
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
        copy_store(url_of(everything), url, None, NOW)
    app, store = server(url), open_store(url)
    described = widened(json.loads(Client(app).get(DESCRIPTION).data), as_("administrator"))

    def cookies() -> Iterator[str]:
        while True:
            yield f"{guard.SESSION}={sign_in(store, SMALL.profile.code, 'administrator')}"

    statuses, broken = Counter(), {}
    for asked, status, page in walked(app, described, EXAMPLES, cookies()):
        statuses[status] += 1
        if status >= 500 or "<script>alert" in page:
            broken[asked] = status
    store.close()

    assert broken == {}
    assert statuses[200] > enough(4, 25 * EXAMPLES)
    assert statuses.keys() <= {200, 303, 400, 403, 404, 405, 409, 413, 422, 429}
