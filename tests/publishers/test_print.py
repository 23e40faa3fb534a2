"""Posters, flyers, signs, cards and sheets for a noticeboard: read back from the finished PDFs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers import addresses, printed, wording
from publishers.languages import MANNERS, Language, language, spoken
from publishers.printed import board_sheets, card_sheets, meeting_sheets, notice_sheets, sign_sheets, voices
from publishers.printed.sheet import Sheet
from scheduler.facts import Priority
from scheduler.release.edition import Edition
from scheduler.release.promises import Register
from scheduler.release.value import PublicWard, Release
from tests.publishers import paper
from tests.publishers.examples import BOW, MILE_END, SECOND, a_release, moved
from tests.scheduler.examples import utc

RELEASE = a_release()
EDITION = Edition.of(RELEASE)
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
    "poster": meeting_sheets.poster(RELEASE, PLAIN),
    "moved poster": meeting_sheets.poster(RELEASE, MOVED),
    "cancelled poster": meeting_sheets.poster(RELEASE, CANCELLED),
    "Bengali poster": meeting_sheets.poster(RELEASE, PLAIN, BENGALI),
    "Arabic poster": meeting_sheets.poster(RELEASE, MOVED, ARABIC),
    "flyer": meeting_sheets.flyer(RELEASE, PLAIN),
    "Arabic flyer": meeting_sheets.flyer(RELEASE, MOVED, ARABIC),
    "large print": meeting_sheets.large_print(RELEASE, MOVED),
    "Bengali large print": meeting_sheets.large_print(RELEASE, PLAIN, BENGALI),
    "door sign": sign_sheets.door_sign(RELEASE, PLAIN),
    "year card": card_sheets.year_card(EDITION, MILE_END),
    "Arabic year card": card_sheets.year_card(EDITION, MILE_END, ARABIC),
    "noticeboard": board_sheets.noticeboard(EDITION, MILE_END),
}
every_sheet = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)


def test_release_is_printed_as_every_kind_of_sheet():
    made = [recipe.artifact() for recipe in printed.publish(replace(RELEASE, meetings=(PLAIN,)))]

    assert {(artifact.media_type, artifact.content[:5]) for artifact in made} == {("application/pdf", b"%PDF-")}
    assert [artifact.path for artifact in made] == [
        "posters/2027-E05009317-1.pdf",
        "print/2027-E05009317-1-flyer.pdf",
        "print/2027-E05009317-1-large.pdf",
        "bn/posters/2027-E05009317-1.pdf",
        "bn/print/2027-E05009317-1-flyer.pdf",
        "bn/print/2027-E05009317-1-large.pdf",
        "print/2027-E05009317-1-sign.pdf",
        *(
            f"{sheet}.pdf"
            for ward in ("bow-east", "mile-end", "quiet-ward", "st-hostile")
            for sheet in (f"print/{ward}-year", f"print/{ward}-next", f"bn/print/{ward}-next")
        ),
    ]


def paths_on(day: str, told: frozenset[str] = frozenset()) -> set[str]:
    edition = replace(EDITION, now=utc(f"{day} 12:00"), register=Register(addresses=told))
    return {recipe.path for recipe in printed.recipes(edition)}


def test_what_a_meeting_needs_in_its_weeks_is_printed_when_it_is_the_wards_next_and_stays():
    first, second = (f"2027-E05009317-{number}" for number in (1, 2))
    near = {
        name: {f"bn/print/{name}-flyer.pdf", f"bn/print/{name}-large.pdf", f"print/{name}-sign.pdf"}
        for name in (first, second)
    }
    early = {path for name in near for path in (f"bn/posters/{name}.pdf", f"print/{name}-flyer.pdf")}

    assert (near[first] | early) - paths_on("2027-03-25") == set()
    assert near[second] & paths_on("2027-03-25") == near[first] & paths_on("2027-03-26") == set()
    assert (near[first] | near[second]) - paths_on("2027-03-26", frozenset(near[first])) == set()


def test_card_that_was_told_under_an_older_slug_leads_to_one_that_is_there():
    wards = tuple(replace(ward, old_slugs=(f"old-{ward.slug}",)) for ward in RELEASE.wards)
    register = Register(addresses=frozenset(addresses.ward_sheets(f"old-{MILE_END.slug}")))
    edition = replace(Edition.of(replace(RELEASE, wards=wards)), register=register)

    assert [recipe.path for recipe in printed.told_before(edition)] == [*addresses.ward_sheets(MILE_END.slug)]


@pytest.mark.parametrize("make", [meeting_sheets.poster, meeting_sheets.flyer, meeting_sheets.large_print])
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
    content = paper.pdf(meeting_sheets.poster(RELEASE, MOVED))

    said = paper.text(content)
    assert "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU." in said
    assert "It was: Tuesday 2 March 2027 Tuesday 30 March 2027 It was: 7pm to 8:30pm 6:30pm to 8pm" in said
    assert "It was: Bow Library, 1 Roman Road, E3 5LU Town Hall 160 Whitechapel Road, E1 1BJ" in said
    assert struck(content) == 3


def test_poster_of_a_meeting_with_a_new_place_keeps_its_date_unstruck():
    content = paper.pdf(meeting_sheets.poster(RELEASE, NEW_PLACE))

    assert "New place: moved from Bow Library, 1 Roman Road, E3 5LU. The day and time are the same." in paper.text(
        content
    )
    assert struck(content) == 1


def test_cancelled_poster_says_cancelled_and_strikes_every_fact_through():
    content = paper.pdf(meeting_sheets.poster(RELEASE, CANCELLED))

    said = paper.text(content)
    assert "CANCELLED This meeting is cancelled. It will not be held." in said
    assert "It was: Wednesday 3 November 2027 7pm to 8:30pm Bow Library 1 Roman Road, E3 5LU" in said
    assert "Getting in" not in said
    assert struck(content) == 4


OFF = replace(PLAIN, state=CANCELLED.state, last_changed_at=SECOND, new_date_follows=True)
OFF_RELEASE = replace(RELEASE, meetings=(OFF, *RELEASE.meetings[1:]))


@pytest.mark.parametrize(
    "sheet",
    [
        meeting_sheets.poster(OFF_RELEASE, OFF),
        meeting_sheets.poster(OFF_RELEASE, OFF, BENGALI),
        meeting_sheets.flyer(OFF_RELEASE, OFF),
        meeting_sheets.large_print(OFF_RELEASE, OFF),
        sign_sheets.door_sign(OFF_RELEASE, OFF),
        notice_sheets.door_notice(OFF_RELEASE, OFF, OFF.starts_at - timedelta(days=1)),
    ],
    ids=["poster", "in two languages", "flyer", "large print", "sign", "notice"],
)
def test_every_sheet_of_a_cancelled_meeting_names_the_next_one(sheet: Sheet):
    said = paper.text(paper.pdf(sheet))

    assert "CANCELLED This meeting is cancelled. It will not be held." in said
    assert "A new date will follow." in said
    assert "Next meeting Saturday 24 April 2027, 11am to 12:30pm Bow Library, 1 Roman Road, E3 5LU" in said
    assert "This way" not in said


def test_cancelled_poster_says_where_no_other_date_is_known():
    said = paper.text(paper.pdf(meeting_sheets.poster(replace(RELEASE, next_dates_on=date(2027, 11, 1)), CANCELLED)))

    assert "There are no more meetings up to the end of December 2027. The next dates come on Monday 1 November" in said


def test_cancelled_poster_is_printed_anew_when_the_date_that_it_names_moves():
    later = moved(OFF_RELEASE, "2027-E05009317-2", "Sun 2027-04-25 11:00")
    before, after = (meeting_sheets.poster(release, OFF) for release in (OFF_RELEASE, later))

    assert before.digest != after.digest
    assert after.made_at == later.released_at
    assert "Next meeting Sunday 25 April 2027" in paper.text(paper.pdf(after))


def test_sign_points_each_way_and_leaves_the_room_to_be_written():
    release = replace(RELEASE, languages=tuple(MANNERS))
    content = paper.pdf(sign_sheets.door_sign(release, PLAIN))

    said = paper.text(content)
    assert paper.pages(content) == said.count("Room:") == said.count("This way") == 3
    assert said.count("7pm to 8:30pm Thursday 25 March 2027 Bow Library") == 3
    assert said.count("Da questa parte") == 3
    assert len({tuple(place) for place in paper.arrows(content)}) == 3


def next_of(today: str, ward: PublicWard = BOW, release: Release = RELEASE) -> str:
    edition = replace(Edition.of(release), now=utc(f"{today} 12:00"))
    return paper.text(paper.pdf(board_sheets.noticeboard(edition, ward)))


def test_noticeboard_has_the_next_three_meetings_of_the_day_and_what_is_cancelled_between_them():
    april, june, december = "Saturday 24 April 2027", "Thursday 28 October 2027", "Thursday 2 December 2027"
    dates = ("Thursday 25 March 2027", april, june, december)

    def named(said):
        return [day for day in dates if day in said]

    assert named(next_of("2027-03-25")) == [*dates[:3]]
    assert named(next_of("2027-03-26")) == [*dates[1:]]
    assert named(next_of("2027-11-01")) == [december]
    off = next_of("2027-03-25", release=OFF_RELEASE)
    assert named(off) == [*dates]
    assert "CANCELLED Thursday 25 March 2027, 7pm to 8:30pm" in off


def test_noticeboard_without_a_meeting_to_come_says_so():
    assert "There are no more meetings up to the end of December 2027." in next_of("2027-12-03")
    assert "No more meetings have been set yet." in next_of("2028-01-03")
    assert "We do not know yet when the next dates come." in next_of("2027-11-01", MILE_END)


def test_noticeboard_stays_as_it_is_until_a_meeting_passes():
    def digest(today):
        return board_sheets.noticeboard(replace(EDITION, now=utc(f"{today} 12:00")), BOW).digest

    assert digest("2027-03-26") == digest("2027-04-24") != digest("2027-04-25")


def struck(content: bytes) -> int:
    """How many pieces of text are told to be struck through."""
    return sum("LineThrough" in str(tag.get("/A", "")) for tag in paper.tags(content))


def test_year_card_lists_the_wards_year_with_what_has_changed():
    said = paper.text(paper.pdf(card_sheets.year_card(EDITION, MILE_END)))

    wanted = (
        "Mile End ward panel 2027",
        "Moved Tuesday 30 March 2027 6:30pm to 8pm Town Hall 160 Whitechapel Road, E1 1BJ",
        "New place Wednesday 16 June 2027",
        "CANCELLED It was: Wednesday 3 November 2027 7pm to 8:30pm Bow Library",
    )
    assert [words for words in wanted if words not in said] == []
    assert "panels.example.org/wp/wards/mile-end" in said.replace(" ", "")


def test_year_card_of_a_ward_without_meetings_says_so():
    said = paper.text(paper.pdf(card_sheets.year_card(Edition.of(replace(RELEASE, meetings=())), BOW)))

    assert "No meetings are planned yet." in said


@pytest.mark.parametrize("make", [meeting_sheets.poster, meeting_sheets.flyer, meeting_sheets.large_print])
@pytest.mark.parametrize("meeting", [PLAIN, CANCELLED])
def test_short_address_stands_on_the_sheet_and_can_be_typed(make, meeting):
    said = paper.text(paper.pdf(make(RELEASE, meeting)))

    short = addresses.short_page(meeting.meeting_id).removesuffix("/index.html")
    assert f"panels.example.org/wp/{short}" in said.replace(" ", "")
    assert "https:" not in said


def test_bilingual_poster_leads_to_the_page_in_each_of_its_languages():
    content = paper.pdf(meeting_sheets.poster(RELEASE, PLAIN, ARABIC))

    said = paper.text(content).replace(" ", "")
    assert (said.count("example.org/wp/m/25xsvh5"), said.count("example.org/wp/ar/m/25xsvh5")) == (1, 1)
    assert paper.scanned(content) == [f"{RELEASE.site_url}/{page}/?poster" for page in ("m/25xsvh5", "ar/m/25xsvh5")]


@pytest.mark.parametrize("make", [meeting_sheets.flyer, meeting_sheets.large_print])
def test_sheet_in_one_language_has_its_words_its_direction_and_the_way_to_its_page(make):
    sheet = make(RELEASE, PLAIN, language("ar"))
    content = paper.pdf(sheet)

    assert "".join(sheet.facts["typed"]) == "panels.example.org/wp/ar/m/25xsvh5"
    assert paper.scanned(content)[0].startswith("https://panels.example.org/wp/ar/m/25xsvh5/?")
    assert [words for words in ("Getting in", "Scan for", "Thursday") if words in paper.text(content)] == []
    assert paper.reader(content).trailer["/Root"]["/Lang"] == "ar"
    assert paper.space_on_the_right(content) < 80


def test_sheet_whose_translation_nobody_has_checked_says_so():
    draft, checked = (
        paper.text(paper.pdf(meeting_sheets.flyer(replace(RELEASE, reviewed_languages=tags), PLAIN, language("es"))))
        for tags in ((), ("es",))
    )

    words = language("es").text(voices.DRAFT)
    assert (words in draft, words in checked) == (True, False)


LONG_SITES = (
    "https://safer-neighbourhoods.kensington-and-chelsea.example.gov.uk",
    "https://saferneighbourhoodmeetings.kensingtonandchelsea.example.gov.uk/ward-panels",
)


@pytest.mark.parametrize("site_url", LONG_SITES)
@pytest.mark.parametrize("make", [meeting_sheets.poster, meeting_sheets.flyer, meeting_sheets.large_print])
def test_long_address_breaks_where_a_reader_sees_it_and_stays_within_the_margin(make, site_url):
    content = paper.pdf(make(replace(RELEASE, site_url=site_url), PLAIN))

    assert "m/25xsvh5" in paper.text(content)
    margin = 11 if make is not meeting_sheets.large_print else 20
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
    kinds = {"posters": "poster", "flyer": "flyer", "large": "large-print", "sign": "door-sign"}
    kinds |= {"year": "year-card", "next": "noticeboard"}
    (mark,) = (mark for part, mark in kinds.items() if part in sheet.path)
    told = {str(voice["lang"]) for voice in sheet.facts["voices"]} if mark != "door-sign" else {"en"}

    pages = (addresses.in_language(page, tag) for tag in told)
    wanted = {f"{addresses.absolute(RELEASE.site_url, each)}?{mark}" for each in pages}
    assert set(paper.scanned(paper.printed_once(sheet))) == wanted


@every_sheet
def test_sheet_is_pdf_ua(sheet: Sheet):
    document = paper.reader(paper.printed_once(sheet))
    root = document.trailer["/Root"]

    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == sheet.facts["voices"][0]["lang"]
    assert document.metadata.title == sheet.facts["title"]


@every_sheet
def test_screen_reader_meets_one_main_heading_and_a_picture_with_words(sheet: Sheet):
    tags = list(paper.tags(paper.printed_once(sheet)))

    headings = [str(tag["/S"]) for tag in tags if re.fullmatch("/H[1-6]", str(tag["/S"]))]
    assert (headings[0], headings.count("/H1")) == ("/H1", 1)
    pictures = {tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure"}
    assert pictures == {link["qr_alt"] for link in (sheet.facts, sheet.other) if link}


@every_sheet
def test_every_font_is_inside_and_subset(sheet: Sheet):
    found = paper.fonts(paper.printed_once(sheet))

    assert found
    assert [name for name, is_inside in found.items() if not (is_inside and re.match(r"/[A-Z]{6}\+", name))] == []


@every_sheet
def test_nothing_is_at_the_edge_and_no_mark_is_stray(sheet: Sheet):
    content = paper.printed_once(sheet)

    assert paper.white_edge(content) > paper.OFFICE_PRINTER
    assert {mark for mark in paper.spoken_marks(content) if unicodedata.category(mark) == "Cf"} == set()


LIKE_ENGLISH = ("so", "it", "es")
"""Languages in the letters and the direction of English."""


@pytest.mark.parametrize(
    "lang",
    [
        pytest.param(lang, marks=pytest.mark.thorough if lang.tag in LIKE_ENGLISH else ())
        for lang in spoken(tuple(MANNERS))
    ],
    ids=lambda lang: lang.tag,
)
def test_every_kind_in_every_language_keeps_the_edge_white_and_has_no_stray_mark(lang):
    meetings = (MOVED, HOSTILE, CANCELLED) if lang.is_source else (MOVED, CANCELLED)
    wards = tuple(ward for ward in RELEASE.wards if ward.code in {meeting.ward_code for meeting in meetings})
    release = replace(RELEASE, languages=(lang.tag,), meetings=meetings, wards=wards)
    sheets = printed.sheets(Edition.of(release))
    made = {sheet.path: paper.pdf(sheet) for sheet in sheets if lang.is_source or sheet.path.startswith(lang.tag)}

    assert {path for path, content in made.items() if paper.white_edge(content) <= paper.OFFICE_PRINTER} == set()
    assert {path for path, content in made.items() if paper.letters_off_the_page(content)} == set()
    marks = set().union(*map(paper.spoken_marks, made.values()))
    assert {mark for mark in marks if unicodedata.category(mark) == "Cf"} <= JOINERS


JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
"""Part of how a word is written."""


@pytest.mark.parametrize(("make", "size"), [(meeting_sheets.poster, (595, 842)), (meeting_sheets.flyer, (420, 595))])
def test_poster_is_a4_and_flyer_a5_on_one_side(make, size):
    pages = paper.reader(paper.pdf(make(RELEASE, MOVED))).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [size]


def test_large_print_has_no_letter_under_18_points():
    assert min(paper.sizes(paper.pdf(meeting_sheets.large_print(RELEASE, MOVED)))) == 18


ASKED = Priority(BOW.code, date(2026, 6, 1), "Bike theft", "The team marked 40 bikes.", "real", date(2026, 9, 12))
NEWER = replace(ASKED, priority="Noise at night", done="Officers walk there.", done_on=date(2026, 10, 3))
OLDER = replace(ASKED, priority="Litter", done_on=date(2026, 7, 1))
LONG = replace(ASKED, priority="Cars that race at night " * 12, done="W" * 300, done_on=date(2026, 10, 1))
WITH_DONE = replace(RELEASE, priorities=(OLDER, ASKED, NEWER), languages=("en", "bn", "so", "ar", "it", "es"))
NEXT, AFTER_IT = RELEASE.meetings[0], RELEASE.meetings[2]


def test_poster_of_a_wards_next_meeting_names_the_last_two_things_that_were_done_with_their_days():
    said = re.sub("[\u2068\u2069]", "", paper.text(paper.pdf(meeting_sheets.poster(WITH_DONE, NEXT))))

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

    assert "As known on Monday 1 March 2027." in paper.text(paper.pdf(meeting_sheets.poster(late, NEXT)))


@pytest.mark.parametrize("other", spoken(WITH_DONE.languages)[1:], ids=lambda lang: lang.tag)
def test_poster_fits_its_page_in_every_language_with_the_longest_words_of_what_was_done(other):
    content = paper.pdf(meeting_sheets.poster(replace(WITH_DONE, priorities=(LONG, NEWER)), NEXT, other))

    assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])
    assert paper.text(content).count("Officers") == 2


HOSTILE_OFF = replace(HOSTILE, state=CANCELLED.state)
TONIGHT = CANCELLED.starts_at - timedelta(hours=3)


def test_notice_for_the_door_says_first_that_it_is_off_tonight_and_then_where_to_ask():
    content = paper.pdf(notice_sheets.door_notice(RELEASE, CANCELLED, TONIGHT))

    said = paper.text(content)
    when = "TODAY" if CANCELLED.starts_at.hour < 17 else "TONIGHT"
    assert said.startswith(f"CANCELLED {when} This meeting is cancelled. It will not be held.")
    for told in (wording.day(CANCELLED.starts_at), CANCELLED.hall.name, "call 999", "call 101", RELEASE.contact_email):
        assert told in said
    page = addresses.absolute(RELEASE.site_url, addresses.short_page(CANCELLED.meeting_id))
    assert paper.scanned(content) == [f"{page}?door-notice"]


def test_notice_for_the_door_is_one_page_in_every_language_and_nothing_is_off_it():
    release = replace(RELEASE, languages=("en", "bn", "so", "ar", "it", "es"))
    content = paper.pdf(notice_sheets.door_notice(release, CANCELLED, TONIGHT))

    assert paper.pages(content) == 1
    assert paper.letters_off_the_page(content) == []
    assert {"en", "bn", "so", "ar", "it", "es"} <= languages(content)
    for told in ("ANNULLATO", "CANCELADA", "LA BAAJIYAY"):
        assert told in paper.text(content)


def test_notice_for_the_door_of_the_day_before_names_the_day():
    said = paper.text(paper.pdf(notice_sheets.door_notice(RELEASE, CANCELLED, TONIGHT - timedelta(days=1))))

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
    content = paper.pdf(notice_sheets.door_notice(RELEASE, meeting, meeting.starts_at - timedelta(hours=1)))

    assert (paper.pages(content), paper.letters_off_the_page(content)) == (1, [])


def test_same_release_gives_the_same_bytes_from_another_press():
    release = replace(RELEASE, meetings=(MOVED,), wards=(MILE_END,))
    one, other = ([recipe.artifact() for recipe in printed.publish(release)] for _ in range(2))

    assert one == other


@every_sheet
def test_sheet_is_dated_by_its_last_change_and_never_by_the_clock(sheet: Sheet):
    assert paper.reader(paper.printed_once(sheet)).metadata.creation_date == sheet.made_at


def test_next_release_reprints_only_the_meeting_that_moved():
    before = {recipe.path: recipe.made_from for recipe in printed.publish(RELEASE)}
    next_release = moved(RELEASE, PLAIN.meeting_id, "Tue 2027-03-23 19:00")
    after = {recipe.path: recipe.made_from for recipe in printed.publish(next_release)}

    assert {path for path, digest in after.items() if digest != before[path]} == {
        "posters/2027-E05009317-1.pdf",
        "print/2027-E05009317-1-flyer.pdf",
        "print/2027-E05009317-1-large.pdf",
        "print/2027-E05009317-1-sign.pdf",
        "bn/posters/2027-E05009317-1.pdf",
        "bn/print/2027-E05009317-1-flyer.pdf",
        "bn/print/2027-E05009317-1-large.pdf",
        *(
            f"{sheet}.pdf"
            for ward in (
                "bow-east",
                "quiet-ward",
            )
            for sheet in (f"print/{ward}-year", f"print/{ward}-next", f"bn/print/{ward}-next")
        ),
    }


def test_bengali_poster_says_it_all_in_english_first_and_then_in_bengali():
    content = paper.pdf(meeting_sheets.poster(RELEASE, PLAIN, BENGALI))

    said = paper.text(content)
    assert "Bow East ward panel meeting" in said
    assert said.index("Thursday 25 March 2027") < said.index("সভা বৃহস্পতিবার, 25")
    assert languages(content) == {"en", "bn"}
    assert any("NotoSansBengali" in name for name in paper.fonts(content))


def test_arabic_poster_has_its_own_font_and_language():
    content = paper.pdf(meeting_sheets.poster(RELEASE, PLAIN, ARABIC))

    assert languages(content) == {"en", "ar"}
    assert any("NotoSansArabic" in name for name in paper.fonts(content))


def test_arabic_runs_from_right_to_left():
    places = paper.places_of(paper.pdf(meeting_sheets.poster(RELEASE, PLAIN, ARABIC)), "مارس")

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
    return paper.picture(paper.pdf(meeting_sheets.poster(RELEASE, PLAIN, lang)))


def languages(content: bytes) -> set[str]:
    """The document's language, and those of its parts."""
    parts = {str(tag["/Lang"]) for tag in paper.tags(content) if "/Lang" in tag}
    return parts | {str(paper.reader(content).trailer["/Root"]["/Lang"])}


def test_sheets_printed_in_any_order_are_those_printed_alone():
    some = tuple(islice(printed.sheets(EDITION), 4))
    recipes = printed.publish(RELEASE)[: len(some)]

    made = {recipe.path: recipe.make() for recipe in reversed(recipes)}

    assert made == {sheet.path: paper.pdf(sheet) for sheet in some}
