"""The languages: what each says, and that the catalogues hold every sentence of the sources."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from publishers import languages, newsletter, pages, templating, wording
from publishers.languages import Language, Manner, language
from publishers.pages import standing
from scheduler.facts import Role
from scheduler.release.value import Release
from tests.publishers.examples import BOW, a_meeting, a_release

ROOT = Path(__file__).parents[2]
OTHERS = tuple(tag for tag in languages.MANNERS if tag != languages.SOURCE)
PLACE = re.compile(r"%\((\w+)\)s")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "count": (1, 2),
    "to_translate": None,
    "Reason": (2,),
}
DRAFT = "draft: machine, not reviewed"
EVENING = datetime(2027, 3, 2, 19, 0)  # noqa: DTZ001  # a local time, as on the door
MEETING = a_meeting("2027-E05009317-1", "Tue 2027-03-02 19:00")


@cache
def sentences() -> frozenset[str]:
    """Every English sentence that the sources ask a catalogue for."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = (
        message
        for folder in ("data", "publishers", "scheduler", "templates")
        for _, _, message, *_ in extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods if pattern.startswith(folder)],
            {pattern.removeprefix(f"{folder}/"): facts for pattern, facts in options.items()},
            keywords=KEYWORDS,
        )
    )
    return frozenset(message[0] if isinstance(message, tuple) else message for message in found)


@pytest.mark.parametrize("tag", OTHERS)
def test_catalogue_has_exactly_the_sentences_of_the_sources(tag: str) -> None:
    assert {entry.english for entry in languages.entries(tag)} == sentences()


@pytest.mark.parametrize("tag", OTHERS)
def test_translation_has_the_places_of_the_english(tag: str) -> None:
    wrong = [
        entry
        for entry in languages.entries(tag)
        if any(form and set(PLACE.findall(form)) != set(PLACE.findall(entry.english)) for form in entry.forms)
    ]

    assert wrong == []


@pytest.mark.parametrize("tag", OTHERS)
def test_translation_holds_no_mark_that_could_break_a_page(tag: str) -> None:
    assert [entry for entry in languages.entries(tag) if re.search(r'[<>&"]', "".join(entry.forms))] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_translation_is_marked_as_a_draft_in_its_catalogue(tag: str) -> None:
    unmarked = [
        languages.key_of(message)
        for message in languages.read_catalogue(tag)
        if message.id
        and all(languages.forms_of(message))
        and "draft: machine, not reviewed" not in message.user_comments
    ]

    assert unmarked == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "Tuesday 2 March 2027, 7pm to 8:30pm"),
        ("bn", "মঙ্গলবার, 2 মার্চ 2027, সন্ধ্যা 7:00 থেকে রাত 8:30"),
        ("so", "Talaado, 2 Maarso 2027, 19:00 ilaa 20:30"),
        ("ar", "الثلاثاء، 2 مارس 2027، من 7:00 مساءً إلى 8:30 مساءً"),
        ("it", "martedì 2 marzo 2027, dalle 19:00 alle 20:30"),
        ("es", "martes, 2 de marzo de 2027, de 19:00 a 20:30"),
    ],
)
def test_day_and_time_are_said_as_the_language_says_them(tag: str, said: str) -> None:
    assert wording.when(MEETING, language(tag)) == said


def test_words_of_cldr_are_spelt_as_readers_spell_them_today() -> None:
    bengali, arabic = language("bn"), language("ar")

    assert (
        bengali.month(date(2027, 1, 1)),
        bengali.day(date(2027, 2, 2)),
        bengali.clock(EVENING.replace(hour=21)),
    ) == (
        "জানুয়ারি 2027",
        "মঙ্গলবার, 2 ফেব্রুয়ারি 2027",
        "রাত 9:00",
    )
    assert arabic.clock(EVENING.replace(hour=10)) == "10:00 صباحًا"


@pytest.mark.parametrize(
    ("tag", "said"), [("it", "da marzo 2027 a maggio 2028"), ("es", "de marzo de 2027 a mayo de 2028")]
)
def test_months_are_not_said_as_the_clock_is(tag: str, said: str) -> None:
    assert standing.span((date(2027, 3, 1), date(2028, 5, 1)), language(tag)) == said


