"""The sheet on which a reader checks a language: what stands on it, and taking back what was filled in.

Either every answer is taken or none: the words go into the catalogue and the campaign's texts, who checked them into
the record. Nothing here draws a workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from publishers import campaign_texts, catalogue_words, languages, phrases
from publishers.catalogue_words import Phrase
from publishers.languages import CatalogueEntry
from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import Table, column_name
from scheduler.reading.workbooks import Workbooks
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.faults import CannotUse
from wardpanels.year import translations

HEADS = ("Group", "Where it shows", "English", "Draft", "Right?", "Better words", "Key")
READ = ENGLISH, DRAFT, RIGHT, BETTER, KEY = tuple(range(HEADS.index("English"), len(HEADS)))
YES = frozenset(("yes", "y", "x", "right", "true"))
STALE = "the draft of today: it has changed since. Make a new sheet with --sheet, and copy your answers over"

TOGETHER = "the cells of a row belong together, and only Right? and Better words are to be filled in"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One phrase as a reader sees it. `key` finds it again, and tells whether its draft is still the same."""

    group: str
    place: str
    english: str
    draft: str
    key: str


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as it comes back: its cells under the heads from English on."""

    english: str
    draft: str
    right: str
    better: str
    key: str

    @property
    def is_answered(self) -> bool:
        """Whether a reader said anything of it."""
        return bool(self.right or self.better)

    @property
    def name(self) -> str:
        """The short name of its phrase."""
        return self.key.partition("-")[0]

    @property
    def stamp(self) -> str:
        """The short name of the draft that it was made with."""
        return self.key.partition("-")[2]


@dataclass(frozen=True, slots=True)
class WordFiles:
    """Where the words of a language are kept."""

    catalogue: Path
    campaign: Path


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """What came of a sheet.

    Units: numbers count phrases; `checked` are those that nobody had checked before
    """

    tag: str
    right: int
    better: int
    checked: int


@dataclass(frozen=True, slots=True)
class ReaderAnswer:
    """What a reader said of a phrase: better words, or None where the draft is right."""

    phrase: Phrase
    better: str | None

    @property
    def words(self) -> str:
        """The words to go out."""
        return self.phrase.draft if self.better is None else self.better


def word_files(tag: str) -> WordFiles:
    """Where our own words of a language are kept."""
    return WordFiles(languages.catalogue_file(tag), campaign_texts.file_of(tag))


def check_language(tag: str) -> None:
    """Whether a language has words to check.

    Errors: CannotUse
    """
    translations.check_reviewer(tag, "somebody")


def rows(tag: str) -> tuple[SheetRow, ...]:
    """What a reader is asked, the group that matters most first.

    Errors: CannotUse, where a language has no catalogue
    """
    check_language(tag)
    order = list(phrases.PhraseGroup)
    known = [(phrases.group_of(each.entry.english), each) for each in catalogue_words.phrases_of(tag)]
    ordered = sorted(known, key=lambda told: order.index(told[0]))
    return tuple(
        SheetRow(phrases.WHAT[group], _place(each), each.entry.english, each.draft, f"{each.name}-{each.stamp}")
        for group, each in ordered
    )


def _place(phrase: Phrase) -> str:
    place = f"posts: {phrase.key}" if phrase.key else ", ".join(phrases.places_of(phrase.entry.english))
    forms = len(phrase.entry.forms)
    return place if forms == 1 else f"{place} (form {phrase.form + 1} of {forms})"


def take(folder: Path, file: Path, by: str, on: date, files: WordFiles | None = None) -> SheetTaken:
    """Take back a sheet: put in better words, and note who checked what and when.

    Edges:  a row without an answer is left as it is; the same sheet can be taken twice; `files` are ours by default
    Errors: UnusableData, listing every wrong cell; CannotUse
    """
    tag, table = _sheet(file)
    translations.check_reviewer(tag, by)
    answers = _answers(tag, table)
    if not answers:
        raise CannotUse(file.name, "no answer", f"yes under {HEADS[RIGHT]}, or words under {HEADS[BETTER]}")
    where = files or word_files(tag)
    _write(where, [answer for answer in answers if answer.words != answer.phrase.draft], on)
    checked = translations.note(folder, tag, _checked(answers), by, on)
    _forget()
    better = sum(answer.better is not None for answer in answers)
    return SheetTaken(tag, len(answers) - better, better, checked)


def _sheet(file: Path) -> tuple[str, Table]:
    """The language of a workbook, and its sheet of phrases."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CannotUse(str(file), error.strerror or "nothing that can be read", "a workbook") from error
    sheets = Workbooks().sheets(file.name, data)
    tag = next((name for name in sheets if name in languages.MANNERS and name != languages.SOURCE), None)
    if tag is None:
        names = ", ".join(sheets)
        raise CannotUse(file.name, f"the sheets {names}", "one named as a language, as --sheet writes it")
    table = sheets[tag].table(file.name)
    lacking = [head for head in HEADS if column_name(head) not in table.header]
    if lacking:
        raise UnusableData((Problem(file.name, table.header_line, lacking[0], "nothing", "a column of that name"),))
    return tag, table


def _answers(tag: str, table: Table) -> tuple[ReaderAnswer, ...]:
    """Every answer of a sheet. Errors: UnusableData, listing every wrong cell"""
    known = {each.name: each for each in catalogue_words.phrases_of(tag)}
    columns = [table.header.index(column_name(HEADS[place])) for place in READ]
    answers: dict[str, ReaderAnswer] = {}
    problems = [*table.problems, *_unread(table, columns)]
    unread = {line for line, column in table.faults if column in columns}
    for line, cells in table.rows:
        row = FilledRow(*(cells[column].strip() for column in columns))
        if line in unread:
            continue
        phrase = known.get(row.name)
        fault = _fault(tag, phrase, row) or (_twice(row, answers) if row.is_answered else None)
        if fault:
            place, found, wanted = fault
            problems.append(_problem(table, line, columns[READ.index(place)], found, wanted))
        elif phrase and row.is_answered:
            answers[row.name] = ReaderAnswer(phrase, row.better or None)
    if problems:
        raise UnusableData(tuple(problems))
    return tuple(answers.values())


