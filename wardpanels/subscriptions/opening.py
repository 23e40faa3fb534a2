"""Puts the subscription pages together from the borough's files, the store and the environment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from publishers import confirming, subscribing
from publishers.carriers.every_carrier import open_carrier
from publishers.languages import language
from publishers.pages.made_of import made_of
from publishers.pages.site import Frame, Named
from scheduler.facts import Borough, BoroughProfile
from scheduler.reading.settings import SETTINGS_FILE
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store
from scheduler.subscriber import Interest
from wardpanels.faults import TO_WHO_GOES_ON, CannotUse, fault_of
from wardpanels.publicity.publicity_settings import Way, read_publicity, with_secrets
from wardpanels.publicity.signed_links import links_of
from wardpanels.subscriptions.asking_back import Sender, ask_back
from wardpanels.subscriptions.gate import Gate
from wardpanels.subscriptions.register import MailingList
from wardpanels.subscriptions.web import Counter
from wardpanels.year import reading, translations
from wardpanels.year.showing import newest_releases
from wardpanels.year.wards_told import as_told

LOOK_EVERY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Office:
    """The pages, and who sends the mails that they promise."""

    counter: Counter
    sender: Sender


def open_office(
    store: Store,
    folder: Path,
    environ: Mapping[str, str],
    clock: Callable[[], datetime],
    fresh_id: Callable[[], str],
) -> Office:
    """Read the borough and put the pages together.

    Errors: UnusableData; CannotUse, where no secret is set or no channel writes to subscribers
    """
    borough = as_told(store, reading.check(folder).borough)
    links, way = links_of(environ, borough.profile), mailing_way(folder)
    register = MailingList(store.subscribers, borough.profile.code, links, fresh_id)
    spoken = translations.spoken_today(borough.profile, translations.read_reviews(folder))
    house = subscribing.PageFrame(
        _frame(borough),
        urlsplit(links.pages).path,
        tuple(map(language, spoken.languages)),
        spoken.reviewed_languages,
        borough.acronyms,
        spoken.reviewed_phrases,
    )
    letterhead = _letterhead(borough.profile, spoken.reviewed_languages)
    open_way = partial(open_carrier, with_secrets(way.outlet, environ))
    gate = Gate(store.staff.tries, borough.profile.code)
    counter = Counter(register, house, clock, gate, coming=partial(coming, store, borough.profile.code))
    return Office(counter, Sender(register, letterhead, open_way, clock))


def coming(
    store: Store, borough_code: str, choice: Interest, at: datetime
) -> tuple[tuple[Release, ReleasedMeeting], ...]:
    """The next meeting of each ward that was chosen, or the next one of all, with the release that tells of it."""
    releases = newest_releases(store, borough_code)
    ahead = [(one, each) for one in releases for each in one.meetings if each.starts_at > at and not each.is_cancelled]
    found: dict[str, tuple[Release, ReleasedMeeting]] = {}
    for one, each in sorted(ahead, key=lambda told: told[1].starts_at):
        if not choice.wards or each.ward_code in choice.wards:
            found.setdefault(each.ward_code if choice.wards else "", (one, each))
    return tuple(found.values())


def mailing_way(folder: Path) -> Way:
    """The channel that writes to subscribers. Errors: CannotUse, where there is none."""
    for way in read_publicity(folder).ways:
        if way.is_mailing and not way.is_by_hand:
            return way
    wanted = 'a line such as email = 14 under [publicity], and [channels.email] with carrier = "smtp"'
    raise CannotUse(SETTINGS_FILE, "no channel that sends mail to subscribers", wanted)


def _frame(borough: Borough) -> Frame:
    """What the site's pages have around them."""
    profile = borough.profile
    wards = (Named(ward.code, ward.name, ward.slug) for ward in borough.wards)
    by_name = tuple(sorted(wards, key=lambda ward: ward.name))
    made = made_of(borough.wards, borough.homes, borough.acronyms, borough.venues)
    return Frame(
        profile.name,
        profile.contact_email,
        profile.site_url,
        profile.timezone,
        by_name,
        (),
        made,
        contact_phone=profile.contact_phone,
        contact_text=profile.contact_text,
        contact_post=profile.contact_post,
    )


def _letterhead(profile: BoroughProfile, reviewed: tuple[str, ...]) -> confirming.Letterhead:
    """Who writes."""
    return confirming.Letterhead(
        profile.name,
        profile.contact_email,
        reviewed,
        profile.contact_phone,
        profile.contact_text,
        profile.contact_post,
    )


@contextmanager
def asking_back(office: Office, tell: Callable[[str], None]) -> Iterator[Counter]:
    """The counter of an office, beside a thread that sends what its pages promise, for as long as they are open."""
    asked, stopped = threading.Event(), threading.Event()
    thread = threading.Thread(target=_send_on, args=(office.sender, asked, stopped, tell), daemon=True)
    thread.start()
    try:
        yield replace(office.counter, told=asked.set)
    finally:
        stopped.set()
        asked.set()
        thread.join()


def _send_on(sender: Sender, asked: threading.Event, stopped: threading.Event, tell: Callable[[str], None]) -> None:
    while not stopped.is_set():
        try:
            for trouble in ask_back(sender):
                tell(trouble)
        except Exception as error:  # noqa: BLE001  # the next look comes all the same: what waits is in the store
            tell(str(fault_of(error, advice=TO_WHO_GOES_ON)))
        asked.wait(LOOK_EVERY_SECONDS)
        asked.clear()
