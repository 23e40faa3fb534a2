"""The action plan at the console: the report to the board, page by page, and its files."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from wardpanels.console.pages import proof

LINK = re.compile(r'href="(/console/proof/[^"]*)"')


def links(page: str) -> set[str]:
    return set(LINK.findall(page))


def ids(page: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', page))


def test_every_link_leads_to_a_place_that_is_there_also_where_a_list_is_shown_in_parts(looking, monkeypatch):
    monkeypatch.setattr(proof, "MOST_ROWS", 5)  # a small borough has no long list
    seat, seen = looking("viewer"), {}

    def look(path: str) -> str:
        if path not in seen:
            answer = seat.look(path.removeprefix("/console"))
            assert answer.status_code == 200, path
            seen[path] = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return seen[path]

    def follow(of: str) -> None:
        for link in sorted(links(of)):
            path, _, place = link.partition("#")
            page = look(path)
            assert not place or place in ids(page), link

    first = look("/console/proof")
    of_meetings = sorted(link for link in links(first) if "/meetings/" in link)
    follow(first.replace('href="/console/proof/meetings/', "") + f'<a href="{of_meetings[0]}">')
    follow(look(of_meetings[0]))
    assert any("Part 1 of " in page for page in seen.values())


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("action-plan.csv", b""),
        ("action-plan.xlsx", b"PK"),
        ("action-plan.json", b"{"),
        ("conference-pack.pdf", b"%PDF"),
    ],
)
def test_file_is_handed_out_by_its_name_and_day(looking, name, begins):
    answer = looking("viewer").look(f"/proof/{name}")

    stem, _, ending = name.rpartition(".")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={stem}-2027-03-10.{ending}"
    assert answer.get_data().startswith(begins)


def test_zip_has_every_page_and_file_of_the_report(looking):
    zipped = zipfile.ZipFile(io.BytesIO(looking("viewer").look("/proof/report.zip").get_data()))

    names = set(zipped.namelist())
    assert {"report/index.html", "report/equality.html", "report/action-plan.pdf", "report/action-plan.json"} <= names


def test_plan_is_shown_as_it_was_known_on_a_day_that_is_typed(looking):
    seat = looking("viewer")

    answer = seat.look("/proof/day?on-day=1&on-month=3&on-year=2027")

    assert answer.location == "/console/proof/at/2027-03-01/index.html"
    assert "Action plan on 1 March 2027" in seat.look("/proof/at/2027-03-01/index.html").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/proof/nowhere.html", 404),
        ("/proof/index.html?page=9", 404),
        ("/proof/index.html?page=-1", 404),
        ("/proof/at/yesterday/index.html", 404),
        ("/proof/at/2999-01-01/index.html", 404),
        ("/proof/at/1999-01-01/index.html", 404),
        ("/proof/day?on-day=31&on-month=2&on-year=2027", 422),
        ("/proof/day?on-day=1&on-month=1&on-year=2099", 422),
        ("/proof/day", 422),
    ],
)
def test_what_is_not_there_is_said_in_words(looking, path, status):
    assert looking("viewer").look(path).status_code == status


def test_what_changed_since_a_day_is_told_and_leads_on_from_there(looking):
    seat = looking("viewer")

    answer = seat.look("/proof/day?since-day=1&since-month=3&since-year=2027")
    page = seat.look(answer.location.removeprefix("/console"))

    assert answer.location == "/console/proof/since/2027-03-01/index.html"
    assert "1 March 2027" in page.text
    assert 'href="/console/proof/since/2027-03-01/' in page.text
    assert seat.look("/proof/since/2027-03-10/index.html").status_code == 404
    assert seat.look("/proof/since/never/index.html").status_code == 404
    late = seat.look("/proof/day?since-day=10&since-month=3&since-year=2027")
    assert (late.status_code, "a day before today" in late.text) == (422, True)
