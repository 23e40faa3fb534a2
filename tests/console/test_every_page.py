"""What holds for every page and form there is, found by walking: no dead end, no broken page, hostile text harmless."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.console.crawling import kind_of, pages
from tests.thorough import IS_THOROUGH, enough, some

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}${7*7}\u202e\x07"
NUMBERS = ("-1", "99999999999999999999")
SETTLED = ("/sign-out",)
"""Forms that would end the walk."""


@pytest.fixture(scope="module")
def walk(looking):
    """Every page that an administrator comes to, one of a kind or thoroughly two."""
    return list(pages(looking("administrator"), most_of_a_kind=enough(1, 2)))


@pytest.mark.parametrize("who", ["administrator", pytest.param("viewer", marks=pytest.mark.thorough)])
def test_every_link_leads_to_a_page_that_is_whole(looking, walk, who):
    """A page has one heading, a title of its own, ids that are given once, and no more links than anybody reads."""
    broken = {}
    for path, status, page, html in walk if who == "administrator" else pages(looking(who)):
        if status != 200:
            broken[path] = status
        elif html and (
            html.count("<h1") != 1
            or [name for name, count in Counter(page.ids).items() if count > 1]
            or len(page.links) > 250
            or " style=" in html
            or "<script>" in html
        ):
            broken[path] = (html.count("<h1"), [i for i, n in Counter(page.ids).items() if n > 1], len(page.links))

    assert broken == {}


def test_hostile_text_in_every_field_comes_out_harmless(as_, walk):
    """Numbers that no column takes are tried in each fifth form on a change."""
    seat, tried, broken = as_("administrator"), set(), {}
    for _, _, page, _ in walk:
        for form in page.forms:
            kind = (kind_of(seat, form.action), frozenset(form.fields))
            if kind in tried or form.action.endswith(SETTLED):
                continue
            tried.add(kind)
            for text in (HOSTILE, *NUMBERS) if IS_THOROUGH or len(tried) % 5 == 0 else (HOSTILE,):
                sent = {name: [text] if name in form.typed else values for name, values in form.fields.items()}
                if form.is_sent:
                    answer = seat.client.post(form.action, data=sent, follow_redirects=True)
                else:
                    answer = seat.client.get(form.action, query_string=sent)
                html = answer.text if "html" in answer.content_type else ""
                if answer.status_code >= 500 or "<script>alert" in html or "<img src=x" in html:
                    broken[form.action, text[:12]] = answer.status_code
                if not form.typed:
                    break

    assert len(tried) > 5
    assert broken == {}


@pytest.mark.parametrize(
    "query",
    some(
        [
            "period=1999-01-01",
            "period=x",
            "ward=nowhere",
            "before=x",
            "state=x",
            "page=9999",
            "before=99999999999999999999",
            "day=9999-12-31",
        ],
        every=2,
    ),
)
def test_a_query_that_means_nothing_is_a_page_in_words(looking, query):
    seat = looking("administrator")
    for path in ("/", "/year", "/publicity", "/proof", "/plan", "/people/acts"):
        answer = seat.look(f"{path}?{query}")
        assert answer.status_code < 500, path
        assert "<h1" in answer.text
