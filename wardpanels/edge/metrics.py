"""What a watching program reads at /metrics: how each quick check stands, in the text that Prometheus reads.

There is no name, address or meeting in it; all the same it is for this machine, or for whoever has the token.

Source: prometheus.io, "Exposition formats", text-based format 0.0.4
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import ip_address
from threading import Lock
from typing import Any

from wardpanels import wiring
from wardpanels.edge.serving import EdgeSettings
from wardpanels.terminal.meant import AsTyped, every
from wardpanels.upkeep.every_check import QUICK
from wardpanels.upkeep.health import Health, HealthReport, look_at, premises_of

METRICS = "/metrics"
TOKEN = "WARDPANELS_METRICS_TOKEN"
FRESH_SECONDS = 10.0
"""For so long an answer is given again: whoever asks all the time costs no more."""

TEXT = "text/plain; version=0.0.4; charset=utf-8"
LEVEL: Mapping[Health, str] = {Health.WELL: "1", Health.LOOK: "0.5", Health.ILL: "0", Health.UNKNOWN: "NaN"}
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
"""By these a web server in between says that it is one."""


def metrics(settings: EdgeSettings, given: Mapping[str, str]) -> Callable[..., Iterable[bytes]]:
    """An application that says how each quick check stands, with what is `given` in the borough's environment.

    Edges: `settings` are those of a server with a borough and a site
    """
    turn, kept = Lock(), [(-FRESH_SECONDS, b"")]

    def answered(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        told = [("Content-Type", TEXT), ("Cache-Control", "no-store")]
        if not may_ask(environ, given.get(TOKEN, "")):
            start("403 Forbidden", told)
            return [b"For this machine, or whoever has the token.\n"]
        with turn:
            if wiring.seconds() - kept[0][0] >= FRESH_SECONDS:
                kept[0] = (wiring.seconds(), _text(_report(settings, given)).encode())
        start("200 OK", told)
        return [kept[0][1]]

    return answered


def may_ask(environ: Mapping[str, Any], token: str) -> bool:
    """Whether somebody asks from this very machine, without a web server in between, or has the token."""
    if token and hmac.compare_digest(str(environ.get("HTTP_AUTHORIZATION", "")).encode(), f"Bearer {token}".encode()):
        return True
    if any(name in environ for name in PASSED_ON):
        return False
    try:
        return ip_address(str(environ.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def _report(settings: EdgeSettings, given: Mapping[str, str]) -> HealthReport:
    assert settings.data is not None
    assert settings.site is not None
    typed = AsTyped(settings.data, settings.db)
    unused = settings.site / "host.json"  # only the check of the live host keeps something, and it is not quick
    with premises_of(
        settings.data, settings.db, lambda store: every(typed, store), settings.site, unused, given
    ) as premises:
        return look_at(premises, QUICK)


def _text(report: HealthReport) -> str:
    return "\n".join((*_levels(report), *_figures(report), ""))


def _levels(report: HealthReport) -> Iterator[str]:
    yield "# HELP wardpanels_health How each check stands: 1 well, 0.5 to look at, 0 to see to now, NaN not known."
    yield "# TYPE wardpanels_health gauge"
    for check, looked in report.lines:
        yield f'wardpanels_health{{check="{check.name}"}} {LEVEL[looked.health]}'


def _figures(report: HealthReport) -> Iterator[str]:
    yield "# HELP wardpanels_figure What each check counted, in the unit that is named."
    yield "# TYPE wardpanels_figure gauge"
    for check, looked in report.lines:
        if check.figure and looked.figure is not None:
            yield f'wardpanels_figure{{check="{check.name}",is="{check.figure}"}} {looked.figure:.0f}'