def _unread(table: Table, columns: Collection[int]) -> Iterator[Problem]:
    """The cells of some columns that have no value, such as a formula without its result."""
    for (line, column), fault in sorted(table.faults.items()):
        if column in columns:
            yield _problem(table, line, column, fault.found, fault.wanted)


def _problem(table: Table, line: int, column: int, found: str, wanted: str) -> Problem:
    return Problem(table.file, line, f"cell {chr(ord('A') + column)}{line}", found, wanted)


def _fault(tag: str, phrase: Phrase | None, row: FilledRow) -> tuple[int, str, str] | None:
    """What is wrong with one row: in the column of which head, what was found, what was wanted.

    Edges: of a row without an answer, only a draft that was written over, for that was meant as one
    """
    if not row.is_answered:
        is_ours = phrase is not None and _is_same(row.english, phrase.entry.english)
        return _written_over(phrase, row) if phrase and is_ours else None
    if phrase is None:
        return KEY, "a key that no phrase has", "the key that --sheet wrote: its cells are not to be changed"
    if not _is_same(row.english, phrase.entry.english):
        return ENGLISH, repr(row.english), f"{phrase.entry.english!r}, which its key is of: {TOGETHER}"
    return _wrong_answer(phrase, row) or _written_over(phrase, row) or _wrong_words(tag, phrase, row)


def _wrong_answer(phrase: Phrase, row: FilledRow) -> tuple[int, str, str] | None:
    right, better = row.right, row.better
    if better and right:
        return RIGHT, repr(right), "nothing, where there are better words; or no better words, where the draft is right"
    if right and right.casefold() not in YES:
        return RIGHT, repr(right), "yes, or nothing"
    if right and not phrase.draft:
        return RIGHT, repr(right), "words under Better words: there is no draft"
    return None


def _written_over(phrase: Phrase, row: FilledRow) -> tuple[int, str, str] | None:
    """A draft that is not as the sheet had it. Edges: what stands there is known while the draft is still the same"""
    kept = (phrase.draft, "", row.better) if row.better else (phrase.draft,)
    if row.stamp != phrase.stamp or any(_is_same(row.draft, each) for each in kept):
        return None
    return DRAFT, repr(row.draft), f"the draft {phrase.draft!r}: better words are to stand under {HEADS[BETTER]}"


def _wrong_words(tag: str, phrase: Phrase, row: FilledRow) -> tuple[int, str, str] | None:
    if row.stamp != phrase.stamp and row.better != phrase.draft:
        return KEY, "the key of another draft", STALE
    fault = catalogue_words.fault_of(phrase, tag, row.better) if row.better else None
    return (BETTER, *fault) if fault else None


def _is_same(cell: str, words: str) -> bool:
    """Whether a cell has some words, whatever blanks a spreadsheet made of blanks."""
    return cell.split() == words.split()


def _twice(row: FilledRow, answers: Mapping[str, ReaderAnswer]) -> tuple[int, str, str] | None:
    if row.name in answers and answers[row.name].better != (row.better or None):
        return KEY, "a phrase that an earlier row answered otherwise", "one answer for each"
    return None


def _write(files: WordFiles, changed: Sequence[ReaderAnswer], on: date) -> None:
    """Put better words into the files: both can be written, or none is."""
    forms, texts = _by_english(changed), {each.phrase.key: each.words for each in changed if each.phrase.key}
    made = []
    if forms:
        made.append((files.catalogue, catalogue_words.with_forms(_text(files.catalogue), forms, on)))
    if texts:
        made.append((files.campaign, catalogue_words.with_texts(_text(files.campaign), texts)))
    for path, _ in made:
        check_writable(path)
    for path, text in made:
        mode = path.stat().st_mode
        write_file(path, text.encode(), outputs.CATALOGUE)
        path.chmod(mode)  # it is the program's own: whoever runs that has to read it, whoever took the sheet


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _by_english(answers: Iterable[ReaderAnswer]) -> dict[str, tuple[str, ...]]:
    """The forms of the catalogue's phrases with some of them said better."""
    found: dict[str, tuple[str, ...]] = {}
    for answer in answers:
        if not answer.phrase.key:
            english, form = answer.phrase.entry.english, answer.phrase.form
            forms = found.get(english, answer.phrase.entry.forms)
            found[english] = (*forms[:form], answer.words, *forms[form + 1 :])
    return found


def _checked(answers: Iterable[ReaderAnswer]) -> Iterator[CatalogueEntry]:
    """What is checked now, with its words of now: a phrase with plural forms once each form has an answer."""
    by_phrase: dict[tuple[str, str], dict[int, ReaderAnswer]] = {}
    for answer in answers:
        by_phrase.setdefault((answer.phrase.key, answer.phrase.entry.english), {})[answer.phrase.form] = answer
    for said in by_phrase.values():
        entry = next(iter(said.values())).phrase.entry
        if len(said) == len(entry.forms):
            yield replace(entry, forms=tuple(said[form].words for form in sorted(said)))


def _forget() -> None:
    """What was read of the files before they were written."""
    for kept in (languages.language, languages.entries, languages.read_catalogue, campaign_texts.texts):
        kept.cache_clear()
