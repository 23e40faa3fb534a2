"""Copy by recipes is copy made anew: nothing is made twice, and nothing that has changed is left as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers import digests, invitations
from publishers.channels import tone
from publishers.channels.every_channel import CHANNELS, Channel, copies
from publishers.channels.pictures import FACE
from publishers.channels.subjects import Divided
from publishers.makers import maker
from publishers.pieces import PieceRecipe, pieces, recipes_of, told_and_quiet
from scheduler.facts import Acronym, Election, Priority
from scheduler.release.elections import neutral
from scheduler.release.value import Release
from tests.publishers.examples import a_release, at, moved
from tests.publishers.test_corrections_property import changed, told_before
from tests.publishers.test_invitations import an_attendance
from tests.publishers.test_recipes import CHANGED, plain
from tests.thorough import enough

POLL = Election(date(2027, 5, 6), date(2027, 3, 25), "London elections")
FIRST = "2027-E05009317-1"


def all_made_anew(release: Release, channel: Channel):
    """The pieces that a channel makes when it is shown the whole release."""
    for copy in maker(channel.make)(release):
        care = tone.care(copy.texts, is_council=channel.is_council) if release.is_neutral else ()
        yield replace(copy, channel=channel.name, care=care)


def anew(release: Release):
    made = pieces(copy for channel in CHANNELS for copy in all_made_anew(release, channel))
    return {piece.thread: (piece.digest, piece.care, piece.meetings) for piece in made}


def by_recipes(release: Release, known: dict[str, tuple[str, tuple[str, ...]]]):
    """The same by recipes, each made only where it is not known; what is made gets known."""
    found = {}
    for recipe in recipes_of(Divided(release), None, CHANNELS):
        if recipe.made_from not in known:
            piece = recipe.make()
            known[recipe.made_from] = (piece.digest, piece.care) if piece else ("", ())
        digest, care = known[recipe.made_from]
        if digest:
            found[recipe.channel, recipe.subject, recipe.recipient] = (digest, care, recipe.meetings)
    return found


@pytest.fixture(scope="module")
def known():
    """What the example release came to."""
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    by_recipes(plain(), known)
    return known


@pytest.mark.parametrize("release", CHANGED.values(), ids=CHANGED)
def test_whatever_changes_in_a_release_copy_by_recipes_is_copy_made_anew(release, known):
    assert by_recipes(release, dict(known)) == anew(release)


STEPS = ("stays", "stays", "stays", "moved", "rehoused", "cancelled", "reworded")
FACTS = {
    "none": {},
    "words": {"acronyms": (Acronym("Bow", "Bend of the river", "Where it bends."),)},
    "priorities": {"priorities": (Priority("E05009328", at("Tue 2027-03-02 19:00").date(), "Noise"),)},
    "review": {"reviewed_languages": ("ar",)},
    "poll": {"is_neutral": True},
    "mail": {"subscribe_url": "https://example.org/ask"},
}
MEETINGS = len(a_release().meetings)
CHANGES = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 45)), min_size=MEETINGS, max_size=MEETINGS)


def next_of(release: Release, steps, facts) -> Release:
    turned = (changed(meeting, *step) for meeting, step in zip(release.meetings, steps, strict=True))
    meetings = tuple(sorted(turned, key=lambda meeting: (meeting.starts_at, meeting.ward_code)))
    return replace(release, number=release.number + 1, meetings=meetings, **FACTS[facts])


@settings(derandomize=True, max_examples=enough(3, 10))
@given(st.lists(st.tuples(CHANGES, st.sampled_from(list(FACTS))), min_size=1, max_size=3))
def test_after_any_run_of_releases_copy_by_recipes_is_copy_made_anew(run):
    release = a_release(meetings=tuple(map(told_before, a_release().meetings)), languages=("en", "ar"))
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    by_recipes(release, known)

    for steps, facts in run:
        release = next_of(release, steps, facts)
        assert by_recipes(release, known) == anew(release)


def test_one_moved_meeting_makes_the_pieces_that_tell_of_it_and_no_others():
    before, after = a_release(), moved(a_release(), FIRST, "Mon 2027-03-29 19:00")
    known = {recipe.made_from for recipe in recipes_of(Divided(before), None, CHANNELS)}

    made = [recipe for recipe in recipes_of(Divided(after), None, CHANNELS) if recipe.made_from not in known]

    assert {recipe.subject for recipe in made} == {FIRST, "bow-east", "2027-03", "2027-q1"}
    assert all(FIRST in recipe.meetings for recipe in made)
    assert {recipe.channel for recipe in made} == {channel.name for channel in CHANNELS}


def test_moved_meeting_is_told_of_in_the_issue_of_the_month_that_it_left():
    after = moved(a_release(), FIRST, "Tue 2027-06-01 19:00")
    issues = [recipe for recipe in recipes_of(Divided(after), None, CHANNELS) if recipe.channel == "newsletter"]

    assert [recipe.subject for recipe in issues if FIRST in recipe.meetings] == ["2027-03", "2027-06"]


def test_words_before_a_poll_have_a_recipe_of_their_own():
    told, quiet = told_and_quiet(a_release(polls=(POLL,)))

    recipes = list(recipes_of(told, quiet, CHANNELS))

    assert all(recipe.neutral and recipe.neutral.made_from != recipe.made_from for recipe in recipes)
    assert {(one.channel, one.subject): _worded(one.neutral) for one in recipes if _worded(one.neutral)} == {
        thread[:2]: said[:2] for thread, said in anew(neutral(a_release())).items()
    }


def _worded(recipe: PieceRecipe):
    piece = recipe.make()
    return (piece.digest, piece.care) if piece else None


def test_channel_that_tells_of_more_than_its_piece_is_about_is_refused():
    lost = replace(CHANNELS[0], make="publishers.channels.leaflet:copies", has_moments=False)

    with pytest.raises(ValueError, match=r"channel x: found copy about 'bow-east', wanted it about 2027-E0500"):
        copies(a_release(), (lost,))


def test_invitation_is_made_anew_where_the_meeting_or_the_officers_part_has_changed():
    def made_from(release, attendance):
        (recipe,) = invitations.recipes(Divided(release), (attendance,))
        assert recipe.piece().recipient == attendance.recipient
        return recipe.made_from

    plain = made_from(a_release(), an_attendance())
    elsewhere = moved(a_release(), "2027-E05009328-2", "Tue 2027-06-01 19:00")

    assert made_from(elsewhere, an_attendance()) == plain
    assert made_from(moved(a_release(), FIRST, "Mon 2027-03-29 19:00"), an_attendance()) != plain
    assert made_from(a_release(), replace(an_attendance(), name="Somebody Else")) != plain


def test_digest_covers_the_code_the_words_and_the_templates_that_copy_is_made_with():
    named = {path.name for path in digests.sources()}

    assert {
        "email.py",
        "tone.py",
        "value.py",
        "facts.py",
        "wardpanels.po",
        "meeting.mjml",
        "en.toml",
        "campaign.py",
        "council.html",
        FACE,
    } <= named
