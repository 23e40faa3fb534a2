"""Which languages go out, and who has checked their words: the borough's choice against the catalogues.

Reviews are kept in `translations.csv` of the data folder, one row for each text that a person has read. Who that was
stays inside: only the tags of languages that are checked throughout ever reach a publisher.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from publishers import campaign_texts, languages, phrases
from scheduler.errors import Problem, UnusableData
from scheduler.facts import BoroughProfile
from scheduler.release.value import Release
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse

FILE = "translations.csv"
COLUMNS = ("language", "text_digest", "reviewed_by", "reviewed_on")


@dataclass(frozen=True, slots=True)
class Review:
    """One text that one person has read and found right. `digest` is of the English and the translation together."""

    language: str
    digest: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """How far one language is.

    Units: numbers count sentences
    Edges: a language that is chosen but has no catalogue has no sentences; `missing` are in English; `reviewed_groups`
           are those of `publishers.phrases` of which every sentence is checked
    """

    tag: str
    name: str
    is_chosen: bool
    goes_out: bool
    messages: int
    translated: int
    reviewed: int
    missing: tuple[str, ...]
    reviewed_groups: tuple[str, ...] = ()

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has checked every word of it. English is written by people."""
        return self.tag == languages.SOURCE or 0 < self.translated == self.reviewed


@dataclass(frozen=True, slots=True)
class SpokenToday:
    """The languages that go out, those whose every word a person has checked, and the checked groups of the others.

    Edges: `reviewed_phrases` are the tag of a language and the name of a group
    """

    languages: tuple[str, ...]
    reviewed_languages: tuple[str, ...]
    reviewed_phrases: tuple[tuple[str, str], ...]


def standings(profile: BoroughProfile, reviews: Iterable[Review]) -> tuple[LanguageProgress, ...]:
    """Return where each language stands: those with a catalogue, then those that are chosen and have none."""
    read = {(review.language, review.digest) for review in reviews}
    tags = [*languages.MANNERS, *(tag for tag in profile.languages if tag not in languages.MANNERS)]
    return tuple(_standing(tag, profile, read) for tag in tags)


def texts_of(tag: str) -> tuple[languages.CatalogueEntry, ...]:
    """Every text of a language that a person has to check: its catalogue's, and the campaign's."""
    return (*languages.entries(tag), *campaign_texts.entries(tag))


@cache
def _translated(tag: str) -> tuple[tuple[languages.CatalogueEntry, str], ...]:
    """What is translated, each with its digest: a worker asks at each look, and a process has one set of catalogues."""
    return tuple((entry, digest_of(entry)) for entry in texts_of(tag) if entry.is_translated)


def _standing(tag: str, profile: BoroughProfile, read: set[tuple[str, str]]) -> LanguageProgress:
    entries = texts_of(tag)
    translated = _translated(tag)
    unread = [entry for entry, digest in translated if (tag, digest) not in read]
    is_known = tag in languages.MANNERS
    found = LanguageProgress(
        tag=tag,
        name=languages.MANNERS[tag].name if is_known else tag,
        is_chosen=tag in profile.languages or tag == languages.SOURCE,
        goes_out=False,
        messages=len(entries),
        translated=len(translated),
        reviewed=len(translated) - len(unread),
        missing=tuple(entry.english for entry in entries if not entry.is_translated),
        reviewed_groups=_groups_without(unread) if len(unread) < len(translated) else (),
    )
    return replace(found, goes_out=is_known and found.is_chosen and _may_go_out(profile, is_reviewed=found.is_reviewed))


def _may_go_out(profile: BoroughProfile, *, is_reviewed: bool) -> bool:
    return is_reviewed or profile.unreviewed_translations


def _groups_without(unread: Iterable[languages.CatalogueEntry]) -> tuple[str, ...]:
    """The groups that have none of some sentences. Edges: without any, no source is read to find their groups."""
    lacking = {phrases.group_of(entry.english) for entry in unread}
    return tuple(group for group in phrases.PhraseGroup if group not in lacking)


