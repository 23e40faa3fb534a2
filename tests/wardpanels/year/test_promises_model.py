"""Three years of a borough's life, seen from outside: whatever happens in whatever order, what was told stays told."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from scheduler.errors import PanelError
from scheduler.facts import Known, Venue, Ward
from scheduler.period import Period, until
from scheduler.plan import MeetingState, Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.policy import Session
from scheduler.reasons import NOBODY_CAME
from scheduler.records import MeetingRecord
from scheduler.release.value import Release
from scheduler.store import open_store
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_profile, a_venue, a_ward
from tests.thorough import enough
from tests.wardpanels.year.reader import MANIFEST, Reader
from wardpanels.faults import Unpublishable
from wardpanels.year.periods import Periods
from wardpanels.year.publishing import Folders, publish
from wardpanels.year.recording import Account, record_meeting
from wardpanels.year.releasing import release_draft, with_the_past
from wardpanels.year.telling import Telling
from wardpanels.year.wards_told import as_told

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
STEPNEY = "E05009333"
LANGUAGES = ("bn", "ar")
HOURS = {
    Session.EVENING: time(19),
    Session.WEEKDAY_DAYTIME: time(13),
    Session.WEEKEND_DAYTIME: time(11),
}
NAMES = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Yew")

NUMBER = st.integers(0, 1000)
"""Chooses one of however many there are."""
DAYS = st.sampled_from((0, 0, 1, 7, 30, 60, 120))
"""How many days go by before anybody does anything about it."""
THEN = st.sampled_from(("", "release", "publish", "publish", "publish"))
"""How far it goes: it waits in the draft, is released, or is published too."""


def chosen(number: int, among: Any) -> Any:
    """One of several, or None where there is none."""
    several = tuple(among)
    return several[number % len(several)] if several else None


class ToldForYears(RuleBasedStateMachine):
    """A borough of a few wards, its store, its clock and its site; and somebody who follows the site."""

    @initialize(months=st.sampled_from((6, 12)), tags=st.sampled_from(((), ("bn",), LANGUAGES)))
    def begin(self, months: int, tags: tuple[str, ...]) -> None:
        """The first period is planned, released and published."""
        self.root = Path(mkdtemp(prefix="wardpanels-told-"))
        self.url = f"sqlite:///{self.root / 'store.db'}"
        self.store = open_store(self.url)
        wards = (
            a_ward(),
            a_ward(code=MILE_END, name="Mile End", slug="mile-end", lat=51.53, neighbours=frozenset({BOW_EAST})),
            a_ward(code=STEPNEY, name="Stepney", slug="stepney", lat=51.51, neighbours=frozenset()),
        )
        halls = (a_venue(), *(self.hall(name) for name in ("Ash", "Oak")))
        self.borough = a_borough(profile=a_profile(languages=("en", *tags)), wards=wards, venues=halls)
        self.now, self.languages, self.reviewed = START, tags, ()
        self.months, self.folder, self.with_print = months, "site", False
        self.names = iter([f"{one} {other}" for one in NAMES for other in NAMES if one != other])
        self.codes = iter(f"E05{number:06}" for number in range(77001, 78000))
        self.ordinals: dict[tuple[int, str], int] = {}
        self.reader = Reader(LONDON)
        self.plan(until(date(2027, 1, 1), months))
        self.go_on(0, "publish")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.root)

    # what is known

    @property
    def code(self) -> str:
        return self.borough.profile.code

    @property
    def periods(self) -> Periods:
        return Periods(self.store.periods(self.code), self.now.date())

    @property
    def telling(self) -> Telling:
        def in_languages(release: Release) -> Release:
            return replace(release, languages=("en", *self.languages), reviewed_languages=("en", *self.reviewed))

        return Telling(self.borough.profile, (), in_languages)

    def drafts(self) -> list[Plan]:
        """The plans of what is not over."""
        firsts = [each.period.first_day for each in self.periods.stored if each.period.last_day >= self.now.date()]
        return [draft.plan for first in firsts if (draft := self.store.draft(self.code, first))]

    def coming(self) -> list[tuple[Plan, PlannedMeeting]]:
        """Every meeting that has not begun."""
        return [(plan, each) for plan in self.drafts() for each in plan.meetings if each.starts_at > self.now]

    def told_code(self, ward: Ward) -> str:
        """The code that a ward was first told under."""
        return next(each.code for each in as_told(self.store, self.borough).wards if each.slug == ward.slug)

    def has_slug(self, slug: str) -> bool:
        """Whether a ward that is still told of has it: of today, or lost with meetings that were promised."""
        releases = (self.store.latest_release(self.code, each.period.first_day) for each in self.periods.stored)
        told = {ward.slug for release in releases if release for ward in release.wards}
        return slug in told | {ward.slug for ward in self.borough.wards}

    @staticmethod
    def hall(name: str) -> Venue:
        number = sum(map(ord, name))
        facts = {"postcode": f"E3 {number % 9}AB", "address": f"{number} High Street, London", "lat": 51.52}
        return a_venue(venue_id=name.lower().replace(" ", "-"), name=f"{name} Hall", **facts)

    # what is done

    def done(self, command: Callable[[], Any]) -> Any:
        """What a command gives; None where it is refused."""
        try:
            return command()
        except PanelError:
            return None

    def plan(self, period: Period) -> None:
        """A plan made by hand: each ward meets four times in a year, now in the evening and now in the day."""
        meetings = []
        for place, ward in enumerate(as_told(self.store, self.borough).wards):
            for number, month in enumerate(range(place % 3, self.months, 3)):
                session = tuple(Session)[(number + place) % 3]
                first = until(period.first_day, month + 1).last_day.replace(day=8 + place)
                held_on = self.fitting(first, session)
                if held_on in period:
                    meetings.append(self.planned(ward.code, period, held_on, session, number + place))
        self.keep(
            Plan(
                borough=self.borough.profile.name,
                borough_code=self.code,
                first_day=period.first_day,
                last_day=period.last_day,
                status=PlanStatus.FEASIBLE,
                cost=0,
                bound=0,
                cost_by_rule={},
                meetings=(),
            ),
            meetings,
        )

    @staticmethod
    def fitting(day: date, session: Session) -> date:
        """The first day from one on of the kind that a session wants."""
        while (day.weekday() >= 5) is not (session is Session.WEEKEND_DAYTIME):
            day += timedelta(days=1)
        return day

    def planned(self, code: str, period: Period, day: date, session: Session, hall: int) -> PlannedMeeting:
        key = (period.first_day.year, code)
        self.ordinals[key] = self.ordinals.get(key, 0) + 1
        starts = datetime.combine(day, HOURS[session], LONDON)
        return PlannedMeeting(
            meeting_id(*key, self.ordinals[key]),
            code,
            session,
            starts,
            starts + timedelta(minutes=90),
            chosen(hall, self.borough.venues).venue_id,
            "sgt-1",
            ("dwo-1",),
        )

    def keep(self, plan: Plan, meetings: Any) -> None:
        draft = self.store.draft(self.code, plan.first_day)
        ordered = tuple(sorted(meetings, key=lambda each: (each.starts_at, each.ward_code)))
        self.store.save_draft(
            replace(plan, meetings=ordered), expected_revision=draft.revision if draft else None, saved_at=self.now
        )

    def change(self, plan: Plan, meeting: PlannedMeeting, **changes: Any) -> None:
        self.keep(plan, [replace(each, **changes) if each == meeting else each for each in plan.meetings])

    def go_on(self, days: int, then: str) -> None:
        """Let days pass, plan what has to be planned, and tell of it."""
        until_then = self.now + timedelta(days=days, minutes=7)
        while self.now < until_then:
            self.now = min(until_then, self.now + timedelta(days=30))
            last_day = max(each.period.last_day for each in self.periods.stored)
            if last_day < self.now.date() + timedelta(days=60):
                self.plan(until(last_day + timedelta(days=1), self.months))
                self.release()
        if then:
            self.release()
        if then == "publish":
            self.publish()

    def release(self) -> None:
        for plan in self.drafts():
            self.release_one(plan)

    def release_one(self, plan: Plan, *, dry_run: bool = False) -> None:
        """Release a draft: what has begun meanwhile is as it was released."""
        kept = with_the_past(self.store, plan, self.now)
        if kept != plan:
            self.keep(kept, kept.meetings)
        release_draft(self.store, self.borough, plan.period, self.now, allowed=99, dry_run=dry_run, is_first=True)

    def publish_now(self, store: Any) -> Any:
        folders = Folders(self.root / self.folder, self.root / "news")
        return publish(store, self.telling, self.periods.current, self.now, folders, with_print=self.with_print)

    def publish(self) -> None:
        """Publish, and look: at once again nothing is written."""
        self.publish_now(self.store)
        site = self.root / self.folder
        wrong = self.reader.look(site, self.now)
        assert wrong == [], "\n".join(wrong[:20])
        self.site_is_as_written_down(site)
        for each in self.publish_now(self.store).folders:
            assert (each.written.written, each.written.removed) == (0, 0), self.reader.look(site, self.now)

    def site_is_as_written_down(self, site: Path) -> None:
        register = self.store.promises.register(self.code, "Europe/London")
        assert self.store.promises.begun(self.code) is None
        here = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MANIFEST}
        assert {path for path in here if not path.startswith("static/")} == register.addresses
        for path, feed in self.reader.feeds.items():
            if feed.modified:
                assert register.stamps[path].modified_at == feed.modified
            tag = path.partition("/")[0] if path.partition("/")[0] in LANGUAGES else "en"
            for uid, entry in feed.entries.items():
                stamp = register.stamps[f"{tag}/{uid}"]
                assert (stamp.sequence, stamp.modified_at) == (entry.sequence, entry.modified)

    # time and the site

    @rule(days=DAYS, then=THEN)
    def time_passes(self, days: int, then: str) -> None:
        self.go_on(days, then)

    @rule(then=THEN)
    def the_clock_is_set_back(self, then: str) -> None:
        self.now -= timedelta(hours=3)
        self.go_on(0, then)

    @rule(days=DAYS)
    def the_site_is_lost(self, days: int) -> None:
        shutil.rmtree(self.root / self.folder, ignore_errors=True)
        self.go_on(days, "publish")

    @rule(days=DAYS)
    def the_site_goes_to_another_folder(self, days: int) -> None:
        self.folder = "other" if self.folder == "site" else "site"
        self.go_on(days, "publish")

    @rule(days=DAYS, after_ms=st.integers(1, 300), is_full=st.booleans())
    def publish_does_not_come_to_its_end(self, days: int, after_ms: int, is_full: bool) -> None:
        """It is killed, or the disk is full: then it goes well the next time.

        A fork lacks the threads of the library that prints and may wait for them for ever, so it is killed in the end.
        """
        self.go_on(days, "release")
        child = os.fork()
        if not child:
            try:
                store = open_store(self.url)
                signal.setitimer(signal.ITIMER_REAL, 5 if is_full else after_ms / 1000)
                if is_full:
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (after_ms * 200, after_ms * 200))
                self.publish_now(store)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        self.go_on(0, "publish")

    @rule(is_on=st.booleans(), days=DAYS)
    def print_is_wanted_or_not(self, is_on: bool, days: int) -> None:
        self.with_print = is_on
        self.go_on(days, "publish")

    # meetings

    @rule(which=NUMBER, by=st.integers(-40, 40), session=st.sampled_from(Session), days=DAYS, then=THEN)
    def a_meeting_moves(self, which: int, by: int, session: Session, days: int, then: str) -> None:
        found = chosen(which, self.coming())
        if found:
            plan, meeting = found
            day = self.fitting(meeting.held_on + timedelta(days=by), session)
            starts = datetime.combine(day, HOURS[session], LONDON)
            if starts > self.now + timedelta(days=1) and day in plan.period:
                self.change(plan, meeting, starts_at=starts, ends_at=starts + timedelta(minutes=90), session=session)
        self.go_on(days, then)

    @rule(which=NUMBER, by=st.integers(1, 9), days=DAYS, between=THEN, then=THEN)
    def a_meeting_moves_there_and_back(self, which: int, by: int, days: int, between: str, then: str) -> None:
        found = chosen(which, self.coming())
        if found:
            plan, meeting = found
            moved = replace(meeting, starts_at=meeting.starts_at + timedelta(minutes=by), session=Session.EVENING)
            self.change(plan, meeting, starts_at=moved.starts_at, session=moved.session)
            self.go_on(days, between)
            plan = self.store.draft(self.code, plan.first_day).plan
            if meeting.starts_at > self.now:
                self.change(
                    plan, plan.meeting_by_id[meeting.meeting_id], starts_at=meeting.starts_at, session=meeting.session
                )
        self.go_on(0, then)

    @rule(which=NUMBER, hall=NUMBER, days=DAYS, then=THEN)
    def a_meeting_gets_another_hall(self, which: int, hall: int, days: int, then: str) -> None:
        found = chosen(which, self.coming())
        if found:
            self.change(*found, venue_id=chosen(hall, self.borough.venues).venue_id)
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN)
    def a_meeting_is_cancelled_or_back_on(self, which: int, days: int, then: str) -> None:
        found = chosen(which, self.coming())
        if found:
            is_on = found[1].state is MeetingState.CONFIRMED
            self.change(*found, state=MeetingState.CANCELLED if is_on else MeetingState.CONFIRMED)
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, between=THEN, then=THEN)
    def a_meeting_is_cancelled_and_put_back(self, which: int, days: int, between: str, then: str) -> None:
        found = chosen(which, [each for each in self.coming() if each[1].stands])
        if found:
            plan, meeting = found
            self.change(plan, meeting, state=MeetingState.CANCELLED)
            self.go_on(days, between)
            plan = self.store.draft(self.code, plan.first_day).plan
            if meeting.starts_at > self.now:
                self.change(plan, plan.meeting_by_id[meeting.meeting_id], state=MeetingState.CONFIRMED)
        self.go_on(0, then)

    @rule(days=DAYS, then=THEN, state=st.sampled_from(MeetingState))
    def all_meetings_are_cancelled_or_back_on(self, days: int, then: str, state: MeetingState) -> None:
        for plan in self.drafts():
            self.keep(
                plan, [replace(each, state=state) if each.starts_at > self.now else each for each in plan.meetings]
            )
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN)
    def a_meeting_is_added_or_dropped(self, which: int, days: int, then: str) -> None:
        plan = chosen(which, self.drafts())
        if plan:
            coming = [each for each in plan.meetings if each.starts_at > self.now]
            if which % 2 and coming:
                self.keep(plan, [each for each in plan.meetings if each != chosen(which, coming)])
            else:
                ward, session = chosen(which, as_told(self.store, self.borough).wards), chosen(which, Session)
                day = self.fitting(max(self.now.date(), plan.first_day) + timedelta(days=5 + which % 50), session)
                if day in plan.period:
                    new = self.planned(ward.code, plan.period, day, session, which)
                    self.keep(plan, (*plan.meetings, new))
        self.go_on(days, then)

    @rule(which=NUMBER, several=st.integers(1, 4), is_held=st.booleans(), days=DAYS, then=THEN)
    def meetings_were_not_held(self, which: int, several: int, is_held: bool, days: int, then: str) -> None:
        since = self.now - timedelta(days=300)
        for stored in self.periods.stored:
            draft = self.store.draft(self.code, stored.period.first_day)
            over = [each for each in draft.plan.meetings if each.stands and since < each.ends_at < self.now]
            for number in range(several):
                meeting = chosen(which + number, over)
                if meeting:
                    told = (
                        MeetingRecord(meeting.meeting_id, 12)
                        if is_held
                        else MeetingRecord(meeting.meeting_id, not_held=NOBODY_CAME.code)
                    )
                    self.done(
                        lambda told=told, stored=stored: record_meeting(
                            self.store, self.borough, stored.period, Account(told), self.now, corrects=True
                        )
                    )
        self.go_on(days, then)

    # halls

    @rule(
        which=NUMBER,
        days=DAYS,
        then=THEN,
        what=st.sampled_from(("name", "spelling", "access", "checked", "entrance", "door", "dropped", "new")),
    )
    def a_hall_is_another(self, which: int, days: int, then: str, what: str) -> None:
        halls = self.borough.venues
        hall = chosen(which, halls)
        if what == "dropped":
            others = tuple(each for each in halls if each is not hall)
            if len(others) > 1:
                for plan in self.drafts():
                    new = [
                        replace(each, venue_id=others[0].venue_id)
                        if each.venue_id == hall.venue_id and each.starts_at > self.now
                        else each
                        for each in plan.meetings
                    ]
                    self.keep(plan, new)
                self.borough = replace(self.borough, venues=others)
        elif what == "new":
            name = chosen(which, NAMES)
            if name.lower() not in {each.venue_id for each in halls}:
                self.borough = replace(self.borough, venues=(*halls, self.hall(name)))
        else:
            changes = {
                "name": {"name": next(self.names)},
                "spelling": {"address": hall.address.replace("Street", "St")},
                "access": {"step_free": chosen(which, [one for one in Known if one is not hall.step_free])},
                "checked": {"checked": hall.checked ^ {"step_free"}},
                "entrance": {"entrance": next(self.names)},
                "door": {"address": f"{which} Low Road, London"},
            }[what]
            new = replace(hall, **changes)
            self.borough = replace(self.borough, venues=tuple(new if each is hall else each for each in halls))
        self.go_on(days, then)

    # wards

    def with_wards(self, *wards: Ward) -> None:
        codes = {ward.code for ward in wards}
        kept = tuple(
            replace(ward, neighbours=frozenset(code for code in ward.neighbours if code in codes)) for ward in wards
        )
        before, self.borough = (
            self.borough,
            replace(self.borough, wards=tuple(sorted(kept, key=lambda ward: ward.code))),
        )
        try:
            for plan in self.drafts():
                self.release_one(plan, dry_run=True)
        except Unpublishable:
            self.borough = before

    def without(self, *lost: Ward) -> list[Ward]:
        return [ward for ward in self.borough.wards if ward not in lost]

    def drop_meetings_of(self, ward: Ward) -> None:
        code = self.told_code(ward)
        for plan in self.drafts():
            self.keep(plan, [each for each in plan.meetings if each.ward_code != code or each.starts_at <= self.now])

    @rule(which=NUMBER, is_slug=st.booleans(), days=DAYS, then=THEN)
    def a_ward_is_renamed(self, which: int, is_slug: bool, days: int, then: str) -> None:
        ward, name = chosen(which, self.borough.wards), next(self.names)
        slug = name.lower().replace(" ", "-") if is_slug else ward.slug
        self.with_wards(*self.without(ward), replace(ward, name=name, slug=slug))
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN)
    def two_wards_swap_their_slugs(self, which: int, days: int, then: str) -> None:
        one, other = (chosen(which + place, self.borough.wards) for place in (0, 1))
        if one is not other:
            swapped = replace(one, slug=other.slug), replace(other, slug=one.slug)
            self.with_wards(*self.without(one, other), *swapped)
        self.go_on(days, then)

    @rule(which=NUMBER, old=NUMBER, days=DAYS, then=THEN)
    def a_ward_takes_over_a_slug_that_was_anothers(self, which: int, old: int, days: int, then: str) -> None:
        register = self.store.promises.register(self.code, "Europe/London")
        slug = chosen(old, [slug for slug in sorted(register.wards) if not self.has_slug(slug)])
        if slug:
            ward = chosen(which, self.borough.wards)
            self.with_wards(*self.without(ward), replace(ward, slug=slug))
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN, is_at_once=st.booleans())
    def a_ward_is_split(self, which: int, days: int, then: str, is_at_once: bool) -> None:
        ward = chosen(which, self.borough.wards)
        names = [next(self.names) for _ in range(2)]
        new = [
            replace(ward, code=next(self.codes), name=name, slug=name.lower().replace(" ", "-"), old_slugs=())
            for name in names
        ]
        if is_at_once:
            self.drop_meetings_of(ward)
        if len(self.borough.wards) < 5:
            self.with_wards(*self.without(ward), *new)
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN)
    def a_ward_gets_a_new_code(self, which: int, days: int, then: str) -> None:
        ward, code = chosen(which, self.borough.wards), next(self.codes)
        self.with_wards(*self.without(ward), replace(ward, code=code))
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN, is_at_once=st.booleans())
    def two_wards_become_one(self, which: int, days: int, then: str, is_at_once: bool) -> None:
        lost, into = (chosen(which + place, self.borough.wards) for place in (0, 1))
        if len(self.borough.wards) > 2:
            if is_at_once:
                self.drop_meetings_of(lost)
            slugs = {*into.old_slugs, *lost.old_slugs, lost.slug} - {into.slug}
            self.with_wards(*self.without(lost, into), replace(into, old_slugs=tuple(sorted(slugs))))
        self.go_on(days, then)

    @rule(which=NUMBER, days=DAYS, then=THEN, is_at_once=st.booleans())
    def a_ward_is_lost(self, which: int, days: int, then: str, is_at_once: bool) -> None:
        ward = chosen(which, self.borough.wards)
        if len(self.borough.wards) > 2:
            if is_at_once:
                self.drop_meetings_of(ward)
            self.with_wards(*self.without(ward))
        self.go_on(days, then)

    # words

    @rule(days=DAYS, then=THEN)
    def the_contact_changes(self, days: int, then: str) -> None:
        email = f"{next(self.names).lower().replace(' ', '.')}@example.org"
        self.borough = replace(self.borough, profile=replace(self.borough.profile, contact_email=email))
        self.go_on(days, then)

    @rule(tags=st.sampled_from(((), ("bn",), ("ar",), LANGUAGES)), days=DAYS)
    def languages_come_and_go(self, tags: tuple[str, ...], days: int) -> None:
        self.languages = tags
        self.go_on(days, "publish")

    @rule(tags=st.sampled_from(((), ("bn",), LANGUAGES)), days=DAYS)
    def words_are_reviewed(self, tags: tuple[str, ...], days: int) -> None:
        self.reviewed = tags
        self.go_on(days, "publish")


TestToldForYears = ToldForYears.TestCase
TestToldForYears.settings = settings(
    max_examples=enough(2, 30),
    stateful_step_count=enough(15, 25),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
