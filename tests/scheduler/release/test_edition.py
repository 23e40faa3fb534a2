"""What is published is held against what was told: news is what somebody has not heard, and nothing ends in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.facts import Known
from scheduler.plan import MeetingState
from scheduler.release.edition import KEPT_IN_FEEDS, Edition, edition_of, halls_told
from scheduler.release.making import next_release
from scheduler.release.promises import Publication, Register, Stamp, register_of
from scheduler.release.value import ChangeKind
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, a_venue, at, utc

MOMENTS = [utc(f"2026-11-{day:02} 09:00") for day in range(1, 30)]


def three(*, state=MeetingState.CONFIRMED, hour="19:00"):
    days = ("Thu 2027-02-04", "Thu 2027-05-06", "Thu 2027-08-05")
    return tuple(
        a_meeting(meeting_id=f"2027-{BOW_EAST}-{number}", starts_at=at(f"{day} {hour}"), state=state)
        for number, day in enumerate(days, 1)
    )


class Story:
    """Releases and publications of one borough, each a day after the one before."""

    def __init__(self):
        self.release = None
        self.publications = []
        self.days = iter(MOMENTS)

    @property
    def register(self) -> Register:
        return register_of(tuple(self.publications))

    def releases(self, *meetings, borough=None):
        plan = a_plan(*meetings)
        self.release = next_release(borough or a_borough(), plan, self.release, next(self.days))
        return self.release

    def publishes(self, release=None, **facts) -> Edition:
        edition = edition_of(release or self.release, self.register, next(self.days), **facts)
        wards = {slug: ward for ward in edition.release.wards for slug in (ward.slug, *ward.old_slugs)}
        self.publications.append(
            Publication(
                len(self.publications) + 1,
                edition.at,
                meetings=edition.meetings,
                wards={slug: replace(ward, slug=slug, old_slugs=()) for slug, ward in wards.items()},
                halls=tuple(halls_told(edition.release).values()),
                news=edition.news,
            )
        )
        return edition


def kinds(edition):
    return [(each.kind, len(each.meetings)) for each in edition.latest]


def test_first_edition_has_no_news_for_nobody_was_told_of_anything():
    story = Story()
    story.releases(*three())

    edition = story.publishes()

    assert (edition.latest, edition.release.changes) == ((), ())
    assert [each.kind for each in edition.news] == [ChangeKind.NEW] * 3


def test_first_edition_of_a_later_release_is_the_first_list_and_so_it_is_when_it_is_published_again():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)

    assert [story.publishes().is_first, story.publishes().is_first] == [True, True]

    story.releases(one, two, last)

    assert not story.publishes().is_first


def test_meeting_that_was_cancelled_is_not_told_to_have_been_missed_as_well():
    story = Story()
    one, two, last = three()
    story.releases(one, two, replace(last, state=MeetingState.CANCELLED))
    story.publishes()
    next_year = replace(story.release, first_day=date(2028, 1, 1), last_day=date(2028, 12, 31), meetings=())

    edition = edition_of(next_year, story.register, utc("2028-01-10 09:00"), not_held={last.meeting_id})

    assert edition.news == ()


def test_cancellation_is_told_though_another_release_came_between():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)
    story.releases(one, replace(two, state=MeetingState.CANCELLED), replace(last, starts_at=at("Thu 2027-08-12 19:00")))

    edition = story.publishes()

    assert sorted(kinds(edition)) == [(ChangeKind.CANCELLED, 1), (ChangeKind.MOVED, 1)]


def test_what_was_called_off_and_put_back_unseen_is_no_news():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    before = story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)
    story.releases(one, two, last)

    edition = story.publishes()

    assert (edition.news, edition.release.meetings) == ((), before.release.meetings)
    assert not any(meeting.is_back_on for meeting in edition.release.meetings)


def test_meeting_is_back_on_where_it_was_told_to_be_cancelled():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)
    story.publishes()
    story.releases(one, two, last)

    edition = story.publishes()

    assert kinds(edition) == [(ChangeKind.REINSTATED, 1)]
    assert [(each.sequence, each.is_back_on) for each in edition.release.meetings] == [
        (0, False),
        (2, True),
        (0, False),
    ]


def test_meeting_that_moved_unseen_and_was_cancelled_is_cancelled_where_people_knew_it():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    known = story.publishes().release.meetings[1]
    story.releases(one, replace(two, starts_at=at("Thu 2027-05-13 19:00")), last)
    story.releases(one, replace(two, starts_at=at("Thu 2027-05-13 19:00"), state=MeetingState.CANCELLED), last)

    told = story.publishes().release.meetings[1]

    assert (told.starts_at, told.is_cancelled, told.sequence, told.was) == (known.starts_at, True, 1, None)


def test_meeting_that_moved_unseen_and_was_cancelled_is_no_news_again_when_it_is_published_again():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.publishes()
    moved = replace(two, starts_at=at("Thu 2027-05-13 19:00"))
    story.releases(one, moved, last)
    story.releases(one, replace(moved, state=MeetingState.CANCELLED), last)
    told = story.publishes()

    again = story.publishes()

    assert (again.news, again.release.meetings) == ((), told.release.meetings)


def test_what_was_never_told_has_no_past_unless_others_heard_of_it():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.releases(one, replace(two, starts_at=at("Thu 2027-05-13 19:00")), last)
    release = story.release

    unheard = edition_of(release, Register(), MOMENTS[5])
    heard = edition_of(release, Register(), MOMENTS[5], heard={two.meeting_id})

    assert [each.was for each in unheard.release.meetings] == [None, None, None]
    assert heard.release.meetings[1].was is not None


def test_new_contact_and_other_words_are_no_news():
    story = Story()
    story.releases(*three())
    before = story.publishes()
    borough = a_borough(venues=(replace(a_borough().venues[0], name="The Town Hall"), *a_borough().venues[1:]))
    profile = replace(borough.profile, contact_email="new@example.org")
    story.releases(*three(), borough=replace(borough, profile=profile))

    edition = story.publishes()

    assert edition.news == ()
    assert [each.sequence for each in edition.release.meetings] == [0, 0, 0]
    assert [each.last_changed_at for each in edition.release.meetings] == [
        each.last_changed_at for each in before.release.meetings
    ]


def test_one_change_of_all_meetings_to_come_is_one_piece_of_news():
    story = Story()
    story.releases(*three())
    story.publishes()
    story.releases(*three(state=MeetingState.CANCELLED))

    edition = story.publishes()

    assert kinds(edition) == [(ChangeKind.CANCELLED, 3)]
    assert [change.kind for change in edition.release.changes] == [ChangeKind.CANCELLED] * 3


def test_news_stays_until_there_is_other_news():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)
    first = story.publishes()

    again = story.publishes()

    assert (again.news, again.latest) == ((), first.latest)
    assert again.release.changes == first.release.changes


def test_meeting_that_was_not_held_is_news_and_so_is_that_it_was_after_all():
    story = Story()
    story.releases(*three())
    story.publishes()
    missed = f"2027-{BOW_EAST}-1"

    told, again = story.publishes(not_held={missed}), story.publishes()

    assert (kinds(told), kinds(again)) == ([(ChangeKind.NOT_HELD, 1)], [(ChangeKind.HELD, 1)])
    assert [(each.is_off, each.sequence) for each in told.release.meetings] == [(True, 1), (False, 0), (False, 0)]


def test_meetings_of_a_year_that_is_over_which_were_not_held_are_told_one_by_one():
    story = Story()
    release = story.releases(*three())
    story.publishes()
    missed = {meeting.meeting_id for meeting in release.meetings}

    edition = edition_of(release, story.register, utc("2028-01-10 09:00"), not_held=missed)

    assert kinds(edition) == [(ChangeKind.NOT_HELD, 1)] * 3


def test_access_that_changed_is_news_with_what_it_was():
    story = Story()
    story.releases(*three())
    story.publishes()
    hall = a_borough().venues[0]
    changed = replace(hall, step_free=Known.NO if hall.step_free is Known.YES else Known.YES)
    story.releases(*three(), borough=a_borough(venues=(changed, *a_borough().venues[1:])))

    edition = story.publishes()

    assert kinds(edition) == [(ChangeKind.ACCESS_CHANGED, 3)]
    assert [each.was.hall.access.step_free for each in edition.release.meetings] == [hall.step_free] * 3


def next_year():
    meeting = a_meeting(meeting_id=f"2028-{BOW_EAST}-1", starts_at=at("Thu 2028-02-03 19:00"))
    plan = a_plan(meeting, first_day=date(2028, 1, 1), last_day=date(2028, 12, 31))
    return next_release(a_borough(), plan, None, utc("2027-11-20 09:00"))


def test_meetings_of_a_year_that_is_over_keep_their_pages_and_leave_calendars_after_thirteen_months():
    story = Story()
    story.releases(*three())
    story.publishes()
    last = story.register.meetings[f"2027-{BOW_EAST}-3"]

    early, late = (
        edition_of(next_year(), story.register, last.ends_at + KEPT_IN_FEEDS + timedelta(seconds=after))
        for after in (0, 1)
    )

    assert [len(each.meetings) for each in (early, late)] == [4, 4]
    assert [len(each.listed) for each in (early, late)] == [2, 1]


def test_clock_that_was_set_back_publishes_a_second_after_the_publication_before():
    story = Story()
    story.releases(*three())
    first = story.publishes()

    again = edition_of(story.release, story.register, first.at - timedelta(days=400))

    assert again.at == first.at + timedelta(seconds=1)


def test_news_told_by_a_clock_that_was_set_back_is_not_told_again_with_the_news_before():
    story = Story()
    one, two, last = three()
    story.releases(one, two, last)
    story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), last)
    told = story.publishes()
    story.releases(one, replace(two, state=MeetingState.CANCELLED), replace(last, state=MeetingState.CANCELLED))
    story.days = iter([told.at, told.at])

    first, again = story.publishes(), story.publishes()

    assert len(first.latest) == 1
    assert again.latest == first.latest


def test_slug_leads_on_where_its_ward_has_another_and_is_lost_where_nobody_has_it():
    story = Story()
    story.releases(*three())
    release = story.publishes().release
    renamed = tuple(replace(w, slug=f"{w.slug}-x") if w.code == BOW_EAST else w for w in release.wards)
    fewer = tuple(ward for ward in release.wards if ward.code != BOW_EAST)
    slug = release.ward_by_code[BOW_EAST].slug

    led = edition_of(replace(release, wards=renamed), story.register, MOMENTS[9])
    lost = edition_of(replace(release, wards=fewer, meetings=()), story.register, MOMENTS[9])

    assert (led.release.ward_by_code[BOW_EAST].old_slugs, led.lost) == ((slug,), ())
    assert [ward.slug for ward in lost.lost] == [slug]
    assert {lost.ward_by_code[meeting.ward_code].slug for meeting in lost.kept} == {slug}


def renamed(release, slug, *old_slugs):
    """The release with another slug for the ward that meets."""
    ward = replace(release.ward_by_code[BOW_EAST], slug=slug, old_slugs=old_slugs)
    return replace(release, wards=tuple(ward if each.code == BOW_EAST else each for each in release.wards))


def claimed_by_mile_end(release, *slugs, without=()):
    """The release in which another ward, the first by name, says that these slugs were its own."""
    claiming = replace(release.ward_by_code[MILE_END], name="Abbey", old_slugs=slugs)
    others = (ward for ward in release.wards if ward.code not in (MILE_END, *without))
    return replace(release, wards=(claiming, *others))


def test_slug_stays_with_the_ward_it_was_told_of_while_that_meets_whichever_other_claims_it():
    story = Story()
    first = story.releases(*three())
    slug = first.ward_by_code[BOW_EAST].slug
    story.publishes()
    second = story.publishes(renamed(first, "bow-common", slug)).release

    edition = edition_of(claimed_by_mile_end(renamed(second, "bow-common"), slug), story.register, MOMENTS[9])

    assert edition.release.ward_by_code[BOW_EAST].old_slugs == (slug,)
    assert edition.release.ward_by_code[MILE_END].old_slugs == ()


def test_meetings_of_a_ward_with_two_slugs_go_on_as_those_of_the_ward_that_one_leads_to():
    for led in ("bow-common", "bow-east"):
        story = Story()
        first = story.releases(*three())
        story.publishes()
        second = story.publishes(renamed(first, "bow-common", "bow-east")).release
        merged = replace(claimed_by_mile_end(second, led, without={BOW_EAST}), meetings=())

        edition = edition_of(merged, story.register, MOMENTS[9])

        assert {meeting.ward_code for meeting in edition.kept} == {MILE_END}
        assert {ward.slug for ward in edition.lost} == {"bow-common", "bow-east"} - {led}


def test_meetings_of_a_place_that_has_another_code_by_now_are_shown_as_that_one_s():
    story = Story()
    story.releases(*three())
    release = story.publishes().release
    recoded = tuple(replace(w, code="E05099999") if w.code == BOW_EAST else w for w in release.wards)

    edition = edition_of(replace(release, wards=recoded, meetings=()), story.register, MOMENTS[9])

    assert {meeting.ward_code for meeting in edition.kept} == {"E05099999"}
    assert edition.lost == ()


def test_hall_where_nobody_meets_any_more_is_lost_and_one_with_a_meeting_to_come_is_not():
    story = Story()
    old = a_venue(venue_id="old-hall")
    story.releases(*three(), borough=a_borough(venues=(*a_borough().venues, old)))
    story.publishes()
    story.releases(*three())

    assert [hall.venue_id for hall in story.publishes().lost_halls] == ["old-hall"]


@pytest.mark.parametrize(("told", "sequence"), [(None, 0), (0, 1), (4, 5)])
def test_sequence_is_above_what_calendars_hold_from_a_store_that_was_lost(told, sequence):
    story = Story()
    release = story.releases(*three())
    meeting = release.meetings[0]
    key = f"en/{meeting.meeting_id}@e09000030.wardpanels"
    stamps = {} if told is None else {key: Stamp("", "", MOMENTS[0], told)}

    edition = edition_of(release, Register(1, MOMENTS[0], stamps=stamps), MOMENTS[9])

    assert edition.release.meetings[0].sequence == sequence


def test_clock_that_was_far_ahead_once_takes_nothing_out_of_calendars_for_good():
    story = Story()
    story.releases(*three())
    story.publishes()
    ahead = edition_of(story.release, story.register, utc("2037-01-01 09:00"))
    register = register_of((*story.publications, Publication(2, ahead.at)))

    again = edition_of(story.release, register, MOMENTS[20])

    assert (len(ahead.listed), len(again.listed)) == (0, 3)
    assert again.at > ahead.at
