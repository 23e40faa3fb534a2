"""Wards and officers by their names, with near misses, and lists of wards: `Brownswood / Clissold`, `King's Park`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz import fuzz, process

from wardpanels.tidying.said.ranks import SHORT, rank
from wardpanels.tidying.understood import NOTHING, CellValue, Sure, Surroundings, Understood, cannot, plain, text_of

EVERYWHERE = re.compile(
    r"(?:all|any|every|whole|entire)(?: (?:of )?(?:the )?(?:wards?|borough|boro))?"
    r"|(?:the )?borough(?:[ -]?wide)?|bcu(?:[ -]wide)?|\*"
)
STRONG = re.compile(r"\s*[/;|+\n]\s*|\s*,\s*(?:and |& )?")
WEAK = re.compile(r"\s+(?:&|and)\s+|\s*&\s*")
RANKS = frozenset({"ps", "pc", "sgt", "sergeant", "insp", "inspector", "pcso", "dwo", "a"})
MOST_ANDS = 4
"""Pieces that the name of a ward has at most."""
LIKELY, GUESSED, APART = 88, 74, 6
"""How alike two names are, of 100, to be taken for one another, to be asked about; and how far the next must be."""

SHARE = "which share that name"
"""As scheduler/names.py says it of names that are typed."""
HOW_WARD = "Write the ward's name as in the list of wards."
HOW_OFFICER = "Write the officer's name as in the list of officers."


def bare(name: str) -> str:
    """A name without what people leave out: signs, capitals, accents, "ward", saint for st, and for &."""
    letters = "".join(each for each in normalize("NFKD", plain(name)) if not combining(each))
    text = letters.replace("&", " and ").replace("'", "")
    text = re.sub(r"[^\w]+", " ", re.sub(r"^\d+[.)]\s*", "", text))
    text = re.sub(r"\bsaint\b", "st", text)
    return re.sub(r"^(?:the )|\b(?:ward|wd)\b", "", f" {text} ").strip().replace("  ", " ") or text.strip()


def one_ward(value: CellValue, known: Surroundings) -> Understood:
    """Read the name of one ward as its code."""
    return _as_written(value, known.wards) or near(plain(value), known.wards, HOW_WARD)


def codes_by_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by the names that people may write. Edges: one of several with just that name has its code in brackets."""
    pairs = list(named)
    times = Counter(name for name, _ in pairs)
    return {name if times[name] == 1 else f"{name} ({code})": code for name, code in pairs}


def wards(value: CellValue, known: Surroundings) -> Understood:
    """Read wards as codes joined by `|`; all of them are written out."""
    text = plain(re.sub(r"\s*\n\s*", " / ", str(value).strip())).strip(" .")
    if text in NOTHING:
        return Understood("")
    if EVERYWHERE.fullmatch(text):
        return Understood("|".join(sorted(set(known.wards.values()))))
    whole = _as_written(value, known.wards) or near(text, known.wards, HOW_WARD)
    if whole.value and whole.sure is Sure.CERTAIN:
        return whole
    return _joined(text, known) or (whole if whole.value else _joined_anyway(text, known))


def wards_or_everywhere(value: CellValue, known: Surroundings) -> Understood:
    """As `wards`, but the whole borough is an empty cell. Edges: a word for nothing, such as `n/a`, is none of both."""
    said = plain(value).strip(" .")
    if said in NOTHING:
        return cannot(f"'{said}' names no ward." if said else "No ward is named.", HOW_WARD)
    return Understood("") if EVERYWHERE.fullmatch(said) else wards(value, known)


def _parts(text: str, known: Surroundings) -> list[str]:
    parts = []
    for part in filter(None, STRONG.split(text)):
        parts += _with_and_inside(list(filter(None, WEAK.split(part))), known)
    return parts


def _with_and_inside(pieces: list[str], known: Surroundings) -> list[str]:
    """Pieces between "and"s, joined again where that makes a ward's own name, the longest first."""
    if len(pieces) < 2:
        return pieces
    for end in range(min(len(pieces), MOST_ANDS), 1, -1):
        name = " and ".join(pieces[:end])
        if near(name, known.wards, HOW_WARD).sure is Sure.CERTAIN:
            return [name, *_with_and_inside(pieces[end:], known)]
    return [pieces[0], *_with_and_inside(pieces[1:], known)]


def _joined(text: str, known: Surroundings) -> Understood | None:
    """Several wards, all of them found; None where the text does not name several."""
    found = [near(part, known.wards, HOW_WARD) for part in _parts(text, known)]
    return _list(found) if len(found) > 1 and all(each.value for each in found) else None


def _joined_anyway(text: str, known: Surroundings) -> Understood:
    """The wards that were found, and which were not."""
    parts = _parts(text, known)
    found = [near(part, known.wards, HOW_WARD) for part in parts]
    shared = [each.why for each in found if SHARE in each.why]
    lost = [part for part, each in zip(parts, found, strict=True) if not each.value and SHARE not in each.why]
    called = [f"No ward is called {' or '.join(repr(each) for each in lost)}."] if lost or not shared else []
    told = _list([each for each in found if each.value])
    return told.less(Sure.CANNOT, " ".join([*shared, *called]), HOW_WARD)


