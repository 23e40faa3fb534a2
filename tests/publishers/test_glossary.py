"""The one mechanism that spells short names out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishers import every_publisher, glossary
from publishers.artifact import Artifact
from publishers.languages import Language, Manner
from scheduler.facts import Acronym
from scheduler.release.value import Release
from tests.publishers.examples import with_facts
from tests.publishers.real import real_release
from tests.scheduler.shipped import DATA
from tests.thorough import enough

TERMS = glossary.terms_of(
    (
        Acronym("SNB", "Safer Neighbourhood Board", "A group of residents."),
        Acronym("PC", "Police Constable", "A police officer."),
        Acronym("PCSO", "Police Community Support Officer", "Uniformed police staff."),
        Acronym("OWL", "Online Watch Link", "A former message service."),
        Acronym("A&E", "Accident and Emergency", "For those who are badly hurt."),
        Acronym("101", "Police non-emergency number", "Ring this when a crime is not happening now."),
    )
)
SNB_LINK = '<a class="govuk-link" href="../glossary/#term-snb">SNB</a>'
A_AND_E_LINK = '<a class="govuk-link" href="../glossary/#term-a-e">A&amp;E</a>'
with (DATA / "acronyms.csv").open(encoding="utf-8") as file:
    NAMES = sorted({row["acronym"] for row in csv.DictReader(file) if row["acronym"].isalpha()}, key=len, reverse=True)
SHORT_NAME = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(NAMES)})s?(?![A-Za-z0-9_])")
SOMALI = Language("so", Manner("Soomaali"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The SNB meets. The SNB listens.", "The Safer Neighbourhood Board (SNB) meets. The SNB listens."),
        ("The Safer Neighbourhood Board (SNB) and SNB", "The Safer Neighbourhood Board (SNB) and SNB"),
        ("The board (SNB) meets", "The board (Safer Neighbourhood Board, SNB) meets"),
        ("Two PCSOs and a PC", "Two Police Community Support Officers (PCSOs) and a Police Constable (PC)"),
        ("SNB's chair", "Safer Neighbourhood Board (SNB)'s chair"),
        ("Owl, owl, HOWL, OWLS and OWL2", "Owl, owl, HOWL, OWLS and OWL2"),
        ("https://example.org/SNB and snb@SNB.example", "https://example.org/SNB and snb@SNB.example"),
        ("Call 101 from 101 Bow Road", "Call 101 from 101 Bow Road"),
        ("A&E", "Accident and Emergency (A&E)"),
        ("SNBর সভা", "Safer Neighbourhood Board (SNB)র সভা"),
        ("", ""),
    ],
)
def test_short_name_is_spelled_out_where_it_first_stands(text: str, told: str) -> None:
    assert glossary.in_text(text, TERMS) == told
    assert glossary.in_text(told, TERMS) == told


def test_brackets_in_another_language_stand_after_its_own_words() -> None:
    text = "Guddiga Xaafadaha Ammaanka ah (SNB)"

    assert glossary.in_text(text, TERMS, SOMALI) == text


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>SNB</p><p>SNB</p>", f"<p>Safer Neighbourhood Board ({SNB_LINK})</p><p>SNB</p>"),
        ("<p>Safer Neighbourhood Board (SNB)</p>", f"<p>Safer Neighbourhood Board ({SNB_LINK})</p>"),
        ("<p>A&amp;E</p>", f"<p>Accident and Emergency ({A_AND_E_LINK})</p>"),
        ('<a href="SNB"><b>SNB</b></a>', '<a href="SNB"><b>SNB</b></a>'),
        ("<code>SNB</code><!-- SNB --><script>SNB</script>", "<code>SNB</code><!-- SNB --><script>SNB</script>"),
        ("<head><title>SNB</title></head>", "<head><title>SNB</title></head>"),
        ('<p title="SNB">no</p>', '<p title="SNB">no</p>'),
        ("<dt><dfn>SNB</dfn>: Safer</dt><dd>SNB</dd>", "<dt><dfn>SNB</dfn>: Safer</dt><dd>SNB</dd>"),
        ('<p>“SNB”<br>&quot;SNB&quot;</p>', f"<p>“Safer Neighbourhood Board ({SNB_LINK})”<br>&quot;SNB&quot;</p>"),
    ],
)  # fmt: skip
def test_short_name_on_a_page_is_spelled_out_and_linked_where_it_first_stands(html: str, told: str) -> None:
    assert glossary.in_html(html, TERMS, "../glossary/") == told
    assert glossary.in_html(told, TERMS, "../glossary/") == told


def test_page_and_text_without_a_glossary_stay_as_they_are() -> None:
    assert glossary.in_html("<p>SNB</p>", glossary.terms_of(()), "g/") == "<p>SNB</p>"
    assert glossary.in_text("SNB", glossary.terms_of(())) == "SNB"


def test_entries_with_one_name_get_anchors_of_their_own() -> None:
    twins = (Acronym("SNB", "Second", ""), Acronym("SNB", "First", ""), Acronym("!", "Shout", ""))

    assert [(term.expansion, term.anchor) for term in glossary.terms_of(twins)] == [
        ("Shout", "term-word"),
        ("First", "term-snb"),
        ("Second", "term-snb-2"),
    ]


def explained(text: str) -> Iterator[tuple[str, bool]]:
    """Each short name of the shipped glossary where it first stands in a text, and whether brackets hold it there."""
    seen: set[str] = set()
    for found in SHORT_NAME.finditer(text):
        if found[1] not in seen:
            seen.add(found[1])
            yield found[1], (text[found.start() - 1], text[found.end()]) == ("(", ")")


def words_of(made: Artifact) -> str:
    """What a reader sees of a file: no marks, no heads, no scripts, no entries of the glossary itself."""
    text = made.content.decode()
    if made.path.endswith(".ics"):
        return text.replace("\r\n ", "")
    for hidden in (r"<head.*?</head>", r"<(script|svg)\b.*?</\1>", r"<dfn>.*?</dfn>", r"<[^>]+>"):
        text = re.sub(hidden, "", text, flags=re.DOTALL)
    return text


def test_no_short_name_stands_unexplained_in_anything_that_the_demo_publishes() -> None:
    release = with_short_names(real_release())
    made = (*every_publisher.artifacts(release, "site"), *every_publisher.artifacts(release, "newsletter"))
    texts = [one for one in made if one.path.endswith((".html", ".ics", ".atom", "newsletter.txt"))]
    firsts = [(one.path, name, is_told) for one in texts for name, is_told in explained(words_of(one))]

    assert [(path, name) for path, name, is_told in firsts if not is_told] == []
    assert {name for _, name, _ in firsts} >= {"DWO", "PCSO", "SNB", "ASB", "TRA"}


def with_short_names(release: Release) -> Release:
    """The release with a hall whose way in is told in short names, in the languages of two scripts."""
    *others, last = release.meetings
    told = replace(last, hall=with_facts(last.hall, entrance="Ring the TRA office; report ASB to the SNT"))
    return replace(release, meetings=(*others, told), languages=("en", "bn", "it")[: enough(2, 3)])
