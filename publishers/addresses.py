"""Where everything public lives: paths inside the site folder, and the addresses they get on the web.

The paths are a contract with the world outside (subscribed calendars, bookmarks, search engines): only ever add.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, urlencode

from publishers.languages import SOURCE
from scheduler.policy import Session

HOME_PAGE = "index.html"
CHANGES_PAGE = "changes/index.html"
GLOSSARY_PAGE = "glossary/index.html"
BOROUGH_FEED = "calendar.ics"
DAYTIME_FEED = "feeds/daytime.ics"
EVENING_FEED = "feeds/evening.ics"
WEEKEND_FEED = "feeds/weekend.ics"
STEP_FREE_FEED = "feeds/step-free.ics"
CHANGES_FEED = "changes.atom"
MEETINGS_JSON = "meetings.json"
MEETINGS_CSV = "meetings.csv"
MEETINGS_SCHEMA = "meetings.schema.json"
LIST_PAGE = "find/index.html"
MAP_PAGE = "map/index.html"
POSTCODES_PAGE = "postcodes/index.html"
HALLS_DATA = "find/halls.json"
REUSE_PAGE = "reuse/index.html"
ACTION_PLAN_PAGE = "action-plan/index.html"
ACTION_PLAN_JSON = "action-plan/plan.json"
ACTION_PLAN_SCHEMA = "action-plan/plan.schema.json"
BOROUGH_CARD = "card.png"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

POLICE_UK = "https://www.police.uk/pu/your-area/"
"""Where anybody in England and Wales finds their own police team."""

CODE_LENGTH = 7
CODE_MARKS = "23456789bcdfghjkmnpqrstvwxz"
"""What the code in a short address is written with: nothing that looks like another (0 o, 1 i l), no vowel or y, so no
word comes about."""

SESSION_FEEDS: Mapping[str, frozenset[Session]] = MappingProxyType(
    {
        DAYTIME_FEED: frozenset({Session.WEEKDAY_DAYTIME, Session.WEEKEND_DAYTIME}),
        EVENING_FEED: frozenset({Session.EVENING}),
        WEEKEND_FEED: frozenset({Session.WEEKEND_DAYTIME}),
    }
)
"""Which sessions each of the borough's part feeds holds: a weekend meeting is a daytime meeting too."""


def ward_page(slug: str) -> str:
    """The path of one ward's page."""
    return f"wards/{slug}/index.html"


def ward_feed(slug: str) -> str:
    """The path of one ward's calendar."""
    return f"wards/{slug}/calendar.ics"


def meeting_page(meeting_id: str) -> str:
    """The path of one meeting's page."""
    return f"meetings/{meeting_id}/index.html"


def meeting_paper(meeting_id: str, paper: str) -> str:
    """The path of a meeting's minutes or agenda, without an ending: its page is in a folder of that name."""
    return f"meetings/{meeting_id}/{paper}"


def short_page(meeting_id: str) -> str:
    """The path of the page that leads on to a meeting's page, at an address short enough to type from a poster.

    Edges: the code in it hangs on the meeting's id alone, so what is printed is right for good; two meetings have the
           same one by a chance of 1 to 10,000 million, and then the page leads to both
    """
    number = int.from_bytes(hashlib.sha256(meeting_id.encode()).digest())
    code = ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_MARKS))
        code += CODE_MARKS[place]
    return f"m/{code}/index.html"


def meeting_feed(meeting_id: str) -> str:
    """The path of one meeting's calendar file."""
    return f"meetings/{meeting_id}/meeting.ics"


def hall_feed(venue_id: str) -> str:
    """The path of one hall's calendar."""
    return f"feeds/venues/{venue_id}.ics"


def with_reminders(feed: str) -> str:
    """The path of the same feed with reminders in it."""
    return f"reminders/{feed}"


def ward_card(slug: str) -> str:
    """The path of the picture that other sites show beside a link to a ward."""
    return f"wards/{slug}/card.png"


def ward_qr(slug: str) -> str:
    """The path of the QR code that leads to a ward's page."""
    return f"wards/{slug}/qr.svg"


def ward_snippet(slug: str) -> str:
    """The path of the piece of HTML that other sites can put on their pages: as text, so that a browser shows it."""
    return f"wards/{slug}/snippet.txt"