def _list(found: Iterable[Understood]) -> Understood:
    told = Understood("")
    for each in found:
        told = told.less(each.sure, each.why, each.ask)
        told = Understood("|".join(filter(None, (told.value, each.value))), told.sure, told.why, told.ask)
    codes = sorted(dict.fromkeys(told.value.split("|"))) if told.value else []
    return Understood("|".join(codes), told.sure, told.why, told.ask)


def officer(value: CellValue, known: Surroundings) -> Understood:
    """Read the name of one officer as an id. Edges: of two with one name, the rank tells, where it is written."""
    told = _as_written(value, known.officers) or near(plain(value), known.officers, HOW_OFFICER)
    role = rank(value, known).value
    if SHARE not in told.why or not role:
        return told
    name = " ".join(word for word in bare(text_of(value)).split() if word not in RANKS)
    of_rank = {bare(each): code for each, code in known.officers.items()}.get(bare(f"{SHORT[role]} {name}"))
    return Understood(of_rank) if of_rank else told


def near(text: str, known: Mapping[str, str], ask: str) -> Understood:
    """The code of the one name that is meant.

    Edges: a code is a name too; near to two is near to none, and so is what two are called, signs and capitals aside,
           unless it is written just as one of them
    """
    return _near(text, tuple(known.items()), ask)


def _as_written(value: CellValue, known: Mapping[str, str]) -> Understood | None:
    code = known.get(text_of(value))
    return Understood(code) if code else None


@lru_cache(maxsize=20_000)
def _near(text: str, known: tuple[tuple[str, str], ...], ask: str) -> Understood:
    asked = bare(text)
    names = _named(known)
    codes = {code.casefold(): code for _, code in known}
    if text.strip() in codes:
        return Understood(codes[text.strip()])
    just_so = {code for name, code in known if plain(name) == text.strip()}
    if len(just_so) == 1:
        return Understood(just_so.pop())
    if asked in names:
        return _only(names[asked], text, ask)
    if not asked or not names:
        return cannot("No such name is known.", ask)
    best, score, apart = _likest(asked, names)
    if "(" in text and (score < LIKELY or apart < APART):
        told = _near(re.sub(r"\s*\([^)]*\)?", "", text), known, ask)
        return told.less(Sure.LIKELY, "What stands in brackets was passed over.")
    if score < GUESSED or apart < APART:
        return cannot(f"No name is called {text!r}.", ask)
    told = _only(names[best], text, ask)
    if not told.value:
        return told
    sure = Sure.LIKELY if score >= LIKELY else Sure.GUESSED
    return told.less(sure, f"'{text}' is taken for {names[best][told.value]}.", ask if score < LIKELY else "")


@lru_cache(maxsize=100)
def _named(known: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, str]]:
    """The names by their bare form, each by its code; a code in brackets is no part of a name."""
    found: dict[str, dict[str, str]] = {}
    for name, code in known:
        found.setdefault(bare(name.removesuffix(f" ({code})")), {})[code] = name
    return found


def _only(named: Mapping[str, str], text: str, ask: str) -> Understood:
    """The one that has a name, else which they are."""
    if len(named) == 1:
        return Understood(next(iter(named)))
    return cannot(f"Found {text!r}, wanted one of {', '.join(sorted(named))}, {SHARE}.", ask)


def _likest(asked: str, names: Collection[str]) -> tuple[str, float, float]:
    """The name that is most like what was typed, how much it is so, and how far the next one is behind."""
    ranked = process.extract(asked, list(names), scorer=fuzz.ratio, limit=2)
    begun = [name for name in names if len(asked) >= 4 and (name.startswith(asked) or _initials(asked, name))]
    begun = begun or _of_words(asked, names)
    best, score, _ = ranked[0]
    if len(begun) == 1:
        score = max(score, LIKELY)
        return begun[0], score, score
    return best, score, score - (ranked[1][1] if len(ranked) > 1 else 0)


def _of_words(asked: str, names: Iterable[str]) -> list[str]:
    """The names that have each word that was typed, ranks aside: `PS Smith` is `Smith, Jo`."""
    every = asked.split()
    for typed in (every, [word for word in every if word not in RANKS]):
        whole = [word for word in typed if len(word) > 1 and word not in RANKS]
        found = [name for name in names if whole and set(typed) <= set(name.split())]
        if found:
            return found
    return []


def _initials(asked: str, name: str) -> bool:
    """Whether each word that was typed begins the name's word at its place: `hoxton w`."""
    typed, words = asked.split(), name.split()
    return len(typed) == len(words) and all(word.startswith(each) for each, word in zip(typed, words, strict=True))