@pytest.mark.parametrize("tag", languages.MANNERS)
def test_digits_are_those_on_the_door_in_every_language(tag: str) -> None:
    spoken = language(tag)
    said = (spoken.day(date(2027, 12, 31)), spoken.month(date(2027, 12, 31)), wording.clock(EVENING, spoken))

    assert {mark for mark in "".join(said) if mark.isdigit()} <= set("0123456789")


def test_list_is_joined_as_the_language_joins_it() -> None:
    roles = (Role.SERGEANT, Role.PCSO, Role.INSPECTOR)

    assert wording.who_attends(roles, language("es")) == (
        "Puede hablar con el sargento de policía del barrio, un agente de apoyo comunitario de la policía (PCSO) "
        "y un inspector de policía."
    )


def test_sentence_that_a_catalogue_lacks_is_said_in_english() -> None:
    bare = Language("it", Manner("Italiano"), {"yes": ("sì",)})

    assert (bare.say("yes"), bare.say("%(ward)s ward panel", ward="Bow")) == ("sì", "Bow ward panel")


@pytest.mark.parametrize(("number", "said"), [(1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")])
def test_counted_sentence_takes_the_form_of_its_number(number: int, said: str) -> None:
    arabic = Language("ar", Manner("العربية", "rtl"), {"%(number)s": ("zero", "one", "two", "few", "other", "many")})

    assert arabic.count("%(number)s", "%(number)s", number) == said


def test_english_goes_out_always_and_first_and_only_known_languages_follow() -> None:
    assert [each.tag for each in languages.spoken(("es", "tlh", "bn"))] == ["en", "bn", "es"]


def test_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="language: found 'tlh', wanted one of en, bn, so, ar, it, es"):
        language("tlh")


def test_template_speaks_the_language_it_is_filled_in_for() -> None:
    made = templating.environment(language("it")).from_string(
        "{{ _('Free') }} {% trans n=1 %}Page{% endtrans %} {{ on|day }}"
    )

    assert made.render(lang=language("it"), on=date(2027, 3, 2)) == "Gratis Pagina martedì 2 marzo 2027"


def page_of(release: Release, path: str) -> str:
    return next(made.content.decode() for made in pages.publish(release) if made.path == path)


def test_page_says_its_language_and_direction_and_leads_to_the_other_versions() -> None:
    page = page_of(a_release(languages=("en", "ar", "bn")), "ar/wards/bow-east/index.html")

    assert '<html lang="ar" dir="rtl"' in page
    assert re.findall(r'hreflang="([\w-]+)" href="([^"]+)">', page) == [
        ("en", "https://panels.example.org/wp/wards/bow-east/"),
        ("x-default", "https://panels.example.org/wp/wards/bow-east/"),
        ("bn", "https://panels.example.org/wp/bn/wards/bow-east/"),
        ("ar", "https://panels.example.org/wp/ar/wards/bow-east/"),
    ]
    assert '<a class="govuk-link" href="../../../bn/wards/bow-east/" hreflang="bn" lang="bn" dir="ltr">বাংলা</a>' in page
    assert wording.title(BOW, language("ar")).split()[0] in page


def test_page_in_a_language_nobody_has_checked_says_so_and_leads_to_the_english_one() -> None:
    drafted = page_of(a_release(languages=("en", "it")), "it/index.html")
    checked = page_of(a_release(languages=("en", "it"), reviewed_languages=("it",)), "it/index.html")
    english = page_of(a_release(languages=("en", "it")), "index.html")

    assert '<a class="govuk-link" href="../" hreflang="en" lang="en">Read this page in English</a>' in drafted
    mark, offer = "nessuno l’ha ancora controllata", '<a class="govuk-link" href="#help">Ti serve un interprete?</a>'
    assert [(mark in page, offer in page) for page in (drafted, checked, english)] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_site_in_english_alone_has_no_choice_of_languages() -> None:
    assert "app-languages" not in page_of(a_release(languages=("en",)), "index.html")


def test_newsletter_goes_out_in_every_language() -> None:
    made = {part.path: part.content.decode() for part in newsletter.publish(a_release(languages=("en", "ar")))}

    assert sorted(made) == ["ar/newsletter.html", "ar/newsletter.txt", "newsletter.html", "newsletter.txt"]
    assert 'dir="rtl"' in made["ar/newsletter.html"]
    assert "قابل فريق الشرطة المحلي" in made["ar/newsletter.txt"]
    assert "https://panels.example.org/wp/ar/meetings/2027-E05009317-1/" in made["ar/newsletter.html"]
