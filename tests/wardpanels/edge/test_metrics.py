"""/metrics: for this machine or whoever has the token, read by a reader of its own, and without anybody in it."""

from __future__ import annotations

import re

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from wardpanels.edge.metrics import TEXT, may_ask, metrics
from wardpanels.edge.serving import EdgeSettings
from wardpanels.upkeep.every_check import QUICK

LINE = re.compile(
    r'(?P<name>[a-z_]+)\{check="(?P<check>[a-z ]+)"(?:,is="(?P<unit>[a-z_]+)")?\} (?P<value>NaN|-?[0-9.]+)'
)


@pytest.mark.parametrize(
    ("environ", "token", "may"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, "", True),
        ({"REMOTE_ADDR": "::1"}, "", True),
        ({"REMOTE_ADDR": "192.0.2.7"}, "", False),
        ({}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, "", False),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer word"}, "word", True),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer wörd"}, "word", False),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "}, "", False),
    ],
)
def test_only_this_machine_or_the_token_may_ask(environ, token, may):
    assert may_ask(environ, token) is may


def test_every_quick_check_is_told_once(tmp_path):
    (tmp_path / "data").mkdir()
    write_folder(borough(1, wards=3), tmp_path / "data")
    settings = EdgeSettings(tmp_path / "site", f"sqlite:///{tmp_path / 'panels.db'}", tmp_path / "data")
    begun = []
    app = metrics(settings, {})

    (body,) = app({"REMOTE_ADDR": "127.0.0.1"}, lambda *told: begun.append(told))
    (again,) = app({"REMOTE_ADDR": "127.0.0.1"}, lambda *told: begun.append(told))

    lines = [line for line in body.decode().splitlines() if not line.startswith("#")]
    read = [LINE.fullmatch(line) for line in lines]
    assert None not in read
    assert [each["check"] for each in read if each["name"] == "wardpanels_health"] == [check.name for check in QUICK]
    assert begun[0] == ("200 OK", [("Content-Type", TEXT), ("Cache-Control", "no-store")])
    assert again == body
    assert body.endswith(b"\n")
