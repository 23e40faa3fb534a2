"""The environments that templates are filled in with, and where compiled templates are kept."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from publishers import templating
from publishers.languages import language


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files in which nothing was compiled yet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    templating._compiled.cache_clear()
    templating.environment.cache_clear()
    yield tmp_path
    templating._compiled.cache_clear()
    templating.environment.cache_clear()


def compiled(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.cache"))


def row(tag: str) -> str:
    found = templating.environment(language(tag)).get_template("site/404.html")
    return str(found.name)


def test_template_is_compiled_once_for_all_languages_and_for_the_next_run(temporary):
    assert (row("en"), row("bn")) == ("site/404.html", "site/404.html")

    (kept,) = temporary.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o700
    assert len(compiled(kept)) == 1


def test_page_is_made_where_compiled_templates_have_no_folder(temporary, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "missing"))

    assert row("en") == "site/404.html"
    assert list(temporary.iterdir()) == []


def test_page_is_made_where_the_folder_of_compiled_templates_is_not_a_folder_of_ours(temporary):
    (temporary / f"_jinja2-cache-{os.getuid()}").write_text("a trap")

    assert row("en") == "site/404.html"


def test_page_is_made_where_a_compiled_template_cannot_be_kept(temporary):
    templating.environment(language("en"))
    (kept,) = temporary.iterdir()
    shutil.rmtree(kept)

    assert row("en") == "site/404.html"


def test_escaping_holds_for_what_is_put_into_a_sentence_and_not_for_the_sentence():
    made = templating.environment(language("it")).from_string(
        "{% trans ward=name %}{{ ward }} ward panel{% endtrans %}"
    )

    assert made.render(name="<b>") == "Comitato di quartiere di &lt;b&gt;"
