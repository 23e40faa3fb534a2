"""The sheet of a reader: what stands on it, and what is taken back of it, with every wrong cell told at once."""

from __future__ import annotations

import io
import shlex
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from publishers import catalogue_words, languages
from publishers.catalogue_words import fault_of, phrases_of, with_forms, with_texts
from publishers.languages import MANNERS, SOURCE, language
from scheduler.errors import UnusableData
from wardpanels.facts.reader_sheet import sheet_of
from wardpanels.faults import CannotUse
from wardpanels.terminal.cli import run
from wardpanels.year import reader_sheets, translations
from wardpanels.year.reader_sheets import WordFiles, take

DAY = date(2027, 1, 31)
OTHERS = tuple(tag for tag in MANNERS if tag != SOURCE)
POLICE = "Need the police?"


@pytest.fixture
def files(tmp_path: Path) -> WordFiles:
    """Our words of Italian, to be written over."""
    ours = reader_sheets.word_files("it")
    return WordFiles(*(Path(shutil.copy(path, tmp_path / path.name)) for path in (ours.catalogue, ours.campaign)))


@cache
def italian_sheet() -> bytes:
    return sheet_of(language("it"), reader_sheets.rows("it"))


def filled(folder: Path, fill: Callable[[str, dict[str, Any]], None]) -> Path:
    """The sheet of Italian, with what a reader writes in its cells."""
    book = openpyxl.load_workbook(io.BytesIO(italian_sheet()))
    sheet = book["it"]
    for row in sheet.iter_rows(min_row=2):
        heads = ("group", "place", "english", "draft", "right", "better", "key")
        fill(row[2].value, {"line": row[0].row, **dict(zip(heads, row, strict=True))})
    file = folder / "back.xlsx"
    book.save(file)
    return file


def test_sheet_has_every_phrase_and_begins_with_what_keeps_people_safe() -> None:
    rows = reader_sheets.rows("bn")

    assert len(rows) == len(phrases_of("bn")) >= len(languages.entries("bn"))
    assert [row.group for row in rows[:3]] == ["safety and emergency"] * 3
    assert {row.place for row in rows if row.english == POLICE} == {"foot of every page"}


def test_answers_are_taken_into_the_words_and_the_record(tmp_path: Path, files: WordFiles) -> None:
    def fill(english: str, cells: dict[str, Any]) -> None:
        if english == POLICE:
            cells["better"].value = "Hai bisogno della polizia?"
        elif cells["group"].value == "safety and emergency":
            cells["right"].value = "Yes"
        elif catalogue_words.PLACE.findall(english) == ["{ward}"] and not catalogue_words.NUMBER.search(english):
            cells["better"].value = "Vieni a parlare con la polizia di {ward}."

    before = files.catalogue.read_text(encoding="utf-8")
    file = filled(tmp_path, fill)
    taken = take(tmp_path, file, "Ada", DAY, files)
    reviews = translations.read_reviews(tmp_path)

    assert taken.checked == len(reviews) == taken.right + taken.better
    assert {(each.by, each.on) for each in reviews} == {("Ada", DAY)}
    after = files.catalogue.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "# words of a reader, 2027-01-31",
        'msgstr "Hai bisogno della polizia?"',
    }
    assert "Vieni a parlare con la polizia di {ward}." in files.campaign.read_text(encoding="utf-8")


def test_every_wrong_cell_is_told_and_nothing_is_taken(tmp_path: Path, files: WordFiles) -> None:
    wrong = {
        "Need the police?": ("better", "<b>Polizia?</b>"),
        "For anything else, call 101.": ("better", "Per tutto il resto, chiama."),
        "%(ward)s ward panel": ("better", "Comitato di %(quartiere)s"),
        "Moved": ("right", "perhaps"),
        "Cancelled": ("key", "0-0"),
        "Free": ("better", "Gratis\nper tutti"),
        "Meetings shown: NUMBER": ("better", "Incontri"),
    }

    def fill(english: str, cells: dict[str, Any]) -> None:
        if english in wrong:
            where, text = wrong[english]
            cells["right"].value = "yes" if where == "key" else None
            cells[where].value = text
        elif cells["line"] == 40:
            cells["right"].value = "yes"

    before = files.catalogue.read_bytes()
    with pytest.raises(UnusableData) as found:
        take(tmp_path, filled(tmp_path, fill), "Ada", DAY, files)

    told = sorted(str(problem).split(": ", 1)[1] for problem in found.value.problems)
    assert told == sorted(
        (
            "found < in '<b>Polizia?</b>', wanted words without < > & \" and \\",
            "found 'Per tutto il resto, chiama.', wanted the number 101, as in the English and in these digits",
            "found 'Comitato di %(quartiere)s', wanted %(ward)s, just as in the English",
            "found 'perhaps', wanted yes, or nothing",
            "found a key that no phrase has, wanted the key that --sheet wrote: its cells are not to be changed",
            "found 'Gratis\\nper tutti', wanted words on one line, without marks that cannot be seen",
            "found 'Incontri', wanted NUMBER, just as in the English",
        )
    )
    assert all(" cell " in str(problem) for problem in found.value.problems)
    assert (files.catalogue.read_bytes(), translations.read_reviews(tmp_path)) == (before, ())


