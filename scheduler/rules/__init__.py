"""The rule book: one small class a rule, told once to people and once to the solver."""

from scheduler.rules.book import RULES

__all__ = ["RULES"]
