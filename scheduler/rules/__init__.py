"""The rule book: one small class a rule, told once to people and once to the solver."""
