"""Posters, flyers, large print and year cards: read back from the finished PDFs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers import addresses, printed, wording
from publishers.languages import MANNERS, Language, spoken
from publishers.printed import Sheet, voices
from scheduler.facts import Priority
from scheduler.release.edition import Edition
from scheduler.release.promises import Register
from tests.publishers import paper
from tests.publishers.examples import BOW, MILE_END, a_release, moved

RELEASE = a_release()
PLAIN, MOVED, _, HOSTILE, NEW_PLACE, _, CANCELLED, _ = RELEASE.meetings
BENGALI = Language(
    "bn",
    MANNERS["bn"],
    {
        "%(ward)s ward panel meeting": ("%(ward)s ওয়ার্ড প্যানেলের সভা",),
        wording.WHAT_IT_IS: ("ওয়ার্ড প্যানেল হলো একটি উন্মুক্ত সভা।",),
    },
)
ARABIC = Language(
    "ar",
    MANNERS["ar"],
    {
        "%(ward)s ward panel meeting": ("اجتماع لجنة حي %(ward)s",),
        wording.WHAT_IT_IS: ("لجنة الحي اجتماع عام.",),
        "CANCELLED": ("أُلغي",),
    },
)

SHEETS = {
    "poster": printed.poster(RELEASE, PLAIN),
    "moved poster": printed.poster(RELEASE, MOVED),
    "cancelled poster": printed.poster(RELEASE, CANCELLED),
    "Bengali poster": printed.poster(RELEASE, PLAIN, BENGALI),
    "Arabic poster": printed.poster(RELEASE, MOVED, ARABIC),
    "flyer": printed.flyer(RELEASE, PLAIN),
    "large print": printed.large_print(RELEASE, MOVED),
    "year card": printed.year_card(RELEASE, MILE_END),
    "Arabic year card": printed.year_card(RELEASE, MILE_END, ARABIC),
}
every_sheet = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)


def test_release_is_printed_as_posters_flyers_large_print_and_year_cards():
    made = [recipe.artifact() for recipe in printed.publish(replace(RELEASE, meetings=(PLAIN,)))]

    assert {(artifact.media_type, artifact.content[:5]) for artifact in made} == {("application/pdf", b"%PDF-")}
    assert [artifact.path for artifact in made] == [
        "posters/2027-E05009317-1.pdf",
        "print/2027-E05009317-1-flyer.pdf",
        "print/2027-E05009317-1-large.pdf",
        "bn/posters/2027-E05009317-1.pdf",
        "print/bow-east-year.pdf",
        "print/mile-end-year.pdf",
        "print/quiet-ward-year.pdf",
        "print/st-hostile-year.pdf",
    ]


def test_card_that_was_told_under_an_older_slug_leads_to_one_that_is_there():
    wards = tuple(replace(ward, old_slugs=(f"old-{ward.slug}",)) for ward in RELEASE.wards)
    register = Register(addresses=frozenset({f"print/old-{MILE_END.slug}-year.pdf"}))
    edition = replace(Edition.of(replace(RELEASE, wards=wards)), register=register)

    assert [recipe.path for recipe in printed.told_before(edition)] == [f"print/{MILE_END.slug}-year.pdf"]


@pytest.mark.parametrize("make", [printed.poster, printed.flyer, printed.large_print])
def test_sheet_says_when_where_how_to_get_in_and_whom_to_ask(make):
    said = paper.text(paper.pdf(make(RELEASE, PLAIN)))

    wanted = (
        "Bow East ward panel meeting",
        "Thursday 25 March 2027",
        "7pm to 8:30pm",
        "Bow Library",
        "1 Roman Road, E3 5LU",
        "Step-free: yes",
        "Hearing loop: not checked yet",
        "Accessible toilet: no",
        "Entrance: Use the side door",
        wording.WHAT_IT_IS,
        "You can meet the ward sergeant and a Dedicated Ward Officer (DWO).",
        "panels@example.org",
        "call 999. For anything else, call 101.",
        "As known on Monday 2 November 2026.",
    )
    assert [words for words in wanted if words not in said] == []


def test_moved_poster_says_so_and_strikes_the_old_facts_through():
    content = paper.pdf(printed.poster(RELEASE, MOVED))

    said = paper.text(content)
    assert "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU." in said
    assert "It was: Tuesday 2 March 2027 Tuesday 30 March 2027 It was: 7pm to 8:30pm 6:30pm to 8pm" in said
    assert "It was: Bow Library, 1 Roman Road, E3 5LU Town Hall 160 Whitechapel Road, E1 1BJ" in said
    assert struck(content) == 3


def test_poster_of_a_meeting_with_a_new_place_keeps_its_date_unstruck():
    content = paper.pdf(printed.poster(RELEASE, NEW_PLACE))

    assert "New place: moved from Bow Library, 1 Roman Road, E3 5LU. The day and time are the same." in paper.text(
        content
    )
    assert struck(content) == 1


def test_cancelled_poster_says_cancelled_and_strikes_every_fact_through():
    content = paper.pdf(printed.poster(RELEASE, CANCELLED))

    said = paper.text(content)
    assert "CANCELLED This meeting is cancelled. It will not be held." in said
    assert "It was: Wednesday 3 November 2027 7pm to 8:30pm Bow Library 1 Roman Road, E3 5LU" in said
    assert "Getting in" not in said
    assert struck(content) == 4


def struck(content: bytes) -> int:
    """How many pieces of text are told to be struck through."""
    return sum("LineThrough" in str(tag.get("/A", "")) for tag in paper.tags(content))


def test_year_card_lists_the_wards_year_with_what_has_changed():
    said = paper.text(paper.pdf(printed.year_card(RELEASE, MILE_END)))

    wanted = (
        "Mile End ward panel 2027",
        "Moved Tuesday 30 March 2027 6:30pm to 8pm Town Hall 160 Whitechapel Road, E1 1BJ",
        "New place Wednesday 16 June 2027",
        "CANCELLED It was: Wednesday 3 November 2027 7pm to 8:30pm Bow Library",
    )
    assert [words for words in wanted if words not in said] == []
    assert "panels.example.org/wp/wards/mile-end" in said.replace(" ", "")


def test_year_card_of_a_ward_without_meetings_says_so():
    said = paper.text(paper.pdf(printed.year_card(replace(RELEASE, meetings=()), BOW)))

    assert "No meetings are planned yet." in said


@pytest.mark.parametrize("make", [printed.poster, printed.flyer, printed.large_print])
@pytest.mark.parametrize("meeting", [PLAIN, CANCELLED])
def test_short_address_stands_on_the_sheet_and_can_be_typed(make, meeting):
    said = paper.text(paper.pdf(make(RELEASE, meeting)))

    short = addresses.short_page(meeting.meeting_id).removesuffix("/index.html")
    assert f"panels.example.org/wp/{short}" in said.replace(" ", "")
    assert "https:" not in said


def test_short_address_is_on_a_bilingual_poster_in_both_languages():
    said = paper.text(paper.pdf(printed.poster(RELEASE, PLAIN, ARABIC)))

    assert said.replace(" ", "").count("panels.example.org/wp/m/25xsvh5") == 2


LONG_SITES = (
    "https://safer-neighbourhoods.kensington-and-chelsea.example.gov.uk",
    "https://saferneighbourhoodmeetings.kensingtonandchelsea.example.gov.uk/ward-panels",
)


@pytest.mark.parametrize("site_url", LONG_SITES)
@pytest.mark.parametrize("make", [printed.poster, printed.flyer, printed.large_print])
def test_long_address_breaks_where_a_reader_sees_it_and_stays_within_the_margin(make, site_url):
    content = paper.pdf(make(replace(RELEASE, site_url=site_url), PLAIN))

    assert "m/25xsvh5" in paper.text(content)
    margin = 11 if make is not printed.large_print else 20
    assert paper.space_on_the_right(content) >= margin / 25.4 * 72


def test_address_on_paper_breaks_after_its_marks_and_keeps_a_code_whole():
    assert voices.in_lines("safer-wards.example.org/m/25xsvh5") == ("safer-", "wards.", "example.", "org/", "m/25xsvh5")


@given(st.text(st.sampled_from("ab./-:8"), max_size=80))
def test_address_on_paper_is_whole_and_no_piece_of_it_is_too_long(address):
    pieces = voices.in_lines(address)

    assert "".join(pieces) == address
    assert all(len(piece) <= voices.LONGEST_NAME + 3 for piece in pieces)


@every_sheet
def test_code_on_the_drawn_page_opens_the_page_it_names_and_says_from_which_kind_of_sheet(sheet: Sheet):
    about = re.findall(r"2027-\w+-\d", sheet.path)
    page = addresses.short_page(about[0]) if about else addresses.ward_page("mile-end")
    kinds = {"posters": "poster", "flyer": "flyer", "large": "large-print", "year": "year-card"}
    (mark,) = (mark for part, mark in kinds.items() if part in sheet.path)

    assert paper.scanned(paper.pdf(sheet)) == [f"{addresses.absolute(RELEASE.site_url, page)}?{mark}"]


@every_sheet
def test_sheet_is_pdf_ua(sheet: Sheet):
    document = paper.reader(paper.pdf(sheet))
    root = document.trailer["/Root"]

    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == sheet.facts["voices"][0]["lang"]
    assert document.metadata.title == sheet.facts["title"]


@every_sheet
def test_screen_reader_meets_one_main_heading_and_a_picture_with_words(sheet: Sheet):
    tags = list(paper.tags(paper.pdf(sheet)))

    headings = [str(tag["/S"]) for tag in tags if re.fullmatch("/H[1-6]", str(tag["/S"]))]
    assert (headings[0], headings.count("/H1")) == ("/H1", 1)
    assert [tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure"] == [f"QR code that opens {sheet.facts['url']}"]


@every_sheet
def test_every_font_is_inside_and_subset(sheet: Sheet):
    found = paper.fonts(paper.pdf(sheet))

    assert found
    assert [name for name, is_inside in found.items() if not (is_inside and re.match(r"/[A-Z]{6}\+", name))] == []


@every_sheet
def test_nothing_is_off_the_page(sheet: Sheet):
    assert paper.letters_off_the_page(paper.pdf(sheet)) == []


@pytest.mark.parametrize(("make", "size"), [(printed.poster, (595, 842)), (printed.flyer, (420, 595))])
def test_poster_is_a4_and_flyer_a5_on_one_side(make, size):
    pages = paper.reader(paper.pdf(make(RELEASE, MOVED))).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [size]


def test_large_print_has_no_letter_under_18_points():
    assert min(paper.sizes(paper.pdf(printed.large_print(RELEASE, MOVED)))) == 18


ASKED = Priority(BOW.code, date(2026, 6, 1), "Bike theft", "The team marked 40 bikes.", "real", date(2026, 9, 12))
NEWER = replace(ASKED, priority="Noise at night", done="Officers walk there.", done_on=date(2026, 10, 3))
OLDER = replace(ASKED, priority="Litter", done_on=date(2026, 7, 1))
LONG = replace(ASKED, priority="Cars that race at night " * 12, done="W" * 300, done_on=date(2026, 10, 1))
WITH_DONE = replace(RELEASE, priorities=(OLDER, ASKED, NEWER), languages=("en", "bn", "so", "ar", "it", "es"))
NEXT, AFTER_IT = RELEASE.meetings[0], RELEASE.meetings[2]


def test_poster_of_a_wards_next_meeting_names_the_last_two_things_that_were_done_with_their_days():
    said = re.sub("[\u2068\u2069]", "", paper.text(paper.pdf(printed.poster(WITH_DONE, NEXT))))

    newer = "You said: Noise at night We did: Officers walk there. (Saturday 3 October 2026)"
    older = "You said: Bike theft We did: The team marked 40 bikes. (Saturday 12 September 2026)"
    assert f"{newer} {older}" in said
    assert "Litter" not in said


@pytest.mark.parametrize(
    ("release", "meeting"),
    [
        (WITH_DONE, AFTER_IT),
        (WITH_DONE, MOVED),
        (replace(WITH_DONE, is_neutral=True), NEXT),
        (replace(WITH_DONE, priorities=(replace(ASKED, basis="illustrative"),)), NEXT),
        (replace(WITH_DONE, priorities=(replace(ASKED, done_on=None),)), NEXT),
        (replace(WITH_DONE, priorities=(replace(ASKED, done=""),)), NEXT),
        (replace(WITH_DONE, priorities=(replace(ASKED, done_on=date(2027, 5, 1)),)), NEXT),
    ],
    ids=["later meeting", "other ward", "before a poll", "made up", "no day", "nothing done", "after the meeting"],
)
def test_no_other_poster_says_that_anything_was_done(release, meeting):
    assert voices.done_lately(meeting, release) == ()


def test_poster_is_as_known_on_the_day_of_what_was_done_last():
    late = replace(WITH_DONE, priorities=(replace(ASKED, done_on=date(2027, 3, 1)),))

    assert "As known on Monday 1 March 2027." in paper.text(paper.pdf(printed.poster(late, NEXT)))


@pytest.mark.parametrize("other", spoken(WITH_DONE.languages)[1:], ids=lambda lang: lang.tag)
def test_poster_fits_its_page_in_every_language_with_the_longest_words_of_what_was_done(other):
    content = paper.pdf(printed.poster(replace(WITH_DONE, priorities=(LONG, NEWER)), NEXT, other))

    assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])
    assert paper.text(content).count("Officers") == 2


HOSTILE_OFF = replace(HOSTILE, state=CANCELLED.state)
TONIGHT = CANCELLED.starts_at - timedelta(hours=3)


def test_notice_for_the_door_says_first_that_it_is_off_tonight_and_then_where_to_ask():
    content = paper.pdf(printed.door_notice(RELEASE, CANCELLED, TONIGHT))

    said = paper.text(content)
    when = "TODAY" if CANCELLED.starts_at.hour < 17 else "TONIGHT"
    assert said.startswith(f"CANCELLED {when} This meeting is cancelled. It will not be held.")
    for told in (wording.day(CANCELLED.starts_at), CANCELLED.hall.name, "call 999", "call 101", RELEASE.contact_email):
        assert told in said
    page = addresses.absolute(RELEASE.site_url, addresses.short_page(CANCELLED.meeting_id))
    assert paper.scanned(content) == [f"{page}?door-notice"]


def test_notice_for_the_door_is_one_page_in_every_language_and_nothing_is_off_it():
    release = replace(RELEASE, languages=("en", "bn", "so", "ar", "it", "es"))
    content = paper.pdf(printed.door_notice(release, CANCELLED, TONIGHT))

    assert paper.pages(content) == 1
    assert paper.letters_off_the_page(content) == []
    assert {"en", "bn", "so", "ar", "it", "es"} <= languages(content)
    for told in ("ANNULLATO", "CANCELADA", "LA BAAJIYAY"):
        assert told in paper.text(content)


def test_notice_for_the_door_of_the_day_before_names_the_day():
    said = paper.text(paper.pdf(printed.door_notice(RELEASE, CANCELLED, TONIGHT - timedelta(days=1))))

    assert said.startswith("CANCELLED This meeting")


def test_doors_get_a_notice_of_what_changed_in_the_week_in_which_people_come_in_vain():
    was_on = MOVED.was.starts_at

    def named(now):
        return [recipe.path for recipe in printed.door_notices(RELEASE, now)]

    assert f"{CANCELLED.meeting_id}.pdf" in named(TONIGHT)
    assert f"{CANCELLED.meeting_id}.pdf" not in named(CANCELLED.starts_at)
    assert f"{CANCELLED.meeting_id}.pdf" not in named(TONIGHT - timedelta(days=8))
    assert f"{MOVED.meeting_id}.pdf" in named(was_on - timedelta(hours=1))
    assert f"{NEW_PLACE.meeting_id}.pdf" in named(NEW_PLACE.starts_at - timedelta(hours=1))
    assert f"{PLAIN.meeting_id}.pdf" not in named(PLAIN.starts_at - timedelta(hours=1))


@pytest.mark.parametrize(
    "meeting", [MOVED, NEW_PLACE, HOSTILE_OFF, CANCELLED], ids=["moved", "new place", "hostile", "off"]
)
def test_notice_for_a_door_fits_one_page_whatever_changed(meeting):
    content = paper.pdf(printed.door_notice(RELEASE, meeting, meeting.starts_at - timedelta(hours=1)))

    assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])


def test_same_release_gives_the_same_bytes_from_another_press():
    one, other = ([recipe.artifact() for recipe in printed.publish(RELEASE)] for _ in range(2))

    assert one == other


@every_sheet
def test_sheet_is_dated_by_its_last_change_and_never_by_the_clock(sheet: Sheet):
    assert paper.reader(paper.pdf(sheet)).metadata.creation_date == sheet.made_at


def test_next_release_reprints_only_the_meeting_that_moved():
    before = {recipe.path: recipe.made_from for recipe in printed.publish(RELEASE)}
    next_release = moved(RELEASE, PLAIN.meeting_id, "Tue 2027-03-23 19:00")
    after = {recipe.path: recipe.made_from for recipe in printed.publish(next_release)}

    assert {path for path, digest in after.items() if digest != before[path]} == {
        "posters/2027-E05009317-1.pdf",
        "print/2027-E05009317-1-flyer.pdf",
        "print/2027-E05009317-1-large.pdf",
        "bn/posters/2027-E05009317-1.pdf",
        "print/bow-east-year.pdf",
        "print/quiet-ward-year.pdf",  # it has no meetings, so it says when the borough was last asked
    }


def test_bengali_poster_says_it_all_in_english_first_and_then_in_bengali():
    content = paper.pdf(printed.poster(RELEASE, PLAIN, BENGALI))

    said = paper.text(content)
    assert "Bow East ward panel meeting" in said
    assert said.index("Thursday 25 March 2027") < said.index("সভা বৃহস্পতিবার, 25")
    assert languages(content) == {"en", "bn"}
    assert any("NotoSansBengali" in name for name in paper.fonts(content))


def test_arabic_poster_has_its_own_font_and_language():
    content = paper.pdf(printed.poster(RELEASE, PLAIN, ARABIC))

    assert languages(content) == {"en", "ar"}
    assert any("NotoSansArabic" in name for name in paper.fonts(content))


def test_arabic_runs_from_right_to_left():
    places = paper.places_of(paper.pdf(printed.poster(RELEASE, PLAIN, ARABIC)), "مارس")

    assert len(places) == 4
    assert places == sorted(places, reverse=True)


# A non-joiner is itself invisible: were letters not joined by the shaper, both sheets would look the same.
@pytest.mark.parametrize(("lang", "joined"), [(ARABIC, "اجتماع"), (BENGALI, "উন্মুক্ত")])
def test_letters_that_belong_together_are_joined(lang, joined):
    whole = replace(lang, catalogue={wording.WHAT_IT_IS: (joined,)})
    apart = replace(lang, catalogue={wording.WHAT_IT_IS: ("\N{ZERO WIDTH NON-JOINER}".join(joined),)})

    assert look(whole) == look(whole)
    assert look(whole) != look(apart)


def look(lang: Language) -> bytes:
    """How the poster looks in English and another language."""
    return paper.picture(paper.pdf(printed.poster(RELEASE, PLAIN, lang)))


def languages(content: bytes) -> set[str]:
    """The document's language, and those of its parts."""
    parts = {str(tag["/Lang"]) for tag in paper.tags(content) if "/Lang" in tag}
    return parts | {str(paper.reader(content).trailer["/Root"]["/Lang"])}


def test_sheets_printed_side_by_side_in_any_order_are_those_printed_alone():
    together = next(printed.batches(RELEASE))
    recipes = printed.publish(RELEASE)[: len(together)]

    side_by_side = {recipe.path: recipe.make() for recipe in reversed(recipes)}

    assert side_by_side == {sheet.path: paper.pdf(sheet) for sheet in together}
    assert recipes[0].make() == side_by_side[recipes[0].path]
