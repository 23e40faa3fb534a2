"""The one Jinja environment: where templates are, and the words they may ask for. No rule and no page lives here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from publishers import wording

HERE = Path(__file__).parent


def template_folder() -> Path:
    """Where the templates are: inside an installed package, or beside it in a checkout."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


@cache
def environment() -> Environment:
    """The environment, made once.

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
    )
    made.filters.update(
        day=wording.day,
        clock=wording.clock,
        when=wording.when,
        where=wording.where,
        one_line=wording.one_line,
    )
    return made


def render(template: str, **facts: object) -> str:
    """Return a template filled in with facts."""
    return environment().get_template(template).render(**facts)
