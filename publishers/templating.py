"""The Jinja environments: where templates are, and the words they may ask for. No rule and no page lives here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from markupsafe import Markup

from publishers import ways_in, wording
from publishers.languages import ENGLISH, Language

HERE = Path(__file__).parent


def template_folder() -> Path:
    """Where the templates are: inside an installed package, or beside it in a checkout."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled before, which takes 0.15 s: by this run for another language, or by an earlier
    run, in a folder that only the user may read.

    Edges: a disk that is full loses nothing but the time
    """

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, Bucket] = {}

    def get_source_checksum(self, source: str) -> str:
        """Tell templates apart by their text, and by this module, which decides how they are compiled."""
        return super().get_source_checksum(source + Path(__file__).read_text(encoding="utf-8"))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find a template here, or in the folder."""
        known = self._by_key.get(bucket.key)
        if known is None:
            super().load_bytecode(bucket)
        elif known.checksum == bucket.checksum:
            bucket.code = known.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, also for the next run if there is room."""
        self._by_key[bucket.key] = bucket
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def _compiled() -> _Compiled | None:
    try:
        return _Compiled()
    except (OSError, RuntimeError):  # no folder for them, or somebody else's, which is not to be trusted
        return None


@lru_cache(maxsize=16)
def environment(lang: Language) -> Environment:
    """The environment of one language, made once: its words are bound to it, which is quicker than to look them up.

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
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's
    sentence = _sentence_in(lang)
    made.globals.update(gettext=sentence, ngettext=_count_in(lang), _=sentence)
    made.globals.update(
        for_the_deaf=partial(ways_in.for_the_deaf, lang),
        for_the_deaf_html=partial(ways_in.for_the_deaf_html, lang=lang),
    )
    made.filters.update(
        day=partial(wording.day, lang=lang),
        month=partial(wording.month, lang=lang),
        clock=partial(wording.clock, lang=lang),
        time_of_day=partial(wording.time_of_day, lang=lang),
        when=partial(wording.when, lang=lang),
        where=wording.where,
        one_line=wording.one_line,
        ways_in=partial(ways_in.html_of, lang=lang),
        ways_in_text=partial(ways_in.text_of, lang=lang),
    )
    return made


def render(template: str, lang: Language = ENGLISH, **facts: object) -> str:
    """Return a template filled in with facts, in one language.

    Edges: inside it `_()`, `{% trans %}` and the filters for days and times speak that language
    """
    return environment(lang).get_template(template).render(lang=lang, **facts)


def _sentence_in(lang: Language) -> Callable[..., str]:
    """What a template says a sentence with. The sentence is ours; only what is put into it is escaped."""

    @pass_eval_context
    def said(context: EvalContext, sentence: str, **facts: object) -> str:
        return _filled(lang.text(sentence), facts, is_escaped=bool(context.autoescape))

    return said


def _count_in(lang: Language) -> Callable[..., str]:
    @pass_eval_context
    def said(context: EvalContext, one: str, many: str, number: int, **facts: object) -> str:
        text = lang.plural_text(one, many, number)
        return _filled(text, {"num": number, **facts}, is_escaped=bool(context.autoescape))

    return said


def _filled(text: str, facts: Mapping[str, object], *, is_escaped: bool) -> str:
    return (Markup(text) if is_escaped else text) % facts
