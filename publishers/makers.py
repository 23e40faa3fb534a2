"""Finds the functions that the tables of publishers and channels name, when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def maker(name: str) -> Callable[..., Any]:
    """The function that `module:function` names. Imported late, so that `--help` stays quick."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