def spoken(release: Release, profile: BoroughProfile, reviews: Iterable[Review]) -> Release:
    """Return the release with the languages that go out today, what is known of their words, and the way to subscribe.

    Edges: a release is frozen with its meetings, not with these: a review needs no new release
    """
    today = spoken_today(profile, reviews)
    return replace(
        release,
        languages=today.languages,
        reviewed_languages=today.reviewed_languages,
        reviewed_phrases=today.reviewed_phrases,
        subscribe_url=profile.subscribe_url,
        next_dates_on=profile.next_dates_on,
    )


def spoken_today(profile: BoroughProfile, reviews: Iterable[Review]) -> SpokenToday:
    """Return the languages that go out. Edges: a catalogue of which nobody has checked a word is not read"""
    read = {(review.language, review.digest) for review in reviews}
    begun = {languages.SOURCE, *(tag for tag, _ in read)}
    chosen = [tag for tag in languages.MANNERS if tag in profile.languages or tag == languages.SOURCE]
    checked = {tag: _standing(tag, profile, read) for tag in chosen if tag in begun}
    whole = tuple(tag for tag, each in checked.items() if each.is_reviewed)
    out = tuple(tag for tag in chosen if _may_go_out(profile, is_reviewed=tag in whole))
    part = [each for each in checked.values() if each.tag in out and each.tag not in whole]
    return SpokenToday(out, whole, tuple((each.tag, group) for each in part for group in each.reviewed_groups))


def chooser(folder: Path, profile: BoroughProfile) -> Callable[[Release], Release]:
    """Return `spoken` with the borough's choice and its reviews filled in.

    Errors: UnusableData
    """
    return partial(spoken, profile=profile, reviews=read_reviews(folder))


def digest_of(entry: languages.CatalogueEntry) -> str:
    """A short name for a sentence and its translation: another wording has another name, and needs another review."""
    return hashlib.sha256("\0".join((entry.english, *entry.forms)).encode()).hexdigest()[:16]


def record(folder: Path, tag: str, by: str, on: date, group: str | None = None) -> int:
    """Note that a person has checked every text of a language, or of one group of it, as it is today.

    Returns how many were not checked before.

    Errors: CannotUse, UnusableData
    """
    check_reviewer(tag, by)
    texts = [entry for entry in texts_of(tag) if entry.is_translated]
    chosen = [entry for entry in texts if group in (None, phrases.group_of(entry.english))]
    return note(folder, tag, chosen, by, on)


def check_reviewer(tag: str, by: str) -> None:
    """Whether a language can be checked, and somebody says that it is they who do.

    Errors: CannotUse
    """
    known = [tag for tag in languages.MANNERS if tag != languages.SOURCE]
    if tag not in known:
        raise CannotUse("language", repr(tag), f"one of {', '.join(known)}")
    if not by.strip():
        raise CannotUse("--by", "no name", "the name of who checked the words")


def note(folder: Path, tag: str, entries: Iterable[languages.CatalogueEntry], by: str, on: date) -> int:
    """Note that a person has checked some texts, and return how many were not checked before.

    Errors: CannotUse, UnusableData
    """
    old = read_reviews(folder)
    seen = {(review.language, review.digest) for review in old}
    digests = map(digest_of, entries)
    new = [Review(tag, digest, by.strip(), on) for digest in digests if (tag, digest) not in seen]
    write_file(folder / FILE, _written((*old, *new)), outputs.BOROUGH_FILES)
    return len(new)


def read_reviews(folder: Path) -> tuple[Review, ...]:
    """Return every review on file, none where there is no file.

    Errors: UnusableData, listing every bad row
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    lacking = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if lacking:
        raise UnusableData((Problem(FILE, 1, lacking[0], "nothing", "a column of that name"),))
    found: list[Review] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows, start=2):
        try:
            on = date.fromisoformat(row["reviewed_on"] or "")
        except ValueError:
            problems.append(Problem(FILE, line, "reviewed_on", repr(row["reviewed_on"]), "a date such as 2027-01-31"))
        else:
            found.append(Review(row["language"], row["text_digest"], row["reviewed_by"], on))
    if problems:
        raise UnusableData(tuple(problems))
    return tuple(found)


def _written(reviews: Iterable[Review]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered = sorted(reviews, key=lambda review: (review.language, review.on, review.digest))
    writer.writerows((each.language, each.digest, each.by, each.on.isoformat()) for each in ordered)
    return text.getvalue().encode()