def list_of(choice: str) -> str:
    """The path of the list of meetings of one kind: evening, step-free, a month."""
    return f"find/{choice}/index.html"


def postcodes_page(outward: str) -> str:
    """The path of the page with the postcodes that begin alike."""
    return f"postcodes/{outward.lower()}/index.html"


def postcodes_data(outward: str) -> str:
    """The path of the same postcodes for programs."""
    return f"postcodes/{outward.lower()}.json"


def poster(meeting_id: str) -> str:
    """The path of one meeting's poster."""
    return f"posters/{meeting_id}.pdf"


def flyer(meeting_id: str) -> str:
    """The path of one meeting's flyer."""
    return f"print/{meeting_id}-flyer.pdf"


def large_print(meeting_id: str) -> str:
    """The path of one meeting's sheet in large print."""
    return f"print/{meeting_id}-large.pdf"


def year_card(slug: str) -> str:
    """The path of the card with a ward's year."""
    return f"print/{slug}-year.pdf"


def door_sign(meeting_id: str) -> str:
    """The path of the sign for the door and the corridor on the day of one meeting."""
    return f"print/{meeting_id}-sign.pdf"


def noticeboard(slug: str) -> str:
    """The path of the sheet with a ward's next meetings."""
    return f"print/{slug}-next.pdf"


def ward_sheets(slug: str) -> tuple[str, ...]:
    """The paths of every sheet of a ward, in one order for all wards."""
    return year_card(slug), noticeboard(slug)


def in_language(path: str, language: str) -> str:
    """The path of the same page or feed in a language: English has the root, each other a folder of its own."""
    return path if language == SOURCE else f"{language}/{path}"


@lru_cache(maxsize=8192)  # the same few stand on every page
def shown(path: str) -> str:
    """A path as a part of an address: a folder's `index.html` is named by its folder."""
    is_index = path == HOME_PAGE or path.endswith(f"/{HOME_PAGE}")
    return quote(path.removesuffix(HOME_PAGE) if is_index else path)


def absolute(site_url: str, path: str) -> str:
    """The web address of a path."""
    return f"{site_url.rstrip('/')}/{shown(path)}"


def typed(address: str) -> str:
    """A web address as people type it from paper."""
    return address.partition("://")[2].rstrip("/")


def subscription(site_url: str, feed: str) -> str:
    """The `webcal:` address that makes a phone offer to subscribe to a feed rather than to import it once."""
    _, _, host_and_path = absolute(site_url, feed).partition("://")
    return f"webcal://{host_and_path}"


def google_subscription(address: str) -> str:
    """The address at which Google Calendar offers to follow a feed, given the feed's own.

    Edges: Google says nowhere what `cid` takes, and what is said of it differs, so a page shows the feed's address too,
           for "From URL" in Google's settings (support.google.com/calendar/answer/37100)
    """
    return f"https://calendar.google.com/calendar/render?cid={quote(address, safe='')}"


def outlook_subscription(address: str, name: str) -> str:
    """The address at which Outlook.com offers to follow a feed under a name: for the accounts of private people."""
    return f"https://outlook.live.com/{_added_from_web(address, name)}"


def microsoft_365_subscription(address: str, name: str) -> str:
    """The same for Microsoft 365: the accounts that people have from their work or school."""
    return f"https://outlook.office.com/{_added_from_web(address, name)}"


def _added_from_web(address: str, name: str) -> str:
    return f"calendar/0/addfromweb?url={quote(address, safe='')}&name={quote(name, safe='')}"


def with_choices(subscribe_url: str, **choices: str) -> str:
    """The address of the form that asks for mail, with what is chosen already. Edges: "" chooses nothing."""
    chosen = urlencode({name: choice for name, choice in choices.items() if choice})
    return f"{subscribe_url}/{f'?{chosen}' if chosen else ''}"


def on_map(lat: float, lon: float) -> str:
    """A place on a map of the world, with a mark on it."""
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


def found_on_map(words: str) -> str:
    """What a map of the world finds for the words of a name and an address."""
    return f"https://www.openstreetmap.org/search?query={quote(words, safe='')}"


def mail_to_share(subject: str, address: str) -> str:
    """An email to whom it may concern, ready to send."""
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(address, safe='')}"