def test_answer_to_another_draft_is_refused(tmp_path: Path, files: WordFiles) -> None:
    def fill(english: str, cells: dict[str, Any]) -> None:
        if english == POLICE:
            cells["right"].value, cells["key"].value = "yes", cells["key"].value[:-1] + "_"

    with pytest.raises(UnusableData, match="found the key of another draft, wanted the draft of today"):
        take(tmp_path, filled(tmp_path, fill), "Ada", DAY, files)


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ({"draft": "Cerchi la polizia?", "right": "yes"}, "D"),
        ({"draft": "Cerchi la polizia?"}, "D"),
        ({"draft": "", "right": "yes"}, "D"),
        ({"draft": "Cerchi la polizia?", "better": "Serve la polizia?"}, "D"),
        ({"english": "Need police?", "right": "yes"}, "C"),
        ({"english": "Need police?", "better": "Cerchi la polizia?"}, "C"),
        ({"better": '="Cerchi "&"la polizia?"'}, "F"),
        ({"right": '=LOWER("YES")'}, "E"),
    ],
)
def test_what_a_reader_writes_in_another_cell_or_as_a_formula_is_never_lost_silently(
    tmp_path: Path, files: WordFiles, written: dict[str, str], cell: str
) -> None:
    lines = []

    def fill(english: str, cells: dict[str, Any]) -> None:
        if english == POLICE:
            lines.append(cells["line"])
            for head, text in written.items():
                cells[head].value = text
        elif cells["line"] == 40:
            cells["right"].value = "yes"

    with pytest.raises(UnusableData) as found:
        take(tmp_path, filled(tmp_path, fill), "Ada", DAY, files)

    (problem,) = found.value.problems
    assert f"cell {cell}{lines[0]}: found " in str(problem)
    assert translations.read_reviews(tmp_path) == ()


def test_draft_that_is_cleared_or_replaced_by_the_better_words_is_taken(tmp_path: Path, files: WordFiles) -> None:
    def fill(english: str, cells: dict[str, Any]) -> None:
        if english == POLICE:
            cells["better"].value, cells["draft"].value = "Cerchi la polizia?", "Cerchi la polizia?"
        elif english == "For anything else, call 101.":
            cells["better"].value, cells["draft"].value = "Per il resto, chiama il 101.", None

    assert take(tmp_path, filled(tmp_path, fill), "Ada", DAY, files).better == 2


def test_keys_out_of_step_with_their_rows_are_refused(tmp_path: Path, files: WordFiles) -> None:
    keys: dict[int, Any] = {}

    def fill(english: str, cells: dict[str, Any]) -> None:
        if cells["line"] in (10, 28):
            cells["right"].value = "yes"
            keys[cells["line"]] = cells["key"]
        if cells["line"] == 28:
            keys[10].value, keys[28].value = keys[28].value, keys[10].value

    with pytest.raises(UnusableData, match=r"cell C10: found .*(?s:.*)cell C28: found .*which its key is of"):
        take(tmp_path, filled(tmp_path, fill), "Ada", DAY, files)


@pytest.mark.parametrize("tag", OTHERS)
def test_sheet_comes_back_as_it_was_written(tag: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(language(tag), reader_sheets.rows(tag))))
    for row in book[tag].iter_rows(min_row=2):
        row[4].value = "yes" if row[3].value else None
    book.save(tmp_path / "back.xlsx")

    drafted = sum(bool(phrase.draft) for phrase in phrases_of(tag))
    assert take(tmp_path, tmp_path / "back.xlsx", "Ada", DAY).right == drafted


def test_sheet_without_an_answer_is_refused(tmp_path: Path, files: WordFiles) -> None:
    with pytest.raises(CannotUse, match=r"back.xlsx: found no answer, wanted yes under Right\?, or words under Better"):
        take(tmp_path, filled(tmp_path, lambda *_: None), "Ada", DAY, files)


@pytest.mark.parametrize("tag", OTHERS)
def test_our_own_drafts_would_be_taken(tag: str) -> None:
    drafted = [phrase for phrase in phrases_of(tag) if phrase.draft]

    assert [(each.draft, fault) for each in drafted if (fault := fault_of(each, tag, each.draft))] == []


PO = languages.catalogue_file("so").read_text(encoding="utf-8")
LETTERS = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "Zs"), exclude_characters='<>&"\\%')


@given(st.text(LETTERS, min_size=1).filter(str.strip))
def test_words_come_out_of_a_catalogue_as_they_went_in(words: str) -> None:
    made = with_forms(PO, {POLICE: (words,), "Free": (words,)}, DAY)
    before, after = (
        {languages.key_of(each): languages.forms_of(each) for each in read_po(io.StringIO(text), locale="so")}
        for text in (PO, made)
    )

    assert after == before | {POLICE: (words,), "Free": (words,)}


def test_plural_forms_are_kept_apart() -> None:
    head, said = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n\n', 'msgid "%(n)s one"\nmsgid_plural "%(n)s many"\n'
    po = f'{head}{said}msgstr[0] "a"\nmsgstr[1] "b"\n'

    assert with_forms(po, {"%(n)s one": ("uno", "molti")}, DAY).endswith('\nmsgstr[0] "uno"\nmsgstr[1] "molti"\n')


def test_phrase_that_a_file_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="Nothing"):
        with_forms(PO, {"Nothing": ("x",)}, DAY)
    with pytest.raises(KeyError, match=r"first\.none"):
        with_texts('[first]\nlong = "x"\n', {"first.none": "y"})


def test_command_writes_a_sheet_and_says_how_to_take_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "of Somali.xlsx"

    assert run(["translations", "--data", "data", "--sheet", "so", "--to", str(file)]) == 0
    assert openpyxl.load_workbook(file).sheetnames == ["so", "How to fill this in"]
    hint = capsys.readouterr().out.partition("type: wardpanels ")[2]
    assert run(shlex.split(hint)) == 2
    assert "of Somali.xlsx: found no answer" in capsys.readouterr().err
    assert catalogue_words.PLACE.findall("%(email)s {ward} NUMBER 5%") == ["%(email)s", "{ward}", "NUMBER"]
