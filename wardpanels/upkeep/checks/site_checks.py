"""The site: whether the folder and the live host show the newest release, and how long the host's certificate lasts."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from wardpanels import wiring
from wardpanels.doctor import keeping
from wardpanels.publicity.host_watch import look_at_host
from wardpanels.sources.certificate import UntrustedCertificate, certificate_end
from wardpanels.upkeep.health import Health, Looked, Premises
from wardpanels.year.showing import newest_releases, published_release

RENEWED, LAST_DAYS = timedelta(days=21), timedelta(days=7)
"""Certificates are made anew some 30 days before they end: within 21, that did not happen."""

RENEW = (
    "Have it made anew, as whoever made it does (with certbot: certbot renew), and let the web server read it again."
)


def site(premises: Premises) -> Looked:
    """Whether the folder that is served shows the newest release."""
    releases = newest_releases(premises.desk.store, premises.desk.code)
    if not releases:
        return Looked(Health.UNKNOWN, "nothing was released yet")
    newest, shown = releases[-1], published_release(premises.site)
    if shown is None:
        found, advice = f"{premises.site} has no site", "Type: wardpanels publish"
        return Looked(Health.LOOK, f"{found}: release {newest.number} is not published here", advice)
    if not shown.is_of(newest):
        found = f"{premises.site} shows release {shown.number}, the newest is {newest.number}"
        return Looked(Health.ILL, found, "Type: wardpanels publish")
    return Looked(Health.WELL, f"{premises.site} shows release {newest.number}, the newest")


def host(premises: Premises) -> Looked:
    """Whether the live host serves the site rightly: it is asked now."""
    url = premises.desk.borough.profile.site_url
    if keeping.is_nobodys(url):
        return Looked(Health.UNKNOWN, f"{url} is an example: nobody is there to be asked")
    asker = wiring.asker(premises.desk.publicity.allowed)
    seen = look_at_host(premises.desk, asker, premises.at, premises.host_file)
    if seen.wrong:
        return Looked(Health.ILL, seen.sentence, f"To see what, type: wardpanels doctor {url}", len(seen.wrong))
    return Looked(Health.WELL, seen.sentence, figure=0)


def certificate(premises: Premises) -> Looked:
    """How long the live host's certificate lasts."""
    url = premises.desk.borough.profile.site_url
    told = urlsplit(url)
    if told.scheme != "https" or keeping.is_nobodys(url):
        return Looked(Health.UNKNOWN, f"{url} has none to look at")
    try:
        left = certificate_end(told.hostname or "", told.port or 443, premises.desk.publicity.allowed) - premises.at
    except UntrustedCertificate as untrusted:
        return Looked(Health.ILL, str(untrusted), RENEW, 0)
    found = f"ends in {left.days} days"
    if left > RENEWED:
        return Looked(Health.WELL, found, figure=left.total_seconds())
    health = Health.ILL if left <= LAST_DAYS else Health.LOOK
    return Looked(health, found, RENEW, left.total_seconds())
