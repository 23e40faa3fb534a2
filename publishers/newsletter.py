"""Newsletter copy, ready to paste: an HTML part through MJML and a plain text part that says the same."""

from __future__ import annotations

import mrml

from publishers import addresses, templating, wording
from publishers.artifact import Artifact
from publishers.pages import views
from scheduler.release import ChangeKind, Release

HTML_PART = "newsletter.html"
TEXT_PART = "newsletter.txt"
COUNTED = {
    "cancelled": (ChangeKind.CANCELLED,),
    "moved": (ChangeKind.MOVED, ChangeKind.VENUE_CHANGED),
    "back on": (ChangeKind.REINSTATED,),
    "new": (ChangeKind.NEW,),
}
"""What the subject line counts, most urgent first."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both parts of the newsletter."""
    facts = _facts(release)
    text = templating.render("newsletter/newsletter.txt", **facts)
    mail = _mail(templating.render("newsletter/newsletter.mjml", **facts))
    return (
        Artifact(HTML_PART, "text/html; charset=utf-8", mail.encode()),
        Artifact(TEXT_PART, "text/plain; charset=utf-8", text.encode()),
    )


def subject(release: Release) -> str:
    """The subject line: what has changed since the release before, or else what the mail holds."""
    name = f"{wording.one_line(release.borough)} ward panels"
    changes = () if release.number == 1 else release.changes
    counts = {said: sum(change.kind in kinds for change in changes) for said, kinds in COUNTED.items()}
    told = [f"{count} {said}" for said, count in counts.items() if count]
    return f"{name}: {', '.join(told)}" if told else f"{name}: meetings in {views.period(release)}"


def _facts(release: Release) -> dict[str, object]:
    return {
        "release": release,
        "subject": subject(release),
        "preheader": "Meet your local police team: where and when.",
        "news": views.news(release),
        "months": views.by_month(release.meetings),
        "period": views.period(release),
        "wards": release.ward_by_code,
        "what_it_is": wording.WHAT_IT_IS,
        "at": addresses,
        "views": views,
    }


def _mail(mjml: str) -> str:
    # No fonts: by default mrml links to a font host. No includes: its loader could otherwise reach the network.
    parsing = mrml.ParserOptions(include_loader=mrml.noop_loader())
    return str(mrml.to_html(mjml, parsing, mrml.RenderOptions(disable_comments=True, fonts={})).content)
