"""The one Jinja environment: where templates are, and the words they may ask for. No rule and no page lives here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from publishers import wording
from publishers.languages import ENGLISH, Language

HERE = Path(__file__).parent


def template_folder() -> Path:
    """Where the templates are: inside an installed package, or beside it in a checkout."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled by an earlier run, which takes 0.15 s, in a folder that only the user may read.

    Edges: a disk that is full loses nothing but the time
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template for the next run, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    try:
        return _Compiled()
    except RuntimeError:  # somebody else has a folder of that name: it is not to be trusted
        return None


@cache
def environment() -> Environment:
    """The environment, made once for all languages: a template asks for `lang` as it is filled in.

    Edges: everything is escaped for HTML except `.txt` templates; a name that does not exist is an error
    """
    made = Environment(
        loader=FileSystemLoader(template_folder()),
        undefined=StrictUndefined,
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    made.filters.update(
        day=_in_language(wording.day),
        month=_in_language(wording.month),
        clock=_in_language(wording.clock),
        time_of_day=_in_language(wording.time_of_day),
        when=_in_language(wording.when),
        where=wording.where,
        one_line=wording.one_line,
    )
    return made


def render(template: str, lang: Language = ENGLISH, **facts: object) -> str:
    """Return a template filled in with facts, in one language.

    Edges: inside it `_()`, `{% trans %}` and the filters for days and times speak that language; macros of another
           file must be imported `with context`, or they would not know which
    """
    return environment().get_template(template).render(lang=lang, **facts)


@pass_context
def _gettext(context: Context, sentence: str) -> str:
    return _language_of(context).text(sentence)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int) -> str:
    return _language_of(context).plural_text(one, many, number)


def _in_language(function: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def filled(context: Context, value: Any) -> str:
        return function(value, _language_of(context))

    return filled


def _language_of(context: Context) -> Language:
    lang: Language = context["lang"]
    return lang
