"""What people write down beside the records: the lines that stand, and a form for each kind."""

from __future__ import annotations

from dataclasses import replace

from scheduler.errors import RefusedNote, UnknownName
from scheduler.evidence.lines import NotedLine, in_force
from scheduler.store import StaleNote
from wardpanels.console.form_reading import FormRead, page_of
from wardpanels.console.note_forms import NOTE_FORMS, NoteForm, Offered, typed_of
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.evidence.noting import Scribe, note, wards_noted
from wardpanels.people.rights import Act

MOST_LISTED = 40
OVERTAKEN = (
    "Nothing was written: somebody else put that line right meanwhile. What you typed would be a line of its own."
)


def look(asked: Request) -> Screen:
    """The lines that people wrote and that stand, the newest first."""
    known = _known(asked)
    kinds = {form.noted: (slug, form) for slug, form in NOTE_FORMS.items()}
    lines = [line for line in reversed(known.lines) if type(line.noted) in kinds]
    pages = max(1, -(-len(lines) // MOST_LISTED))
    number = page_of(asked.query.get("page", "1"), pages)
    first = (number - 1) * MOST_LISTED
    shown = [
        (line, kinds[type(line.noted)][0], kinds[type(line.noted)][1].words(line.noted, known), _may(asked, line))
        for line in lines[first : first + MOST_LISTED]
    ]
    facts = {"lines": shown, "number": number, "pages": pages, "forms": _offered(asked)}
    return Screen("notes", "What was written down", facts, "proof")


def ask(asked: Request) -> Screen:
    """The form of one kind, empty, or with the line that is to be put right."""
    form, before = _form(asked), _corrected(asked, asked.query.get("correct", ""))
    typed = asked.form or (typed_of(before.noted) if before else dict(asked.query.items()))
    return _screen(asked, form, before, typed, {})


def write(asked: Request) -> Answer:
    """Write down what was typed, if it can be so."""
    kind, form, known = _form(asked), FormRead(asked.form), _known(asked)
    try:
        before = _corrected(asked, form.text("correct"))
    except UnknownName:
        return _screen(asked, kind, None, form.typed, {"": OVERTAKEN}, 409)
    noted = kind.read(form, _offering(asked, known, before))
    if form.wrong:
        return _screen(asked, kind, before, form.typed, form.wrong, 422)
    scribe = Scribe(asked.store, asked.borough, asked.person.name, asked.at, before.number if before else None)
    words = kind.words(noted, known)
    try:
        line = asked.act(Act.NOTE, wards_noted(noted), f"Note: {words}", lambda: note(scribe, noted))
    except StaleNote:
        return _screen(asked, kind, None, form.typed, {"": OVERTAKEN}, 409)
    except RefusedNote as refused:
        for found, wanted, of in refused.refusals:
            form.refuse([(of, f"It must be {wanted}. You typed {found}.")])
        return _screen(asked, kind, before, form.typed, form.wrong, 422)
    return Redirect("/notes", f"Written down as line {line.number}: {words}.")


def _known(asked: Request) -> Offered:
    lines = in_force(asked.store.notes.lines(asked.borough.profile.code))
    return Offered(asked.borough, lines, asked.today, asked.person.ward_codes)


def _offering(asked: Request, known: Offered, before: NotedLine | None) -> Offered:
    """What a form offers: as if the line that is put right had not been written."""
    return replace(known, lines=tuple(line for line in known.lines if line != before)) if before else known


def _form(asked: Request) -> NoteForm:
    kind = asked.given["kind"]
    if kind not in NOTE_FORMS:
        raise UnknownName("kind of note", kind, f"one of {', '.join(NOTE_FORMS)}")
    return NOTE_FORMS[kind]


def _corrected(asked: Request, number: str) -> NotedLine | None:
    """The line that is to be put right. Errors: UnknownName where it does not stand or is another kind; NotAllowed."""
    if not number:
        return None
    found = next((each for each in _known(asked).lines if f"{each.number}" == number), None)
    if found is None or not isinstance(found.noted, _form(asked).noted):
        raise UnknownName("line", number, "one that stands: somebody may have put it right already")
    asked.check(Act.NOTE, *wards_noted(found.noted))
    return found


def _may(asked: Request, line: NotedLine) -> bool:
    wards = wards_noted(line.noted)
    return asked.may(Act.NOTE, *wards) and (bool(wards) or not asked.person.ward_codes)


def _offered(asked: Request) -> list[tuple[str, NoteForm]]:
    """The forms that somebody may send: who has some wards only notes nothing of the whole borough."""
    if not asked.may(Act.NOTE):
        return []
    of_all = ("board", "statement")
    return [(slug, form) for slug, form in NOTE_FORMS.items() if slug not in of_all or not asked.person.ward_codes]


def _screen(  # what is shown, and what came of it
    asked: Request,
    form: NoteForm,
    before: NotedLine | None,
    typed: object,
    wrong: dict[str, str],
    status: int = 200,
) -> Screen:
    known = _offering(asked, _known(asked), before)
    facts = {
        "slug": asked.given["kind"],
        "form": form,
        "fields": form.fields(known),
        "before": before,
        "words": form.words(before.noted, known) if before else "",
        "typed": typed,
        "wrong": wrong,
    }
    return Screen("note", f"{'Error: ' if wrong else ''}{form.title}", facts, "proof", status)


ROUTES = (
    Route("/notes", look, Act.SEE),
    Route("/notes/<kind>", ask, Act.NOTE, keeps_typed=True),
    Route("/notes/<kind>", write, Act.NOTE, is_form=True),
)
