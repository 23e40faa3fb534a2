"""How far each language is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wardpanels.year import reader_sheets, translations

TRANSLATION_HEADS = (
    "Language",
    "Tag",
    "Chosen",
    "Goes out",
    "Texts",
    "Translated",
    "Checked",
    "Missing",
    "Groups checked",
)


def translation_row(standing: translations.LanguageProgress) -> tuple[str, ...]:
    """How far one language is; English is where the words come from, so nothing of it is counted."""
    has_catalogue = standing.messages > 0
    figures = (standing.messages, standing.translated, standing.reviewed, len(standing.missing))
    counts = tuple(str(figure) for figure in figures) if has_catalogue else ("", "", "", "")
    groups = "all" if has_catalogue and standing.is_reviewed else ", ".join(standing.reviewed_groups)
    chosen, out = (("yes" if fact else "no") for fact in (standing.is_chosen, standing.goes_out))
    return (standing.name, standing.tag, chosen, out, *counts, groups)


def missing_sentences(found: Iterable[translations.LanguageProgress]) -> Iterator[str]:
    """Each sentence that goes out in English because a language lacks it."""
    for standing in found:
        for sentence in standing.missing:
            yield f"{standing.tag}, in English for now: {sentence}"


def taken_words(taken: reader_sheets.SheetTaken) -> str:
    """What came of a sheet that was taken back."""
    right, better, checked = (f"{number:,}" for number in (taken.right, taken.better, taken.checked))
    return f"Taken for {taken.tag}: right as they are {right}, said better {better}, newly checked {checked}."
